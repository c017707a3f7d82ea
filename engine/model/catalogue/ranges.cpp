// SPDX-License-Identifier: Apache-2.0
#include "engine/model/catalogue/ranges.h"

#include <algorithm>

#include "engine/model/catalogue/kinds.h"

namespace gradweave::model {

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else if (c != ' ')
            parts.back() += c;
    }
    return parts;
}

}  // namespace

std::vector<Index> parse_ranges(const std::string& text) {
    std::vector<Index> ranges;
    for (const std::string& part : split(text, ',')) {
        const auto number = [&](const std::string& digits) -> std::optional<std::int64_t> {
            if (digits.empty()) return std::nullopt;
            const auto value = parse_int(digits);
            if (!value)
                problem(concat(in_quotes(part),
                               " is no range; write start:stop, start:stop:step or a number."),
                        "ranges");
            return value;
        };
        const auto fields = split(part, ':');
        if (fields.size() > 3 || part.empty()) {
            problem(concat(in_quotes(part),
                           " is no range; write start:stop, start:stop:step or a number."),
                    "ranges");
        }
        if (fields.size() == 1) {
            ranges.emplace_back(*number(fields[0]));
            continue;
        }
        Index index;
        index.start = number(fields[0]);
        index.stop = number(fields[1]);
        if (fields.size() == 3) index.step = number(fields[2]).value_or(1);
        if (index.step == 0) problem("A step cannot be 0.", "ranges");
        ranges.push_back(index);
    }
    return ranges;
}

std::int64_t range_length(const Index& index, std::int64_t size) {
    if (index.single) {
        if (*index.start < -size || *index.start >= size) {
            problem(concat("Position ", *index.start, " is outside an axis of ", size, "."),
                    "ranges");
        }
        return 1;
    }
    const std::int64_t length = resolve(index, size).count;
    if (length == 0) problem(concat("A range takes nothing from an axis of ", size, "."), "ranges");
    return length;
}

}  // namespace gradweave::model
