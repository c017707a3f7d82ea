// SPDX-License-Identifier: Apache-2.0
// A processor through OpenCL gives the bits of the CPU backend: in f32, for reductions, products,
// convolutions without groups, row kernels and functions of sizes that reach every way to
// compute them. What is left out keeps to the tolerances of test_opencl: pow, and what a library
// computes on the CPU, convolutions in groups and f64.
#include <QTest>

#include <cmath>

#include "tests/support/opencl.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::opencl;
using gradweave::testing::Session;

namespace {

Generator& generator() {
    static Generator shared(77);
    return shared;
}

NodePtr real(const Shape& shape) {
    return drawn_leaf(DType::f32, shape, Numbers::ordinary, generator());
}

struct Named {
    std::string what;
    NodePtr node;
};

std::string first_difference(const std::vector<Named>& all,
                             const compiler::CompileOptions& options = {}) {
    compiler::Program program;
    for (const auto& named : all)
        program.outputs.push_back(named.node);
    const auto actual = Session(*opencl(), program, options).run().outputs;
    const auto expected = Session(cpu(), program, options).run().outputs;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (identical(actual[i], expected[i])) continue;
        std::int64_t differ = 0, last = 0;
        for (std::int64_t k = 0; k < actual[i].element_count(); ++k) {
            const double a = actual[i].number(k), b = expected[i].number(k);
            if (a == b || (std::isnan(a) && std::isnan(b))) continue;
            ++differ;
            last = k;
        }
        return concat(all[i].what, ": ", differ, " elements differ, such as number ", last, ": ",
                      actual[i].number(last), " instead of ", expected[i].number(last));
    }
    return {};
}

}  // namespace

#define SAME_BITS(all)                                        \
    do {                                                      \
        const std::string difference = first_difference(all); \
        QVERIFY2(difference.empty(), difference.c_str());     \
    } while (false)

class TestOpenClBits : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void functions();
    void reductions();
    void rows();
    void products();
    void productsWithEpilogues();
    void convolutions();
};

void TestOpenClBits::initTestCase() {
    NEED_OPENCL();
    if (backends::gives_bits_of_cpu(*opencl())) return;
    // Only what is meant not to have them is left out.
    bool processor = false;
    for (const auto& device : backends::list_opencl_devices().devices)
        processor = processor || (device.name == opencl()->name() && device.is_processor);
    QVERIFY2(!processor || qgetenv("GRADWEAVE_OPENCL_STYLE") == "gpu" ||
                 backends::opencl_products_text(*opencl()).starts_with("products by whichever"),
             "a processor with the engine's own products has the CPU's bits");
    QSKIP("This device has kernels for graphics cards, or products of CLBlast's.");
}

