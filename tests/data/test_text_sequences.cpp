// SPDX-License-Identifier: Apache-2.0
// Texts as sequences: which characters, which windows, which splits, and every way to be wrong.
#include "engine/data/source.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

TextSequences source_of(const Folder& folder, const std::string& text) {
    folder.put("t.txt", text);
    TextSequences source;
    source.path = folder / "t.txt";
    source.length = 3;
    source.validation = 0;
    return source;
}

std::vector<std::int64_t> row(const DatasetPtr& data, std::size_t field, Split split,
                              std::int64_t sample) {
    const Array array = data->raw(field, split, sample);
    const auto values = array.as<std::int64_t>();
    return {values.begin(), values.end()};
}

using Row = std::vector<std::int64_t>;

}  // namespace

class TestTextSequences : public QObject {
    Q_OBJECT

  private slots:
    void fields();
    void windows();
    void strides();
    void splitsShareNothing();
    void emptySplitIsNoted();
    void badSources_data();
    void badSources();
};

void TestTextSequences::fields() {
    const Folder folder;
    const auto source = source_of(folder, "b a\nc€ä");
    const auto info = describe(source);
    QVERIFY(info == load(source)->info());
    QCOMPARE(info.fields.size(), 2u);
    COMPARE_TEXT(info.fields[0].name, "tokens");
    COMPARE_TEXT(info.fields[1].name, "next");
    for (const Field& field : info.fields) {
        QCOMPARE(field.dtype, DType::i64);
        QCOMPARE(field.sample, Shape{3});
        QCOMPARE(field.classes, 7);
        QVERIFY(
            (field.class_names == std::vector<std::string>{"\\n", " ", "a", "b", "c", "ä", "€"}));
    }
}

void TestTextSequences::windows() {
    const Folder folder;
    const auto data = load(source_of(folder, "abcdefgh"));
    QCOMPARE(data->info().count(Split::train), 2);  // the eighth is the last one's next only
    QVERIFY((row(data, 0, Split::train, 0) == Row{0, 1, 2}));
    QVERIFY((row(data, 1, Split::train, 0) == Row{1, 2, 3}));
    QVERIFY((row(data, 0, Split::train, 1) == Row{3, 4, 5}));
    QVERIFY((row(data, 1, Split::train, 1) == Row{4, 5, 6}));
}

void TestTextSequences::strides() {
    const Folder folder;
    auto source = source_of(folder, "abcdefgh");
    source.stride = 2;
    auto data = load(source);
    QCOMPARE(data->info().count(Split::train), 3);
    QVERIFY((row(data, 1, Split::train, 2) == Row{5, 6, 7}));
    source.stride = 1;
    QCOMPARE(describe(source).count(Split::train), 5);
    source.stride = 100;
    QCOMPARE(describe(source).count(Split::train), 1);
}

// The end is for the test, what is before it for validation, and no window reaches across.
void TestTextSequences::splitsShareNothing() {
    const Folder folder;
    std::string text;
    for (char c = 'a'; c <= 't'; ++c)
        text += c;
    auto source = source_of(folder, text);
    source.validation = 0.25;
    source.test = 0.2;
    const auto data = load(source);
    QCOMPARE(data->info().counts, (std::array<std::int64_t, 3>{3, 1, 1}));
    QVERIFY((row(data, 1, Split::train, 2) == Row{7, 8, 9}));
    QVERIFY((row(data, 0, Split::validation, 0) == Row{11, 12, 13}));
    QVERIFY((row(data, 1, Split::test, 0) == Row{17, 18, 19}));
}

void TestTextSequences::emptySplitIsNoted() {
    const Folder folder;
    auto source = source_of(folder, "abcdefghijklmnopqrst");
    source.validation = 0.15;
    const auto info = describe(source);
    QCOMPARE(info.count(Split::validation), 0);
    QCOMPARE(info.notes.size(), 1u);
    COMPARE_TEXT(info.notes[0],
                 "the validation split is empty: a share of 0.15 of 20 characters is less than one "
                 "sequence");
}

void TestTextSequences::badSources_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<qint64>("stride");
    QTest::addColumn<double>("test");
    QTest::addColumn<QString>("sentence");
    const auto line = [](const char* name, const QByteArray& text, qint64 length, qint64 stride,
                         double test, const char* sentence) {
        QTest::newRow(name) << text << length << stride << test << sentence;
    };
    line("empty", "", 3, 0, 0,
         "t.txt: leaves 0 characters for training, a sequence of 3 needs 4; choose a longer "
         "text or shorter sequences");
    line("short", "abc", 3, 0, 0,
         "t.txt: leaves 3 characters for training, a sequence of 3 needs 4; choose a longer "
         "text or shorter sequences");
    line("no text",
         "ab\xFF"
         "cdef",
         3, 0, 0,
         "t.txt: is no text in UTF-8: byte 2 (counted from 0) begins no character; convert the "
         "file");
    line("cut", "abcdef\xE2\x82", 3, 0, 0,
         "t.txt: is no text in UTF-8: byte 6 (counted from 0) begins no character; convert the "
         "file");
    line("length", "abcdef", 0, 0, 0,
         "a sequence of 0 characters cannot be made; choose 1 to 65,536");
    line("stride", "abcdef", 3, -1, 0, "the distance between sequences is -1; choose 0 or more");
}

void TestTextSequences::badSources() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, length);
    QFETCH(qint64, stride);
    QFETCH(double, test);
    QFETCH(QString, sentence);
    const Folder folder;
    auto source = source_of(folder, text.toStdString());
    source.length = length;
    source.stride = stride;
    source.test = test;
    COMPARE_TEXT(failure(folder, [&] { describe(source); }),
                 "bad_input: " + sentence.toStdString());
    COMPARE_TEXT(failure(folder, [&] { load(source); }), "bad_input: " + sentence.toStdString());
}

QTEST_GUILESS_MAIN(TestTextSequences)
#include "test_text_sequences.moc"
