// SPDX-License-Identifier: Apache-2.0
// Tables of text: RFC 4180 with the usual liberties (separator found out, LF or CRLF, BOM).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/progress.h"

namespace gradweave::io {

/// A row that does not fit the table, for people.
struct CsvProblem {
    std::int64_t line;     ///< 1-based line where the row begins
    std::string sentence;  ///< "has 5 cells, the header has 4"
};

/// The cells as text. Rows with too few or too many cells are in `problems`, not in `rows`; they
/// are never shifted or filled in silently.
struct CsvTable {
    char separator;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;  ///< line number of each row
    std::vector<CsvProblem> problems;
};

struct CsvOptions {
    char separator = 0;  ///< 0: the one of , ; tab | that the first lines use most consistently
    /// Whether the first row holds names: found out (a first row without any number above rows with
    /// numbers), or said. Without names columns are "column 1", "column 2", ...
    enum class Header { automatic, yes, no } header = Header::automatic;
    std::uint64_t most_bytes = 1ull << 30;
};

/// Reads a whole table. Throws Error(io) if the file cannot be read, Error(bad_input) if it is not
/// UTF-8 text, holds NUL bytes, ends inside quotes, or has no rows or duplicate names.
CsvTable read_csv(const std::filesystem::path& path, const CsvOptions& options = {},
                  const Progress& progress = {});

}  // namespace gradweave::io
