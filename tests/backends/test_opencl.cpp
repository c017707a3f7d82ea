// SPDX-License-Identifier: Apache-2.0
// OpenCL's kernels against the oracle: the operation table, reductions, products, convolutions and
// pooling. Runs where a driver is installed. Compiling takes nearly all of its time on PoCL, so a
// part of the table's samples is taken; GRADWEAVE_OPENCL_FULL=1 takes all of them.
#include <QTest>

#include "tests/support/difference.h"
#include "tests/support/opencl.h"
#include "tests/support/operation_samples.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::Compared;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::opencl;
using gradweave::testing::opencl_in_full;
using gradweave::testing::Tolerance;

namespace {

/// What OpenCL 1.2 promises of its functions (section 7.4) and one unit for the oracle's own; a
/// unit is at most 2^-23 of a value (2^-52 of f64's), and nothing is promised of subnormal results.
Tolerance promised(Op op, DType dtype) {
    double units = 0;
    switch (op) {
        case Op::exp:
        case Op::log:
            units = 3;
            break;
        case Op::sin:
        case Op::cos:
            units = 4;
            break;
        case Op::tanh:
            units = 5;
            break;
        case Op::erf:
        case Op::pow:
            units = 16;
            break;
        default:
            return {};
    }
    return dtype == DType::f64 ? Tolerance{(units + 1) * 0x1p-52, 0x1p-1022}
                               : Tolerance{(units + 1) * 0x1p-23, 0x1p-126};
}

Generator& generator() {
    static Generator shared(404);
    return shared;
}

NodePtr whole(DType dtype, const Shape& shape) {
    return drawn_leaf(dtype, shape, Numbers::whole, generator());
}

std::int64_t up_to(std::int64_t most, std::int64_t least = 0) {
    return least + static_cast<std::int64_t>(
                       generator().below(static_cast<std::uint64_t>(most - least + 1)));
}

}  // namespace

class TestOpenCl : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { NEED_OPENCL(); }
    void operations_data();
    void operations();
    void reductions();
    void sumsAreAccurate();
    void nanAndInfinityArrive();
    void products();
    void productsWithEpilogues();
    void rows();
    void batchesOfProducts();
    void convolutions_data();
    void convolutions();
    void convolutionsWithEpilogues();
    void smallStepsInOneKernel();
    void pooling();
    void withoutOptimisations();
};

void TestOpenCl::operations_data() {
    QTest::addColumn<int>("operation");
    for (int op = 0; op < op_count; ++op)
        QTest::newRow(std::string(name_of(static_cast<Op>(op))).c_str()) << op;
}

void TestOpenCl::operations() {
    QFETCH(int, operation);
    const auto op = static_cast<Op>(operation);
    const auto maker = testing::table().find(op);
    QVERIFY2(maker != testing::table().end(), "this operation has no case in the table");
    std::vector<DType> types;
    for (int type = 0; type < dtype_count; ++type) {
        if (testing::exists_for(op, static_cast<DType>(type)))
            types.push_back(static_cast<DType>(type));
    }
    if (!opencl_in_full() && types.size() > 2) {
        // f32, which everything is made of, and one of the others in turn.
        const auto real = std::find(types.begin(), types.end(), DType::f32);
        const DType other = types[static_cast<std::size_t>(operation) % types.size()];
        types = {real == types.end() ? types.back() : DType::f32, other};
        // One run takes the other types, the kernels for graphics cards this one.
        if (types[0] == types[1] || qgetenv("GRADWEAVE_OPENCL_STYLE") == "gpu") types.pop_back();
    }
    for (const DType dtype : types) {
        const auto samples = maker->second(dtype);
        std::vector<Compared> compared;
        // Each sample of two or more axes is a kernel of its own; the others share one.
        const std::size_t stride =
            opencl_in_full() ? 1 : std::max<std::size_t>(1, samples.size() / 3);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const bool shares = samples[i].node->shape().rank() < 2 &&
                                samples[i].node->inputs().size() < 3 &&
                                info(op).klass != OpClass::reduce;
            if (!shares && (i + static_cast<std::size_t>(operation)) % stride != 0) continue;
            compared.push_back({concat(gradweave::name_of(dtype), " ", samples[i].what),
                                samples[i].node, promised(op, dtype)});
        }
        COMPARE_ALL(compared);
    }
}

