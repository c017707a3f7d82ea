// SPDX-License-Identifier: Apache-2.0
// Plans of memory: no two living values share a place, and little is wasted.
#include <QTest>

#include "engine/compiler/schedule/schedule.h"
#include "engine/graph/build.h"
#include "tests/support/expect.h"
#include "tests/support/random_graph.h"

using namespace gradweave;
using namespace gradweave::compiler;
using gradweave::testing::error_of;

namespace {

NodePtr leaf(const Shape& shape = Shape{100, 100}) {
    return graph::make_leaf("x", DType::f32, shape);
}

constexpr std::uint64_t matrix = 100 * 100 * 4;
/// A value's place is a whole number of units of 64 bytes.
constexpr std::uint64_t unit = 64;

CompileOptions unfused() {
    CompileOptions options;
    options.fuse = false;
    return options;
}

/// exp(log(exp(... x))), none of which fuses here.
NodePtr chain(NodePtr x, int length) {
    for (int i = 0; i < length; ++i)
        x = i % 2 == 0 ? graph::exp(x) : graph::log(x);
    return x;
}

}  // namespace

class TestMemory : public QObject {
    Q_OBJECT

  private slots:
    void chainInPlace();
    void chainInTwoPlaces();
    void chainWithoutReuse();
    void inPlaceOnlyWhereTheOperandDies();
    void inPlaceOnlyElementByElement();
    void sizesMustMatch();
    void reusedAcrossSizes();
    void outputsLiveToTheEnd();
    void alignment();
    void boundsOnRandomPrograms();
    void verifierRejects_data();
    void verifierRejects();
};

void TestMemory::chainInPlace() {
    const auto schedule = make_schedule({{chain(leaf(), 20)}, {}}, {}, unfused());
    QCOMPARE(schedule.memory.arena_bytes, matrix);
    QCOMPARE(schedule.memory.lower_bound_bytes, matrix);
}

void TestMemory::chainInTwoPlaces() {
    CompileOptions options = unfused();
    options.in_place = false;
    const auto schedule = make_schedule({{chain(leaf(), 20)}, {}}, {}, options);
    QCOMPARE(schedule.memory.arena_bytes, 2 * matrix);
}

void TestMemory::chainWithoutReuse() {
    CompileOptions options = unfused();
    options.in_place = false;
    options.reuse_memory = false;
    const auto schedule = make_schedule({{chain(leaf(), 20)}, {}}, {}, options);
    QCOMPARE(schedule.memory.arena_bytes, 20 * matrix);
    QCOMPARE(schedule.memory.lower_bound_bytes, 2 * matrix);
}

void TestMemory::inPlaceOnlyWhereTheOperandDies() {
    const NodePtr y = graph::exp(leaf());
    const auto schedule =
        make_schedule({{graph::add(graph::log(y), y)}, {}}, {}, unfused());  // y is read twice
    QCOMPARE(schedule.memory.arena_bytes, 2 * matrix);
}

void TestMemory::inPlaceOnlyElementByElement() {
    const NodePtr y = graph::exp(leaf());
    const NodePtr turned = graph::permute(y, {1, 0});
    QCOMPARE(make_schedule({{graph::log(turned)}, {}}, {}, unfused()).memory.arena_bytes,
             2 * matrix);
    QCOMPARE(make_schedule({{graph::add(turned, y)}, {}}, {}, unfused()).memory.arena_bytes,
             2 * matrix);
    QCOMPARE(make_schedule({{graph::matmul(y, y)}, {}}, {}, unfused()).memory.arena_bytes,
             2 * matrix);
}

// bool takes a quarter of f32: no place for one is a place for the other.
void TestMemory::sizesMustMatch() {
    const NodePtr y = graph::exp(leaf());
    const auto schedule = make_schedule({{graph::cast(y, DType::boolean)}, {}}, {}, unfused());
    QCOMPARE(schedule.memory.arena_bytes, matrix + (100 * 100 + unit - 1) / unit * unit);
    const auto same = make_schedule({{graph::cast(y, DType::i32)}, {}}, {}, unfused());
    QCOMPARE(same.memory.arena_bytes, matrix);
}

