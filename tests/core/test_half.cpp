// SPDX-License-Identifier: Apache-2.0
// The 16-bit floating types: every bit pattern, and rounding at every midpoint.
#include <QTest>
#include <cmath>
#include <limits>

#include "engine/core/convert.h"
#include "engine/core/half.h"

using namespace gradweave;

namespace {

/// Checks that the numbers between two neighbours, whose bits are `low` and `low + 1`, go to the
/// nearer one, and the midpoint to the even one.
template <class T>
void check_between(std::uint16_t low, double below, double above) {
    const auto bits_of = [](float x) { return T(x).bits; };
    const auto high = static_cast<std::uint16_t>(low + 1);
    const auto middle = static_cast<float>((below + above) / 2);  // exact: one more bit
    QCOMPARE(bits_of(middle), low % 2 == 0 ? low : high);
    QCOMPARE(bits_of(std::nextafter(middle, -INFINITY)), low);
    QCOMPARE(bits_of(std::nextafter(middle, INFINITY)), high);
    QCOMPARE(bits_of(-middle), static_cast<std::uint16_t>((low % 2 == 0 ? low : high) | 0x8000));
}

}  // namespace

class TestHalf : public QObject {
    Q_OBJECT

  private slots:
    void everyHalf();
    void everyBfloat();
    void roundTrips();
    void halvesRoundToEven();
    void bfloatsRoundToEven();
    void conversions();
};

void TestHalf::everyHalf() {
    for (int i = 0; i < 65536; ++i) {
        const auto bits = static_cast<std::uint16_t>(i);
        const int exponent = (i >> 10) & 31, fraction = i & 1023;
        const float value = half_to_float(bits);
        QCOMPARE(std::signbit(value), (i & 0x8000) != 0);
        if (exponent == 31) {
            QCOMPARE(std::isnan(value), fraction != 0);
            // The payload is kept, in the upper bits.
            QCOMPARE(std::bit_cast<std::uint32_t>(value) & 0x7FFFFF,
                     static_cast<std::uint32_t>(fraction) << 13);
            continue;
        }
        const double expected =
            exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        QCOMPARE(std::abs(static_cast<double>(value)), expected);
    }
}

void TestHalf::everyBfloat() {
    for (std::uint32_t i = 0; i < 65536; ++i) {
        QCOMPARE(std::bit_cast<std::uint32_t>(bfloat_to_float(static_cast<std::uint16_t>(i))),
                 i << 16);
    }
}

void TestHalf::roundTrips() {
    for (int i = 0; i < 65536; ++i) {
        const auto bits = static_cast<std::uint16_t>(i);
        const bool half_nan = (i & 0x7C00) == 0x7C00 && (i & 0x3FF) != 0;
        const bool bfloat_nan = (i & 0x7F80) == 0x7F80 && (i & 0x7F) != 0;
        // A signalling NaN becomes a quiet one.
        QCOMPARE(half_from_float(half_to_float(bits)), half_nan ? bits | 0x0200 : bits);
        QCOMPARE(bfloat_from_float(bfloat_to_float(bits)), bfloat_nan ? bits | 0x0040 : bits);
    }
}

void TestHalf::halvesRoundToEven() {
    for (std::uint16_t bits = 0; bits < 0x7BFF; ++bits) {
        const auto next = static_cast<std::uint16_t>(bits + 1);
        check_between<Half>(bits, half_to_float(bits), half_to_float(next));
    }
    check_between<Half>(0x7BFF, 65504, 65536);  // infinite from the middle on
    QCOMPARE(half_from_float(1e38f), std::uint16_t{0x7C00});
}

void TestHalf::bfloatsRoundToEven() {
    for (std::uint16_t bits = 0; bits < 0x7F7F; ++bits) {
        const auto next = static_cast<std::uint16_t>(bits + 1);
        check_between<BFloat16>(bits, bfloat_to_float(bits), bfloat_to_float(next));
    }
    QCOMPARE(bfloat_from_float(std::numeric_limits<float>::max()), std::uint16_t{0x7F80});
}

// By way of f32, as PyTorch: 2049 + 2^-30 rounds to 2049 first, and that to the even neighbour.
void TestHalf::conversions() {
    QCOMPARE(float(convert<Half>(2049 + 0x1p-30)), 2048.0f);
    QCOMPARE(float(convert<Half>(std::int64_t{70'000})), HUGE_VALF);
    QCOMPARE(float(convert<BFloat16>(std::int32_t{257})), 256.0f);
    QCOMPARE(convert<std::int8_t>(Half(300.0f)), std::int8_t{127});
    QCOMPARE(convert<std::int8_t>(BFloat16(-300.0f)), std::int8_t{-128});
    QCOMPARE(convert<std::int16_t>(std::int32_t{40'000}), std::int16_t{-25'536});
    QCOMPARE(convert<std::uint8_t>(std::int8_t{-1}), std::uint8_t{255});
    QCOMPARE(convert<bool>(Half(0x1p-24f)), true);
    QCOMPARE(convert<double>(BFloat16(0.5f)), 0.5);
    QCOMPARE(float(convert<Half>(BFloat16(1e30f))), HUGE_VALF);
}

QTEST_GUILESS_MAIN(TestHalf)
#include "test_half.moc"
