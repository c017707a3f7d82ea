// SPDX-License-Identifier: Apache-2.0
// Where samples come from: descriptions as plain values, and the functions that read them.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "engine/data/dataset.h"

namespace gradweave::data {

/// How a quantity is scaled before the network sees it; figures come from the training split alone.
enum class Scaling {
    none,        ///< as in the file
    unit,        ///< bytes divided by 255; tables: each column to [0, 1]
    standardize  ///< mean 0, deviation 1: images as a whole, tables per column
};

/// IDX files (MNIST and its relatives), gzipped or not. Without test files the test split is taken
/// from the training files, like the validation split. Images of [N, H, W] or [N, C, H, W] become
/// the field "image" [C, H, W] of f32, labels the field "label" [] with as many classes as the
/// largest training label plus one.
struct IdxImages {
    std::filesystem::path train_images, train_labels;
    std::filesystem::path test_images, test_labels;  ///< may be empty
    double validation = 0.1;                         ///< share of the training files
    double test = 0.0;                               ///< the same, without test files only
    std::uint64_t seed = 1;                          ///< of the division
    Scaling scaling = Scaling::unit;
};

/// What to do with a row that cannot be used: a missing or unreadable number, too few or many
/// cells.
enum class BadRows { stop, skip };

/// A table of text cells. All columns but the target and the ignored ones become the
/// field "features" of f32: one of numbers as it is, one of texts as a column of 0 and 1 for each
/// different text (64 at most). Where commas do not part the cells, numbers may have decimal
/// commas; scan_csv() says what is refused as unclear. Text is UTF-8 or Windows-1252, which a note
/// tells. The target becomes "label" [] with the classes sorted (by value if all are numbers), or
/// "target" [1] of f32, which is not scaled.
struct CsvTable {
    std::filesystem::path path;
    char separator = 0;                   ///< 0: found out
    std::string target;                   ///< column to predict; empty: the last one
    std::vector<std::string> ignored;     ///< columns that are not used
    bool target_is_class = true;          ///< class (any text) or quantity
    double validation = 0.1, test = 0.1;  ///< shares; classes are divided evenly
    std::uint64_t seed = 1;
    Scaling scaling = Scaling::standardize;
    BadRows bad_rows = BadRows::stop;
};

/// Points computed from a formula: moons and spirals give "features" [2] and "label" [], the sine
/// gives "x" [1] and "y" [1]. Noise is the deviation of what is added to both coordinates of a
/// moon, to the angle of a spiral in radians, to the y of the sine.
struct Generated {
    enum class Shape { moons, spirals, sine };
    Shape shape = Shape::spirals;
    std::int64_t samples = 1000;
    double noise = 0.1;
    std::int64_t classes = 2;  ///< arms of the spiral
    double validation = 0.2, test = 0.0;
    std::uint64_t seed = 1;
};

/// Patterns computed from a formula: gratings are images "image" [3, size, size] whose class is the
/// direction of their stripes, waves are sequences "sequence" [length, channels] whose class is the
/// number of their periods. Noise is the deviation of what is added to each value; of a grating's
/// the whole range is 0 to 1.
struct Patterns {
    enum class Shape { gratings, waves };
    Shape shape = Shape::gratings;
    std::int64_t samples = 4096;
    double noise = 0.1;
    std::int64_t classes = 10;
    std::int64_t size = 32;                   ///< of gratings
    std::int64_t length = 64, channels = 64;  ///< of waves
    double validation = 0.1, test = 0.1;
    std::uint64_t seed = 1;
};

/// A text in UTF-8 as sequences of characters: "tokens" [length], and "next" [length], for each the
/// character that comes after it. Classes are the characters that the text has, in the order of
/// their code points. The text's end is kept for the test split, what is before it for validation.
struct TextSequences {
    std::filesystem::path path;
    std::int64_t length = 128;
    std::int64_t stride = 0;  ///< from one sequence's beginning to the next one's; 0: the length
    double validation = 0.1, test = 0.0;

    std::int64_t step() const { return stride > 0 ? stride : length; }
};

/// Samples that come when the network predicts: shape and type of one, no data. The place of a data
/// set in networks that came without one. One field "x": f32, or class numbers if there are
/// classes.
struct Declared {
    Shape sample;
    std::int64_t classes = 0;
};

using Source = std::variant<IdxImages, CsvTable, Generated, Patterns, TextSequences, Declared>;

/// Reads as little as it can: IDX headers and labels, a whole table. Gives exactly the info of what
/// load() would give. Throws Error(io) if a file cannot be read
/// and Error(bad_input) if it breaks its format; the sentence names file, place and remedy.
DatasetInfo describe(const Source& source);

/// Reads everything. Memory is checked before it is taken; `progress` may cancel.
DatasetPtr load(const Source& source, const Progress& progress = {});

/// Several declared inputs of one network as one data set: a field each, of that name.
DatasetPtr declared(const std::vector<std::pair<std::string, Declared>>& inputs);

/// Finds a data file. `dataset:NAME/FILE` is looked for in the folders of GRADWEAVE_DATASETS (colon
/// separated), among the program's own data, then in /usr/share/datasets; a relative path is taken
/// from `base`. Throws Error(io) if it is not a regular file. A path that leaves `base` is refused
/// with Error(bad_input) unless `allow_outside`.
std::filesystem::path resolve(const std::string& path, const std::filesystem::path& base,
                              bool allow_outside);

}  // namespace gradweave::data
