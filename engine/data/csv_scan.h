// SPDX-License-Identifier: Apache-2.0
// One pass over a table of text: columns get their roles, cells become numbers and classes, rows
// that cannot be used are stopped at or counted.
#pragma once

#include <string>
#include <vector>

#include "engine/data/source.h"

namespace gradweave::data {

/// Least and greatest number of a column.
struct Range {
    double least = 0, most = 0;
};

struct ScannedTable {
    /// Names of the input columns, in the file's order. A column of texts is one column for each of
    /// its texts, in order, named "colour=red", which holds 1 where the row has that text, else 0.
    std::vector<std::string> inputs;
    std::string target;     ///< name of the column to predict
    std::int64_t rows = 0;  ///< that can be used
    /// Names of the classes, sorted: by value if all are numbers, else by text.
    std::vector<std::string> class_names;
    std::vector<std::int64_t> labels;  ///< class of each row; all 0 for a quantity
    Array values;                      ///< f64 [rows or more, inputs] if they were kept
    Array targets;              ///< f64 [rows or more, 1] if kept and the target is a quantity
    std::vector<Range> ranges;  ///< of the input columns
    std::vector<std::string> notes;
};

/// Reads the table. Where commas do not part the cells they are decimal commas, and dots before one
/// part thousands: "690,07", "1.234,56". A column has decimal points or decimal commas; one with
/// both is refused. "1.234" and "1,234" may be thousands or fractions, so that a column in which
/// every mark is of this kind is refused
/// - with points, if another column has commas (without, it is read as decimal points),
/// - with commas, unless another column has a decimal comma beyond doubt and none such a point.
///
/// Throws Error(bad_input) for columns that cannot have the role that the source
/// gives them, for the first row that cannot be used if the source says stop, and if no row can.
/// Memory is asked for by an estimate from the file's size before it is taken.
ScannedTable scan_csv(const CsvTable& source, bool keep_values, const Progress& progress);

}  // namespace gradweave::data
