// SPDX-License-Identifier: Apache-2.0
// Images from IDX files as a data set: shapes, splits, scaling, files that do not belong together.
#include <chrono>
#include <numeric>
#include <set>

#include "engine/core/memory.h"
#include "engine/data/batches.h"
#include "engine/data/source.h"
#include "tests/io/gzip.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

std::string idx(int type, const std::vector<std::uint32_t>& sizes, const std::string& data) {
    std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(sizes.size())};
    for (const std::uint32_t size : sizes)
        bytes += big(size);
    return bytes + data;
}

/// Images of 2 x 3 pixels whose pixels all have the value first + number of the image.
std::string images(std::uint32_t count, int first = 0) {
    std::string data;
    for (std::uint32_t i = 0; i < count; ++i)
        data += std::string(6, static_cast<char>(first + static_cast<int>(i)));
    return idx(8, {count, 2, 3}, data);
}

std::string labels(std::uint32_t count, int classes) {
    std::string data;
    for (std::uint32_t i = 0; i < count; ++i)
        data += static_cast<char>(static_cast<int>(i) % classes);
    return idx(8, {count}, data);
}

IdxImages small(const Folder& folder, bool test_files) {
    IdxImages source;
    source.train_images = folder.put("images.gz", gzip(images(100)));
    source.train_labels = folder.put("labels", labels(100, 4));
    if (test_files) {
        source.test_images = folder.put("t-images", images(20, 200));
        source.test_labels = folder.put("t-labels", labels(20, 4));
    }
    return source;
}

std::string problem(const Folder& folder, const IdxImages& source) {
    const std::string described = failure(folder, [&] { describe(source); });
    const std::string loaded = failure(folder, [&] { load(source); });
    return described == loaded ? loaded : described + " / " + loaded;
}

/// First pixels of all samples of a split, unscaled.
std::vector<int> pixels(const DatasetPtr& data, Split split) {
    std::vector<int> values;
    for (std::int64_t i = 0; i < data->info().count(split); ++i)
        values.push_back(static_cast<int>(data->raw(0, split, i).number(0)));
    return values;
}

}  // namespace

class TestIdxImages : public QObject {
    Q_OBJECT

  private slots:
    void fieldsAndCounts();
    void describesWhatItLoads();
    void splitsOfOneFile();
    void testFilesStayTheTestSplit();
    void readsScaledPixels();
    void standardizesByTrainingPixels();
    void channelsAndOtherTypes();
    void filesThatDoNotBelongTogether_data();
    void filesThatDoNotBelongTogether();
    void badSources();
    void memoryIsCheckedFirst();
    void canBeStopped();
    void fashion();
};

void TestIdxImages::fieldsAndCounts() {
    const Folder folder;
    const auto info = describe(small(folder, true));
    QCOMPARE(info.fields.size(), 2u);
    COMPARE_TEXT(info.fields[0].name, "image");
    QCOMPARE(info.fields[0].dtype, DType::f32);
    QCOMPARE(info.fields[0].sample, (Shape{1, 2, 3}));
    COMPARE_TEXT(info.fields[1].name, "label");
    QCOMPARE(info.fields[1].dtype, DType::i64);
    QCOMPARE(info.fields[1].sample, Shape{});
    QCOMPARE(info.fields[1].classes, 4);
    QVERIFY(info.fields[1].class_names.empty());
    QCOMPARE(info.count(Split::train), 90);
    QCOMPARE(info.count(Split::validation), 10);
    QCOMPARE(info.count(Split::test), 20);
}

void TestIdxImages::describesWhatItLoads() {
    const Folder folder;
    for (const bool test_files : {false, true}) {
        auto source = small(folder, test_files);
        source.test = 0.25;
        QVERIFY(describe(source) == load(source)->info());
    }
}

void TestIdxImages::splitsOfOneFile() {
    const Folder folder;
    auto source = small(folder, false);
    source.validation = 0.2;
    source.test = 0.12;
    const auto data = load(source);
    QCOMPARE(data->info().count(Split::train), 68);
    QCOMPARE(data->info().count(Split::validation), 20);
    QCOMPARE(data->info().count(Split::test), 12);
    std::set<int> seen;
    for (const Split split : all_splits) {
        const auto values = pixels(data, split);
        seen.insert(values.begin(), values.end());
        std::array<std::int64_t, 4> of_class{};
        for (std::int64_t i = 0; i < data->info().count(split); ++i) {
            const auto label = data->raw(1, split, i).as<std::int64_t>()[0];
            // Image and label of a sample stay together.
            QCOMPARE(label, values[static_cast<std::size_t>(i)] % 4);
            ++of_class.at(static_cast<std::size_t>(label));
        }
        for (const std::int64_t count : of_class)
            QCOMPARE(count, data->info().count(split) / 4);
    }
    QCOMPARE(seen.size(), 100u);
    QCOMPARE(pixels(load(source), Split::validation), pixels(data, Split::validation));
    source.seed = 2;
    QVERIFY(pixels(load(source), Split::validation) != pixels(data, Split::validation));
}

