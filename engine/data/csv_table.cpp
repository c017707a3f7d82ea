// SPDX-License-Identifier: Apache-2.0
// A scanned table as a data set: fields, splits and scaling.
#include <cmath>
#include <limits>

#include "engine/core/text.h"
#include "engine/data/csv_scan.h"
#include "engine/data/memory_dataset.h"
#include "engine/data/normalization.h"
#include "engine/data/readers.h"
#include "engine/io/files.h"

namespace gradweave::data {

namespace {

DatasetInfo make_info(const CsvTable& source, const ScannedTable& table, const SplitRows& rows) {
    DatasetInfo info;
    info.notes = table.notes;
    info.fields.push_back({"features",
                           DType::f32,
                           Shape{static_cast<std::int64_t>(table.inputs.size())},
                           0,
                           {},
                           table.inputs});
    if (source.target_is_class) {
        info.fields.push_back({"label",
                               DType::i64,
                               Shape{},
                               static_cast<std::int64_t>(table.class_names.size()),
                               table.class_names,
                               {table.target}});
    } else {
        info.fields.push_back({"target", DType::f32, Shape{1}, 0, {}, {table.target}});
    }
    take_counts(info, rows, {source.validation, source.test});
    return info;
}

/// A row outside the training split may lie so far from it that scaling leaves the range of f32.
void check_scaled(const CsvTable& source, const ScannedTable& table, const Normalization& scale) {
    if (scale.none()) return;
    for (std::size_t i = 0; i < table.ranges.size(); ++i) {
        for (const double value : {table.ranges[i].least, table.ranges[i].most}) {
            const double scaled = std::abs((value - scale.offset[i]) / scale.divisor[i]);
            if (scaled <= static_cast<double>(std::numeric_limits<float>::max())) continue;
            throw io::file_error(
                ErrorKind::bad_input, source.path,
                concat("the column ", in_quotes(table.inputs[i]), " holds ", value,
                       ", which is too far from the other rows to be scaled with them; correct it, "
                       "or choose no scaling"));
        }
    }
}

}  // namespace

DatasetInfo describe_csv(const CsvTable& source, const Progress& progress) {
    check_shares({source.validation, source.test});
    const ScannedTable table = scan_csv(source, false, progress);
    return make_info(source, table,
                     divide(table.labels, {source.validation, source.test}, source.seed));
}

DatasetPtr load_csv(const CsvTable& source, const Progress& progress) {
    check_shares({source.validation, source.test});
    const ScannedTable table = scan_csv(source, true, progress);
    SplitRows rows = divide(table.labels, {source.validation, source.test}, source.seed);
    DatasetInfo info = make_info(source, table, rows);
    Stored features{{table.values, table.values, table.values},
                    measure(source.scaling, table.values, rows[0], Extent::per_entry)};
    check_scaled(source, table, features.normalization);
    const Array targets =
        source.target_is_class ? Array::of(table.labels, Shape{table.rows}) : table.targets;
    Stored target{{targets, targets, targets}, {}};
    return std::make_shared<MemoryDataset>(
        std::move(info), std::vector{std::move(features), std::move(target)}, std::move(rows));
}

}  // namespace gradweave::data
