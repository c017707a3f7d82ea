// SPDX-License-Identifier: Apache-2.0
// Whether bytes are text in UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace gradweave::io {

/// Bytes from the start of `text` that are whole, valid UTF-8 characters; text.size() if all are.
/// Overlong forms, surrogates and values above U+10FFFF are not valid (The Unicode Standard,
/// table 3-7).
std::size_t valid_utf8_prefix(std::string_view text);

}  // namespace gradweave::io
