// SPDX-License-Identifier: Apache-2.0
// Generated points lie on their curves, are balanced, and are the same for the same seed.
#include <cmath>
#include <numbers>

#include "engine/data/source.h"
#include "tests/data/seed.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;

namespace {

Generated make(Generated::Shape shape, std::int64_t samples, double noise) {
    Generated source;
    source.shape = shape;
    source.samples = samples;
    source.noise = noise;
    return source;
}

double value(const DatasetPtr& data, std::size_t field, std::int64_t sample, std::int64_t entry) {
    return data->raw(field, Split::train, sample).number(entry);
}

}  // namespace

class TestGenerated : public QObject {
    Q_OBJECT

  private slots:
    void fields();
    void moonsLieOnCircles();
    void spiralsLieOnArms();
    void sineLiesOnTheCurve();
    void noiseHasItsDeviation();
    void balancedAndDivided();
    void dependsOnTheSeedAlone();
    void badSources_data();
    void badSources();
};

void TestGenerated::fields() {
    const auto moons = describe(make(Generated::Shape::moons, 100, 0));
    COMPARE_TEXT(moons.fields[0].name, "features");
    QCOMPARE(moons.fields[0].sample, (Shape{2}));
    COMPARE_TEXT(moons.fields[1].name, "label");
    QCOMPARE(moons.fields[1].classes, 2);
    auto source = make(Generated::Shape::spirals, 100, 0);
    source.classes = 5;
    QCOMPARE(describe(source).fields[1].classes, 5);
    QCOMPARE(describe(source).fields[1].class_names.size(), 5u);
    const auto sine = describe(make(Generated::Shape::sine, 100, 0));
    COMPARE_TEXT(sine.fields[0].name, "x");
    COMPARE_TEXT(sine.fields[1].name, "y");
    for (const Field& field : sine.fields) {
        QCOMPARE(field.dtype, DType::f32);
        QCOMPARE(field.sample, (Shape{1}));
        QCOMPARE(field.classes, 0);
    }
}

void TestGenerated::moonsLieOnCircles() {
    const auto data = load(make(Generated::Shape::moons, 500, 0));
    for (std::int64_t i = 0; i < data->info().count(Split::train); ++i) {
        const bool lower = value(data, 1, i, 0) == 1;
        const double x = value(data, 0, i, 0) - (lower ? 1 : 0);
        const double y = lower ? 0.5 - value(data, 0, i, 1) : value(data, 0, i, 1);
        QVERIFY(std::abs(std::hypot(x, y) - 1) < 1e-6);
        QVERIFY(y > -1e-6);
    }
}

void TestGenerated::spiralsLieOnArms() {
    auto source = make(Generated::Shape::spirals, 600, 0);
    source.classes = 3;
    const auto data = load(source);
    for (std::int64_t i = 0; i < data->info().count(Split::train); ++i) {
        const double x = value(data, 0, i, 0), y = value(data, 0, i, 1);
        const double radius = std::hypot(x, y);
        QVERIFY(radius <= 1 + 1e-6);
        const double turn = std::atan2(y, x) / (2 * std::numbers::pi);
        const double off = turn - radius - value(data, 1, i, 0) / 3;
        if (radius > 1e-3) QVERIFY(std::abs(off - std::round(off)) < 1e-3);
    }
}

void TestGenerated::sineLiesOnTheCurve() {
    const auto data = load(make(Generated::Shape::sine, 500, 0));
    for (std::int64_t i = 0; i < data->info().count(Split::train); ++i) {
        const double x = value(data, 0, i, 0);
        QVERIFY(std::abs(x) <= std::numbers::pi + 1e-6);
        QVERIFY(std::abs(value(data, 1, i, 0) - std::sin(x)) < 1e-6);
    }
}

void TestGenerated::noiseHasItsDeviation() {
    auto source = make(Generated::Shape::sine, 20000, 0.3);
    source.validation = 0;
    const auto data = load(source);
    double squares = 0;
    for (std::int64_t i = 0; i < 20000; ++i) {
        const double off = value(data, 1, i, 0) - std::sin(value(data, 0, i, 0));
        squares += off * off;
    }
    QVERIFY(std::abs(std::sqrt(squares / 20000) - 0.3) < 0.01);
}

void TestGenerated::balancedAndDivided() {
    auto source = make(Generated::Shape::spirals, 1000, 0.1);
    source.classes = 4;
    source.validation = 0.2;
    source.test = 0.1;
    const auto data = load(source);
    QVERIFY(describe(source) == data->info());
    QCOMPARE(data->info().counts, (std::array<std::int64_t, 3>{700, 200, 100}));
    std::array<int, 4> of_class{};
    for (std::int64_t i = 0; i < 700; ++i)
        ++of_class.at(static_cast<std::size_t>(value(data, 1, i, 0)));
    QCOMPARE(of_class, (std::array<int, 4>{175, 175, 175, 175}));
}

void TestGenerated::dependsOnTheSeedAlone() {
    for (const auto shape :
         {Generated::Shape::moons, Generated::Shape::spirals, Generated::Shape::sine}) {
        const auto wrong = depends_on_the_seed_alone(
            make(shape, 50, 0.1), [](const auto& source) { return load(source); });
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    }
}

void TestGenerated::badSources_data() {
    QTest::addColumn<qint64>("samples");
    QTest::addColumn<double>("noise");
    QTest::addColumn<qint64>("classes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, qint64 samples, double noise, qint64 classes,
                        const char* sentence) {
        QTest::newRow(name) << samples << noise << classes << sentence;
    };
    row("none", 0, 0, 2, "the number of samples is 0; choose 1 to 10,000,000");
    row("negative", -5, 0, 2, "the number of samples is -5; choose 1 to 10,000,000");
    row("too many", 1'000'000'000'000, 0, 2,
        "the number of samples is 1000000000000; choose 1 to 10,000,000");
    row("noise", 10, -0.5, 2, "the noise is -0.5; choose 0 to 100");
    row("NaN", 10, std::nan(""), 2, "the noise is nan; choose 0 to 100");
    row("one arm", 10, 0, 1, "a spiral of 1 arms cannot be made; choose 2 to 100");
    row("many arms", 10, 0, 101, "a spiral of 101 arms cannot be made; choose 2 to 100");
}

void TestGenerated::badSources() {
    QFETCH(qint64, samples);
    QFETCH(double, noise);
    QFETCH(qint64, classes);
    QFETCH(QString, sentence);
    auto source = make(Generated::Shape::spirals, samples, noise);
    source.classes = classes;
    COMPARE_TEXT(failure(Folder(), [&] { describe(source); }),
                 "bad_input: " + sentence.toStdString());
    COMPARE_TEXT(failure(Folder(), [&] { load(source); }), "bad_input: " + sentence.toStdString());
}

QTEST_GUILESS_MAIN(TestGenerated)
#include "test_generated.moc"
