// SPDX-License-Identifier: Apache-2.0
// Data sources. Their output types come from the data; see engine/model/data_source.h.
#include "engine/model/catalogue/kinds.h"

namespace gradweave::model {

namespace {

ParamSpec validation_param(double fallback) {
    return real_param("validation", "Validation share", fallback, 0, 0.9,
                      "Part of the data kept back to measure the network on samples that it does "
                      "not learn from.");
}

ParamSpec test_param(double fallback) {
    return real_param("test", "Test share", fallback, 0, 0.9,
                      "Part of the data kept back for the final measurement.");
}

ParamSpec seed_param() {
    return integer_param(
        "seed", "Seed", 1, 0, 1e15,
        "Equal seeds divide the data (and draw generated points) in the same way.");
}

}  // namespace

void add_data_kinds(Catalogue& catalogue) {
    BlockKind images;
    images.id = "idx_images";
    images.title = "Images (IDX)";
    images.category = Category::data;
    images.default_name = "images";
    images.example = {
        "Fashion-MNIST as its Debian package installs it: 28 by 28 pixels, 10 kinds of clothes.",
        "train_images=dataset:fashion-mnist/train-images-idx3-ubyte.gz; "
        "train_labels=dataset:fashion-mnist/train-labels-idx1-ubyte.gz",
        {},
        "[N, 1, 28, 28]"};
    images.help =
        "Images and class numbers from IDX files, the format of MNIST and Fashion-MNIST, gzipped "
        "or not. A path "
        "that begins with dataset: is looked for among the data sets installed on this machine.";
    images.keywords = "mnist fashion dataset pictures";
    images.summary = "{train_images}";
    images.params = {
        file_param("train_images", "Training images", "", "IDX file of the images to learn from."),
        file_param("train_labels", "Training labels", "",
                   "IDX file with one class number per image."),
        file_param("test_images", "Test images", "",
                   "IDX file for the final measurement; may be empty."),
        file_param("test_labels", "Test labels", "",
                   "IDX file with the class numbers of the test images."),
        validation_param(0.1),
        test_param(0),
        choice_param("scaling", "Scaling", "unit", {"none", "unit", "standardize"},
                     "none: 0 to 255; unit: 0 to 1; standardize: mean 0 and deviation 1 over the "
                     "training images."),
        seed_param(),
    };
    images.outputs = {{"image", "The images, [N, 1, height, width]."},
                      {"label", "The class numbers, [N]."}};
    catalogue.add(std::move(images));

    BlockKind table;
    table.id = "csv_table";
    table.title = "Table (CSV)";
    table.category = Category::data;
    table.default_name = "table";
    table.example = {
        "The iris table that comes with the program: four lengths of a flower, and its kind.",
        "path=dataset:iris.csv; target=species",
        {},
        "[N, 4]"};
    table.help =
        "A table of text with one sample a row. All columns but the target are the features: "
        "numbers as they are, texts as a column of 0 and 1 for each different one. The target "
        "is a class (any text) or a quantity. Where semicolons, tabs or bars part the cells, "
        "numbers may have decimal commas (1.234,56). Text is UTF-8 or Windows-1252.";
    table.keywords = "csv tsv spreadsheet dataset iris";
    table.summary = "{path}";
    table.params = {
        file_param("path", "File", "",
                   "The table, with or without a header; separators are found out."),
        text_param("target", "Target column", "", "The column to predict; empty: the last one."),
        choice_param("task", "Target is", "class", {"class", "quantity"},
                     "A class among several, or a number."),
        text_param("ignored", "Ignored columns", "",
                   "Columns that are not used, separated by commas."),
        choice_param("separator", "Separator", "automatic",
                     {"automatic", "comma", "semicolon", "tab", "bar"},
                     "What stands between the cells."),
        choice_param("bad_rows", "Bad rows", "stop", {"stop", "skip"},
                     "stop: a cell that cannot be read is an error; skip: leave such rows out and "
                     "say how many."),
        choice_param("scaling", "Scaling", "standardize", {"none", "unit", "standardize"},
                     "Per feature, from the training rows: unit: 0 to 1; standardize: mean 0 and "
                     "deviation 1."),
        validation_param(0.1),
        test_param(0.1),
        seed_param(),
    };
    table.outputs = {{"features", "All columns but the target, [N, columns]."},
                     {"target", "Class numbers [N], or quantities [N, 1]."}};
    catalogue.add(std::move(table));

    BlockKind text;
    text.id = "text";
    text.title = "Text";
    text.category = Category::data;
    text.default_name = "text";
    text.example = {"A book, to learn what character comes next after each of 64.",
                    "path=book.txt; length=64",
                    {},
                    "[N, 64]"};
    text.help =
        "A text cut into sequences of characters, for networks that say what comes next. The "
        "classes are the characters that the text has; its end is kept for validation and test.";
    text.keywords = "characters language tokens sequence corpus book";
    text.summary = "{path}";
    text.params = {
        file_param("path", "File", "", "A text in UTF-8."),
        integer_param("length", "Length", 128, 1, 65536, "Characters in a sequence."),
        integer_param("stride", "Stride", 0, 0, 1e6,
                      "From the beginning of a sequence to that of the next; 0: the length, so "
                      "that sequences touch. Smaller strides give more, overlapping sequences."),
        validation_param(0.1),
        test_param(0),
    };
    text.outputs = {{"tokens", "Character numbers, [N, length]."},
                    {"next", "For each the character that comes after it, [N, length]."}};
    catalogue.add(std::move(text));

    BlockKind patterns;
    patterns.id = "patterns";
    patterns.title = "Generated patterns";
    patterns.category = Category::data;
    patterns.default_name = "patterns";
    patterns.example = {
        "Small striped images that show whether a convolutional network learns at all.",
        "shape=gratings; size=16; samples=100",
        {},
        "[N, 3, 16, 16]"};
    patterns.help =
        "Images and sequences for experiments, in any number: striped images whose class is the "
        "direction of the stripes, or waves whose class is how many periods a sequence holds.";
    patterns.keywords = "gratings stripes waves images sequences synthetic toy";
    patterns.summary = "{shape}, {samples} samples";
    patterns.params = {
        choice_param("shape", "Shape", "gratings", {"gratings", "waves"}, "Images or sequences."),
        integer_param("samples", "Samples", 4096, 10, 1e6, "Number of samples in all."),
        real_param("noise", "Noise", 0.1, 0, 10,
                   "Standard deviation of what is added to each value."),
        integer_param("classes", "Classes", 10, 2, 100, "Directions, or numbers of periods."),
        shown_if(integer_param("size", "Size", 32, 4, 512, "Height and width of the images."),
                 "shape", {"gratings"}),
        shown_if(integer_param("length", "Length", 64, 2, 1024, "Steps of a sequence."), "shape",
                 {"waves"}),
        shown_if(integer_param("channels", "Channels", 64, 1, 4096, "Values at each step."),
                 "shape", {"waves"}),
        validation_param(0.1),
        test_param(0.1),
        seed_param(),
    };
    patterns.outputs = {{"features", "Images [N, 3, size, size], or sequences [N, T, channels]."},
                        {"target", "Class numbers, [N]."}};
    catalogue.add(std::move(patterns));

    BlockKind points;
    points.id = "generated";
    points.title = "Generated points";
    points.category = Category::data;
    points.default_name = "points";
    points.example = {"Two moons to be told apart: no straight line can.",
                      "shape=moons; samples=200",
                      {},
                      "[N, 2]"};
    points.help =
        "Small sets for experiments: two interleaved moons, spirals with as many arms as classes, "
        "or a noisy sine curve.";
    points.keywords = "moons spirals sine toy synthetic";
    points.summary = "{shape}, {samples} points";
    points.params = {
        choice_param("shape", "Shape", "spirals", {"moons", "spirals", "sine"},
                     "What the points form."),
        integer_param("samples", "Samples", 1000, 10, 1e7, "Number of points in all."),
        real_param("noise", "Noise", 0.1, 0, 10,
                   "Standard deviation of what is added to each coordinate."),
        shown_if(integer_param("classes", "Classes", 2, 2, 20, "Arms of the spiral."), "shape",
                 {"spirals"}),
        validation_param(0.2),
        test_param(0),
        seed_param(),
    };
    points.outputs = {{"features", "Coordinates, [N, 2]; for the sine [N, 1]."},
                      {"target", "Class numbers [N]; for the sine its value, [N, 1]."}};
    catalogue.add(std::move(points));

    BlockKind input;
    input.id = "input";
    input.title = "Input";
    input.category = Category::data;
    input.example = {"The place of colour images in a network that came without data.",
                     "shape=3,32,32",
                     {},
                     "[N, 3, 32, 32]"};
    input.help =
        "Says what samples look like without having any: the place of a data set in a network that "
        "came without one, from an ONNX file say. It predicts on samples that are given; to train "
        "it, put a data block in its place.";
    input.keywords = "placeholder samples onnx";
    input.summary = "[{shape}]";
    input.params = {
        integers_param("shape", "Shape", {1}, 1, "Sizes of one sample's axes, without the batch."),
        integer_param("classes", "Classes", 0, 0, 1e5,
                      "Above 0: the values are class numbers below this, for an Embedding."),
    };
    input.outputs = {{"x", "The samples, [N, shape...]."}};
    catalogue.add(std::move(input));
}

}  // namespace gradweave::model
