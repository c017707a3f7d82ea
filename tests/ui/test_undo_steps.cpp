// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes one step of undo and what becomes two, with the keys and clicks that make it.
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QStyle>
#include <QStyleOptionSpinBox>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>

#include "tests/ui/window_hands.h"
#include "ui/panels/inspector.h"
#include "ui/panels/training_bar.h"

using namespace gradweave;
using namespace gradweave::ui;

namespace {

/// Somebody at the fields of a Linear block.
class Fields {
  public:
    Fields() {
        hands.select({"fc1"});
        field = hands.window().findChild<QAbstractSpinBox*>("param.units");
        field->setFocus();
        QCoreApplication::processEvents();
        before = stack()->count();
    }
    QUndoStack* stack() { return hands.model().undoStack(); }
    int steps() { return stack()->count() - before; }
    std::int64_t units() {
        const model::Params& params = hands.document().at(hands.id("fc1")).params;
        const auto found = params.find("units");
        return found == params.end() ? 64 : std::get<std::int64_t>(found->second);
    }
    void type(const QString& text) {
        field->selectAll();
        QTest::keyClicks(field, text);
    }
    void press(bool again = false, Qt::Key key = Qt::Key_Up) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, QString(), again);
        QApplication::sendEvent(field, &event);
    }
    void release(Qt::Key key = Qt::Key_Up) { QTest::keyRelease(field, key); }
    /// The middle of the field's upper arrow.
    QPoint arrow() {
        QStyleOptionSpinBox option;
        option.initFrom(field);
        option.subControls = QStyle::SC_All;
        option.buttonSymbols = field->buttonSymbols();
        return field->style()
            ->subControlRect(QStyle::CC_SpinBox, &option, QStyle::SC_SpinBoxUp, field)
            .center();
    }
    template <class T>
    T* find(const char* name) {
        return hands.window().findChild<Inspector*>()->findChild<T*>(name);
    }

    WindowHands hands;
    QAbstractSpinBox* field = nullptr;
    int before = 0;
};

}  // namespace

class TestUndoSteps : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void typingANumberIsOne();
    void eachPressIsOne();
    void holdingAKeyIsOne();
    void eachClickIsOne();
    void holdingAnArrowIsOne();
    void turningTheWheelIsOne();
    void resetIsItsOwn();
    void clicksAndChoicesAreTheirOwn();
    void trainingSettingsToo();
    void keysInAFieldAreTheDocuments();

  private:
    QTemporaryDir m_state;
};

void TestUndoSteps::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    LineTests::forget();
    ThemeManager::instance().apply(Appearance::light);
}

void TestUndoSteps::typingANumberIsOne() {
    Fields f;
    const auto was = f.units();
    f.type("173");
    QCOMPARE(f.units(), 173);
    QCOMPARE(f.steps(), 1);
    f.stack()->undo();
    QCOMPARE(f.units(), was);
}

void TestUndoSteps::eachPressIsOne() {
    Fields f;
    f.type("173");
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(f.field, Qt::Key_Up);
    QCOMPARE(f.units(), 176);
    QCOMPARE(f.steps(), 4);
    // What is typed after an arrow is not the arrow's.
    f.type("9");
    QCOMPARE(f.steps(), 5);
    f.stack()->undo();
    QCOMPARE(f.units(), 176);
    f.stack()->undo();
    QCOMPARE(f.units(), 175);
}

void TestUndoSteps::holdingAKeyIsOne() {
    Fields f;
    const auto was = f.units();
    f.press();
    for (int i = 0; i < 5; ++i)
        f.press(true);
    f.release();
    const auto up = f.units();
    QVERIFY(up >= was + 6);  // the field repeats by itself as well
    QCOMPARE(f.steps(), 1);
    f.press(false, Qt::Key_Down);
    f.press(true, Qt::Key_Down);
    f.release(Qt::Key_Down);
    QVERIFY(f.units() <= up - 2);
    QCOMPARE(f.steps(), 2);
    f.stack()->undo();
    QCOMPARE(f.units(), up);
    f.stack()->undo();
    QCOMPARE(f.units(), was);
}

void TestUndoSteps::eachClickIsOne() {
    Fields f;
    const auto was = f.units();
    QTest::mouseClick(f.field, Qt::LeftButton, {}, f.arrow());
    QTest::mouseClick(f.field, Qt::LeftButton, {}, f.arrow());
    QCOMPARE(f.units(), was + 2);
    QCOMPARE(f.steps(), 2);
    f.stack()->undo();
    QCOMPARE(f.units(), was + 1);
}

