// SPDX-License-Identifier: Apache-2.0
// NPY files by the format's definition: versions, types, byte orders, Fortran order, strict
// headers.
#include <bit>

#include "engine/core/memory.h"
#include "engine/io/npy.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

std::string file(const std::string& header, const std::string& data = "", int major = 1) {
    std::string bytes = "\x93NUMPY"s + static_cast<char>(major) + '\0';
    bytes += major == 1 ? little(static_cast<std::uint16_t>(header.size()))
                        : little(static_cast<std::uint32_t>(header.size()));
    return bytes + header + data;
}

std::string dict(const char* descr, const char* shape, const char* fortran = "False") {
    return "{'descr': '"s + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape +
           ", }\n";
}

template <class To, class From>
void check_type(const char* kind, const std::vector<From>& values) {
    const Folder folder;
    const std::string shape = "(" + std::to_string(values.size()) + ",)";
    for (const char order : {'<', '>', '='}) {
        std::string data;
        for (const From value : values)
            data += order == '>' ? big(value) : little(value);
        const std::string descr = order + std::string(kind);
        const Array array =
            io::read_npy(folder.put("a", file(dict(descr.c_str(), shape.c_str()), data)));
        QCOMPARE(array.dtype(), dtype_of<To>);
        for (std::size_t i = 0; i < values.size(); ++i)
            QCOMPARE(array.as<To>()[i], static_cast<To>(values[i]));
    }
}

}  // namespace

class TestNpy : public QObject {
    Q_OBJECT

  private slots:
    void everyType();
    void versions();
    void shapes_data();
    void shapes();
    void fortranOrder();
    void headersAsOthersWriteThem_data();
    void headersAsOthersWriteThem();
    void badFiles_data();
    void badFiles();
    void trailingBytes();
    void roundTrips();
    void writesAsNumpyDoes();
    void memoryIsCheckedFirst();
};

void TestNpy::everyType() {
    check_type<std::uint8_t, std::uint8_t>("u1", {0, 200});
    check_type<std::int8_t, std::int8_t>("i1", {-128, 127});
    check_type<std::int16_t, std::int16_t>("i2", {-32768, 32767});
    check_type<std::int32_t, std::uint16_t>("u2", {65535, 1});
    check_type<std::int32_t, std::int32_t>("i4", {-2147483647 - 1, 5});
    check_type<std::int64_t, std::uint32_t>("u4", {4294967295u, 1});
    check_type<std::int64_t, std::int64_t>("i8", {INT64_MIN, INT64_MAX});
    check_type<float, float>("f4", {0.5f, -1e-40f});
    check_type<double, double>("f8", {0.1, -1e300});
    const Folder folder;
    const Array half =
        io::read_npy(folder.put("a", file(dict("<f2", "(2,)"), "\x00\x3C\x01\x00"s)));
    QCOMPARE(float(half.as<Half>()[0]), 1.0f);
    QCOMPARE(float(half.as<Half>()[1]), 0x1p-24f);
    const Array bools = io::read_npy(folder.put("a", file(dict("|b1", "(3,)"), "\x00\x01\x07"s)));
    QCOMPARE(bools.dtype(), DType::boolean);
    QCOMPARE(std::to_integer<int>(bools.bytes()[2]), 1);
}

void TestNpy::versions() {
    const Folder folder;
    for (const int major : {1, 2, 3}) {
        const auto path = folder.put("a", file(dict("<i4", "(1,)"), little(7), major));
        QCOMPARE(io::read_npy(path).number(0), 7.0);
    }
    COMPARE_TEXT(
        failure(folder, [&] { io::read_npy(folder.put("a", file(dict("<i4", "()"), "", 4))); }),
        "unsupported: a: is NPY version 4.0, versions 1.0, 2.0 and 3.0 are read");
}

void TestNpy::shapes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVector<qint64>>("sizes");
    QTest::newRow("scalar") << "()" << QVector<qint64>{};
    QTest::newRow("one") << "(3,)" << QVector<qint64>{3};
    QTest::newRow("two") << "(1, 3)" << QVector<qint64>{1, 3};
    QTest::newRow("trailing comma") << "(3, 1, )" << QVector<qint64>{3, 1};
    QTest::newRow("tight") << "(3,1)" << QVector<qint64>{3, 1};
    QTest::newRow("Python 2") << "(3L, 1L)" << QVector<qint64>{3, 1};
    QTest::newRow("empty") << "(0, 9)" << QVector<qint64>{0, 9};
}

void TestNpy::shapes() {
    QFETCH(QString, text);
    QFETCH(QVector<qint64>, sizes);
    const Folder folder;
    const Shape shape(Axes(sizes.begin(), sizes.end()));
    const std::string data(static_cast<std::size_t>(shape.element_count()), '\x01');
    const auto path = folder.put("a", file(dict("|u1", qPrintable(text)), data));
    QCOMPARE(io::read_npy(path).shape(), shape);
}

