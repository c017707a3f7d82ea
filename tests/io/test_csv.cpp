// SPDX-License-Identifier: Apache-2.0
// Tables of text: quoting, line ends, separators, headers, damage, and nothing lost between them.
#include "engine/io/csv.h"
#include "engine/io/utf8.h"
#include "tests/io/gzip.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

/// A table as one text: names|..., then rows with [line], problems with {line}.
std::string shown(const io::CsvTable& table) {
    std::string text;
    for (const auto& name : table.names)
        text += "<" + name + ">";
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        text += " " + std::to_string(table.lines[i]) + ":";
        for (const auto& cell : table.rows[i])
            text += "[" + cell + "]";
    }
    for (const auto& problem : table.problems)
        text += " " + std::to_string(problem.line) + "! " + problem.sentence;
    return text;
}

std::string read(std::string_view text, const io::CsvOptions& options = {}) {
    const Folder folder;
    const auto path = folder.put("a.csv", text);
    std::string result;
    const std::string problem =
        failure(folder, [&] { result = shown(io::read_csv(path, options)); });
    return problem == "nothing" ? result : problem;
}

}  // namespace

class TestCsv : public QObject {
    Q_OBJECT

  private slots:
    void tables_data();
    void tables();
    void separators_data();
    void separators();
    void headers_data();
    void headers();
    void damage_data();
    void damage();
    void windows1252_data();
    void windows1252();
    void decimalCommas();
    void bounds();
    void piecesOfAnyLength();
    void wideTables();
    void compressed();
    void previews();
};

void TestCsv::tables_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& text, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << expected;
    };
    row("plain", "a,b\n1,2\n3,4\n", "<a><b> 2:[1][2] 3:[3][4]");
    row("no end of line", "a,b\n1,2", "<a><b> 2:[1][2]");
    row("CRLF", "a,b\r\n1,2\r\n3,4\r\n", "<a><b> 2:[1][2] 3:[3][4]");
    row("CR", "a,b\r1,2\r3,4\r", "<a><b> 2:[1][2] 3:[3][4]");
    row("mixed ends", "a,b\r1,2\n3,4\r\n5,6", "<a><b> 2:[1][2] 3:[3][4] 4:[5][6]");
    row("BOM",
        "\xEF\xBB\xBF"
        "a,b\n1,2\n",
        "<a><b> 2:[1][2]");
    row("empty cells", "a,b,c\n,,\n1,,3\n", "<a><b><c> 2:[][][] 3:[1][][3]");
    row("quotes", "a,b\n\"1,5\",\"say \"\"x\"\"\"\n", "<a><b> 2:[1,5][say \"x\"]");
    row("empty quotes", "a,b\n\"\",\"\"\n", "<a><b> 2:[][]");
    row("lines in quotes", "a,b\n\"x\r\ny\",1\n\"u\nv\rw\",2\n3,4\n",
        "<a><b> 2:[x\r\ny][1] 4:[u\nv\rw][2] 7:[3][4]");
    row("blanks about quotes", "a,b\n \"1,2\" ,\t\"3\"\n", "<a><b> 2:[1,2][3]");
    row("quotes within a cell", "a,b\n5\" pipe,x\"y\"\n", "<a><b> 2:[5\" pipe][x\"y\"]");
    row("blanks kept", "a,b\n 1 , x y \n", "<a><b> 2:[ 1 ][ x y ]");
    row("blank lines", "\n\na,b\n\n1,2\n  \n\t\n3,4\n\n\n", "<a><b> 5:[1][2] 8:[3][4]");
    row("names are trimmed", " a ,\tb\n1,2\n", "<a><b> 2:[1][2]");
    row("missing names", "a,,c,\n1,2,3,4\n", "<a><column 2><c><column 4> 2:[1][2][3][4]");
    row("too few", "a,b,c\n1,2\n4,5,6\n", "<a><b><c> 3:[4][5][6] 2! has 2 cells, the header has 3");
    row("too many", "a,b\n1,2,3\n4,5\n", "<a><b> 3:[4][5] 2! has 3 cells, the header has 2");
    row("one cell", "a,b\n1\n4,5\n", "<a><b> 3:[4][5] 2! has 1 cell, the header has 2");
    row("ragged without header", "1,2\n3\n",
        "<column 1><column 2> 1:[1][2] 2! has 1 cell, the first row has 2");
    row("after the quote", "a,b\n\"1\"x,2\n3,4\n",
        "<a><b> 3:[3][4] 2! has text after the closing quote of cell 1");
    row("UTF-8", "größe,näme\n1,ß\n", "<größe><näme> 2:[1][ß]");
    row("one column", "a\n1\n2\n", "<a> 2:[1] 3:[2]");
    row("header alone", "a,b\n", "<a><b>");
}

