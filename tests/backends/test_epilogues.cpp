// SPDX-License-Identifier: Apache-2.0
// Products that take the elementwise work that follows them along: the same results as in two
// steps.
#include <QTest>

#include "engine/core/threads.h"
#include "tests/support/difference.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using compiler::CompileOptions;
using compiler::Program;
using gradweave::testing::cpu;
using gradweave::testing::difference;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::oracle;
using gradweave::testing::Outcome;
using gradweave::testing::Session;

namespace {

Generator& generator() {
    static Generator shared(5);
    return shared;
}

/// Whole numbers: products are exact, so every way must give the same.
NodePtr whole(const Shape& shape, DType dtype = DType::f32) {
    return drawn_leaf(dtype, shape, Numbers::whole, generator());
}

NodePtr relu(const NodePtr& x) {
    const NodePtr zero = constant(0.0, x->dtype(), x->shape());
    return select(binary(Op::le, x, zero), zero, x);
}

NodePtr with_bias(const NodePtr& x, const NodePtr& bias) {
    const int last = x->shape().rank() - 1;
    return binary(Op::add, x, broadcast(bias, x->shape(), {last}));
}

CompileOptions code() {
    CompileOptions options;
    options.expected_runs = std::int64_t{1} << 40;
    options.poison_memory = true;
    return options;
}

/// Steps that are a product and something after it.
int fused(Session& session) {
    int count = 0;
    for (const auto& step : session.executable().steps())
        count += step.what.find(" then ") != std::string::npos;
    return count;
}

/// Runs the program as machine code, without it, unfused, on several threads, and compares each
/// with the oracle. Returns what is wrong; `expected` is the number of products with an epilogue.
std::optional<std::string> check(const Program& program, int expected) {
    const Outcome right = Session(oracle(), program).run();
    CompileOptions tiles = code(), apart = code();
    tiles.machine_code = false;
    apart.epilogues = false;
    const std::pair<const char*, CompileOptions> ways[] = {
        {"machine code", code()}, {"tiles", tiles}, {"two steps", apart}};
    for (const auto& [name, options] : ways) {
        for (const int threads : {1, 3}) {
            set_thread_count(threads);
            Session session(cpu(), program, options);
            const int found = fused(session), wanted = options.epilogues ? expected : 0;
            if (found != wanted)
                return concat(name, ": ", found, " products with an epilogue, not ", wanted, "\n",
                              session.executable().dump());
            const Outcome outcome = session.run();
            for (const auto& wrong : {difference(outcome.outputs, right.outputs),
                                      difference(outcome.assigned, right.assigned)}) {
                if (wrong) return concat(name, ", ", threads, " threads, ", *wrong);
            }
        }
    }
    set_thread_count(0);
    return std::nullopt;
}

#define CHECK(...) GW_VERIFY_NOTHING(check(__VA_ARGS__))

}  // namespace

class TestEpilogues : public QObject {
    Q_OBJECT

  private slots:
    void biasAndActivation();
    void batches();
    void updateInPlace();
    void notOverItsOwnOperand();
    void severalResults();
    void residual();
    void sumOfProducts();
    void productOverOneElement();
    void convolutions();
    void convolutionsInPlace();
    void staysApart();
};

void TestEpilogues::biasAndActivation() {
    for (const DType dtype : {DType::f32, DType::f64}) {
        for (const std::int64_t m : {1, 3, 64, 130}) {
            for (const std::int64_t n : {2, 10, 64, 200, 517}) {
                for (const std::int64_t k : {7, 64, 300}) {
                    const NodePtr y = matmul(whole({m, k}, dtype), whole({k, n}, dtype));
                    CHECK({{relu(with_bias(y, whole({n}, dtype)))}, {}}, 1);
                }
            }
        }
    }
    // Weights as PyTorch stores them, and a product large enough for the library.
    const NodePtr y = dot(whole({700, 400}), whole({90, 400}), {{}, {}, {1}, {1}});
    CHECK({{relu(with_bias(y, whole({90})))}, {}}, 1);
}