void TestUndoSteps::holdingAnArrowIsOne() {
    Fields f;
    const auto was = f.units();
    QTest::mousePress(f.field, Qt::LeftButton, {}, f.arrow());
    QTRY_VERIFY(f.units() > was + 3);
    QTest::mouseRelease(f.field, Qt::LeftButton, {}, f.arrow());
    QCOMPARE(f.steps(), 1);
    f.stack()->undo();
    QCOMPARE(f.units(), was);
}

void TestUndoSteps::turningTheWheelIsOne() {
    Fields f;
    f.type("20");
    for (int i = 0; i < 4; ++i) {
        const QPointF at = QRectF(f.field->rect()).center();
        QWheelEvent event(at, f.field->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(f.field, &event);
    }
    QCOMPARE(f.units(), 24);
    QCOMPARE(f.steps(), 2);
    f.stack()->undo();
    QCOMPARE(f.units(), 20);
}

void TestUndoSteps::resetIsItsOwn() {
    Fields f;
    const auto was = f.units();
    f.type("173");
    auto* reset = f.find<QToolButton>("reset.units");
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    const auto standard = f.units();
    QVERIFY(standard != 173);
    QCOMPARE(f.steps(), 2);
    f.type("5");
    QCOMPARE(f.steps(), 3);
    f.stack()->undo();
    QCOMPARE(f.units(), standard);
    f.stack()->undo();
    QCOMPARE(f.units(), 173);
    f.stack()->undo();
    QCOMPARE(f.units(), was);
}

void TestUndoSteps::clicksAndChoicesAreTheirOwn() {
    Fields f;
    auto* box = f.find<QCheckBox>("param.bias");
    QVERIFY(box != nullptr);
    const bool was = box->isChecked();
    for (int i = 0; i < 2; ++i)
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(box->height() / 2, box->height() / 2));
    QCOMPARE(f.steps(), 2);
    f.stack()->undo();
    QCOMPARE(box->isChecked(), !was);
    f.stack()->undo();
    auto* choice = f.find<QComboBox>("param.init");
    QVERIFY(choice != nullptr);
    choice->setFocus();
    const QString first = choice->currentText();
    QTest::keyClick(choice, Qt::Key_Down);
    const QString second = choice->currentText();
    QTest::keyClick(choice, Qt::Key_Down);
    QVERIFY(second != first && choice->currentText() != second);
    QCOMPARE(f.steps(), 2);
    f.stack()->undo();
    QCOMPARE(choice->currentText(), second);
}

void TestUndoSteps::trainingSettingsToo() {
    Fields f;
    auto* bar = f.hands.window().findChild<TrainingBar*>();
    auto* epochs = bar ? bar->findChild<QAbstractSpinBox*>("param.epochs") : nullptr;
    QVERIFY(epochs != nullptr);
    epochs->setFocus();
    QTest::keyClick(epochs, Qt::Key_Up);
    QTest::keyClick(epochs, Qt::Key_Up);
    QCOMPARE(f.steps(), 2);
}

/// One history: Ctrl+Z in a field takes back the last edit, whichever it was, and nothing of the
/// field's own. What was refused is no edit, and goes first.
void TestUndoSteps::keysInAFieldAreTheDocuments() {
    Fields f;
    const std::string before = f.hands.text();
    const auto was = f.units();
    // An edit elsewhere, and the keyboard in a field that has nothing of its own to take back.
    f.find<QCheckBox>("param.bias")->click();
    QVERIFY(f.hands.text() != before);
    f.field->setFocus();
    QTest::keyClick(f.field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f.hands.text(), before);
    f.before = f.stack()->index();
    f.type("173");
    QTest::keyClick(f.field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f.units(), was);
    QCOMPARE(f.hands.text(), before);
    QCOMPARE(f.field->findChild<QLineEdit*>()->text(), QString::number(was));
    QTest::keyClick(f.field, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f.units(), 173);
    QCOMPARE(f.steps(), 1);

    f.type("many");
    QVERIFY(f.find<QLabel>("error.units")->isVisible());
    QTest::keyClick(f.field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f.field->findChild<QLineEdit*>()->text(), QString("173"));
    QVERIFY(!f.find<QLabel>("error.units")->isVisible());
    QCOMPARE(f.units(), 173);

    auto* name = f.find<QLineEdit>("blockName");
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, "deep");
    QVERIFY(f.hands.id("deep") != 0);
    for (int i = 0; i < 3; ++i)  // more than there is to take back
        QTest::keyClick(name, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f.hands.text(), before);
    QCOMPARE(name->text(), QString("fc1"));
}

QTEST_MAIN(TestUndoSteps)
#include "test_undo_steps.moc"
