// SPDX-License-Identifier: Apache-2.0
// Elements in a device's memory.
#pragma once

#include <array>

#include "engine/backends/backend.h"
#include "engine/backends/opencl/device.h"

namespace gradweave::backends::opencl {

class DeviceBuffer final : public Buffer {
  public:
    /// Elements are zero.
    DeviceBuffer(DevicePtr device, DType dtype, Shape shape);
    ~DeviceBuffer() override;
    DeviceBuffer(const DeviceBuffer&) = delete;
    DeviceBuffer& operator=(const DeviceBuffer&) = delete;

    /// Returns as soon as the elements are copied aside; the device gets them in its own time,
    /// after what was queued before.
    void write(const Array& array) override;
    Array read() const override;

    const Memory& memory() const { return memory_; }
    const Device& device() const { return *device_; }

  private:
    /// Elements on their way. Two, so that one batch is copied while the other travels.
    struct Staged {
        Array elements;
        Event sent;
    };

    DevicePtr device_;
    Memory memory_;
    std::array<Staged, 2> staged_;
    std::size_t next_ = 0;
};

/// Waits for an event in a destructor. If the device does not answer, `elements`, which it may
/// still write to or read from, are never freed.
void settle(const Device& device, Event& event, Array& elements) noexcept;

}  // namespace gradweave::backends::opencl
