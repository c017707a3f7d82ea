// SPDX-License-Identifier: GPL-3.0-or-later
// A sentence in the layout, close to what it is about, with what can be done about it.
#pragma once

#include <QFrame>
#include <functional>

class QHBoxLayout;
class QLabel;

namespace gradweave::ui {

/// Shows one message at a time and nothing otherwise. Never modal, never floating.
class MessageStrip : public QFrame {
    Q_OBJECT

  public:
    enum class Kind { info, success, warning, error };

    explicit MessageStrip(QWidget* parent = nullptr);

    void showMessage(Kind kind, const QString& sentence);
    /// A button beside the message; to be called after showMessage.
    void addAction(const QString& text, const std::function<void()>& act);
    void dismiss();
    QString text() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void restyle();

    Kind m_kind = Kind::info;
    QLabel* m_sign;
    QLabel* m_text;
    QHBoxLayout* m_actions;
};

}  // namespace gradweave::ui
