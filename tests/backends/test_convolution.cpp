// SPDX-License-Identifier: Apache-2.0
// Convolutions over one to three axes and their two gradients: strides, padding, dilation, groups.
#include <QTest>
#include <limits>

#include "engine/core/threads.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::run_on;

namespace {

Generator& generator() {
    static Generator shared(31);
    return shared;
}

std::int64_t up_to(std::int64_t most, std::int64_t least = 0) {
    return least + static_cast<std::int64_t>(
                       generator().below(static_cast<std::uint64_t>(most - least + 1)));
}

struct Problem {
    Shape input, weight, output;
    ConvAttributes attributes;
};

Problem problem(Shape input, Shape weight, ConvAttributes attributes) {
    const Shape output =
        conv(make_leaf("", DType::f32, input), make_leaf("", DType::f32, weight), attributes)
            ->shape();
    return {input, weight, output, attributes};
}

/// A random convolution whose kernel fits.
Problem random_problem(int spatial) {
    const std::int64_t groups = up_to(3, 1);
    Axes input{up_to(3, 1), groups * up_to(3, 1)};
    Axes weight{groups * up_to(3, 1), input[1] / groups};
    ConvAttributes a;
    a.groups = groups;
    for (int i = 0; i < spatial; ++i) {
        const std::int64_t kernel = up_to(4, 1), dilation = up_to(3, 1);
        const std::int64_t reach = dilation * (kernel - 1) + 1;
        a.low.push_back(up_to(reach + 1));
        a.high.push_back(up_to(reach + 1));
        a.stride.push_back(up_to(3, 1));
        a.dilation.push_back(dilation);
        weight.push_back(kernel);
        input.push_back(std::max<std::int64_t>(1, reach - a.low.back() - a.high.back()) + up_to(6));
    }
    return problem(Shape(input), Shape(weight), a);
}

std::string describe(const Problem& p) {
    return concat("input ", to_string(p.input), " weight ", to_string(p.weight), " ",
                  to_string(Attributes(p.attributes)));
}

NodePtr whole(DType dtype, const Shape& shape) {
    return drawn_leaf(dtype, shape, Numbers::whole, generator());
}

/// The convolution and its gradients, each of operands of its own.
std::vector<NodePtr> three(const Problem& p, DType dtype) {
    return {
        conv(whole(dtype, p.input), whole(dtype, p.weight), p.attributes),
        conv_grad_input(whole(dtype, p.output), whole(dtype, p.weight), p.input, p.attributes),
        conv_grad_weight(whole(dtype, p.input), whole(dtype, p.output), p.weight, p.attributes)};
}

/// Whole numbers: exact in any order of additions.
void check(const Problem& p, DType dtype = DType::f32) {
    for (const NodePtr& node : three(p, dtype)) {
        for (const bool channels_last : {true, false}) {
            compiler::CompileOptions options;
            options.channels_last = channels_last;
            const auto wrong =
                testing::difference(run_on(cpu(), node, options), run_on(testing::oracle(), node));
            QVERIFY2(!wrong, concat(graph::name_of(node->op()), ", ", describe(p),
                                    channels_last ? ", channels last: " : ", channels first: ",
                                    wrong.value_or(""))
                                 .c_str());
        }
    }
}

}  // namespace

class TestConvolution : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void randomProblems_data();
    void randomProblems();
    void usualLayers();
    void channelCounts();
    void imageSizes();
    void largerThanCaches();
    void paddingIsNotRead();
    void doublePrecision();
    void manyImages();
    void emptySizes();
    void chainsKeepTheirLayout();
    void randomMaskOnItsLayout();
    void operandsThatAreViews();
    void threadsChangeNothing();
    void library();
};

void TestConvolution::randomProblems_data() {
    QTest::addColumn<int>("spatial");
    QTest::newRow("1d") << 1;
    QTest::newRow("2d") << 2;
    QTest::newRow("3d") << 3;
}

void TestConvolution::randomProblems() {
    QFETCH(int, spatial);
    for (int round = 0; round < 60; ++round)
        check(random_problem(spatial));
}

void TestConvolution::usualLayers() {
    const auto same = [](std::int64_t stride, std::int64_t padding, std::int64_t groups) {
        return ConvAttributes{
            {stride, stride}, {padding, padding}, {padding, padding}, {1, 1}, groups};
    };
    check(problem({2, 1, 28, 28}, {8, 1, 5, 5}, same(1, 2, 1)));   // first layer, one channel
    check(problem({2, 3, 16, 16}, {16, 3, 3, 3}, same(2, 1, 1)));  // three channels
    check(problem({2, 16, 9, 9}, {32, 16, 3, 3}, same(1, 1, 1)));  // a vector of channels
    check(problem({2, 32, 7, 7}, {16, 32, 1, 1}, same(1, 0, 1)));  // pointwise
    check(problem({2, 32, 7, 7}, {32, 1, 3, 3}, same(1, 1, 32)));  // depthwise
    check(problem({2, 24, 7, 7}, {48, 6, 3, 3}, same(1, 1, 4)));   // grouped
    check(problem({2, 17, 7, 7}, {19, 17, 3, 3}, same(1, 1, 1)));  // odd channels
    check(problem({1, 4, 1, 1}, {3, 4, 1, 1}, same(1, 0, 1)));     // a matrix product
}

