// SPDX-License-Identifier: Apache-2.0
// The f32 functions of every instruction set of this machine against libm in double precision.
#include <QTest>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/text.h"

using namespace gradweave;
using backends::cpu::TileTable;
using graph::Op;

namespace {

struct Function {
    Op op;
    double (*exact)(double);
    /// Largest error in units in the last place, measured over one in 1009 of all floats and
    /// rounded up. vector_math.h promises 3; the exact value itself may be half a unit away from
    /// every float.
    double limit;
};

const std::vector<Function>& functions() {
    static const std::vector<Function> all = {
        {Op::exp, [](double x) { return std::exp(x); }, 1.1},
        {Op::log, [](double x) { return std::log(x); }, 0.9},
        {Op::sin, [](double x) { return std::sin(x); }, 1.6},
        {Op::cos, [](double x) { return std::cos(x); }, 1.6},
        {Op::tanh, [](double x) { return std::tanh(x); }, 1.4},
        {Op::erf, [](double x) { return std::erf(x); }, 2.6},
        {Op::sqrt, [](double x) { return std::sqrt(x); }, 0.5001},
        {Op::rsqrt, [](double x) { return 1 / std::sqrt(x); }, 1.5},
        {Op::recip, [](double x) { return 1 / x; }, 0.5001},
    };
    return all;
}

/// The tables that this machine can run.
std::vector<const TileTable*> tables() {
    std::vector<const TileTable*> result = {&backends::cpu::baseline_tiles()};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        result.push_back(&backends::cpu::avx2_tiles());
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        result.push_back(&backends::cpu::avx512_tiles());
#endif
    return result;
}

/// Distance to the exact value in units in the last place of a float of that size.
double error_in_units(float actual, double exact) {
    if (std::isnan(exact)) return std::isnan(actual) ? 0 : INFINITY;
    if (std::isnan(actual)) return INFINITY;
    constexpr double first_beyond = 0x1p128;
    // An exact value that rounds to infinity is infinite; one that does not, is one step from it.
    if (std::abs(exact) >= first_beyond) exact = std::copysign(first_beyond, exact);
    const double value = std::isinf(actual) ? std::copysign(first_beyond, actual) : actual;
    const int exponent = exact == 0 ? -126 : std::max(std::ilogb(exact), -126);
    return std::abs(value - exact) / std::ldexp(1.0, exponent - 23);
}

void apply(const TileTable& table, Op op, const std::vector<float>& x, std::vector<float>& y) {
    const auto function = table.elementwise(op, DType::f32, DType::f32, 0);
    QVERIFY(function != nullptr);
    function(reinterpret_cast<std::byte*>(y.data()), reinterpret_cast<const std::byte*>(x.data()),
             nullptr, nullptr, static_cast<std::int64_t>(x.size()));
}

float from_bits(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

}  // namespace

class TestVectorMath : public QObject {
    Q_OBJECT

  private slots:
    void allOfTheLine_data();
    void allOfTheLine();
    void nearMultiplesOfPi();
    void specialValues();
    void largeAndSmallArgumentsInOneTile();
    void everyLengthAndInPlace();
};

void TestVectorMath::allOfTheLine_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < functions().size(); ++i)
        QTest::newRow(std::string(graph::name_of(functions()[i].op)).c_str())
            << static_cast<int>(i);
}

// Every 1009th bit pattern: all exponents, both signs, subnormals, infinities and NaN.
void TestVectorMath::allOfTheLine() {
    QFETCH(int, index);
    const Function& function = functions()[static_cast<std::size_t>(index)];
    constexpr std::uint64_t step = 1009;
    constexpr std::size_t count = 4096;
    std::vector<float> x(count), y(count);
    std::vector<double> worst(tables().size(), 0);
    std::vector<float> where(tables().size(), 0);
    std::vector<double> exact(count);
    for (std::uint64_t first = 0; first < (std::uint64_t{1} << 32); first += step * count) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t bits = first + i * step;
            x[i] = from_bits(static_cast<std::uint32_t>(std::min<std::uint64_t>(bits, 0xFFFFFFFF)));
            exact[i] = function.exact(x[i]);
        }
        for (std::size_t t = 0; t < tables().size(); ++t) {
            apply(*tables()[t], function.op, x, y);
            for (std::size_t i = 0; i < count; ++i) {
                const double error = error_in_units(y[i], exact[i]);
                if (error > worst[t]) {
                    worst[t] = error;
                    where[t] = x[i];
                }
            }
        }
    }
    for (std::size_t t = 0; t < tables().size(); ++t) {
        const std::string text = concat(tables()[t]->name, ": error ", worst[t],
                                        " units at x = ", where[t], ", limit ", function.limit);
        if (qEnvironmentVariableIsSet("GRADWEAVE_VERBOSE")) qInfo("%s", text.c_str());
        QVERIFY2(worst[t] <= function.limit, text.c_str());
    }
}

