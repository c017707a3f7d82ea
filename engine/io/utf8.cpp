// SPDX-License-Identifier: Apache-2.0
// Validation of UTF-8 by the ranges that the Unicode Standard lists, and its table of Windows-1252.
#include "engine/io/utf8.h"

#include <cstdint>
#include <cstring>

namespace gradweave::io {

namespace {

/// What may follow a leading byte: how many bytes, and the range of the first of them.
struct Follow {
    int count;
    unsigned char low, high;
};

Follow follow(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {1, 0x80, 0xBF};
    if (lead == 0xE0) return {2, 0xA0, 0xBF};
    if (lead == 0xED) return {2, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {2, 0x80, 0xBF};
    if (lead == 0xF0) return {3, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {3, 0x80, 0xBF};
    if (lead == 0xF4) return {3, 0x80, 0x8F};
    return {-1, 0, 0};
}

/// Windows-1252 from 0x80 to 0x9F; 0: no character.
constexpr char16_t windows_signs[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

}  // namespace

std::size_t ascii_prefix(std::string_view text) {
    std::size_t at = 0;
    // Most text is ASCII: eight bytes at a time.
    std::uint64_t word;
    while (at + sizeof word <= text.size()) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & 0x8080808080808080u) != 0) break;
        at += sizeof word;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

bool append_windows_1252(std::string& text, char byte) {
    const auto value = static_cast<unsigned char>(byte);
    const char16_t code = value >= 0x80 && value < 0xA0 ? windows_signs[value - 0x80] : value;
    if (code == 0 && value != 0) return false;
    if (code < 0x80) {
        text += byte;
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xE0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
    return true;
}

std::size_t valid_utf8_prefix(std::string_view text) {
    std::size_t at = 0;
    for (;;) {
        at += ascii_prefix(text.substr(at));
        if (at == text.size()) break;
        const auto lead = static_cast<unsigned char>(text[at]);
        const Follow next = follow(lead);
        if (next.count < 0 || text.size() - at <= static_cast<std::size_t>(next.count)) return at;
        for (int i = 1; i <= next.count; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]);
            const unsigned char low = i == 1 ? next.low : 0x80;
            const unsigned char high = i == 1 ? next.high : 0xBF;
            if (byte < low || byte > high) return at;
        }
        at += static_cast<std::size_t>(next.count) + 1;
    }
    return at;
}

}  // namespace gradweave::io
