// SPDX-License-Identifier: Apache-2.0
// Updates of leaves: all from what the leaves held before, whatever is computed in place.
#include <QTest>

#include "tests/support/expect.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using compiler::Program;
using gradweave::testing::cpu;
using gradweave::testing::oracle;
using gradweave::testing::Session;

namespace {

struct Case {
    const char* name;
    Program program;
};

/// Larger than a task of a loop, so that a wrong order between tiles shows.
constexpr std::int64_t side = 182;

NodePtr leaf(const Shape& shape = Shape{side, side}) {
    static Generator generator(17);
    return testing::drawn_leaf(DType::f32, shape, testing::Numbers::whole, generator);
}
/// Keeps numbers whole and small over several runs.
NodePtr small(const NodePtr& x) {
    return binary(Op::mod, x, constant_like(x, 7.0));
}
NodePtr turned(const NodePtr& x) {
    return permute(x, {1, 0});
}
NodePtr plus(const NodePtr& x, double value) {
    return add(x, constant_like(x, value));
}
NodePtr row_sums(const NodePtr& x) {
    return small(reduce(Op::reduce_sum, x, {1}));
}

std::vector<Case> make_cases() {
    std::vector<Case> cases;
    const auto add_case = [&](const char* name, std::vector<NodePtr> outputs,
                              std::vector<compiler::Assignment> assignments) {
        cases.push_back({name, {std::move(outputs), std::move(assignments)}});
    };
    const NodePtr a = leaf(), b = leaf(), c = leaf();

    add_case("in place", {}, {{a, small(add(a, b))}});
    add_case("swap", {}, {{a, b}, {b, a}});
    add_case("swap with outputs", {a, b}, {{a, b}, {b, a}});
    add_case("rotation", {}, {{a, b}, {b, c}, {c, a}});
    add_case("swap of results", {}, {{a, plus(small(b), 1)}, {b, plus(small(a), 2)}});
    add_case("copy of another's old value", {}, {{a, b}, {b, small(plus(b, 1))}});
    add_case("to itself", {a}, {{a, a}});
    add_case("a constant", {a}, {{a, constant_like(a, 3.0)}});
    add_case("output is the assigned value", {small(plus(a, 1))}, {{a, small(plus(a, 1))}});
    add_case("output is the leaf", {a}, {{a, small(plus(a, 1))}});
    add_case("output reads the old value", {mul(a, a)}, {{a, small(plus(a, 1))}});
    const NodePtr next = small(plus(a, 1));
    add_case("output reads the new value", {mul(next, next)}, {{a, next}});
    add_case("old and new value together", {add(next, a)}, {{a, next}});
    add_case("old value read by a product", {matmul(a, b)}, {{a, next}});
    add_case("two leaves, one value", {}, {{a, next}, {b, next}});
    add_case("two leaves and the output, one value", {next}, {{a, next}, {b, next}});
    add_case("chain of updates", {},
             {{a, next}, {b, add(next, b)}, {c, small(add(add(next, b), c))}});

    // The new element is computed from others than the old one in its place.
    add_case("transposed", {}, {{a, turned(a)}});
    add_case("transposed and more", {}, {{a, small(add(turned(a), a))}});
    add_case("reversed", {}, {{a, slice(a, {side - 1, 0}, {-1, 1}, {side, side})}});
    add_case("shifted", {},
             {{a, concat({slice(a, {1, 0}, {1, 1}, {side - 1, side}),
                          slice(a, {0, 0}, {1, 1}, {1, side})},
                         0)}});
    add_case("minus its column sums", {},
             {{a, small(sub(a, broadcast(reduce(Op::reduce_sum, a, {0}), a->shape(), {1})))}});
    add_case("product of itself", {}, {{a, small(matmul(a, a))}});
    add_case("padded part", {},
             {{a, pad(slice(a, {0, 0}, {1, 1}, {side - 1, side}), {{1, 0}, {0, 0}, {0, 0}, 1.0})}});
    add_case("gathered", {}, {{a, gather(a, cast(row_sums(a), DType::i64), 0)}});

    // Values that are views of something else.
    const NodePtr line = leaf(Shape{side * side}), row = leaf(Shape{side}), one = leaf(Shape{});
    add_case("reshaped leaf", {}, {{line, reshape(a, line->shape())}});
    add_case("reshaped result", {}, {{line, reshape(next, line->shape())}, {a, next}});
    add_case("broadcast leaf", {}, {{a, broadcast(row, a->shape(), {1})}, {row, row_sums(a)}});
    add_case("broadcast scalar", {one}, {{a, broadcast(one, a->shape(), {})}, {one, plus(one, 1)}});
    add_case("part of a leaf", {},
             {{row, reshape(slice(a, {3, 0}, {1, 1}, {1, side}), row->shape())}, {a, next}});

    // What optimisers do: several states updated from each other, step number and rate as scalars.
    const NodePtr gradient = matmul(b, a);
    const NodePtr momentum = small(add(mul(c, constant_like(c, 0.5)), gradient));
    const NodePtr rate = broadcast(one, a->shape(), {});
    add_case("momentum", {reduce(Op::reduce_sum, gradient, {0, 1})},
             {{c, momentum}, {a, small(sub(a, mul(rate, momentum)))}, {one, small(plus(one, 1))}});
    add_case("only assignments of empties", {}, {{leaf(Shape{0, 3}), leaf(Shape{0, 3})}});
    return cases;
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all = make_cases();
    return all;
}

}  // namespace

