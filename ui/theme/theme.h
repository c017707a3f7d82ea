// SPDX-License-Identifier: GPL-3.0-or-later
// Colours, sizes and fonts in one place; nothing else in the window names a colour.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>

#include "engine/model/catalogue.h"

namespace gradweave::ui {

class SystemAppearance;

/// The colours of one appearance. Immutable; take it again when ThemeManager says that it changed.
struct Theme {
    bool dark = false;
    bool contrast = false;  ///< the highest contrast: stronger lines
    // Widgets
    QColor window, base, alternateBase, text, mutedText, border, accent, accentText;
    QColor hover;  ///< behind what the mouse is over
    // Canvas
    QColor canvas, gridLine, block, blockBorder, blockTitleText, selection, wire, wireUnknown,
        wireShape, socket;
    QColor wireClasses;  ///< wires and sockets that carry class numbers
    QColor plate;        ///< behind the shape on a wire
    // Signals: the colour of the sign and its text, and of what lies behind them
    QColor error, warning, success;
    QColor errorBase, warningBase, successBase;
    // Charts
    QColor trainCurve, validationCurve, testCurve, chartGrid;

    /// Header of the blocks of a category; blockTitleText is legible on all of them.
    QColor category(model::Category category) const;
    /// The same for a sign or a text on `base`: stronger.
    QColor categoryMark(model::Category category) const;

    /// Of a frame on the canvas; any number gives one of a few colours.
    QColor frame(int index) const;
    static constexpr int frameColours = 6;

    static Theme light();
    static Theme darkened();
    static Theme highContrast();
};

/// Sizes in multiples of the font's height, so that they fit every screen.
struct Metrics {
    qreal unit;        ///< height of a line of text
    qreal gap;         ///< between neighbouring things
    qreal blockWidth;  ///< least width of a block
    qreal rowHeight;   ///< of a socket's row in a block
    qreal socketRadius;
    qreal corner;       ///< radius of rounded corners
    qreal smallCorner;  ///< the same for fields, buttons, plates
    int icon;           ///< width and height of icons in menus, lists and tool bars
    int control;        ///< height of a field or a button
    int label;          ///< width of the words before fields
    QFont text;         ///< the application's font
    QFont smallText;    ///< for what explains or qualifies
    QFont strongText;   ///< for titles

    explicit Metrics(const QFont& font);
};

enum class Appearance { system, light, dark, highContrast };

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
    void refresh();

    Appearance m_appearance = Appearance::system;
    Theme m_theme;
    Metrics m_metrics;
    SystemAppearance* m_system = nullptr;
    bool m_styled = false;
};

inline const Theme& theme() {
    return ThemeManager::instance().theme();
}
inline const Metrics& metrics() {
    return ThemeManager::instance().metrics();
}

/// `colour` over `below` with this share of `colour`, as an opaque colour.
QColor mixed(const QColor& colour, const QColor& below, qreal share);

}  // namespace gradweave::ui
