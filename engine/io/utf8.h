// SPDX-License-Identifier: Apache-2.0
// Whether bytes are text in UTF-8, and what they are in Windows-1252.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gradweave::io {

/// Bytes from the start of `text` that are whole, valid UTF-8 characters; text.size() if all are.
/// Overlong forms, surrogates and values above U+10FFFF are not valid (The Unicode Standard,
/// table 3-7).
std::size_t valid_utf8_prefix(std::string_view text);

/// Bytes from the start of `text` that are ASCII.
std::size_t ascii_prefix(std::string_view text);

/// Appends a character of Windows-1252 to a text in UTF-8; false for the five bytes that are none.
/// ISO 8859-1 with letters and signs in the place of its controls 0x80 to 0x9F (Unicode's mapping
/// table CP1252.TXT).
bool append_windows_1252(std::string& text, char byte);

}  // namespace gradweave::io
