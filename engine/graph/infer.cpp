// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/infer.h"

#include <algorithm>
#include <numeric>

#include "engine/core/text.h"

namespace gradweave::graph {

namespace {

const char* wanted(TypeRule rule) {
    switch (rule) {
        case TypeRule::numeric:
            return "a number, not bool";
        case TypeRule::floating:
            return "floating (f16, bf16, f32 or f64)";
        case TypeRule::logical:
            return "bool or an integer";
        default:
            return "any type";
    }
}

std::string axes_text(const Axes& axes) {
    return to_string(AxesAttributes{axes}).substr(5);
}

void require(bool condition, const std::string& sentence) {
    if (!condition) fail(sentence);
}

}  // namespace

DType infer_dtype(Op op, std::span<const NodePtr> inputs) {
    const TypeRule rule = info(op).type;
    const DType type = inputs[0]->dtype();
    if (!accepts(rule, type)) {
        fail(concat(name_of(op), ": the operand must be ", wanted(rule), ", it is ",
                    gradweave::name_of(type)));
    }
    for (const NodePtr& input : inputs.subspan(1)) {
        if (input->dtype() != type) {
            fail(concat(name_of(op), ": operand types differ: ", gradweave::name_of(type), " and ",
                        gradweave::name_of(input->dtype()), "; cast one of them"));
        }
    }
    return rule == TypeRule::boolean ? DType::boolean : type;
}

TypeAndShape infer_elementwise(Op op, std::span<const NodePtr> inputs) {
    if (op == Op::select) {
        require(inputs[0]->dtype() == DType::boolean,
                concat("select: the condition must be bool, it is ",
                       gradweave::name_of(inputs[0]->dtype())));
        require(
            inputs[1]->dtype() == inputs[2]->dtype(),
            concat("select: the choices' types differ: ", gradweave::name_of(inputs[1]->dtype()),
                   " and ", gradweave::name_of(inputs[2]->dtype())));
    }
    const DType type = op == Op::select ? inputs[1]->dtype() : infer_dtype(op, inputs);
    for (const NodePtr& input : inputs.subspan(1)) {
        require(input->shape() == inputs[0]->shape(),
                concat(name_of(op), ": operand shapes differ: ", to_string(inputs[0]->shape()),
                       " and ", to_string(input->shape())));
    }
    return {type, inputs[0]->shape()};
}

TypeAndShape infer_reduce(Op op, const NodePtr& x, const Attributes& attributes) {
    if (op == Op::argmax || op == Op::argmin) {
        const std::int64_t axis = std::get<AxisAttributes>(attributes).axis;
        require(axis >= 0 && axis < x->shape().rank(),
                concat(name_of(op), ": axis ", axis, " does not exist in ", to_string(x->shape())));
        require(x->shape()[static_cast<int>(axis)] > 0,
                concat(name_of(op), ": axis ", axis, " of ", to_string(x->shape()), " is empty"));
        return {DType::i64, x->shape().without(std::array{axis})};
    }
    const Axes& axes = std::get<AxesAttributes>(attributes).axes;
    GW_ASSERT(std::is_sorted(axes.begin(), axes.end()));
    for (const std::int64_t axis : axes) {
        require(axis >= 0 && axis < x->shape().rank(),
                concat(name_of(op), ": axis ", axis, " does not exist in ", to_string(x->shape())));
        require(x->shape()[static_cast<int>(axis)] > 0 ||
                    (op != Op::reduce_max && op != Op::reduce_min),
                concat(name_of(op), ": the maximum or minimum of no elements is not defined (axis ",
                       axis, " of ", to_string(x->shape()), ")"));
    }
    return {infer_dtype(op, std::span(&x, 1)), x->shape().without(axes)};
}

TypeAndShape infer_along(Op op, const NodePtr& x, std::int64_t axis) {
    require(axis >= 0 && axis < x->shape().rank(),
            concat(name_of(op), ": axis ", axis, " does not exist in ", to_string(x->shape())));
    if (op == Op::argsort) return {DType::i64, x->shape()};
    return {infer_dtype(op, std::span(&x, 1)), x->shape()};
}

void check_bitcast(DType from, DType to) {
    require(from != DType::boolean && to != DType::boolean && size_of(from) == size_of(to),
            concat("bitcast: the bits of ", gradweave::name_of(from), " cannot be read as ",
                   gradweave::name_of(to),
                   ": both must have the same size, and bool cannot take part"));
}

Shape infer_permute(const Shape& x, const Axes& order) {
    Axes sorted = order;
    std::sort(sorted.begin(), sorted.end());
    Axes all(static_cast<std::size_t>(x.rank()));
    std::iota(all.begin(), all.end(), 0);
    require(sorted == all, concat("permute: ", axes_text(order), " does not name each axis of ",
                                  to_string(x), " once"));
    Axes sizes;
    for (const std::int64_t axis : order)
        sizes.push_back(x[static_cast<int>(axis)]);
    return Shape(std::move(sizes));
}

void check_broadcast(const Shape& x, const Shape& target, const Axes& axes) {
    bool fits = static_cast<int>(axes.size()) == x.rank();
    for (std::size_t i = 0; fits && i < axes.size(); ++i) {
        fits = axes[i] >= 0 && axes[i] < target.rank() && (i == 0 || axes[i] > axes[i - 1]) &&
               target[static_cast<int>(axes[i])] == x[static_cast<int>(i)];
    }
    require(fits, concat("broadcast: ", to_string(x), " does not fit ", to_string(target),
                         " along axes ", axes_text(axes)));
}

Shape infer_pad(const Shape& x, const PadAttributes& pad) {
    const auto rank = static_cast<std::size_t>(x.rank());
    require(pad.low.size() == rank && pad.high.size() == rank && pad.interior.size() == rank,
            concat("pad: the padding does not have one entry per axis of ", to_string(x)));
    Axes sizes;
    for (std::size_t i = 0; i < rank; ++i) {
        require(pad.low[i] >= 0 && pad.high[i] >= 0 && pad.interior[i] >= 0,
                "pad: padding cannot be negative; use slice");
        const std::int64_t size = x.sizes()[i];
        const auto gaps = checked_multiply(std::max<std::int64_t>(size - 1, 0), pad.interior[i]);
        std::int64_t total = 0;
        require(gaps && !__builtin_add_overflow(size, *gaps, &total) &&
                    !__builtin_add_overflow(total, pad.low[i], &total) &&
                    !__builtin_add_overflow(total, pad.high[i], &total),
                "pad: the padded size is too large");
        sizes.push_back(total);
    }
    return Shape(std::move(sizes));
}

void check_slice(const Shape& x, const Axes& start, const Axes& step, const Axes& count) {
    const auto rank = static_cast<std::size_t>(x.rank());
    require(start.size() == rank && step.size() == rank && count.size() == rank,
            concat("slice: the ranges do not have one entry per axis of ", to_string(x)));
    for (std::size_t i = 0; i < rank; ++i) {
        require(step[i] != 0, "slice: a step cannot be 0");
        require(count[i] >= 0, "slice: a count cannot be negative");
        if (count[i] == 0) continue;
        std::int64_t last = 0;
        const bool counted = !__builtin_mul_overflow(count[i] - 1, step[i], &last) &&
                             !__builtin_add_overflow(last, start[i], &last);
        require(
            counted && start[i] >= 0 && start[i] < x.sizes()[i] && last >= 0 && last < x.sizes()[i],
            concat("slice: the range of axis ", i, " leaves the tensor ", to_string(x)));
    }
}

Shape infer_concat(std::span<const NodePtr> inputs, std::int64_t axis) {
    require(!inputs.empty(), "concat: there is nothing to join");
    const Shape& first = inputs[0]->shape();
    require(axis >= 0 && axis < first.rank(),
            concat("concat: axis ", axis, " does not exist in ", to_string(first)));
    std::int64_t total = 0;
    for (const NodePtr& input : inputs) {
        const Shape& shape = input->shape();
        require(
            input->dtype() == inputs[0]->dtype(),
            concat("concat: the operands' types differ: ", gradweave::name_of(inputs[0]->dtype()),
                   " and ", gradweave::name_of(input->dtype())));
        require(shape.rank() == first.rank() &&
                    shape.with(static_cast<int>(axis), 0) == first.with(static_cast<int>(axis), 0),
                concat("concat: ", to_string(first), " and ", to_string(shape),
                       " differ in more than axis ", axis));
        require(!__builtin_add_overflow(total, shape[static_cast<int>(axis)], &total),
                "concat: the joined size is too large");
    }
    return first.with(static_cast<int>(axis), total);
}

std::int64_t window_positions(std::int64_t size, std::int64_t window, std::int64_t stride,
                              std::int64_t dilation) {
    if (window < 1 || stride < 1 || dilation < 1) return 0;
    const auto reach = checked_multiply(dilation, window - 1);
    if (!reach || *reach >= size) return 0;
    return (size - *reach - 1) / stride + 1;
}

Shape infer_window(const Shape& x, const WindowAttributes& w) {
    require(w.size.size() == w.axes.size() && w.stride.size() == w.axes.size() &&
                w.dilation.size() == w.axes.size(),
            "window: sizes, strides and dilations do not have one entry per axis");
    Axes sizes = x.sizes();
    for (std::size_t i = 0; i < w.axes.size(); ++i) {
        require(w.axes[i] >= 0 && w.axes[i] < x.rank() && (i == 0 || w.axes[i] > w.axes[i - 1]),
                concat("window: axes ", axes_text(w.axes), " are not ascending axes of ",
                       to_string(x)));
        auto& size = sizes[static_cast<std::size_t>(w.axes[i])];
        const std::int64_t positions =
            window_positions(size, w.size[i], w.stride[i], w.dilation[i]);
        require(positions > 0,
                concat("window: a window of ", w.size[i], " (stride ", w.stride[i], ", dilation ",
                       w.dilation[i], ") does not fit in ", size, " elements"));
        size = positions;
    }
    sizes.insert(sizes.end(), w.size.begin(), w.size.end());
    return Shape(std::move(sizes));
}

Shape infer_dot(const Shape& lhs, const Shape& rhs, const DotAttributes& d) {
    require(
        d.lhs_batch.size() == d.rhs_batch.size() && d.lhs_contract.size() == d.rhs_contract.size(),
        "dot: the axes do not pair up");
    const auto paired = [&](const Axes& left, const Axes& right, const char* what,
                            const char* name) {
        for (std::size_t i = 0; i < left.size(); ++i) {
            require(left[i] >= 0 && left[i] < lhs.rank() && right[i] >= 0 && right[i] < rhs.rank(),
                    "dot: an axis does not exist");
            const std::int64_t a = lhs[static_cast<int>(left[i])];
            const std::int64_t b = rhs[static_cast<int>(right[i])];
            require(a == b, concat("matmul: ", what, " dimensions differ: lhs ", to_string(lhs),
                                   " (", name, a, "), rhs ", to_string(rhs), " (", name, b, ")"));
        }
    };
    paired(d.lhs_batch, d.rhs_batch, "batch", "");
    paired(d.lhs_contract, d.rhs_contract, "inner", "k = ");
    const auto distinct = [](const Shape& shape, Axes axes, const Axes& more) {
        axes.insert(axes.end(), more.begin(), more.end());
        std::sort(axes.begin(), axes.end());
        require(std::adjacent_find(axes.begin(), axes.end()) == axes.end(),
                concat("dot: an axis of ", to_string(shape), " is named twice"));
    };
    distinct(lhs, d.lhs_batch, d.lhs_contract);
    distinct(rhs, d.rhs_batch, d.rhs_contract);
    Axes sizes;
    for (const std::int64_t axis : d.lhs_batch)
        sizes.push_back(lhs[static_cast<int>(axis)]);
    const auto add_free = [&](const Shape& shape, const Axes& batch, const Axes& contract) {
        for (int i = 0; i < shape.rank(); ++i) {
            if (std::find(batch.begin(), batch.end(), i) == batch.end() &&
                std::find(contract.begin(), contract.end(), i) == contract.end()) {
                sizes.push_back(shape[i]);
            }
        }
    };
    add_free(lhs, d.lhs_batch, d.lhs_contract);
    add_free(rhs, d.rhs_batch, d.rhs_contract);
    return Shape(std::move(sizes));
}

Shape infer_conv(const Shape& input, const Shape& weight, const ConvAttributes& c) {
    const int spatial = input.rank() - 2;
    require(spatial >= 1 && weight.rank() == input.rank(),
            concat("conv: input ", to_string(input), " and weight ", to_string(weight),
                   " must both be [batch or out, channels, spatial...]"));
    const auto count = static_cast<std::size_t>(spatial);
    require(c.stride.size() == count && c.low.size() == count && c.high.size() == count &&
                c.dilation.size() == count,
            "conv: stride, padding and dilation do not have one entry per spatial axis");
    require(c.groups >= 1 && input[1] % c.groups == 0 && weight[0] % c.groups == 0,
            concat("conv: ", c.groups, " groups do not divide ", input[1], " input and ", weight[0],
                   " output channels"));
    require(input[1] / c.groups == weight[1],
            concat("conv: the input ", to_string(input), " has ", input[1],
                   " channels, the weight ", to_string(weight), " expects ", weight[1] * c.groups));
    Axes sizes{input[0], weight[0]};
    for (std::size_t i = 0; i < count; ++i) {
        const int axis = static_cast<int>(i) + 2;
        require(c.low[i] >= 0 && c.high[i] >= 0, "conv: padding cannot be negative");
        std::int64_t padded = 0;
        require(!__builtin_add_overflow(input[axis], c.low[i], &padded) &&
                    !__builtin_add_overflow(padded, c.high[i], &padded),
                "conv: the padded size is too large");
        const std::int64_t positions =
            window_positions(padded, weight[axis], c.stride[i], c.dilation[i]);
        require(positions > 0,
                concat("conv: a kernel of ", weight[axis], " (stride ", c.stride[i], ", dilation ",
                       c.dilation[i], ") does not fit in ", input[axis], " elements padded by ",
                       c.low[i], " and ", c.high[i]));
        sizes.push_back(positions);
    }
    return Shape(std::move(sizes));
}

void check_indices(Op op, const NodePtr& indices, std::int64_t axis, const Shape& data) {
    require(indices->dtype() == DType::i64 || indices->dtype() == DType::i32,
            concat(name_of(op), ": indices must be i32 or i64, they are ",
                   gradweave::name_of(indices->dtype())));
    require(axis >= 0 && axis < data.rank(),
            concat(name_of(op), ": axis ", axis, " does not exist in ", to_string(data)));
}

Shape infer_gather(const Shape& data, const Shape& indices, std::int64_t axis) {
    Axes sizes(data.begin(), data.begin() + axis);
    sizes.insert(sizes.end(), indices.begin(), indices.end());
    sizes.insert(sizes.end(), data.begin() + axis + 1, data.end());
    return Shape(std::move(sizes));
}

void verify(const Node& node) {
    const auto expect = [&](DType dtype, const Shape& shape) {
        if (node.dtype() == dtype && node.shape() == shape) return;
        throw Error(ErrorKind::failed,
                    concat("internal error: node ", name_of(node.op()), " claims ",
                           gradweave::name_of(node.dtype()), to_string(node.shape()),
                           ", its inputs give ", gradweave::name_of(dtype), to_string(shape)));
    };
    const auto inputs = node.inputs();
    switch (node.op()) {
        case Op::cast:
            return expect(node.dtype(), inputs[0]->shape());
        case Op::bitcast:
            check_bitcast(inputs[0]->dtype(), node.dtype());
            return expect(node.dtype(), inputs[0]->shape());
        case Op::reshape:
            GW_ASSERT(node.shape().element_count() == inputs[0]->shape().element_count());
            return expect(inputs[0]->dtype(), node.shape());
        case Op::permute:
            return expect(inputs[0]->dtype(),
                          infer_permute(inputs[0]->shape(), node.as<AxesAttributes>().axes));
        case Op::broadcast:
            check_broadcast(inputs[0]->shape(), node.shape(), node.as<AxesAttributes>().axes);
            return expect(inputs[0]->dtype(), node.shape());
        case Op::pad:
            return expect(inputs[0]->dtype(),
                          infer_pad(inputs[0]->shape(), node.as<PadAttributes>()));
        case Op::slice: {
            const auto& slice = node.as<SliceAttributes>();
            check_slice(inputs[0]->shape(), slice.start, slice.step, node.shape().sizes());
            return expect(inputs[0]->dtype(), node.shape());
        }
        case Op::concat:
            return expect(inputs[0]->dtype(), infer_concat(inputs, node.as<AxisAttributes>().axis));
        case Op::window:
            return expect(inputs[0]->dtype(),
                          infer_window(inputs[0]->shape(), node.as<WindowAttributes>()));
        case Op::window_adjoint:
            GW_ASSERT(infer_window(node.shape(), node.as<WindowAttributes>()) ==
                      inputs[0]->shape());
            return expect(inputs[0]->dtype(), node.shape());
        case Op::iota:
            GW_ASSERT(node.as<AxisAttributes>().axis >= 0 &&
                      node.as<AxisAttributes>().axis < node.shape().rank());
            return;
        case Op::random_bits:
            return expect(DType::i32, node.shape());
        case Op::gather: {
            const std::int64_t axis = node.as<AxisAttributes>().axis;
            check_indices(node.op(), inputs[1], axis, inputs[0]->shape());
            return expect(inputs[0]->dtype(),
                          infer_gather(inputs[0]->shape(), inputs[1]->shape(), axis));
        }
        case Op::scatter_add: {
            const std::int64_t axis = node.as<AxisAttributes>().axis;
            check_indices(node.op(), inputs[1], axis, node.shape());
            GW_ASSERT(infer_gather(node.shape(), inputs[1]->shape(), axis) == inputs[0]->shape());
            return expect(inputs[0]->dtype(), node.shape());
        }
        case Op::dot:
            return expect(
                infer_dtype(node.op(), inputs),
                infer_dot(inputs[0]->shape(), inputs[1]->shape(), node.as<DotAttributes>()));
        case Op::conv:
            return expect(
                infer_dtype(node.op(), inputs),
                infer_conv(inputs[0]->shape(), inputs[1]->shape(), node.as<ConvAttributes>()));
        case Op::conv_grad_input:
            GW_ASSERT(infer_conv(node.shape(), inputs[1]->shape(), node.as<ConvAttributes>()) ==
                      inputs[0]->shape());
            return expect(infer_dtype(node.op(), inputs), node.shape());
        case Op::conv_grad_weight:
            GW_ASSERT(infer_conv(inputs[0]->shape(), node.shape(), node.as<ConvAttributes>()) ==
                      inputs[1]->shape());
            return expect(infer_dtype(node.op(), inputs), node.shape());
        case Op::composite:
            return expect(node.body()->dtype(), node.body()->shape());
        default:
            break;
    }
    if (is_elementwise(node.op())) {
        const auto result = infer_elementwise(node.op(), inputs);
        expect(result.dtype, result.shape);
    } else if (info(node.op()).klass == OpClass::reduce) {
        const auto result = infer_reduce(node.op(), inputs[0], node.attributes());
        expect(result.dtype, result.shape);
    } else if (info(node.op()).klass == OpClass::along) {
        const auto result = infer_along(node.op(), inputs[0], node.as<AlongAttributes>().axis);
        expect(result.dtype, result.shape);
    }
}

}  // namespace gradweave::graph
