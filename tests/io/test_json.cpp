// SPDX-License-Identifier: Apache-2.0
// JSON that keeps what others lose: duplicate keys, large integers, zero bytes, numbers' text.
#include <limits>

#include "engine/io/json.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
using namespace std::string_literals;

class TestJson : public QObject {
    Q_OBJECT

  private slots:
    void values();
    void textIsTheSameAgain();
    void refusals_data();
    void refusals();
    void types();
    void openLevels();
};

namespace {

std::string parse_failure(const std::string& text) {
    return failure(Folder(), [&] { io::parse_json(text); });
}

}  // namespace

void TestJson::values() {
    const io::Json root = io::parse_json(
        R"( {"b": [1, -2, 0.5, 1e3, true, false, null], "a": "\u00fc\ud83d\ude00\n"} )");
    const auto& list = root.at("b").list();
    QCOMPARE(list[0].integer(), 1);
    QCOMPARE(list[1].integer(), -2);
    QCOMPARE(list[2].number(), 0.5);
    QVERIFY(!list[3].is_integer());
    QVERIFY(list[4].boolean() && !list[5].boolean() && list[6].is_null());
    COMPARE_TEXT(root.at("a").string(), "ü😀\n");
    QCOMPARE(io::parse_json("9223372036854775807").integer(), INT64_MAX);
    QCOMPARE(io::parse_json("-9223372036854775808").integer(), INT64_MIN);
    QVERIFY(root.find("c") == nullptr);
    QVERIFY(list[0].find("c") == nullptr);
}

void TestJson::textIsTheSameAgain() {
    const std::string text =
        R"({"": {}, "a": [[], 0, -1, 0.1, 1e+300, 5e-324, 1.0, true, null], "ü\"\\\n\u0001": "x"})";
    const io::Json root = io::parse_json(text);
    COMPARE_TEXT(io::to_text(root), text);
    QVERIFY(io::parse_json(io::to_text(root, 3)) == root);
    COMPARE_TEXT(io::to_text(io::Json(std::numeric_limits<double>::quiet_NaN())), "\"nan\"");
    COMPARE_TEXT(io::to_text(io::Json(-std::numeric_limits<double>::infinity())), "\"-inf\"");
}

void TestJson::refusals_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& text, const char* sentence) {
        QTest::newRow(name) << QByteArray::fromStdString(text)
                            << QString("bad_input: not valid JSON at %1").arg(sentence);
    };
    row("empty", "",
        "line 1, column 1: syntax error while parsing value - unexpected end of "
        "input; expected '[', '{', or a literal");
    row("key twice", "{\"a\": 1,\n \"a\": 2}",
        "line 2, column 4: the key \"a\" stands twice in one object");
    row("zero byte", "{}\0"s, "line 1, column 3: a zero byte");
    row("zero byte inside", "[1,\n\0]"s, "line 2, column 1: a zero byte");
    row("large integer", "[9223372036854775808]",
        "line 1, column 21: an integer does not fit in 64 bits");
    row("larger integer", "[18446744073709551616]",
        "line 1, column 22: an integer does not fit in 64 bits");
    row("negative integer", "[-9223372036854775809]",
        "line 1, column 22: an integer does not fit in 64 bits");
    row("large number", "[1e999]", "line 1, column 6: a number is too large");
    row("NaN", "[NaN]", "line 1, column 2: syntax error while parsing value - invalid literal");
    row("UTF-8", "[\"\xFF\"]",
        "line 1, column 3: syntax error while parsing value - invalid string: ill-formed UTF-8 "
        "byte");
    row("comment", "{} // x",
        "line 1, column 4: syntax error while parsing value - invalid "
        "literal; expected end of input");
    row("deep", std::string(100'000, '['), "line 1, column 65: nesting deeper than 64 levels");
}

void TestJson::refusals() {
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    COMPARE_TEXT(parse_failure(text.toStdString()), sentence.toStdString());
    // Megabytes of a text that is never closed stay out of the sentence.
    QVERIFY(parse_failure("[\"" + std::string(1'000'000, 'x')).size() < 200);
}

void TestJson::types() {
    const io::Json text("x");
    const auto problem = [&](auto&& call) { return failure(Folder(), call); };
    COMPARE_TEXT(problem([&] { text.integer(); }), "bad_input: expected a whole number");
    COMPARE_TEXT(problem([&] { text.list(); }), "bad_input: expected a list");
    COMPARE_TEXT(problem([&] { io::Json(0.5).integer(); }), "bad_input: expected a whole number");
    COMPARE_TEXT(problem([&] { io::parse_json("{}").at("k"); }),
                 "bad_input: the member \"k\" is missing");
}

void TestJson::openLevels() {
    const io::Json root = io::parse_json(R"({"a": [1, 2], "b": []})");
    COMPARE_TEXT(io::to_text(root, 1), "{\n \"a\": [1, 2],\n \"b\": []\n}");
    COMPARE_TEXT(io::to_text(root, 2), "{\n \"a\": [\n  1,\n  2\n ],\n \"b\": []\n}");
}

QTEST_GUILESS_MAIN(TestJson)
#include "test_json.moc"
