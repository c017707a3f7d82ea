// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/view_algebra.h"

#include <algorithm>

#include "engine/compiler/passes/rewrite.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

namespace {

using graph::AxesAttributes;
using graph::AxisAttributes;
using graph::PadAttributes;
using graph::SliceAttributes;

bool is_op(const NodePtr& node, Op op) {
    return node->op() == op;
}

bool contains(const Axes& axes, std::int64_t axis) {
    return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

/// f(broadcast(x), broadcast(y), constant) is broadcast(f(x, y, constant)).
NodePtr before_broadcast(const NodePtr& node, const std::vector<NodePtr>& inputs) {
    const NodePtr* widened = nullptr;
    for (const NodePtr& input : inputs) {
        if (is_op(input, Op::constant)) continue;
        if (!is_op(input, Op::broadcast)) return {};
        if (widened == nullptr) widened = &input;
        if (input->as<AxesAttributes>().axes != (*widened)->as<AxesAttributes>().axes ||
            input->input(0)->shape() != (*widened)->input(0)->shape())
            return {};
    }
    if (widened == nullptr) return {};
    const Shape& shape = (*widened)->input(0)->shape();
    if (shape.element_count() >= node->shape().element_count()) return {};
    std::vector<NodePtr> narrow;
    for (const NodePtr& input : inputs) {
        const auto value = graph::constant_value(input);
        narrow.push_back(value ? graph::constant(*value, input->dtype(), shape) : input->input(0));
    }
    NodePtr result;
    if (node->op() == Op::cast)
        result = graph::cast(narrow[0], node->dtype());
    else if (node->op() == Op::bitcast)
        result = graph::bitcast(narrow[0], node->dtype());
    else if (inputs.size() == 1)
        result = graph::unary(node->op(), narrow[0]);
    else if (inputs.size() == 2)
        result = graph::binary(node->op(), narrow[0], narrow[1]);
    else
        result = graph::select(narrow[0], narrow[1], narrow[2]);
    return graph::broadcast(result, node->shape(), (*widened)->as<AxesAttributes>().axes);
}

/// Reductions over all of the axes that a broadcast added: the element itself, or so many times it.
NodePtr of_broadcast(const Node& node, const NodePtr& x) {
    if (!is_op(x, Op::broadcast) || node.op() == Op::reduce_prod || x->shape().empty()) return {};
    const Axes& from = x->as<AxesAttributes>().axes;
    double count = 1;
    for (const std::int64_t axis : node.as<AxesAttributes>().axes) {
        if (contains(from, axis)) return {};
        count *= static_cast<double>(x->shape()[static_cast<int>(axis)]);
    }
    // The axes of the operand in what is left of the broadcast.
    Axes axes;
    std::int64_t next = 0;
    for (int axis = 0; axis < x->shape().rank(); ++axis) {
        if (contains(node.as<AxesAttributes>().axes, axis)) continue;
        if (contains(from, axis)) axes.push_back(next);
        ++next;
    }
    NodePtr small = x->input(0);
    if (node.op() == Op::reduce_sum) {
        if (!is_floating(node.dtype())) return {};
        small = graph::mul(small, graph::constant_like(small, count));
    }
    return graph::broadcast(small, node.shape(), std::move(axes));
}

/// A slice read from where the elements of its operand come from.
NodePtr sliced(const Node& node, const NodePtr& x) {
    const auto& slice = node.as<SliceAttributes>();
    const Axes& count = node.shape().sizes();
    if (node.shape().empty()) return {};
    Axes start = slice.start;
    if (is_op(x, Op::slice)) {
        const auto& inner = x->as<SliceAttributes>();
        Axes step = slice.step;
        for (std::size_t i = 0; i < start.size(); ++i) {
            start[i] = inner.start[i] + start[i] * inner.step[i];
            // The step of a single element means nothing, and might not fit the axis.
            step[i] = count[i] == 1 ? 1 : step[i] * inner.step[i];
        }
        return graph::slice(x->input(0), std::move(start), std::move(step), count);
    }
    /// First and last index along the axis.
    const auto range = [&](std::size_t axis) {
        const std::int64_t first = slice.start[axis];
        const std::int64_t last = first + (count[axis] - 1) * slice.step[axis];
        return std::pair(std::min(first, last), std::max(first, last));
    };
    if (is_op(x, Op::concat)) {
        const auto axis = static_cast<std::size_t>(x->as<AxisAttributes>().axis);
        std::int64_t offset = 0;
        for (const NodePtr& part : x->inputs()) {
            const std::int64_t size = part->shape().sizes()[axis];
            const auto [first, last] = range(axis);
            if (first >= offset && last < offset + size) {
                start[axis] -= offset;
                return graph::slice(part, std::move(start), slice.step, count);
            }
            offset += size;
        }
    }
    if (is_op(x, Op::pad)) {
        const auto& pad = x->as<PadAttributes>();
        for (std::size_t i = 0; i < start.size(); ++i) {
            const auto [first, last] = range(i);
            if (pad.interior[i] != 0 || first < pad.low[i] ||
                last >= pad.low[i] + x->input(0)->shape().sizes()[i])
                return {};
            start[i] -= pad.low[i];
        }
        return graph::slice(x->input(0), std::move(start), slice.step, count);
    }
    return {};
}

NodePtr padded(const Node& node, const NodePtr& x) {
    if (!is_op(x, Op::pad)) return {};
    PadAttributes outer = node.as<PadAttributes>();
    const auto& inner = x->as<PadAttributes>();
    if (!(outer.value == inner.value)) return {};
    for (std::size_t i = 0; i < outer.low.size(); ++i) {
        if (outer.interior[i] != 0 || inner.interior[i] != 0) return {};
        outer.low[i] += inner.low[i];
        outer.high[i] += inner.high[i];
    }
    return graph::pad(x->input(0), std::move(outer));
}

NodePtr joined(const Node& node, const std::vector<NodePtr>& inputs) {
    const std::int64_t axis = node.as<AxisAttributes>().axis;
    std::vector<NodePtr> parts;
    for (const NodePtr& input : inputs) {
        if (is_op(input, Op::concat) && input->as<AxisAttributes>().axis == axis)
            parts.insert(parts.end(), input->inputs().begin(), input->inputs().end());
        else
            parts.push_back(input);
    }
    return parts.size() == inputs.size() ? NodePtr{} : graph::concat(std::move(parts), axis);
}

/// A stretch along an axis: elements of a node, or zeros.
struct Piece {
    NodePtr node;  ///< null for zeros
    std::int64_t length;
};

bool is_zero(const NodePtr& node) {
    const auto value = graph::constant_value(node);
    return value && value->as_double() == 0;
}

/// The one axis along which the node is padded with zeros, or -1.
std::int64_t padded_axis(const NodePtr& node) {
    if (!is_op(node, Op::pad)) return -1;
    const auto& pad = node->as<PadAttributes>();
    std::int64_t axis = -1;
    for (std::size_t i = 0; i < pad.low.size(); ++i) {
        if (pad.interior[i] != 0) return -1;
        if (pad.low[i] == 0 && pad.high[i] == 0) continue;
        if (axis >= 0) return -1;
        axis = static_cast<std::int64_t>(i);
    }
    return pad.value.as_double() == 0 ? axis : -1;
}

/// The node as pieces along the axis; empty if it is none.
std::vector<Piece> pieces_of(const NodePtr& node, std::int64_t axis) {
    const auto index = static_cast<std::size_t>(axis);
    std::vector<Piece> pieces;
    const auto add = [&](NodePtr part, std::int64_t length) {
        if (length > 0) pieces.push_back({std::move(part), length});
    };
    if (padded_axis(node) == axis) {
        const auto& pad = node->as<PadAttributes>();
        add({}, pad.low[index]);
        add(node->input(0), node->input(0)->shape().sizes()[index]);
        add({}, pad.high[index]);
    } else if (is_op(node, Op::concat) && node->as<AxisAttributes>().axis == axis) {
        for (const NodePtr& input : node->inputs())
            add(is_zero(input) ? NodePtr{} : input, input->shape().sizes()[index]);
    }
    return pieces;
}

/// Two rows of pieces added up; nothing if elements of both meet.
std::optional<std::vector<Piece>> sum_of(std::vector<Piece> a, std::vector<Piece> b) {
    std::vector<Piece> sum;
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        Piece &left = a[i], &right = b[j];
        const Piece& whole = left.node ? left : right;
        const Piece& zeros = left.node ? right : left;
        if (zeros.node || (whole.node && zeros.length < whole.length)) return std::nullopt;
        const std::int64_t length = whole.node ? whole.length : std::min(left.length, right.length);
        if (!whole.node && !sum.empty() && !sum.back().node)
            sum.back().length += length;
        else
            sum.push_back({whole.node, length});
        left.length -= length;
        right.length -= length;
        i += left.length == 0 ? 1 : 0;
        j += right.length == 0 ? 1 : 0;
    }
    return sum;
}

/// Zeros around a and zeros around b, where the other has its elements: they lie side by side.
NodePtr side_by_side(const NodePtr& a, const NodePtr& b) {
    const std::int64_t axis = std::max(padded_axis(a), padded_axis(b));
    if (axis < 0 || a->shape().empty()) return {};
    auto left = pieces_of(a, axis), right = pieces_of(b, axis);
    if (left.empty() || right.empty()) return {};
    const auto sum = sum_of(std::move(left), std::move(right));
    if (!sum) return {};
    std::vector<NodePtr> parts;
    for (const Piece& piece : *sum) {
        const Shape shape = a->shape().with(static_cast<int>(axis), piece.length);
        parts.push_back(piece.node ? piece.node : graph::constant(0.0, a->dtype(), shape));
    }
    return graph::concat(std::move(parts), axis);
}

NodePtr simplified(const NodePtr& node, const std::vector<NodePtr>& inputs) {
    if (graph::is_elementwise(node->op())) {
        if (NodePtr result = before_broadcast(node, inputs)) return result;
        return node->op() == Op::add ? side_by_side(inputs[0], inputs[1]) : NodePtr{};
    }
    switch (node->op()) {
        case Op::reduce_sum:
        case Op::reduce_prod:
        case Op::reduce_max:
        case Op::reduce_min:
            return of_broadcast(*node, inputs[0]);
        case Op::slice:
            return sliced(*node, inputs[0]);
        case Op::pad:
            return padded(*node, inputs[0]);
        case Op::concat:
            return joined(*node, inputs);
        default:
            return {};
    }
}

}  // namespace

Program simplify_views(const Program& program) {
    return rewrite(program, [](const NodePtr& node, std::vector<NodePtr> inputs) -> NodePtr {
        if (NodePtr result = simplified(node, inputs)) return result;
        return rebuilt(node, std::move(inputs));
    });
}

}  // namespace gradweave::compiler
