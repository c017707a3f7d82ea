// SPDX-License-Identifier: GPL-3.0-or-later
// Samples of a loaded data set as a person wants to see them: pictures, numbers, names of classes.
#pragma once

#include <QImage>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "engine/data/overview.h"

namespace gradweave::ui {

/// A data set with its figures, read and measured in the background. Shared between threads.
struct LoadedData {
    data::DatasetPtr dataset;
    data::Overview overview;
};
using LoadedDataPtr = std::shared_ptr<const LoadedData>;

/// What of a data set is shown: some samples of a split, in an order.
struct Samples {
    LoadedDataPtr loaded;
    data::Split split = data::Split::train;
    std::vector<std::int64_t> order;  ///< numbers within the split

    const data::DatasetInfo& info() const { return loaded->dataset->info(); }
    Array raw(std::size_t field, std::int64_t sample) const {
        return loaded->dataset->raw(field, split, sample);
    }
};
using SamplesPtr = std::shared_ptr<const Samples>;

/// The field that is a picture: [channels, height, width], with 1, 3 or 4 channels.
std::optional<std::size_t> imageField(const data::DatasetInfo& info);
/// The field that is a class number.
std::optional<std::size_t> labelField(const data::DatasetInfo& info);
/// Two quantities that make a point in the plane: (field, entry) across and up.
struct PlaneAxes {
    std::size_t xField, xEntry, yField, yEntry;
    QString xName, yName;
};
std::optional<PlaneAxes> planeAxes(const data::DatasetInfo& info);

/// "Sneaker", or the number if classes have no names.
QString className(const data::Field& field, std::int64_t number);
/// A number for a table cell: six digits that matter.
QString cellText(double value);

/// A picture of a sample: bytes as they are; other numbers from the least (black) to the greatest
/// (white) unless they lie within [0, 1].
QImage imageOf(const Array& sample);

}  // namespace gradweave::ui
