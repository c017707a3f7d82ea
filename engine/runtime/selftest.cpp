// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/selftest.h"

#include <cmath>

#include "engine/backends/object_cache.h"
#include "engine/backends/opencl/backend.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"

namespace gradweave::runtime {

using graph::NodePtr;
using graph::Op;

namespace {

/// Whole numbers where sums have to be exact, else reals in [-1, 1].
NodePtr leaf(const Shape& shape, bool whole, Generator& generator) {
    Array array(DType::f32, shape);
    for (float& x : array.as<float>())
        x = whole ? static_cast<float>(generator.below(9)) - 4
                  : static_cast<float>(2 * generator.uniform() - 1);
    return graph::make_leaf("", std::move(array));
}

struct Case {
    std::string what;
    std::vector<NodePtr> nodes;
    double tolerance;  ///< relative and absolute
};

NodePtr rows_of(Op op, const NodePtr& x) {
    return graph::broadcast(graph::reduce(op, x, {1}), x->shape(), {0});
}

/// Of whole numbers, exact in f32: each side as it is stored and turned, and a batch.
std::vector<NodePtr> products(Generator& generator) {
    const auto whole = [&](const Shape& shape) { return leaf(shape, true, generator); };
    std::vector<NodePtr> all;
    for (const bool turn_lhs : {false, true}) {
        for (const bool turn_rhs : {false, true}) {
            const NodePtr a =
                turn_lhs ? graph::permute(whole({100, 70}), {1, 0}) : whole({70, 100});
            const NodePtr b =
                turn_rhs ? graph::permute(whole({50, 100}), {1, 0}) : whole({100, 50});
            all.push_back(graph::matmul(a, b));
        }
    }
    all.push_back(graph::matmul(whole({3, 9, 20}), whole({3, 20, 33})));
    return all;
}

std::vector<Case> cases() {
    Generator generator(77);
    const auto real = [&](const Shape& shape) { return leaf(shape, false, generator); };
    const auto whole = [&](const Shape& shape) { return leaf(shape, true, generator); };
    std::vector<Case> all;

    const NodePtr x = real({37, 65}), y = real({37, 65});
    const NodePtr e = graph::exp(graph::sub(x, rows_of(Op::reduce_max, x)));
    all.push_back({"element by element",
                   {graph::unary(Op::tanh, graph::mul(graph::add(x, y), x)),
                    graph::unary(Op::erf, x), graph::sin(graph::mul(x, y)),
                    graph::select(graph::lt(x, y), x, graph::neg(y)), graph::cast(x, DType::i32)},
                   1e-5});
    all.push_back({"reductions",
                   {graph::div(e, rows_of(Op::reduce_sum, e)),
                    graph::reduce(Op::reduce_sum, whole({300, 41}), {0}),
                    graph::reduce(Op::reduce_sum, whole({70'001}), {0})},
                   1e-5});

    all.push_back({"matrix products", products(generator), 0});

    const graph::ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const graph::ConvAttributes strided{{2, 1}, {1, 0}, {0, 1}, {1, 2}, 2};
    std::vector<NodePtr> convolutions;
    for (const auto& [attributes, input, weight] :
         {std::tuple{same, Shape{2, 3, 9, 8}, Shape{20, 3, 3, 3}},
          std::tuple{strided, Shape{2, 4, 9, 8}, Shape{6, 2, 3, 3}}}) {
        const NodePtr image = whole(input), kernel = whole(weight);
        convolutions.push_back(graph::conv(image, kernel, attributes));
        const NodePtr gradient = whole(convolutions.back()->shape());
        convolutions.push_back(graph::conv_grad_input(gradient, kernel, input, attributes));
        convolutions.push_back(graph::conv_grad_weight(image, gradient, weight, attributes));
    }
    all.push_back({"convolutions", std::move(convolutions), 0});

    const graph::Pooling pooling{{3, 3}, {2, 2}, {1, 1}, {1, 1}};
    const NodePtr image = whole({2, 5, 9, 8});
    const NodePtr pooled = graph::max_pool2d(image, pooling);
    all.push_back({"pooling",
                   {pooled, graph::max_pool2d_gradient(image, whole(pooled->shape()), pooling)},
                   0});

    const NodePtr rows =
        graph::make_leaf("", Array::of(std::vector<std::int64_t>{3, 0, 3, 11, 7, -1}, Shape{6}));
    all.push_back({"picking and placing by number",
                   {graph::gather(whole({10, 20}), rows, 0),
                    graph::scatter_add(whole({6, 20}), rows, 0, Shape{10, 20}),
                    graph::arg_reduce(Op::argmax, whole({10, 20}), 1)},
                   0});

    const auto word = [](std::int64_t value) {
        return graph::make_leaf("", Array::of(std::vector<std::int64_t>{value}, Shape{}));
    };
    all.push_back(
        {"random numbers", {graph::random_bits(word(-5 + (1ll << 40)), word(77), Shape{1000})}, 0});
    return all;
}

std::vector<Array> run(Backend& device, const std::vector<NodePtr>& nodes) {
    const auto executable = device.compile({nodes, {}}, {});
    std::vector<BufferPtr> buffers;
    for (const auto& input : executable->leaves())
        buffers.push_back(backends::upload(device, *input->value()));
    executable->bind(buffers);
    executable->run();
    std::vector<Array> results;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        results.push_back(executable->output(i));
    return results;
}

std::string difference(const Array& actual, const Array& expected, double tolerance) {
    for (std::int64_t i = 0; i < expected.element_count(); ++i) {
        const double a = actual.number(i), b = expected.number(i);
        // Written so that NaN is wrong.
        if (!(std::abs(a - b) <= tolerance * (1 + std::abs(b))))
            return concat("element ", i, " of ", to_string(expected.shape()), " is ", a,
                          " instead of ", b);
    }
    return {};
}

/// The first difference between what the device and the CPU compute.
std::string first_difference(Backend& device, const std::vector<NodePtr>& nodes, double tolerance) {
    const auto actual = run(device, nodes), expected = run(*default_device(), nodes);
    std::string problem;
    for (std::size_t i = 0; i < nodes.size() && problem.empty(); ++i)
        problem = difference(actual[i], expected[i], tolerance);
    return problem;
}

}  // namespace

std::string check_products_once(Backend& device) {
    backends::ObjectCache verdicts(
        backends::ObjectCache::default_folder("GRADWEAVE_OPENCL_CACHE", "opencl"));
    const std::string key = concat("matrix products of ", device.description());
    if (verdicts.find(key)) return {};
    Generator generator(77);
    try {
        const std::string problem = first_difference(device, products(generator), 0);
        if (!problem.empty()) return concat("its matrix products are wrong: ", problem);
    } catch (const Error&) {
        return {};
    }
    verdicts.store(key, "right");
    return {};
}

std::vector<SelfTestRow> self_test(Backend& device) {
    std::vector<SelfTestRow> rows;
    for (const auto& [what, nodes, tolerance] : cases()) {
        std::string problem;
        try {
            problem = first_difference(device, nodes, tolerance);
        } catch (const Error& error) {
            problem = error.what();
        }
        rows.push_back({what, problem});
    }
    return rows;
}

std::vector<ProductSpeed> tune(Backend& device, std::string& problem) {
    std::vector<ProductSpeed> speeds;
    for (const auto& measured : backends::tune_opencl(device, problem))
        speeds.push_back({measured.m, measured.n, measured.k, measured.own, measured.blast});
    return speeds;
}

std::string library_text(Backend& device) {
    return device.name().starts_with("opencl") ? backends::opencl_products_text(device)
                                               : std::string();
}

}  // namespace gradweave::runtime