void TestIdxImages::testFilesStayTheTestSplit() {
    const Folder folder;
    const auto data = load(small(folder, true));
    std::vector<int> expected(20);
    std::iota(expected.begin(), expected.end(), 200);
    QCOMPARE(pixels(data, Split::test), expected);
    for (const Split split : {Split::train, Split::validation}) {
        for (const int value : pixels(data, split))
            QVERIFY(value < 100);
    }
}

void TestIdxImages::readsScaledPixels() {
    const Folder folder;
    const auto data = load(small(folder, true));
    Array out(DType::f32, Shape{3, 1, 2, 3});
    const std::vector<std::int64_t> samples{0, 19};
    data->read(0, Split::test, samples, out, 1);
    QCOMPARE(out.as<float>()[0], 0.0f);
    QCOMPARE(out.as<float>()[6], 200.0f / 255.0f);
    QCOMPARE(out.as<float>()[17], 219.0f / 255.0f);
    QCOMPARE(data->raw(0, Split::test, 3).dtype(), DType::u8);
    QCOMPARE(data->raw(0, Split::test, 3).shape(), (Shape{1, 2, 3}));
    Array classes(DType::i64, Shape{2});
    data->read(1, Split::test, samples, classes, 0);
    QCOMPARE(classes.as<std::int64_t>()[1], 3);
}

void TestIdxImages::standardizesByTrainingPixels() {
    const Folder folder;
    auto source = small(folder, true);
    source.scaling = Scaling::standardize;
    const auto data = load(source);
    Array out(DType::f32, Shape{90, 1, 2, 3});
    std::vector<std::int64_t> all(90);
    std::iota(all.begin(), all.end(), 0);
    data->read(0, Split::train, all, out, 0);
    double sum = 0, squares = 0;
    for (const float value : out.as<float>()) {
        sum += value;
        squares += double(value) * value;
    }
    QVERIFY(std::abs(sum / 540) < 1e-6);
    QVERIFY(std::abs(squares / 540 - 1) < 1e-6);
    source.scaling = Scaling::none;
    load(source)->read(0, Split::test, std::array<std::int64_t, 1>{5}, out, 0);
    QCOMPARE(out.number(0), 205.0);
}

void TestIdxImages::channelsAndOtherTypes() {
    const Folder folder;
    IdxImages source;
    std::string data;
    for (int i = 0; i < 24; ++i)
        data += big(static_cast<float>(i) / 4);
    source.train_images = folder.put("i", idx(0x0D, {2, 3, 2, 2}, data));
    source.train_labels = folder.put("l", idx(0x0C, {2}, big(1) + big(0)));
    source.validation = 0;
    const auto images = load(source);
    QCOMPARE(images->info().fields[0].sample, (Shape{3, 2, 2}));
    QCOMPARE(images->info().fields[1].classes, 2);
    QCOMPARE(images->raw(0, Split::train, 1).dtype(), DType::f32);
    Array out(DType::f32, Shape{2, 3, 2, 2});
    images->read(0, Split::train, std::array<std::int64_t, 2>{0, 1}, out, 0);
    QCOMPARE(out.as<float>()[23], 1.0f);
    QCOMPARE(out.as<float>()[12], static_cast<float>(3 / 5.75));

    data.replace(0, 4, big(std::numeric_limits<float>::quiet_NaN()));
    folder.put("i", idx(0x0D, {2, 3, 2, 2}, data));
    COMPARE_TEXT(failure(folder, [&] { load(source); }),
                 "bad_input: i: holds pixels that are not finite 32-bit numbers; correct the file");
}

