// SPDX-License-Identifier: Apache-2.0
// Samples in memory, divided into training, validation and test.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/array.h"
#include "engine/core/progress.h"

namespace gradweave::data {

enum class Split { train, validation, test };
inline constexpr std::array all_splits{Split::train, Split::validation, Split::test};
/// "train", "validation", "test".
const char* name_of(Split split);

/// One quantity that every sample has.
struct Field {
    std::string name;  ///< "image", "label", "features", "target", "x", "y"
    DType dtype;       ///< f32 for quantities, i64 for class numbers
    Shape sample;      ///< of one sample: [1, 28, 28], [4], [] for a class number
    /// Number of classes if the field is a class number, else 0.
    std::int64_t classes = 0;
    std::vector<std::string> class_names;  ///< as many as classes, or none
    std::vector<std::string> columns;      ///< names of a vector's entries, or none

    bool operator==(const Field&) const = default;
};

/// What is known of a data set without reading all of it.
struct DatasetInfo {
    std::vector<Field> fields;
    std::array<std::int64_t, 3> counts{};  ///< samples per split
    std::vector<std::string> notes;        ///< what was skipped or filled in, in sentences

    std::int64_t count(Split split) const { return counts[static_cast<std::size_t>(split)]; }
    bool operator==(const DatasetInfo&) const = default;
};

/// How a quantity as stored becomes what the network sees: (value - offset) / divisor. One pair for
/// the whole field, or one for each entry of a sample; none if it is read as it is. Figures come
/// from the training split alone; saved with trained weights they prepare new samples the same way.
struct Normalization {
    std::vector<double> offset, divisor;

    bool none() const { return offset.empty(); }
    bool operator==(const Normalization&) const = default;
};

/// `raw` (of any type, [sample...] or [rows, sample...]) normalised, as f32: what read() gives for
/// it, bit for bit.
Array normalized(const Array& raw, const Normalization& normalization);

/// A loaded data set. Immutable, shared between threads.
class Dataset {
  public:
    virtual ~Dataset() = default;

    const DatasetInfo& info() const { return info_; }

    /// Copies samples, numbered within their split, into rows first_row, first_row + 1, ... of
    /// `out`, which is [rows, sample...] of the field's type. Values are normalised as the source
    /// says. Field, split and samples must exist and `out` must fit: anything else is a mistake of
    /// the caller's.
    virtual void read(std::size_t field, Split split, std::span<const std::int64_t> samples,
                      Array& out, std::int64_t first_row) const = 0;

    /// One sample as a person wants to see it: not normalised, and of the type that keeps the
    /// file's values: u8 for images of bytes, f64 for tables, f32 for images of other types and for
    /// generated points, i64 for class numbers.
    virtual Array raw(std::size_t field, Split split, std::int64_t sample) const = 0;

    /// How read() scales a field.
    const Normalization& normalization(std::size_t field) const {
        static const Normalization none;
        return field < normalizations_.size() ? normalizations_[field] : none;
    }

  protected:
    explicit Dataset(DatasetInfo info) : info_(std::move(info)) {}
    DatasetInfo info_;
    std::vector<Normalization> normalizations_;  ///< of each field, or shorter
};

using DatasetPtr = std::shared_ptr<const Dataset>;

}  // namespace gradweave::data
