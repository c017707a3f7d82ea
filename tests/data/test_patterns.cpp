// SPDX-License-Identifier: Apache-2.0
// Generated patterns are what their class says, whatever else of them is random.
#include <cmath>
#include <numbers>

#include "engine/data/source.h"
#include "tests/data/seed.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;

namespace {

Patterns make(Patterns::Shape shape, double noise = 0) {
    Patterns source;
    source.shape = shape;
    source.samples = 60;
    source.noise = noise;
    source.classes = 6;
    source.size = 16;
    source.length = 32;
    source.channels = 3;
    return source;
}

}  // namespace

class TestPatterns : public QObject {
    Q_OBJECT

  private slots:
    void fields();
    void stripesLieAcrossTheirDirection();
    void wavesHoldTheirPeriods();
    void noiseHasItsDeviation();
    void dependsOnTheSeedAlone();
    void badSources_data();
    void badSources();
};

void TestPatterns::fields() {
    const auto images = describe(make(Patterns::Shape::gratings));
    COMPARE_TEXT(images.fields[0].name, "image");
    QCOMPARE(images.fields[0].sample, (Shape{3, 16, 16}));
    QCOMPARE(images.fields[1].classes, 6);
    COMPARE_TEXT(images.fields[1].class_names[1], "30°");
    QCOMPARE(images.counts, (std::array<std::int64_t, 3>{48, 6, 6}));
    const auto waves = load(make(Patterns::Shape::waves));
    QVERIFY(waves->info() == describe(make(Patterns::Shape::waves)));
    COMPARE_TEXT(waves->info().fields[0].name, "sequence");
    QCOMPARE(waves->info().fields[0].sample, (Shape{32, 3}));
    COMPARE_TEXT(waves->info().fields[1].class_names[0], "1 period");
}

// Along a stripe nothing changes: in class 0 down the columns, half way round along the rows.
void TestPatterns::stripesLieAcrossTheirDirection() {
    const auto data = load(make(Patterns::Shape::gratings));
    for (std::int64_t i = 0; i < data->info().count(Split::train); ++i) {
        const Array image = data->raw(0, Split::train, i);
        QCOMPARE(image.dtype(), DType::u8);
        const double label = data->raw(1, Split::train, i).number(0);
        if (label != 0 && label != 3) continue;
        double change = 0;
        for (std::int64_t y = 0; y < 16; ++y) {
            for (std::int64_t x = 0; x < 16; ++x) {
                const std::int64_t first = label == 0 ? x : y * 16;
                QVERIFY(std::abs(image.number(y * 16 + x) - image.number(first)) <= 1);
                change = std::max(change, std::abs(image.number(y * 16 + x) - image.number(0)));
            }
        }
        QVERIFY(change > 20);
    }
}

// All of a wave's energy is at the frequency that its class names.
void TestPatterns::wavesHoldTheirPeriods() {
    const auto data = load(make(Patterns::Shape::waves));
    for (std::int64_t i = 0; i < data->info().count(Split::train); ++i) {
        const Array wave = data->raw(0, Split::train, i);
        const double periods = data->raw(1, Split::train, i).number(0) + 1;
        for (std::int64_t channel = 0; channel < 3; ++channel) {
            double real = 0, imaginary = 0;
            for (std::int64_t t = 0; t < 32; ++t) {
                const double angle = 2 * std::numbers::pi * periods * static_cast<double>(t) / 32;
                real += wave.number(t * 3 + channel) * std::cos(angle);
                imaginary += wave.number(t * 3 + channel) * std::sin(angle);
            }
            QVERIFY(std::abs(std::hypot(real, imaginary) - 16) < 1e-4);
        }
    }
}

void TestPatterns::noiseHasItsDeviation() {
    auto source = make(Patterns::Shape::waves, 0.3);
    source.channels = 500;
    const auto data = load(source);
    const Array wave = data->raw(0, Split::train, 0);
    const double step = 2 * std::numbers::pi * (data->raw(1, Split::train, 0).number(0) + 1) / 32;
    double squares = 0, count = 0;
    for (std::int64_t channel = 0; channel < 500; ++channel) {
        // What is left when the sine of the right period is fitted and taken away.
        double real = 0, imaginary = 0;
        for (std::int64_t t = 0; t < 32; ++t) {
            const double angle = step * static_cast<double>(t);
            real += wave.number(t * 500 + channel) * std::cos(angle) / 16;
            imaginary += wave.number(t * 500 + channel) * std::sin(angle) / 16;
        }
        for (std::int64_t t = 0; t < 32; ++t) {
            const double angle = step * static_cast<double>(t);
            const double off = wave.number(t * 500 + channel) - real * std::cos(angle) -
                               imaginary * std::sin(angle);
            squares += off * off;
        }
        count += 30;  // two of the 32 degrees of freedom went into the fit
    }
    QVERIFY(std::abs(std::sqrt(squares / count) - 0.3) < 0.01);
}

void TestPatterns::dependsOnTheSeedAlone() {
    for (const auto shape : {Patterns::Shape::gratings, Patterns::Shape::waves}) {
        const auto wrong = depends_on_the_seed_alone(
            make(shape, 0.1), [](const auto& source) { return load(source); });
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
    }
}

void TestPatterns::badSources_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<qint64>("value");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("samples") << "samples" << qint64{0}
                             << "the number of samples is 0; choose 1 to 1,000,000";
    QTest::newRow("classes") << "classes" << qint64{1}
                             << "the number of classes is 1; choose 2 to 100";
    QTest::newRow("size") << "size" << qint64{100'000}
                          << "the size of the images is 100000; choose 4 to 512";
    QTest::newRow("length") << "length" << qint64{-1}
                            << "the length of the sequences is -1; choose 2 to 1,024";
    QTest::newRow("channels") << "channels" << qint64{0}
                              << "the number of channels is 0; choose 1 to 4,096";
    QTest::newRow("noise") << "noise" << qint64{-1} << "the noise is -1; choose 0 to 100";
}

void TestPatterns::badSources() {
    QFETCH(QString, what);
    QFETCH(qint64, value);
    QFETCH(QString, sentence);
    auto source = make(what == "size" ? Patterns::Shape::gratings : Patterns::Shape::waves, 0.1);
    if (what == "noise") source.noise = static_cast<double>(value);
    (what == "samples"   ? source.samples
     : what == "classes" ? source.classes
     : what == "size"    ? source.size
     : what == "length"  ? source.length
                         : source.channels) = what == "noise" ? source.channels : value;
    COMPARE_TEXT(failure(Folder(), [&] { describe(source); }),
                 "bad_input: " + sentence.toStdString());
    COMPARE_TEXT(failure(Folder(), [&] { load(source); }), "bad_input: " + sentence.toStdString());
}

QTEST_GUILESS_MAIN(TestPatterns)
#include "test_patterns.moc"
