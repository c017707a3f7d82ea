// SPDX-License-Identifier: Apache-2.0
// The sentence for each wrong use of a tensor function.
#include <QTest>
#include <functional>

#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/support/expect.h"

using namespace gradweave;

namespace {

struct Case {
    const char* name;
    std::function<void()> action;
    ErrorKind kind;
    const char* sentence;
};

const std::vector<Case>& cases() {
    using enum ErrorKind;
    const Tensor x = zeros({2, 3}), y = zeros({4, 3});
    static const std::vector<Case> all = {
        {"broadcast", [=] { x + y; }, bad_input,
         "add: shapes [2, 3] and [4, 3] do not broadcast: sizes must be equal or 1"},
        {"comparison", [=] { less(x, y); }, bad_input,
         "less: shapes [2, 3] and [4, 3] do not broadcast: sizes must be equal or 1"},
        {"where", [=] { where(zeros({4}), x, x); }, bad_input,
         "where: the condition [4] does not broadcast with [2, 3]"},
        {"broadcast_to",
         [=] {
             broadcast_to(x, {3, 3});
         },
         bad_input, "broadcast: [2, 3] does not broadcast to [3, 3]"},
        {"broadcast_to smaller", [=] { broadcast_to(x, {3}); }, bad_input,
         "broadcast: [2, 3] does not broadcast to [3]"},
        {"reduction axis", [=] { sum(x, {2}); }, usage,
         "sum: axis 2 does not exist in a tensor of 2 axes"},
        {"reduction axis twice",
         [=] {
             mean(x, {1, -1});
         },
         usage, "mean: an axis is named twice"},
        {"maximum of nothing", [=] { max(zeros({0})); }, bad_input,
         "reduce_max: the maximum or minimum of no elements is not defined (axis 0 of [0])"},
        {"argmax axis", [=] { argmax(x, 5); }, usage,
         "argmax: axis 5 does not exist in a tensor of 2 axes"},
        {"matmul scalar", [=] { matmul(x, Tensor(1)); }, bad_input,
         "matmul: an operand is a scalar ([2, 3] and []); use * to scale"},
        {"matmul inner", [=] { matmul(x, y); }, bad_input,
         "matmul: inner dimensions differ: lhs [2, 3] (k = 3), rhs [4, 3] (k = 4)"},
        {"matmul leading",
         [=] {
             matmul(zeros({2, 3, 4}), zeros({5, 4, 3}));
         },
         bad_input, "matmul: leading axes of [2, 3, 4] and [5, 4, 3] do not broadcast"},
        {"matmul bool", [=] { matmul(x.to(DType::boolean), y.to(DType::boolean).transpose()); },
         bad_input, "dot: the operand must be a number, not bool, it is bool"},
        {"cat nothing", [] { cat({}, 0); }, usage, "cat: there is nothing to join"},
        {"stack nothing", [] { stack({}); }, usage, "stack: there is nothing to join"},
        {"cat shapes",
         [=] {
             cat({x, y.transpose()}, 0);
         },
         bad_input, "concat: [2, 3] and [3, 4] differ in more than axis 0"},
        {"reshape", [=] { x.reshape({4}); }, bad_input,
         "reshape: [2, 3] has 6 elements, [4] has 4"},
        {"permute axis",
         [=] {
             x.permute({0, 2});
         },
         usage, "permute: axis 2 does not exist in a tensor of 2 axes"},
        {"permute twice",
         [=] {
             x.permute({0, 0});
         },
         bad_input, "permute: [0, 0] does not name each axis of [2, 3] once"},
        {"transpose of a vector", [] { zeros({3}).transpose(); }, usage,
         "transpose: axis -2 does not exist in a tensor of 1 axis"},
        {"too many indices",
         [=] {
             x({0, 0, 0});
         },
         usage, "index: 3 indices for a tensor of 2 axes"},
        {"position outside",
         [=] {
             x({0, 3});
         },
         usage, "index: position 3 is outside axis 1 of [2, 3]"},
        {"negative position outside", [=] { x({-3}); }, usage,
         "index: position -3 is outside axis 0 of [2, 3]"},
        {"step of zero", [=] { x({every(0)}); }, usage, "index: a step cannot be 0"},
        {"item of many", [=] { x.item(); }, usage,
         "item: the tensor [2, 3] has 6 elements, not one"},
        {"take indices", [=] { take(x, zeros({2})); }, bad_input,
         "gather: indices must be i32 or i64, they are f32"},
        {"softmax axis", [=] { softmax(x, 2); }, usage,
         "softmax: axis 2 does not exist in a tensor of 2 axes"},
        {"pad entries", [=] { pad(x, {1}, {1}); }, bad_input,
         "pad: the padding does not have one entry per axis of [2, 3]"},
        {"gradient of an integer", [=] { grad(x.to(DType::i32), x); }, bad_input,
         "grad: the differentiated value must be floating (f16, bf16, f32 or f64) to have a "
         "derivative, it is i32[2, 3]"},
        {"gradient by an integer", [=] { grad(x, x.to(DType::i32)); }, bad_input,
         "grad: the variable must be floating (f16, bf16, f32 or f64) to have a derivative, it is "
         "i32[2, 3]"},
        {"value unknown here",
         [] { Tensor(graph::make_leaf("batch", DType::f32, Shape{2})).eval(); }, failed,
         "the value of \"batch\" is not known here; only a training session can compute with it"},
    };
    return all;
}

}  // namespace

class TestErrors : public QObject {
    Q_OBJECT

  private slots:
    void sentence_data();
    void sentence();
    void blocksAreNamed();
};

void TestErrors::sentence_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

void TestErrors::sentence() {
    QFETCH(int, index);
    const Case& wrong = cases()[static_cast<std::size_t>(index)];
    const auto error = testing::error_of(wrong.action);
    QVERIFY(error.has_value());
    QCOMPARE(QString(error->what()), QString(wrong.sentence));
    QCOMPARE(error->kind(), wrong.kind);
}

void TestErrors::blocksAreNamed() {
    const graph::OriginScope scope("fc2", graph::Phase::forward);
    EXPECT_ERROR(matmul(zeros({64, 784}), zeros({128, 10})), bad_input,
                 "matmul: inner dimensions differ: lhs [64, 784] (k = 784), rhs [128, 10] "
                 "(k = 128), in block \"fc2\"");
    EXPECT_ERROR(zeros({2}) + zeros({3}), bad_input,
                 "add: shapes [2] and [3] do not broadcast: sizes must be equal or 1, in block "
                 "\"fc2\"");
}

QTEST_GUILESS_MAIN(TestErrors)
#include "test_errors.moc"