void TestIdxImages::filesThatDoNotBelongTogether_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* file, const std::string& bytes, const char* sentence) {
        QTest::newRow(sentence) << file << QByteArray::fromStdString(bytes) << sentence;
    };
    row("labels", labels(99, 4),
        "labels: 100 images in images.gz but 99 labels here; choose the files that belong "
        "together");
    row("t-labels", labels(1, 1),
        "t-labels: 20 images in t-images but 1 label here; choose the files that belong together");
    row("labels", images(100),
        "labels: holds an array of [100, 2, 3] numbers; labels are one number for each image");
    row("images.gz", labels(100, 4),
        "images.gz: holds an array of [100]; images are [count, height, width] or [count, "
        "channels, height, width]");
    row("images.gz", idx(8, {100, 0, 3}, ""),
        "images.gz: holds no images: its shape is [100, 0, 3]");
    row("images.gz", idx(8, {0, 2, 3}, ""), "images.gz: holds no images: its shape is [0, 2, 3]");
    std::string minus;
    for (int i = 0; i < 100; ++i)
        minus += i == 7 ? '\xFF' : '\0';
    row("labels", idx(9, {100}, minus),
        "labels: label 7 (counted from 0) is -1; classes are numbered from 0 to at most 99999");
    row("labels", idx(0x0C, {1}, big(100'000)),
        "labels: label 0 (counted from 0) is 100000; classes are numbered from 0 to at most 99999");
    row("labels", idx(0x0D, {1}, big(0.5f)),
        "labels: holds fractions (f32); labels are whole numbers");
    row("t-labels", labels(20, 9),
        "t-labels: label 4 (counted from 0) is 4, but the training labels have the 4 classes 0 to "
        "3 only");
    row("t-images", idx(8, {20, 3, 3}, std::string(180, 'x')),
        "t-images: test images are [1, 3, 3] of u8, training images in images.gz are [1, 2, 3] of "
        "u8; choose the files that belong together");
    row("images.gz", "",
        "images.gz: ends within its first four bytes; it was cut short or is no "
        "IDX file");
}

void TestIdxImages::filesThatDoNotBelongTogether() {
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    const Folder folder;
    const auto source = small(folder, true);
    folder.put(file.toStdString(), bytes.toStdString());
    COMPARE_TEXT(problem(folder, source), "bad_input: " + sentence.toStdString());
}

void TestIdxImages::badSources() {
    const Folder folder;
    COMPARE_TEXT(problem(folder, IdxImages{}),
                 "bad_input: files with training images and training labels are needed; choose "
                 "them");
    auto source = small(folder, true);
    source.test_labels.clear();
    COMPARE_TEXT(problem(folder, source),
                 "bad_input: test images and test labels belong together; choose both files or "
                 "neither");
    source = small(folder, true);
    source.validation = 1;
    QVERIFY(problem(folder, source).starts_with("bad_input: the validation share 1 "));
    source = small(folder, true);
    fs::remove(source.test_images);
    COMPARE_TEXT(problem(folder, source),
                 "io: t-images: could not be read: there is no such file or folder");
}

void TestIdxImages::memoryIsCheckedFirst() {
    const Folder folder;
    IdxImages source;
    source.train_images = folder.put("i", idx(8, {4, 1000, 1000}, std::string(4'000'000, 'x')));
    source.train_labels = folder.put("l", labels(4, 2));
    set_memory_limit(memory_in_use() + 3'000'000);
    const std::string text = failure(folder, [&] { load(source); });
    const std::string described = failure(folder, [&] { describe(source); });
    set_memory_limit(0);
    COMPARE_TEXT(text,
                 "failed: the images of i would need 4.0 MB of memory, 3.0 MB can be had; use "
                 "a smaller batch or less data");
    COMPARE_TEXT(described, "nothing");
}

void TestIdxImages::canBeStopped() {
    const Folder folder;
    IdxImages source;
    source.train_images = folder.put("i", idx(8, {9, 1000, 1000}, std::string(9'000'000, 'x')));
    source.train_labels = folder.put("l", labels(9, 2));
    std::vector<double> reported;
    Progress progress;
    progress.report = [&](double fraction, std::string_view) { reported.push_back(fraction); };
    load(source, progress);
    QVERIFY(reported.size() >= 9 && std::is_sorted(reported.begin(), reported.end()));
    progress.cancelled = [] { return true; };
    COMPARE_TEXT(failure(folder, [&] { load(source, progress); }), "cancelled: stopped as asked");
}

void TestIdxImages::fashion() {
    const fs::path folder = "/usr/share/datasets/fashion-mnist";
    if (!fs::exists(folder)) QSKIP("the package dataset-fashion-mnist is not installed");
    const auto file = [](const char* name) {
        return resolve("dataset:fashion-mnist/"s + name, ".", false);
    };
    IdxImages source;
    source.train_images = file("train-images-idx3-ubyte.gz");
    source.train_labels = file("train-labels-idx1-ubyte.gz");
    source.test_images = file("t10k-images-idx3-ubyte.gz");
    source.test_labels = file("t10k-labels-idx1-ubyte.gz");
    const auto start = std::chrono::steady_clock::now();
    const auto data = load(source);
    const auto loaded = std::chrono::steady_clock::now();
    const auto& info = data->info();
    QCOMPARE(info.count(Split::train), 54000);
    QCOMPARE(info.count(Split::validation), 6000);
    QCOMPARE(info.count(Split::test), 10000);
    QCOMPARE(info.fields[0].sample, (Shape{1, 28, 28}));
    QCOMPARE(info.fields[1].classes, 10);
    COMPARE_TEXT(info.fields[1].class_names.at(9), "Ankle boot");
    QVERIFY(describe(source) == info);

    const Batches batches(data, Split::train, 64, true, 1, 0);
    std::array<int, 10> of_class{};
    Array image, label;
    const auto begin = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < batches.count(); ++i) {
        batches.read(i, 0, image);
        batches.read(i, 1, label);
        for (const std::int64_t number : label.as<std::int64_t>())
            ++of_class.at(static_cast<std::size_t>(number));
    }
    const auto end = std::chrono::steady_clock::now();
    for (const int count : of_class)
        QCOMPARE(count, 5400);
    const auto microseconds = [](auto time) {
        return std::chrono::duration<double, std::micro>(time).count();
    };
    qInfo("loaded in %.0f ms, a batch of 64 read in %.1f us", microseconds(loaded - start) / 1000,
          microseconds(end - begin) / static_cast<double>(batches.count()));
}

QTEST_GUILESS_MAIN(TestIdxImages)
#include "test_idx_images.moc"
