// SPDX-License-Identifier: Apache-2.0
// Tables as data sets: roles of columns, classes, numbers, rows that cannot be used.
#include <clocale>
#include <set>

#include "engine/core/memory.h"
#include "engine/data/source.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

CsvTable table(const Folder& folder, std::string_view text) {
    CsvTable source;
    source.path = folder.put("train.csv", text);
    source.validation = source.test = 0;
    source.scaling = Scaling::none;
    return source;
}

std::string problem(const Folder& folder, const CsvTable& source) {
    const std::string described = failure(folder, [&] { describe(source); });
    const std::string loaded = failure(folder, [&] { load(source); });
    return described == loaded ? loaded : described + " / " + loaded;
}

std::string problem(std::string_view text) {
    const Folder folder;
    return problem(folder, table(folder, text));
}

/// All values of a field of the training split, in order.
std::vector<double> values(const DatasetPtr& data, std::size_t field) {
    std::vector<double> all;
    for (std::int64_t i = 0; i < data->info().count(Split::train); ++i) {
        const Array sample = data->raw(field, Split::train, i);
        for (std::int64_t k = 0; k < sample.element_count(); ++k)
            all.push_back(sample.number(k));
    }
    return all;
}

}  // namespace

class TestCsvTable : public QObject {
    Q_OBJECT

  private slots:
    void classes();
    void classesThatAreNumbers();
    void quantities();
    void rolesOfColumns();
    void rolesThatCannotBe_data();
    void rolesThatCannotBe();
    void cellsThatAreNoNumbers_data();
    void cellsThatAreNoNumbers();
    void numbersAsPeopleWriteThem();
    void decimalCommas();
    void marksThatAreNotClear_data();
    void marksThatAreNotClear();
    void windows1252();
    void skippedRowsAreCounted();
    void rowsThatDoNotFit();
    void nothingLeft();
    void columnsOfText();
    void tooManyClasses();
    void anyLocale();
    void scaling();
    void describesWhatItLoads();
    void memoryIsAskedForByEstimate();
    void largeTables();
    void canBeStopped();
    void iris();
};

void TestCsvTable::classes() {
    const Folder folder;
    const auto data =
        load(table(folder, "width,height,kind\n1,2,pear\n3,4, apple \n5,6,pear\n7,8,fig\n"));
    const auto& info = data->info();
    QCOMPARE(info.fields.size(), 2u);
    COMPARE_TEXT(info.fields[0].name, "features");
    QCOMPARE(info.fields[0].dtype, DType::f32);
    QCOMPARE(info.fields[0].sample, (Shape{2}));
    QVERIFY((info.fields[0].columns == std::vector<std::string>{"width", "height"}));
    COMPARE_TEXT(info.fields[1].name, "label");
    QCOMPARE(info.fields[1].dtype, DType::i64);
    QCOMPARE(info.fields[1].sample, Shape{});
    QCOMPARE(info.fields[1].classes, 3);
    QVERIFY((info.fields[1].class_names == std::vector<std::string>{"apple", "fig", "pear"}));
    QVERIFY((info.fields[1].columns == std::vector<std::string>{"kind"}));
    QCOMPARE(info.count(Split::train), 4);
    QVERIFY(info.notes.empty());
    QCOMPARE(values(data, 0), (std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8}));
    QCOMPARE(values(data, 1), (std::vector<double>{2, 0, 2, 1}));
    Array out(DType::f32, Shape{1, 2});
    data->read(0, Split::train, std::array<std::int64_t, 1>{3}, out, 0);
    QCOMPARE(out.as<float>()[1], 8.0f);
}

