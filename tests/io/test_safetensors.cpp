// SPDX-License-Identifier: Apache-2.0
// safetensors against bytes written by hand from the format's definition; each rule has its case.
#include <bit>
#include <limits>

#include "engine/core/memory.h"
#include "engine/io/safetensors.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

/// A file of this header and data.
std::string file(const std::string& header, const std::string& data = "") {
    return little(std::uint64_t{header.size()}) + header + data;
}

std::string entry(const char* name, const char* dtype, const char* shape, const char* offsets) {
    return "\""s + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets + "}";
}

std::string read(const std::string& bytes) {
    const Folder folder;
    const auto path = folder.put("w.safetensors", bytes);
    const std::string all = failure(folder, [&] { io::read_safetensors(path); });
    const std::string head = failure(folder, [&] { io::read_safetensors_header(path); });
    // The header alone is checked by the same rules, apart from types that we cannot read.
    const bool same = head == all || all.starts_with("unsupported: w.safetensors: tensor");
    return same ? all : "two answers: " + head + " and " + all;
}

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

  private slots:
    void readsByTheDefinition();
    void writesByTheDefinition();
    void everyTypeRoundTrips();
    void payloadsOfNan();
    void halves();
    void boolsAreNormalised();
    void unalignedData();
    void emptyFiles();
    void rules_data();
    void rules();
    void unsupportedIsListed();
    void longHeaders();
    void memoryIsCheckedFirst();
    void namesThatCannotBeWritten();
    void canBeStopped();
};

void TestSafetensors::readsByTheDefinition() {
    const Folder folder;
    const std::string header = "{\"__metadata__\":{\"format\":\"pt\",\"k\":\"\\u00fc\"}," +
                               entry("a", "F32", "[2,1]", "[0,8]") + "," +
                               entry("b", "I64", "[]", "[8,16]") + "}   ";
    const auto path =
        folder.put("w", file(header, little(1.5f) + little(-2.0f) + little(std::int64_t{-7})));
    const auto read = io::read_safetensors(path);
    QCOMPARE(read.tensors.size(), 2u);
    QCOMPARE(read.tensors.at("a").shape(), (Shape{2, 1}));
    QCOMPARE(read.tensors.at("a").as<float>()[1], -2.0f);
    QCOMPARE(read.tensors.at("b").shape(), Shape{});
    QCOMPARE(read.tensors.at("b").as<std::int64_t>()[0], -7);
    COMPARE_TEXT(read.metadata.at("k"), "ü");

    const auto listed = io::read_safetensors_header(path);
    QCOMPARE(listed.data_begin, 8 + header.size());
    QCOMPARE(listed.entries.size(), 2u);
    COMPARE_TEXT(listed.entries[1].name, "b");
    COMPARE_TEXT(listed.entries[1].dtype, "I64");
    QCOMPARE(listed.entries[1].begin, 8u);
    QCOMPARE(listed.entries[1].end, 16u);
    QVERIFY(listed.entries[0].sizes == (Axes{2, 1}));
    QVERIFY(listed.entries[0].supported());
}

// Byte for byte what the reference implementation writes for the same tensors.
void TestSafetensors::writesByTheDefinition() {
    const Folder folder;
    io::TensorFile content;
    content.tensors.emplace("b", Array::of<float>({1, 2}, Shape{2}));
    content.tensors.emplace("a", Array::of<std::uint8_t>({3, 4, 5}, Shape{3, 1}));
    content.tensors.emplace("z", Array::of<std::int64_t>({6}, Shape{}));
    content.tensors.emplace("c", Array::of<std::int32_t>({7}, Shape{1}));
    content.tensors.emplace("d", Array::of<double>({8}, Shape{1}));
    io::write_safetensors(folder / "w", content);
    std::string header =
        "{\"__metadata__\":{\"format\":\"pt\"}," + entry("z", "I64", "[]", "[0,8]") + "," +
        entry("d", "F64", "[1]", "[8,16]") + "," + entry("b", "F32", "[2]", "[16,24]") + "," +
        entry("c", "I32", "[1]", "[24,28]") + "," + entry("a", "U8", "[3,1]", "[28,31]") + "}";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::string data = little(std::int64_t{6}) + little(8.0) + little(1.0f) + little(2.0f) +
                             little(std::int32_t{7}) + "\x03\x04\x05";
    QCOMPARE(QByteArray::fromStdString(slurp(folder / "w")),
             QByteArray::fromStdString(file(header, data)));
}

