// SPDX-License-Identifier: GPL-3.0-or-later
// The window in German: every text that the sources have is translated, with the same places for
// names and numbers, and appears.
#include <QAction>
#include <QFile>
#include <QMenuBar>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QXmlStreamReader>

#include "app/gradweave/examples.h"
#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/translations.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/model/markup.h"
#include "tests/model/block_context.h"
#include "tests/ui/menu_letters.h"
#include "ui/catalogue_text.h"
#include "ui/command_text.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

using namespace gradweave;

namespace {

const QString catalog =
    QStringLiteral(GRADWEAVE_SOURCE_DIR "/resources/translations/gradweave_de.ts");

struct Message {
    QString context, source;
    QStringList translations;
    bool unfinished = false;
};

QList<Message> messagesIn(const QString& path) {
    QFile file(path);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly)) return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement() && !xml.isStartElement()) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("message")) messages.append({context, {}, {}, false});
        if (messages.isEmpty()) continue;
        Message& message = messages.back();
        if (xml.name() == QLatin1String("source")) message.source = xml.readElementText();
        if (xml.name() == QLatin1String("translation"))
            message.unfinished = xml.attributes().value("type") == QLatin1String("unfinished");
        if (xml.name() == QLatin1String("translation") ||
            xml.name() == QLatin1String("numerusform")) {
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            message.translations << text.trimmed();
        }
    }
    return messages;
}

QStringList placesIn(const QString& text) {
    QStringList places;
    static const QRegularExpression place(QStringLiteral("%[1-9n]"));
    auto match = place.globalMatch(text);
    while (match.hasNext())
        places << match.next().captured();
    places.sort();
    places.removeDuplicates();
    return places;
}

}  // namespace

class TestTranslations : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void catalogIsComplete();
    void nothingIsNewInTheSources();
    void menusAreGerman();
    void catalogueIsGerman();
    void stepsOfUndoAreGerman();
    void problemsAreGerman();
    void examplesAreGerman();
    void everyRefusalIsGerman_data();
    void everyRefusalIsGerman();

  private:
    QTemporaryDir m_state;
};

void TestTranslations::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    app::preferences()->clear();
    QVERIFY(app::useLanguage(QStringLiteral("de")));
    ui::ThemeManager::instance().apply(ui::Appearance::light);
}