void TestCsvTable::classesThatAreNumbers() {
    const Folder folder;
    const auto data = load(table(folder, "x,y\n0,10\n0,9\n0,-1\n0,10\n"));
    QVERIFY((data->info().fields[1].class_names == std::vector<std::string>{"-1", "9", "10"}));
    QCOMPARE(values(data, 1), (std::vector<double>{2, 1, 0, 2}));
    // One that is no number: all are texts.
    const auto mixed = describe(table(folder, "x,y\n0,10\n0,9\n0,ten\n"));
    QVERIFY((mixed.fields[1].class_names == std::vector<std::string>{"10", "9", "ten"}));
}

void TestCsvTable::quantities() {
    const Folder folder;
    auto source = table(folder, "x,price\n1,100.5\n2,-3e2\n");
    source.target_is_class = false;
    const auto data = load(source);
    COMPARE_TEXT(data->info().fields[1].name, "target");
    QCOMPARE(data->info().fields[1].dtype, DType::f32);
    QCOMPARE(data->info().fields[1].sample, (Shape{1}));
    QCOMPARE(data->info().fields[1].classes, 0);
    QCOMPARE(values(data, 1), (std::vector<double>{100.5, -300}));
    Array out(DType::f32, Shape{2, 1});
    data->read(1, Split::train, std::array<std::int64_t, 2>{1, 0}, out, 0);
    QCOMPARE(out.as<float>()[0], -300.0f);
}

void TestCsvTable::rolesOfColumns() {
    const Folder folder;
    auto source = table(folder, "id,kind,name,a,b\nx1,p,Ann,1,2\nx2,q,Bob,3,4\n");
    source.target = "kind";
    source.ignored = {"id", "name"};
    const auto data = load(source);
    QVERIFY((data->info().fields[0].columns == std::vector<std::string>{"a", "b"}));
    QCOMPARE(values(data, 0), (std::vector<double>{1, 2, 3, 4}));
    // Without a name the last column that is not ignored is the target.
    source.target = "";
    source.ignored = {"id", "name", "b", "kind"};
    source.path = folder.put("train.csv", "id,kind,name,c,a,b\nx1,p,Ann,7,1,2\nx2,q,Bob,8,3,4\n");
    QVERIFY((describe(source).fields[0].columns == std::vector<std::string>{"c"}));
    QVERIFY((describe(source).fields[1].columns == std::vector<std::string>{"a"}));
}

void TestCsvTable::rolesThatCannotBe_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("ignored");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no such target")
        << "c" << QStringList()
        << "there is no column \"c\" to predict; the columns are \"a\", \"b\"";
    QTest::newRow("no such column to ignore")
        << "" << QStringList{"A"}
        << "there is no column \"A\" to ignore; the columns are \"a\", \"b\"";
    QTest::newRow("both") << "a" << QStringList{"a"}
                          << "the column \"a\" is to be predicted and ignored at once; choose one";
    QTest::newRow("all ignored") << "" << QStringList{"a", "b"}
                                 << "all its columns are ignored; keep some";
    QTest::newRow("no inputs") << "b" << QStringList{"a"}
                               << "there is no column to predict \"b\" from; is the separator "
                                  "really \",\"?";
}

void TestCsvTable::rolesThatCannotBe() {
    QFETCH(QString, target);
    QFETCH(QStringList, ignored);
    QFETCH(QString, sentence);
    const Folder folder;
    auto source = table(folder, "a,b\n1,2\n");
    source.target = target.toStdString();
    for (const QString& name : ignored)
        source.ignored.push_back(name.toStdString());
    COMPARE_TEXT(problem(folder, source), "bad_input: train.csv: " + sentence.toStdString());
}

