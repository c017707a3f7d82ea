// SPDX-License-Identifier: Apache-2.0
// Images with class numbers from IDX files.
#include <algorithm>
#include <cctype>
#include <optional>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/data/memory_dataset.h"
#include "engine/data/normalization.h"
#include "engine/data/readers.h"
#include "engine/io/files.h"
#include "engine/io/idx.h"

namespace gradweave::data {

namespace {

namespace fs = std::filesystem;

/// Everything but the pixels.
struct Plan {
    DatasetInfo info;
    SplitRows rows;
    Array train_labels, test_labels;
    io::IdxHeader train_images, test_images;
    bool has_test_files = false;
};

/// Class numbers as i64, checked for range; `path` is for the sentences.
Array read_labels(const fs::path& path) {
    const Array stored = io::read_idx(path);
    const auto fail = [&](std::string_view sentence) {
        throw io::file_error(ErrorKind::bad_input, path, sentence);
    };
    if (stored.shape().rank() != 1)
        fail(concat("holds an array of ", to_string(stored.shape()),
                    " numbers; labels are one number for each image"));
    if (!is_integer(stored.dtype()))
        fail(concat("holds fractions (", name_of(stored.dtype()), "); labels are whole numbers"));
    Array labels = stored.cast(DType::i64);
    const auto numbers = labels.as<std::int64_t>();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] < 0 || numbers[i] >= most_classes)
            fail(concat("label ", i, " (counted from 0) is ", numbers[i],
                        "; classes are numbered from 0 to at most ", most_classes - 1));
    }
    return labels;
}

io::IdxHeader read_image_header(const fs::path& path) {
    io::IdxHeader header = io::read_idx_header(path);
    const Shape& shape = header.shape;
    if (shape.rank() != 3 && shape.rank() != 4) {
        throw io::file_error(ErrorKind::bad_input, path,
                             concat("holds an array of ", to_string(shape),
                                    "; images are [count, height, width] or [count, channels, "
                                    "height, width]"));
    }
    if (shape.empty())
        throw io::file_error(ErrorKind::bad_input, path,
                             concat("holds no images: its shape is ", to_string(shape)));
    return header;
}

void check_counts(const fs::path& images_path, std::int64_t images, const fs::path& labels_path,
                  std::int64_t labels) {
    if (images == labels) return;
    throw io::file_error(
        ErrorKind::bad_input, labels_path,
        concat(grouped(images), images == 1 ? " image" : " images", " in ",
               io::path_text(images_path), " but ", grouped(labels),
               labels == 1 ? " label" : " labels", " here; choose the files that belong together"));
}

Shape sample_shape(const io::IdxHeader& header) {
    const Shape& shape = header.shape;
    return shape.rank() == 3 ? Shape{1, shape[1], shape[2]} : Shape{shape[1], shape[2], shape[3]};
}

/// Names that are known for a data set whose file or folder is called so, or none.
std::vector<std::string> class_names(const fs::path& path, std::int64_t classes) {
    std::string text = (path.parent_path().filename() / path.filename()).native();
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    // Xiao, Rasul, Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
    // learning algorithms", 2017, table 2.
    if (classes == 10 && text.find("fashion") != std::string::npos) {
        return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
    }
    return {};
}

void plan_test_files(Plan& plan, const IdxImages& source, std::int64_t classes) {
    plan.test_images = read_image_header(source.test_images);
    plan.test_labels = read_labels(source.test_labels);
    check_counts(source.test_images, plan.test_images.shape[0], source.test_labels,
                 plan.test_labels.element_count());
    const Shape train = sample_shape(plan.train_images), test = sample_shape(plan.test_images);
    if (!(train == test) || plan.train_images.dtype != plan.test_images.dtype) {
        throw io::file_error(
            ErrorKind::bad_input, source.test_images,
            concat("test images are ", to_string(test), " of ", name_of(plan.test_images.dtype),
                   ", training images in ", io::path_text(source.train_images), " are ",
                   to_string(train), " of ", name_of(plan.train_images.dtype),
                   "; choose the files that belong together"));
    }
    const auto labels = plan.test_labels.as<std::int64_t>();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= classes) {
            throw io::file_error(ErrorKind::bad_input, source.test_labels,
                                 concat("label ", i, " (counted from 0) is ", labels[i],
                                        ", but the training labels have the ", classes,
                                        " classes 0 to ", classes - 1, " only"));
        }
    }
    auto& rows = plan.rows[static_cast<std::size_t>(Split::test)];
    rows.resize(labels.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = static_cast<std::int64_t>(i);
    plan.has_test_files = true;
}

