// SPDX-License-Identifier: GPL-3.0-or-later
// The export dialog offers what there is, warns before it replaces, and says what became of it.
#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "engine/train/run.h"
#include "tests/ui/sample_documents.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/message_strip.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;
using train::ExportKind;

namespace {

train::ExportSource untrained() {
    train::ExportSource source;
    source.catalogue = std::make_shared<model::Catalogue>();
    source.document = samples::digits(*source.catalogue);
    model::Analyser analyser(*source.catalogue);
    source.analysis = analyser.analyse(source.document, samples::digitsData);
    source.title = "digits";
    return source;
}

train::ExportSource trained() {
    train::ExportSource source = untrained();
    source.weights = [] {
        io::TensorFile file;
        file.tensors["fc1.weight"] = Array(DType::f32, Shape{4, 4});
        return file;
    };
    source.loss = [] { return exchange::Plot{}; };
    source.metrics_csv = [] { return std::string("step,epoch,loss,learning_rate\n1,1,2,0.1\n"); };
    return source;
}

struct Fixture {
    QTemporaryDir folder;
    ExportDialog dialog;
    QSignalSpy exported{&dialog, &ExportDialog::exported};
    QSignalSpy failed{&dialog, &ExportDialog::failed};

    explicit Fixture(train::ExportSource source)
        : dialog(std::move(source), "digits", folder.path(), "of run 3") {
        dialog.show();
    }
    template <class Widget>
    Widget* find(const char* name) {
        return dialog.findChild<Widget*>(QString(name));
    }
    void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    /// A click on the sign itself: the middle of a wide box may be beside its words.
    void toggle(ExportKind kind) {
        auto* box = find<QCheckBox>(qPrintable(QString("export%1").arg(int(kind))));
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    }
    void clickStrip(const QString& text) {
        for (auto* button : dialog.findChild<MessageStrip*>()->findChildren<QPushButton*>()) {
            if (button->text() == text) return QTest::mouseClick(button, Qt::LeftButton);
        }
        QFAIL(qPrintable("no button " + text));
    }
    bool done() {
        return QTest::qWaitFor([this] { return !dialog.busy(); }, 20000);
    }
    QString said() { return dialog.findChild<MessageStrip*>()->text(); }
    bool exists(const char* file) { return QFile::exists(folder.filePath(file)); }
};

}  // namespace

class TestExportDialog : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }

    void untrainedOffersNoFigures();
    void writesWhatIsChosen();
    void onnxWhenAskedFor();
    void graphForwardOrWithGradients();
    void warnsBeforeReplacing();
    void oneReasonIsSaidOnce();
    void namesAreChecked();
    void failureOffersRetry();
    void cancelStopsBetweenFiles();
    void closingStops();
    void widgetsHaveNames();
};

void TestExportDialog::untrainedOffersNoFigures() {
    Fixture f(untrained());
    QVERIFY(!f.find<QCheckBox>("export4")->isEnabled());
    QVERIFY(!f.find<QCheckBox>("export5")->isEnabled());
    QCOMPARE(f.dialog.chosen(), (std::vector<ExportKind>{ExportKind::weights, ExportKind::network,
                                                         ExportKind::graph_training}));
    const QString facts = f.find<QCheckBox>("export0")->accessibleDescription();
    QVERIFY2(facts.startsWith("6 tensors, ") && facts.contains("initial values"),
             qPrintable(facts));
    QCOMPARE(f.find<QCheckBox>("export4")->accessibleDescription(), "Nothing was trained yet.");
}

void TestExportDialog::writesWhatIsChosen() {
    Fixture f(trained());
    f.toggle(ExportKind::network);
    QCOMPARE(f.dialog.chosen().size(), 4u);
    f.click("exportButton");
    QVERIFY(f.dialog.busy());
    QVERIFY(!f.find<QPushButton>("exportButton")->isEnabled());
    QVERIFY(f.done());
    QCOMPARE(f.exported.size(), 1);
    QVERIFY2(f.said().startsWith("Exported 4 files, "), qPrintable(f.said()));
    QVERIFY(f.exists("digits.safetensors") && f.exists("digits-graph.svg") &&
            f.exists("digits-loss.svg") && f.exists("digits-metrics.csv"));
    QVERIFY(!f.exists("digits-network.svg"));
}

void TestExportDialog::onnxWhenAskedFor() {
    Fixture f(untrained());
    QVERIFY(!f.find<QCheckBox>("export6")->isChecked());
    f.toggle(ExportKind::onnx);
    QVERIFY(f.dialog.chosen()[1] == ExportKind::onnx);
    f.click("exportButton");
    QVERIFY(f.done());
    QVERIFY2(f.said().startsWith("Exported 4 files, "), qPrintable(f.said()));
    QVERIFY(f.exists("digits.onnx"));
}

void TestExportDialog::graphForwardOrWithGradients() {
    Fixture f(untrained());
    auto* forward = f.find<QRadioButton>("exportForward");
    QVERIFY(f.find<QRadioButton>("exportTraining")->isChecked());
    QTest::mouseClick(forward, Qt::LeftButton, {}, QPoint(8, forward->height() / 2));
    QCOMPARE(f.dialog.chosen().back(), ExportKind::graph_forward);
    f.toggle(ExportKind::graph_training);
    QVERIFY(!forward->isEnabled());
    QCOMPARE(f.dialog.chosen().size(), 2u);
}