void TestCsvTable::cellsThatAreNoNumbers_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("wrong");
    const auto row = [](const char* cell, const char* wrong) {
        QTest::newRow(cell) << cell << wrong;
    };
    row("", "the cell is empty; fill it in");
    row("  ", "the cell is empty; fill it in");
    row("abc", "\"abc\" is not a number; correct it");
    row("1,234.5", "\"1,234.5\" is not a number; correct it");
    row("1.23,4", "\"1.23,4\" is not a number; correct it");
    row("1,2,3", "\"1,2,3\" is not a number; correct it");
    row("1,5e400", "\"1,5e400\" is too large or too small for a number; correct it");
    row("1,5e39", "\"1,5e39\" is too large for a 32-bit number; correct it");
    row(",", "\",\" is not a number; correct it");
    row("1 234,5", "\"1 234,5\" is not a number; correct it");
    row("1 000", "\"1 000\" is not a number; correct it");
    row("12abc", "\"12abc\" is not a number; correct it");
    row("0x10", "\"0x10\" is not a number; correct it");
    row("1e", "\"1e\" is not a number; correct it");
    row("+", "\"+\" is not a number; correct it");
    row("+-1", "\"+-1\" is not a number; correct it");
    row("--1", "\"--1\" is not a number; correct it");
    row(".", "\".\" is not a number; correct it");
    row("NA", "\"NA\" is not a number; correct it");
    row("nan", "\"nan\" is not a finite number; correct it");
    row("NaN", "\"NaN\" is not a finite number; correct it");
    row("inf", "\"inf\" is not a finite number; correct it");
    row("-Infinity", "\"-Infinity\" is not a finite number; correct it");
    row("1e400", "\"1e400\" is too large or too small for a number; correct it");
    row("1e-400", "\"1e-400\" is too large or too small for a number; correct it");
    row("1e39", "\"1e39\" is too large for a 32-bit number; correct it");
    row("١٢", "\"١٢\" is not a number; correct it");
}

void TestCsvTable::cellsThatAreNoNumbers() {
    QFETCH(QString, cell);
    QFETCH(QString, wrong);
    const Folder folder;
    std::string text = "age;kind\n";
    for (int i = 0; i < 15; ++i)
        text += "1.5;a\n";
    text += cell.toStdString() + ";b\n2;b\n";
    auto source = table(folder, text);
    COMPARE_TEXT(problem(folder, source), "bad_input: train.csv: line 17, column \"age\": " +
                                              wrong.toStdString() + ", or choose to skip bad rows");
    try {
        load(source);
    } catch (const Error& error) {
        COMPARE_TEXT(error.file(), (folder / "train.csv").native());
    }
    // Skipped, it is counted; it never turns into a number.
    source.bad_rows = BadRows::skip;
    const auto data = load(source);
    QCOMPARE(data->info().count(Split::train), 16);
    for (const double value : values(data, 0))
        QVERIFY(value == 1.5 || value == 2);
    COMPARE_TEXT(data->info().notes.at(0),
                 "1 of 17 rows was skipped (line 17); the first: line 17, column \"age\": " +
                     wrong.toStdString());
}

void TestCsvTable::numbersAsPeopleWriteThem() {
    const Folder folder;
    const auto data = load(table(
        folder,
        "a,b,c,d,e,f,g,k\n 1 ,+2,-3.5,.5,5.,1e3,-0,x\n\"7\",1E-3,3.4e38,0.1,007,2e+2,1e-45,y\n"));
    QCOMPARE(values(data, 0), (std::vector<double>{1, 2, -3.5, 0.5, 5, 1000, -0.0, 7, 0.001, 3.4e38,
                                                   0.1, 7, 200, 1e-45}));
}