void TestCsv::tables() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    COMPARE_TEXT(read(text.toStdString()), expected.toStdString());
}

void TestCsv::separators_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("semicolon") << QByteArray("a;b\n1;2\n") << "<a><b> 2:[1][2]";
    QTest::newRow("tab") << QByteArray("a\tb\n1\t2\n") << "<a><b> 2:[1][2]";
    QTest::newRow("bar") << QByteArray("a|b\n1|2\n") << "<a><b> 2:[1][2]";
    QTest::newRow("decimal commas")
        << QByteArray("a;b\n1,5;2,5\n3,5;4,5\n") << "<a><b> 2:[1,5][2,5] 3:[3,5][4,5]";
    QTest::newRow("decimal commas, no header")
        << QByteArray("1,5;2,5;7\n3,5;4,5;7\n")
        << "<column 1><column 2><column 3> 1:[1,5][2,5][7] 2:[3,5][4,5][7]";
    QTest::newRow("commas in text")
        << QByteArray("a;b\nx, y;2\nz;3\n") << "<a><b> 2:[x, y][2] 3:[z][3]";
    QTest::newRow("semicolons in text")
        << QByteArray("a,b\nx; y,2\nz,3\n") << "<a><b> 2:[x; y][2] 3:[z][3]";
    QTest::newRow("separators in quotes")
        << QByteArray("a,b\n\"x;y;z\",2\n\"u;v;w\",3\n") << "<a><b> 2:[x;y;z][2] 3:[u;v;w][3]";
    QTest::newRow("a ragged row does not mislead")
        << QByteArray("a,b,c\n1,2,3\n4,5\n6,7,8\n")
        << "<a><b><c> 2:[1][2][3] 4:[6][7][8] 3! has 2 cells, the header has 3";
}

void TestCsv::separators() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    COMPARE_TEXT(read(text.toStdString()), expected.toStdString());
    // What is said counts, whatever the text looks like.
    io::CsvOptions options;
    options.separator = ':';
    COMPARE_TEXT(read("a,x:b\n1:2\n", options), "<a,x><b> 2:[1][2]");
}

void TestCsv::headers_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("header");
    QTest::newRow("names") << QByteArray("a,b\n1,2\n") << true;
    QTest::newRow("numbers") << QByteArray("1,2\n3,4\n") << false;
    QTest::newRow("text and numbers") << QByteArray("5.1,setosa\n4.9,setosa\n") << false;
    QTest::newRow("a missing number") << QByteArray(",2,x\n3,4,x\n") << false;
    QTest::newRow("text only") << QByteArray("name,city\nAda,London\n") << true;
    QTest::newRow("names like numbers") << QByteArray("nan,inf\n1,2\n") << true;
}

void TestCsv::headers() {
    QFETCH(QByteArray, text);
    QFETCH(bool, header);
    const Folder folder;
    const auto path = folder.put("a.csv", text.toStdString());
    QCOMPARE(io::CsvReader(path).has_header(), header);
    io::CsvOptions options;
    options.header = io::CsvOptions::Header::yes;
    QCOMPARE(io::read_csv(path, options).rows.size(), 1u);
    options.header = io::CsvOptions::Header::no;
    QCOMPARE(io::read_csv(path, options).rows.size(), 2u);
}