// Every number of channels around one and two vectors, in the image and in the result.
void TestConvolution::channelCounts() {
    const ConvAttributes a{{1, 1}, {1, 1}, {1, 0}, {1, 1}, 1};
    for (std::int64_t channels = 1; channels <= 34; ++channels) {
        check(problem({2, channels, 3, 5}, {5, channels, 2, 3}, a));
        check(problem({2, 3, 3, 5}, {channels, 3, 2, 3}, a));
    }
    check(problem({3, 47, 4, 4}, {65, 47, 3, 3}, {{2, 2}, {1, 1}, {1, 1}, {1, 1}, 1}));
}

// Lines of every length, and images of one pixel, cut into blocks of rows in each of the three
// ways: along a line, along a column, and over the images.
void TestConvolution::imageSizes() {
    for (std::int64_t width = 1; width <= 60; width += width < 32 ? 1 : 7) {
        const std::int64_t features = width % 2 == 0 ? 20 : 5;
        check(problem({2, 2, 3, width}, {features, 2, 3, 3}, {{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1}));
        check(problem({9, 2, width, 1}, {features, 2, 3, 3}, {{2, 1}, {1, 2}, {1, 2}, {1, 2}, 1}));
    }
}

// More than stays in a cache, so that lines, parts of lines and panels of the weight take turns.
void TestConvolution::largerThanCaches() {
    const ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const ConvAttributes plain{{1, 1}, {0, 0}, {0, 0}, {1, 1}, 1};
    check(problem({2, 20, 40, 300}, {34, 20, 1, 1}, plain));
    check(problem({1, 16, 64, 64}, {16, 16, 3, 3}, same));
    check(problem({1, 200, 6, 5}, {130, 200, 3, 3}, same));  // the weight has 940 kB
    check(problem({1, 3, 90, 400}, {33, 3, 3, 3}, same));
    check(problem({1, 1, 131, 127}, {4, 1, 1, 1}, plain));  // a prime number of pixels a line
}

// An infinite weight meets the image only, never its padding; and what is far beyond the image
// costs no memory.
void TestConvolution::paddingIsNotRead() {
    Array weight(DType::f32, Shape{2, 1, 3, 3});
    for (float& w : weight.as<float>())
        w = std::numeric_limits<float>::infinity();
    const NodePtr x = constant(1.0, DType::f32, Shape{1, 1, 4, 4});
    const ConvAttributes a{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const Array y = run_on(cpu(), conv(x, make_leaf("w", std::move(weight)), a));
    for (const float value : y.as<float>())
        QCOMPARE(value, std::numeric_limits<float>::infinity());
    const std::int64_t far = 1'000'000;
    check(problem({1, 1, 2, 2}, {2, 1, 3, 3}, {{far, far}, {far, far}, {far, far}, {1, 1}, 1}));
}

void TestConvolution::doublePrecision() {
    for (int round = 0; round < 10; ++round)
        check(random_problem(1 + round % 3), DType::f64);
}

// The batch is cut into chunks of at least 8 images, at most 16 of them.
void TestConvolution::manyImages() {
    for (const std::int64_t images : {7, 8, 9, 17, 130})
        check(problem({images, 2, 5, 4}, {3, 2, 3, 2}, {{1, 1}, {1, 1}, {1, 0}, {1, 1}, 1}));
}

// No images, no input channels, no output channels.
void TestConvolution::emptySizes() {
    const ConvAttributes a{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    for (const DType dtype : {DType::f32, DType::f64}) {
        check(problem({0, 2, 4, 4}, {3, 2, 3, 3}, a), dtype);
        check(problem({2, 0, 4, 4}, {3, 0, 3, 3}, a), dtype);
        check(problem({2, 2, 4, 4}, {0, 2, 3, 3}, a), dtype);
        check(problem({2, 2, 0, 4}, {3, 2, 1, 3}, a), dtype);
    }
}

// Elementwise work, a sum over channels and a second convolution on channels-last images, together
// with readers that want rows.
void TestConvolution::chainsKeepTheirLayout() {
    const ConvAttributes a{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const NodePtr x = whole(DType::f32, {2, 3, 6, 5});
    const NodePtr first = conv(x, whole(DType::f32, {4, 3, 3, 3}), a);
    const NodePtr bias = broadcast(whole(DType::f32, {4}), first->shape(), {1});
    const NodePtr bent = binary(Op::max, add(first, bias), constant_like(first, 0.0));
    const NodePtr residual = add(conv(bent, whole(DType::f32, {4, 4, 3, 3}), a), bent);
    const std::vector<NodePtr> outputs = {
        residual,
        first,
        reduce(Op::reduce_sum, residual, {1}),
        reduce(Op::reduce_max, bent, {0, 2, 3}),
        reshape(residual, Shape{2, 120}),
        permute(bent, {0, 2, 3, 1}),
        slice(residual, {0, 1, 5, 0}, {1, 1, -2, 1}, {2, 2, 3, 5})};
    const auto expected = testing::Session(testing::oracle(), {outputs, {}}).run().outputs;
    const auto actual = testing::Session(cpu(), {outputs, {}}).run().outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        COMPARE_ARRAYS(actual[i], expected[i], {});
}

// Dropout after a convolution: element i of the mask is element i in row-major order, whatever the
// order in which the loop walks the image.
void TestConvolution::randomMaskOnItsLayout() {
    const ConvAttributes a{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const NodePtr y = conv(whole(DType::f32, {6, 3, 6, 6}), whole(DType::f32, {2, 3, 3, 3}), a);
    const NodePtr key = constant(std::int64_t{5}, DType::i64, Shape{});
    const NodePtr bits = random_bits(key, key, y->shape());
    const NodePtr kept = lt(bits, constant_like(bits, std::int64_t{0}));
    COMPARE_WITH_ORACLE(select(kept, add(y, y), constant_like(y, 0.0)), {});
    COMPARE_WITH_ORACLE(reduce(Op::reduce_sum, select(kept, y, neg(y)), {1}), {});
    const NodePtr rows = cast(iota(DType::i64, y->shape(), 2), DType::f32);
    COMPARE_WITH_ORACLE(mul(y, rows), {});
}

void TestConvolution::operandsThatAreViews() {
    const Problem p = problem({2, 3, 6, 5}, {4, 3, 3, 2}, {{1, 1}, {1, 0}, {0, 1}, {1, 1}, 1});
    for (const auto layout : testing::all_layouts) {
        const auto view = [&](const Shape& shape) {
            return testing::operand(DType::f32, shape, layout, Numbers::whole, generator());
        };
        COMPARE_WITH_ORACLE(conv(view(p.input), view(p.weight), p.attributes), {});
        COMPARE_WITH_ORACLE(conv_grad_input(view(p.output), view(p.weight), p.input, p.attributes),
                            {});
        COMPARE_WITH_ORACLE(conv_grad_weight(view(p.input), view(p.output), p.weight, p.attributes),
                            {});
    }
}

void TestConvolution::threadsChangeNothing() {
    const Problem p = problem({40, 3, 8, 8}, {8, 3, 3, 3}, {{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1});
    const auto leaf = [](const Shape& shape) {
        return drawn_leaf(DType::f32, shape, Numbers::ordinary, generator());
    };
    for (const NodePtr& node :
         {conv(leaf(p.input), leaf(p.weight), p.attributes),
          conv_grad_input(leaf(p.output), leaf(p.weight), p.input, p.attributes),
          conv_grad_weight(leaf(p.input), leaf(p.output), p.weight, p.attributes)}) {
        set_thread_count(1);
        const Array alone = run_on(cpu(), node);
        for (const int threads : {2, 4}) {
            set_thread_count(threads);
            QVERIFY(identical(run_on(cpu(), node), alone));
        }
    }
}

// Our own loops; the library where there are groups or the channels are outermost.
void TestConvolution::library() {
    if (qEnvironmentVariableIsSet("GRADWEAVE_CONVOLUTION")) return;
    const auto libraries = [](std::int64_t groups, bool channels_last) {
        const Problem p = problem({2, 3 * groups, 8, 8}, {4 * groups, 3, 3, 3},
                                  {{1, 1}, {1, 1}, {1, 1}, {1, 1}, groups});
        compiler::CompileOptions options;
        options.channels_last = channels_last;
        std::string names;
        for (const NodePtr& node : three(p, DType::f32)) {
            testing::Session session(cpu(), {{node}, {}}, options);
            for (const auto& step : session.executable().steps())
                names += step.library;
        }
        return names;
    };
    QCOMPARE(libraries(1, true), std::string());
    QCOMPARE(libraries(2, true), std::string("oneDNNoneDNNoneDNN"));
    QCOMPARE(libraries(1, false), std::string("oneDNNoneDNNoneDNN"));
}

QTEST_GUILESS_MAIN(TestConvolution)
#include "test_convolution.moc"