// Where sine or cosine nearly vanish, the reduced argument must keep its digits.
void TestVectorMath::nearMultiplesOfPi() {
    std::vector<float> x;
    for (double n = -600'000; n <= 600'000; n += 7) {
        const auto nearest = static_cast<float>(n * 1.5707963267948966);
        for (const float value :
             {std::nextafter(nearest, -INFINITY), nearest, std::nextafter(nearest, INFINITY)})
            x.push_back(value);
    }
    std::vector<float> y(x.size());
    for (const TileTable* table : tables()) {
        for (const Function& function : functions()) {
            if (function.op != Op::sin && function.op != Op::cos) continue;
            // Tile by tile, as the loops do, so that only tiles with a large argument use libm.
            apply(*table, function.op, x, y);
            double worst = 0;
            for (std::size_t i = 0; i < x.size(); ++i)
                worst = std::max(worst, error_in_units(y[i], function.exact(x[i])));
            QVERIFY2(worst <= function.limit, concat(table->name, ": ", worst).c_str());
        }
    }
}

void TestVectorMath::specialValues() {
    const float inf = INFINITY, nan = NAN, least = std::numeric_limits<float>::denorm_min(),
                most = std::numeric_limits<float>::max();
    const std::vector<float> x = {0,         -0.0f,     inf,         -inf,     nan,   -nan,
                                  least,     -least,    most,        -most,    1,     -1,
                                  88.72283f, 88.72284f, -103.97208f, -103.98f, -87.5f};
    std::vector<float> y(x.size());
    for (const TileTable* table : tables()) {
        for (const Function& function : functions()) {
            apply(*table, function.op, x, y);
            for (std::size_t i = 0; i < x.size(); ++i) {
                const double exact = function.exact(x[i]);
                const std::string text =
                    concat(table->name, " ", graph::name_of(function.op), "(", x[i], ") = ", y[i]);
                QVERIFY2(error_in_units(y[i], exact) <= function.limit, text.c_str());
                // What is exactly infinite or zero is so here.
                if (std::isinf(exact)) QVERIFY2(y[i] == exact, text.c_str());
            }
        }
    }
}

// One huge argument sends its tile to libm; its neighbours must stay right.
void TestVectorMath::largeAndSmallArgumentsInOneTile() {
    std::vector<float> x(100), y(100);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i) * 0.1f - 5;
    x[37] = 1e30f;
    x[38] = NAN;
    x[39] = -2097152.0f;
    for (const TileTable* table : tables()) {
        for (const Function& function : functions()) {
            apply(*table, function.op, x, y);
            for (std::size_t i = 0; i < x.size(); ++i)
                QVERIFY(error_in_units(y[i], function.exact(x[i])) <= function.limit);
        }
    }
}

// An element does not depend on its neighbours or its position, and the output may be the input.
void TestVectorMath::everyLengthAndInPlace() {
    std::vector<float> x(70);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = 0.05f * static_cast<float>(i) + 0.01f;
    for (const TileTable* table : tables()) {
        for (const Function& function : functions()) {
            std::vector<float> whole(x.size());
            apply(*table, function.op, x, whole);
            for (std::size_t n = 1; n <= x.size(); ++n) {
                std::vector<float> part(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n));
                apply(*table, function.op, part, part);
                for (std::size_t i = 0; i < n; ++i)
                    QCOMPARE(part[i], whole[i]);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestVectorMath)
#include "test_vector_math.moc"