void TestCsv::damage_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& text, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(text)
                            << QString("bad_input: a.csv: %1").arg(sentence);
    };
    row("empty", "", "is empty: it has no rows");
    row("BOM only", "\xEF\xBB\xBF", "is empty: it has no rows");
    row("blank", "\n \n\n", "is empty: it has no rows");
    row("open quote", "a,b\n1,2\n3,\"x\n4,5\n",
        "line 3: a quote that opens here is never closed; close it, or double it");
    row("open quote in the header", "a,\"b\n1,2\n",
        "line 1: a quote that opens here is never closed; close it, or double it");
    row("zero byte", "a,b\n1,\0002\n"s,
        "line 2: holds a zero byte, so it is no text in UTF-8 (perhaps UTF-16); save it as CSV in "
        "UTF-8");
    row("zero byte in quotes", "a,b\n1,\"\0\"\n"s,
        "line 2: holds a zero byte, so it is no text in UTF-8 (perhaps UTF-16); save it as CSV in "
        "UTF-8");
    row("UTF-16 LE",
        "\xFF\xFE"
        "a\0,\0b\0"s,
        "is text in UTF-16; save it as CSV in UTF-8");
    row("UTF-16 BE", "\xFE\xFF\0a\0,"s, "is text in UTF-16; save it as CSV in UTF-8");
    row("Latin-1 after UTF-8", "a,b\n1,für\n3,f\xFCr\n",
        "line 3: cell 2 is not UTF-8 text (byte FC); save the file as CSV in UTF-8");
    row("UTF-8 after Latin-1", "a,b\n1,f\xFCr\n3,für\n",
        "line 3: cell 2 is UTF-8 text, but line 2 is not; save the file as CSV in UTF-8");
    row("Latin-1 after a BOM",
        "\xEF\xBB\xBF"
        "a,b\n3,f\xFCr\n",
        "line 2: cell 2 is not UTF-8 text (byte FC); save the file as CSV in UTF-8");
    for (const char* byte : {"\x81", "\x8D", "\x8F", "\x90", "\x9D"}) {
        const auto value = static_cast<unsigned char>(*byte);
        QTest::addRow("no letter %X", value)
            << QByteArray("a,b\n\xE4,\xF6") + byte + "\n"
            << QString(
                   "bad_input: a.csv: line 2: cell 2 is not UTF-8 text (byte %1); save the "
                   "file as CSV in UTF-8")
                   .arg(QString::number(value, 16).toUpper());
    }
    row("cut character", "a,b\né,\xE2\x82",
        "line 2: cell 2 is not UTF-8 text (byte E2); save the file as CSV in UTF-8");
    row("two columns of one name", "a,b, a\n1,2,3\n",
        "line 1: columns 1 and 3 are both named \"a\"; rename one of them");
    row("a name like a missing one", "column 2,\n1,2\n",
        "line 1: columns 1 and 2 are both named \"column 2\"; rename one of them");
    row("broken header", "\"a\"x,b\n1,2\n",
        "line 1: the header has text after the closing quote of cell 1");
}

void TestCsv::damage() {
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    COMPARE_TEXT(read(text.toStdString()), sentence.toStdString());
}

void TestCsv::windows1252_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("line");
    const auto row = [](const char* name, const std::string& text, const char* expected, int line) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << QString(expected) << line;
    };
    row("names",
        "Gr\xF6\xDF"
        "e,b\n1,2\n",
        "<Größe><b> 2:[1][2]", 1);
    row("cells", "a,b\n1,2\n\xC4,\"\xDC,\xDF\"\n\xE9t\xE9,\n",
        "<a><b> 2:[1][2] 3:[Ä][Ü,ß] 4:[été][]", 3);
    row("signs", "a,b\n5 \x80,\x84Spa\xDF\x93 \x96 \x9F\xFF\n", "<a><b> 2:[5 €][„Spaß“ – Ÿÿ]", 2);
    row("ASCII", "a,b\n1,2\n", "<a><b> 2:[1][2]", 0);
    row("UTF-8", "a,b\n1,ä\n", "<a><b> 2:[1][ä]", 0);
}

void TestCsv::windows1252() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(int, line);
    COMPARE_TEXT(read(text.toStdString()), expected.toStdString());
    const Folder folder;
    io::CsvReader reader(folder.put("a.csv", text.toStdString()));
    io::CsvRow row;
    while (reader.next(row)) {
    }
    const std::string note =
        "line " + std::to_string(line) +
        " is not UTF-8 text: the file was read as Windows-1252; if letters look wrong, save it as "
        "CSV in UTF-8";
    COMPARE_TEXT(reader.encoding_note(), line == 0 ? "" : note);
    // Every byte above ASCII, against Qt's own ISO 8859-1 where the two are the same.
    for (int byte = 0xA0; byte < 0x100; ++byte) {
        std::string letter;
        QVERIFY(io::append_windows_1252(letter, static_cast<char>(byte)));
        COMPARE_TEXT(letter, QString(QChar(byte)).toStdString());
    }
}

