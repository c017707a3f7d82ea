// SPDX-License-Identifier: Apache-2.0
// The state machine that RFC 4180 describes, with bounds on what a cell and a row may take.
#include "engine/io/csv_tokens.h"

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/utf8.h"

namespace gradweave::io::detail {

namespace {

constexpr std::size_t longest_cell = 1u << 20;
constexpr std::size_t longest_row = 64u << 20;
constexpr std::size_t most_columns = 1'000'000;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

}  // namespace

CsvTokens::CsvTokens(std::filesystem::path path, char separator, More more)
    : path_(std::move(path)), separator_(separator), more_(std::move(more)) {
    for (const char c : {separator, '\n', '\r', '\0'})
        ends_plain_[static_cast<unsigned char>(c)] = true;
}

void CsvTokens::fail(std::int64_t line, std::string_view sentence) const {
    throw file_error(ErrorKind::bad_input, path_, concat("line ", line, ": ", sentence));
}

bool CsvTokens::next(CsvRow& row) {
    while (fill_row(row)) {
        make_utf8(row);
        const bool blank = ends_.size() == 1 && !any_quotes_ && without_blanks(text_).empty();
        if (blank) continue;
        row.cells.clear();
        std::size_t begin = 0;
        for (const std::size_t end : ends_) {
            row.cells.push_back(std::string_view(text_).substr(begin, end - begin));
            begin = end;
        }
        return true;
    }
    return false;
}

/// Collects one row, blank or not, into text_ and ends_; false if the text is at its end.
bool CsvTokens::fill_row(CsvRow& row) {
    text_.clear();
    ends_.clear();
    cell_begin_ = 0;
    any_quotes_ = false;
    state_ = State::cell_begin;
    row.problem.clear();
    row.line = cell_line_ = line_;
    bool empty = true;
    for (;;) {
        if (at_ == piece_.size()) {
            piece_ = more_();
            at_ = 0;
            if (piece_.empty()) return empty ? false : finish();
        }
        if (after_cr_ && piece_[at_] == '\n') {
            after_cr_ = false;
            ++at_;
            if (state_ == State::quoted) text_ += '\n';
            if (empty) row.line = cell_line_ = line_;
            continue;
        }
        after_cr_ = false;
        empty = false;
        if (step(row)) return true;
    }
}

/// Takes one character, or a run of plain ones; true at the end of the row.
bool CsvTokens::step(CsvRow& row) {
    const char c = piece_[at_];
    if (c == '\0') {
        fail(line_,
             "holds a zero byte, so it is no text in UTF-8 (perhaps UTF-16); save it as CSV in "
             "UTF-8");
    }
    if (state_ == State::quoted) {
        step_in_quotes(c);
        return false;
    }
    if (state_ == State::quote_within && c == '"') {
        text_ += '"';
        state_ = State::quoted;
        ++at_;
        return false;
    }
    if (c == '\n' || c == '\r') {
        end_cell();
        end_line(c);
        return true;
    }
    if (c == separator_) {
        end_cell();
        ++at_;
        return false;
    }
    step_in_cell(c, row);
    return false;
}

void CsvTokens::step_in_quotes(char c) {
    if (c == '"') {
        state_ = State::quote_within;
        ++at_;
    } else if (c == '\n' || c == '\r') {
        end_line(c);
        text_ += c;
    } else {
        take_run(true);
    }
}

/// A character that ends nothing, outside quotes.
void CsvTokens::step_in_cell(char c, CsvRow& row) {
    if (state_ == State::quote_within || state_ == State::after_quoted) {
        if (is_blank(c)) {
            state_ = State::after_quoted;
            ++at_;
            return;
        }
        if (row.problem.empty())
            row.problem = concat("has text after the closing quote of cell ", ends_.size() + 1);
        state_ = State::plain;
    } else if (state_ == State::cell_begin) {
        if (c == '"' && without_blanks(std::string_view(text_).substr(cell_begin_)).empty()) {
            begin_quoted();
            return;
        }
        if (!is_blank(c)) state_ = State::plain;
    }
    take_run(false);
}

/// Appends what needs no decision. At the beginning of a cell that is one blank at a time, since a
/// quote may follow.
void CsvTokens::take_run(bool quoted) {
    std::size_t end = at_ + 1;
    if (quoted) {
        while (end < piece_.size() && piece_[end] != '"' && piece_[end] != '\n' &&
               piece_[end] != '\r' && piece_[end] != '\0') {
            ++end;
        }
    } else if (state_ == State::plain) {
        while (end < piece_.size() && !ends_plain_[static_cast<unsigned char>(piece_[end])])
            ++end;
    }
    text_.append(piece_, at_, end - at_);
    at_ = end;
    if (text_.size() - cell_begin_ > longest_cell) {
        fail(cell_line_, concat("a cell that begins here is longer than ", byte_text(longest_cell),
                                "; is a quote not closed, or the separator not what it seems?"));
    }
    if (text_.size() > longest_row)
        fail(cell_line_, concat("a row is longer than ", byte_text(longest_row)));
}

void CsvTokens::begin_quoted() {
    text_.resize(cell_begin_);
    state_ = State::quoted;
    any_quotes_ = true;
    cell_line_ = line_;
    ++at_;
}

void CsvTokens::end_cell() {
    ends_.push_back(text_.size());
    cell_begin_ = text_.size();
    cell_line_ = line_;
    state_ = State::cell_begin;
    if (ends_.size() > most_columns)
        fail(line_, concat("has more than ", grouped(most_columns), " cells"));
}

void CsvTokens::end_line(char c) {
    ++at_;
    ++line_;
    after_cr_ = c == '\r';
}

/// The last row, if no line end follows it.
bool CsvTokens::finish() {
    if (state_ == State::quoted)
        fail(cell_line_, "a quote that opens here is never closed; close it, or double it");
    end_cell();
    return true;
}

/// What is ASCII fits both encodings; the first character that is more decides for all.
void CsvTokens::make_utf8(const CsvRow& row) {
    const std::size_t ascii = ascii_prefix(text_);
    if (ascii == text_.size()) return;
    const std::size_t valid = valid_utf8_prefix(text_);
    if (valid < text_.size()) {
        if (encoding_ == Encoding::utf8 || (encoding_ == Encoding::ascii && valid > ascii))
            no_utf8(row, valid);
        return from_windows_1252(row);
    }
    if (encoding_ == Encoding::windows_1252) {
        fail(row.line, concat("cell ", cell_of(ascii), " is UTF-8 text, but line ", foreign_line_,
                              " is not; save the file as CSV in UTF-8"));
    }
    encoding_ = Encoding::utf8;
}

void CsvTokens::from_windows_1252(const CsvRow& row) {
    if (encoding_ == Encoding::ascii) foreign_line_ = row.line;
    encoding_ = Encoding::windows_1252;
    std::string utf8;
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i <= text_.size(); ++i) {
        while (ends.size() < ends_.size() && ends_[ends.size()] == i)
            ends.push_back(utf8.size());
        if (i < text_.size() && !append_windows_1252(utf8, text_[i])) no_utf8(row, i);
    }
    text_ = std::move(utf8);
    ends_ = std::move(ends);
}

/// Number of the cell that holds this byte of the row's text.
std::size_t CsvTokens::cell_of(std::size_t byte) const {
    std::size_t cell = 1;
    while (cell <= ends_.size() && ends_[cell - 1] <= byte)
        ++cell;
    return cell;
}

void CsvTokens::no_utf8(const CsvRow& row, std::size_t byte) const {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(text_[byte]);
    fail(row.line, concat("cell ", cell_of(byte), " is not UTF-8 text (byte ", digits[value >> 4],
                          digits[value & 15], "); save the file as CSV in UTF-8"));
}

}  // namespace gradweave::io::detail
