// SPDX-License-Identifier: Apache-2.0
// IDX files by the format's definition: every type, gzip, and every way to be wrong.
#include "engine/core/memory.h"
#include "engine/io/idx.h"
#include "engine/io/stream.h"
#include "tests/io/gzip.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

std::string header(int type, const std::vector<std::uint32_t>& sizes) {
    std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(sizes.size())};
    for (const std::uint32_t size : sizes)
        bytes += big(size);
    return bytes;
}

template <class To, class From>
void check_type(int type, const std::vector<From>& values) {
    const Folder folder;
    std::string bytes = header(type, {2, static_cast<std::uint32_t>(values.size() / 2)});
    for (const From value : values)
        bytes += big(value);
    for (const auto& path : {folder.put("plain", bytes), folder.put("packed", gzip(bytes))}) {
        const Array array = io::read_idx(path);
        QCOMPARE(array.dtype(), dtype_of<To>);
        QCOMPARE(array.shape(), (Shape{2, static_cast<std::int64_t>(values.size() / 2)}));
        for (std::size_t i = 0; i < values.size(); ++i)
            QCOMPARE(array.as<To>()[i], static_cast<To>(values[i]));
        QCOMPARE(io::read_idx_header(path).shape, array.shape());
        QCOMPARE(io::read_idx_header(path).dtype, array.dtype());
    }
}

}  // namespace

class TestIdx : public QObject {
    Q_OBJECT

  private slots:
    void everyType();
    void scalarsAndEmptyOnes();
    void badFiles_data();
    void badFiles();
    void badGzip_data();
    void badGzip();
    void severalGzipMembers();
    void promisesAreCheckedFirst();
    void memoryIsCheckedFirst();
    void canBeStopped();
    void fashion();
};

void TestIdx::everyType() {
    check_type<std::uint8_t, std::uint8_t>(0x08, {0, 1, 127, 255});
    check_type<std::int32_t, std::int8_t>(0x09, {0, -1, 127, -128});
    check_type<std::int32_t, std::int16_t>(0x0B, {0, -1, 32767, -32768});
    check_type<std::int32_t, std::int32_t>(0x0C, {0, -1, 2147483647, -2147483647 - 1});
    check_type<float, float>(0x0D, {0.5f, -1e30f, 1e-40f, 3});
    check_type<double, double>(0x0E, {0.1, -1e300, 5e-324, 3});
}

void TestIdx::scalarsAndEmptyOnes() {
    const Folder folder;
    QCOMPARE(io::read_idx(folder.put("scalar", header(8, {}) + "\x07")).number(0), 7.0);
    QCOMPARE(io::read_idx(folder.put("none", header(8, {0, 28, 28}))).shape(), (Shape{0, 28, 28}));
    QCOMPARE(io::read_idx(folder.put("packed", gzip(header(8, {0})))).shape(), (Shape{0}));
}

void TestIdx::badFiles_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes)
                            << QString("bad_input: a: %1").arg(sentence);
    };
    row("empty", "", "ends within its first four bytes; it was cut short or is no IDX file");
    row("three bytes", "\0\0\x08"s,
        "ends within its first four bytes; it was cut short or is no IDX file");
    row("magic", "PNG\r\n123", "is no IDX file: it does not begin with two zero bytes");
    row("type", header(0x0A, {1}) + "x",
        "names the element type 10 at byte 2; IDX knows 8, 9, 11, 12, 13 and 14");
    row("sizes", header(8, {1, 2}).substr(0, 10),
        "ends within its sizes; it was cut short or is no IDX file");
    row("short", header(8, {3}) + "12",
        "promises [3] elements, 11 bytes with its header, but has 10; it was cut short");
    row("long", header(8, {3}) + "1234",
        "promises [3] elements, 11 bytes with its header, but has 12; it is damaged");
    row("overflow", header(8, {0xFFFFFFFF, 0xFFFFFFFF, 2}),
        "a tensor of shape [4294967295, 4294967295, 2] has more elements than can be counted");
}

void TestIdx::badFiles() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    const Folder folder;
    const auto path = folder.put("a", bytes.toStdString());
    COMPARE_TEXT(failure(folder, [&] { io::read_idx(path); }), sentence.toStdString());
    COMPARE_TEXT(failure(folder, [&] { io::read_idx_header(path); }), sentence.toStdString());
}

