// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a theme on the application: palette, style, fonts.
#include <QApplication>
#include <QPalette>
#include <QToolTip>

#include "ui/theme/style.h"
#include "ui/theme/system_appearance.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

QPalette paletteOf(const Theme& t) {
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.base);
    p.setColor(QPalette::AlternateBase, t.alternateBase);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.mutedText);
    p.setColor(QPalette::Button, mixed(t.text, t.window, 0.04));
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.error);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, t.accentText);
    p.setColor(QPalette::ToolTipBase, t.plate);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Link, t.dark ? t.selection : t.accent);
    p.setColor(QPalette::LinkVisited, t.dark ? t.selection : t.accent);
    p.setColor(QPalette::Light, mixed(t.base, t.window, 0.6));
    p.setColor(QPalette::Midlight, mixed(t.border, t.window, 0.4));
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, mixed(t.text, t.border, 0.2));
    p.setColor(QPalette::Shadow, t.dark ? QColor(Qt::black) : t.mutedText);
    const QColor faint = mixed(t.mutedText, t.window, 0.6);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faint);
    p.setColor(QPalette::Disabled, QPalette::Highlight, t.border);
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, t.mutedText);
    p.setColor(QPalette::Disabled, QPalette::Base, t.window);
    return p;
}

}  // namespace

ThemeManager& ThemeManager::instance() {
    // Lives as long as the application, so that no widget outlives it.
    static ThemeManager* manager = new ThemeManager;
    return *manager;
}

ThemeManager::ThemeManager()
    : QObject(qApp), m_theme(Theme::light()), m_metrics(QApplication::font()) {}

void ThemeManager::apply(Appearance appearance) {
    if (m_system == nullptr) {
        m_system = new SystemAppearance(QApplication::palette(), this);
        connect(m_system, &SystemAppearance::changed, this, [this] {
            if (m_appearance == Appearance::system) refresh();
        });
    }
    m_appearance = appearance;
    refresh();
}

void ThemeManager::refresh() {
    const bool dark = m_appearance == Appearance::dark ||
                      (m_appearance == Appearance::system && m_system->dark());
    const bool contrast = m_appearance == Appearance::highContrast ||
                          (m_appearance == Appearance::system && m_system->highContrast());
    m_theme = contrast ? Theme::highContrast() : dark ? Theme::darkened() : Theme::light();
    m_metrics = Metrics(QApplication::font());
    if (!m_styled) {
        QApplication::setStyle(new Style);
        m_styled = true;
    }
    const QPalette palette = paletteOf(m_theme);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    emit changed();
}

}  // namespace gradweave::ui