void TestSafetensors::everyTypeRoundTrips() {
    const Folder folder;
    io::TensorFile content;
    content.metadata = {{"format", "np"}, {"gradweave", "{\"a\": \"ü\\n\"}"}, {"", ""}};
    for (int type = 0; type < dtype_count; ++type) {
        const auto dtype = static_cast<DType>(type);
        Array array(dtype, Shape{3, 5});
        for (std::size_t i = 0; i < array.byte_size(); ++i)
            array.data()[i] = std::byte(dtype == DType::boolean ? i % 2 : 37 * i + 200);
        content.tensors.emplace("of type/" + std::string(name_of(dtype)), array);
        content.tensors.emplace("scalar \"" + std::string(name_of(dtype)), Array(dtype, Shape{}));
        content.tensors.emplace("none\n" + std::string(name_of(dtype)), Array(dtype, Shape{4, 0}));
    }
    io::write_safetensors(folder / "w", content);
    const auto read = io::read_safetensors(folder / "w");
    QVERIFY(read.metadata == content.metadata);
    QCOMPARE(read.tensors.size(), content.tensors.size());
    for (const auto& [name, array] : content.tensors)
        QVERIFY2(identical(read.tensors.at(name), array), name.c_str());
    // And the same file again, to the last byte.
    io::write_safetensors(folder / "again", read);
    QVERIFY(slurp(folder / "again") == slurp(folder / "w"));
}

void TestSafetensors::payloadsOfNan() {
    const Folder folder;
    io::TensorFile content;
    Array floats(DType::f32, Shape{6});
    const std::array<std::uint32_t, 6> bits{0x7FC00000, 0xFFC12345, 0x7F800001,
                                            0xFF800000, 0x80000000, 0x00000001};
    std::memcpy(floats.data(), bits.data(), sizeof bits);
    Array doubles(DType::f64, Shape{2});
    const std::array<std::uint64_t, 2> wide{0x7FF0000000000001, 0xFFF8DEADBEEF0001};
    std::memcpy(doubles.data(), wide.data(), sizeof wide);
    content.tensors = {{"f", floats}, {"d", doubles}};
    io::write_safetensors(folder / "w", content);
    const auto read = io::read_safetensors(folder / "w");
    QVERIFY(identical(read.tensors.at("f"), floats));
    QVERIFY(identical(read.tensors.at("d"), doubles));
}

void TestSafetensors::halves() {
    const Folder folder;
    const std::string header =
        "{" + entry("b", "BF16", "[2]", "[0,4]") + "," + entry("h", "F16", "[3]", "[4,10]") + "}";
    const std::string data = little(std::uint16_t{0x3F80}) + little(std::uint16_t{0xFF80}) +
                             little(std::uint16_t{0x3C00}) + little(std::uint16_t{0x0001}) +
                             little(std::uint16_t{0x7E01});
    const auto read = io::read_safetensors(folder.put("w", file(header, data)));
    const auto b = read.tensors.at("b").as<BFloat16>();
    const auto h = read.tensors.at("h").as<Half>();
    QCOMPARE(float(b[0]), 1.0f);
    QCOMPARE(float(b[1]), -std::numeric_limits<float>::infinity());
    QCOMPARE(float(h[0]), 1.0f);
    QCOMPARE(float(h[1]), 0x1p-24f);
    QCOMPARE(h[2].bits, std::uint16_t{0x7E01});
}

void TestSafetensors::boolsAreNormalised() {
    const Folder folder;
    const auto read = io::read_safetensors(
        folder.put("w", file("{" + entry("m", "BOOL", "[4]", "[0,4]") + "}", "\x00\x01\x02\xFF"s)));
    const auto bytes = read.tensors.at("m").bytes();
    QVERIFY(std::vector<std::byte>(bytes.begin(), bytes.end()) ==
            (std::vector<std::byte>{std::byte{0}, std::byte{1}, std::byte{1}, std::byte{1}}));
}

