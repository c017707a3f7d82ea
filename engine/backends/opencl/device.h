// SPDX-License-Identifier: Apache-2.0
// One OpenCL device: its connection, its memory and its compiled programs.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "engine/backends/backend.h"
#include "engine/backends/object_cache.h"
#include "engine/backends/opencl/blast.h"
#include "engine/backends/opencl/driver/api.h"
#include "engine/backends/opencl/render/kernel.h"

namespace gradweave::backends::opencl {

class Device {
  public:
    /// `name` is what open_device takes. `give_back` frees what others keep on the device for later
    /// use; it is called when memory runs out. Throws Error(device).
    Device(std::string name, const DeviceFacts& facts, std::function<void()> give_back);

    const std::string& name() const { return name_; }
    const DeviceFacts& facts() const { return connection_.facts(); }
    const Connection& connection() const { return connection_; }
    const Style& style() const { return style_; }

    /// Memory that is counted until it is freed. Drivers grant more than they have, so the sum is
    /// held against the device's size here. If there is none, caches are freed and it is tried once
    /// more; then throws OutOfDeviceMemory with the figures. `what` is the sentence's subject.
    Memory allocate(std::uint64_t bytes, const char* what);
    std::uint64_t memory_in_use() const { return *in_use_; }

    /// Runs `action`, which queues something; once more after caches were freed if the driver is
    /// out of memory.
    template <class Action>
    void queued(Action&& action) {
        try {
            action();
            return;
        } catch (const CallFailed& failure) {
            if (!failure.is_out_of_memory()) throw;
        }
        free_caches();
        try {
            action();
        } catch (const CallFailed& failure) {
            if (failure.is_memory_full()) refuse(failure);
            throw;
        }
    }

    struct Built {
        Program program;
        bool from_disk = false;
    };
    /// The program of this source, compiled or taken from the cache on disk. If it does not compile
    /// throws Error(device); `place_of_line` says what a line of the source belongs to.
    Built build(const std::string& source,
                const std::function<std::string(std::size_t line)>& place_of_line);

    /// Waits for the event, up to the limit after which a device is taken for lost
    /// (GRADWEAVE_OPENCL_TIMEOUT in seconds; five minutes).
    void wait(const Event& event) const;
    /// True once a wait has failed: nothing more is to be expected from the device.
    bool lost() const { return lost_; }

    /// Which products CLBlast computes here. Changed by tuning alone.
    GemmTable& products() { return products_; }

    /// Whether compiled programs are kept on disk; not for drivers that do so themselves.
    void keep_programs(bool keep) { keeps_programs_ = keep; }

    /// The limit on memory, in tests; 0 for the device's own size. GRADWEAVE_OPENCL_MEMORY sets it
    /// from outside, in bytes.
    void set_memory_limit(std::uint64_t bytes) { limit_ = bytes; }

  private:
    Program compile(const std::string& source, const std::string& options,
                    const std::function<std::string(std::size_t)>& place_of_line) const;
    void free_caches();
    /// Throws OutOfDeviceMemory: a driver that gives buffers their memory late has none left.
    [[noreturn]] void refuse(const CallFailed& failure) const;
    std::uint64_t size() const;  ///< bytes that it has, or that tests let it have
    std::uint64_t available() const;

    std::string name_;
    Connection connection_;
    Style style_;
    std::function<void()> give_back_;
    std::shared_ptr<std::atomic<std::uint64_t>> in_use_;
    std::atomic<std::uint64_t> limit_{0};
    mutable std::atomic<bool> lost_{false};
    ObjectCache cache_;
    GemmTable products_;
    bool keeps_programs_;
};

using DevicePtr = std::shared_ptr<Device>;

}  // namespace gradweave::backends::opencl
