// SPDX-License-Identifier: Apache-2.0
// Finds out separator and header from the beginning of a table, then reads it row by row.
#include "engine/io/csv.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "engine/core/text.h"
#include "engine/io/csv_tokens.h"
#include "engine/io/stream.h"

namespace gradweave::io {

namespace {

constexpr std::size_t piece_bytes = 1u << 18;
/// Rows of the beginning that separator and header are judged by.
constexpr std::size_t judged_rows = 100;

using Rows = std::vector<std::vector<std::string>>;

/// The first rows as a separator splits them; whole ones only. Damage ends them: it is reported
/// when the table itself is read.
Rows split_beginning(const std::filesystem::path& path, std::string_view beginning, bool all,
                     char separator) {
    bool given = false;
    detail::CsvTokens tokens(path, separator, [&] {
        return std::exchange(given, true) ? std::string_view{} : beginning;
    });
    Rows rows;
    bool more = true;
    try {
        CsvRow row;
        while (rows.size() <= judged_rows && (more = tokens.next(row)))
            rows.emplace_back(row.cells.begin(), row.cells.end());
    } catch (const Error&) {
        return rows;
    }
    // The last row may have been cut by the end of the piece.
    if (!more && !all && rows.size() > 1) rows.pop_back();
    return rows;
}

/// How many rows have the most frequent number of cells, if that is two or more.
double consistency(const Rows& rows) {
    std::map<std::size_t, std::size_t> frequency;
    for (const auto& row : rows)
        ++frequency[row.size()];
    const auto most =
        std::max_element(frequency.begin(), frequency.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == frequency.end() || most->first < 2) return 0;
    return static_cast<double>(most->second) / static_cast<double>(rows.size());
}

/// The comma is asked last: where another candidate divides all rows alike, commas are decimal
/// commas or part of the text.
char find_separator(const std::filesystem::path& path, std::string_view beginning, bool all) {
    char best = ',';
    double best_score = 0;
    for (const char candidate : {'\t', ';', '|', ','}) {
        const double score = consistency(split_beginning(path, beginning, all, candidate));
        if (score > best_score) {
            best = candidate;
            best_score = score;
        }
    }
    return best;
}

bool is_header(const std::vector<std::string>& row, char separator) {
    return std::none_of(row.begin(), row.end(), [&](const std::string& text) {
        std::string_view cell = without_blanks(text);
        NumberRoom room;
        if (separator != ',' && cell.find(',') != cell.npos) cell = with_decimal_point(cell, room);
        const auto value = parse_double(cell);
        return value && std::isfinite(*value);
    });
}

/// Texts that mean another encoding than UTF-8, by their first bytes.
void refuse_utf16(const std::filesystem::path& path, std::string_view beginning) {
    if (beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF"))
        throw file_error(ErrorKind::bad_input, path, "is text in UTF-16; save it as CSV in UTF-8");
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view without_sign(std::string_view number) {
    if (!number.empty() && (number[0] == '+' || number[0] == '-')) number.remove_prefix(1);
    return number;
}

/// One to three digits, the first of them not 0, and groups of three after a mark each.
bool is_grouped(std::string_view digits, char mark) {
    const std::size_t first = digits.find(mark);
    if (first == digits.npos || first < 1 || first > 3 || digits[0] == '0') return false;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool between = i >= first && (i - first) % 4 == 0;
        if (between ? digits[i] != mark : !is_digit(digits[i])) return false;
    }
    return (digits.size() - first) % 4 == 0;
}

}  // namespace

std::string_view with_decimal_point(std::string_view cell, NumberRoom& room) {
    const std::size_t comma = cell.find(',');
    if (comma == cell.npos || cell.size() > room.size()) return {};
    const std::string_view whole = cell.substr(0, comma), rest = cell.substr(comma + 1);
    if (rest.find_first_of(".,") != rest.npos) return {};
    const bool grouped = whole.find('.') != whole.npos;
    if (grouped && !is_grouped(without_sign(whole), '.')) return {};
    std::size_t size = 0;
    for (const char c : cell) {
        if (c != '.') room[size++] = c == ',' ? '.' : c;
    }
    return {room.data(), size};
}

bool may_part_thousands(std::string_view cell, char mark) {
    return is_grouped(without_sign(cell), mark);
}

struct CsvReader::State {
    explicit State(const std::filesystem::path& path) : stream(path), piece(piece_bytes, '\0') {}

    std::string_view read_piece() {
        const std::size_t got =
            stream.read(std::as_writable_bytes(std::span(piece.data(), piece.size())));
        return std::string_view(piece).substr(0, got);
    }

    void open(const CsvOptions& options);
    void take_names(const CsvRow& first);
    bool next(CsvRow& row);

