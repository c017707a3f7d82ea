// SPDX-License-Identifier: Apache-2.0
// Element types, conversion between them, and the host array.
#include <QTest>
#include <cmath>
#include <limits>

#include "engine/core/array.h"
#include "engine/core/convert.h"
#include "tests/support/expect.h"

using namespace gradweave;
using gradweave::testing::text;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

class TestArray : public QObject {
    Q_OBJECT

  private slots:
    void dtypeNames();
    void promotion();
    void floatingToIntegerSaturates();
    void limitsOfEachIntegerType();
    void anythingToBool();
    void elementsStartAtZero();
    void handlesShareAndClonesDoNot();
    void wrongNumberOfValues();
    void castConvertsEachElement();
    void finiteness();
    void identicalComparesBits();
};

void TestArray::dtypeNames() {
    for (int i = 0; i < dtype_count; ++i) {
        const auto type = static_cast<DType>(i);
        QCOMPARE(dtype_from_name(name_of(type)), type);
        visit_stored(type, [&]<class T>(std::type_identity<T>) {
            QCOMPARE(dtype_of<T>, type);
            QCOMPARE(size_of(type), sizeof(T));
            QCOMPARE(is_floating(type), !std::is_integral_v<T>);
            constexpr bool boolean = std::is_same_v<T, bool>;
            QCOMPARE(is_integer(type), std::is_integral_v<T> && !boolean);
        });
    }
    EXPECT_ERROR(dtype_from_name("f8"), bad_input,
                 "\"f8\" is no element type; choose bool, u8, i8, i16, i32, i64, f16, bf16, f32 or "
                 "f64");
}

// PyTorch's categories: bool < integer < floating, and within one the wider.
void TestArray::promotion() {
    using enum DType;
    // torch.promote_types, PyTorch 1.13.
    const DType order[] = {boolean, u8, i8, i16, i32, i64, f16, bf16, f32, f64};
    const DType expected[dtype_count][dtype_count] = {
        {boolean, u8, i8, i16, i32, i64, f16, bf16, f32, f64},
        {u8, u8, i16, i16, i32, i64, f16, bf16, f32, f64},
        {i8, i16, i8, i16, i32, i64, f16, bf16, f32, f64},
        {i16, i16, i16, i16, i32, i64, f16, bf16, f32, f64},
        {i32, i32, i32, i32, i32, i64, f16, bf16, f32, f64},
        {i64, i64, i64, i64, i64, i64, f16, bf16, f32, f64},
        {f16, f16, f16, f16, f16, f16, f16, f32, f32, f64},
        {bf16, bf16, bf16, bf16, bf16, bf16, f32, bf16, f32, f64},
        {f32, f32, f32, f32, f32, f32, f32, f32, f32, f64},
        {f64, f64, f64, f64, f64, f64, f64, f64, f64, f64}};
    for (int a = 0; a < dtype_count; ++a) {
        for (int b = 0; b < dtype_count; ++b)
            QCOMPARE(promote(order[a], order[b]), expected[a][b]);
    }
}

void TestArray::floatingToIntegerSaturates() {
    QCOMPARE(convert<std::int32_t>(2.9), 2);
    QCOMPARE(convert<std::int32_t>(-2.9), -2);
    QCOMPARE(convert<std::uint8_t>(-0.9), std::uint8_t{0});
    QCOMPARE(convert<std::uint8_t>(255.9), std::uint8_t{255});
    QCOMPARE(convert<std::uint8_t>(256.0), std::uint8_t{255});
    QCOMPARE(convert<std::uint8_t>(-1.0), std::uint8_t{0});
    QCOMPARE(convert<std::uint8_t>(-1e300), std::uint8_t{0});
    // Between integers C++ defines the conversion: modulo 2^n.
    QCOMPARE(convert<std::uint8_t>(std::int32_t{300}), std::uint8_t{44});
    QCOMPARE(convert<std::int32_t>(std::int64_t{1} << 32), 0);
}

