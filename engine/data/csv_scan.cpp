// SPDX-License-Identifier: Apache-2.0
// The pass over a table: roles of columns, numbers, classes, and what is wrong in which line.
#include "engine/data/csv_scan.h"

#include <algorithm>
#include <cstring>
#include <numeric>
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

/// What the cells of a column turned out to be.
struct Census {
    std::int64_t numbers = 0, texts = 0;
    std::string first_text;
};

class Scan {
  public:
    Scan(const CsvTable& source, bool keep)
        : source_(source),
          keep_(keep),
          reader_(source.path, {source.separator}),
          values_(1, ""),
          targets_(1, "") {
        assign_roles();
        const std::string what = concat("the table in ", io::path_text(source.path));
        values_ = GrowingRows(static_cast<std::int64_t>(inputs_.size()), what);
        targets_ = GrowingRows(1, what);
        numbers_.resize(inputs_.size());
        census_.resize(reader_.names().size());
        table_.ranges.resize(inputs_.size());
    }

    ScannedTable run(const Progress& progress) {
        const std::string what = concat("reading ", io::path_text(source_.path.filename()));
        io::CsvRow row;
        for (std::int64_t i = 0; reader_.next(row); ++i) {
            if (i % 256 == 0) {
                progress.check();
                progress(reader_.fraction(), what);
            }
            take(row);
            if (source_.bad_rows == BadRows::stop && bad_rows_ > 0 &&
                i >= first_bad_ + rows_after_problem) {
                break;
            }
            if (bad_rows_ == 0) first_bad_ = i;
        }
        finish();
        return std::move(table_);
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
        const std::string wrong = read_number(cell, value);
        Census& census = census_[column];
        if (wrong.empty()) {
            ++census.numbers;
            return true;
        }
        if (!cell.empty() && census.texts++ == 0) census.first_text = cell;
        note_problem(problem, column, cell, wrong);
        return false;
    }

    void take(const io::CsvRow& row) {
        if (!row.problem.empty()) {
            add_bad(row.line, concat(": ", row.problem, "; correct it"));
            return;
        }
        std::string problem;
        for (std::size_t i = 0; i < inputs_.size(); ++i)
            take_number(row, inputs_[i], numbers_[i], problem);
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

    void add_bad(std::int64_t line, const std::string& problem) {
        if (bad_rows_++ == 0) first_problem_ = concat("line ", line, problem);
        if (bad_rows_ <= 3) bad_lines_.push_back(line);
    }

    /// Classes are numbered as they appear, and renumbered in order at the end.
    std::int64_t class_number(std::string_view name) {
        const auto [found, fresh] = classes_.try_emplace(
            std::string(name), static_cast<std::int64_t>(table_.class_names.size()));
        if (fresh) {
            table_.class_names.emplace_back(name);
            if (classes_.size() > static_cast<std::size_t>(most_classes)) too_many_classes();
        }
        return found->second;
    }

    [[noreturn]] void too_many_classes() const {
        // The row at hand may not be counted yet.
        const std::size_t rows = std::max(table_.labels.size(), classes_.size());
        fail(concat("the column ", in_quotes(table_.target), " has ",
                    grouped(static_cast<std::int64_t>(classes_.size())), " different values in ",
                    grouped(static_cast<std::int64_t>(rows)),
                    " rows, too many to be classes; predict it as a quantity, or choose another "
                    "column"));
    }

    void finish() {
        for (std::size_t i = 0; i < census_.size(); ++i) {
            if (census_[i].texts > census_[i].numbers) column_of_text(i);
        }
        if (bad_rows_ > 0 && source_.bad_rows == BadRows::stop)
            fail(concat(first_problem_, ", or choose to skip bad rows"));
        if (table_.rows == 0) {
            if (bad_rows_ == 0) fail("has no rows below its header");
            fail(concat("none of its ", grouped(bad_rows_), " rows can be used: ", first_problem_));
        }
        if (bad_rows_ > 0) note_skipped();
        if (source_.target_is_class) {
            if (classes_.size() > few_classes && classes_.size() * 2 > table_.labels.size())
                too_many_classes();
            sort_classes();
        }
        if (keep_) {
            table_.values = values_.take();
            if (!source_.target_is_class) table_.targets = targets_.take();
        }
    }

    [[noreturn]] void column_of_text(std::size_t column) const {
        const Census& census = census_[column];
        fail(concat("the column ", in_quotes(reader_.names()[column]), " holds text such as ",
                    in_quotes(census.first_text), " in ", grouped(census.texts), " of ",
                    grouped(census.texts + census.numbers), " cells, and numbers are needed; ",
                    column == target_ ? "predict it as a class, or choose another column"
                                      : "ignore the column, or replace its texts by numbers"));
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

    void sort_classes() {
        auto& names = table_.class_names;
        std::vector<double> values(names.size());
        bool numbers = true;
        for (std::size_t i = 0; i < names.size() && numbers; ++i)
            numbers = read_number(names[i], values[i]).empty();
        std::vector<std::size_t> order(names.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            if (numbers && values[a] != values[b]) return values[a] < values[b];
            return names[a] < names[b];
        });
        std::vector<std::int64_t> place(names.size());
        std::vector<std::string> sorted;
        for (const std::size_t i : order) {
            place[i] = static_cast<std::int64_t>(sorted.size());
            sorted.push_back(names[i]);
        }
        names = std::move(sorted);
        for (std::int64_t& label : table_.labels)
            label = place[static_cast<std::size_t>(label)];
        if (names.size() == 1)
            table_.notes.push_back(concat("all rows have the class ", in_quotes(names.front()),
                                          " in the column ", in_quotes(table_.target),
                                          ": there is nothing to tell apart"));
    }

    const CsvTable& source_;
    const bool keep_;
    io::CsvReader reader_;
    std::size_t target_ = 0;
    std::vector<std::size_t> inputs_;
    GrowingRows values_, targets_;
    std::vector<double> numbers_;  ///< of the row at hand
    std::vector<Census> census_;
    std::unordered_map<std::string, std::int64_t> classes_;
    std::int64_t bad_rows_ = 0, first_bad_ = 0;
    std::vector<std::int64_t> bad_lines_;
    std::string first_problem_;
    ScannedTable table_;
};

}  // namespace

ScannedTable scan_csv(const CsvTable& source, bool keep_values, const Progress& progress) {
    return Scan(source, keep_values).run(progress);
}

}  // namespace gradweave::data
