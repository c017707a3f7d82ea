// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop says of light, dark and contrast is followed, and every text can be read.
#include <QApplication>
#include <QDBusVariant>
#include <QPalette>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "ui/theme/system_appearance.h"
#include "ui/theme/theme.h"

using namespace gradweave::ui;

class TestTheme : public QObject {
    Q_OBJECT

  private slots:
    void withoutADesktopThePaletteSays();
    void desktopIsFollowed();
    void textsCanBeRead();

  private:
    static QPalette palette(QColor window, QColor text) {
        QPalette palette;
        palette.setColor(QPalette::Window, window);
        palette.setColor(QPalette::WindowText, text);
        return palette;
    }
    static void say(SystemAppearance& system, const char* key, uint value) {
        QVERIFY(QMetaObject::invokeMethod(
            &system, "settingChanged", Q_ARG(QString, "org.freedesktop.appearance"),
            Q_ARG(QString, key), Q_ARG(QDBusVariant, QDBusVariant(value))));
    }
    /// WCAG's contrast of two colours: from 1 to 21.
    static double contrast(const QColor& a, const QColor& b) {
        const auto luminance = [](const QColor& c) {
            const auto linear = [](double v) {
                return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) +
                   0.0722 * linear(c.blueF());
        };
        const double x = luminance(a), y = luminance(b);
        return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    }
};

void TestTheme::withoutADesktopThePaletteSays() {
    QVERIFY(!SystemAppearance(palette(Qt::white, Qt::black), nullptr).dark());
    QVERIFY(SystemAppearance(palette(Qt::black, Qt::white), nullptr).dark());
}

void TestTheme::desktopIsFollowed() {
    SystemAppearance system(palette(Qt::white, Qt::black), nullptr);
    QSignalSpy changed(&system, &SystemAppearance::changed);
    say(system, "color-scheme", 1);
    QVERIFY(system.dark());
    say(system, "color-scheme", 1);
    QCOMPARE(changed.count(), 1);
    say(system, "contrast", 1);
    QVERIFY(system.highContrast());
    // No preference: as the platform.
    say(system, "color-scheme", 0);
    say(system, "contrast", 0);
    QVERIFY(!system.dark() && !system.highContrast());
    QCOMPARE(changed.count(), 4);
}

/// 4.5 for texts, 3 for wires and sockets.
void TestTheme::textsCanBeRead() {
    for (const Appearance appearance :
         {Appearance::light, Appearance::dark, Appearance::highContrast}) {
        ThemeManager::instance().apply(appearance);
        const Theme& t = theme();
        const auto check = [&](const char* what, const QColor& ink, const QColor& paper,
                               double least) {
            QVERIFY2(contrast(ink, paper) >= least,
                     qPrintable(QString("%1 in appearance %2: %3")
                                    .arg(what)
                                    .arg(static_cast<int>(appearance))
                                    .arg(contrast(ink, paper))));
        };
        check("text", t.text, t.window, 4.5);
        check("text of a field", t.text, t.base, 4.5);
        check("text of a block", t.text, t.block, 4.5);
        check("muted text", t.mutedText, t.window, 4.5);
        check("error", t.error, t.errorBase, 4.5);
        check("shape on a wire", t.wireShape, t.plate, 4.5);
        check("wire", t.wire, t.canvas, 3);
        check("class wire", t.wireClasses, t.canvas, 3);
        check("selection", t.selection, t.canvas, 3);
        using gradweave::model::Category;
        for (const Category category :
             {Category::data, Category::layer, Category::activation, Category::tensor,
              Category::loss, Category::metric, Category::output})
            check("title of a block", t.blockTitleText, t.category(category), 4.5);
    }
}

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
