// SPDX-License-Identifier: Apache-2.0
// How accurate each function is, in units in the last place of f64 and f32, against results that
// record_functions.py computed in 60 digits; and what they give at the ends of their ranges.
#include <QFile>
#include <QTest>
#include <cmath>
#include <limits>
#include <map>

#include "engine/tensor/activations.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/ops.h"

using namespace gradweave;

namespace {

using Function = Tensor (*)(const Tensor&);

/// Largest error allowed: measured, rounded up. f32 beside the error of the argument's own function
/// (exp, log, tanh, erf are within 3 units, libm's in f64 within 1).
struct Bound {
    Function function;
    double f64_units, f32_units;
    /// Where the result is near 0 by cancellation: an absolute error of so many units of 1.
    double absolute_units = 0;
};

const std::map<std::string, Bound>& bounds() {
    static const std::map<std::string, Bound> all = {
        {"expm1", {expm1, 4, 6}},
        {"log1p", {log1p, 4, 6}},
        {"exp2", {exp2, 1, 1}},
        {"log2", {log2, 2, 5}},
        {"log10", {log10, 2, 5}},
        {"tan", {tan, 3, 8}},
        {"asin", {asin, 6, 6}},
        {"acos", {acos, 6, 6, 1}},
        {"atan", {atan, 4, 4}},
        {"sinh", {sinh, 6, 10}},
        {"cosh", {cosh, 4, 8}},
        {"asinh", {asinh, 6, 8}},
        {"acosh", {acosh, 6, 8}},
        {"atanh", {atanh, 6, 8}},
        {"cbrt", {cbrt, 2, 2}},
        {"erfc", {erfc, 8, 12}},
        {"erfinv", {erfinv, 8, 8}},
        // Differences of numbers near 30.
        {"lgamma", {lgamma, 12, 16, 60}},
        {"digamma", {digamma, 12, 16, 40}},
        {"gelu_tanh", {gelu_tanh, 6, 8, 4}},
        {"silu", {silu, 4, 6}},
        {"mish", {mish, 6, 10}},
        {"elu", {[](const Tensor& x) { return elu(x); }, 4, 6}},
        {"selu", {selu, 5, 7}},
        {"logsigmoid", {logsigmoid, 4, 8}},
        {"softplus", {softplus, 4, 8}},
        {"sigmoid", {sigmoid, 4, 6}},
    };
    return all;
}

struct Samples {
    std::vector<double> x, y;
};

std::map<std::string, Samples> recorded() {
    QFile file(GRADWEAVE_SOURCE_DIR "/tests/tensor/fixtures/functions.csv");
    if (!file.open(QIODevice::ReadOnly)) return {};
    std::map<std::string, Samples> samples;
    file.readLine();
    while (!file.atEnd()) {
        const auto cells = QString::fromLatin1(file.readLine()).trimmed().split(',');
        Samples& one = samples[cells[0].toStdString()];
        one.x.push_back(std::strtod(cells[1].toLatin1().constData(), nullptr));
        one.y.push_back(std::strtod(cells[2].toLatin1().constData(), nullptr));
    }
    return samples;
}

/// The distance between neighbouring numbers of T at x.
template <class T>
double unit(double x) {
    using Limits = std::numeric_limits<T>;
    const double least = std::max(std::abs(x), double{Limits::min()});
    return std::ldexp(1.0, std::ilogb(least) - Limits::digits + 1);
}

/// The largest error in units, in sentence form if it is over the bound.
template <class T>
std::string worst(const Bound& bound, const Samples& samples, double units) {
    const std::vector<T> x(samples.x.begin(), samples.x.end());
    const Tensor y = bound.function(tensor(x, Shape{static_cast<std::int64_t>(x.size())}));
    const auto values = y.values<T>();
    double largest = 0;
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::abs(samples.y[i]) > double{std::numeric_limits<T>::max()}) continue;
        const double wide =
            std::max(unit<T>(samples.y[i]) * units, bound.absolute_units * unit<T>(1.0) / 2);
        const double error = std::abs(static_cast<double>(values[i]) - samples.y[i]) / wide * units;
        if (!(error <= largest)) {
            largest = error;
            text = std::to_string(error) + " units at " + std::to_string(samples.x[i]) + " (" +
                   QByteArray::number(samples.x[i], 'g', 9).toStdString() +
                   "): " + QByteArray::number(double(values[i]), 'g', 17).toStdString() +
                   " instead of " + QByteArray::number(samples.y[i], 'g', 17).toStdString();
        }
    }
    return largest <= units ? std::string() : text;
}

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float none = std::numeric_limits<float>::quiet_NaN();

