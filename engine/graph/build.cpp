// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/build.h"

#include <algorithm>
#include <numeric>

#include "engine/core/text.h"
#include "engine/graph/infer.h"
#include "engine/graph/reference.h"

namespace gradweave::graph {

namespace {

Scalar to_scalar(auto value) {
    if constexpr (std::is_floating_point_v<decltype(value)>)
        return static_cast<double>(value);
    else
        return static_cast<std::int64_t>(value);
}

template <class T>
T element(const Scalar& value) {
    return value.is_integer() ? convert<T>(value.as_integer()) : convert<T>(value.as_double());
}

/// The value of an operation on numbers known already, computed in the operands' type.
template <OpClass klass, class... Scalars>
Scalar fold(Op op, DType type, const Scalars&... values) {
    std::optional<Scalar> result;
    // What is only stored is rounded when it becomes a constant.
    visit_dtype(computed_in(type), [&]<class T>(std::type_identity<T>) {
        visit_op<klass>(op, [&](auto constant) {
            constexpr Op name = constant;
            if constexpr (reference::defined_for<name, T> && klass == OpClass::unary)
                result = to_scalar(reference::unary<name>(element<T>(values)...));
            else if constexpr (reference::defined_for<name, T>)
                result = to_scalar(reference::binary<name>(element<T>(values)...));
        });
    });
    GW_ASSERT(result.has_value());
    return *result;
}

bool is_constant(const NodePtr& node, double value) {
    const auto scalar = constant_value(node);
    return scalar && scalar->as_double() == value;
}

/// The operand that an operation with a neutral element returns unchanged, if there is one.
NodePtr without_effect(Op op, const NodePtr& a, const NodePtr& b) {
    switch (op) {
        case Op::add:
            if (is_constant(a, 0)) return b;
            if (is_constant(b, 0)) return a;
            break;
        case Op::sub:
            if (is_constant(b, 0)) return a;
            break;
        case Op::mul:
            if (is_constant(a, 1)) return b;
            if (is_constant(b, 1)) return a;
            break;
        case Op::div:
        case Op::pow:
            if (is_constant(b, 1)) return a;
            break;
        case Op::bit_and:
        case Op::bit_or:
        case Op::max:
        case Op::min:
            if (a == b) return a;
            break;
        default:
            break;
    }
    return {};
}

bool is_identity(const Axes& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] != static_cast<std::int64_t>(i)) return false;
    }
    return true;
}

}  // namespace

NodePtr constant(Scalar value, DType dtype, const Shape& shape) {
    return make_node(Op::constant, {}, ConstantAttributes{value.as(dtype)}, dtype, shape);
}

NodePtr constant_like(const NodePtr& like, Scalar value) {
    return constant(value, like->dtype(), like->shape());
}

std::optional<Scalar> constant_value(const NodePtr& node) {
    if (node->op() != Op::constant) return std::nullopt;
    return node->as<ConstantAttributes>().value;
}

NodePtr iota(DType dtype, const Shape& shape, std::int64_t axis) {
    if (dtype != DType::i32 && dtype != DType::i64 && dtype != DType::f32 && dtype != DType::f64) {
        fail(gradweave::concat("iota: indices need i32, i64, f32 or f64, not ", name_of(dtype)));
    }
    GW_ASSERT(axis >= 0 && axis < shape.rank());
    return make_node(Op::iota, {}, AxisAttributes{axis}, dtype, shape);
}

NodePtr random_bits(const NodePtr& key, const NodePtr& counter, const Shape& shape) {
    for (const NodePtr& input : {key, counter}) {
        if (input->dtype() != DType::i64 || input->shape().rank() != 0) {
            fail("random_bits: key and counter must be i64 scalars");
        }
    }
    return make_node(Op::random_bits, {key, counter}, {}, DType::i32, shape);
}

NodePtr unary(Op op, const NodePtr& x) {
    GW_ASSERT(info(op).klass == OpClass::unary && op != Op::cast && op != Op::bitcast);
    const auto result = infer_elementwise(op, std::span(&x, 1));
    if (const auto value = constant_value(x)) {
        return constant(fold<OpClass::unary>(op, x->dtype(), *value), result.dtype, result.shape);
    }
    if (x->op() == op && (op == Op::neg || op == Op::bit_not)) return x->input(0);
    return make_node(op, {x}, {}, result.dtype, result.shape);
}

NodePtr binary(Op op, const NodePtr& a, const NodePtr& b) {
    GW_ASSERT(info(op).klass == OpClass::binary);
    const NodePtr inputs[] = {a, b};
    const auto result = infer_elementwise(op, inputs);
    if (const NodePtr same = without_effect(op, a, b)) return same;
    const auto left = constant_value(a);
    const auto right = constant_value(b);
    if (left && right) {
        return constant(fold<OpClass::binary>(op, a->dtype(), *left, *right), result.dtype,
                        result.shape);
    }
    return make_node(op, {a, b}, {}, result.dtype, result.shape);
}