void TestNpy::fortranOrder() {
    const Folder folder;
    // Element [i, j, k] has the value 100 i + 10 j + k; the first axis runs fastest in the file.
    std::string data;
    for (int k = 0; k < 4; ++k) {
        for (int j = 0; j < 3; ++j) {
            for (int i = 0; i < 2; ++i)
                data += big(static_cast<std::int16_t>(100 * i + 10 * j + k));
        }
    }
    const Array array = io::read_npy(folder.put("a", file(dict(">i2", "(2, 3, 4)", "True"), data)));
    QCOMPARE(array.shape(), (Shape{2, 3, 4}));
    for (int i = 0, at = 0; i < 2; ++i) {
        for (int j = 0; j < 3; ++j) {
            for (int k = 0; k < 4; ++k)
                QCOMPARE(array.number(at++), 100.0 * i + 10 * j + k);
        }
    }
    const auto none = folder.put("a", file(dict("<f4", "(2, 0)", "True")));
    QCOMPARE(io::read_npy(none).shape(), (Shape{2, 0}));
    QVERIFY(io::read_npy_header(none).fortran_order);
    QCOMPARE(io::read_npy(folder.put("a", file(dict("|u1", "()", "True"), "\x09"))).number(0), 9.0);
}

void TestNpy::headersAsOthersWriteThem_data() {
    QTest::addColumn<QString>("header");
    QTest::newRow("double quotes")
        << "{\"descr\": \"<i4\", \"fortran_order\": False, \"shape\": (1,)}";
    QTest::newRow("another order") << "{'shape': (1,), 'fortran_order': False, 'descr': '<i4'}";
    QTest::newRow("no blanks") << "{'shape':(1,),'fortran_order':False,'descr':'<i4'}";
    QTest::newRow("many blanks")
        << " { 'shape' :\t( 1 , ) ,\n 'fortran_order' : False , 'descr' : '<i4' , } \n\n";
}

void TestNpy::headersAsOthersWriteThem() {
    QFETCH(QString, header);
    const Folder folder;
    const auto path = folder.put("a", file(header.toStdString(), little(7)));
    QCOMPARE(io::read_npy(path).number(0), 7.0);
}

void TestNpy::badFiles_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << sentence;
    };
    const auto head = [&](const char* name, const std::string& header, const char* sentence) {
        row(name, file(header, "0123"), sentence);
    };
    const std::string good = dict("<f4", "(1,)");
    row("empty", "", "bad_input: a: is no NPY file: it does not begin with \\x93NUMPY");
    row("magic", "\x93NUMPX" + good,
        "bad_input: a: is no NPY file: it does not begin with "
        "\\x93NUMPY");
    row("zip", "PK\x03\x04 an npz file",
        "bad_input: a: is no NPY file: it does not begin with "
        "\\x93NUMPY");
    row("cut header", file(good).substr(0, 30),
        "bad_input: a: its NPY header of 58 bytes reaches past the end of the file; it was cut "
        "short");
    row("cut length", file(good, "", 2).substr(0, 11),
        "bad_input: a: its NPY header of 58 bytes reaches past the end of the file; it was cut "
        "short");
    row("huge header", "\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF"s + good,
        "bad_input: a: its NPY header would have 4294967295 bytes, the most is 65536; the file is "
        "damaged");
    head("code", "{'descr': __import__('os').system('x'), }",
         "bad_input: a: its NPY header has \"__import__('\" at byte 10 where the element type in "
         "quotes should stand");
    head("expression", dict("<f4", "(2-1,)"),
         "bad_input: a: its NPY header has \"-1,), }\\x0a\" at byte 52 where ',' should stand");
    head("nested", dict("<f4", "((((((1,)"),
         "bad_input: a: its NPY header has \"(((((1,), }\\x0a\" at byte 51 where a size should "
         "stand");
    head("negative", dict("<f4", "(-1,)"),
         "bad_input: a: its NPY header has \"-1,), }\\x0a\" at byte 51 where a size should stand");
    head("number, no tuple", dict("<f4", "(1)"),
         "bad_input: a: its NPY header has \"), }\\x0a\" at byte 52 where ',' should stand");
    head("beyond 64 bits", dict("<f4", "(99999999999999999999,)"),
         "bad_input: a: its NPY header has \"999999999999\" at byte 51 where a size should stand");
    head("overflow", dict("<f4", "(4294967296, 4294967296)"),
         "bad_input: a: a tensor of shape [4294967296, 4294967296] has more elements than can be "
         "counted");
    head("too many axes", dict("<f4", "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)"),
         "unsupported: a: a tensor of 17 axes is not supported; the most is 16");
    head("key twice", "{'shape': (1,), 'shape': (1,)}",
         "bad_input: a: its NPY header holds the key \"shape\" twice");
    head("unknown key", "{'shape': (1,), 'x': 1}",
         "bad_input: a: its NPY header holds the key \"x\" that the format does not know");
    head("missing key", "{'shape': (1,)}",
         "bad_input: a: its NPY header lacks one of the keys descr, fortran_order and shape");
    head("more after", good + "{}",
         "bad_input: a: its NPY header has more after its end, at byte "
         "58");
    head("no end", "{'descr': '<f4', ",
         "bad_input: a: its NPY header has its end at byte 17 where a key should stand");
    head("no quote", "{'descr", "bad_input: a: its NPY header has a text without an end");
    head("escape", "{'descr\\x41': 1}", "bad_input: a: its NPY header has a text with escapes");
    head("truth", "{'fortran_order': 0}",
         "bad_input: a: its NPY header has \"0}\" at byte 18 where True or False should stand");
    head("objects", dict("|O", "(1,)"),
         "unsupported: a: holds elements of NumPy's type \"|O\": Python objects are stored as a "
         "program, which is never run; save it as float32 with array.astype(\"float32\")");
    head("records", "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}",
         "unsupported: a: holds records of several fields; save each field as an array");
    head("text", dict("<U3", "(1,)"),
         "unsupported: a: holds elements of NumPy's type \"<U3\": text; save it as float32 with "
         "array.astype(\"float32\")");
    head("unknown type", dict("<q7", "(1,)"),
         "unsupported: a: holds elements of NumPy's type \"<q7\"; save it as float32 with "
         "array.astype(\"float32\")");
    head("no type", dict("", "(1,)"),
         "unsupported: a: holds elements of NumPy's type \"\"; save it as float32 with "
         "array.astype(\"float32\")");
    head("byte order", dict("|f4", "(1,)"),
         "bad_input: a: does not say the byte order of its elements: \"|f4\"");
    head("short", dict("<f4", "(2,)"),
         "bad_input: a: its header promises 8 bytes of data for [2] elements, 4 are there; it was "
         "cut short");
    head("terabytes", dict("<f8", "(1000000, 1000000)"),
         "bad_input: a: its header promises 8000000000000 bytes of data for [1000000, 1000000] "
         "elements, 4 are there; it was cut short");
}