/// Equal numbers; the compiler gives no promise about the sign of zero.
bool same(const std::vector<float>& actual, const std::vector<float>& expected) {
    bool equal = actual.size() == expected.size();
    for (std::size_t i = 0; equal && i < actual.size(); ++i)
        equal = std::isnan(expected[i]) ? std::isnan(actual[i]) : actual[i] == expected[i];
    if (!equal) {
        for (const float value : actual)
            qWarning() << value;
    }
    return equal;
}

/// With the signs of zeros, which an odd function keeps.
bool same_with_signs(const std::vector<float>& actual, const std::vector<float>& expected) {
    if (!same(actual, expected)) return false;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if (expected[i] == 0 && std::signbit(actual[i]) != std::signbit(expected[i])) {
            qWarning("the zero of element %d has the wrong sign", static_cast<int>(i));
            return false;
        }
    }
    return true;
}

}  // namespace

class TestFunctions : public QObject {
    Q_OBJECT

  private slots:
    void accuracy_data();
    void accuracy();
    void ends_data();
    void ends();
    void zerosKeepTheirSign();
    void rounding();
    void anglesOfEverySign();
    void remainders();
    void clamping();
    void kindsOfNumbers();
    void activationsAtTheirKinks();
    void shortTypesRoundOnce();
    void integersConvert();
};

void TestFunctions::accuracy_data() {
    QTest::addColumn<QString>("name");
    for (const auto& [name, bound] : bounds())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestFunctions::accuracy() {
    QFETCH(QString, name);
    static const auto samples = recorded();
    const Bound& bound = bounds().at(name.toStdString());
    const Samples& known = samples.at(name.toStdString());
    QVERIFY(known.x.size() > 20);
    const std::string f64 = worst<double>(bound, known, bound.f64_units);
    QVERIFY2(f64.empty(), ("f64: " + f64).c_str());
    const std::string f32 = worst<float>(bound, known, bound.f32_units);
    QVERIFY2(f32.empty(), ("f32: " + f32).c_str());
}

void TestFunctions::ends_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < 23; ++i)
        QTest::newRow(std::to_string(i).c_str()) << i;
}