void TestSafetensors::unalignedData() {
    const Folder folder;
    // An odd header length and a byte before the floats: nothing lies at a multiple of four.
    const std::string header =
        " {" + entry("x", "U8", "[1]", "[0,1]") + "," + entry("y", "F32", "[2]", "[1,9]") + "}";
    const auto path = folder.put("w", file(header + (header.size() % 2 == 0 ? " " : ""),
                                           "\x05" + little(0.5f) + little(0.25f)));
    const auto read = io::read_safetensors(path);
    QCOMPARE(read.tensors.at("y").as<float>()[1], 0.25f);
}

void TestSafetensors::emptyFiles() {
    const Folder folder;
    QVERIFY(io::read_safetensors(folder.put("w", file("{}"))).tensors.empty());
    const std::string none =
        "{" + entry("a", "F32", "[0,7]", "[0,0]") + "," + entry("b", "F32", "[0]", "[0,0]") + "}";
    QCOMPARE(io::read_safetensors(folder.put("w", file(none))).tensors.at("a").shape(),
             (Shape{0, 7}));
    io::write_safetensors(folder / "w", {});
    QVERIFY(io::read_safetensors(folder / "w").metadata.at("format") == "pt");
}

void TestSafetensors::rules_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes)
                            << QString("bad_input: w.safetensors: %1").arg(sentence);
    };
    const auto one = [&](const char* name, const std::string& tensor, const std::string& data,
                         const char* sentence) {
        row(name, file("{" + tensor + "}", data), sentence);
    };
    const std::string four = "0123", eight = "01234567";

    row("empty", "",
        "has 0 bytes; a safetensors file begins with 8 bytes that give its header's "
        "length");
    row("seven bytes", "1234567",
        "has 7 bytes; a safetensors file begins with 8 bytes that give "
        "its header's length");
    row("text", "{\"a\": 1}\n",
        "its first 8 bytes give a header of 9021026962656797307 bytes, the "
        "format allows 100,000,000; it is no safetensors file");
    row("length wraps around", little(~std::uint64_t{7}) + "{}",
        "its first 8 bytes give a header of 18446744073709551608 bytes, the format allows "
        "100,000,000; it is no safetensors file");
    row("length past the end", little(std::uint64_t{3}) + "{}",
        "its header of 3 bytes is longer than the 2 bytes that follow; the file was cut short");
    row("no header", little(std::uint64_t{0}),
        "its header is not valid JSON at line 1, column 1: syntax error while parsing value - "
        "unexpected end of input; expected '[', '{', or a literal");
    row("list", file("[]"), "its header is no JSON object");
    row("BOM", file("\xEF\xBB\xBF{}"), "its header does not begin with '{'");
    row("two objects", file("{}{}"),
        "its header is not valid JSON at line 1, column 3: syntax error while parsing value - "
        "unexpected '{'; expected end of input");
    row("zero bytes after", file("{}\0\0"s),
        "its header is not valid JSON at line 1, column 3: a zero byte");
    row("UTF-8", file("{\"\xFF\":1}"),
        "its header is not valid JSON at line 1, column 3: syntax error while parsing object key - "
        "invalid string: ill-formed UTF-8 byte; expected string literal");
    row("name twice",
        file("{" + entry("a", "U8", "[4]", "[0,4]") + "," + entry("a", "U8", "[4]", "[0,4]") + "}",
             four),
        "its header is not valid JSON at line 1, column 56: the key \"a\" stands twice in one "
        "object");
    row("key twice", file("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\"}}"),
        "its header is not valid JSON at line 1, column 26: the key \"dtype\" stands twice in one "
        "object");
    row("deep", file("{\"a\":" + std::string(200, '[')),
        "its header is not valid JSON at line 1, column 69: nesting deeper than 64 levels");
    row("metadata list", file("{\"__metadata__\":[]}"), "\"__metadata__\" is no object of texts");
    row("metadata null", file("{\"__metadata__\":null}"), "\"__metadata__\" is no object of texts");
    row("metadata number", file("{\"__metadata__\":{\"epoch\":3}}"),
        "\"__metadata__\" holds something else than a text under \"epoch\"");
    one("entry", "\"a\":3", "", "tensor \"a\": its entry is no object");
    one("no dtype", "\"a\":{\"shape\":[],\"data_offsets\":[0,1]}", "",
        "tensor \"a\": has no \"dtype\"");
    one("no shape", "\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}", "",
        "tensor \"a\": has no \"shape\"");
    one("no offsets", "\"a\":{\"dtype\":\"U8\",\"shape\":[]}", "",
        "tensor \"a\": has no \"data_offsets\"");
    one("dtype number", "\"a\":{\"dtype\":8,\"shape\":[],\"data_offsets\":[0,1]}", "",
        "tensor \"a\": its \"dtype\" is no text");
    one("dtype in small letters", entry("a", "f32", "[1]", "[0,4]"), four,
        "tensor \"a\": safetensors has no element type \"f32\"");
    one("shape text", entry("a", "U8", "\"4\"", "[0,4]"), four,
        "tensor \"a\": its \"shape\" is no list");
    one("negative size", entry("a", "U8", "[-4]", "[0,4]"), four,
        "tensor \"a\": a size in its \"shape\" is no non-negative whole number");
    one("two negative sizes", entry("a", "U8", "[-2,-2]", "[0,4]"), four,
        "tensor \"a\": a size in its \"shape\" is no non-negative whole number");
    one("fraction", entry("a", "U8", "[4.0]", "[0,4]"), four,
        "tensor \"a\": a size in its \"shape\" is no non-negative whole number");
    one("exponent", entry("a", "U8", "[4e0]", "[0,4]"), four,
        "tensor \"a\": a size in its \"shape\" is no non-negative whole number");
    one("beyond 64 bits", entry("a", "U8", "[18446744073709551620]", "[0,4]"), four,
        "its header is not valid JSON at line 1, column 49: an integer does not fit in 64 bits");
    one("one offset", entry("a", "U8", "[4]", "[4]"), four,
        "tensor \"a\": its \"data_offsets\" is no list of two numbers");
    one("negative offset", entry("a", "U8", "[4]", "[-4,0]"), four,
        "tensor \"a\": its first offset is no non-negative whole number");
    one("offset text", entry("a", "U8", "[4]", "[0,\"4\"]"), four,
        "tensor \"a\": its second offset is no non-negative whole number");
    one("backwards", entry("a", "U8", "[4]", "[4,0]"), four,
        "tensor \"a\": its offsets 4..0 run backwards");
    one("elements overflow", entry("a", "U8", "[4294967296,4294967296]", "[0,4]"), four,
        "tensor \"a\": has more elements than can be counted");
    one("elements wrap to four", entry("a", "F32", "[4611686018427387905,4]", "[0,16]"),
        eight + eight, "tensor \"a\": has more elements than can be counted");
    one("bits overflow", entry("a", "F64", "[4611686018427387904]", "[0,0]"), "",
        "tensor \"a\": has more elements than can be counted");
    one("half a byte", entry("a", "F4", "[3]", "[0,1]"), "0",
        "tensor \"a\": 3 elements of 4 bits do not fill whole bytes");
    one("too few bytes", entry("a", "F32", "[2]", "[0,4]"), four,
        "tensor \"a\": its offsets 0..4 span 4 bytes, its shape and type need 8");
    one("too many bytes", entry("a", "F32", "[]", "[0,8]"), eight,
        "tensor \"a\": its offsets 0..8 span 8 bytes, its shape and type need 4");
    one("past the end", entry("a", "F32", "[2]", "[0,8]"), four,
        "tensor \"a\": its offsets 0..8 lie outside the 4 bytes of data; the file was cut short");
    one("far past the end", entry("a", "U8", "[9223372036854775800]", "[7,9223372036854775807]"),
        four, "tensor \"a\": has more elements than can be counted");
    one("hole at the beginning", entry("a", "U8", "[4]", "[4,8]"), eight,
        "tensor \"a\": its offsets 4..8 leave a hole: bytes 0..4 belong to no tensor");
    row("hole between",
        file("{" + entry("a", "U8", "[2]", "[0,2]") + "," + entry("b", "U8", "[2]", "[6,8]") + "}",
             eight),
        "tensor \"b\": its offsets 6..8 leave a hole: bytes 2..6 belong to no tensor");
    row("overlap",
        file("{" + entry("b", "U8", "[4]", "[0,4]") + "," + entry("a", "U8", "[5]", "[3,8]") + "}",
             eight),
        "tensor \"a\": its offsets 3..8 overlap tensor \"b\"");
    row("same bytes twice",
        file("{" + entry("b", "U8", "[4]", "[0,4]") + "," + entry("a", "U8", "[4]", "[0,4]") + "}",
             four),
        "tensor \"b\": its offsets 0..4 overlap tensor \"a\"");
    one("left over", entry("a", "U8", "[4]", "[0,4]"), eight,
        "its tensors take 4 bytes, but 8 follow the header; the rest belongs to no tensor");
}