void TestArray::limitsOfEachIntegerType() {
    const auto check = [](auto zero) {
        using T = decltype(zero);
        using Limits = std::numeric_limits<T>;
        QCOMPARE(convert<T>(infinity), Limits::max());
        QCOMPARE(convert<T>(-infinity), Limits::min());
        QCOMPARE(convert<T>(not_a_number), T(0));
        QCOMPARE(convert<T>(std::numeric_limits<float>::infinity()), Limits::max());
        QCOMPARE(convert<T>(-std::numeric_limits<float>::infinity()), Limits::min());
        QCOMPARE(convert<T>(std::numeric_limits<float>::quiet_NaN()), T(0));
        // The first value beyond, and the last one inside that a double can hold.
        const double beyond = std::ldexp(1.0, Limits::digits);
        QCOMPARE(convert<T>(beyond), Limits::max());
        const double inside = std::nextafter(beyond, 0.0);
        QCOMPARE(convert<T>(inside), static_cast<T>(inside));
        if (Limits::is_signed) QCOMPARE(convert<T>(-beyond), Limits::min());
    };
    check(std::uint8_t{});
    check(std::int8_t{});
    check(std::int16_t{});
    check(std::int32_t{});
    check(std::int64_t{});
}

void TestArray::anythingToBool() {
    QCOMPARE(convert<bool>(0.0), false);
    QCOMPARE(convert<bool>(-0.0), false);
    QCOMPARE(convert<bool>(1e-300), true);
    QCOMPARE(convert<bool>(not_a_number), true);
    QCOMPARE(convert<bool>(std::int64_t{256}), true);
    QCOMPARE(convert<float>(true), 1.0f);
}

void TestArray::elementsStartAtZero() {
    const Array array(DType::f64, Shape{3, 5});
    QCOMPARE(array.byte_size(), std::uint64_t{3 * 5 * 8});
    QCOMPARE(reinterpret_cast<std::uintptr_t>(array.data()) % 64, std::uintptr_t{0});
    for (const double value : array.as<double>())
        QCOMPARE(value, 0.0);
    QCOMPARE(Array().element_count(), std::int64_t{0});
    QVERIFY(Array(DType::i32, Shape{2, 0, 3}).as<std::int32_t>().empty());
}

void TestArray::handlesShareAndClonesDoNot() {
    Array a = Array::of(std::vector<float>{1, 2, 3, 4, 5, 6}, Shape{2, 3});
    Array same = a, other = a.clone(), turned = a.reshaped(Shape{3, 2});
    a.as<float>()[0] = 9;
    QCOMPARE(same.number(0), 9.0);
    QCOMPARE(turned.number(0), 9.0);
    QCOMPARE(turned.shape(), (Shape{3, 2}));
    QCOMPARE(other.number(0), 1.0);
}

void TestArray::wrongNumberOfValues() {
    EXPECT_ERROR(Array::of(std::vector<float>{1, 2, 3}, Shape{2, 2}), usage,
                 "an array of shape [2, 2] needs 4 values, 3 were given");
}

void TestArray::castConvertsEachElement() {
    const Array a = Array::of(std::vector<float>{-1.5f, 0, 300, NAN}, Shape{4});
    const Array bytes = a.cast(DType::u8);
    QCOMPARE(bytes.dtype(), DType::u8);
    const double expected[] = {0, 0, 255, 0};
    for (int i = 0; i < 4; ++i)
        QCOMPARE(bytes.number(i), expected[i]);
    const Array truth = a.cast(DType::boolean);
    const double truths[] = {1, 0, 1, 1};
    for (int i = 0; i < 4; ++i)
        QCOMPARE(truth.number(i), truths[i]);
    QCOMPARE(a.cast(DType::f32).data(), a.data());  // nothing to do
}

void TestArray::finiteness() {
    QVERIFY(all_finite(Array::of(std::vector<float>{1, -1e30f}, Shape{2})));
    QVERIFY(!all_finite(Array::of(std::vector<float>{1, NAN}, Shape{2})));
    QVERIFY(!all_finite(Array::of(std::vector<double>{infinity}, Shape{1})));
    QVERIFY(all_finite(Array::of(std::vector<std::int32_t>{1}, Shape{1})));
    QVERIFY(all_finite(Array()));
}

void TestArray::identicalComparesBits() {
    const Array zero = Array::of(std::vector<float>{0.0f}, Shape{1});
    const Array negative = Array::of(std::vector<float>{-0.0f}, Shape{1});
    const Array nan = Array::of(std::vector<float>{NAN}, Shape{1});
    QVERIFY(identical(nan, nan.clone()));
    QVERIFY(!identical(zero, negative));
    QVERIFY(!identical(zero, zero.reshaped(Shape{1, 1})));
    QVERIFY(!identical(zero, Array(DType::i32, Shape{1})));
}

QTEST_GUILESS_MAIN(TestArray)
#include "test_array.moc"
