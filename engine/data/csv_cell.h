// SPDX-License-Identifier: Apache-2.0
// A number in a cell of a table, or the reason why it is none.
#pragma once

#include <string>
#include <string_view>

namespace gradweave::data {

/// Reads a cell without blanks around it, the same in every locale; with `commas` also one with a
/// decimal comma: "690,07", "-1.234,56". Returns nothing and sets
/// `value`, or says what is wrong: "the cell is empty", "\"abc\" is not a number". Never accepts
/// NaN, infinity, or a number that f32 cannot hold.
std::string read_number(std::string_view cell, double& value, bool commas);

/// What a person can do about it, to be appended to a sentence.
std::string remedy_for(std::string_view cell);

}  // namespace gradweave::data