void TestSafetensors::rules() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    COMPARE_TEXT(read(bytes.toStdString()), sentence.toStdString());
}

void TestSafetensors::unsupportedIsListed() {
    const std::string deep = "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]";
    const std::string bytes =
        file("{" + entry("a", "F8_E4M3", "[2]", "[0,2]") + "," +
                 entry("b", "U8", deep.c_str(), "[2,3]") + "," + entry("c", "F4", "[2]", "[3,4]") +
                 "," + entry("d", "U8", "[0,4611686018427387904,2]", "[4,4]") + "," +
                 entry("e", "U8", "[4]", "[4,8]") + "}",
             "01234567");
    COMPARE_TEXT(read(bytes),
                 "unsupported: w.safetensors: tensor \"a\": the element type F8_E4M3 is not "
                 "supported");
    const Folder folder;
    const auto header = io::read_safetensors_header(folder.put("w", bytes));
    QCOMPARE(header.entries.size(), 5u);
    COMPARE_TEXT(header.entries[1].unsupported,
                 "a tensor of 17 axes is not supported; the most is 16");
    QVERIFY(!header.entries[2].supported());
    QVERIFY(!header.entries[3].supported());
    QVERIFY(header.entries[4].supported());
}

void TestSafetensors::longHeaders() {
    const auto sized = [](std::uint64_t size) {
        std::string header = "{}";
        header.resize(size, ' ');
        return file(header);
    };
    COMPARE_TEXT(read(sized(io::longest_safetensors_header)), "nothing");
    COMPARE_TEXT(read(sized(io::longest_safetensors_header + 1)),
                 "unsupported: w.safetensors: its header has 16 MB, headers of up to 16 MB are "
                 "read; split it into several files");
    COMPARE_TEXT(read(little(std::uint64_t{100'000'001}) + "{}"),
                 "bad_input: w.safetensors: its first 8 bytes give a header of 100000001 bytes, "
                 "the format allows 100,000,000; it is no safetensors file");
}

