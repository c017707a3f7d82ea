// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/buffer.h"

#include <cstring>
#include <new>

namespace gradweave::backends::opencl {

void settle(const Device& device, Event& event, Array& elements) noexcept {
    if (event == nullptr) return;
    try {
        if (!device.lost()) device.wait(event);
    } catch (...) {
        // Then it is lost.
    }
    if (device.lost()) static_cast<void>(new (std::nothrow) Array(elements));
    event.reset();
}

DeviceBuffer::DeviceBuffer(DevicePtr device, DType dtype, Shape shape)
    : Buffer(dtype, std::move(shape)), device_(std::move(device)) {
    const std::uint64_t bytes = byte_count(this->dtype(), this->shape());
    memory_ = device_->allocate(bytes, "a tensor");
    const std::uint64_t filled = (bytes + 3) / 4 * 4;
    if (filled > 0) device_->queued([&] { device_->connection().fill(memory_, 0, filled); });
}

DeviceBuffer::~DeviceBuffer() {
    for (Staged& staged : staged_)
        settle(*device_, staged.sent, staged.elements);
}

void DeviceBuffer::write(const Array& array) {
    GW_ASSERT(array.dtype() == dtype() && array.shape() == shape());
    if (array.byte_size() == 0) return;
    Staged& staged = staged_[next_];
    next_ = 1 - next_;
    if (staged.sent != nullptr) {
        device_->wait(staged.sent);
        staged.sent.reset();
    }
    if (staged.elements.byte_size() != array.byte_size()) staged.elements = Array(dtype(), shape());
    std::memcpy(staged.elements.data(), array.data(), array.byte_size());
    const auto& connection = device_->connection();
    device_->queued([&] {
        staged.sent = connection.write(memory_, staged.elements.data(), array.byte_size());
    });
    connection.flush();
}

Array DeviceBuffer::read() const {
    Array array(dtype(), shape());
    if (array.byte_size() == 0) return array;
    const auto& connection = device_->connection();
    Event done;
    device_->queued([&] { done = connection.read(memory_, array.data(), array.byte_size()); });
    try {
        connection.flush();
        device_->wait(done);
    } catch (...) {
        settle(*device_, done, array);
        throw;
    }
    return array;
}

}  // namespace gradweave::backends::opencl
