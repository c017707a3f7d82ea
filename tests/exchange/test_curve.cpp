// SPDX-License-Identifier: Apache-2.0
// Reduced curves keep every spike, smoothing follows its formula, ticks are round.
#include <QTest>
#include <cmath>
#include <limits>
#include <random>

#include "engine/exchange/curve.h"
#include "engine/exchange/plot.h"

using namespace gradweave::exchange;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

CurveData noise(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    CurveData curve;
    for (std::size_t i = 0; i < count; ++i)
        curve.append(static_cast<double>(i), normal(random));
    return curve;
}

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> result;
    for (const Tick& tick : ticks)
        result.push_back(tick.label);
    return result;
}

}  // namespace

class TestCurve : public QObject {
    Q_OBJECT

  private slots:
    void rangesAreThoseOfAllPoints();
    void reducedKeepsLowestAndHighestOfEachColumn();
    void unevenStepsAreFound();
    void reducedIsShort();
    void shortCurvesAreWhole();
    void neighboursOutsideAreThere();
    void badValuesBreakTheLine();
    void logarithmicLeavesOutWhatIsNotPositive();
    void badPointsAreFound();
    void aMillionBadPointsAreFewMarks();
    void pointsOutOfOrderAreLeftOut();
    void nearest();
    void smoothingFollowsItsFormula();
    void smoothingOfAConstantIsTheConstant();
    void linearTicks();
    void logTicks();
    void stepTicks();
    void figures();
};

void TestCurve::rangesAreThoseOfAllPoints() {
    const CurveData curve = noise(5000, 1);
    std::mt19937 random(2);
    for (int round = 0; round < 300; ++round) {
        std::size_t a = random() % 5000, b = random() % 5000;
        if (a > b) std::swap(a, b);
        double low = inf, high = -inf;
        for (std::size_t i = a; i <= b; ++i) {
            low = std::min(low, curve.y(i));
            high = std::max(high, curve.y(i));
        }
        const auto range = curve.range(static_cast<double>(a), static_cast<double>(b), false);
        QVERIFY(range);
        QCOMPARE(range->low, low);
        QCOMPARE(range->high, high);
    }
}

void TestCurve::reducedKeepsLowestAndHighestOfEachColumn() {
    const CurveData curve = noise(100000, 3);
    const int columns = 50;
    // Widths that groups of points fit into, so that the parts are exactly equal.
    const double begin = 1024, width = 1792;
    const auto points = curve.reduced(begin, begin + columns * width, columns, false);
    for (int column = 0; column < columns; ++column) {
        const double from = begin + width * column, to = from + width;
        double low = inf, high = -inf, drawn_low = inf, drawn_high = -inf;
        for (auto i = static_cast<std::size_t>(from); i < static_cast<std::size_t>(to); ++i) {
            low = std::min(low, curve.y(i));
            high = std::max(high, curve.y(i));
        }
        for (const auto& point : points) {
            if (point.x < from || point.x >= to) continue;
            drawn_low = std::min(drawn_low, point.y);
            drawn_high = std::max(drawn_high, point.y);
        }
        QCOMPARE(drawn_low, low);
        QCOMPARE(drawn_high, high);
    }
    for (std::size_t i = 1; i < points.size(); ++i)
        QVERIFY(points[i - 1].x <= points[i].x);
}

void TestCurve::unevenStepsAreFound() {
    // Clusters and gaps: the guess of where a column begins is far off.
    CurveData curve;
    std::mt19937 random(8);
    double x = 0;
    for (int i = 0; i < 50000; ++i)
        curve.append(x += (random() % 1000 == 0 ? 5000.0 : random() % 3),
                     i % 977 == 5 ? 100 : i % 7);
    double drawn = 0;
    double spikes = 0;
    const auto points = curve.reduced(0, x, 100, false);
    for (const auto& point : points)
        drawn += point.y == 100;
    for (int column = 0; column < 100; ++column) {
        const auto range = curve.range(x / 100 * column, x / 100 * (column + 1), false);
        spikes += range && range->high == 100;
    }
    QVERIFY(drawn >= spikes * 0.9 && spikes > 10);
    for (std::size_t i = 1; i < points.size(); ++i)
        QVERIFY(points[i - 1].x <= points[i].x);
}

