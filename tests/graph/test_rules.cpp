// SPDX-License-Identifier: Apache-2.0
// The sentence for each broken type or shape rule, with the block's name where there is one.
#include <QTest>
#include <functional>
#include <vector>

#include "engine/graph/build.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::error_of;

namespace {

NodePtr leaf(const Shape& shape, DType dtype = DType::f32) {
    return make_leaf("x", dtype, shape);
}

struct Case {
    const char* name;
    std::function<NodePtr()> build;
    const char* sentence;
};

const std::vector<Case>& cases() {
    using enum DType;
    constexpr std::int64_t huge = std::int64_t{1} << 62;
    static const std::vector<Case> all = {
        {"numeric type", [] { return add(leaf({2}, boolean), leaf({2}, boolean)); },
         "add: the operand must be a number, not bool, it is bool"},
        {"floating type", [] { return exp(leaf({2}, i32)); },
         "exp: the operand must be floating (f16, bf16, f32 or f64), it is i32"},
        {"logical type", [] { return bit_not(leaf({2})); },
         "bit_not: the operand must be bool or an integer, it is f32"},
        {"different types", [] { return add(leaf({2}), leaf({2}, f64)); },
         "add: operand types differ: f32 and f64; cast one of them"},
        {"different shapes", [] { return add(leaf({2}), leaf({3})); },
         "add: operand shapes differ: [2] and [3]"},
        {"select condition", [] { return select(leaf({2}), leaf({2}), leaf({2})); },
         "select: the condition must be bool, it is f32"},
        {"select choices", [] { return select(leaf({2}, boolean), leaf({2}), leaf({2}, i32)); },
         "select: the choices' types differ: f32 and i32"},
        {"select shapes", [] { return select(leaf({2}, boolean), leaf({3}), leaf({3})); },
         "select: operand shapes differ: [2] and [3]"},
        {"iota type", [] { return iota(u8, Shape{3}, 0); },
         "iota: indices need i32, i64, f32 or f64, not u8"},
        {"random key", [] { return random_bits(leaf({1}, i64), leaf({}, i64), Shape{3}); },
         "random_bits: key and counter must be i64 scalars"},
        {"scanned axis", [] { return scan(Op::scan_sum, leaf({2}), 1); },
         "scan_sum: axis 1 does not exist in [2]"},
        {"scanned type", [] { return scan(Op::scan_prod, leaf({2}, boolean), 0); },
         "scan_prod: the operand must be a number, not bool, it is bool"},
        {"sorted axis",
         [] {
             return argsort(leaf({2, 3}), -1);
         },
         "argsort: axis -1 does not exist in [2, 3]"},
        {"bits of another size", [] { return bitcast(leaf({2}), i64); },
         "bitcast: the bits of f32 cannot be read as i64: both must have the same size, and bool "
         "cannot take part"},
        {"reduced axis",
         [] {
             return reduce(Op::reduce_sum, leaf({2, 3}), {2});
         },
         "reduce_sum: axis 2 does not exist in [2, 3]"},
        {"maximum of nothing",
         [] {
             return reduce(Op::reduce_max, leaf({2, 0}), {1});
         },
         "reduce_max: the maximum or minimum of no elements is not defined (axis 1 of [2, 0])"},
        {"argmax axis", [] { return arg_reduce(Op::argmax, leaf({2}), 1); },
         "argmax: axis 1 does not exist in [2]"},
        {"argmin of nothing",
         [] {
             return arg_reduce(Op::argmin, leaf({2, 0}), 1);
         },
         "argmin: axis 1 of [2, 0] is empty"},
        {"reshape",
         [] {
             return reshape(leaf({2, 3}), Shape{7});
         },
         "reshape: [2, 3] has 6 elements, [7] has 7"},
        {"permute",
         [] {
             return permute(leaf({2, 3}), {0, 0});
         },
         "permute: [0, 0] does not name each axis of [2, 3] once"},
        {"broadcast",
         [] {
             return broadcast(leaf({2}), Shape{3, 4}, {1});
         },
         "broadcast: [2] does not fit [3, 4] along axes [1]"},
        {"pad entries",
         [] {
             return pad(leaf({2, 3}), {{1}, {1}, {0}, 0.0});
         },
         "pad: the padding does not have one entry per axis of [2, 3]"},
        {"pad negative",
         [] {
             return pad(leaf({2}), {{-1}, {0}, {0}, 0.0});
         },
         "pad: padding cannot be negative; use slice"},
        {"pad too large",
         [] {
             return pad(leaf({2}), {{huge}, {huge}, {0}, 0.0});
         },
         "pad: the padded size is too large"},
        {"slice entries",
         [] {
             return slice(leaf({2, 3}), {0}, {1}, {1});
         },
         "slice: the ranges do not have one entry per axis of [2, 3]"},
        {"slice step", [] { return slice(leaf({2}), {0}, {0}, {1}); }, "slice: a step cannot be 0"},
        {"slice count", [] { return slice(leaf({2}), {0}, {1}, {-1}); },
         "slice: a count cannot be negative"},
        {"slice end", [] { return slice(leaf({5}), {2}, {2}, {3}); },
         "slice: the range of axis 0 leaves the tensor [5]"},
        {"slice start", [] { return slice(leaf({5}), {5}, {1}, {1}); },
         "slice: the range of axis 0 leaves the tensor [5]"},
        {"slice overflow", [] { return slice(leaf({5}), {0}, {huge}, {4}); },
         "slice: the range of axis 0 leaves the tensor [5]"},
        {"concat nothing", [] { return concat({}, 0); }, "concat: there is nothing to join"},
        {"concat axis",
         [] {
             return concat({leaf({2}), leaf({2})}, 1);
         },
         "concat: axis 1 does not exist in [2]"},
        {"concat types",
         [] {
             return concat({leaf({2}), leaf({2}, i32)}, 0);
         },
         "concat: the operands' types differ: f32 and i32"},
        {"concat shapes",
         [] {
             return concat({leaf({2, 3}), leaf({2, 4})}, 0);
         },
         "concat: [2, 3] and [2, 4] differ in more than axis 0"},
        {"window entries",
         [] {
             return window(leaf({5}), {{0}, {2}, {1}, {}});
         },
         "window: sizes, strides and dilations do not have one entry per axis"},
        {"window axes",
         [] {
             return window(leaf({5, 5}), {{1, 0}, {2, 2}, {1, 1}, {1, 1}});
         },
         "window: axes [1, 0] are not ascending axes of [5, 5]"},
        {"window size",
         [] {
             return window(leaf({5}), {{0}, {3}, {1}, {3}});
         },
         "window: a window of 3 (stride 1, dilation 3) does not fit in 5 elements"},
        {"gather indices", [] { return gather(leaf({5}), leaf({2}), 0); },
         "gather: indices must be i32 or i64, they are f32"},
        {"gather axis", [] { return gather(leaf({5}), leaf({2}, i64), 1); },
         "gather: axis 1 does not exist in [5]"},
        {"scatter bool",
         [] { return scatter_add(leaf({2}, boolean), leaf({2}, i64), 0, Shape{5}); },
         "scatter_add: updates must be numbers, not bool"},
        {"scatter shapes", [] { return scatter_add(leaf({3}), leaf({2}, i64), 0, Shape{5}); },
         "scatter_add: updates [3] do not fit indices [2] on axis 0 of [5]"},
        {"dot pairs",
         [] {
             return dot(leaf({2, 3}), leaf({3, 2}), {{}, {}, {1}, {}});
         },
         "dot: the axes do not pair up"},
        {"dot axes",
         [] {
             return dot(leaf({2, 3}), leaf({3, 2}), {{}, {}, {2}, {0}});
         },
         "dot: an axis does not exist"},
        {"dot axis twice",
         [] {
             return dot(leaf({2, 2}), leaf({2, 2}), {{0}, {0}, {0}, {1}});
         },
         "dot: an axis of [2, 2] is named twice"},
        {"dot inner",
         [] {
             return matmul(leaf({64, 784}), leaf({128, 10}));
         },
         "matmul: inner dimensions differ: lhs [64, 784] (k = 784), rhs [128, 10] (k = 128)"},
        {"dot batch",
         [] {
             return matmul(leaf({2, 4, 5}), leaf({3, 5, 6}));
         },
         "matmul: batch dimensions differ: lhs [2, 4, 5] (2), rhs [3, 5, 6] (3)"},
        {"conv ranks",
         [] {
             return conv(leaf({1, 1, 5}), leaf({1, 1, 3, 3}), {});
         },
         "conv: input [1, 1, 5] and weight [1, 1, 3, 3] must both be [batch or out, channels, "
         "spatial...]"},
        {"conv entries",
         [] {
             return conv(leaf({1, 1, 5}), leaf({1, 1, 3}), {{}, {0}, {0}, {1}});
         },
         "conv: stride, padding and dilation do not have one entry per spatial axis"},
        {"conv groups",
         [] {
             return conv(leaf({1, 3, 5}), leaf({4, 1, 3}), {{1}, {0}, {0}, {1}, 2});
         },
         "conv: 2 groups do not divide 3 input and 4 output channels"},
        {"conv channels",
         [] {
             return conv(leaf({1, 3, 5}), leaf({4, 2, 3}), {{1}, {0}, {0}, {1}, 1});
         },
         "conv: the input [1, 3, 5] has 3 channels, the weight [4, 2, 3] expects 2"},
        {"conv padding",
         [] {
             return conv(leaf({1, 1, 5}), leaf({1, 1, 3}), {{1}, {-1}, {0}, {1}, 1});
         },
         "conv: padding cannot be negative"},
        {"conv kernel",
         [] {
             return conv(leaf({1, 1, 5}), leaf({1, 1, 3}), {{1}, {1}, {0}, {3}, 1});
         },
         "conv: a kernel of 3 (stride 1, dilation 3) does not fit in 5 elements padded by 1 and 0"},
        {"conv padding too large",
         [] {
             return conv(leaf({1, 1, 5}), leaf({1, 1, 3}), {{1}, {huge}, {huge}, {1}, 1});
         },
         "conv: the padded size is too large"},
    };
    return all;
}

}  // namespace

class TestRules : public QObject {
    Q_OBJECT

  private slots:
    void sentence_data();
    void sentence();
    void blockNamesAreQuoted();
};

void TestRules::sentence_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

void TestRules::sentence() {
    QFETCH(int, index);
    const Case& wrong = cases()[static_cast<std::size_t>(index)];
    EXPECT_ERROR(wrong.build(), bad_input, wrong.sentence);
    QVERIFY(error_of(wrong.build)->block().empty());

    const OriginScope scope("fc2", Phase::forward);
    EXPECT_ERROR(wrong.build(), bad_input, QString(wrong.sentence) + ", in block \"fc2\"");
    QCOMPARE(error_of(wrong.build)->block(), std::string("fc2"));
}

void TestRules::blockNamesAreQuoted() {
    const OriginScope scope("odd \"name\"\n", Phase::forward);
    const auto error = error_of([] { return exp(leaf({2}, DType::i32)); });
    QVERIFY(QString(error->what()).endsWith("in block \"odd \\\"name\\\"\\x0a\""));
    QCOMPARE(error->block(), std::string("odd \"name\"\n"));
}

QTEST_GUILESS_MAIN(TestRules)
#include "test_rules.moc"
