// SPDX-License-Identifier: Apache-2.0
// The pass over a table: roles of columns, numbers, classes, and what is wrong in which line.
#include "engine/data/csv_scan.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_map>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/readers.h"
#include "engine/io/csv.h"
#include "engine/io/files.h"

namespace gradweave::data {

namespace {

/// Rows that are still looked at after the first that cannot be used, to tell a bad cell from a
/// column that is text throughout.
constexpr std::int64_t rows_after_problem = 1000;
/// Classes that are never taken for a mistake, however few rows there are.
constexpr std::size_t few_classes = 10;
/// Different texts that a column of the features may hold: each becomes a column of its own.
constexpr std::size_t most_categories = 64;

/// Places of the names in order: by value if all are numbers, else by text.
std::vector<std::size_t> sorted_places(const std::vector<std::string>& names, bool commas) {
    std::vector<double> values(names.size());
    bool numbers = true;
    for (std::size_t i = 0; i < names.size() && numbers; ++i)
        numbers = read_number(names[i], values[i], commas).empty();
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (numbers && values[a] != values[b]) return values[a] < values[b];
        return names[a] < names[b];
    });
    return order;
}

/// Different texts, numbered as they appear.
struct Names {
    std::unordered_map<std::string, std::int64_t> numbers;
    std::vector<std::string> all;

    std::int64_t number_of(std::string_view name) {
        const auto [found, fresh] =
            numbers.try_emplace(std::string(name), static_cast<std::int64_t>(all.size()));
        if (fresh) all.emplace_back(name);
        return found->second;
    }
};

/// An array that grows by rows; asks for memory by what the rest of the file will need.
class GrowingRows {
  public:
    GrowingRows(std::int64_t columns, std::string what)
        : columns_(columns), what_(std::move(what)) {}

    /// `fraction` of the file has been read when this row is added.
    void add(std::span<const double> row, double fraction) {
        if (used_ == capacity_) grow(fraction);
        std::memcpy(array_.data() + static_cast<std::size_t>(used_) * row.size_bytes(), row.data(),
                    row.size_bytes());
        ++used_;
    }

    /// The array, without much to spare.
    Array take() {
        if (capacity_ - used_ > capacity_ / 8) resize(used_);
        return std::move(array_);
    }

  private:
    void grow(double fraction) {
        const auto used = static_cast<double>(used_);
        // 3 % more than even rows would need; the first pieces of a file estimate badly.
        const double whole = fraction > 0 ? used / fraction * 1.03 : 0;
        // Few rows of a very wide table are large already.
        const std::int64_t spare = std::clamp<std::int64_t>(65'536 / columns_, 1, 256);
        resize(static_cast<std::int64_t>(std::clamp(whole, used * 1.5, used * 16)) + spare);
    }
    void resize(std::int64_t capacity) {
        const auto bytes = [&](std::int64_t rows) {
            return static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(columns_) *
                   sizeof(double);
        };
        require_memory(bytes(capacity), what_.c_str());
        Array larger(DType::f64, Shape{capacity, columns_});
        std::memcpy(larger.data(), array_.data(), bytes(used_));
        array_ = std::move(larger);
        capacity_ = capacity;
    }

    std::int64_t columns_, used_ = 0, capacity_ = 0;
    std::string what_;
    Array array_;
};

/// The first number of a column with a point or a comma in it.
struct Mark {
    std::int64_t line = 0;  ///< 0: there is none
    std::string cell;
    bool sure = false;  ///< whether one of the column's can be no mark of thousands

    explicit operator bool() const { return line != 0; }
    bool doubtful() const { return line != 0 && !sure; }
};

/// What the cells of a column turned out to be.
struct Census {
    std::int64_t numbers = 0, texts = 0;
    std::string first_text;
    Mark point, comma;  ///< not looked for where commas part the cells
};

class Scan {
  public:
    /// `texts`: the columns of the features that hold texts, not numbers.
    Scan(const CsvTable& source, bool keep, const std::set<std::size_t>& texts)
        : source_(source),
          keep_(keep),
          texts_(texts),
          reader_(source.path, {source.separator}),
          commas_(reader_.separator() != ','),
          values_(1, ""),
          targets_(1, "") {
        assign_roles();
        const std::string what = concat("the table in ", io::path_text(source.path));
        values_ = GrowingRows(static_cast<std::int64_t>(inputs_.size()), what);
        targets_ = GrowingRows(1, what);
        numbers_.resize(inputs_.size());
        categories_.resize(inputs_.size());
        census_.resize(reader_.names().size());
        table_.ranges.resize(inputs_.size());
    }