void TestNpy::badFiles() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    const Folder folder;
    const auto path = folder.put("a", bytes.toStdString());
    COMPARE_TEXT(failure(folder, [&] { io::read_npy(path); }), sentence.toStdString());
    COMPARE_TEXT(failure(folder, [&] { io::read_npy_header(path); }), sentence.toStdString());
}

void TestNpy::trailingBytes() {
    const Folder folder;
    const auto path = folder.put("a", file(dict("<f4", "(1,)"), little(0.5f) + "more"));
    QCOMPARE(io::read_npy_header(path).trailing_bytes, 4u);
    QCOMPARE(io::read_npy(path).number(0), 0.5);
}

void TestNpy::roundTrips() {
    const Folder folder;
    for (int type = 0; type < dtype_count; ++type) {
        for (const Shape& shape : {Shape{}, Shape{0}, Shape{7}, Shape{2, 3}, Shape{600, 701}}) {
            Array array(static_cast<DType>(type), shape);
            for (std::size_t i = 0; i < array.byte_size(); ++i)
                array.data()[i] = std::byte(type == 0 ? i % 2 : 41 * i + 127);
            io::write_npy(folder / "a", array);
            // NumPy has no bfloat16: those are written as f32.
            const bool bfloat = array.dtype() == DType::bf16;
            const Array expected = bfloat ? array.cast(DType::f32) : array;
            QVERIFY(identical(io::read_npy(folder / "a"), expected));
            const auto header = io::read_npy_header(folder / "a");
            QCOMPARE(header.data_begin % 64, 0u);
            QCOMPARE(header.trailing_bytes, 0u);
        }
    }
}

void TestNpy::writesAsNumpyDoes() {
    const Folder folder;
    io::write_npy(folder / "a", Array::of<float>({1, 2}, Shape{2}));
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    header.resize(117, ' ');
    QCOMPARE(QByteArray::fromStdString(slurp(folder / "a")),
             QByteArray::fromStdString(file(header + "\n", little(1.0f) + little(2.0f))));
}

void TestNpy::memoryIsCheckedFirst() {
    const Folder folder;
    const auto path =
        folder.put("a", file(dict("<u2", "(1000, 1000)", "True"), std::string(2'000'000, '\1')));
    set_memory_limit(memory_in_use() + 6'000'000);
    const std::string text = failure(folder, [&] { io::read_npy(path); });
    set_memory_limit(0);
    COMPARE_TEXT(text,
                 "failed: the array in a would need 8.0 MB of memory, 6.0 MB can be had; use "
                 "a smaller batch or less data");
}

QTEST_GUILESS_MAIN(TestNpy)
#include "test_npy.moc"
