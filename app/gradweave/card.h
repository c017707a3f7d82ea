// SPDX-License-Identifier: GPL-3.0-or-later
// A large button with a title and a line of text, on the start page.
#pragma once

#include <QAbstractButton>
#include <QIcon>

namespace gradweave::app {

class Card : public QAbstractButton {
    Q_OBJECT

  public:
    Card(const QIcon& icon, const QString& title, const QString& text, QWidget* parent);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    /// Enter opens it, as a click does.
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    QRect textRect(int width) const;
    QString m_text;
};

}  // namespace gradweave::app