// At infinities, NaN, zeros, poles and beyond the domain.
void TestFunctions::ends() {
    struct Case {
        Function function;
        std::vector<float> x, y;
    };
    const float half_pi = 1.57079637f;
    const std::vector<Case> cases = {
        {expm1, {-inf, inf, none, 0.0f, -0.0f, 100}, {-1, inf, none, 0.0f, -0.0f, inf}},
        {log1p, {-1, inf, none, 0.0f, -0.0f, -2}, {-inf, inf, none, 0.0f, -0.0f, none}},
        {exp2, {-inf, inf, none, 10, -149}, {0, inf, none, 1024, 0x1p-149f}},
        {log2, {0, inf, none, -1, 1}, {-inf, inf, none, none, 0}},
        {asin, {1.5f, none, 0.0f, -0.0f}, {none, none, 0.0f, -0.0f}},
        {acos, {1, 1.5f, none}, {0, none, none}},
        {atan, {-inf, inf, none, 0.0f, -0.0f}, {-half_pi, half_pi, none, 0.0f, -0.0f}},
        {sinh, {-inf, inf, none, 0.0f, -0.0f, 100}, {-inf, inf, none, 0.0f, -0.0f, inf}},
        {cosh, {-inf, inf, none, 0, -100}, {inf, inf, none, 1, inf}},
        {asinh, {-inf, inf, none, 0.0f, -0.0f}, {-inf, inf, none, 0.0f, -0.0f}},
        {acosh, {1, inf, none, 0.5f}, {0, inf, none, none}},
        {atanh, {-1, 1, none, 2, 0.0f, -0.0f}, {-inf, inf, none, none, 0.0f, -0.0f}},
        {cbrt, {-inf, inf, none, 0.0f, -0.0f, -27}, {-inf, inf, none, 0.0f, -0.0f, -3}},
        {erfc, {-inf, inf, none, 0, 100, -100}, {2, 0, none, 1, 0, 2}},
        {erfinv, {-1, 1, none, 2, 0.0f, -0.0f}, {-inf, inf, none, none, 0.0f, -0.0f}},
        {lgamma, {inf, none, 0, -3}, {inf, none, inf, inf}},
        {tan, {inf, none, 0.0f, -0.0f}, {none, none, 0.0f, -0.0f}},
        {sin, {inf, none, 0.0f, -0.0f}, {none, none, 0.0f, -0.0f}},
        {tanh, {-inf, inf, none, 0.0f, -0.0f}, {-1, 1, none, 0.0f, -0.0f}},
        {erf, {-inf, inf, none, 0.0f, -0.0f}, {-1, 1, none, 0.0f, -0.0f}},
        {ceil, {-inf, inf, none, 1.5f, -1.5f, 0.0f}, {-inf, inf, none, 2, -1, 0.0f}},
        {trunc, {-inf, inf, none, 1.5f, -1.5f, -0.5f}, {-inf, inf, none, 1, -1, -0.0f}},
        {sign, {-inf, inf, none, 0, -3}, {-1, 1, 0, 0, -1}},
    };
    QFETCH(int, index);
    const Case& c = cases[static_cast<std::size_t>(index)];
    const Tensor x = tensor(c.x, Shape{static_cast<std::int64_t>(c.x.size())});
    QVERIFY(same_with_signs(c.function(x).values<float>(), c.y));
}

// In f64 too, alone and in a row that is long enough for whole vectors.
void TestFunctions::zerosKeepTheirSign() {
    const Function odd[] = {expm1, log1p, sin,   tan,   tanh, erf,   asin,
                            atan,  sinh,  asinh, atanh, cbrt, erfinv};
    for (const Function f : odd) {
        for (const DType dtype : {DType::f32, DType::f64}) {
            for (const std::int64_t count : {1, 40}) {
                const Tensor zeros = full({count}, -0.0, dtype).detach();
                const Array y = f(zeros).eval();
                for (std::int64_t i = 0; i < count; ++i)
                    QVERIFY(y.number(i) == 0 && std::signbit(y.number(i)));
                const Array slope = grad(f(zeros), zeros).eval();
                QVERIFY(std::isfinite(slope.number(0)) ? slope.number(0) > 0.5
                                                       : f == Function(cbrt));
            }
        }
    }
}

void TestFunctions::rounding() {
    const Tensor x = tensor({-2.5, -0.5, 0.5, 2.5});
    QVERIFY(same(ceil(x).values<float>(), {-2, -0.0f, 1, 3}));
    QVERIFY(same(frac(x).values<float>(), {-0.5f, -0.5f, 0.5f, 0.5f}));
    QCOMPARE(ceil(tensor({3, -4}, DType::i32)).dtype(), DType::i32);
    QCOMPARE(square(tensor({3, -4}, DType::i32)).values<std::int32_t>(),
             (std::vector<std::int32_t>{9, 16}));
    QCOMPARE(sign(tensor({3, -4, 0}, DType::i32)).values<std::int32_t>(),
             (std::vector<std::int32_t>{1, -1, 0}));
}