void TestCsvTable::decimalCommas() {
    const Folder folder;
    auto source = table(folder,
                        "a;b;c;k\n690,07;1.234,56;7;1,5\n-1,5;-12.345.678,9;1e3;10,5\n"
                        "12;+2.000,00;-8;9,5\n\" ,5 \";1,5E2; 5 ;1,5\n");
    const auto data = load(source);
    QCOMPARE(values(data, 0), (std::vector<double>{690.07, 1234.56, 7, -1.5, -12345678.9, 1000, 12,
                                                   2000, -8, 0.5, 150, 5}));
    // Classes stay as they are written, in the order of their values.
    QVERIFY((data->info().fields[1].class_names == std::vector<std::string>{"1,5", "9,5", "10,5"}));
    QCOMPARE(data->info().notes.size(), 1u);
    COMPARE_TEXT(data->info().notes[0],
                 "commas are decimal commas: \"690,07\" in line 2, column \"a\", was read as "
                 "690.07");
    QVERIFY(describe(source) == data->info());
    source.target_is_class = false;
    QCOMPARE(values(load(source), 1), (std::vector<double>{1.5, 10.5, 9.5, 1.5}));
    // The same with other separators, and points in a column of their own.
    for (const char separator : {'\t', '|', ':'}) {
        std::string text = "a;b;k\n1,5;0.5;x\n2,345;1.234;y\n";
        std::replace(text.begin(), text.end(), ';', separator);
        source = table(folder, text);
        source.separator = separator;
        source.ignored = {"b"};
        QCOMPARE(values(load(source), 0), (std::vector<double>{1.5, 2.345}));
        source.ignored = {};
        QCOMPARE(values(load(source), 0), (std::vector<double>{1.5, 0.5, 2.345, 1.234}));
    }
    // A file without commas is read as ever, and one of commas has its cells parted by them.
    QCOMPARE(values(load(table(folder, "a;k\n1.234;x\n12.345;y\n")), 0),
             (std::vector<double>{1.234, 12.345}));
    COMPARE_TEXT(problem("a,k\n\"1,5\",x\n1.5,x\n1.5,x\n"),
                 "bad_input: train.csv: line 2, column \"a\": \"1,5\" is not a number; write "
                 "decimal points instead of commas, or choose to skip bad rows");
    // Three digits after every comma: fractions where another column says so.
    QCOMPARE(values(load(table(folder, "a;b;k\n1,234;1,5;x\n12,345;2;y\n")), 0),
             (std::vector<double>{1.234, 1.5, 12.345, 2}));
    // Missing cells are missing, and texts are texts.
    source = table(folder, "a;b;k\n1,5;red;x\n;red;y\n2,5;blue;x\n");
    source.bad_rows = BadRows::skip;
    QCOMPARE(values(load(source), 0), (std::vector<double>{1.5, 0, 1, 2.5, 1, 0}));
}

void TestCsvTable::marksThatAreNotClear_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto point = [](const char* name, const char* text, const char* at, const char* cell,
                          const char* other) {
        QTest::newRow(name) << text
                            << QString(
                                   "%1: it is not clear what the point in \"%2\" means, since "
                                   "%3, has a comma; write both in one way, or ignore the "
                                   "column")
                                   .arg(at, cell, other);
    };
    const auto comma = [](const char* name, const char* text, const char* at, const char* cell) {
        QTest::newRow(name) << text
                            << QString(
                                   "%1: it is not clear whether the comma in \"%2\" parts "
                                   "thousands or fractions; write thousands without a comma "
                                   "and fractions with a decimal point, or ignore the column")
                                   .arg(at, cell);
    };
    point("both", "a;k\n1,5;x\n2;x\n2.5;y\n", "line 4, column \"a\"", "2.5",
          "\"1,5\" in line 2, column \"a\"");
    point("both, the other way", "a;k\n2.5;y\n1,5;x\n", "line 2, column \"a\"", "2.5",
          "\"1,5\" in line 3, column \"a\"");
    point("thousands beside a fraction", "a;k\n1.234;y\n690,07;x\n", "line 2, column \"a\"",
          "1.234", "\"690,07\" in line 3, column \"a\"");
    point("thousands beside both", "a;k\n2.345,67;y\n1.234;x\n", "line 3, column \"a\"", "1.234",
          "\"2.345,67\" in line 2, column \"a\"");
    point("thousands in another column", "a;b;k\n1.234;1;x\n5;1,5;x\n", "line 2, column \"a\"",
          "1.234", "\"1,5\" in line 3, column \"b\"");
    point("both doubtful", "a;b;k\n1.234;1;x\n5;-1,500;x\n", "line 2, column \"a\"", "1.234",
          "\"-1,500\" in line 3, column \"b\"");
    comma("thousands in English", "a;k\n1,234;x\n5;x\n", "line 2, column \"a\"", "1,234");
    comma("thousands in English, tabs", "a\tb\tk\n7\t1,234\tx\n", "line 2, column \"b\"", "1,234");
    comma("points elsewhere", "a;b;c;k\n1,234;1,5;2.5;x\n", "line 2, column \"a\"", "1,234");
}

