// SPDX-License-Identifier: Apache-2.0
// Where results differ that should be equal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/array.h"
#include "engine/core/text.h"

namespace gradweave::testing {

/// The first element that is not the same number in both, in words; nothing if there is none.
inline std::optional<std::string> difference(const std::vector<Array>& a,
                                             const std::vector<Array>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::int64_t k = 0; k < a[i].element_count(); ++k) {
            if (a[i].number(k) != b[i].number(k))
                return concat("array ", i, ", element ", k, ": ", a[i].number(k), ", not ",
                              b[i].number(k));
        }
    }
    return std::nullopt;
}

}  // namespace gradweave::testing

/// In a test function: fails with the words of an optional<string>, if there are any.
#define GW_VERIFY_NOTHING(...)                         \
    do {                                               \
        const auto wrong = __VA_ARGS__;                \
        QVERIFY2(!wrong, wrong ? wrong->c_str() : ""); \
    } while (false)
