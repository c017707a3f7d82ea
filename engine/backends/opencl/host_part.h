// SPDX-License-Identifier: Apache-2.0
// What a device without double precision leaves to the host: the f64 scalars of a training step
// (learning rate, step, their powers), which depend on no tensor.
#pragma once

#include <map>
#include <vector>

#include "engine/backends/host_buffer.h"
#include "engine/compiler/program.h"

namespace gradweave::backends::opencl {

class HostPart {
  public:
    /// Takes from the program all that computes with f64; `device()` is the rest. Throws
    /// Error(unsupported), naming the block, where an f64 number depends on a tensor of the device.
    explicit HostPart(const compiler::Program& program);

    const compiler::Program& device() const { return device_; }
    /// Leaves that stay in host memory: bind them.
    const std::vector<graph::NodePtr>& leaves() const { return leaves_; }
    void bind(const graph::Node& leaf, std::shared_ptr<HostBuffer> buffer);

    /// Leaves of the device's program that the host computes, and after run() their elements.
    const std::vector<graph::NodePtr>& made() const { return made_; }
    const std::vector<Array>& values() const { return values_; }
    /// Computes them from what the bound leaves hold, then sets those that are assigned.
    void run();

    /// The outputs of the whole program: which of device() or, where it computes in f64, of the
    /// host it is.
    struct Output {
        bool on_host;
        std::size_t index;
    };
    const std::vector<Output>& outputs() const { return outputs_; }
    const Array& output(std::size_t index) const { return host_outputs_.at(index); }

  private:
    compiler::Program device_;
    std::vector<graph::NodePtr> leaves_, made_, roots_;  ///< roots: made, assigned, outputs
    std::vector<graph::NodePtr> assigned_;               ///< leaves
    std::vector<Output> outputs_;
    std::vector<Array> values_, host_outputs_;
    std::map<const graph::Node*, std::shared_ptr<HostBuffer>> buffers_;
};

}  // namespace gradweave::backends::opencl
