// SPDX-License-Identifier: Apache-2.0
// Reductions large enough to be cut into tiles, blocks and chunks, in every order of kept and
// reduced axes; their accuracy, and that threads do not change a bit.
#include <QTest>

#include "engine/core/threads.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::oracle;
using gradweave::testing::run_on;

namespace {

struct Pattern {
    const char* name;
    Shape shape;
    Axes axes;
};

/// K: kept, R: reduced. A tile has 1024 elements, a chunk 64 tiles.
const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> all = {
        {"R one tile", {1024}, {0}},
        {"R one tile and one", {1025}, {0}},
        {"R one chunk", {65'536}, {0}},
        {"R one chunk and one", {65'537}, {0}},
        {"R many chunks", {200'001}, {0}},
        {"KR short rows", {3000, 7}, {1}},
        {"KR rows of a tile less one", {5, 1023}, {1}},
        {"KR rows of a tile and one", {5, 1025}, {1}},
        {"KR many chunks", {3, 70'001}, {1}},
        {"RK narrow, many chunks", {70'001, 3}, {0}},
        {"RK odd rows in a tile", {1000, 341}, {0}},
        {"RK a tile wide", {70, 1024}, {0}},
        {"RK several blocks, many chunks", {300, 1500}, {0}},
        {"RKR", {40, 30, 130}, {0, 2}},
        {"RKR many chunks", {300, 3, 300}, {0, 2}},
        {"KRK", {2, 300, 1200}, {1}},
        {"KRK narrow, many chunks", {3, 35'001, 2}, {1}},
        {"KRK many small", {5000, 3, 4}, {1}},
        {"KRKR", {7, 30, 5, 40}, {1, 3}},
        {"RKRK", {30, 7, 40, 5}, {0, 2}},
        {"all of three", {30, 70, 40}, {0, 1, 2}},
    };
    return all;
}

void add_rows() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < patterns().size(); ++i)
        QTest::newRow(patterns()[i].name) << static_cast<int>(i);
}

const Pattern& pattern_of(int index) {
    return patterns()[static_cast<std::size_t>(index)];
}

/// Signs, and sometimes a 2 or its inverse: products stay powers of two within range.
NodePtr signs_and_twos(DType dtype, const Shape& shape, Generator& generator) {
    Array array(dtype, shape);
    visit_dtype(dtype, [&]<class T>(std::type_identity<T>) {
        int exponent = 0;
        for (T& element : array.as<T>()) {
            double value = generator.below(2) == 0 ? 1 : -1;
            if (generator.below(50) == 0) {
                const bool up = exponent <= 0;
                exponent += up ? 1 : -1;
                value *= up ? 2 : 0.5;
            }
            element = convert<T>(value);
        }
    });
    return make_leaf("x", std::move(array));
}

}  // namespace

class TestReductions : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void exactInAnyOrder_data() { add_rows(); }
    void exactInAnyOrder();
    void ofWhatALoopComputes_data() { add_rows(); }
    void ofWhatALoopComputes();
    void threadsChangeNothing_data() { add_rows(); }
    void threadsChangeNothing();
    void sumsAreAccurate_data() { add_rows(); }
    void sumsAreAccurate();
    void nanAndInfinityArrive();
};

// Whole numbers: every partial sum is exact, so the result is, whatever the order.
void TestReductions::exactInAnyOrder() {
    QFETCH(int, index);
    const Pattern& p = pattern_of(index);
    Generator generator(11);
    for (const DType dtype : {DType::f32, DType::f64, DType::i32, DType::i64, DType::u8}) {
        const NodePtr x = drawn_leaf(dtype, p.shape, Numbers::whole, generator);
        for (const Op op : {Op::reduce_sum, Op::reduce_max, Op::reduce_min})
            COMPARE_WITH_ORACLE(reduce(op, x, p.axes), {});
        const NodePtr factors = signs_and_twos(dtype, p.shape, generator);
        COMPARE_WITH_ORACLE(reduce(Op::reduce_prod, factors, p.axes), {});
    }
}

// The elements never exist in memory: loop and reduction are one.
void TestReductions::ofWhatALoopComputes() {
    QFETCH(int, index);
    const Pattern& p = pattern_of(index);
    Generator generator(12);
    const NodePtr a = drawn_leaf(DType::f32, p.shape, Numbers::whole, generator);
    const NodePtr row = drawn_leaf(DType::f32, Shape{p.shape[-1]}, Numbers::whole, generator);
    const NodePtr b = broadcast(row, p.shape, {p.shape.rank() - 1});
    const NodePtr where = lt(a, b);
    COMPARE_WITH_ORACLE(reduce(Op::reduce_sum, select(where, mul(a, b), a), p.axes), {});
    COMPARE_WITH_ORACLE(reduce(Op::reduce_sum, cast(where, DType::i64), p.axes), {});
    COMPARE_WITH_ORACLE(reduce(Op::reduce_max, iota(DType::i64, p.shape, 0), p.axes), {});
    COMPARE_WITH_ORACLE(reduce(Op::reduce_sum, b, p.axes), {});
    COMPARE_WITH_ORACLE(reduce(Op::reduce_sum, constant(2.0, DType::f32, p.shape), p.axes), {});
}

void TestReductions::threadsChangeNothing() {
    QFETCH(int, index);
    const Pattern& p = pattern_of(index);
    Generator generator(13);
    for (const DType dtype : {DType::f32, DType::f64}) {
        const NodePtr y = reduce(Op::reduce_sum,
                                 drawn_leaf(dtype, p.shape, Numbers::ordinary, generator), p.axes);
        set_thread_count(1);
        const Array alone = run_on(cpu(), y);
        for (const int threads : {2, 3, 4}) {
            set_thread_count(threads);
            QVERIFY(identical(run_on(cpu(), y), alone));
        }
    }
}

// Positive numbers, so that no cancellation hides in the relative error. On its way into the result
// an element passes at most 64 + 4 additions in its tile, 64 in its chunk and one per chunk (here
// at most 40): (132 + 40) roundings of 2^-24 in the worst case, and as random signs make it, about
// the square root of that. Adding one by one would pass up to 200,000.
void TestReductions::sumsAreAccurate() {
    QFETCH(int, index);
    const Pattern& p = pattern_of(index);
    Generator generator(14);
    const NodePtr x = drawn_leaf(DType::f32, p.shape, Numbers::positive, generator);
    COMPARE_WITH_ORACLE(reduce(Op::reduce_sum, x, p.axes), (testing::Tolerance{14 * 0x1p-24, 0}));
}

void TestReductions::nanAndInfinityArrive() {
    for (const Pattern& p : patterns()) {
        for (const std::int64_t at :
             {std::int64_t{0}, p.shape.element_count() / 2, p.shape.element_count() - 1}) {
            for (const float value : {NAN, INFINITY, -INFINITY}) {
                Array array(DType::f32, p.shape);
                array.as<float>()[static_cast<std::size_t>(at)] = value;
                const NodePtr x = make_leaf("x", array);
                for (const Op op : {Op::reduce_sum, Op::reduce_max, Op::reduce_min}) {
                    const Array y = run_on(cpu(), reduce(op, x, p.axes));
                    int strange = 0;
                    for (const float element : y.as<float>())
                        strange += std::isfinite(element) ? 0 : 1;
                    const bool lost =
                        (op == Op::reduce_max && value < 0) || (op == Op::reduce_min && value > 0);
                    // A -infinity among zeros is not the maximum.
                    QCOMPARE(strange, lost ? 0 : 1);
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestReductions)
#include "test_reductions.moc"
