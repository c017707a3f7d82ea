// SPDX-License-Identifier: Apache-2.0
// Text from values and back, the same in every locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace gradweave {

/// Shortest decimal text that reads back as the same double; "nan", "inf" and "-inf" otherwise.
std::string number_text(double value);
/// The same for a float: fewer digits, since fewer are needed.
std::string number_text(float value);

/// Reads a whole text as a decimal number; nothing if any character is left over or the value does
/// not fit. Accepts a leading '+', never a locale's comma.
std::optional<double> parse_double(std::string_view text);
std::optional<std::int64_t> parse_int(std::string_view text);

/// "1,234,567": digits in groups, for sentences a person reads.
std::string grouped(std::int64_t value);

/// Two or three digits that matter: "1.2 MB", "12 MB", "640 bytes".
std::string byte_text(std::uint64_t bytes);

/// `text` in quotes with the quote, backslash and control characters escaped, cut to `limit` bytes;
/// for showing foreign text in a sentence.
std::string in_quotes(std::string_view text, std::size_t limit = 60);

namespace detail {
inline void append(std::string& out, std::string_view text) {
    out.append(text);
}
inline void append(std::string& out, char c) {
    out.push_back(c);
}
template <class T>
requires(std::is_arithmetic_v<T> && !std::is_same_v<T, char> &&
         !std::is_same_v<T, bool>) void append(std::string& out, T value) {
    if constexpr (std::is_floating_point_v<T>)
        out += number_text(value);
    else
        out += std::to_string(value);
}
}  // namespace detail

/// Joins texts, characters and numbers: the engine's way to write a sentence.
template <class... Parts>
std::string concat(const Parts&... parts) {
    std::string out;
    (detail::append(out, parts), ...);
    return out;
}

}  // namespace gradweave
