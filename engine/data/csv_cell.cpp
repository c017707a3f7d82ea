// SPDX-License-Identifier: Apache-2.0
// Strict reading of numbers with std::from_chars, which knows no locale.
#include "engine/data/csv_cell.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/core/text.h"
#include "engine/io/csv.h"

namespace gradweave::data {

namespace {

/// `digits` is what `cell` means, with a decimal point.
std::string read_digits(std::string_view cell, std::string_view digits, double& value) {
    if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = result.ptr == digits.data() + digits.size();
    if (whole && result.ec == std::errc::result_out_of_range)
        return concat(in_quotes(cell), " is too large or too small for a number");
    if (!whole || result.ec != std::errc{}) return concat(in_quotes(cell), " is not a number");
    if (!std::isfinite(value)) return concat(in_quotes(cell), " is not a finite number");
    if (std::abs(value) > static_cast<double>(std::numeric_limits<float>::max()))
        return concat(in_quotes(cell), " is too large for a 32-bit number");
    return {};
}

}  // namespace

std::string read_number(std::string_view cell, double& value, bool commas) {
    if (cell.empty()) return "the cell is empty";
    if (!commas || cell.find(',') == cell.npos) return read_digits(cell, cell, value);
    io::NumberRoom room;
    return read_digits(cell, io::with_decimal_point(cell, room), value);
}

std::string remedy_for(std::string_view cell) {
    std::string point(cell);
    std::replace(point.begin(), point.end(), ',', '.');
    double value;
    if (point != cell && read_number(point, value, false).empty())
        return "write decimal points instead of commas";
    return cell.empty() ? "fill it in" : "correct it";
}

}  // namespace gradweave::data