void TestCsvTable::marksThatAreNotClear() {
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    const Folder folder;
    auto source = table(folder, text.toStdString());
    const std::string expected = "bad_input: train.csv: " + sentence.toStdString();
    COMPARE_TEXT(problem(folder, source), expected);
    source.bad_rows = BadRows::skip;
    COMPARE_TEXT(problem(folder, source), expected);
    // Found long before the end of the file: damage there is not reached.
    if (sentence.count("column \"a\"") == 2) {
        std::string longer = text.toStdString();
        for (int i = 0; i < 5000; ++i)
            longer += "1;x\n";
        source.path = folder.put("train.csv", longer + "\"");
        COMPARE_TEXT(problem(folder, source), expected);
    }
}

void TestCsvTable::windows1252() {
    const Folder folder;
    const auto data = load(table(folder,
                                 "Gr\xF6\xDF"
                                 "e;Farbe;Art\n1,5;gr\xFCn;M\xE4use\n2,5;\x80;H\xFChner\n"));
    const auto& info = data->info();
    QVERIFY((info.fields[0].columns == std::vector<std::string>{"Größe", "Farbe=grün", "Farbe=€"}));
    QVERIFY((info.fields[1].class_names == std::vector<std::string>{"Hühner", "Mäuse"}));
    QCOMPARE(info.notes.size(), 3u);
    COMPARE_TEXT(info.notes[0],
                 "line 1 is not UTF-8 text: the file was read as Windows-1252; if letters look "
                 "wrong, save it as CSV in UTF-8");
    COMPARE_TEXT(problem("a;k\n1;f\xFCr\n2;für\n"),
                 "bad_input: train.csv: line 3: cell 2 is UTF-8 text, but line 2 is not; save the "
                 "file as CSV in UTF-8");
}

void TestCsvTable::skippedRowsAreCounted() {
    const Folder folder;
    std::string text = "a,b,kind\n";
    for (int i = 0; i < 1500; ++i)
        text += i % 100 == 3   ? "1,x,p\n"
                : i % 100 == 5 ? "1,2\n"
                : i % 100 == 7 ? "1,2,\n"
                               : "1,2,p\n";
    auto source = table(folder, text);
    source.bad_rows = BadRows::skip;
    const auto info = describe(source);
    QCOMPARE(info.count(Split::train), 1455);
    COMPARE_TEXT(info.notes.at(0),
                 "45 of 1,500 rows were skipped (lines 5, 7, 9, ...); the first: line 5, column "
                 "\"b\": \"x\" is not a number; correct it");
    COMPARE_TEXT(info.notes.at(1),
                 "all rows have the class \"p\" in the column \"kind\": there is nothing to tell "
                 "apart");
}

void TestCsvTable::rowsThatDoNotFit() {
    COMPARE_TEXT(problem("a,b,k\n1,2,x\n1,2,3,x\n"),
                 "bad_input: train.csv: line 3: has 4 cells, the header has 3; correct it, or "
                 "choose to skip bad rows");
    COMPARE_TEXT(problem("a,b,k\n1,2,x\n1,2,\n"),
                 "bad_input: train.csv: line 3, column \"k\": the cell is empty; fill it in, or "
                 "choose to skip bad rows");
    COMPARE_TEXT(
        problem("a,b,k\n1,2,x\n1,\"2\"3,x\n"),
        "bad_input: train.csv: line 3: has text after the closing quote of cell 2; correct "
        "it, or choose to skip bad rows");
    // What no choice can repair: the reader's own refusals come through.
    COMPARE_TEXT(problem("a,k\n1,\"x\n"),
                 "bad_input: train.csv: line 2: a quote that opens here is never closed; close it, "
                 "or double it");
}

