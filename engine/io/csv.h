// SPDX-License-Identifier: Apache-2.0
// Tables of text: RFC 4180 with the usual liberties (separator found out, LF, CRLF or CR, BOM,
// gzipped or not, UTF-8 or Windows-1252).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/progress.h"

namespace gradweave::io {

struct CsvOptions {
    char separator = 0;  ///< 0: the one of , ; tab | that the first lines use most consistently
    /// Whether the first row holds names: found out (a first row without any number is one), or
    /// said. Without names columns are "column 1", "column 2", ...
    enum class Header { automatic, yes, no } header = Header::automatic;
};

/// One row as text, quotes removed.
struct CsvRow {
    std::int64_t line = 0;                ///< 1-based line where the row begins
    std::vector<std::string_view> cells;  ///< valid until the next row is read
    /// Why the row does not fit the table, for people: "has 5 cells, the header has 4". Empty if it
    /// fits. Cells of a row that does not fit must not be taken for their columns'.
    std::string problem;
};

/// Reads a table row by row in bounded memory. Every error is thrown as Error(bad_input) with file
/// and line, or Error(io). Blank lines between rows are passed over.
class CsvReader {
  public:
    /// Opens the file and reads names. Throws if it is empty, holds NUL bytes (UTF-16 does), ends
    /// inside quotes, or has two columns of one name.
    ///
    /// Cells are UTF-8. A file whose first character beyond ASCII is not UTF-8 is read as
    /// Windows-1252, the superset of ISO 8859-1 that spreadsheets write, and encoding_note() says
    /// so; one that is UTF-8 in some rows only is refused, and one with a BOM is always UTF-8.
    explicit CsvReader(const std::filesystem::path& path, const CsvOptions& options = {});
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    char separator() const;
    /// Whether the first row holds the names.
    bool has_header() const;
    /// Names of the columns without blanks around them, all different.
    const std::vector<std::string>& names() const;
    /// A sentence if the rows so far were not UTF-8, else empty.
    std::string encoding_note() const;

    /// Reads the next row; false at the end.
    bool next(CsvRow& row);
    /// Share of the file that has been read, 0 to 1.
    double fraction() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A row that does not fit the table, for people.
struct CsvProblem {
    std::int64_t line;
    std::string sentence;
};

/// The beginning of a table for a preview, or all of a small one. Rows with too few or too many
/// cells are in `problems`, not in `rows`; they are never shifted or filled in silently.
struct CsvTable {
    char separator;
    bool has_header;
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;  ///< line number of each row
    std::vector<CsvProblem> problems;
    bool complete = true;  ///< whether the table ended before the limits were reached
};

/// Reads until `most_rows` rows or problems, or `most_bytes` of text, are there. Throws what
/// CsvReader throws.
CsvTable read_csv(const std::filesystem::path& path, const CsvOptions& options = {},
                  std::size_t most_rows = 1000, std::uint64_t most_bytes = 64u << 20,
                  const Progress& progress = {});

/// `text` without blanks (spaces and tabs) at both ends.
std::string_view without_blanks(std::string_view text);

/// Room for a number; a longer one has no decimal comma.
using NumberRoom = std::array<char, 128>;

/// What a cell with a decimal comma is with a decimal point: "690,07" is "690.07", "-1.234,56",
/// whose dots part groups of three digits, is "-1234.56". Written into `room`; empty if the cell
/// has no comma, a second one, or dots in other places. Whether the result is a number is another
/// question.
std::string_view with_decimal_point(std::string_view cell, NumberRoom& room);

/// Whether `mark` in a number may as well part thousands: "1.234" or "-12.345" for '.'.
bool may_part_thousands(std::string_view cell, char mark);

}  // namespace gradweave::io