void TestCurve::reducedIsShort() {
    const auto points = noise(1000000, 4).reduced(0, 999999, 800, false);
    QVERIFY(points.size() <= 1602);
    QVERIFY(points.size() >= 1500);
}

void TestCurve::shortCurvesAreWhole() {
    const CurveData curve = noise(700, 5);
    const auto points = curve.reduced(0, 699, 400, false);
    QCOMPARE(points.size(), 700u);
    QCOMPARE(points[123].y, curve.y(123));
}

void TestCurve::neighboursOutsideAreThere() {
    const auto points = noise(1000, 6).reduced(100.5, 200.5, 400, false);
    QCOMPARE(points.front().x, 100.0);
    QCOMPARE(points.back().x, 201.0);
}

void TestCurve::badValuesBreakTheLine() {
    CurveData curve;
    for (int i = 0; i < 6; ++i)
        curve.append(i, i == 2 ? not_a_number : i == 4 ? -inf : i);
    const auto points = curve.reduced(0, 5, 100, false);
    QCOMPARE(points.size(), 6u);
    QVERIFY(std::isnan(points[2].y));
    QCOMPARE(points[3].y, 3.0);
    QVERIFY(std::isnan(points[4].y));
    QVERIFY(!curve.range(2, 2, false));
    const auto range = curve.range(0, 5, false);
    QCOMPARE(range->high, 5.0);
}

void TestCurve::logarithmicLeavesOutWhatIsNotPositive() {
    CurveData curve;
    const double values[] = {1, 0, -3, 0.25, 8};
    for (int i = 0; i < 5; ++i)
        curve.append(i, values[i]);
    for (const auto& point : curve.reduced(0, 4, 100, true))
        QVERIFY(std::isnan(point.y) || point.y > 0);
    QCOMPARE(curve.range(0, 4, true)->low, 0.25);
    QCOMPARE(curve.range(0, 4, false)->low, -3.0);
}

void TestCurve::badPointsAreFound() {
    CurveData curve;
    for (int i = 0; i < 1000; ++i)
        curve.append(i, i == 10 ? not_a_number : i == 11 ? inf : i == 700 ? -inf : 1);
    const std::vector<std::size_t> expected{10, 11, 700};
    QCOMPARE(curve.bad_points(0, 999, 10), expected);
    QCOMPARE(curve.bad_points(12, 699, 10), std::vector<std::size_t>{});
    QCOMPARE(curve.bad_count(), 3u);
}

void TestCurve::aMillionBadPointsAreFewMarks() {
    CurveData curve;
    for (int i = 0; i < 1000000; ++i)
        curve.append(i, not_a_number);
    QVERIFY(curve.bad_points(0, 999999, 100).size() <= 101);
    QVERIFY(curve.reduced(0, 999999, 100, false).size() <= 200);
}

void TestCurve::pointsOutOfOrderAreLeftOut() {
    CurveData curve;
    curve.append(5, 1);
    curve.append(4, 2);
    curve.append(not_a_number, 3);
    QCOMPARE(curve.size(), 1u);
}

void TestCurve::nearest() {
    CurveData curve;
    QVERIFY(!curve.nearest(1));
    for (const double x : {0.0, 10.0, 20.0})
        curve.append(x, x);
    QCOMPARE(*curve.nearest(-5), 0u);
    QCOMPARE(*curve.nearest(14), 1u);
    QCOMPARE(*curve.nearest(16), 2u);
    QCOMPARE(*curve.nearest(99), 2u);
}

