// SPDX-License-Identifier: GPL-3.0-or-later
// Colours, sizes and fonts in one place; nothing else in the window names a colour.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>

#include "engine/model/catalogue.h"

class QApplication;

namespace gradweave::ui {

/// The colours of one appearance. Immutable; take it again when ThemeManager says that it changed.
struct Theme {
    bool dark = false;
    // Widgets
    QColor window, base, alternateBase, text, mutedText, border, accent, accentText;
    // Canvas
    QColor canvas, gridLine, block, blockBorder, blockTitleText, selection, wire, wireUnknown,
        wireShape, socket;
    // Signals
    QColor error, warning, success;
    // Charts
    QColor trainCurve, validationCurve, testCurve, chartGrid;

    /// Header of the blocks of a category.
    QColor category(model::Category category) const;
};

/// Sizes in multiples of the font's height, so that they fit every screen.
struct Metrics {
    qreal unit;        ///< height of a line of text
    qreal gap;         ///< between neighbouring things
    qreal blockWidth;  ///< least width of a block
    qreal rowHeight;   ///< of a socket's row in a block
    qreal socketRadius;
    qreal corner;  ///< radius of rounded corners
};

enum class Appearance { system, light, dark };

/// Applies themes to the application and says when the current one changes.
class ThemeManager : public QObject {
    Q_OBJECT

  public:
    static ThemeManager& instance();

    void apply(Appearance appearance);
    Appearance appearance() const { return m_appearance; }
    const Theme& theme() const { return m_theme; }
    const Metrics& metrics() const { return m_metrics; }

  signals:
    void changed();

  private:
    ThemeManager();
    Appearance m_appearance = Appearance::system;
    Theme m_theme;
    Metrics m_metrics;
};

inline const Theme& theme() {
    return ThemeManager::instance().theme();
}
inline const Metrics& metrics() {
    return ThemeManager::instance().metrics();
}

}  // namespace gradweave::ui
