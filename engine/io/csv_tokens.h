// SPDX-License-Identifier: Apache-2.0
// Splits text into the rows and cells of a table; knows quotes and line ends, nothing of columns.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "engine/io/csv.h"

namespace gradweave::io::detail {

/// A state machine over pieces of text. Quotes count only at the beginning of a cell (blanks before
/// and after a quoted cell are dropped); within quotes "" is one quote and line ends are text.
class CsvTokens {
  public:
    /// Gives the next piece of the text, empty at its end; the piece stays valid until the next
    /// call.
    using More = std::function<std::string_view()>;

    /// `path` is for the sentences.
    CsvTokens(std::filesystem::path path, char separator, More more);

    /// The text says itself that it is UTF-8 (a BOM); what is not is damage then.
    void expect_utf8() { encoding_ = Encoding::utf8; }
    /// Line of the row from which on the text was read as Windows-1252; 0: none.
    std::int64_t foreign_line() const { return foreign_line_; }

    /// The next row that is not blank; false at the end. `row.problem` is set for text after a
    /// closing quote. Cells are UTF-8: a text whose first character beyond ASCII is not UTF-8
    /// is read as Windows-1252. Throws Error(bad_input) for NUL bytes, bytes that are neither, a
    /// text that is both, quotes that are not closed, and cells or rows beyond all measure.
    bool next(CsvRow& row);

  private:
    enum class Encoding { ascii, utf8, windows_1252 };
    enum class State { cell_begin, plain, quoted, quote_within, after_quoted };

    bool fill_row(CsvRow& row);
    bool step(CsvRow& row);
    void step_in_quotes(char c);
    void step_in_cell(char c, CsvRow& row);
    void take_run(bool quoted);
    void begin_quoted();
    void end_cell();
    void end_line(char c);
    bool finish();
    void make_utf8(const CsvRow& row);
    void from_windows_1252(const CsvRow& row);
    std::size_t cell_of(std::size_t byte) const;
    [[noreturn]] void no_utf8(const CsvRow& row, std::size_t byte) const;
    [[noreturn]] void fail(std::int64_t line, std::string_view sentence) const;

    std::filesystem::path path_;
    char separator_;
    More more_;
    std::array<bool, 256> ends_plain_{};  ///< bytes that end a run of plain text
    std::string_view piece_;
    std::size_t at_ = 0;

    Encoding encoding_ = Encoding::ascii;  ///< that the rows so far had
    std::int64_t foreign_line_ = 0;
    State state_ = State::cell_begin;
    std::string text_;               ///< of all cells of the row
    std::vector<std::size_t> ends_;  ///< where each cell ends in it
    std::size_t cell_begin_ = 0;
    std::int64_t line_ = 1;
    std::int64_t cell_line_ = 1;  ///< where the cell begins
    bool after_cr_ = false;       ///< a LF that follows belongs to the same line end
    bool any_quotes_ = false;     ///< in this row: it is not blank then
};

}  // namespace gradweave::io::detail
