// SPDX-License-Identifier: GPL-3.0-or-later
// No sentence of the engine is forgotten in the lists that the window translates: the engine's
// sources are read, and what looks like a sentence must be in one of them.
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <algorithm>
#include <set>

#include "app/gradweave/translations.h"
#include "engine/model/catalogue.h"
#include "tests/ui/source_texts.h"
#include "ui/command_text.h"
#include "ui/sentence_text.h"

using namespace gradweave;

namespace {

/// Where nothing is said to somebody at the window.
constexpr const char* silent[] = {
    "backends/cpu/",               // machine code and its listings
    "backends/null/",              // for measurements
    "backends/opencl/render/",     // OpenCL C
    "backends/opencl/probe/",      // a program of its own, asked through driver/probe.cpp
    "backends/opencl/kernel_set",  // OpenCL C; its progress goes to the command line
    "backends/reference/",         // the oracle of tests and of --verify
    "compiler/",                   // --dump and --why, of the command line
    "exchange/operation_text",     // the names of operations in graphs
    "exchange/svg_",               // pictures, which are in English for their readers
    "exchange/graph_picture",      // the same
    "runtime/selftest",            // of the command line
};

/// Looks like sentences and is none for somebody at the window.
constexpr const char* others[] = {
#include "tests/ui/no_sentences.inc"
};

bool isSilent(const QString& path) {
    return std::any_of(std::begin(silent), std::end(silent),
                       [&](const char* folder) { return path.startsWith(QLatin1String(folder)); });
}

bool looksLikeSentence(const QString& text) {
    static const QRegularExpression twoWords(
        QStringLiteral("[A-Za-z]{2,}[,;:]? [A-Za-z\x01\"]|[\x01\"] [A-Za-z]{2,}"));
    if (!text.contains(twoWords) || text.contains(QStringLiteral("internal error"))) return false;
    // Languages of files, and settings.
    static const QRegularExpression setting(QStringLiteral("[a-z]="));
    return !text.contains(setting) && !text.contains('\n') &&
           !text.contains(QStringLiteral("=\"")) && !text.startsWith('<');
}

const QString sample = QStringLiteral("‹7›");

QString filled(QString text) {
    return text.replace(QLatin1Char(test::place_mark), sample);
}

/// Titles and search words of blocks, which stay in English.
const std::set<QString>& terms() {
    static const std::set<QString> all = [] {
        std::set<QString> found;
        const model::Catalogue catalogue;
        for (const auto& kind : catalogue.kinds()) {
            found.insert(QString::fromStdString(kind->title));
            found.insert(QString::fromStdString(kind->keywords));
        }
        return found;
    }();
    return all;
}

/// Whether nothing but what was put in is left over.
bool isKnown(QString text) {
    // An operation says its name first: "reshape: ...".
    static const QRegularExpression operation(QStringLiteral("^[a-z_]+: "));
    for (QString part : ui::unknownParts(filled(text.remove(operation)).toStdString())) {
        static const QRegularExpression letters(QStringLiteral("[A-Za-z]{2,}"));
        if (terms().contains(part)) continue;
        if (part.remove(sample).contains(letters)) return false;
    }
    return true;
}

/// Whether the text is put together with others to one that is translated as a whole.
bool isPartOfKnown(const QString& text) {
    static const QStringList all = [] {
        QFile file(QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/translations/gradweave_de.ts"));
        QStringList sources;
        if (!file.open(QIODevice::ReadOnly)) return sources;
        QXmlStreamReader xml(&file);
        QString context;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) continue;
            if (xml.name() == QLatin1String("name")) context = xml.readElementText();
            if (xml.name() == QLatin1String("source") &&
                (context == QLatin1String("Sentences") || context == QLatin1String("Catalogue") ||
                 context == QLatin1String("Commands")))
                sources << xml.readElementText();
        }
        return sources;
    }();
    QStringList pieces = text.split(QLatin1Char(test::place_mark));
    for (QString& piece : pieces)
        piece = QRegularExpression::escape(piece);
    const QRegularExpression form(pieces.join(QStringLiteral(".+")));
    return !all.filter(form).isEmpty();
}

bool isOther(const QString& text) {
    return terms().contains(text) || ui::commandText(filled(text).toStdString()) != filled(text) ||
           std::find(std::begin(others), std::end(others), text.toStdString()) != std::end(others);
}

}  // namespace

class TestSentences : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void textsAreRead();
    void partsAreRecognised();
    void noSentenceIsForgotten();

  private:
    QTemporaryDir m_state;
};

void TestSentences::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    QStandardPaths::setTestModeEnabled(true);
    QVERIFY(app::useLanguage(QStringLiteral("de")));
}

/// The reader of sources itself.
void TestSentences::textsAreRead() {
    const std::string source = R"code(
        // "not this one"
        #include "nor/this/one.h"
        const char* a = "two "  /* and */ "halves";
        fail(concat("it has ", n, n == 1 ? " cell" : " cells", '.', f(in_quotes(x), "inside")));
        const int count = 1'000;
        fail("say \"" + name + "\"");
        auto program = R"(no "text" here)";
    )code";
    QStringList found;
    for (const auto& text : test::texts_in(source, "a.cpp"))
        found << QString::number(text.line) + ' ' +
                     QString::fromStdString(text.text).replace('\x01', '#');
    QCOMPARE(found, (QStringList{"4 two halves", "5 inside", "5 it has # cell.#",
                                 "5 it has # cells.#", "7 say \"", "7 \""}));
}

void TestSentences::partsAreRecognised() {
    QCOMPARE(ui::unknownParts("a.csv: could not be read: the disk is on fire"),
             (QStringList{"the disk is on fire", "a.csv"}));
    QVERIFY(!isKnown("\x01: could not be read: the disk is on fire"));
    QVERIFY(isKnown("\x01: could not be read: permission denied"));
    QVERIFY(isKnown("\x01: could not be read: \x01"));
}

void TestSentences::noSentenceIsForgotten() {
    const std::filesystem::path engine = GRADWEAVE_SOURCE_DIR "/engine";
    QStringList forgotten;
    int sentences = 0;
    for (const auto& [file, line, text] : test::texts_below(engine)) {
        const QString path = QString::fromStdString(file.lexically_relative(engine).string());
        // Ends of sentences begin with what parts them from the rest; "3..7" is one value.
        static const QRegularExpression before(QStringLiteral("^[:;,.]? +"));
        static const QRegularExpression behind(QStringLiteral("\\.$"));
        QString said = QString::fromStdString(text).replace("\x01..\x01", "\x01");
        if (isSilent(path) || !looksLikeSentence(said) || isOther(said)) continue;
        ++sentences;
        if (isPartOfKnown(said) || isKnown(said) || isKnown(said.remove(before)) ||
            isKnown(QString(said).remove(behind)))
            continue;
        forgotten << QStringLiteral("engine/%1:%2").arg(path).arg(line);
        qWarning().noquote() << forgotten.back()
                             << QString(said).replace(QLatin1Char(test::place_mark), "◆");
    }
    QVERIFY2(sentences > 600, qPrintable(QString::number(sentences)));
    QVERIFY2(forgotten.isEmpty(),
             "these sentences have no German: add them to a list of "
             "ui/*_sentences.h and to gradweave_de.ts");
}

QTEST_MAIN(TestSentences)
#include "test_sentences.moc"