NodePtr select(const NodePtr& condition, const NodePtr& if_true, const NodePtr& if_false) {
    const NodePtr inputs[] = {condition, if_true, if_false};
    const auto result = infer_elementwise(Op::select, inputs);
    if (if_true == if_false) return if_true;
    if (const auto known = constant_value(condition)) {
        return known->as_integer() ? if_true : if_false;
    }
    return make_node(Op::select, {condition, if_true, if_false}, {}, result.dtype, result.shape);
}

NodePtr cast(const NodePtr& x, DType dtype) {
    if (x->dtype() == dtype) return x;
    if (const auto value = constant_value(x)) return constant(*value, dtype, x->shape());
    return make_node(Op::cast, {x}, {}, dtype, x->shape());
}

NodePtr bitcast(const NodePtr& x, DType dtype) {
    check_bitcast(x->dtype(), dtype);
    if (x->dtype() == dtype) return x;
    if (x->op() == Op::bitcast) return bitcast(x->input(0), dtype);
    return make_node(Op::bitcast, {x}, {}, dtype, x->shape());
}

NodePtr reduce(Op op, const NodePtr& x, Axes axes) {
    GW_ASSERT(info(op).klass == OpClass::reduce && info(op).type != TypeRule::custom);
    AxesAttributes attributes{std::move(axes)};
    auto result = infer_reduce(op, x, attributes);
    if (attributes.axes.empty()) return x;
    if (is_constant(x, 0) && op != Op::reduce_prod) {
        return constant(std::int64_t{0}, result.dtype, result.shape);
    }
    return make_node(op, {x}, std::move(attributes), result.dtype, std::move(result.shape));
}

NodePtr arg_reduce(Op op, const NodePtr& x, std::int64_t axis) {
    GW_ASSERT(op == Op::argmax || op == Op::argmin);
    auto result = infer_reduce(op, x, AxisAttributes{axis});
    return make_node(op, {x}, AxisAttributes{axis}, result.dtype, std::move(result.shape));
}

NodePtr scan(Op op, const NodePtr& x, std::int64_t axis, bool reverse) {
    GW_ASSERT(info(op).klass == OpClass::along && op != Op::argsort);
    auto result = infer_along(op, x, axis);
    if (x->shape()[static_cast<int>(axis)] == 1) return x;
    return make_node(op, {x}, AlongAttributes{axis, reverse}, result.dtype,
                     std::move(result.shape));
}

NodePtr argsort(const NodePtr& x, std::int64_t axis, bool descending) {
    auto result = infer_along(Op::argsort, x, axis);
    return make_node(Op::argsort, {x}, AlongAttributes{axis, descending}, result.dtype,
                     std::move(result.shape));
}

NodePtr reshape(const NodePtr& x, const Shape& shape) {
    if (x->shape().element_count() != shape.element_count()) {
        fail(gradweave::concat("reshape: ", to_string(x->shape()), " has ",
                               x->shape().element_count(), " elements, ", to_string(shape), " has ",
                               shape.element_count()));
    }
    if (x->shape() == shape) return x;
    if (const auto value = constant_value(x)) return constant(*value, x->dtype(), shape);
    const NodePtr& source = x->op() == Op::reshape ? x->input(0) : x;
    if (source->shape() == shape) return source;
    return make_node(Op::reshape, {source}, {}, x->dtype(), shape);
}

NodePtr permute(const NodePtr& x, Axes order) {
    Shape shape = infer_permute(x->shape(), order);
    if (is_identity(order)) return x;
    if (const auto value = constant_value(x)) return constant(*value, x->dtype(), shape);
    if (x->op() == Op::permute) {
        const Axes& inner = x->as<AxesAttributes>().axes;
        for (auto& axis : order)
            axis = inner[static_cast<std::size_t>(axis)];
        return permute(x->input(0), std::move(order));
    }
    return make_node(Op::permute, {x}, AxesAttributes{std::move(order)}, x->dtype(),
                     std::move(shape));
}

NodePtr broadcast(const NodePtr& x, const Shape& shape, Axes axes) {
    check_broadcast(x->shape(), shape, axes);
    if (x->shape() == shape) return x;
    if (const auto value = constant_value(x)) return constant(*value, x->dtype(), shape);
    if (x->op() == Op::broadcast) {
        Axes inner = x->as<AxesAttributes>().axes;
        for (auto& axis : inner)
            axis = axes[static_cast<std::size_t>(axis)];
        return broadcast(x->input(0), shape, std::move(inner));
    }
    return make_node(Op::broadcast, {x}, AxesAttributes{std::move(axes)}, x->dtype(), shape);
}

NodePtr pad(const NodePtr& x, PadAttributes attributes) {
    Shape shape = infer_pad(x->shape(), attributes);
    if (shape == x->shape()) return x;
    attributes.value = attributes.value.as(x->dtype());
    return make_node(Op::pad, {x}, std::move(attributes), x->dtype(), std::move(shape));
}