void TestCurve::smoothingFollowsItsFormula() {
    const double w = 0.7;
    const std::vector<double> values{4, 2, 7, not_a_number, 1};
    Smoother smoother(w);
    std::vector<double> seen;
    for (const double value : values) {
        const double result = smoother.next(value);
        if (std::isnan(value)) {
            QVERIFY(std::isnan(result));
            continue;
        }
        seen.push_back(value);
        // The mean with weights w^age.
        double sum = 0, weights = 0;
        for (std::size_t age = 0; age < seen.size(); ++age) {
            sum += std::pow(w, static_cast<double>(age)) * seen[seen.size() - 1 - age];
            weights += std::pow(w, static_cast<double>(age));
        }
        QVERIFY(std::abs(result - sum / weights) < 1e-12);
    }
}

void TestCurve::smoothingOfAConstantIsTheConstant() {
    CurveData curve;
    for (int i = 0; i < 50; ++i)
        curve.append(i, 2.3);
    const CurveData smooth = smoothed(curve, 0.97);
    for (std::size_t i = 0; i < smooth.size(); ++i)
        QVERIFY(std::abs(smooth.y(i) - 2.3) < 1e-12);
}

void TestCurve::linearTicks() {
    const std::vector<std::string> halves{"0", "0.5", "1.0", "1.5", "2.0"};
    QCOMPARE(labels(linear_ticks(0, 2.2, 5)), halves);
    const std::vector<std::string> signs{"-1", "0", "1"};
    QCOMPARE(labels(linear_ticks(-1.2, 1.4, 3)), signs);
    QCOMPARE(linear_ticks(1, 1, 5).size(), 0u);
    QCOMPARE(linear_ticks(0, inf, 5).size(), 0u);
    QCOMPARE(linear_ticks(not_a_number, 1, 5).size(), 0u);
    for (const double size : {1e-300, 1e-7, 1e-3, 1.0, 1e9, 1e300}) {
        const auto ticks = linear_ticks(0, size, 5);
        QVERIFY(ticks.size() >= 3 && ticks.size() <= 7);
    }
    // Too narrow for a double to tell apart: no endless loop.
    QVERIFY(linear_ticks(1e16, 1e16 + 4, 5).size() <= 20);
}

void TestCurve::logTicks() {
    const std::vector<std::string> decades{"0.01", "0.1", "1", "10"};
    QCOMPARE(labels(log_ticks(0.005, 20, 6)), decades);
    const std::vector<std::string> fine{"0.1", "0.2", "0.5", "1"};
    QCOMPARE(labels(log_ticks(0.09, 1.1, 6)), fine);
    QVERIFY(log_ticks(1.01, 1.05, 5).size() >= 2);
    QCOMPARE(log_ticks(0, 1, 5).size(), 0u);
    QVERIFY(log_ticks(1e-300, 1e300, 6).size() <= 7);
}

void TestCurve::stepTicks() {
    const std::vector<std::string> steps{"0", "100", "200", "300"};
    QCOMPARE(labels(step_ticks(0, 300, 141, 4)), steps);
    const auto epochs = step_ticks(0, 1410, 141, 5);
    const std::vector<std::string> numbers{"0", "2", "4", "6", "8", "10"};
    QCOMPARE(labels(epochs), numbers);
    QCOMPARE(epochs[1].at, 282.0);
    for (const Tick& tick : step_ticks(0, 1.5, 0, 8))
        QCOMPARE(tick.at, std::round(tick.at));
}

void TestCurve::figures() {
    QCOMPARE(figure_text(not_a_number), std::string("NaN"));
    QCOMPARE(figure_text(-inf), std::string("−∞"));
    QCOMPARE(figure_text(0.13056), std::string("0.1306"));
    QCOMPARE(figure_text(12.5), std::string("12.500"));
    QCOMPARE(figure_text(0.0000123), std::string("1.23e-05"));
    QCOMPARE(figure_text(0), std::string("0.0000"));
}

QTEST_GUILESS_MAIN(TestCurve)
#include "test_curve.moc"