void TestSafetensors::memoryIsCheckedFirst() {
    const Folder folder;
    const std::string data(4'000'000, '\0');
    const auto path =
        folder.put("w", file("{" + entry("h", "F32", "[1000000]", "[0,4000000]") + "}", data));
    set_memory_limit(memory_in_use() + 3'000'000);
    const std::string text = failure(folder, [&] { io::read_safetensors(path); });
    set_memory_limit(0);
    COMPARE_TEXT(text,
                 "failed: the tensors of w would need 4.0 MB of memory, 3.0 MB can be had; "
                 "use a smaller batch or less data");
}

void TestSafetensors::namesThatCannotBeWritten() {
    const Folder folder;
    const auto write = [&](const std::string& name, const std::string& text) {
        io::TensorFile content;
        content.tensors.emplace(name, Array(DType::f32, Shape{1}));
        content.metadata.emplace("note", text);
        return failure(folder, [&] { io::write_safetensors(folder / "w", content); });
    };
    COMPARE_TEXT(
        write("__metadata__", ""),
        "bad_input: w: a tensor cannot be named \"__metadata__\" in it; rename the tensor");
    COMPARE_TEXT(write("ab\xFF", ""),
                 "bad_input: w: a name or text that should go into it is not "
                 "UTF-8, after \"ab\"");
    COMPARE_TEXT(write("a", "\xC3"),
                 "bad_input: w: a name or text that should go into it is not "
                 "UTF-8, after \"\"");
    QVERIFY(folder.names().empty());
    COMPARE_TEXT(write("", "\x01\x7F\n"), "nothing");
    COMPARE_TEXT(io::read_safetensors(folder / "w").metadata.at("note"), "\x01\x7F\n");
}

void TestSafetensors::canBeStopped() {
    const Folder folder;
    io::TensorFile content;
    for (const char* name : {"a", "b", "c"})
        content.tensors.emplace(name, Array(DType::f32, Shape{10}));
    io::write_safetensors(folder / "w", content);
    int asked = 0;
    Progress progress;
    progress.cancelled = [&] { return ++asked == 2; };
    COMPARE_TEXT(failure(folder, [&] { io::read_safetensors(folder / "w", progress); }),
                 "cancelled: stopped as asked");
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