NodePtr slice(const NodePtr& x, Axes start, Axes step, const Axes& count) {
    check_slice(x->shape(), start, step, count);
    Shape shape{Axes(count)};
    const auto all = [](const Axes& values, std::int64_t wanted) {
        return std::all_of(values.begin(), values.end(), [&](auto v) { return v == wanted; });
    };
    if (shape == x->shape() && all(start, 0) && all(step, 1)) return x;
    if (const auto value = constant_value(x)) return constant(*value, x->dtype(), shape);
    return make_node(Op::slice, {x}, SliceAttributes{std::move(start), std::move(step)}, x->dtype(),
                     std::move(shape));
}

NodePtr concat(std::vector<NodePtr> inputs, std::int64_t axis) {
    Shape shape = infer_concat(inputs, axis);
    if (inputs.size() == 1) return inputs[0];
    const DType dtype = inputs[0]->dtype();
    return make_node(Op::concat, std::move(inputs), AxisAttributes{axis}, dtype, std::move(shape));
}

NodePtr window(const NodePtr& x, WindowAttributes attributes) {
    Shape shape = infer_window(x->shape(), attributes);
    return make_node(Op::window, {x}, std::move(attributes), x->dtype(), std::move(shape));
}

NodePtr window_adjoint(const NodePtr& windows, const Shape& shape, WindowAttributes attributes) {
    GW_ASSERT(infer_window(shape, attributes) == windows->shape());
    infer_dtype(Op::window_adjoint, std::span(&windows, 1));
    return make_node(Op::window_adjoint, {windows}, std::move(attributes), windows->dtype(), shape);
}

NodePtr gather(const NodePtr& data, const NodePtr& indices, std::int64_t axis) {
    check_indices(Op::gather, indices, axis, data->shape());
    return make_node(Op::gather, {data, indices}, AxisAttributes{axis}, data->dtype(),
                     infer_gather(data->shape(), indices->shape(), axis));
}

NodePtr scatter_add(const NodePtr& updates, const NodePtr& indices, std::int64_t axis,
                    const Shape& shape) {
    check_indices(Op::scatter_add, indices, axis, shape);
    if (updates->dtype() == DType::boolean) fail("scatter_add: updates must be numbers, not bool");
    if (infer_gather(shape, indices->shape(), axis) != updates->shape()) {
        fail(gradweave::concat("scatter_add: updates ", to_string(updates->shape()),
                               " do not fit indices ", to_string(indices->shape()), " on axis ",
                               axis, " of ", to_string(shape)));
    }
    return make_node(Op::scatter_add, {updates, indices}, AxisAttributes{axis}, updates->dtype(),
                     shape);
}

NodePtr dot(const NodePtr& lhs, const NodePtr& rhs, DotAttributes attributes) {
    const NodePtr inputs[] = {lhs, rhs};
    const DType dtype = infer_dtype(Op::dot, inputs);
    Shape shape = infer_dot(lhs->shape(), rhs->shape(), attributes);
    return make_node(Op::dot, {lhs, rhs}, std::move(attributes), dtype, std::move(shape));
}

NodePtr matmul(const NodePtr& lhs, const NodePtr& rhs) {
    const int rank = lhs->shape().rank();
    GW_ASSERT(rank >= 2 && rank == rhs->shape().rank());
    Axes batch(static_cast<std::size_t>(rank - 2));
    std::iota(batch.begin(), batch.end(), 0);
    return dot(lhs, rhs, {batch, batch, {rank - 1}, {rank - 2}});
}

NodePtr conv(const NodePtr& input, const NodePtr& weight, ConvAttributes attributes) {
    const NodePtr inputs[] = {input, weight};
    const DType dtype = infer_dtype(Op::conv, inputs);
    Shape shape = infer_conv(input->shape(), weight->shape(), attributes);
    return make_node(Op::conv, {input, weight}, std::move(attributes), dtype, std::move(shape));
}

NodePtr conv_grad_input(const NodePtr& output_gradient, const NodePtr& weight,
                        const Shape& input_shape, ConvAttributes attributes) {
    GW_ASSERT(infer_conv(input_shape, weight->shape(), attributes) == output_gradient->shape());
    return make_node(Op::conv_grad_input, {output_gradient, weight}, std::move(attributes),
                     weight->dtype(), input_shape);
}

NodePtr conv_grad_weight(const NodePtr& input, const NodePtr& output_gradient,
                         const Shape& weight_shape, ConvAttributes attributes) {
    GW_ASSERT(infer_conv(input->shape(), weight_shape, attributes) == output_gradient->shape());
    return make_node(Op::conv_grad_weight, {input, output_gradient}, std::move(attributes),
                     input->dtype(), weight_shape);
}

}  // namespace gradweave::graph