void TestCsvTable::nothingLeft() {
    COMPARE_TEXT(problem("a,b\n"), "bad_input: train.csv: has no rows below its header");
    const Folder folder;
    auto source = table(folder, "a,b\n1\n2\n");
    source.bad_rows = BadRows::skip;
    COMPARE_TEXT(problem(folder, source),
                 "bad_input: train.csv: none of its 2 rows can be used: line 2: has 1 cell, the "
                 "header has 2; correct it");
    COMPARE_TEXT(problem(""), "bad_input: train.csv: is empty: it has no rows");
}

/// One column for each different text, in order; an empty cell is a text as any other.
void TestCsvTable::columnsOfText() {
    const Folder folder;
    auto source =
        table(folder, "age,colour,size,kind\n1,red,7,x\n2,blue,8,y\n3, red ,9,y\n4,,6,x\n");
    const auto data = load(source);
    QVERIFY(
        (data->info().fields[0].columns ==
         std::vector<std::string>{"age", "colour=(empty)", "colour=blue", "colour=red", "size"}));
    QCOMPARE(data->info().fields[0].sample, (Shape{5}));
    QCOMPARE(values(data, 0), (std::vector<double>{1, 0, 0, 1, 7,  //
                                                   2, 0, 1, 0, 8,  //
                                                   3, 0, 0, 1, 9,  //
                                                   4, 1, 0, 0, 6}));
    COMPARE_TEXT(data->info().notes.at(0),
                 "the column \"colour\" holds texts: a column for each of its 3 values");
    QVERIFY(describe(source) == data->info());
    // Grades are in order of their numbers where all are numbers but one column says otherwise.
    const auto grades = load(table(folder, "g,k\n10,x\nten,y\nnine,y\n9,x\none,x\n"));
    QVERIFY((grades->info().fields[0].columns ==
             std::vector<std::string>{"g=10", "g=9", "g=nine", "g=one", "g=ten"}));
    source.path = folder.put("n.csv", "age,colour,kind\n1,red,x\n2,blue,y\n");
    source.target_is_class = false;
    COMPARE_TEXT(problem(folder, source),
                 "bad_input: n.csv: the column \"kind\" holds text such as \"x\" in 2 of 2 "
                 "cells, and numbers are needed; predict it as a class, or choose another column");
    // Names of people are no categories: refused by the first that is too many.
    std::string names = "name,k\n";
    for (int i = 0; i < 20; ++i)
        names += "n" + std::to_string(i) + ",x\n";
    COMPARE_TEXT(
        problem(names),
        "bad_input: train.csv: the column \"name\" holds 20 different texts such as \"n0\", "
        "too many for a column of each; ignore it, or replace its texts by numbers");
    for (int i = 20; i < 300; ++i)
        names += "n" + std::to_string(i) + ",x\n";
    COMPARE_TEXT(
        problem(names),
        "bad_input: train.csv: the column \"name\" holds more than 64 different texts such "
        "as \"n0\", too many for a column of each; ignore it, or replace its texts by "
        "numbers");
    // One bad cell does not make a column of text, and is found long before the end of the file.
    std::string text = "a,k\n1,x\nbad,x\n";
    for (int i = 0; i < 5000; ++i)
        text += "1,x\n";
    COMPARE_TEXT(problem(text),
                 "bad_input: train.csv: line 3, column \"a\": \"bad\" is not a number; "
                 "correct it, or choose to skip bad rows");
}

