// SPDX-License-Identifier: Apache-2.0
// Gradients against central differences, in f64, with the oracle as the evaluator.
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/autodiff/grad.h"
#include "engine/backends/reference/interpreter.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "tests/support/arrays.h"

namespace gradweave::testing {

/// A function of tensors as a graph.
using GraphFunction = std::function<graph::NodePtr(const std::vector<graph::NodePtr>&)>;

/// Step of the differences: near the cube root of the precision, where the truncation error (h^2)
/// and the rounding error (precision / h) balance at about 1e-10.
inline constexpr double difference_step = 1e-5;
/// Ten thousand times that error: room for large second and third derivatives, none for a wrong
/// factor.
inline constexpr double gradient_tolerance = 1e-6;

/// Values of nodes whose leaves all carry values.
inline std::vector<Array> evaluate(const std::vector<graph::NodePtr>& nodes) {
    return backends::interpret_graph(nodes, [](const graph::Node& leaf) { return *leaf.value(); });
}

inline std::vector<graph::NodePtr> leaves_of(const std::vector<Array>& values) {
    std::vector<graph::NodePtr> leaves;
    for (const Array& value : values)
        leaves.push_back(graph::make_leaf("x", value));
    return leaves;
}

/// The sum of weights * f(values).
inline double weighted(const GraphFunction& f, const std::vector<Array>& values,
                       const Array& weights) {
    const Array y = evaluate({f(leaves_of(values))}).front();
    double sum = 0;
    for (std::int64_t i = 0; i < y.element_count(); ++i)
        sum += y.number(i) * weights.number(i);
    return sum;
}

/// Compares the gradient of a randomly weighted sum of f with differences, for every element of
/// every f64 input. Says what is wrong, or nothing. `f` must be smooth at `values`.
inline std::optional<std::string> gradcheck(const GraphFunction& f,
                                            const std::vector<Array>& values,
                                            std::uint64_t seed = 1) {
    using graph::NodePtr;
    const auto leaves = leaves_of(values);
    const NodePtr y = f(leaves);
    Generator generator(seed);
    const Array weights = random_array(DType::f64, y->shape(), generator, 0.5, 1.5);
    std::vector<NodePtr> variables;
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (leaves[i]->dtype() != DType::f64) continue;
        variables.push_back(leaves[i]);
        numbers.push_back(i);
    }
    const auto gradients =
        evaluate(autodiff::grad(y, variables, graph::make_leaf("weights", weights)));
    for (std::size_t k = 0; k < variables.size(); ++k) {
        const std::size_t input = numbers[k];
        for (std::int64_t i = 0; i < values[input].element_count(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double x = values[input].as<double>()[at];
            const double h = difference_step * std::max(1.0, std::abs(x));
            const auto moved = [&](double to) {
                std::vector<Array> changed = values;
                changed[input] = values[input].clone();
                changed[input].as<double>()[at] = to;
                return weighted(f, changed, weights);
            };
            const double expected = (moved(x + h) - moved(x - h)) / ((x + h) - (x - h));
            const double actual = gradients[k].number(i);
            if (std::abs(actual - expected) <=
                gradient_tolerance * std::max(1.0, std::abs(expected))) {
                continue;
            }
            return concat("input ", input, ", element ", i, ": gradient ", actual,
                          ", differences give ", expected);
        }
    }
    return std::nullopt;
}

/// The same for the gradient itself, as a function of the inputs and of what flows in from above.
inline std::optional<std::string> gradgradcheck(const GraphFunction& f,
                                                const std::vector<Array>& values,
                                                std::uint64_t seed = 2) {
    using graph::NodePtr;
    Generator generator(seed);
    const Shape shape = f(leaves_of(values))->shape();
    std::vector<Array> extended = values;
    extended.push_back(random_array(DType::f64, shape, generator, 0.5, 1.5));
    // All gradients as one vector.
    const GraphFunction gradient = [&](const std::vector<NodePtr>& inputs) {
        const std::vector<NodePtr> xs(inputs.begin(), inputs.end() - 1);
        std::vector<NodePtr> variables;
        for (const NodePtr& x : xs) {
            if (x->dtype() == DType::f64) variables.push_back(x);
        }
        std::vector<NodePtr> parts;
        for (const NodePtr& part : autodiff::grad(f(xs), variables, inputs.back()))
            parts.push_back(graph::reshape(part, Shape{part->shape().element_count()}));
        return graph::concat(std::move(parts), 0);
    };
    return gradcheck(gradient, extended, seed + 1);
}

}  // namespace gradweave::testing
