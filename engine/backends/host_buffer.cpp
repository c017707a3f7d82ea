// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/host_buffer.h"

#include <cstring>

#include "engine/core/text.h"

namespace gradweave::backends {

BufferPtr upload(Backend& backend, const Array& array) {
    BufferPtr buffer = backend.allocate(array.dtype(), array.shape());
    buffer->write(array);
    return buffer;
}

void HostBuffer::write(const Array& array) {
    GW_ASSERT(array.dtype() == dtype() && array.shape() == shape());
    std::memcpy(array_.data(), array.data(), array.byte_size());
}

void check_binding(const std::vector<graph::NodePtr>& leaves, std::span<const BufferPtr> buffers) {
    GW_ASSERT(leaves.size() == buffers.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        GW_ASSERT(buffers[i] != nullptr);
        if (leaves[i]->dtype() != buffers[i]->dtype() ||
            leaves[i]->shape() != buffers[i]->shape()) {
            throw Error(ErrorKind::failed,
                        concat("internal error: leaf ", i, " is ", name_of(leaves[i]->dtype()),
                               to_string(leaves[i]->shape()), ", its buffer ",
                               name_of(buffers[i]->dtype()), to_string(buffers[i]->shape())));
        }
    }
}

}  // namespace gradweave::backends