void TestIdx::badGzip_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes)
                            << QString("bad_input: a: %1").arg(sentence);
    };
    std::string noise = header(8, {2000});
    for (unsigned i = 0, state = 1; i < 2000; ++i)
        noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    const std::string good = gzip(noise);
    row("magic only", "\x1F\x8B",
        "its compressed data end early, at byte 2; the file was cut short, get it again");
    row("cut", good.substr(0, good.size() - 9),
        "its compressed data end early, at byte 2022; the file was cut short, get it again");
    row("no trailer", good.substr(0, good.size() - 3),
        "its compressed data end early, at byte 2028; the file was cut short, get it again");
    std::string wrong = good;
    wrong[wrong.size() - 6] ^= 1;
    row("checksum", wrong,
        "its compressed data are damaged near byte 2027 (incorrect data check); get the file "
        "again");
    row("method", "\x1F\x8B\x09"s + good.substr(3),
        "its compressed data are damaged near byte 4 (unknown compression method); get the file "
        "again");
    row("junk after", good + "junk",
        "other data follow its compressed data at byte 2031; the file is damaged");
    row("less inside", gzip(header(8, {3}) + "12"),
        "promises [3] elements, 3 bytes, but holds 2; it was cut short");
    row("more inside", gzip(header(8, {3}) + "1234"),
        "promises [3] elements, 3 bytes, but more follow; it is damaged");
    row("bomb", gzip(header(8, {3}) + std::string(50'000'000, '\0')),
        "promises [3] elements, 3 bytes, but more follow; it is damaged");
}

void TestIdx::badGzip() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    const Folder folder;
    const auto path = folder.put("a", bytes.toStdString());
    COMPARE_TEXT(failure(folder, [&] { io::read_idx(path); }), sentence.toStdString());
}

void TestIdx::severalGzipMembers() {
    const Folder folder;
    const Array array = io::read_idx(folder.put("a", gzip(header(8, {4}) + "12") + gzip("34")));
    QCOMPARE(array.number(3), double('4'));
}

// A few bytes that promise terabytes must not make anyone allocate terabytes, nor gigabytes.
void TestIdx::promisesAreCheckedFirst() {
    const Folder folder;
    const std::string lie = header(0x0E, {60000, 1000, 1000});
    COMPARE_TEXT(failure(folder, [&] { io::read_idx(folder.put("plain", lie)); }),
                 "bad_input: plain: promises [60000, 1000, 1000] elements, 480,000,000,016 bytes "
                 "with its header, but has 16; it was cut short");
    COMPARE_TEXT(
        failure(folder, [&] { io::read_idx(folder.put("packed", gzip(lie))); }),
        "bad_input: packed: promises [60000, 1000, 1000] elements, 480 GB, which cannot be "
        "packed into a file this small; it is damaged");
}

void TestIdx::memoryIsCheckedFirst() {
    const Folder folder;
    const auto path = folder.put("a", header(9, {1000, 1000}) + std::string(1'000'000, '\x01'));
    set_memory_limit(memory_in_use() + 2'000'000);
    const std::string text = failure(folder, [&] { io::read_idx(path); });
    set_memory_limit(0);
    COMPARE_TEXT(text,
                 "failed: the array in a would need 4.0 MB of memory, 2.0 MB can be had; use a "
                 "smaller batch or less data");
}

void TestIdx::canBeStopped() {
    const Folder folder;
    const auto path = folder.put("a", header(8, {5'000'000}) + std::string(5'000'000, 'x'));
    int reports = 0;
    Progress progress;
    progress.report = [&](double fraction, std::string_view what) {
        ++reports;
        QVERIFY(fraction >= 0 && fraction <= 1);
        QCOMPARE(what, std::string_view("reading a"));
    };
    progress.cancelled = [&] { return reports == 3; };
    COMPARE_TEXT(failure(folder, [&] { io::read_idx(path, progress); }),
                 "cancelled: stopped as asked");
    QCOMPARE(reports, 3);
}

void TestIdx::fashion() {
    const std::filesystem::path folder = "/usr/share/datasets/fashion-mnist";
    if (!std::filesystem::exists(folder))
        QSKIP("the package dataset-fashion-mnist is not installed");
    const Array images = io::read_idx(folder / "train-images-idx3-ubyte.gz");
    QCOMPARE(images.shape(), (Shape{60000, 28, 28}));
    QCOMPARE(images.dtype(), DType::u8);
    const Array labels = io::read_idx(folder / "t10k-labels-idx1-ubyte.gz");
    QCOMPARE(labels.shape(), (Shape{10000}));
    std::array<int, 10> counts{};
    for (const std::uint8_t label : labels.as<std::uint8_t>())
        ++counts.at(label);
    for (const int count : counts)
        QCOMPARE(count, 1000);
}

QTEST_GUILESS_MAIN(TestIdx)
#include "test_idx.moc"
