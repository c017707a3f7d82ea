// SPDX-License-Identifier: Apache-2.0
// Code points of a text that may not be UTF-8 at all.
#pragma once

#include <string>
#include <string_view>

namespace gradweave::exchange {

inline constexpr char32_t replacement_character = 0xFFFD;

/// Takes the first code point off a non-empty text. A byte that begins no valid sequence gives
/// U+FFFD and is taken alone, so that nothing after it is lost.
char32_t take_code_point(std::string_view& text);

void append_utf8(std::string& out, char32_t code);

}  // namespace gradweave::exchange