// Rows of several axes, and a batch of matrices; the second operand of the loop differs between
// them.
void TestEpilogues::batches() {
    const NodePtr rows = dot(whole({4, 9, 20}), whole({20, 33}), {{}, {}, {2}, {0}});
    CHECK({{with_bias(rows, whole({33}))}, {}}, 1);
    const NodePtr per_row = broadcast(whole({9, 33}), Shape{4, 9, 33}, {1, 2});
    CHECK({{binary(Op::add, rows, per_row)}, {}}, 1);
    const NodePtr per_matrix = broadcast(whole({4}), Shape{4, 9, 33}, {0});
    CHECK({{binary(Op::mul, rows, per_matrix)}, {}}, 1);
    const NodePtr many = matmul(whole({5, 6, 17, 8}), whole({5, 6, 8, 40}));
    const NodePtr mask = broadcast(whole({17, 40}), Shape{5, 6, 17, 40}, {2, 3});
    CHECK(
        {{select(binary(Op::lt, mask, constant(0.0, DType::f32, mask->shape())), many, mask)}, {}},
        1);
}

// W - lr * x^T dy goes straight into W, and the gradient is nowhere in memory.
void TestEpilogues::updateInPlace() {
    const NodePtr w = whole({30, 50}), x = whole({8, 30}), dy = whole({8, 50});
    const NodePtr gradient = dot(x, dy, {{}, {}, {0}, {0}});
    const NodePtr rate = broadcast(whole({}), Shape{30, 50}, {});
    const NodePtr next = binary(Op::sub, w, binary(Op::mul, rate, gradient));
    CHECK({{}, {{w, next}}}, 1);
    Session session(cpu(), {{}, {{w, next}}}, code());
    QCOMPARE(session.executable().steps().size(), std::size_t{1});
    QCOMPARE(session.executable().memory().arena_bytes, std::uint64_t{0});
}

// A leaf that is also an operand of the product is read until its last tile is done.
void TestEpilogues::notOverItsOwnOperand() {
    const NodePtr w = whole({40, 40});
    const NodePtr squared = matmul(w, w);
    CHECK({{}, {{w, binary(Op::sub, w, squared)}}}, 1);
    // The same in the arena: the operand dies in the step.
    const NodePtr x = unary(Op::neg, whole({40, 40}));
    CHECK({{binary(Op::add, matmul(x, x), x)}, {}}, 1);
}

// A mask that is kept for later beside the result.
void TestEpilogues::severalResults() {
    const NodePtr y = matmul(whole({20, 30}), whole({30, 70}));
    const NodePtr mask = binary(Op::le, y, constant(0.0, DType::f32, y->shape()));
    CHECK({{relu(y), mask}, {}}, 1);
}

void TestEpilogues::residual() {
    const NodePtr x = unary(Op::neg, whole({64, 96}));
    const NodePtr y = matmul(whole({64, 50}), whole({50, 96}));
    CHECK({{binary(Op::add, y, x)}, {}}, 1);
    // Transposed: not element by element in the product's order.
    CHECK({{binary(Op::add, permute(y, {1, 0}), whole({96, 64}))}, {}}, 0);
}

// As in a recurrent layer: one of the two products takes the loop.
void TestEpilogues::sumOfProducts() {
    const NodePtr x = matmul(whole({16, 20}), whole({20, 48}));
    const NodePtr h = matmul(whole({16, 12}), whole({12, 48}));
    CHECK({{relu(with_bias(binary(Op::add, x, h), whole({48})))}, {}}, 1);
}

