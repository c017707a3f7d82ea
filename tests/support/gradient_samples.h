// SPDX-License-Identifier: Apache-2.0
// What can be differentiated of every operation of the table, with values at which it is smooth.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/build.h"
#include "tests/support/gradcheck.h"

namespace gradweave::testing::gradients {

using namespace gradweave::graph;

using Inputs = std::vector<NodePtr>;

struct Case {
    GraphFunction function;
    std::vector<Array> values;
};

/// What is known about one operation: cases to differentiate, or a node whose inputs get nothing.
struct Row {
    std::vector<Case> cases;
    NodePtr flat;
};

inline Array values(const Shape& shape, double low = -2, double high = 2) {
    static Generator generator(42);
    return testing::random_array(DType::f64, shape, generator, low, high);
}
inline Array exactly(const std::vector<double>& elements, const Shape& shape) {
    return Array::of(elements, shape);
}
inline Array indices(const std::vector<std::int64_t>& elements, const Shape& shape) {
    return Array::of(elements, shape);
}
inline NodePtr leaf(DType dtype = DType::f64) {
    return make_leaf("x", dtype, Shape{3});
}

inline Case unary_case(Op op, double low, double high) {
    return {[op](const Inputs& x) { return unary(op, x[0]); }, {values(Shape{3, 4}, low, high)}};
}
inline Case binary_case(Op op, Array a, Array b) {
    return {[op](const Inputs& x) { return binary(op, x[0], x[1]); }, {std::move(a), std::move(b)}};
}
inline Case reduce_case(Op op, Axes axes, Array x) {
    return {[op, axes](const Inputs& in) { return reduce(op, in[0], axes); }, {std::move(x)}};
}
inline Case movement_case(std::function<NodePtr(const NodePtr&)> f, const Shape& shape) {
    return {[f](const Inputs& x) { return f(x[0]); }, {values(shape)}};
}

inline std::map<Op, Row> make_table() {
    using enum Op;
    std::map<Op, Row> table;

    table[constant].flat = graph::constant(1.0, DType::f64, Shape{3});
    table[parameter].flat = leaf();
    table[iota].flat = graph::iota(DType::f64, Shape{3}, 0);
    const NodePtr key = graph::constant(std::int64_t{1}, DType::i64, Shape{});
    table[random_bits].flat = graph::random_bits(key, key, Shape{3});

    table[neg].cases = {unary_case(neg, -2, 2)};
    table[abs].cases = {unary_case(abs, -2, -0.1), unary_case(abs, 0.1, 2)};
    table[floor].cases = {unary_case(floor, 1.1, 1.9)};
    table[round].cases = {unary_case(round, 0.6, 1.4)};
    table[sqrt].cases = {unary_case(sqrt, 0.2, 4)};
    table[rsqrt].cases = {unary_case(rsqrt, 0.2, 4)};
    table[recip].cases = {unary_case(recip, 0.3, 3), unary_case(recip, -3, -0.3)};
    table[exp].cases = {unary_case(exp, -3, 3)};
    table[log].cases = {unary_case(log, 0.2, 5)};
    table[sin].cases = {unary_case(sin, -6, 6)};
    table[cos].cases = {unary_case(cos, -6, 6)};
    table[tanh].cases = {unary_case(tanh, -3, 3)};
    table[erf].cases = {unary_case(erf, -2, 2)};
    table[bit_not].flat = graph::bit_not(leaf(DType::i32));
    // Between f64 and f64 a cast vanishes, and f32 is too coarse for differences: see test_rules.
    table[cast].flat = graph::cast(leaf(), DType::i32);

    table[Op::bitcast].flat = graph::bitcast(leaf(), DType::i64);

    const Shape small{3, 4};
    for (const Op op : {add, sub, mul})
        table[op].cases = {binary_case(op, values(small), values(small))};
    table[div].cases = {binary_case(div, values(small), values(small, 0.5, 3)),
                        binary_case(div, values(small), values(small, -3, -0.5))};
    // Away from the jumps at whole quotients.
    table[mod].cases = {
        binary_case(mod, exactly({5.3, -5.3, 0.7, 9.1}, {4}), exactly({2, 2, 3, -2}, {4}))};
    table[pow].cases = {
        binary_case(pow, values(small, 0.3, 3), values(small, -2, 3)),
        // Bases of either sign and zero, with whole exponents that are not differentiated.
        {[](const Inputs& x) {
             return graph::pow(x[0],
                               graph::cast(graph::iota(DType::i64, Shape{5}, 0), x[0]->dtype()));
         },
         {exactly({-1.5, -1.5, -1.5, 0, -1.5}, {5})}}};
    for (const Op op : {max, min})
        table[op].cases = {binary_case(op, values(small), values(small))};
    for (const Op op : {lt, le, eq})
        table[op].flat = binary(op, leaf(), leaf());
    for (const Op op : {bit_and, bit_or, bit_xor, shift})
        table[op].flat = binary(op, leaf(DType::i32), leaf(DType::i32));
    table[Op::select].cases = {
        {[](const Inputs& x) { return graph::select(x[0], x[1], x[2]); },
         {Array::of(std::vector<double>{1, 0, 0, 1}, Shape{4}).cast(DType::boolean),
          values(Shape{4}), values(Shape{4})}}};

    for (const Op op : {reduce_sum, reduce_max, reduce_min}) {
        table[op].cases = {reduce_case(op, {0}, values(Shape{4, 3})),
                           reduce_case(op, {1}, values(Shape{3, 4})),
                           reduce_case(op, {0, 2}, values(Shape{2, 3, 2})),
                           reduce_case(op, {0, 1}, values(Shape{3, 2}))};
    }
    table[reduce_prod].cases = {
        reduce_case(reduce_prod, {0, 2}, values(Shape{2, 3, 2})),
        reduce_case(reduce_prod, {1}, exactly({0, 2, 3, 4, 0, 0}, Shape{2, 3})),
        reduce_case(reduce_prod, {1}, exactly({5, 6}, Shape{2, 1}))};
    table[argmax].flat = arg_reduce(argmax, leaf(), 0);
    table[argmin].flat = arg_reduce(argmin, leaf(), 0);

    for (const Op op : {scan_sum, scan_prod, scan_max, scan_min}) {
        for (const bool reverse : {false, true}) {
            const auto along = [op, reverse](std::int64_t axis, Array x) {
                return Case{[=](const Inputs& in) { return scan(op, in[0], axis, reverse); },
                            {std::move(x)}};
            };
            table[op].cases.push_back(along(1, values(Shape{2, 4, 3})));
            table[op].cases.push_back(along(0, values(Shape{5, 2})));
        }
    }
    // Products at zeros, one and two in a row.
    table[scan_prod].cases.push_back({[](const Inputs& in) { return scan(scan_prod, in[0], 1); },
                                      {exactly({2, 0, 3, 0, 4, 0, 5, 6}, {2, 4})}});
    table[Op::argsort].flat = graph::argsort(leaf(), 0);

    table[reshape].cases = {movement_case(
        [](const NodePtr& x) {
            return graph::reshape(x, Shape{2, 6});
        },
        small)};
    table[permute].cases = {movement_case(
        [](const NodePtr& x) {
            return graph::permute(x, {2, 0, 1});
        },
        Shape{2, 3, 4})};
    table[broadcast].cases = {
        movement_case(
            [](const NodePtr& x) {
                return graph::broadcast(x, Shape{3, 2, 4}, {0, 2});
            },
            small),
        movement_case([](const NodePtr& x) { return graph::broadcast(x, Shape{3}, {}); }, Shape{})};
    table[pad].cases = {movement_case(
        [](const NodePtr& x) {
            return graph::pad(x, {{1, 0}, {0, 2}, {2, 1}, 7.0});
        },
        small)};
    table[slice].cases = {movement_case(
                              [](const NodePtr& x) {
                                  return graph::slice(x, {0, 1}, {2, 1}, {2, 3});
                              },
                              small),
                          movement_case(
                              [](const NodePtr& x) {
                                  return graph::slice(x, {2, 3}, {-1, -2}, {3, 2});
                              },
                              small),
                          movement_case(
                              [](const NodePtr& x) {
                                  return graph::slice(x, {1, 2}, {-7, 9}, {1, 1});
                              },
                              small),
                          movement_case(
                              [](const NodePtr& x) {
                                  return graph::slice(x, {0, 0}, {1, 1}, {0, 4});
                              },
                              small)};
    table[concat].cases = {{[](const Inputs& x) {
                                return graph::concat({x[0], x[1], x[0]}, 1);
                            },
                            {values(Shape{2, 3}), values(Shape{2, 1})}},
                           {[](const Inputs& x) {
                                return graph::concat({x[0], x[1]}, 0);
                            },
                            {values(Shape{0, 3}), values(Shape{2, 3})}}};

    const WindowAttributes windows{{0, 1}, {2, 2}, {1, 2}, {2, 1}};
    table[window].cases = {movement_case(
        [windows](const NodePtr& x) { return graph::window(x, windows); }, Shape{4, 5})};
    table[window_adjoint].cases = {movement_case(
        [windows](const NodePtr& x) {
            return graph::window_adjoint(x, Shape{4, 5}, windows);
        },
        Shape{2, 2, 2, 2})};

    // 2 twice, -1 and 9 outside.
    table[gather].cases = {{[](const Inputs& x) { return graph::gather(x[0], x[1], 1); },
                            {values(Shape{2, 4, 3}), indices({2, 0, 2, -1, 9, 1}, Shape{2, 3})}}};
    table[scatter_add].cases = {{[](const Inputs& x) {
                                     return graph::scatter_add(x[0], x[1], 1, Shape{2, 4, 3});
                                 },
                                 {values(Shape{2, 5, 3}), indices({2, 0, 2, -1, 9}, Shape{5})}}};

    table[dot].cases = {{[](const Inputs& x) { return matmul(x[0], x[1]); },
                         {values(Shape{2, 3, 4}), values(Shape{2, 4, 2})}}};
    const ConvAttributes plain{{1, 1}, {1, 0}, {0, 1}, {1, 1}, 1};
    table[conv].cases = {{[plain](const Inputs& x) { return graph::conv(x[0], x[1], plain); },
                          {values(Shape{1, 2, 4, 3}), values(Shape{2, 2, 2, 3})}}};
    table[conv_grad_input].cases = {
        {[plain](const Inputs& x) {
             return graph::conv_grad_input(x[0], x[1], Shape{1, 2, 4, 3}, plain);
         },
         {values(Shape{1, 2, 4, 2}), values(Shape{2, 2, 2, 3})}}};
    table[conv_grad_weight].cases = {
        {[plain](const Inputs& x) {
             return graph::conv_grad_weight(x[0], x[1], Shape{2, 2, 2, 3}, plain);
         },
         {values(Shape{1, 2, 4, 3}), values(Shape{1, 2, 4, 2})}}};
    // A composite is differentiated by grad() itself: see test_composites.
    table[composite].flat = leaf();
    return table;
}

inline const std::map<Op, Row>& table() {
    static const std::map<Op, Row> all = make_table();
    return all;
}

}  // namespace gradweave::testing::gradients