    /// Nothing if there are more columns of texts than was known, see columns_of_text().
    std::optional<ScannedTable> run(const Progress& progress) {
        const std::string what = concat("reading ", io::path_text(source_.path.filename()));
        io::CsvRow row;
        for (std::int64_t i = 0; reader_.next(row); ++i) {
            if (i % 256 == 0) {
                progress.check();
                progress(reader_.fraction(), what);
            }
            take(row);
            const bool stops = mixed_ || (source_.bad_rows == BadRows::stop && bad_rows_ > 0);
            if (stops && i >= first_bad_ + rows_after_problem) break;
            if (bad_rows_ == 0 && !mixed_) first_bad_ = i;
        }
        if (!columns_of_text().empty()) return std::nullopt;
        finish();
        return std::move(table_);
    }

    /// Columns of the features taken for numbers so far that are texts for the most part.
    std::set<std::size_t> columns_of_text() const {
        std::set<std::size_t> result;
        for (const std::size_t i : inputs_) {
            if (census_[i].texts > census_[i].numbers) result.insert(i);
        }
        return result;
    }

  private:
    [[noreturn]] void fail(std::string_view sentence) const {
        throw io::file_error(ErrorKind::bad_input, source_.path, sentence);
    }

    std::size_t column(const std::string& name, const char* purpose) const {
        const auto& names = reader_.names();
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        std::string list;
        for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 12); ++i)
            list += concat(i != 0 ? ", " : "", in_quotes(names[i]));
        fail(concat("there is no column ", in_quotes(name), " to ", purpose, "; the columns are ",
                    list, names.size() > 12 ? ", ..." : ""));
    }

    void assign_roles() {
        const auto& names = reader_.names();
        std::vector<bool> ignored(names.size());
        for (const std::string& name : source_.ignored)
            ignored[column(name, "ignore")] = true;
        if (source_.target.empty()) {
            const auto last = std::find(ignored.rbegin(), ignored.rend(), false);
            if (last == ignored.rend()) fail("all its columns are ignored; keep some");
            target_ = static_cast<std::size_t>(ignored.rend() - last) - 1;
        } else {
            target_ = column(source_.target, "predict");
            if (ignored[target_])
                fail(concat("the column ", in_quotes(source_.target),
                            " is to be predicted and ignored at once; choose one"));
        }
        table_.target = names[target_];
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (i == target_ || ignored[i]) continue;
            inputs_.push_back(i);
            table_.inputs.push_back(names[i]);
        }
        if (inputs_.empty())
            fail(concat("there is no column to predict ", in_quotes(table_.target),
                        " from; is the separator really ",
                        in_quotes(std::string(1, reader_.separator())), "?"));
    }

    /// The first problem of a row stands for all of it.
    void note_problem(std::string& problem, std::size_t column, std::string_view cell,
                      std::string_view sentence) const {
        if (!problem.empty()) return;
        problem = concat(", column ", in_quotes(reader_.names()[column]), ": ", sentence, "; ",
                         remedy_for(cell));
    }

    /// Reads a number and keeps count of what the column holds; false if it is none.
    bool take_number(const io::CsvRow& row, std::size_t column, double& value,
                     std::string& problem) {
        const std::string_view cell = io::without_blanks(row.cells[column]);
        const std::string wrong = read_number(cell, value, commas_);
        Census& census = census_[column];
        if (wrong.empty()) {
            ++census.numbers;
            if (commas_) note_mark(census, cell, row.line);
            return true;
        }
        if (!cell.empty() && census.texts++ == 0) census.first_text = cell;
        note_problem(problem, column, cell, wrong);
        return false;
    }

    /// By which mark a column's numbers go: each is looked for until one is beyond doubt.
    void note_mark(Census& census, std::string_view cell, std::int64_t line) {
        const bool comma = cell.find(',') != cell.npos;
        Mark& mark = comma ? census.comma : census.point;
        if (mark.sure || (!comma && cell.find('.') == cell.npos)) return;
        if (!mark) {
            mark.line = line;
            mark.cell = cell;
        }
        mark.sure = !io::may_part_thousands(cell, comma ? ',' : '.');
        mixed_ = mixed_ || (census.point && census.comma);
    }

    /// Refuses numbers that can be read in two ways, see scan_csv().
    void check_marks() const {
        std::optional<std::size_t> comma, sure_comma, sure_point;
        for (std::size_t i = 0; i < census_.size(); ++i) {
            const Census& census = census_[i];
            if (census.point && census.comma) unclear_point(i, i);
            if (census.comma && !comma) comma = i;
            if (census.comma.sure && !sure_comma) sure_comma = i;
            if (census.point.sure && !sure_point) sure_point = i;
        }
        for (std::size_t i = 0; i < census_.size(); ++i) {
            if (census_[i].point.doubtful() && comma)
                unclear_point(i, sure_comma ? *sure_comma : *comma);
            if (census_[i].comma.doubtful() && (!sure_comma || sure_point)) unclear_comma(i);
        }
    }

    [[noreturn]] void unclear_point(std::size_t column, std::size_t other) const {
        const Mark &point = census_[column].point, &comma = census_[other].comma;
        const auto& names = reader_.names();
        fail(concat("line ", point.line, ", column ", in_quotes(names[column]),
                    ": it is not clear what the point in ", in_quotes(point.cell), " means, since ",
                    in_quotes(comma.cell), " in line ", comma.line, ", column ",
                    in_quotes(names[other]),
                    ", has a comma; write both in one way, or ignore the column"));
    }

    [[noreturn]] void unclear_comma(std::size_t column) const {
        const Mark& comma = census_[column].comma;
        fail(concat("line ", comma.line, ", column ", in_quotes(reader_.names()[column]),
                    ": it is not clear whether the comma in ", in_quotes(comma.cell),
                    " parts thousands or fractions; write thousands without a comma and fractions "
                    "with a decimal point, or ignore the column"));
    }

    void take(const io::CsvRow& row) {
        if (!row.problem.empty()) {
            add_bad(row.line, concat(": ", row.problem, "; correct it"));
            return;
        }
        std::string problem;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            if (texts_.contains(inputs_[i]))
                take_category(row, i);
            else
                take_number(row, inputs_[i], numbers_[i], problem);
        }
        double quantity = 0;
        const std::string_view name = io::without_blanks(row.cells[target_]);
        if (!source_.target_is_class)
            take_number(row, target_, quantity, problem);
        else if (name.empty())
            note_problem(problem, target_, name, "the cell is empty");
        if (!problem.empty()) {
            add_bad(row.line, problem);
            return;
        }
        table_.labels.push_back(source_.target_is_class ? class_number(name) : 0);
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            Range& range = table_.ranges[i];
            range.least = table_.rows == 0 ? numbers_[i] : std::min(range.least, numbers_[i]);
            range.most = table_.rows == 0 ? numbers_[i] : std::max(range.most, numbers_[i]);
        }
        if (keep_) {
            values_.add(numbers_, reader_.fraction());
            if (!source_.target_is_class) targets_.add({&quantity, 1}, reader_.fraction());
        }
        ++table_.rows;
    }

    void take_category(const io::CsvRow& row, std::size_t input) {
        Names& names = categories_[input];
        const std::string_view cell = io::without_blanks(row.cells[inputs_[input]]);
        numbers_[input] = static_cast<double>(names.number_of(cell));
        if (names.all.size() > most_categories) too_many_categories(input);
    }

    [[noreturn]] void too_many_categories(std::size_t input) const {
        const Names& names = categories_[input];
        const bool all = names.all.size() <= most_categories;
        fail(concat("the column ", in_quotes(table_.inputs[input]), " holds ",
                    all ? grouped(static_cast<std::int64_t>(names.all.size()))
                        : concat("more than ", most_categories),
                    " different texts such as ", in_quotes(names.all.front()),
                    ", too many for a column of each; ignore it, or replace its texts by numbers"));
    }

    void add_bad(std::int64_t line, const std::string& problem) {
        if (bad_rows_++ == 0) first_problem_ = concat("line ", line, problem);
        if (bad_rows_ <= 3) bad_lines_.push_back(line);
    }

    /// Classes are numbered as they appear, and renumbered in order at the end.
    std::int64_t class_number(std::string_view name) {
        const std::int64_t number = classes_.number_of(name);
        if (classes_.all.size() > static_cast<std::size_t>(most_classes)) too_many_classes();
        return number;
    }

    [[noreturn]] void too_many_classes() const {
        // The row at hand may not be counted yet.
        const std::size_t rows = std::max(table_.labels.size(), classes_.all.size());
        fail(concat("the column ", in_quotes(table_.target), " has ",
                    grouped(static_cast<std::int64_t>(classes_.all.size())),
                    " different values in ", grouped(static_cast<std::int64_t>(rows)),
                    " rows, too many to be classes; predict it as a quantity, or choose another "
                    "column"));
    }

    void finish() {
        if (census_[target_].texts > census_[target_].numbers) target_of_text();
        if (bad_rows_ > 0 && source_.bad_rows == BadRows::stop)
            fail(concat(first_problem_, ", or choose to skip bad rows"));
        if (table_.rows == 0) {
            if (bad_rows_ == 0) fail("has no rows below its header");
            fail(concat("none of its ", grouped(bad_rows_), " rows can be used: ", first_problem_));
        }
        check_marks();
        if (bad_rows_ > 0) note_skipped();
        note_reading();
        if (source_.target_is_class) {
            if (classes_.all.size() > few_classes && classes_.all.size() * 2 > table_.labels.size())
                too_many_classes();
            sort_classes();
        }
        if (keep_) {
            table_.values = values_.take();
            if (!source_.target_is_class) table_.targets = targets_.take();
        }
        spread_categories();
    }

    /// A column of texts becomes one for each text, 1 where the row has it and 0 elsewhere.
    void spread_categories() {
        if (texts_.empty()) return;
        // Where each input begins and, for texts, which of its columns a text's number means.
        std::vector<std::size_t> begin;
        std::vector<std::vector<std::size_t>> place(inputs_.size());
        std::vector<std::string> inputs;
        std::vector<Range> ranges;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            begin.push_back(inputs.size());
            if (!texts_.contains(inputs_[i])) {
                inputs.push_back(std::move(table_.inputs[i]));
                ranges.push_back(table_.ranges[i]);
                continue;
            }
            const Names& names = categories_[i];
            if (names.all.size() > few_classes &&
                names.all.size() * 2 > static_cast<std::size_t>(table_.rows))
                too_many_categories(i);
            place[i].resize(names.all.size());
            for (const std::size_t number : sorted_places(names.all, commas_)) {
                place[i][number] = inputs.size() - begin[i];
                const std::string& name = names.all[number];
                inputs.push_back(concat(table_.inputs[i], "=", name.empty() ? "(empty)" : name));
                ranges.push_back({0, 1});
            }
            table_.notes.push_back(concat("the column ", in_quotes(table_.inputs[i]),
                                          " holds texts: a column for each of its ",
                                          names.all.size(), " values"));
        }
        if (keep_) spread_values(begin, place, static_cast<std::int64_t>(inputs.size()));
        table_.inputs = std::move(inputs);
        table_.ranges = std::move(ranges);
    }

    void spread_values(const std::vector<std::size_t>& begin,
                       const std::vector<std::vector<std::size_t>>& place, std::int64_t width) {
        const auto rows = static_cast<std::uint64_t>(table_.rows),
                   columns = static_cast<std::uint64_t>(width);
        std::uint64_t elements = 0;
        if (__builtin_mul_overflow(rows, columns, &elements) ||
            elements > std::numeric_limits<std::int64_t>::max() / sizeof(double))
            fail("is too large to be held in memory");
        require_memory(elements * sizeof(double),
                       concat("the table in ", io::path_text(source_.path)).c_str());
        Array spread(DType::f64, Shape{table_.rows, width});
        const auto from = std::as_const(table_.values).as<double>();
        const auto to = spread.as<double>();
        std::fill(to.begin(), to.end(), 0.0);
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < inputs_.size(); ++i) {
                const double value = from[row * inputs_.size() + i];
                const std::size_t at = row * columns + begin[i];
                if (place[i].empty())
                    to[at] = value;
                else
                    to[at + place[i][static_cast<std::size_t>(value)]] = 1;
            }
        }
        table_.values = std::move(spread);
    }

    [[noreturn]] void target_of_text() const {
        const Census& census = census_[target_];
        fail(concat("the column ", in_quotes(reader_.names()[target_]), " holds text such as ",
                    in_quotes(census.first_text), " in ", grouped(census.texts), " of ",
                    grouped(census.texts + census.numbers),
                    " cells, and numbers are needed; predict it as a class, or choose another "
                    "column"));
    }

    void note_skipped() {
        std::string lines;
        for (const std::int64_t line : bad_lines_)
            lines += concat(lines.empty() ? "" : ", ", line);
        if (bad_rows_ > static_cast<std::int64_t>(bad_lines_.size())) lines += ", ...";
        table_.notes.push_back(
            concat(grouped(bad_rows_), " of ", grouped(bad_rows_ + table_.rows),
                   bad_rows_ == 1 ? " rows was skipped (line " : " rows were skipped (lines ",
                   lines, "); the first: ", first_problem_));
    }

    /// Numbers and letters that were not read as they stand in the file.
    void note_reading() {
        if (const std::string note = reader_.encoding_note(); !note.empty())
            table_.notes.push_back(note);
        for (std::size_t i = 0; i < census_.size(); ++i) {
            const Mark& comma = census_[i].comma;
            if (!comma) continue;
            double value = 0;
            read_number(comma.cell, value, true);
            table_.notes.push_back(concat("commas are decimal commas: ", in_quotes(comma.cell),
                                          " in line ", comma.line, ", column ",
                                          in_quotes(reader_.names()[i]), ", was read as ", value));
            return;
        }
    }

    void sort_classes() {
        const auto& names = classes_.all;
        std::vector<std::int64_t> place(names.size());
        std::vector<std::string> sorted;
        for (const std::size_t i : sorted_places(names, commas_)) {
            place[i] = static_cast<std::int64_t>(sorted.size());
            sorted.push_back(names[i]);
        }
        table_.class_names = std::move(sorted);
        for (std::int64_t& label : table_.labels)
            label = place[static_cast<std::size_t>(label)];
        if (names.size() == 1)
            table_.notes.push_back(concat("all rows have the class ", in_quotes(names.front()),
                                          " in the column ", in_quotes(table_.target),
                                          ": there is nothing to tell apart"));
    }

    const CsvTable& source_;
    const bool keep_;
    const std::set<std::size_t> texts_;
    io::CsvReader reader_;
    const bool commas_;   ///< whether a comma in a number is a decimal comma
    bool mixed_ = false;  ///< whether a column has points and commas
    std::size_t target_ = 0;
    std::vector<std::size_t> inputs_;
    GrowingRows values_, targets_;
    std::vector<double> numbers_;  ///< of the row at hand
    std::vector<Census> census_;
    std::vector<Names> categories_;  ///< of the inputs that hold texts
    Names classes_;
    std::int64_t bad_rows_ = 0, first_bad_ = 0;
    std::vector<std::int64_t> bad_lines_;
    std::string first_problem_;
    ScannedTable table_;
};

}  // namespace

ScannedTable scan_csv(const CsvTable& source, bool keep_values, const Progress& progress) {
    // Each time round at least one more column is known to hold texts.
    for (std::set<std::size_t> texts;;) {
        Scan scan(source, keep_values, texts);
        if (auto table = scan.run(progress)) return std::move(*table);
        texts.merge(scan.columns_of_text());
    }
}

}  // namespace gradweave::data
