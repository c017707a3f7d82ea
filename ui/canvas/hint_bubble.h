// SPDX-License-Identifier: GPL-3.0-or-later
// A short text beside the mouse while a gesture goes on.
#pragma once

#include <QLabel>

namespace gradweave::ui {

/// A child of the canvas that never takes the mouse.
class HintBubble : public QLabel {
    Q_OBJECT

  public:
    explicit HintBubble(QWidget* parent);
    /// `at` in the parent's coordinates; the bubble stays inside the parent.
    void showAt(QPoint at, const QString& text, bool refusal);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    bool m_refusal = false;
};

}  // namespace gradweave::ui