void TestCsv::decimalCommas() {
    const auto point = [](std::string_view cell) {
        io::NumberRoom room;
        return std::string(io::with_decimal_point(cell, room));
    };
    COMPARE_TEXT(point("690,07"), "690.07");
    COMPARE_TEXT(point("-1,5e3"), "-1.5e3");
    COMPARE_TEXT(point("+1.234.567,8"), "+1234567.8");
    COMPARE_TEXT(point("12.345,"), "12345.");
    for (const char* cell : {"", "1", "1.5", "1,2,3", "1,234.5", "1.23,4", "1234.567,8", "0.123,4",
                             "1..234,5", ".123,4", "1.234.,5", "a.bcd,5", "1.2345,6"})
        COMPARE_TEXT(point(cell), "");
    COMPARE_TEXT(point(std::string(126, '1') + ",5"), std::string(126, '1') + ".5");
    COMPARE_TEXT(point(std::string(127, '1') + ",5"), "");
    for (const char* cell : {"1.234", "-12.345", "+123.456", "1.234.567"})
        QVERIFY2(io::may_part_thousands(cell, '.'), cell);
    for (const char* cell :
         {"", "1", "1.5", "0.125", "1234.567", "1.2345", "1.234e5", "1.234,5", "-.123"})
        QVERIFY2(!io::may_part_thousands(cell, '.'), cell);
    // A first row of numbers is none of names.
    const Folder folder;
    QVERIFY(!io::CsvReader(folder.put("a.csv", "1,5;2,5\n1,5;3,5\n")).has_header());
    QVERIFY(io::CsvReader(folder.put("a.csv", "1,a;2,b\n1,5;3,5\n")).has_header());
}

void TestCsv::bounds() {
    // 100 kB in a cell is unusual, a megabyte is a quote that nobody closed.
    const std::string large(100'000, 'x');
    COMPARE_TEXT(read("a,b\n1," + large + "\n"), "<a><b> 2:[1][" + large + "]");
    const std::string open = "a,b\n1,\"" + std::string(3'000'000, 'x');
    COMPARE_TEXT(read(open),
                 "bad_input: a.csv: line 2: a cell that begins here is longer than 1.0 MB; is a "
                 "quote not closed, or the separator not what it seems?");
    COMPARE_TEXT(read(std::string(3'000'000, 'x')),
                 "bad_input: a.csv: line 1: a cell that begins here is longer than 1.0 MB; is a "
                 "quote not closed, or the separator not what it seems?");
    COMPARE_TEXT(read(std::string(3'000'000, ',')),
                 "bad_input: a.csv: line 1: has more than 1,000,000 cells");
}

// Quotes, line ends and characters may fall on the border of two pieces of the file.
void TestCsv::piecesOfAnyLength() {
    for (std::size_t shift = 0; shift < 12; ++shift) {
        const std::string filler((1u << 18) - 16 - shift, 'f');
        const std::string text = "a,b\n1," + filler + "\n\"q\"\"q\",ü\r\n\"x\r\ny\",2\n";
        COMPARE_TEXT(read(text), "<a><b> 2:[1][" + filler + "] 3:[q\"q][ü] 4:[x\r\ny][2]");
    }
}

void TestCsv::wideTables() {
    std::string names, numbers;
    for (int i = 0; i < 120'000; ++i) {
        names += (i != 0 ? ",name" : "name") + std::to_string(i);
        numbers += (i != 0 ? "," : "") + std::to_string(i);
    }
    const Folder folder;
    const auto named = io::read_csv(folder.put("a.csv", names + "\n" + numbers + "\n"));
    QCOMPARE(named.rows.size(), 1u);
    COMPARE_TEXT(named.names.back(), "name119999");
    const auto unnamed = io::read_csv(folder.put("a.csv", numbers + "\n" + numbers + "\n"));
    QCOMPARE(unnamed.rows.size(), 2u);
    COMPARE_TEXT(unnamed.names.back(), "column 120000");
    COMPARE_TEXT(unnamed.rows[0].back(), "119999");
}

void TestCsv::compressed() {
    COMPARE_TEXT(read(gzip("a,b\n1,2\n")), "<a><b> 2:[1][2]");
    const std::string good = gzip("a,b\n1,2\n");
    QVERIFY(read(good.substr(0, good.size() - 5)).find("end early") != std::string::npos);
}

void TestCsv::previews() {
    const Folder folder;
    std::string text = "a,b\n";
    for (int i = 0; i < 500; ++i)
        text += i % 2 == 0 ? "1,2\n" : "1\n";
    const auto path = folder.put("a.csv", text);
    const auto first = io::read_csv(path, {}, 10);
    QCOMPARE(first.rows.size(), 10u);
    QVERIFY(!first.complete);
    QVERIFY(io::read_csv(path).complete);
    QCOMPARE(io::read_csv(path).problems.size(), 250u);
    QVERIFY(!io::read_csv(path, {}, 1000, 500).complete);
    io::CsvReader reader(path);
    io::CsvRow row;
    while (reader.next(row)) {
    }
    QCOMPARE(reader.fraction(), 1.0);
}

QTEST_GUILESS_MAIN(TestCsv)
#include "test_csv.moc"