void TestExportDialog::warnsBeforeReplacing() {
    Fixture f(untrained());
    auto* warning = f.find<QLabel>("exportWarning");
    QTest::qWait(50);
    QVERIFY(!warning->isVisible());
    QFile file(f.folder.filePath("other-network.svg"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    auto* name = f.find<QLineEdit>("exportName");
    name->selectAll();
    QTest::keyClicks(name, "other");
    QTRY_VERIFY(warning->isVisible());
    QVERIFY2(warning->text() == "Will be replaced: other-network.svg.",
             qPrintable(warning->text()));
    f.toggle(ExportKind::network);
    QTest::qWait(50);
    QVERIFY(!warning->isVisible());
    f.find<QLineEdit>("exportFolder")->setText(f.folder.filePath("new/folder"));
    QTRY_COMPARE(warning->text(), "The folder will be created.");
    f.click("exportButton");
    QVERIFY(f.done());
    QVERIFY(f.exists("new/folder/other.safetensors"));
    // Files that were just written are no reason to warn.
    QTest::qWait(50);
    QVERIFY(!warning->isVisible());
}

void TestExportDialog::oneReasonIsSaidOnce() {
    Fixture f(trained());
    QFile file(f.folder.filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    f.find<QLineEdit>("exportFolder")->setText(f.folder.filePath("file/folder"));
    f.click("exportButton");
    QVERIFY(f.done());
    QVERIFY2(f.said().contains("digits.safetensors") && !f.said().contains("digits-loss.svg") &&
                 f.said().endsWith("; no file was written") && !f.said().contains('\n'),
             qPrintable(f.said()));
    QCOMPARE(f.failed.last().at(0).toString().count('\n'), 4);
}

void TestExportDialog::namesAreChecked() {
    Fixture f(untrained());
    auto* name = f.find<QLineEdit>("exportName");
    auto* go = f.find<QPushButton>("exportButton");
    QVERIFY(go->isEnabled());
    for (const char* wrong : {"", "a/b", ".hidden"}) {
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QTest::keyClicks(name, wrong);
        QVERIFY2(!go->isEnabled(), wrong);
        QVERIFY(f.find<QLabel>("exportWarning")->isVisible());
    }
    name->selectAll();
    QTest::keyClicks(name, "net 1");
    QVERIFY(go->isEnabled());
    f.find<QLineEdit>("exportFolder")->clear();
    QVERIFY(!go->isEnabled());
}

void TestExportDialog::failureOffersRetry() {
    Fixture f(trained());
    const QString place = f.folder.filePath("digits-network.svg");
    QVERIFY(QDir().mkdir(place));
    f.click("exportButton");
    QVERIFY(f.done());
    QCOMPARE(f.failed.size(), 1);
    QVERIFY2(f.said().contains("digits-network.svg") && f.said().contains("4 of 5"),
             qPrintable(f.said()));
    QVERIFY(f.exists("digits.safetensors"));
    QVERIFY(QDir().rmdir(place));
    f.clickStrip("Retry");
    QVERIFY(f.done());
    QVERIFY2(f.said().startsWith("Exported 5 files, "), qPrintable(f.said()));
    QVERIFY(f.exists("digits-network.svg"));
}

void TestExportDialog::cancelStopsBetweenFiles() {
    auto source = trained();
    auto begun = std::make_shared<QSemaphore>(), go = std::make_shared<QSemaphore>();
    source.weights = [begun, go] {
        begun->release();
        go->acquire();
        return io::TensorFile{};
    };
    Fixture f(std::move(source));
    f.click("exportButton");
    QVERIFY(begun->tryAcquire(1, 10000));
    QCOMPARE(f.find<QPushButton>("exportClose")->text(), "Cancel");
    f.click("exportClose");
    QVERIFY(f.dialog.isVisible());
    go->release();
    QVERIFY(f.done());
    QVERIFY(f.exists("digits.safetensors"));
    QVERIFY(!f.exists("digits-network.svg"));
    QVERIFY2(f.said().contains("1 of 5"), qPrintable(f.said()));
    f.clickStrip("Write the rest");
    QVERIFY(f.done());
    QVERIFY(f.exists("digits-network.svg"));
    QVERIFY2(f.said().startsWith("Exported 5 files, "), qPrintable(f.said()));
}

void TestExportDialog::closingStops() {
    auto begun = std::make_shared<QSemaphore>(), go = std::make_shared<QSemaphore>();
    QTemporaryDir folder;
    {
        auto source = trained();
        source.weights = [begun, go] {
            begun->release();
            go->acquire();
            return io::TensorFile{};
        };
        ExportDialog dialog(std::move(source), "digits", folder.path());
        dialog.show();
        QTest::mouseClick(dialog.findChild<QPushButton*>("exportButton"), Qt::LeftButton);
        QVERIFY(begun->tryAcquire(1, 10000));
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
    }
    // Nobody is left to tell; the file that was being written is whole, others are not begun.
    go->release();
    QTRY_VERIFY(QFile::exists(folder.filePath("digits.safetensors")));
    QTest::qWait(50);
    QVERIFY(!QFile::exists(folder.filePath("digits-network.svg")));
}

void TestExportDialog::widgetsHaveNames() {
    Fixture f(trained());
    for (const QWidget* widget : f.dialog.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->inherits("QLabel")) continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 widget->metaObject()->className());
    }
}

QTEST_MAIN(TestExportDialog)
#include "test_export_dialog.moc"