// Small values go where a large one was.
void TestMemory::reusedAcrossSizes() {
    const NodePtr large = graph::matmul(leaf(), leaf());
    const NodePtr row = graph::reduce(Op::reduce_sum, large, {0});
    const NodePtr product = graph::matmul(graph::reshape(row, Shape{1, 100}), leaf());
    const auto schedule = make_schedule({{product}, {}}, {}, unfused());
    const std::uint64_t row_place = (400 + unit - 1) / unit * unit;
    QCOMPARE(schedule.memory.arena_bytes, matrix + row_place);
    QCOMPARE(schedule.memory.lower_bound_bytes, matrix + row_place);
}

void TestMemory::outputsLiveToTheEnd() {
    const NodePtr first = graph::matmul(leaf(), leaf());
    const NodePtr second = graph::matmul(first, leaf());
    const auto schedule = make_schedule({{first, second, graph::exp(first)}, {}}, {}, {});
    QCOMPARE(schedule.memory.arena_bytes, 3 * matrix);
}

void TestMemory::alignment() {
    Target target;
    target.alignment = 256;
    std::vector<NodePtr> outputs;
    for (const std::int64_t n : {1, 3, 100, 1000})
        outputs.push_back(graph::reduce(Op::reduce_sum, leaf(Shape{n, 5}), {1}));
    const auto schedule = make_schedule({outputs, {}}, target, {});
    for (const Value& value : schedule.values)
        QCOMPARE(value.offset % 256, std::uint64_t{0});
    QCOMPARE(schedule.memory.arena_bytes % 256, std::uint64_t{0});
}

// The plan is never smaller than what lives at once, no larger than everything, and each switch
// only costs memory. Greedy packing is not optimal; half as much again is its measured worst case
// here.
void TestMemory::boundsOnRandomPrograms() {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const testing::RandomGraph graph(seed, testing::Flavour::smooth, DType::f32);
        const auto plan = [&](bool in_place, bool reuse) {
            CompileOptions options;
            options.in_place = in_place;
            options.reuse_memory = reuse;
            const Schedule schedule = make_schedule(graph.program(), {}, options);
            verify(schedule);
            return schedule.memory;
        };
        const MemoryReport best = plan(true, true);
        QVERIFY(best.arena_bytes >= best.lower_bound_bytes);
        QVERIFY(best.arena_bytes <= best.lower_bound_bytes * 3 / 2);
        QVERIFY(plan(false, true).lower_bound_bytes >= best.lower_bound_bytes);
        QVERIFY(plan(true, false).arena_bytes >= best.arena_bytes);
    }
}

void TestMemory::verifierRejects_data() {
    QTest::addColumn<Schedule>("schedule");
    const auto broken = [](const Program& program, auto change) {
        Schedule schedule = make_schedule(program, {}, unfused());
        verify(schedule);
        change(schedule);
        return schedule;
    };
    const NodePtr x = leaf(), y = leaf();
    const Program product{{graph::matmul(graph::exp(x), graph::log(y))}, {}};
    QTest::newRow("outside the arena")
        << broken(product, [](Schedule& s) { s.memory.arena_bytes -= matrix; });
    QTest::newRow("two living values in one place") << broken(product, [](Schedule& s) {
        for (Value& value : s.values)
            value.offset = 0;
    });
    QTest::newRow("read before written")
        << broken(product, [](Schedule& s) { std::swap(s.steps.front(), s.steps.back()); });
    QTest::newRow("output never written")
        << broken(product, [](Schedule& s) { s.steps.pop_back(); });
    const Program in_place{{graph::log(graph::permute(graph::exp(x), {1, 0}))}, {}};
    QTest::newRow("in place where elements move") << broken(in_place, [](Schedule& s) {
        for (Value& value : s.values)
            value.offset = 0;
    });
    const Program update{{graph::mul(x, x)}, {{x, graph::exp(x)}}};
    QTest::newRow("old value read after the update")
        << broken(update, [](Schedule& s) { std::swap(s.steps[0], s.steps[1]); });
    const Program in_leaf{{}, {{x, graph::matmul(x, y)}}};
    QTest::newRow("a product written over its operand") << broken(in_leaf, [](Schedule& s) {
        s.steps.pop_back();  // the copy into the leaf
        const ValueId result = std::get<GemmStep>(s.steps[0].work).output;
        s.values[static_cast<std::size_t>(result)].leaf = 0;
    });
}

void TestMemory::verifierRejects() {
    QFETCH(Schedule, schedule);
    QVERIFY(error_of([&] { verify(schedule); }).has_value());
}

QTEST_GUILESS_MAIN(TestMemory)
#include "test_memory.moc"