Plan make_plan(const IdxImages& source) {
    if (source.train_images.empty() || source.train_labels.empty())
        throw Error(ErrorKind::bad_input,
                    "files with training images and training labels are needed; choose them");
    const bool test_files = !source.test_images.empty();
    if (test_files == source.test_labels.empty())
        throw Error(ErrorKind::bad_input,
                    "test images and test labels belong together; choose both files or neither");
    const Shares shares{source.validation, test_files ? 0 : source.test};
    check_shares(shares);

    Plan plan;
    plan.train_images = read_image_header(source.train_images);
    plan.train_labels = read_labels(source.train_labels);
    check_counts(source.train_images, plan.train_images.shape[0], source.train_labels,
                 plan.train_labels.element_count());
    const auto labels = plan.train_labels.as<std::int64_t>();
    const std::int64_t classes = *std::max_element(labels.begin(), labels.end()) + 1;
    plan.rows = divide(labels, shares, source.seed);
    if (test_files) plan_test_files(plan, source, classes);

    plan.info.fields = {
        {"image", DType::f32, sample_shape(plan.train_images), 0, {}, {}},
        {"label", DType::i64, Shape{}, classes, class_names(source.train_images, classes), {}}};
    take_counts(plan.info, plan.rows, shares);
    return plan;
}

/// Pixels as they are kept: bytes stay, everything else becomes f32 and must be finite.
Array read_images(const fs::path& path, const Progress& progress) {
    const Array images = io::read_idx(path, progress);
    if (images.dtype() == DType::u8) return images;
    Array pixels = images.cast(DType::f32);
    if (!all_finite(pixels))
        throw io::file_error(ErrorKind::bad_input, path,
                             "holds pixels that are not finite 32-bit numbers; correct the file");
    return pixels;
}

}  // namespace

DatasetInfo describe_idx(const IdxImages& source) {
    return make_plan(source).info;
}

DatasetPtr load_idx(const IdxImages& source, const Progress& progress) {
    Plan plan = make_plan(source);
    const auto size = [](const io::IdxHeader& header) {
        return byte_count(header.dtype, header.shape);
    };
    require_memory(size(plan.train_images) + (plan.has_test_files ? size(plan.test_images) : 0),
                   concat("the images of ", io::path_text(source.train_images)).c_str());
    const auto train_count = static_cast<double>(plan.train_images.shape[0]);
    const double train_part =
        plan.has_test_files
            ? train_count / (train_count + static_cast<double>(plan.test_images.shape[0]))
            : 1.0;

    const Array train = read_images(source.train_images, part_of(progress, 0, train_part));
    // The file may be another one by now.
    check_counts(source.train_images, train.shape()[0], source.train_labels,
                 plan.train_labels.element_count());
    Stored images{{train, train, train}, {}}, labels;
    labels.arrays = {plan.train_labels, plan.train_labels, plan.train_labels};
    if (plan.has_test_files) {
        images.arrays[2] = read_images(source.test_images, part_of(progress, train_part, 1));
        check_counts(source.test_images, images.arrays[2].shape()[0], source.test_labels,
                     plan.test_labels.element_count());
        labels.arrays[2] = plan.test_labels;
    }
    images.normalization = measure(source.scaling, train, plan.rows[0], Extent::whole);
    return std::make_shared<MemoryDataset>(std::move(plan.info),
                                           std::vector{std::move(images), std::move(labels)},
                                           std::move(plan.rows));
}

}  // namespace gradweave::data
