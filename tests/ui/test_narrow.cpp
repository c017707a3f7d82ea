// SPDX-License-Identifier: GPL-3.0-or-later
// The window where there is little room: on a small screen, or on one whose scale is large.
#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/gradweave/main_window.h"
#include "app/gradweave/settings.h"
#include "app/gradweave/training_control.h"
#include "ui/theme/icons.h"
#include "ui/theme/narrow_bar.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestNarrow : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void fitsASmallScreen();
    void barsSayLessWhereTheyAreNarrow();

  private:
    QTemporaryDir m_state;
};

void TestNarrow::initTestCase() {
    qputenv("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
    app::preferences()->clear();
    app::stateSettings()->clear();
    ThemeManager::instance().apply(Appearance::light);
}

/// A screen of 1440 by 900 at 150 % has 960 by 600, less the frame of the window: it must not stand
/// over its edge, whatever is open.
void TestNarrow::fitsASmallScreen() {
    const int most = qRound(metrics().unit * 66);
    app::MainWindow window(std::make_shared<model::Catalogue>());
    window.resize(1300, 850);
    window.show();
    QVERIFY2(window.minimumSizeHint().width() <= most,
             qPrintable(QString::number(window.minimumSizeHint().width())));
    window.openExample(GRADWEAVE_SOURCE_DIR "/resources/examples/fashion-mnist-mlp.gradweave");
    QTRY_VERIFY_WITH_TIMEOUT(
        !window.document().document().blocks().empty() && window.document().analysis().valid(),
        20000);
    window.document().run(
        model::set_training(window.document().document(), "epochs", std::int64_t{1}));
    window.actions()["train.start"]->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(window.training().trainer().state(), train::State::finished, 60000);
    window.resize(1, 850);
    QTest::qWait(50);
    QVERIFY2(window.minimumSizeHint().width() <= most && window.width() <= most,
             qPrintable(QString("%1 of %2").arg(window.minimumSizeHint().width()).arg(most)));
}

/// What has no room gives way, the first ones first, and comes back.
void TestNarrow::barsSayLessWhereTheyAreNarrow() {
    QWidget bar;
    auto* row = new QHBoxLayout(&bar);
    auto* name = new QLabel("What stays", &bar);
    auto* help = new QLabel("What may go", &bar);
    auto* save = new QToolButton(&bar);
    save->setText("Save as a picture");
    save->setIcon(icon("save"));
    save->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QWidget* widget : std::initializer_list<QWidget*>{name, help, save})
        row->addWidget(widget);
    new NarrowBar(&bar, {save, help}, 2);
    bar.show();
    const int whole = bar.sizeHint().width();
    const auto state = [&](int width) {
        bar.resize(width, bar.height());
        QCoreApplication::processEvents();
        return std::pair(save->toolButtonStyle() == Qt::ToolButtonTextBesideIcon,
                         help->isVisible());
    };
    QCOMPARE(state(whole), std::pair(true, true));
    QCOMPARE(state(whole - 10), std::pair(false, true));
    QCOMPARE(save->toolTip(), QString("Save as a picture"));
    QCOMPARE(state(name->sizeHint().width() + 60), std::pair(false, false));
    QVERIFY(name->width() >= name->sizeHint().width());
    // A text that grows is as good a reason.
    QCOMPARE(state(whole), std::pair(true, true));
    name->setText("What stays, and says more now");
    QTRY_COMPARE(save->toolButtonStyle(), Qt::ToolButtonIconOnly);
}

QTEST_MAIN(TestNarrow)
#include "test_narrow.moc"