// The gradient of a weight on one sample is a multiplication, and part of the update's loop.
void TestEpilogues::productOverOneElement() {
    const NodePtr w = whole({30, 50}), x = whole({1, 30}), dy = whole({1, 50});
    const NodePtr gradient = dot(x, dy, {{}, {}, {0}, {0}});
    const Program program{{}, {{w, binary(Op::sub, w, gradient)}}};
    CHECK(program, 0);
    QCOMPARE(Session(cpu(), program).executable().steps().size(), std::size_t{1});
    // With a batch, either operand alone, other types.
    for (const DType dtype : {DType::f32, DType::f64, DType::i32, DType::u8}) {
        CHECK({{matmul(whole({3, 4, 1}, dtype), whole({3, 1, 5}, dtype))}, {}}, 0);
        CHECK({{matmul(whole({1, 1}, dtype), whole({1, 5}, dtype))}, {}}, 0);
    }
}

// Pieces of eight images and a rest; one or two spatial axes; results beside the activation.
void TestEpilogues::convolutions() {
    const ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    for (const std::int64_t batch : {1, 3, 8, 20}) {
        const NodePtr y = conv(whole({batch, 3, 9, 7}), whole({16, 3, 3, 3}), same);
        const NodePtr biased = binary(Op::add, y, broadcast(whole({16}), y->shape(), {1}));
        CHECK({{relu(biased)}, {}}, 1);
        const NodePtr mask = binary(Op::le, biased, constant(0.0, DType::f32, y->shape()));
        CHECK({{relu(biased), mask}, {}}, 1);
    }
    const NodePtr line = conv(whole({5, 4, 30}), whole({8, 4, 5}), {{2}, {2}, {2}, {1}, 1});
    CHECK({{relu(line)}, {}}, 1);
    // The gradient of an activation.
    const NodePtr dx =
        conv_grad_input(whole({9, 6, 8, 8}), whole({6, 4, 3, 3}), {9, 4, 8, 8}, same);
    const NodePtr x = whole({9, 4, 8, 8});
    const NodePtr zero = constant(0.0, DType::f32, x->shape());
    CHECK({{select(binary(Op::le, x, zero), zero, dx)}, {}}, 1);
}

// The sum of a block and its shortcut: the shortcut dies in the step, but the convolution is
// written before the sum reads it, so it is not computed in the shortcut's place.
void TestEpilogues::convolutionsInPlace() {
    const ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const NodePtr x = relu(conv(whole({10, 4, 6, 6}), whole({4, 4, 3, 3}), same));
    const NodePtr sum = binary(Op::add, conv(x, whole({4, 4, 3, 3}), same), x);
    CHECK({{relu(sum)}, {}}, 2);
    const NodePtr shortcut = unary(Op::neg, whole({10, 4, 6, 6}));
    CHECK({{binary(Op::add, conv(whole({10, 4, 6, 6}), whole({4, 4, 3, 3}), same), shortcut)}, {}},
          1);
}

void TestEpilogues::staysApart() {
    // The product is wanted itself, read twice, or reduced.
    const NodePtr y = matmul(whole({6, 7}), whole({7, 8}));
    CHECK({{y, unary(Op::neg, y)}, {}}, 0);
    CHECK({{reduce(Op::reduce_sum, unary(Op::neg, y), Axes{1})}, {}}, 0);
    CHECK({{reduce(Op::reduce_max, y, Axes{1}), unary(Op::neg, y)}, {}}, 0);
    // Each element is read at many places, or from another one.
    CHECK({{binary(Op::add, broadcast(y, Shape{3, 6, 8}, {1, 2}), whole({3, 6, 8}))}, {}}, 0);
    const NodePtr part = slice(y, {1, 1}, {1, 1}, {5, 7});
    CHECK({{binary(Op::add, part, whole({5, 7}))}, {}}, 0);
    // Nothing to do.
    CHECK({{unary(Op::neg, matmul(whole({0, 7}), whole({7, 8})))}, {}}, 0);
    CHECK({{unary(Op::neg, matmul(whole({6, 0}), whole({0, 8})))}, {}}, 1);
}

QTEST_GUILESS_MAIN(TestEpilogues)
#include "test_epilogues.moc"
