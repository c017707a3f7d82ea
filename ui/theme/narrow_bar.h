// SPDX-License-Identifier: GPL-3.0-or-later
// A row of controls that says less where there is less room, instead of widening the window.
#pragma once

#include <QObject>
#include <cstddef>
#include <vector>

class QWidget;

namespace gradweave::ui {

/// Watches the width of a bar with a layout. Where its widgets do not fit, those of `yielding` give
/// way, the first ones first: tool buttons with an icon show only that, with their text as tooltip;
/// others go. Lives as long as the bar.
class NarrowBar : public QObject {
  public:
    /// `least`: the width that the bar asks for, in units of the theme.
    NarrowBar(QWidget* bar, std::vector<QWidget*> yielding, double least);

    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fit();

    QWidget* m_bar;
    std::vector<QWidget*> m_yielding;
    std::size_t m_left = 0;  ///< how many have not given way
    bool m_fitting = false;
};

}  // namespace gradweave::ui
