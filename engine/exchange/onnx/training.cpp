// SPDX-License-Identifier: Apache-2.0
// Operators of training: optimisers as ai.onnx.preview.training defines them (their formulas differ
// from PyTorch's), gradients by name, and random numbers.
#include <cmath>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

constexpr const char* preview = "ai.onnx.preview.training";

/// The optimisers take R, T, then all X, all gradients, and the states of each kind in turn. Calls
/// `update(x, gradient, states)` for each X and lays the results out in the same order.
template <class Update>
Results for_each_tensor(const Call& c, std::size_t states, Update&& update) {
    const std::size_t kinds = 2 + states;
    if (c.input_count() < 2 + kinds || (c.input_count() - 2) % kinds != 0)
        refuse("its tensors, gradients and states differ in number");
    const std::size_t count = (c.input_count() - 2) / kinds;
    Results results((1 + states) * count);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<Tensor> state;
        for (std::size_t k = 0; k < states; ++k)
            state.push_back(c.x(2 + (2 + k) * count + i));
        const auto updated = update(c.x(2 + i), c.x(2 + count + i), std::move(state));
        for (std::size_t k = 0; k < updated.size(); ++k)
            results[k * count + i] = make_value(updated[k], c.type(2 + i));
    }
    return results;
}

Tensor regularised(const Call& c, const Tensor& x, const Tensor& gradient) {
    return gradient + x * c.real("norm_coefficient", 0);
}

Results adagrad(const Call& c) {
    const Tensor rate = c.x(0).reshape(Shape{});
    const Tensor step = c.x(1).reshape(Shape{}).to(DType::f32);
    const Tensor r = rate / (step * c.real("decay_factor", 0) + 1.0);
    return for_each_tensor(c, 1,
                           [&](const Tensor& x, const Tensor& gradient,
                               std::vector<Tensor> state) -> std::vector<Tensor> {
                               const Tensor g = regularised(c, x, gradient);
                               const Tensor h = state[0] + g * g;
                               return {x - r * g / (sqrt(h) + c.real("epsilon", 1e-6)), h};
                           });
}

Results adam(const Call& c) {
    const Tensor rate = c.x(0).reshape(Shape{});
    const double alpha = c.real("alpha", 0.9), beta = c.real("beta", 0.999);
    const Tensor step = c.x(1).reshape(Shape{}).to(DType::f32);
    // Corrected from the second step on only.
    const Tensor corrected = rate * sqrt(1.0 - pow(fn::number(beta, DType::f32), step)) /
                             (1.0 - pow(fn::number(alpha, DType::f32), step));
    const Tensor r = where(greater(step, 0.0), corrected, rate);
    return for_each_tensor(c, 2,
                           [&](const Tensor& x, const Tensor& gradient,
                               std::vector<Tensor> state) -> std::vector<Tensor> {
                               const Tensor g = regularised(c, x, gradient);
                               const Tensor v = state[0] * alpha + g * (1 - alpha);
                               const Tensor h = state[1] * beta + g * g * (1 - beta);
                               const Tensor y = x - r * v / (sqrt(h) + c.real("epsilon", 1e-6));
                               return {y * (1 - c.real("norm_coefficient_post", 0)), v, h};
                           });
}

Results momentum(const Call& c) {
    const Tensor rate = c.x(0).reshape(Shape{});
    const double alpha = c.real("alpha", 0);
    const bool nesterov = c.text("mode", "standard") == "nesterov";
    // The first step takes the gradient as it is.
    const Tensor first = equal(c.x(1).reshape(Shape{}), 0.0);
    const Tensor beta =
        where(first, fn::number(1, DType::f32), fn::number(c.real("beta", 0), DType::f32));
    return for_each_tensor(c, 1,
                           [&](const Tensor& x, const Tensor& gradient,
                               std::vector<Tensor> state) -> std::vector<Tensor> {
                               const Tensor g = regularised(c, x, gradient);
                               const Tensor v = state[0] * alpha + g * beta;
                               return {x - rate * (nesterov ? g + v * alpha : v), v};
                           });
}

