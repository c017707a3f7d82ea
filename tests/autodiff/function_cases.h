// SPDX-License-Identifier: Apache-2.0
// Every function of tensors with values at which differences tell its gradient: one table for what
// is checked of all of them.
#pragma once

#include <vector>

#include "engine/graph/composite.h"
#include "engine/graph/pooling.h"
#include "engine/tensor/activations.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/einsum.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/indexing.h"
#include "engine/tensor/ops.h"
#include "engine/tensor/reductions.h"
#include "engine/tensor/shaping.h"
#include "tests/support/gradcheck.h"

namespace gradweave::testing {

using graph::NodePtr;

struct Case {
    const char* name;
    GraphFunction function;
    std::vector<Array> values;
    bool smooth = true;
};

inline Array values(double low, double high, const Shape& shape = {3, 4}, std::uint64_t seed = 8) {
    Generator generator(seed);
    return random_array(DType::f64, shape, generator, low, high);
}

inline Case one(const char* name, Tensor (*f)(const Tensor&), double low, double high,
                bool smooth = true) {
    return {name,
            [f](const std::vector<NodePtr>& x) { return f(Tensor(x[0])).node(); },
            {values(low, high)},
            smooth};
}
inline Case two(const char* name, Tensor (*f)(const Tensor&, const Tensor&), Array a, Array b,
                bool smooth = true) {
    return {name,
            [f](const std::vector<NodePtr>& x) { return f(Tensor(x[0]), Tensor(x[1])).node(); },
            {std::move(a), std::move(b)},
            smooth};
}

inline Tensor places() {
    return tensor({{2, 0, -1}, {1, 1, 9}}, DType::i64);
}

/// Some places several times, one of them outside.
inline Tensor repeated_places() {
    return tensor({{2, 0, -2, 2, 2}, {1, 1, 9, 0, -4}}, DType::i64);
}

inline const std::vector<Case>& cases() {
    static const std::vector<Case> all = {
        one("ceil", ceil, 0.1, 0.9),
        one("trunc", trunc, 0.1, 0.9),
        one("frac", frac, 0.1, 0.9),
        one("sign", sign, 0.1, 2),
        one("square", square, -2, 2),
        one("cbrt", cbrt, 0.3, 3),
        one("cbrt below", cbrt, -3, -0.3),
        one("expm1", expm1, -2, 2),
        one("log1p", log1p, -0.8, 3),
        one("exp2", exp2, -2, 2),
        one("log2", log2, 0.3, 4),
        one("log10", log10, 0.3, 4),
        one("tan", tan, -1.2, 1.2),
        one("asin", asin, -0.8, 0.8),
        one("acos", acos, -0.8, 0.8),
        one("atan", atan, -3, 3),
        one("sinh", sinh, -2, 2),
        one("cosh", cosh, -2, 2),
        one("asinh", asinh, -3, 3),
        one("acosh", acosh, 1.3, 4),
        one("atanh", atanh, -0.8, 0.8),
        one("erfc", erfc, -2, 2),
        one("erfinv", erfinv, -0.9, 0.9),
        one("lgamma", lgamma, 0.6, 5),
        one("lgamma below", lgamma, -1.8, -1.2),
        one("digamma", digamma, 0.6, 5),
        one("digamma below", digamma, -1.8, -1.2),
        two("atan2", atan2, values(-2, 2), values(0.3, 2, {3, 4}, 9)),
        two("atan2 behind", atan2, values(0.3, 2), values(-2, -0.3, {3, 4}, 9)),
        two("hypot", hypot, values(0.3, 2), values(0.3, 2, {3, 4}, 9)),
        two("fmod", fmod, values(2.2, 2.8), values(0.9, 1.05, {3, 4}, 9), false),
        {"lerp",
         [](const std::vector<NodePtr>& x) {
             return lerp(Tensor(x[0]), Tensor(x[1]), Tensor(x[2])).node();
         },
         {values(-2, 2), values(-2, 2, {3, 4}, 9), values(0.6, 0.9)}},
        one(
            "clamp", [](const Tensor& x) { return clamp(x, -1, 1); }, -2, 2),
        one(
            "nan_to_num", [](const Tensor& x) { return nan_to_num(x); }, -2, 2),

        one("relu", relu, -2, 2),
        one(
            "leaky_relu", [](const Tensor& x) { return leaky_relu(x, 0.1); }, -2, 2),
        one("sigmoid", sigmoid, -2.5, 2.5),
        one("gelu", gelu, -2.5, 2.5),
        one("softplus", softplus, -2.5, 2.5),
        one(
            "softmax",
            [](const Tensor& x) {
                return softmax(x.reshape({2, 3, 2}), 1);
            },
            -2.5, 2.5),
        one(
            "softmax of a row", [](const Tensor& x) { return softmax(x); }, -2.5, 2.5),
        one(
            "log_softmax", [](const Tensor& x) { return log_softmax(x, 0); }, -2.5, 2.5),
        {"max_pool2d",
         [](const std::vector<NodePtr>& x) {
             return graph::max_pool2d(x[0], {{3, 2}, {2, 1}, {1, 0}, {1, 1}});
         },
         {values(-2.5, 2.5, {1, 2, 4, 5})}},
        one(
            "composites in composites",
            [](const Tensor& x) { return softmax(gelu(softplus(x)) * sigmoid(x)); }, -2.5, 2.5),
        one(
            "hardtanh", [](const Tensor& x) { return hardtanh(x); }, -2, 2),
        one("relu6", relu6, -2, 8),
        two("prelu", prelu, values(-2, 2), values(0.1, 0.9, {4})),
        one(
            "elu", [](const Tensor& x) { return elu(x, 0.7); }, -2, 2),
        one("selu", selu, -2, 2),
        one(
            "celu", [](const Tensor& x) { return celu(x, 0.7); }, -2, 2),
        one("gelu_tanh", gelu_tanh, -2, 2),
        one("silu", silu, -3, 3),
        one("mish", mish, -3, 3),
        one("softsign", softsign, -3, 3),
        one("hardsigmoid", hardsigmoid, -4, 4),
        one("hardswish", hardswish, -4, 4),
        one(
            "hardshrink", [](const Tensor& x) { return hardshrink(x); }, -2, 2),
        one(
            "softshrink", [](const Tensor& x) { return softshrink(x); }, -2, 2),
        one("tanhshrink", tanhshrink, -2, 2),
        one(
            "threshold", [](const Tensor& x) { return threshold(x, 0.3, 5); }, -2, 2),
        one("logsigmoid", logsigmoid, -3, 3),
        one(
            "glu", [](const Tensor& x) { return glu(x); }, -2, 2),
        one(
            "softmin", [](const Tensor& x) { return softmin(x, 0); }, -2, 2),

        one(
            "var", [](const Tensor& x) { return var(x, {1}); }, -2, 2),
        one(
            "var of all", [](const Tensor& x) { return var(x, {}, 0, true); }, -2, 2),
        one(
            "std", [](const Tensor& x) { return std_deviation(x, {0}); }, -2, 2),
        one(
            "logsumexp", [](const Tensor& x) { return logsumexp(x, {1}); }, -2, 2),
        one(
            "norm", [](const Tensor& x) { return norm(x); }, -2, 2),
        one(
            "norm 1", [](const Tensor& x) { return norm(x, 1, {0}); }, 0.2, 2),
        one(
            "norm 3", [](const Tensor& x) { return norm(x, 3, {1}, true); }, 0.2, 2),
        one(
            "norm inf", [](const Tensor& x) { return norm(x, INFINITY, {1}); }, 0.2, 2),
        one(
            "norm 0", [](const Tensor& x) { return norm(x, 0, {1}); }, 0.2, 2),

        one(
            "gather", [](const Tensor& x) { return gather(x, places(), 1); }, -2, 2),
        two(
            "scatter_add",
            [](const Tensor& x, const Tensor& u) { return scatter_add(x, places(), u, 1); },
            values(-2, 2), values(-2, 2, {2, 3})),
        two(
            "scatter", [](const Tensor& x, const Tensor& u) { return scatter(x, places(), u, 1); },
            values(-2, 2), values(-2, 2, {2, 3})),
        two(
            "scatter_reduce product",
            [](const Tensor& x, const Tensor& u) {
                return scatter_reduce(x, repeated_places(), u, 1, Reduction::prod);
            },
            values(0.5, 2), values(0.5, 2, {2, 5})),
        two(
            "scatter_reduce product with zeros, of updates alone",
            [](const Tensor& x, const Tensor& u) {
                return scatter_reduce(x, repeated_places(), u, 1, Reduction::prod, false);
            },
            values(0.5, 2), tensor({{0, 2, 3, 0.5, 0}, {1, 2, 0, 4, 5}}, DType::f64).eval()),
        two(
            "scatter_reduce sum of updates alone",
            [](const Tensor& x, const Tensor& u) {
                return scatter_reduce(x, repeated_places(), u, 1, Reduction::sum, false);
            },
            values(-2, 2), values(-2, 2, {2, 5})),
        two(
            "scatter_reduce mean",
            [](const Tensor& x, const Tensor& u) {
                return scatter_reduce(x, repeated_places(), u, 1, Reduction::mean);
            },
            values(-2, 2), values(-2, 2, {2, 5})),
        two(
            "scatter_reduce maximum",
            [](const Tensor& x,
               const Tensor&
                   u) { return scatter_reduce(x, repeated_places(), u, 1, Reduction::max); },
            values(-2, 2), values(-2, 2, {2, 5})),
        two(
            "scatter_reduce minimum of updates alone",
            [](const Tensor& x,
               const Tensor&
                   u) { return scatter_reduce(x, repeated_places(), u, 1, Reduction::min, false); },
            values(-2, 2), values(-2, 2, {2, 5})),
        one(
            "index_select",
            [](const Tensor& x) { return index_select(x, tensor({2, 0, -1}, DType::i64), 0); }, -2,
            2),
        two(
            "index_add",
            [](const Tensor& x,
               const Tensor& u) { return index_add(x, tensor({2, 0, 2}, DType::i64), u, 0); },
            values(-2, 2), values(-2, 2, {3, 4})),
        one(
            "masked_fill",
            [](const Tensor& x) { return masked_fill(x, tensor({1, 0, 0, 1}, DType::boolean), 3); },
            -2, 2),
        one(
            "sort", [](const Tensor& x) { return sort(x, 0, true).values; }, -2, 2),
        one(
            "topk", [](const Tensor& x) { return topk(x, 2).values; }, -2, 2),
        one(
            "median", [](const Tensor& x) { return median(x); }, -2, 2),
        one(
            "cumsum", [](const Tensor& x) { return cumsum(x, 1); }, -2, 2),
        one(
            "cumprod", [](const Tensor& x) { return cumprod(x, 0, true); }, -2, 2),
        one(
            "cummax", [](const Tensor& x) { return cummax(x, 1); }, -2, 2),
        one(
            "cummin", [](const Tensor& x) { return cummin(x, 0); }, -2, 2),
        one(
            "logcumsumexp", [](const Tensor& x) { return logcumsumexp(x, 1); }, -2, 2),
        one(
            "logcumsumexp from the end", [](const Tensor& x) { return logcumsumexp(x, 0, true); },
            -2, 2),

        one(
            "flip", [](const Tensor& x) { return flip(x, {0, 1}); }, -2, 2),
        one(
            "roll", [](const Tensor& x) { return roll(x, -1, 1); }, -2, 2),
        one(
            "tile", [](const Tensor& x) { return tile(x, {2, 1, 3}); }, -2, 2),
        one(
            "repeat", [](const Tensor& x) { return repeat(x, 2, 0); }, -2, 2),
        one(
            "split", [](const Tensor& x) { return split(x, Axes{1, 3}, 1)[1]; }, -2, 2),
        one(
            "tril", [](const Tensor& x) { return tril(x, 1); }, -2, 2),
        one(
            "triu", [](const Tensor& x) { return triu(x); }, -2, 2),
        one(
            "diagonal", [](const Tensor& x) { return diagonal(x); }, -2, 2),
        one(
            "diag", [](const Tensor& x) { return diag(flatten(x, 0)); }, -2, 2),
        two(
            "einsum", [](const Tensor& a, const Tensor& b) { return einsum("ij,jk->ki", {a, b}); },
            values(-2, 2), values(-2, 2, {4, 2})),
        one(
            "einsum of a diagonal",
            [](const Tensor& x) { return einsum("iij->j", {x.reshape({2, 2, 3})}); }, -2, 2),
    };
    return all;
}

}  // namespace gradweave::testing
