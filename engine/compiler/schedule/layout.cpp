// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/layout.h"

#include "engine/compiler/schedule/views.h"

namespace gradweave::compiler {

namespace {

Axes rows(const Node& node) {
    return node.shape().strides();
}

}  // namespace

bool Layouts::is_channels_last(const Node& node) const {
    if (!channels_last_ || node.dtype() != DType::f32) return false;
    switch (node.op()) {
        case Op::conv:
        case Op::conv_grad_input:
        case Op::conv_grad_weight:
            return true;
        case Op::composite:  // poolings of images
            return node.shape().rank() == 4;
        default:
            return false;
    }
}

Axes Layouts::of_result(const Node& node) const {
    // Weights keep the order they have in files, and so do their gradients.
    const bool image = is_channels_last(node) && node.op() != Op::conv_grad_weight;
    return image ? channels_last_strides(node.shape()) : rows(node);
}

Axes Layouts::of_input(const Node& node, std::size_t k) const {
    const bool weight = node.op() != Op::composite && node.op() != Op::conv_grad_weight && k == 1;
    const Node& input = *node.input(k);
    return is_channels_last(node) && !weight ? channels_last_strides(input.shape()) : rows(input);
}

Axes Layouts::of_loop(const LoopKernel& kernel, const Node& root) const {
    if (!channels_last_ || root.shape().rank() < 3) return rows(root);
    const Axes last = channels_last_strides(root.shape());
    for (const auto& load : kernel.loads) {
        if (!load.is_index() && load.access.offset == 0 &&
            same_walk(root.shape(), load.access.strides, last) &&
            !same_walk(root.shape(), load.access.strides, rows(root))) {
            return last;
        }
    }
    return rows(root);
}

}  // namespace gradweave::compiler
