// SPDX-License-Identifier: GPL-3.0-or-later
// Reads texts out of C++ sources: every string, and every concat(...) with a mark where a value is
// put in. This is no parser of C++; it knows strings, brackets, choices and sums.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gradweave::test {

/// Stands in a text where a value comes in.
inline constexpr char place_mark = '\x01';

struct SourceText {
    std::filesystem::path file;
    int line;
    std::string text;
};

/// The texts of one source. A choice (a ? "x" : "y") inside a concat gives a text for each.
std::vector<SourceText> texts_in(const std::string& source, const std::filesystem::path& file);

/// Those of every .cpp, .h and .inc below a folder, in the order of their paths.
std::vector<SourceText> texts_below(const std::filesystem::path& folder);

}  // namespace gradweave::test
