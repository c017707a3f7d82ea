// SPDX-License-Identifier: Apache-2.0
// Validation of UTF-8 by the ranges that the Unicode Standard lists.
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

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        // Most text is ASCII: eight bytes at a time.
        std::uint64_t word;
        while (at + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if ((word & 0x8080808080808080u) != 0) break;
            at += sizeof word;
        }
        if (at == text.size()) break;
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) {
            ++at;
            continue;
        }
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