/// d y / d xs, by the names of the graph around.
Results gradient(const Call& c) {
    const auto xs = c.text_list("xs");
    const Value* y = c.around().find(c.text("y", ""));
    if (y == nullptr || y->tensor() == nullptr) refuse("y names no tensor");
    std::vector<Tensor> by;
    for (const std::string& name : xs) {
        const Value* x = c.around().find(name);
        if (x == nullptr || x->tensor() == nullptr)
            refuse(concat(in_quotes(name), " is no tensor of the graph"));
        by.push_back(*x->tensor());
    }
    Results results;
    const auto gradients = grad(*y->tensor(), by);
    for (std::size_t i = 0; i < gradients.size(); ++i)
        results.push_back(make_value(gradients[i], element_type(by[i].dtype())));
    return results;
}

/// A generator that the node's seed names, or the run's own.
Generator generator_of(const Call& c) {
    if (const auto seed = c.node().attributes.find("seed"); seed != c.node().attributes.end()) {
        // An integer for Dropout, a float for the others.
        if (std::holds_alternative<std::int64_t>(seed->second))
            return Generator(static_cast<std::uint64_t>(c.integer("seed", 0)));
        return Generator(static_cast<std::uint64_t>(std::llround(c.real("seed", 0))));
    }
    return Generator(c.around().next_seed());
}

ElementType drawn_type(const Call& c, ElementType fallback) {
    return static_cast<ElementType>(c.integer("dtype", static_cast<std::int64_t>(fallback)));
}

Value drawn(const Call& c, const Shape& shape, ElementType type, bool normal) {
    Generator generator = generator_of(c);
    Array array(DType::f64, shape);
    const double low = c.real("low", 0), high = c.real("high", 1), mean = c.real("mean", 0),
                 scale = c.real("scale", 1);
    for (double& element : array.as<double>()) {
        element =
            normal ? mean + scale * generator.normal() : low + (high - low) * generator.uniform();
    }
    return make_value(array, type);
}

template <bool normal>
Results random(const Call& c) {
    return {drawn(c, Shape(c.integers("shape")), drawn_type(c, ElementType::f32), normal)};
}
template <bool normal>
Results random_like(const Call& c) {
    return {drawn(c, c.x().shape(), drawn_type(c, c.type()), normal)};
}

Results bernoulli(const Call& c) {
    const Tensor p = c.x();
    Generator generator = generator_of(c);
    Array array(DType::f64, p.shape());
    for (double& element : array.as<double>())
        element = generator.uniform();
    return {make_value(less(Tensor(array), p.to(DType::f64)), drawn_type(c, c.type()))};
}

Results dropout(const Call& c) {
    const Tensor x = c.x();
    const double ratio = c.version() < 12 ? c.real("ratio", 0.5) : c.has(1) ? c.number_of(1) : 0.5;
    const bool training = c.version() >= 12 && c.has(2) && c.number_of(2) != 0;
    const bool flags = c.version() >= 10;
    const ElementType mask_type = flags ? ElementType::boolean : c.type();
    if (!training || ratio == 0)
        return {c.value(), make_value(ones(x.shape(), DType::boolean), mask_type)};
    Generator generator = generator_of(c);
    Array array(DType::f64, x.shape());
    for (double& element : array.as<double>())
        element = generator.uniform();
    const Tensor kept = greater_equal(Tensor(array), ratio);
    return {make_value(where(kept, x * (1 / (1 - ratio)), fn::number_like(0, x)), c.type()),
            make_value(kept, mask_type)};
}

}  // namespace

std::span<const OperatorRow> training_operators() {
    static constexpr OperatorRow rows[] = {
        {"Adagrad", 1, 1, adagrad, preview},
        {"Adam", 1, 1, adam, preview},
        {"Momentum", 1, 1, momentum, preview},
        {"Gradient", 1, 1, gradient, preview},
        {"RandomUniform", 1, 17, random<false>},
        {"RandomNormal", 1, 17, random<true>},
        {"RandomUniformLike", 1, 17, random_like<false>},
        {"RandomNormalLike", 1, 17, random_like<true>},
        {"Bernoulli", 15, 17, bernoulli},
        {"Dropout", 1, 17, dropout},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
