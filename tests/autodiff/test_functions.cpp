// SPDX-License-Identifier: Apache-2.0
// Gradients of the functions that are composites of operations, against central differences in f64;
// twice differentiated where they are smooth. A function without a case is missing from the table.
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <map>

#include "tests/autodiff/function_cases.h"

using namespace gradweave;
using gradweave::graph::NodePtr;
using gradweave::testing::Case;
using gradweave::testing::cases;
using gradweave::testing::gradcheck;
using gradweave::testing::gradgradcheck;

class TestFunctions : public QObject {
    Q_OBJECT

  private slots:
    void everyFunctionHasACase();
    void once_data();
    void once();
    void twice_data() { once_data(); }
    void twice();
    void flatWhereTheyHaveNoSlope();
    void infinitiesInLogsumexp();
    void logcumsumexpKeepsWhatIsSmall();
    void extremesShareEvenly();
};

// What the headers of the tensor room declare, read from them: a new function fails here until it
// has a case, or stands below with the reason why it needs none.
void TestFunctions::everyFunctionHasACase() {
    static const std::map<QString, const char*> without = {
        {"isnan", "a bool"},
        {"isinf", "a bool"},
        {"isfinite", "a bool"},
        {"any", "a bool"},
        {"all_of", "a bool"},
        {"argsort", "whole numbers"},
        {"bitcast", "flat, as its operation"},
        {"squeeze", "a reshape"},
        {"unsqueeze", "a reshape"},
        {"flatten", "a reshape"},
        {"movedim", "a permute"},
        {"chunk", "a split"},
        {"std_deviation", "\"std\" in the table"},
    };
    QStringList missing;
    int found = 0;
    for (const char* header : {"composites", "activations", "functions", "reductions", "indexing",
                               "shaping", "einsum"}) {
        QFile file(QStringLiteral(GRADWEAVE_SOURCE_DIR "/engine/tensor/%1.h").arg(header));
        QVERIFY2(file.open(QIODevice::ReadOnly), header);
        static const QRegularExpression declaration(
            QStringLiteral("^(?:Tensor|Sorted|std::vector<Tensor>) (\\w+)\\("),
            QRegularExpression::MultilineOption);
        auto match = declaration.globalMatch(QString::fromUtf8(file.readAll()));
        while (match.hasNext()) {
            const QString name = match.next().captured(1);
            ++found;
            const bool tested = std::any_of(cases().begin(), cases().end(), [&](const Case& c) {
                const QString title(c.name);
                return title == name || title.startsWith(name + ' ');
            });
            if (!tested && !without.contains(name)) missing << name;
        }
    }
    QVERIFY2(found > 90, qPrintable(QString::number(found)));
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(", ")));
}

void TestFunctions::once_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

void TestFunctions::once() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    const auto wrong = gradcheck(c.function, c.values);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

void TestFunctions::twice() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    if (!c.smooth) return;
    const auto wrong = gradgradcheck(c.function, c.values);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

// Gradients at a norm, a deviation, an angle or a distance of 0 are 0 rather than NaN.
void TestFunctions::flatWhereTheyHaveNoSlope() {
    const Tensor x = zeros({3}, DType::f64).detach();
    const Tensor y = zeros({3}, DType::f64).detach();
    const std::vector<double> none{0, 0, 0};
    QCOMPARE(grad(norm(x), x).values<double>(), none);
    QCOMPARE(grad(std_deviation(x), x).values<double>(), none);
    QCOMPARE(grad(hypot(x, y), x).values<double>(), none);
    QCOMPARE(grad(atan2(x, y), y).values<double>(), none);
    QCOMPARE(grad(norm(x, 3), x).values<double>(), none);
}

void TestFunctions::infinitiesInLogsumexp() {
    const double inf = INFINITY;
    const Tensor x =
        tensor({{-inf, 0, 0}, {-inf, -inf, -inf}, {inf, 0, -inf}, {1000, 1000, -inf}}, DType::f64);
    const Tensor y = logsumexp(x, {1});
    const auto values = y.values<double>();
    QCOMPARE(values[0], std::log(2.0));
    QCOMPARE(values[1], -inf);
    QCOMPARE(values[2], inf);
    QCOMPARE(values[3], 1000 + std::log(2.0));
    const auto slopes = grad(y, x).values<double>();
    QCOMPARE(slopes[0], 0.0);
    QVERIFY(std::abs(slopes[1] - 0.5) < 1e-15);
    for (std::size_t i = 3; i < 9; ++i)
        QCOMPARE(slopes[i], 0.0);
    QVERIFY(std::abs(slopes[9] - 0.5) < 1e-12);
}

// What comes later and is larger does not drown what came before; -infinity adds nothing.
void TestFunctions::logcumsumexpKeepsWhatIsSmall() {
    const double inf = INFINITY;
    const Tensor x = tensor({-inf, -1000, 0, 1000, -inf}, DType::f64);
    const Tensor y = logcumsumexp(x, 0);
    QCOMPARE(y.values<double>(), (std::vector<double>{-inf, -1000, 0, 1000, 1000}));
    const auto slopes = grad(sum(where(isfinite(y), y, zeros_like(y))), x).values<double>();
    const std::vector<double> expected{0, 1, 1, 2, 0};
    for (std::size_t i = 0; i < 5; ++i)  // exponentials of logarithms near 1000 keep 12 digits
        QVERIFY(std::abs(slopes[i] - expected[i]) < 1e-12 * 1000);
    QCOMPARE(logcumsumexp(tensor({0, inf, 0}, DType::f64), 0).values<double>(),
             (std::vector<double>{0, inf, inf}));
}

// Of three equal largest elements, x's own among them, each has a third of the gradient, as PyTorch
// has it; without x's own the two others have halves. NaN wins.
void TestFunctions::extremesShareEvenly() {
    const Tensor x = tensor({1, 5}, DType::f64), u = tensor({5, 5, 3}, DType::f64),
                 at = tensor({1, 1, 0}, DType::i64);
    const Tensor y = scatter_reduce(x, at, u, 0, Reduction::max);
    QCOMPARE(y.values<double>(), (std::vector<double>{3, 5}));
    const auto both = grad(sum(y), std::vector<Tensor>{x, u});
    QCOMPARE(both[0].values<double>(), (std::vector<double>{0, 1.0 / 3}));
    QCOMPARE(both[1].values<double>(), (std::vector<double>{1.0 / 3, 1.0 / 3, 1}));
    const Tensor alone = scatter_reduce(x, at, u, 0, Reduction::max, false);
    QCOMPARE(grad(sum(alone), u).values<double>(), (std::vector<double>{0.5, 0.5, 1}));
    const Tensor lost = scatter_reduce(x, at, tensor({NAN, 7, 3}, DType::f64), 0, Reduction::max);
    QVERIFY(std::isnan(lost.values<double>()[1]));
}

QTEST_GUILESS_MAIN(TestFunctions)
#include "test_functions.moc"