    InputStream stream;
    std::string piece;
    std::string_view beginning;  ///< the first piece, until the tokens have taken it
    std::optional<detail::CsvTokens> tokens;
    char separator = ',';
    bool has_header = true;
    std::vector<std::string> names;
    CsvRow first;
    bool first_is_data = false;  ///< `first` is still to be given out
};

void CsvReader::State::open(const CsvOptions& options) {
    const std::filesystem::path& path = stream.path();
    beginning = read_piece();
    const bool all = beginning.size() < piece.size();
    refuse_utf16(path, beginning);
    const bool says_utf8 = beginning.starts_with("\xEF\xBB\xBF");
    if (says_utf8) beginning.remove_prefix(3);
    separator = options.separator != 0 ? options.separator : find_separator(path, beginning, all);
    const Rows rows = split_beginning(path, beginning, all, separator);
    has_header = options.header == CsvOptions::Header::yes ||
                 (options.header == CsvOptions::Header::automatic && !rows.empty() &&
                  is_header(rows.front(), separator));
    tokens.emplace(path, separator, [this] {
        return beginning.empty() ? read_piece() : std::exchange(beginning, {});
    });
    if (says_utf8) tokens->expect_utf8();

    if (!tokens->next(first))
        throw file_error(ErrorKind::bad_input, path, "is empty: it has no rows");
    if (has_header) {
        take_names(first);
    } else {
        for (std::size_t i = 1; i <= first.cells.size(); ++i)
            names.push_back(concat("column ", i));
        first_is_data = true;
    }
}

void CsvReader::State::take_names(const CsvRow& first) {
    const auto fail = [&](std::string_view sentence) {
        throw file_error(ErrorKind::bad_input, stream.path(),
                         concat("line ", first.line, ": ", sentence));
    };
    if (!first.problem.empty()) fail(concat("the header ", first.problem));
    std::unordered_map<std::string, std::size_t> places;
    for (const std::string_view cell : first.cells) {
        std::string name(without_blanks(cell));
        const std::size_t place = names.size() + 1;
        if (name.empty()) name = concat("column ", place);
        const auto [found, fresh] = places.emplace(name, place);
        if (!fresh) {
            fail(concat("columns ", found->second, " and ", place, " are both named ",
                        in_quotes(name), "; rename one of them"));
        }
        names.push_back(std::move(name));
    }
}

CsvReader::CsvReader(const std::filesystem::path& path, const CsvOptions& options)
    : state_(std::make_unique<State>(path)) {
    state_->open(options);
}

CsvReader::~CsvReader() = default;

char CsvReader::separator() const {
    return state_->separator;
}
bool CsvReader::has_header() const {
    return state_->has_header;
}
const std::vector<std::string>& CsvReader::names() const {
    return state_->names;
}

std::string CsvReader::encoding_note() const {
    const std::int64_t line = state_->tokens->foreign_line();
    if (line == 0) return {};
    return concat("line ", line,
                  " is not UTF-8 text: the file was read as Windows-1252; if letters look wrong, "
                  "save it as CSV in UTF-8");
}

bool CsvReader::State::next(CsvRow& row) {
    if (!first_is_data) return tokens->next(row);
    first_is_data = false;
    row = first;
    return true;
}

bool CsvReader::next(CsvRow& row) {
    if (!state_->next(row)) return false;
    const std::size_t wanted = state_->names.size();
    if (row.problem.empty() && row.cells.size() != wanted) {
        row.problem =
            concat("has ", row.cells.size(), row.cells.size() == 1 ? " cell" : " cells",
                   state_->has_header ? ", the header has " : ", the first row has ", wanted);
    }
    return true;
}

double CsvReader::fraction() const {
    return state_->stream.fraction();
}

CsvTable read_csv(const std::filesystem::path& path, const CsvOptions& options,
                  std::size_t most_rows, std::uint64_t most_bytes, const Progress& progress) {
    CsvReader reader(path, options);
    CsvTable table{reader.separator(), reader.has_header(), reader.names(), {}, {}, {}};
    CsvRow row;
    std::uint64_t bytes = 0;
    while (reader.next(row)) {
        if (table.rows.size() == most_rows || table.problems.size() == most_rows ||
            bytes >= most_bytes) {
            table.complete = false;
            break;
        }
        if ((table.rows.size() + table.problems.size()) % 1024 == 0) progress.check();
        for (const std::string_view cell : row.cells)
            bytes += cell.size() + sizeof(std::string);
        if (row.problem.empty()) {
            table.rows.emplace_back(row.cells.begin(), row.cells.end());
            table.lines.push_back(row.line);
        } else {
            table.problems.push_back({row.line, row.problem});
        }
    }
    return table;
}

}  // namespace gradweave::io
