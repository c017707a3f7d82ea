// SPDX-License-Identifier: Apache-2.0
// A buffer in host memory, for every backend that computes there.
#pragma once

#include "engine/backends/backend.h"

namespace gradweave::backends {

class HostBuffer final : public Buffer {
  public:
    HostBuffer(DType dtype, const Shape& shape) : Buffer(dtype, shape), array_(dtype, shape) {}

    void write(const Array& array) override;
    Array read() const override { return array_.clone(); }
    Array* host_array() override { return &array_; }
    const Array& array() const { return array_; }

  private:
    Array array_;
};

/// Checks number, types and shapes of the buffers against the leaves; throws Error(failed).
void check_binding(const std::vector<graph::NodePtr>& leaves, std::span<const BufferPtr> buffers);

}  // namespace gradweave::backends