namespace {

struct Pattern {
    Shape shape;
    Axes axes;
};

/// Every order of kept and reduced axes; sizes around those at which chunks and vectors begin.
std::vector<Pattern> patterns() {
    return {{{1}, {0}},
            {{15}, {0}},
            {{64}, {0}},
            {{1025}, {0}},
            {{16384}, {0}},
            {{40'001}, {0}},
            {{300, 7}, {1}},
            {{5, 1025}, {1}},
            {{3, 40'001}, {1}},
            {{7001, 3}, {0}},
            {{600, 100}, {0}},
            {{40, 30, 130}, {0, 2}},
            {{300, 3, 300}, {0, 2}},
            {{2, 300, 120}, {1}},
            {{3, 3501, 2}, {1}},
            {{7, 30, 5, 40}, {1, 3}},
            {{30, 7, 40, 5}, {0, 2}},
            {{30, 70, 40}, {0, 1, 2}}};
}

}  // namespace

// Whole numbers: every partial sum is exact, so the result is, whatever the order.
void TestOpenCl::reductions() {
    std::vector<Compared> compared;
    for (const Pattern& p : patterns()) {
        const auto add = [&](Op op, const NodePtr& x) {
            compared.push_back(
                {concat(name_of(op), " ", to_string(p.shape)), reduce(op, x, p.axes), {}});
        };
        for (const Op op : {Op::reduce_sum, Op::reduce_max}) {
            add(op, whole(DType::f32, p.shape));
            add(op, whole(DType::i32, p.shape));
        }
        // The elements never exist in memory: loop and reduction are one.
        const NodePtr a = whole(DType::f32, p.shape);
        const NodePtr row = whole(DType::f32, Shape{p.shape[-1]});
        const NodePtr b = broadcast(row, p.shape, {p.shape.rank() - 1});
        add(Op::reduce_sum, select(lt(a, b), mul(a, b), a));
        add(Op::reduce_sum, cast(lt(a, b), DType::i64));
        add(Op::reduce_min, iota(DType::i64, p.shape, 0));
    }
    COMPARE_ALL(compared);
}

// Positive numbers, so that no cancellation hides. An element passes at most 256 additions in its
// running sum, some ten where sums meet, and one per chunk; roundings of either sign leave about
// the square root of that.
void TestOpenCl::sumsAreAccurate() {
    std::vector<Compared> compared;
    for (const Pattern& p : patterns()) {
        const NodePtr x = drawn_leaf(DType::f32, p.shape, Numbers::positive, generator());
        compared.push_back(
            {to_string(p.shape), reduce(Op::reduce_sum, x, p.axes), Tolerance{18 * 0x1p-24, 0}});
    }
    COMPARE_ALL(compared);
}

void TestOpenCl::nanAndInfinityArrive() {
    std::vector<Compared> compared;
    for (const Pattern& p : patterns()) {
        const std::int64_t count = p.shape.element_count();
        for (const std::int64_t at : {std::int64_t{0}, count / 2, count - 1}) {
            for (const float value : {NAN, INFINITY, -INFINITY}) {
                Array array(DType::f32, p.shape);
                array.as<float>()[static_cast<std::size_t>(at)] = value;
                const NodePtr x = make_leaf("x", array);
                for (const Op op : {Op::reduce_sum, Op::reduce_max, Op::reduce_min})
                    compared.push_back(
                        {concat(to_string(p.shape), " ", value), reduce(op, x, p.axes), {}});
            }
        }
    }
    COMPARE_ALL(compared);
}

namespace {

NodePtr product(DType dtype, std::int64_t m, std::int64_t n, std::int64_t k, bool turn_lhs,
                bool turn_rhs) {
    NodePtr lhs = turn_lhs ? permute(whole(dtype, {k, m}), {1, 0}) : whole(dtype, {m, k});
    NodePtr rhs = turn_rhs ? permute(whole(dtype, {n, k}), {1, 0}) : whole(dtype, {k, n});
    return matmul(lhs, rhs);
}

}  // namespace

// Whole numbers: sums of products are exact in every type.
void TestOpenCl::products() {
    const std::tuple<std::int64_t, std::int64_t, std::int64_t>
        sizes[] = {{1, 1, 1},      {3, 2, 5},     {8, 32, 16}, {9, 33, 17},  {17, 45, 31},
                   {1, 70, 40},    {70, 1, 40},   {5, 15, 64}, {65, 10, 64}, {130, 70, 33},
                   {0, 3, 2},      {3, 4, 0},     {16, 16, 1}, {50, 97, 3},  {64, 128, 100},
                   {130, 290, 70}, {260, 290, 70}};  // large enough to be packed
    for (const DType dtype : {DType::f32, DType::f64, DType::i32, DType::i64, DType::u8}) {
        std::vector<Compared> compared;
        std::size_t number = 0;
        for (const auto& [m, n, k] : sizes) {
            for (const bool turn_lhs : {false, true}) {
                for (const bool turn_rhs : {false, true}) {
                    // Integers have one way; of f64's four each size takes one.
                    if (dtype != DType::f32 && ++number % 4 != 0 && !opencl_in_full()) continue;
                    compared.push_back({concat(m, " ", n, " ", k, turn_lhs ? " turned" : "",
                                               turn_rhs ? ", turned" : ""),
                                        product(dtype, m, n, k, turn_lhs, turn_rhs),
                                        {}});
                }
            }
        }
        COMPARE_ALL(compared);
    }
}

// Bias and ReLU, and an update, inside the kernel of the product.
void TestOpenCl::productsWithEpilogues() {
    const std::tuple<std::int64_t, std::int64_t, std::int64_t> sizes[] = {
        {1, 40, 5},  {9, 33, 17},  {17, 45, 31},  {70, 1, 40},
        {5, 15, 64}, {65, 10, 64}, {64, 128, 30}, {260, 290, 70}};
    for (const DType dtype : {DType::f32, DType::f64}) {
        std::vector<Compared> compared;
        std::size_t number = 0;
        for (const auto& [m, n, k] : sizes) {
            for (const bool turn_lhs : {false, true}) {
                for (const bool turn_rhs : {false, true}) {
                    if (dtype == DType::f64 && ++number % 3 != 0 && !opencl_in_full()) continue;
                    const NodePtr y = product(dtype, m, n, k, turn_lhs, turn_rhs);
                    const NodePtr bias = broadcast(whole(dtype, {n}), y->shape(), {1});
                    const NodePtr sum = add(y, bias);
                    compared.push_back(
                        {concat("relu ", m, " ", n, " ", k, " ", int(turn_lhs), int(turn_rhs)),
                         binary(Op::max, sum, constant_like(sum, 0.0)),
                         {}});
                    const NodePtr g = product(dtype, m, n, k, turn_lhs, turn_rhs);
                    compared.push_back({concat("update ", m, " ", n, " ", k),
                                        sub(whole(dtype, {m, n}), mul(g, constant_like(g, 0.5))),
                                        {}});
                }
            }
        }
        const NodePtr b = matmul(whole(dtype, {3, 20, 40}), whole(dtype, {3, 40, 50}));
        compared.push_back({"batch", mul(b, b), {}});
        COMPARE_ALL(compared);
        compiler::CompileOptions apart;
        apart.epilogues = false;
        if (opencl_in_full()) COMPARE_ALL(compared, apart);
    }
}

// Softmax, norms and a loss as kernels of whole rows, of lengths around what a vector, an item and
// a work group take, and longer than what stays in private memory.
void TestOpenCl::rows() {
    std::vector<Compared> compared;
    for (const std::int64_t length : {8, 10, 16, 31, 64, 65, 130, 1000, 4100}) {
        const Shape shape{length > 1000 ? 20 : 37, length};
        const NodePtr x = drawn_leaf(DType::f32, shape, Numbers::ordinary, generator());
        const auto along = [&](const NodePtr& row) { return broadcast(row, shape, {0}); };
        const NodePtr shifted = sub(x, along(reduce(Op::reduce_max, x, {1})));
        const NodePtr e = exp(shifted);
        const NodePtr total = reduce(Op::reduce_sum, e, {1});
        // A few roundings for each of the sums' elements, of either sign, and those of exp.
        const Tolerance few{100 * 0x1p-24, 0}, sums{0, 400 * 0x1p-24};
        compared.push_back({concat("softmax ", length), div(e, along(total)), few});
        compared.push_back({concat("log ", length), sub(shifted, along(log(total))), sums});
        const NodePtr scale =
            constant(1.0 / static_cast<double>(length), DType::f32, Shape{shape[0]});
        const NodePtr centred = sub(x, along(mul(reduce(Op::reduce_sum, x, {1}), scale)));
        const NodePtr variance = mul(reduce(Op::reduce_sum, mul(centred, centred), {1}), scale);
        const NodePtr norm = unary(Op::rsqrt, add(variance, constant_like(variance, 1e-5)));
        compared.push_back({concat("norm ", length), mul(centred, along(norm)), sums});
        compared.push_back({concat("variance ", length), variance, few});
    }
    COMPARE_ALL(compared);
}

void TestOpenCl::batchesOfProducts() {
    std::vector<Compared> compared;
    const auto add = [&](const NodePtr& node) { compared.push_back({"", node, {}}); };
    for (const DType dtype : {DType::f32, DType::i32}) {
        for (const std::int64_t b : {0, 2, 5}) {
            add(matmul(whole(dtype, {b, 3, 4}), whole(dtype, {b, 4, 5})));
            add(matmul(whole(dtype, {2, b, 30, 40}), whole(dtype, {2, b, 40, 33})));
        }
        add(matmul(whole(dtype, {3, 2, 4}),
                   broadcast(whole(dtype, {4, 5}), Shape{3, 4, 5}, {1, 2})));
        add(matmul(permute(whole(dtype, {2, 4, 3}), {2, 0, 1}), whole(dtype, {3, 4, 5})));
        add(dot(whole(dtype, {2, 3, 4, 5}), whole(dtype, {5, 3, 6, 2}),
                {{1}, {1}, {3, 0}, {0, 3}}));
    }
    // The shape of attention: heads interleaved in memory.
    const auto heads = [](const NodePtr& x) {
        return permute(reshape(x, Shape{2, 6, 3, 8}), {0, 2, 1, 3});
    };
    const NodePtr q = heads(whole(DType::f32, {2, 6, 24})),
                  k = heads(whole(DType::f32, {2, 6, 24}));
    add(matmul(matmul(q, permute(k, {0, 1, 3, 2})), k));
    COMPARE_ALL(compared);
}

void TestOpenCl::convolutions_data() {
    QTest::addColumn<int>("spatial");
    QTest::addColumn<int>("type");
    for (const int spatial : {1, 2, 3})
        QTest::addRow("%d axes, f32", spatial) << spatial << int(DType::f32);
    QTest::newRow("2 axes, f64") << 2 << int(DType::f64);
}

void TestOpenCl::convolutions() {
    QFETCH(int, spatial);
    QFETCH(int, type);
    const auto dtype = static_cast<DType>(type);
    std::vector<Compared> compared;
    for (int round = 0; round < (opencl_in_full() ? 60 : 12);) {
        const std::int64_t groups = up_to(3, 1);
        // Now and then wide enough for whole vectors, and a rest.
        const std::int64_t wide = round % 3 == 0 ? 40 : 3;
        Axes input{up_to(3, 1), groups * up_to(wide, 1)};
        Axes weight{groups * up_to(wide, 1), input[1] / groups};
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
            input.push_back(std::max<std::int64_t>(1, reach - a.low.back() - a.high.back()) +
                            up_to(6));
        }
        const Shape in{Axes(input)}, w{Axes(weight)};
        if (in.element_count() > 20'000) continue;
        ++round;
        const NodePtr y = conv(whole(dtype, in), whole(dtype, w), a);
        const std::string what = concat(to_string(in), " by ", to_string(w), " ", round);
        compared.push_back({what, y, {}});
        const NodePtr g = whole(dtype, y->shape());
        compared.push_back({what + " to input", conv_grad_input(g, whole(dtype, w), in, a), {}});
        compared.push_back({what + " to weight", conv_grad_weight(whole(dtype, in), g, w, a), {}});
    }
    COMPARE_ALL(compared);
    if (dtype == DType::f32) {
        compiler::CompileOptions rows;
        rows.channels_last = false;
        COMPARE_ALL(compared, rows);
    }
}

namespace {

struct Followed {
    Shape input, weight;
    ConvAttributes attributes;
};

/// What follows a convolution in networks: bias and ReLU with the mask kept, a scale per image, a
/// sum with another image; and a gradient that a mask lets through.
std::vector<NodePtr> followed(const Followed& problem, Numbers numbers) {
    const auto drawn = [&](const Shape& shape) {
        return drawn_leaf(DType::f32, shape, numbers, generator());
    };
    const auto convolved = [&] {
        return conv(drawn(problem.input), drawn(problem.weight), problem.attributes);
    };
    std::vector<NodePtr> all;
    NodePtr y = convolved();
    y = add(y, broadcast(drawn(Shape{y->shape()[1]}), y->shape(), {1}));
    const NodePtr zero = constant_like(y, 0.0);
    all.push_back(binary(Op::max, y, zero));
    all.push_back(le(y, zero));
    y = convolved();
    all.push_back(mul(y, broadcast(drawn(Shape{y->shape()[0]}), y->shape(), {0})));
    y = convolved();
    all.push_back(add(y, drawn(y->shape())));
    const NodePtr x = drawn(problem.input);
    const NodePtr dx = conv_grad_input(drawn(y->shape()), drawn(problem.weight), problem.input,
                                       problem.attributes);
    const NodePtr nothing = constant_like(x, 0.0);
    all.push_back(select(le(x, nothing), nothing, dx));
    return all;
}

int convolutions_with_epilogues(const backends::Executable& executable) {
    int count = 0;
    for (const auto& step : executable.steps())
        count += step.what.starts_with("conv") && step.what.find(" then ") != std::string::npos;
    return count;
}

}  // namespace

// Inside the kernel of the convolution: what the oracle computes, and the bits of two kernels.
void TestOpenCl::convolutionsWithEpilogues() {
    const Followed problems[] = {
        {{3, 5, 9, 7}, {40, 5, 3, 3}, {{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1}},
        {{2, 40, 6, 5}, {33, 40, 2, 3}, {{2, 1}, {0, 2}, {1, 0}, {1, 2}, 1}},
        {{2, 12, 8, 8}, {9, 4, 3, 3}, {{2, 2}, {1, 1}, {1, 1}, {1, 1}, 3}},
        {{1, 3, 4, 4}, {70, 3, 1, 1}, {{1, 1}, {0, 0}, {0, 0}, {1, 1}, 1}},
        {{5, 4, 30}, {18, 4, 5}, {{2}, {2}, {2}, {1}, 1}},
        {{2, 3, 4, 5, 6}, {17, 3, 2, 2, 2}, {{1, 1, 1}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}, 1}}};
    std::vector<Compared> exact, rows;
    compiler::Program ordinary;
    for (std::size_t i = 0; i < std::size(problems); ++i) {
        for (const NodePtr& node : followed(problems[i], Numbers::whole)) {
            exact.push_back({concat("problem ", i, ", ", exact.size() % 5), node, {}});
            // Every kernel takes a while to compile.
            if (i == 2 || opencl_in_full()) rows.push_back(exact.back());
        }
        if (i >= 2 && !opencl_in_full()) continue;
        for (const NodePtr& node : followed(problems[i], Numbers::ordinary))
            ordinary.outputs.push_back(node);
    }
    COMPARE_ALL(exact);
    compiler::CompileOptions apart, channels_first;
    channels_first.channels_last = false;
    COMPARE_ALL(rows, channels_first);
    apart.epilogues = false;
    testing::Session fused(*opencl(), ordinary), two(*opencl(), ordinary, apart);
    QCOMPARE(convolutions_with_epilogues(fused.executable()),
             static_cast<int>(ordinary.outputs.size() / 5 * 4));
    QCOMPARE(convolutions_with_epilogues(two.executable()), 0);
    GW_VERIFY_NOTHING(testing::difference(fused.run().outputs, two.run().outputs));
}

// A product, a sum of its rows, a maximum, and what uses them all: each reads what the one before
// has written. Steps that are large, or whose kernels many share, are started by themselves.
void TestOpenCl::smallStepsInOneKernel() {
    const NodePtr y = matmul(whole(DType::f32, {8, 10}), whole(DType::f32, {10, 5}));
    const NodePtr sums = reduce(Op::reduce_sum, mul(y, y), {1});
    const NodePtr most = reduce(Op::reduce_max, sums, {0});
    const NodePtr w = whole(DType::f32, {8, 5});
    const NodePtr next = sub(w, mul(broadcast(sums, w->shape(), {0}), y));
    const compiler::Program program{{y, sums, most}, {{w, next}}};
    testing::Session session(*opencl(), program), right(testing::oracle(), program);
    const auto actual = session.run(), expected = right.run();
    GW_VERIFY_NOTHING(testing::difference(actual.outputs, expected.outputs));
    GW_VERIFY_NOTHING(testing::difference(actual.assigned, expected.assigned));
    const auto kernels = [](testing::Session& of) {
        const auto report = of.executable().compile_report();
        return report.loops_made + report.loops_from_disk;
    };
    const bool processor = qgetenv("GRADWEAVE_OPENCL_STYLE") != "gpu" &&
                           backends::list_opencl_devices().devices[0].is_processor;
    QVERIFY(session.executable().steps().size() > 2);
    if (processor) QCOMPARE(kernels(session), 1);
    if (!processor) QVERIFY(kernels(session) > 1);
    const NodePtr large = whole(DType::f32, {200, 100});
    testing::Session apart(
        *opencl(), {{reduce(Op::reduce_sum, large, {1}), reduce(Op::reduce_max, large, {0})}, {}});
    QVERIFY(kernels(apart) >= 2);
    // Twelve like each other, between which others lie, are compiled once.
    NodePtr x = whole(DType::f32, {4, 6});
    for (int i = 0; i < 12; ++i)
        x = sub(broadcast(reduce(Op::reduce_max, x, {0}), x->shape(), {1}), x);
    testing::Session shared(*opencl(), {{x}, {}});
    QVERIFY2(kernels(shared) <= 4, qPrintable(QString::number(kernels(shared))));
    GW_VERIFY_NOTHING(testing::difference(
        shared.run().outputs, testing::Session(testing::oracle(), {{x}, {}}).run().outputs));
}

void TestOpenCl::pooling() {
    struct Problem {
        Shape shape;
        Pooling pooling;
    };
    const Problem problems[] = {
        {{2, 3, 8, 8}, {{2, 2}, {2, 2}, {0, 0}, {0, 0}}},
        {{1, 1, 7, 5}, {{3, 2}, {2, 1}, {0, 0}, {0, 0}}},
        {{2, 5, 6, 7}, {{3, 3}, {1, 2}, {1, 1}, {1, 1}}},
        {{1, 17, 4, 9}, {{2, 3}, {2, 3}, {1, 0}, {0, 2}}},
        {{1, 2, 9, 9}, {{2, 2}, {4, 3}, {0, 0}, {0, 0}}},
        {{1, 2, 3, 3}, {{2, 2}, {1, 1}, {3, 2}, {2, 3}}},
        {{0, 3, 4, 4}, {{2, 2}, {2, 2}, {0, 0}, {0, 0}}},
    };
    std::vector<Compared> compared;
    for (const Numbers numbers : {Numbers::ordinary, Numbers::whole, Numbers::special}) {
        for (const Problem& p : problems) {
            const NodePtr x = drawn_leaf(DType::f32, p.shape, numbers, generator());
            const NodePtr y = max_pool2d(x, p.pooling);
            compared.push_back({to_string(p.shape), y, {}});
            compared.push_back({concat("gradient of ", to_string(p.shape)),
                                max_pool2d_gradient(x, whole(DType::f32, y->shape()), p.pooling),
                                {}});
        }
    }
    COMPARE_ALL(compared);
    compiler::CompileOptions by_body;
    by_body.composites = false;
    COMPARE_ALL(compared, by_body);
}

void TestOpenCl::withoutOptimisations() {
    const NodePtr x = drawn_leaf(DType::f32, Shape{20, 50}, Numbers::ordinary, generator());
    const NodePtr e = exp(sub(x, broadcast(reduce(Op::reduce_max, x, {1}), x->shape(), {0})));
    const NodePtr y = div(e, broadcast(reduce(Op::reduce_sum, e, {1}), x->shape(), {0}));
    const Tolerance tolerance{200 * 0x1p-24, 0};
    compiler::CompileOptions none;
    none.fuse = none.merge = none.in_place = none.reuse_memory = none.channels_last = false;
    none.poison_memory = true;
    const std::vector<Compared> compared = {{"softmax", y, tolerance}, {"x", add(x, x), {}}};
    COMPARE_ALL(compared);
    COMPARE_ALL(compared, none);
}

QTEST_GUILESS_MAIN(TestOpenCl)
#include "test_opencl.moc"