// From what is subnormal to what overflows, both signs.
void TestOpenClBits::functions() {
    Array numbers(DType::f32, Shape{60'001});
    std::size_t i = 0;
    for (float& x : numbers.as<float>()) {
        const auto step = static_cast<float>(i++ / 2) / 300.0f;  // to 100
        x = (i % 2 == 0 ? 1.0f : -1.0f) *
            (i < 5000 ? std::ldexp(1.1f, -static_cast<int>(i / 30)) : step);
    }
    std::vector<Named> all;
    for (const Op op : {Op::exp, Op::log, Op::tanh, Op::erf, Op::sin, Op::cos, Op::sqrt, Op::rsqrt,
                        Op::recip, Op::floor, Op::round}) {
        const NodePtr x = make_leaf("x", numbers);
        all.push_back({std::string(name_of(op)), unary(op, x)});
        // Another shape is another way through a loop.
        all.push_back({concat(name_of(op), " of few"),
                       unary(op, mul(real({37, 5}), constant(20.0, DType::f32, Shape{37, 5})))});
    }
    all.push_back({"div", div(real({5000}), real({5000}))});
    SAME_BITS(all);
}

void TestOpenClBits::reductions() {
    struct Pattern {
        Shape shape;
        Axes axes;
    };
    // The lanes of a row, its blocks of 1024 and chunks of 65536 elements; running rows and chunks
    // of columns; several reduced axes, in lines that sixteen divides and that it does not.
    std::vector<Pattern> patterns{{{70'001}, {0}},
                                  {{200'000}, {0}},
                                  {{3, 70'001}, {1}},
                                  {{40, 30, 130}, {0, 2}},
                                  {{20, 3, 1600}, {0, 2}},
                                  {{300, 3, 300}, {0, 2}},
                                  {{7, 30, 5, 40}, {1, 3}},
                                  {{30, 7, 40, 5}, {0, 2}},
                                  {{2, 300, 1200}, {1}},
                                  {{3, 35'001, 2}, {1}},
                                  {{5, 40, 32, 16}, {0, 1, 2}}};
    for (const std::int64_t length : {2, 7, 10, 15, 16, 17, 33, 64, 100, 1000, 1024, 1025, 2500})
        patterns.push_back({{37, length}, {1}});
    for (const std::int64_t width : {2, 10, 16, 24, 32, 48, 64, 70, 128, 341, 600, 1024, 1500}) {
        for (const std::int64_t rows : {2, 3, 64, 1001, 5000}) {
            if (width * rows < 2'000'000) patterns.push_back({{rows, width}, {0}});
        }
    }
    std::vector<Named> all;
    for (const auto& p : patterns) {
        all.push_back({to_string(p.shape), reduce(Op::reduce_sum, real(p.shape), p.axes)});
        const NodePtr x = real(p.shape);
        all.push_back({concat("squares ", to_string(p.shape)),
                       reduce(Op::reduce_sum, mul(x, unary(Op::sin, x)), p.axes)});
    }
    SAME_BITS(all);
}

void TestOpenClBits::rows() {
    std::vector<Named> all;
    for (const std::int64_t length : {2, 8, 10, 16, 17, 31, 64, 130, 1000, 1024, 4100}) {
        const Shape shape{length > 1000 ? 20 : 37, length};
        const NodePtr x = real(shape);
        const auto along = [&](const NodePtr& row) { return broadcast(row, shape, {0}); };
        const NodePtr shifted = sub(x, along(reduce(Op::reduce_max, x, {1})));
        const NodePtr total = reduce(Op::reduce_sum, exp(shifted), {1});
        all.push_back({concat("softmax ", length), div(exp(shifted), along(total))});
        all.push_back({concat("log-softmax ", length), sub(shifted, along(log(total)))});
        const NodePtr scale =
            constant(1.0 / static_cast<double>(length), DType::f32, Shape{shape[0]});
        const NodePtr centred = sub(x, along(mul(reduce(Op::reduce_sum, x, {1}), scale)));
        const NodePtr variance = mul(reduce(Op::reduce_sum, mul(centred, centred), {1}), scale);
        all.push_back(
            {concat("norm ", length),
             mul(centred, along(unary(Op::rsqrt, add(variance, constant_like(variance, 1e-5)))))});
    }
    SAME_BITS(all);
}

namespace {

NodePtr product(std::int64_t m, std::int64_t n, std::int64_t k, bool turn_lhs, bool turn_rhs) {
    const NodePtr lhs = turn_lhs ? permute(real({k, m}), {1, 0}) : real({m, k});
    const NodePtr rhs = turn_rhs ? permute(real({n, k}), {1, 0}) : real({k, n});
    return matmul(lhs, rhs);
}

/// Dot products of few rows; tiles and what is left of them; panels turned by whom they are
/// multiplied by, or beforehand; blocks of a long k.
constexpr std::tuple<std::int64_t, std::int64_t, std::int64_t> sizes[] = {
    {1, 70, 40},    {4, 70, 45},    {3, 9, 1100},   {1, 1, 50},      {70, 1, 40},
    {9, 33, 17},    {17, 45, 31},   {64, 10, 64},   {65, 10, 1030},  {64, 128, 784},
    {130, 70, 33},  {33, 300, 20},  {300, 290, 70}, {260, 60, 1500}, {2, 300, 31},
    {5, 100, 2000}, {1000, 10, 33}, {97, 4, 40},    {33, 33, 1025},  {50, 97, 3}};

}  // namespace

void TestOpenClBits::products() {
    std::vector<Named> all;
    for (const auto& [m, n, k] : sizes) {
        for (const bool turn_lhs : {false, true}) {
            for (const bool turn_rhs : {false, true})
                all.push_back({concat(m, " ", n, " ", k, turn_lhs ? " turned" : "",
                                      turn_rhs ? ", turned" : ""),
                               product(m, n, k, turn_lhs, turn_rhs)});
        }
    }
    all.push_back({"batch", matmul(real({3, 20, 40}), real({3, 40, 50}))});
    const auto heads = [](const NodePtr& x) {
        return permute(reshape(x, Shape{2, 60, 3, 40}), {0, 2, 1, 3});
    };
    const NodePtr q = heads(real({2, 60, 120})), k = heads(real({2, 60, 120}));
    all.push_back({"heads", matmul(matmul(q, permute(k, {0, 1, 3, 2})), k)});
    SAME_BITS(all);
}

void TestOpenClBits::productsWithEpilogues() {
    std::vector<Named> all;
    for (const auto& [m, n, k] : sizes) {
        const NodePtr y = product(m, n, k, false, true);
        const NodePtr sum = add(y, broadcast(real({n}), y->shape(), {1}));
        all.push_back(
            {concat("relu ", m, " ", n, " ", k), binary(Op::max, sum, constant_like(sum, 0.0))});
        const NodePtr g = product(m, n, k, true, false);
        all.push_back({concat("update ", m, " ", n, " ", k),
                       sub(real({m, n}), mul(g, constant_like(g, 0.1)))});
    }
    SAME_BITS(all);
}

void TestOpenClBits::convolutions() {
    struct Problem {
        Shape input, weight;
        std::int64_t stride, pad, dilation;
    };
    // Pieces of a batch, images and lines at once; few and many channels; strides and dilations.
    const Problem problems[] = {{{20, 1, 28, 28}, {32, 1, 3, 3}, 1, 1, 1},
                                {{20, 32, 14, 14}, {40, 32, 3, 3}, 1, 1, 1},
                                {{17, 16, 32, 32}, {16, 16, 3, 3}, 1, 1, 1},
                                {{9, 16, 33, 31}, {32, 16, 3, 3}, 2, 1, 1},
                                {{9, 16, 32, 32}, {32, 16, 1, 1}, 2, 0, 1},
                                {{5, 3, 30, 20}, {10, 3, 5, 4}, 1, 2, 2},
                                {{33, 4, 50}, {6, 4, 5}, 1, 0, 1},
                                {{9, 20, 130}, {40, 20, 4}, 2, 1, 1},
                                {{3, 5, 9, 8, 10}, {20, 5, 2, 3, 3}, 1, 1, 1}};
    std::vector<Named> all;
    for (const auto& p : problems) {
        const std::size_t axes = p.input.rank() - 2;
        const ConvAttributes a{.stride = Axes(axes, p.stride),
                               .low = Axes(axes, p.pad),
                               .high = Axes(axes, p.pad),
                               .dilation = Axes(axes, p.dilation),
                               .groups = 1};
        const std::string what = concat(to_string(p.input), " by ", to_string(p.weight));
        const NodePtr y = conv(real(p.input), real(p.weight), a);
        all.push_back({what, y});
        const NodePtr g = real(y->shape());
        all.push_back({what + " to input", conv_grad_input(g, real(p.weight), p.input, a)});
        all.push_back({what + " to weight", conv_grad_weight(real(p.input), g, p.weight, a)});
        const NodePtr followed = add(conv(real(p.input), real(p.weight), a),
                                     broadcast(real({p.weight[0]}), y->shape(), {1}));
        all.push_back({what + " with bias and ReLU",
                       binary(Op::max, followed, constant_like(followed, 0.0))});
    }
    SAME_BITS(all);
}

QTEST_GUILESS_MAIN(TestOpenClBits)
#include "test_opencl_bits.moc"