// As std::atan2, which is C's: over all pairs of signs, zeros and infinities.
void TestFunctions::anglesOfEverySign() {
    const std::vector<float> some = {-inf, -3, -1, -1e-30f, -0.0f, 0.0f, 1e-30f, 1, 3, inf, none};
    std::vector<float> y, x;
    for (const float a : some) {
        for (const float b : some) {
            y.push_back(a);
            x.push_back(b);
        }
    }
    const Shape shape{static_cast<std::int64_t>(x.size())};
    const auto angles = atan2(tensor(y, shape), tensor(x, shape)).values<float>();
    const auto sizes = hypot(tensor(y, shape), tensor(x, shape)).values<float>();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const float angle = std::atan2(y[i], x[i]);
        if (std::isnan(angle)) {
            QVERIFY(std::isnan(angles[i]));
            continue;
        }
        QCOMPARE(std::signbit(angles[i]), std::signbit(angle));
        QVERIFY(std::abs(angles[i] - angle) <= 4 * unit<float>(angle));
        const float size = std::hypot(y[i], x[i]);
        QVERIFY(sizes[i] == size || std::abs(sizes[i] - size) <= 2 * unit<float>(size));
    }
    QCOMPARE(hypot(tensor({3e30}), tensor({4e30})).item(), double{5e30f});
}

void TestFunctions::remainders() {
    const Tensor a = tensor({5.5, -5.5, 5.5, -5.5, 3}), b = tensor({2, 2, -2, -2, INFINITY});
    QVERIFY(same(fmod(a, b).values<float>(), {1.5f, -1.5f, 1.5f, -1.5f, 3}));
    QVERIFY(same(remainder(a, b).values<float>(), {1.5f, 0.5f, -0.5f, -1.5f, 3}));
    QCOMPARE(fmod(tensor({7, -7}, DType::i32), tensor({3, 3}, DType::i32)).values<std::int32_t>(),
             (std::vector<std::int32_t>{1, -1}));
    QVERIFY(same(lerp(tensor({1, 2}), tensor({5, 2}), 0.25).values<float>(), {2, 2}));
    QVERIFY(same(lerp(tensor({0.1}), tensor({0.7}), tensor({1})).values<float>(), {0.7f}));
}

void TestFunctions::clamping() {
    const Tensor x = tensor({-3, -1, 0.5, 1, 3, NAN});
    QVERIFY(same(clamp(x, -1, 1).values<float>(), {-1, -1, 0.5f, 1, 1, none}));
    // At the bounds the gradient passes, as in PyTorch.
    QVERIFY(same(grad(clamp(x, -1, 1), x).values<float>(), {0, 1, 1, 1, 0, 1}));
    QCOMPARE(clamp(tensor({-5, 7}, DType::i64), -1, 2).values<std::int64_t>(),
             (std::vector<std::int64_t>{-1, 2}));
}

void TestFunctions::kindsOfNumbers() {
    const Tensor x = tensor({NAN, INFINITY, -INFINITY, 0, 1});
    const auto flags = [](const Tensor& y) { return y.to(DType::u8).values<std::uint8_t>(); };
    using Flags = std::vector<std::uint8_t>;
    QCOMPARE(flags(isnan(x)), (Flags{1, 0, 0, 0, 0}));
    QCOMPARE(flags(isinf(x)), (Flags{0, 1, 1, 0, 0}));
    QCOMPARE(flags(isfinite(x)), (Flags{0, 0, 0, 1, 1}));
    QCOMPARE(flags(isfinite(tensor({1, 2}, DType::i32))), (Flags{1, 1}));
    const float most = std::numeric_limits<float>::max();
    QVERIFY(same(nan_to_num(x, 7).values<float>(), {7, most, -most, 0, 1}));
    QCOMPARE(nan_to_num(x.to(DType::f16)).eval().number(1), 65504.0);
}

