// SPDX-License-Identifier: Apache-2.0
// Reductions, positions of extremes, softmax and its family, sums of products.
#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/tensor/einsum.h"

namespace gradweave::exchange::onnx {

namespace {

struct Reduction {
    Axes axes;
    bool keep;
    bool nothing;  ///< no axes, and that means none
};

Reduction reduction_of(const Call& c) {
    const bool keep = c.integer("keepdims", 1) != 0;
    Axes axes = c.integers_in(1, "axes");
    const bool nothing = axes.empty() && c.integer("noop_with_empty_axes", 0) != 0;
    const int rank = c.x().rank();
    for (std::int64_t& axis : axes)
        axis = fn::axis_of(axis, rank);
    if (axes.empty()) axes = fn::axes_from(0, rank);
    return {std::move(axes), keep, nothing};
}

/// A reduction over no axes of a scalar is the scalar; the engine reads no axes as all.
template <Tensor (*f)(const Tensor&, Axes, bool)>
Tensor over(const Tensor& x, const Reduction& r) {
    return f(x, r.axes, r.keep);
}

template <Tensor (*f)(const Tensor&, Axes, bool)>
Results plain(const Call& c) {
    const Reduction r = reduction_of(c);
    return c.same(r.nothing ? c.x() : over<f>(c.x(), r));
}

Results reduce_l1(const Call& c) {
    return c.same(over<sum>(abs(c.x()), reduction_of(c)));
}
Results reduce_l2(const Call& c) {
    const Tensor x = c.x();
    return c.same(sqrt(over<sum>(x * x, reduction_of(c))));
}
Results reduce_sum_square(const Call& c) {
    const Tensor x = c.x();
    return c.same(over<sum>(x * x, reduction_of(c)));
}
Results reduce_log_sum(const Call& c) {
    return c.same(log(over<sum>(c.x(), reduction_of(c))));
}
Results reduce_log_sum_exp(const Call& c) {
    const Tensor x = c.x();
    const Reduction r = reduction_of(c);
    const Tensor largest = max(x, r.axes, true);
    // An infinite maximum would give inf - inf.
    const Tensor shift = where(less(abs(largest), 1e300), largest, fn::number_like(0, largest));
    return c.same(log(over<sum>(exp(x - shift), r)) + over<max>(shift, r));
}

template <Tensor (*f)(const Tensor&, std::int64_t)>
Results position(const Call& c) {
    Tensor x = c.x();
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    const bool last = c.integer("select_last_index", 0) != 0;
    const std::int64_t size = x.shape()[axis];
    if (last) {
        std::vector<Index> backwards(static_cast<std::size_t>(axis), all);
        backwards.push_back(every(-1));
        x = x(backwards);
    }
    Tensor at = f(x, axis);
    if (last) at = static_cast<double>(size - 1) - at;
    if (c.integer("keepdims", 1) != 0) at = at.reshape(x.shape().with(axis, 1));
    return {make_value(at, ElementType::i64)};
}

/// Softmax and its family looked at a matrix before version 13: all axes from `axis` on at once.
template <Tensor (*f)(const Tensor&, std::int64_t)>
Results along(const Call& c) {
    const Tensor x = c.x();
    if (c.version() >= 13) return c.same(f(x, fn::axis_of(c.integer("axis", -1), x.rank())));
    const int axis = fn::axis_of(c.integer("axis", 1), x.rank());
    std::int64_t columns = 1;
    for (int i = axis; i < x.rank(); ++i)
        columns *= x.shape()[i];
    const std::int64_t rows = columns == 0 ? 0 : x.shape().element_count() / columns;
    return c.same(f(x.reshape(Shape{rows, columns}), 1).reshape(x.shape()));
}

Tensor hardmax(const Tensor& x, std::int64_t axis) {
    const auto number = static_cast<int>(axis);
    const Tensor at = argmax(x, axis).reshape(x.shape().with(number, 1));
    return equal(fn::counted(x.shape(), number), at).to(x.dtype());
}

Results einsum_op(const Call& c) {
    std::vector<Tensor> operands;
    for (std::size_t i = 0; i < c.input_count(); ++i)
        operands.push_back(c.x(i));
    return c.same(einsum(c.text("equation", ""), operands));
}

}  // namespace

std::span<const OperatorRow> reduction_operators() {
    static constexpr OperatorRow rows[] = {
        {"ReduceSum", 1, 17, plain<sum>},        {"ReduceMean", 1, 17, plain<mean>},
        {"ReduceProd", 1, 17, plain<prod>},      {"ReduceMax", 1, 17, plain<max>},
        {"ReduceMin", 1, 17, plain<min>},        {"ReduceL1", 1, 17, reduce_l1},
        {"ReduceL2", 1, 17, reduce_l2},          {"ReduceSumSquare", 1, 17, reduce_sum_square},
        {"ReduceLogSum", 1, 17, reduce_log_sum}, {"ReduceLogSumExp", 1, 17, reduce_log_sum_exp},
        {"ArgMax", 1, 17, position<argmax>},     {"ArgMin", 1, 17, position<argmin>},
        {"Softmax", 1, 17, along<softmax>},      {"LogSoftmax", 1, 17, along<log_softmax>},
        {"Hardmax", 1, 17, along<hardmax>},      {"Einsum", 12, 17, einsum_op},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
