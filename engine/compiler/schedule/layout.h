// SPDX-License-Identifier: Apache-2.0
// In which order the elements of a value lie in memory.
#pragma once

#include "engine/compiler/kernel/loop.h"

namespace gradweave::compiler {

/// Row-major, as in files, but for images (f32, rank 4) where the target wants their channels
/// innermost: what convolutions and poolings read and write, and the loops between them. So such a
/// network is in one layout from its first convolution to whatever asks for rows, and is copied at
/// those two borders only. CompileOptions::channels_last switches it off.
class Layouts {
  public:
    Layouts(const Target& target, const CompileOptions& options)
        : channels_last_(target.channels_last && options.channels_last) {}

    /// Whether a node that is computed whole has channels innermost (NodeStep::channels_last).
    bool is_channels_last(const Node& node) const;
    /// Strides of what the node writes, and of what it reads as input k.
    Axes of_result(const Node& node) const;
    Axes of_input(const Node& node, std::size_t k) const;
    /// Strides of what a loop with these loads writes: those of an image that it reads, which then
    /// costs it no jumps in memory.
    Axes of_loop(const LoopKernel& kernel, const Node& root) const;

  private:
    bool channels_last_;
};

}  // namespace gradweave::compiler