class TestAssignments : public QObject {
    Q_OBJECT

  private slots:
    void againstTheOracle_data();
    void againstTheOracle();
    void plainUpdatesCopyNothing();
    void onlyWhatIsNeededIsCopied_data();
    void onlyWhatIsNeededIsCopied();
    void updatesRunEarly();
    void wrongAssignments();
};

void TestAssignments::againstTheOracle_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

void TestAssignments::againstTheOracle() {
    QFETCH(int, index);
    const Program& program = cases()[static_cast<std::size_t>(index)].program;
    for (const bool fuse : {true, false}) {
        for (const bool in_place : {true, false}) {
            compiler::CompileOptions options;
            options.fuse = fuse;
            options.in_place = in_place;
            options.poison_memory = true;
            Session ours(cpu(), program, options), theirs(oracle(), program);
            for (int run = 0; run < 4; ++run) {
                const auto actual = ours.run(), expected = theirs.run();
                for (std::size_t i = 0; i < program.outputs.size(); ++i)
                    COMPARE_ARRAYS(actual.outputs[i], expected.outputs[i], {});
                for (std::size_t i = 0; i < program.assignments.size(); ++i)
                    COMPARE_ARRAYS(actual.assigned[i], expected.assigned[i], {});
            }
        }
    }
}

// w <- w - rate * g is one loop that writes w, without arena.
void TestAssignments::plainUpdatesCopyNothing() {
    const NodePtr w = leaf(), g = leaf();
    Session session(cpu(), {{}, {{w, sub(w, mul(g, constant_like(g, 0.5)))}}});
    QCOMPARE(session.executable().steps().size(), std::size_t{1});
    QCOMPARE(session.executable().memory().arena_bytes, std::uint64_t{0});
}

void TestAssignments::onlyWhatIsNeededIsCopied_data() {
    QTest::addColumn<Program>("program");
    QTest::addColumn<int>("steps");
    const NodePtr a = leaf(), b = leaf(), c = leaf();
    const NodePtr next = plus(a, 1);
    QTest::newRow("a product is written in place") << Program{{}, {{c, matmul(a, b)}}} << 1;
    QTest::newRow("a sum is written in place")
        << Program{{}, {{leaf(Shape{side}), row_sums(a)}}} << 1;
    QTest::newRow("a product of the old value goes through the arena")
        << Program{{}, {{a, matmul(a, b)}}} << 2;
    QTest::newRow("a swap moves three times") << Program{{}, {{a, b}, {b, a}}} << 3;
    QTest::newRow("the reader of the old value goes first")
        << Program{{matmul(a, b)}, {{a, next}}} << 2;
}

void TestAssignments::onlyWhatIsNeededIsCopied() {
    QFETCH(Program, program);
    QFETCH(int, steps);
    Session session(cpu(), program);
    QCOMPARE(session.executable().steps().size(), static_cast<std::size_t>(steps));
}

// The update of a layer follows its gradient at once, so one gradient lives at a time.
void TestAssignments::updatesRunEarly() {
    std::vector<compiler::Assignment> assignments;
    NodePtr x = leaf();
    for (int layer = 0; layer < 8; ++layer) {
        const NodePtr w = leaf();
        x = matmul(x, w);
        assignments.push_back({w, sub(w, x)});
    }
    Session session(cpu(), {{}, assignments});
    const std::uint64_t matrix = side * side * sizeof(float);
    // Two products and no more: x of this layer and of the last one.
    QVERIFY(session.executable().memory().arena_bytes <= 2 * (matrix + 64));
}

void TestAssignments::wrongAssignments() {
    const NodePtr a = leaf(), b = leaf(), other = leaf(Shape{3});
    const auto compile = [](std::vector<compiler::Assignment> assignments) {
        return cpu().compile({{}, std::move(assignments)}, {});
    };
    EXPECT_ERROR(compile({{other, a}}), failed,
                 "internal error: assignment of f32[182, 182] to \"x\" f32[3]");
    EXPECT_ERROR(compile({{a, cast(b, DType::f64)}}), failed,
                 "internal error: assignment of f64[182, 182] to \"x\" f32[182, 182]");
    EXPECT_ERROR(compile({{plus(a, 1), b}}), failed,
                 "internal error: assignment to add, which is no leaf");
    EXPECT_ERROR(compile({{a, b}, {a, plus(b, 1)}}), failed,
                 "internal error: \"x\" f32[182, 182] is assigned twice");
}

QTEST_GUILESS_MAIN(TestAssignments)
#include "test_assignments.moc"