void TestCsvTable::tooManyClasses() {
    const Folder folder;
    std::string text = "a,price\n";
    for (int i = 0; i < 30; ++i)
        text += "1," + std::to_string(i * 100) + "\n";
    COMPARE_TEXT(
        problem(text),
        "bad_input: train.csv: the column \"price\" has 30 different values in 30 rows, too "
        "many to be classes; predict it as a quantity, or choose another column");
    // Few rows with a class each are no mistake.
    QCOMPARE(describe(table(folder, "a,k\n1,x\n2,y\n3,z\n")).fields[1].classes, 3);
    text = "a,id\n";
    for (int i = 0; i < 110'000; ++i)
        text += "1,n" + std::to_string(i) + "\n";
    COMPARE_TEXT(
        problem(text),
        "bad_input: train.csv: the column \"id\" has 100,001 different values in 100,001 "
        "rows, too many to be classes; predict it as a quantity, or choose another column");
}

void TestCsvTable::anyLocale() {
    const char* names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "da_DK.UTF-8"};
    bool found = false;
    for (const char* name : names)
        found = found || std::setlocale(LC_ALL, name) != nullptr;
    const Folder folder;
    const auto data = load(table(folder, "a,k\n0.5,x\n1.25,y\n"));
    std::setlocale(LC_ALL, "C");
    QCOMPARE(values(data, 0), (std::vector<double>{0.5, 1.25}));
    if (!found) QSKIP("no locale with a decimal comma is installed");
}

void TestCsvTable::scaling() {
    const Folder folder;
    std::string text = "a,b,k\n";
    for (int i = 0; i < 40; ++i)
        text += std::to_string(i) + "," + std::to_string(1000 - 3 * i) + (i % 2 ? ",x\n" : ",y\n");
    auto source = table(folder, text);
    source.validation = 0.25;
    source.scaling = Scaling::standardize;
    const auto data = load(source);
    QCOMPARE(data->info().count(Split::train), 30);
    Array train(DType::f32, Shape{30, 2});
    for (std::int64_t i = 0; i < 30; ++i)
        data->read(0, Split::train, std::array{i}, train, i);
    for (std::size_t column = 0; column < 2; ++column) {
        double sum = 0, squares = 0;
        for (std::size_t row = 0; row < 30; ++row) {
            const double value = train.as<float>()[2 * row + column];
            sum += value;
            squares += value * value;
        }
        QVERIFY(std::abs(sum / 30) < 1e-6);
        QVERIFY(std::abs(squares / 30 - 1) < 1e-6);
    }
    // Figures of the training rows alone: another validation split, other figures.
    auto other = source;
    other.seed = 2;
    QVERIFY(load(other)->normalization(0) != data->normalization(0));
    source.scaling = Scaling::unit;
    source.validation = 0;
    QVERIFY((load(source)->normalization(0) == Normalization{{0, 883}, {39, 117}}));
    // A row that no figure of the others can scale is refused, not turned into infinity.
    auto far = table(folder, "a,k\n0,x\n1e-300,x\n0,x\n1e30,y\n");
    far.scaling = Scaling::unit;
    far.validation = 0.3;
    std::set<std::string> outcomes;
    for (far.seed = 0; far.seed < 8; ++far.seed)
        outcomes.insert(failure(folder, [&] { load(far); }));
    QVERIFY(outcomes.contains("nothing"));
}

void TestCsvTable::describesWhatItLoads() {
    const Folder folder;
    std::string text = "a;b;k\n";
    for (int i = 0; i < 333; ++i)
        text += std::to_string(i) + ";" + (i % 50 == 9 ? "?" : "2") + ";" +
                std::string(1, static_cast<char>('a' + i % 3)) + "\n";
    auto source = table(folder, text);
    source.bad_rows = BadRows::skip;
    source.validation = 0.15;
    source.test = 0.1;
    const auto data = load(source);
    QVERIFY(describe(source) == data->info());
    QCOMPARE(data->info().counts, (std::array<std::int64_t, 3>{244, 49, 33}));
    // Splits are disjoint and complete.
    std::set<double> seen;
    for (const Split split : all_splits) {
        for (std::int64_t i = 0; i < data->info().count(split); ++i)
            seen.insert(data->raw(0, split, i).number(0));
    }
    QCOMPARE(seen.size(), 326u);
}

