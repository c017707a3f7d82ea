// SPDX-License-Identifier: Apache-2.0
// The gradient rule of every operation of the table against central differences in f64, once and
// twice differentiated. An operation without a case fails.
#include <QTest>

#include "engine/autodiff/rules.h"
#include "tests/support/gradient_samples.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::gradcheck;
using gradweave::testing::gradgradcheck;

namespace gradients = gradweave::testing::gradients;
using gradients::Case;
using gradients::Row;

namespace {

void add_rows() {
    QTest::addColumn<int>("number");
    for (int i = 0; i < op_count; ++i)
        QTest::newRow(std::string(name_of(static_cast<Op>(i))).c_str()) << i;
}

const Row& row_of(int number) {
    const auto found = gradients::table().find(static_cast<Op>(number));
    if (found == gradients::table().end())
        throw Error(ErrorKind::failed, "this operation has no case in the test's table");
    return found->second;
}

}  // namespace

class TestOperations : public QObject {
    Q_OBJECT

  private slots:
    void once_data() { add_rows(); }
    void once();
    void twice_data() { add_rows(); }
    void twice();
};

void TestOperations::once() {
    QFETCH(int, number);
    const Row& row = row_of(number);
    QVERIFY(!row.cases.empty() || row.flat);
    for (const Case& c : row.cases) {
        const auto wrong = gradcheck(c.function, c.values);
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    }
    if (!row.flat) return;
    for (const NodePtr& gradient : autodiff::rule_of(static_cast<Op>(number))(row.flat, row.flat))
        QVERIFY(!gradient);
}

void TestOperations::twice() {
    QFETCH(int, number);
    for (const Case& c : row_of(number).cases) {
        const auto wrong = gradgradcheck(c.function, c.values);
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    }
}

QTEST_GUILESS_MAIN(TestOperations)
#include "test_operations.moc"
