// SPDX-License-Identifier: Apache-2.0
// Arrays with random elements, and comparing arrays with a tolerance.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/array.h"
#include "engine/core/convert.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::testing {

/// Uniform in [low, high), converted to the type; bool is a coin.
inline Array random_array(DType dtype, const Shape& shape, Generator& generator, double low = -2,
                          double high = 2) {
    Array array(dtype, shape);
    visit_stored(dtype, [&]<class T>(std::type_identity<T>) {
        for (T& element : array.as<T>()) {
            const double value = low + (high - low) * generator.uniform();
            if constexpr (std::is_same_v<T, bool>)
                element = generator.uniform() < 0.5;
            else
                element = convert<T>(value);
        }
    });
    return array;
}

/// How far apart floating elements may be: |a - b| <= absolute + relative * |b|. Equal infinities
/// and NaN with NaN agree. Integers and bool must be equal.
struct Tolerance {
    double relative = 0;
    double absolute = 0;
};

/// The first difference as a sentence, or nothing if the arrays agree.
inline std::optional<std::string> difference(const Array& actual, const Array& expected,
                                             Tolerance tolerance = {}) {
    if (actual.dtype() != expected.dtype() || actual.shape() != expected.shape()) {
        return concat(name_of(actual.dtype()), to_string(actual.shape()), " instead of ",
                      name_of(expected.dtype()), to_string(expected.shape()));
    }
    return visit_stored(
        actual.dtype(), [&]<class T>(std::type_identity<T>) -> std::optional<std::string> {
            const auto a = actual.as<T>(), b = expected.as<T>();
            for (std::size_t i = 0; i < a.size(); ++i) {
                if (a[i] == b[i]) continue;
                if constexpr (!std::is_integral_v<T>) {
                    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
                    const double gap =
                        std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
                    if (gap <= tolerance.absolute + tolerance.relative * std::abs(double(b[i])))
                        continue;
                }
                return concat("element ", i, " of ", to_string(actual.shape()), " is ",
                              actual.number(static_cast<std::int64_t>(i)), " instead of ",
                              expected.number(static_cast<std::int64_t>(i)));
            }
            return std::nullopt;
        });
}

}  // namespace gradweave::testing

/// The arrays agree within the tolerance; the message names the first element that does not.
#define COMPARE_ARRAYS(actual, expected, tolerance)                                       \
    do {                                                                                  \
        const auto wrong = ::gradweave::testing::difference(actual, expected, tolerance); \
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");                                    \
    } while (false)