void TestCsvTable::memoryIsAskedForByEstimate() {
    const Folder folder;
    std::string text = "a,b,c,d,k\n";
    for (int i = 0; i < 200'000; ++i)
        text += "1,2,3,4,x\n";
    const auto source = table(folder, text);
    set_memory_limit(memory_in_use() + 4'000'000);
    int reports = 0;
    Progress progress;
    progress.report = [&](double, std::string_view) { ++reports; };
    const std::string text_of = failure(folder, [&] { load(source, progress); });
    set_memory_limit(0);
    QVERIFY2(text_of.starts_with("failed: the table in train.csv would need "), text_of.c_str());
    // Long before the end: 200,000 rows would have been 781 reports.
    QVERIFY(reports < 400);
    QCOMPARE(load(source)->info().count(Split::train), 200'000);
}

// Rows of very different length, so that every estimate of their number is wrong.
void TestCsvTable::largeTables() {
    const Folder folder;
    std::string text = "a,k\n";
    const std::string zeros(200, '0');
    for (int i = 0; i < 60'000; ++i)
        text += (i < 20'000 ? "0." + zeros : std::to_string(i)) + (i % 2 ? ",x\n" : ",y\n");
    const auto data = load(table(folder, text));
    QCOMPARE(data->info().count(Split::train), 60'000);
    QCOMPARE(data->raw(0, Split::train, 59'999).number(0), 59'999.0);
    QCOMPARE(data->raw(1, Split::train, 59'999).number(0), 0.0);
    QCOMPARE(data->raw(0, Split::train, 19'999).number(0), 0.0);
}

void TestCsvTable::canBeStopped() {
    const Folder folder;
    std::string text = "a,k\n";
    for (int i = 0; i < 5000; ++i)
        text += "1,x\n";
    Progress progress;
    int asked = 0;
    progress.cancelled = [&] { return ++asked == 5; };
    COMPARE_TEXT(failure(folder, [&] { load(table(folder, text), progress); }),
                 "cancelled: stopped as asked");
}

void TestCsvTable::iris() {
    CsvTable source;
    source.path = GRADWEAVE_SOURCE_DIR "/resources/data/iris.csv";
    const auto data = load(source);
    const auto& info = data->info();
    QVERIFY((info.fields[1].class_names ==
             std::vector<std::string>{"setosa", "versicolor", "virginica"}));
    QCOMPARE(info.counts, (std::array<std::int64_t, 3>{120, 15, 15}));
    QVERIFY(info.notes.empty());
    std::array<int, 3> of_class{};
    std::array<double, 4> sums{};
    for (const Split split : all_splits) {
        for (std::int64_t i = 0; i < info.count(split); ++i) {
            ++of_class.at(static_cast<std::size_t>(data->raw(1, split, i).number(0)));
            for (std::size_t k = 0; k < 4; ++k)
                sums[k] += data->raw(0, split, i).number(static_cast<std::int64_t>(k));
        }
    }
    QCOMPARE(of_class, (std::array<int, 3>{50, 50, 50}));
    // Means of Fisher's columns, times 150.
    const std::array<double, 4> expected{876.5, 458.6, 563.7, 179.9};
    for (std::size_t k = 0; k < 4; ++k)
        QVERIFY(std::abs(sums[k] - expected[k]) < 1e-9);
}

QTEST_GUILESS_MAIN(TestCsvTable)
#include "test_csv_table.moc"
