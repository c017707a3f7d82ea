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

/// A part of a sentence. Not a template, so that joining them is compiled once.
class Piece {
  public:
    Piece(std::string_view text) : kind_(Kind::text), text_(text) {}
    Piece(const std::string& text) : Piece(std::string_view(text)) {}
    Piece(const char* text) : Piece(std::string_view(text)) {}
    Piece(char c) : kind_(Kind::character), character_(c) {}
    Piece(float x) : kind_(Kind::f32), f32_(x) {}
    Piece(double x) : kind_(Kind::f64), f64_(x) {}
    template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, char> && !std::is_same_v<T, bool>)
        Piece(T x)
        : kind_(std::is_signed_v<T> ? Kind::negative_too : Kind::positive) {
        if constexpr (std::is_signed_v<T>)
            signed_ = x;
        else
            unsigned_ = x;
    }
    Piece(bool) = delete;

    void append_to(std::string& out) const;

  private:
    enum class Kind : std::uint8_t { text, character, f32, f64, negative_too, positive };
    Kind kind_;
    union {
        std::string_view text_;
        char character_;
        float f32_;
        double f64_;
        long long signed_;
        unsigned long long unsigned_;
    };
};

std::string join(const Piece* pieces, std::size_t count);

/// As what a part is handed on: literals of all lengths alike, whole numbers of all sizes.
template <class T>
using Part = std::conditional_t<
    std::is_array_v<T> || std::is_pointer_v<T>, const char*,
    std::conditional_t<std::is_integral_v<T> && !std::is_same_v<T, char> &&
                           !std::is_same_v<T, bool>,
                       std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>,
                       std::conditional_t<std::is_arithmetic_v<T>, T, const T&>>>;

/// Out of line, so that a sentence takes little code where it is written: there are thousands.
template <class... Parts>
[[gnu::noinline]] std::string joined(Parts... parts) {
    const Piece pieces[] = {Piece(parts)...};
    return join(pieces, sizeof...(parts));
}

}  // namespace detail

/// Joins texts, characters and numbers: the engine's way to write a sentence.
template <class... Parts>
[[gnu::always_inline]] inline std::string concat(const Parts&... parts) {
    return detail::joined<detail::Part<Parts>...>(parts...);
}

}  // namespace gradweave
