// SPDX-License-Identifier: Apache-2.0
// The loop IR: normal form, verification, text.
#include <QTest>

#include "engine/compiler/kernel/loop.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::compiler;
using gradweave::testing::error_of;
using gradweave::testing::text;

namespace {

using Kind = LoopOperand::Kind;

/// out = -in, value 0 to value 1.
LoopKernel negation(Axes sizes, Axes in, Axes out) {
    LoopKernel kernel;
    kernel.sizes = std::move(sizes);
    kernel.loads.push_back({{0, 0, std::move(in)}, DType::f32});
    kernel.code.push_back({Op::neg, DType::f32, DType::f32, 1, {{{Kind::load, 0}}}});
    kernel.stores.push_back({{Kind::instruction, 0}, {1, 0, std::move(out)}});
    return kernel;
}

}  // namespace

class TestKernel : public QObject {
    Q_OBJECT

  private slots:
    void denseAxesMerge();
    void axesOfOneVanish();
    void storesDecideTheOrder();
    void reductionsFollowTheWidestLoad();
    void keptAndReducedAxesStayApart();
    void broadcastAxesMergeAmongThemselves();
    void verifierRejects_data();
    void verifierRejects();
    void printing();
};

void TestKernel::denseAxesMerge() {
    LoopKernel kernel = negation({2, 3, 5}, {15, 5, 1}, {15, 5, 1});
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{30}));
    QCOMPARE(kernel.loads[0].access.strides, (Axes{1}));
    QCOMPARE(kernel.iterations(), std::int64_t{30});
    // A gap after each row of the input.
    kernel = negation({2, 3, 5}, {21, 7, 1}, {15, 5, 1});
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{6, 5}));
    QCOMPARE(kernel.loads[0].access.strides, (Axes{7, 1}));
    QCOMPARE(kernel.stores[0].access.strides, (Axes{5, 1}));
}

void TestKernel::axesOfOneVanish() {
    LoopKernel kernel = negation({1, 4, 1}, {99, 1, 7}, {4, 1, 1});
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{4}));
    kernel = negation({1, 1}, {1, 1}, {1, 1});
    normalize(kernel);
    QCOMPARE(kernel.sizes, Axes{});
    QCOMPARE(kernel.iterations(), std::int64_t{1});
    verify(kernel);
}

void TestKernel::storesDecideTheOrder() {
    LoopKernel kernel = negation({3, 5}, {5, 1}, {1, 3});  // transposed result
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{5, 3}));
    QCOMPARE(kernel.stores[0].access.strides, (Axes{3, 1}));
    QCOMPARE(kernel.loads[0].access.strides, (Axes{1, 5}));
}

void TestKernel::reductionsFollowTheWidestLoad() {
    LoopKernel kernel = negation({3, 5}, {1, 3}, {1, 0});
    kernel.reduce = Op::reduce_sum;
    kernel.reduced = {false, true};
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{5, 3}));
    QCOMPARE(kernel.reduced, (std::vector<bool>{true, false}));
    verify(kernel);
}

void TestKernel::keptAndReducedAxesStayApart() {
    LoopKernel kernel = negation({2, 3, 5, 7}, {105, 35, 7, 1}, {3, 1, 0, 0});
    kernel.reduce = Op::reduce_sum;
    kernel.reduced = {false, false, true, true};
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{6, 35}));
    QCOMPARE(kernel.reduced, (std::vector<bool>{false, true}));
}

void TestKernel::broadcastAxesMergeAmongThemselves() {
    LoopKernel kernel = negation({2, 3, 5}, {0, 0, 1}, {15, 5, 1});
    normalize(kernel);
    QCOMPARE(kernel.sizes, (Axes{6, 5}));
    QCOMPARE(kernel.loads[0].access.strides, (Axes{0, 1}));
}

void TestKernel::verifierRejects_data() {
    QTest::addColumn<LoopKernel>("kernel");
    const auto broken = [](auto change) {
        LoopKernel kernel = negation({4}, {1}, {1});
        kernel.reduced = {false};
        verify(kernel);
        change(kernel);
        return kernel;
    };
    QTest::newRow("number of strides") << broken([](LoopKernel& k) { k.sizes = {2, 2}; });
    QTest::newRow("operand out of range")
        << broken([](LoopKernel& k) { k.code[0].operands[0].index = 1; });
    QTest::newRow("use before definition") << broken([](LoopKernel& k) {
        k.code[0].operands[0] = {Kind::instruction, 0};
    });
    QTest::newRow("type") << broken([](LoopKernel& k) { k.loads[0].dtype = DType::f64; });
    QTest::newRow("no store") << broken([](LoopKernel& k) { k.stores.clear(); });
    QTest::newRow("store to nowhere")
        << broken([](LoopKernel& k) { k.stores[0].access.value = -1; });
    QTest::newRow("too many stores")
        << broken([](LoopKernel& k) { k.stores.resize(9, k.stores[0]); });
    QTest::newRow("reduced axis is stored along") << broken([](LoopKernel& k) {
        k.reduce = Op::reduce_sum;
        k.reduced = {true};
    });
    QTest::newRow("index of another type") << broken([](LoopKernel& k) {
        k.loads.push_back({{-1, 0, {1}}, DType::i32});
    });
}

void TestKernel::verifierRejects() {
    QFETCH(LoopKernel, kernel);
    QVERIFY(error_of([&] { verify(kernel); }).has_value());
}

void TestKernel::printing() {
    LoopKernel kernel;
    kernel.sizes = {3, 5};
    kernel.loads = {{{0, 2, {5, 1}}, DType::f32}, {{-1, 0, {0, 1}}, DType::i64}};
    kernel.constants = {{0.5, DType::f32}};
    kernel.code = {
        {Op::cast, DType::i64, DType::f32, 1, {{{Kind::load, 1}}}},
        {Op::mul, DType::f32, DType::f32, 2, {{{Kind::load, 0}, {Kind::constant, 0}}}},
        {Op::add, DType::f32, DType::f32, 2, {{{Kind::instruction, 1}, {Kind::instruction, 0}}}}};
    kernel.stores = {{{Kind::instruction, 2}, {1, 0, {1, 0}}}};
    kernel.reduce = Op::reduce_max;
    kernel.reduced = {false, true};
    verify(kernel);
    const char* expected =
        "for i0<3 i1<5 (reduced)\n"
        "  t0:f32 = cast index[0 + 1*i1]\n"
        "  t1:f32 = mul v0[2 + 5*i0 + 1*i1] 0.5\n"
        "  t2:f32 = add t1 t0\n"
        "  v1[0 + 1*i0] <- reduce_max t2\n";
    QCOMPARE(text(to_string(kernel)), QString(expected));
}

QTEST_GUILESS_MAIN(TestKernel)
#include "test_kernel.moc"