// Values and gradients as torch 1.13 gives them.
void TestFunctions::activationsAtTheirKinks() {
    const Tensor x = tensor({-6, -3, -1, -0.5, 0, 0.5, 1, 3, 6});
    const auto slope = [&](const Tensor& y) { return grad(y, x).values<float>(); };
    using Floats = std::vector<float>;
    QVERIFY(same(hardtanh(x).values<float>(), {-1, -1, -1, -0.5f, 0, 0.5f, 1, 1, 1}));
    QVERIFY(same(slope(hardtanh(x)), {0, 0, 0, 1, 1, 1, 0, 0, 0}));
    QVERIFY(same(slope(relu6(x)), {0, 0, 0, 0, 0, 1, 1, 1, 0}));
    QVERIFY(same(slope(hardshrink(x)), {1, 1, 1, 0, 0, 0, 1, 1, 1}));
    QVERIFY(same(softshrink(x).values<float>(), {-5.5f, -2.5f, -0.5f, 0, 0, 0, 0.5f, 2.5f, 5.5f}));
    QVERIFY(same(slope(softshrink(x)), {1, 1, 1, 0, 0, 0, 1, 1, 1}));
    QVERIFY(same(threshold(x, 0.5, 9).values<float>(), {9, 9, 9, 9, 9, 9, 1, 3, 6}));
    QVERIFY(same(slope(threshold(x, 0.5, 9)), {0, 0, 0, 0, 0, 0, 1, 1, 1}));
    const Floats wish = slope(hardswish(x)), sigmoid_slope = slope(hardsigmoid(x));
    QCOMPARE(wish.front(), 0.0f);
    QCOMPARE(wish[1], -0.5f);
    QCOMPARE(wish[7], 1.5f);
    QCOMPARE(sigmoid_slope[1], 0.0f);
    QCOMPARE(sigmoid_slope[7], 0.0f);
    QVERIFY(same(slope(leaky_relu(x, 0.25)), {0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 1, 1, 1, 1}));
    // What overflows on one side poisons nothing on the other.
    const Tensor far = tensor({-1000, 1000});
    QVERIFY(same(grad(elu(far), far).values<float>(), {0, 1}));
    QVERIFY(same(grad(celu(far, 0.5), far).values<float>(), {0, 1}));
    QVERIFY(same(mish(far).values<float>(), {-0.0f, 1000}));
    QVERIFY(same(silu(far).values<float>(), {-0.0f, 1000}));
    const Tensor weight = tensor({0.5, -1});
    const Tensor image = tensor({{-2, 3}, {-4, -5}});
    QVERIFY(same(prelu(image, weight).values<float>(), {-1, 3, -2, 5}));
    QVERIFY(same(grad(prelu(image, weight), weight).values<float>(), {-6, -5}));
    QVERIFY(same(glu(tensor({{2, 4, 0, 0}})).values<float>(), {1, 2}));
}

// sigmoid(1) = 0.731058...: computed in f32, rounded once.
void TestFunctions::shortTypesRoundOnce() {
    for (const DType dtype : {DType::f16, DType::bf16}) {
        const Tensor x = linspace(-4, 4, 257, DType::f32).to(dtype);
        for (const Function f :
             {Function(sigmoid), Function(expm1), Function(atan), Function(silu)}) {
            const Array actual = f(x).eval();
            QCOMPARE(actual.dtype(), dtype);
            const Array expected = f(x.to(DType::f32)).eval().cast(dtype);
            QVERIFY(identical(actual, expected));
        }
        QCOMPARE(grad(sigmoid(x), x).dtype(), dtype);
    }
}

void TestFunctions::integersConvert() {
    QCOMPARE(expm1(tensor({0, 1}, DType::i64)).dtype(), DType::f32);
    QCOMPARE(atan2(tensor({1}, DType::i32), tensor({1}, DType::f64)).dtype(), DType::f64);
}

QTEST_GUILESS_MAIN(TestFunctions)
#include "test_functions.moc"
