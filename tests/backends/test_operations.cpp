// SPDX-License-Identifier: Apache-2.0
// Every operation of the table on every element type against the oracle: operation_samples.h.
#include <QTest>

#include "tests/support/expect.h"
#include "tests/support/operation_samples.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;

class TestOperations : public QObject {
    Q_OBJECT

  private slots:
    void againstTheOracle_data();
    void againstTheOracle();
};

void TestOperations::againstTheOracle_data() {
    QTest::addColumn<int>("operation");
    QTest::addColumn<int>("type");
    for (int op = 0; op < op_count; ++op) {
        for (int type = 0; type < dtype_count; ++type) {
            QTest::newRow(concat(name_of(static_cast<Op>(op)), " ",
                                 gradweave::name_of(static_cast<DType>(type)))
                              .c_str())
                << op << type;
        }
    }
}

void TestOperations::againstTheOracle() {
    QFETCH(int, operation);
    QFETCH(int, type);
    const auto op = static_cast<Op>(operation);
    const auto dtype = static_cast<DType>(type);
    const auto maker = testing::table().find(op);
    QVERIFY2(maker != testing::table().end(), "this operation has no case in the test's table");
    if (!testing::exists_for(op, dtype)) {
        if (op == Op::random_bits || op == Op::composite) return;  // not a choice of the caller
        const auto error = testing::error_of([&] { maker->second(dtype); });
        QVERIFY2(error && error->kind() == ErrorKind::bad_input, "the type should be refused");
        return;
    }
    for (const auto& [what, node, tolerance] : maker->second(dtype)) {
        const auto wrong = testing::difference(testing::run_on(testing::cpu(), node),
                                               testing::run_on(testing::oracle(), node), tolerance);
        QVERIFY2(!wrong, concat(what, ": ", wrong.value_or("")).c_str());
    }
}

QTEST_GUILESS_MAIN(TestOperations)
#include "test_operations.moc"
