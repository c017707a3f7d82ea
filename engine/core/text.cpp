// SPDX-License-Identifier: Apache-2.0
#include "engine/core/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace gradweave {

namespace {

template <class T>
std::string shortest(T value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    std::array<char, 32> buffer;
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), result.ptr);
}

template <class T>
std::optional<T> parse_whole(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    T value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string number_text(double value) {
    return shortest(value);
}
std::string number_text(float value) {
    return shortest(value);
}

std::optional<double> parse_double(std::string_view text) {
    return parse_whole<double>(text);
}
std::optional<std::int64_t> parse_int(std::string_view text) {
    return parse_whole<std::int64_t>(text);
}

std::string grouped(std::int64_t value) {
    std::string digits = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t end = digits.size(); end > first + 3; end -= 3)
        digits.insert(end - 3, 1, ',');
    return digits;
}

std::string byte_text(std::uint64_t bytes) {
    if (bytes < 1000) return concat(bytes, bytes == 1 ? " byte" : " bytes");
    constexpr const char* units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes) / 1000;
    int unit = 0;
    // Where rounding would show four digits the next unit begins.
    while (value >= 999.5 && unit < 5) {
        value /= 1000;
        ++unit;
    }
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, value < 9.95 ? 1 : 0);
    return concat(std::string_view(buffer.data(), end.ptr), " ", units[unit]);
}

std::string in_quotes(std::string_view text, std::size_t limit) {
    std::string out = "\"";
    const bool cut = text.size() > limit;
    if (cut) {
        // Not in the middle of a UTF-8 sequence.
        while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80)
            --limit;
        text = text.substr(0, limit);
    }
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            constexpr char hex[] = "0123456789abcdef";
            out += "\\x";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        } else {
            out += c;
        }
    }
    out += cut ? "…\"" : "\"";
    return out;
}

namespace detail {

void Piece::append_to(std::string& out) const {
    switch (kind_) {
        case Kind::text:
            out.append(text_);
            return;
        case Kind::character:
            out.push_back(character_);
            return;
        case Kind::f32:
            out += number_text(f32_);
            return;
        case Kind::f64:
            out += number_text(f64_);
            return;
        case Kind::negative_too:
            out += std::to_string(signed_);
            return;
        case Kind::positive:
            out += std::to_string(unsigned_);
            return;
    }
}

std::string join(const Piece* pieces, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        pieces[i].append_to(out);
    return out;
}

}  // namespace detail

}  // namespace gradweave