void TestTranslations::catalogIsComplete() {
    const QList<Message> messages = messagesIn(catalog);
    QVERIFY(messages.size() > 500);
    QStringList wrong;
    for (const Message& message : messages) {
        if (message.unfinished || message.translations.isEmpty() ||
            message.translations.front().isEmpty())
            wrong << "missing: " + message.source;
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

/// What the tool that reads the sources would add.
void TestTranslations::nothingIsNewInTheSources() {
    QTemporaryDir folder;
    const QString copy = folder.filePath("gradweave_de.ts");
    QVERIFY(QFile::copy(catalog, copy));
    const QString texts = folder.filePath("catalogue_texts.cpp");
    QProcess lister;
    lister.setStandardOutputFile(texts);
    lister.start(CATALOGUE_TEXTS, {});
    QVERIFY(lister.waitForFinished(60'000));
    QCOMPARE(lister.exitCode(), 0);
    QProcess tool;
    tool.setWorkingDirectory(GRADWEAVE_SOURCE_DIR);
    tool.start(LUPDATE,
               {"-I", ".", "ui", "app/gradweave", texts, "-tr-function-alias", "QT_TR_NOOP+=T",
                "-locations", "none", "-no-obsolete", "-source-language", "en", "-ts", copy});
    QVERIFY(tool.waitForFinished(300'000));
    QCOMPARE(tool.exitCode(), 0);
    QStringList fresh;
    for (const Message& message : messagesIn(copy)) {
        if (message.unfinished) fresh << message.context + ": " + message.source;
        for (const QString& text : message.translations) {
            if (!message.unfinished && !text.isEmpty() && message.translations.size() == 1 &&
                placesIn(text) != placesIn(message.source))
                fresh << "places differ: " + message.source;
        }
    }
    QVERIFY2(fresh.isEmpty(), qPrintable(fresh.join('\n')));
}

void TestTranslations::menusAreGerman() {
    app::MainWindow window(std::make_shared<model::Catalogue>());
    QStringList titles;
    for (const QAction* action : window.menuBar()->actions())
        titles << action->text().remove('&');
    QCOMPARE(titles,
             (QStringList{"Datei", "Bearbeiten", "Ansicht", "Graph", "Trainieren", "Hilfe"}));
    const QStringList shared = ui::sharedLetters(window.menuBar()->actions());
    QVERIFY2(shared.isEmpty(), qPrintable(shared.join('\n')));
    QCOMPARE(window.actions()["edit.duplicate"]->text().remove('&'), QString("Verdoppeln"));
    QVERIFY(window.actions()["edit.duplicate"]->toolTip().contains("neben sich selbst"));
    // Menus say what the mouse does for the same.
    QVERIFY(window.actions()["graph.pullOut"]->text().endsWith("\tAlt+Ziehen"));
}

/// What blocks say of themselves comes from the engine, which knows no languages.
void TestTranslations::catalogueIsGerman() {
    app::MainWindow window(std::make_shared<model::Catalogue>());
    const auto& catalogue = window.document().catalogue();
    const model::BlockKind& linear = *catalogue.find("linear");
    QCOMPARE(linear.title, std::string("Linear"));
    QVERIFY(ui::catalogueText(linear.help).contains("gewichtete Summe"));
    QCOMPARE(ui::catalogueText(linear.params.front().label), QString("Einheiten"));
    QCOMPARE(ui::summaryText(linear, {{"units", std::int64_t{7}}}), QString("7 Einheiten"));
    QVERIFY2(ui::exampleText(linear).endsWith("Mit units=7: x [N, 5] ergibt y [N, 7]."),
             qPrintable(ui::exampleText(linear)));
    const auto* tree = window.findChild<QTreeView*>("paletteTree");
    QCOMPARE(tree->model()->index(0, 0).data().toString(), QString("Daten"));
    // Placeholders for values stay.
    for (const auto& kind : catalogue.kinds()) {
        const QString pattern = ui::catalogueText(kind->summary);
        for (const auto& spec : kind->params) {
            const QString place = '{' + QString::fromStdString(spec.key);
            QCOMPARE(pattern.count(place), QString::fromStdString(kind->summary).count(place));
        }
    }
}

void TestTranslations::stepsOfUndoAreGerman() {
    app::MainWindow window(std::make_shared<model::Catalogue>());
    auto& document = window.document();
    document.run(model::add_block(document.document(), *document.catalogue().find("linear"), {}));
    QCOMPARE(document.undoStack()->undoText(), QString("Linear hinzufügen"));
    document.run(model::toggle_mode(document.document(), {1}, model::BlockMode::muted));
    QCOMPARE(document.undoStack()->undoText(), QString("Stummschalten"));
    document.run(model::remove_blocks(document.document(), document.catalogue(), {1}));
    QCOMPARE(document.undoStack()->undoText(), QString("Linear löschen"));
}

/// The engine's sentences, with what stands in their places.
void TestTranslations::problemsAreGerman() {
    using ui::sentenceText;
    QCOMPARE(sentenceText("Linear needs a matrix [N, features]; this wire carries [N, 1, 28, 28] "
                          "(batch, channels, height, width). Put a Flatten block before it."),
             QString("Linear braucht eine Matrix [N, Merkmale]; diese Leitung führt [N, 1, 28, 28] "
                     "(Stapel, Kanäle, Höhe, Breite). Einen Flatten-Block davor setzen."));
    QCOMPARE(sentenceText("Linear: connect the input \"x\" (Features, [N, features].)"),
             QString("Linear: den Eingang „x“ verbinden (Merkmale, [N, Merkmale].)"));
    QCOMPARE(
        sentenceText("Conv2d needs images [N, channels, height, width]; this wire carries "
                     "[N, 5]."),
        QString("Conv2d braucht Bilder [N, Kanäle, Höhe, Breite]; diese Leitung führt [N, 5]."));
    QCOMPARE(sentenceText("The disk is on fire."), QString("The disk is on fire."));
    // What is wrong with somebody's table, down to the parts.
    QCOMPARE(sentenceText("heart.csv: line 19, column \"chol\": the cell is empty; fill it in, or "
                          "choose to skip bad rows"),
             QString("heart.csv: Zeile 19, Spalte „chol“: Die Zelle ist leer; ausfüllen oder "
                     "schlechte Zeilen überspringen lassen"));
    QCOMPARE(
        sentenceText("a.csv: line 2, column \"b\": it is not clear what the point in \"2.5\" "
                     "means, since \"1,5\" in line 4, column \"b\", has a comma; write both "
                     "in one way, or ignore the column"),
        QString("a.csv: Zeile 2, Spalte „b“: Es ist nicht klar, was der Punkt in „2.5“ "
                "bedeutet, da „1,5“ in Zeile 4, Spalte „b“, ein Komma hat; schreiben Sie beide "
                "auf eine Weise oder lassen Sie die Spalte weg"));
    QCOMPARE(sentenceText("line 1 is not UTF-8 text: the file was read as Windows-1252; if letters "
                          "look wrong, save it as CSV in UTF-8"),
             QString("Zeile 1 ist kein UTF-8-Text: Die Datei wurde als Windows-1252 gelesen; wenn "
                     "Buchstaben falsch aussehen, als CSV in UTF-8 speichern"));
    QCOMPARE(sentenceText("1 of 303 rows was skipped (line 19); the first: line 19, column "
                          "\"chol\": \"much\" is not a number; correct it"),
             QString("1 von 303 Zeilen wurde übersprungen (Zeile 19); die erste: Zeile 19, Spalte "
                     "„chol“: „much“ ist keine Zahl; berichtigen"));
    QCOMPARE(sentenceText("The loss became nan in epoch 1, batch 5; the step before had made "
                          "\"stem.weight\" in block \"stem\" nan. The weights are back at their "
                          "initial values. Try a smaller learning rate, such as 1e+05."),
             QString("Der Verlust wurde in Epoche 1, Stapel 5 zu nan; der Schritt davor hatte "
                     "„stem.weight“ im Block „stem“ zu nan gemacht. Die Gewichte sind wieder auf "
                     "dem Stand: Anfangswerte. Versuchen Sie eine kleinere Lernrate, etwa 1e+05."));
    QCOMPARE(sentenceText("a.svg: could not be written: permission denied; no file was written"),
             QString("a.svg: nicht zu schreiben: der Zugriff ist nicht erlaubt; keine Datei wurde "
                     "geschrieben"));
    QCOMPARE(sentenceText("Another block is called \"fc1\" already."),
             QString("Ein anderer Block heißt schon „fc1“."));
    QCOMPARE(sentenceText("a.csv: could not be read: there is no such file or folder"),
             QString("a.csv: nicht lesbar: Datei oder Ordner gibt es nicht"));
    QCOMPARE(ui::commandText("Insert Flatten → [N, 784]"), QString("Flatten einsetzen → [N, 784]"));
    QCOMPARE(ui::commandText("Use Conv2d instead → [N, 1]").section(' ', 0, 0),
             ui::commandText("Use Conv2d instead").section(' ', 0, 0));
    // What a new project says first.
    app::MainWindow window(std::make_shared<model::Catalogue>());
    window.actions()["file.new"]->trigger();
    const auto& problems = window.document().analysis().problems;
    QVERIFY(!problems.empty());
    QVERIFY(sentenceText(problems.front().sentence).startsWith("Einen Verlust hinzufügen"));
}

/// The first page that somebody sees.
void TestTranslations::examplesAreGerman() {
    const auto examples = app::findExamples();
    QVERIFY(examples.size() >= 10);
    for (const app::Example& example : examples) {
        const io::Json about =
            io::parse_json(io::read_text(example.path.toStdString())).at("about");
        const QString title = QString::fromStdString(about.at("title").string());
        QVERIFY2(example.text != QString::fromStdString(about.at("text").string()),
                 qPrintable(example.text));
        QVERIFY2(example.title != title || title == "Iris", qPrintable(title));
    }
    QCOMPARE(ui::bytesText(0), QString("0 Byte"));
    QCOMPARE(ui::groupedText(1234567), QString::fromUtf8("1\u202f234\u202f567"));
}

/// What blocks say to a wrong use, each of them: those that the proof of the catalogue collects.
void TestTranslations::everyRefusalIsGerman_data() {
    QTest::addColumn<QString>("sentence");
    struct Wrong {
        const char* kind;
        const char* settings;
        std::vector<const char*> inputs;
        const char* sentence;
    };
    static const std::vector<Wrong> uses = {
#include "tests/model/wrong_uses.inc"
    };
    const model::Catalogue catalogue;
    int number = 0;
    for (const Wrong& wrong : uses) {
        model::BlockKind use = *catalogue.find(wrong.kind);
        use.example = {"", wrong.settings, {wrong.inputs.begin(), wrong.inputs.end()}, ""};
        QString sentence;
        try {
            test::ask(use, model::example_params(use), model::example_inputs(use));
        } catch (const model::BlockProblem& problem) {
            sentence = QString::fromStdString(problem.sentence);
        } catch (const Error& error) {
            continue;  // of the engine itself, which the analysis passes on
        }
        QTest::addRow("%s %d", wrong.kind, number++) << sentence;
    }
}

void TestTranslations::everyRefusalIsGerman() {
    QFETCH(QString, sentence);
    QVERIFY2(!sentence.isEmpty(), "accepted");
    QVERIFY2(ui::sentenceText(sentence.toStdString()) != sentence, qPrintable(sentence));
}

QTEST_MAIN(TestTranslations)
#include "test_translations.moc"
