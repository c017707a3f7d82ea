// SPDX-License-Identifier: GPL-3.0-or-later
// A number to type or to step, without the limits of QSpinBox: 64 bits, and steps that follow the
// size of the number.
#pragma once

#include <QAbstractSpinBox>

#include "engine/model/catalogue.h"

namespace gradweave::ui {

class NumberField : public QAbstractSpinBox {
    Q_OBJECT

  public:
    /// The spec must outlive the field; its type is integer or real.
    NumberField(const model::ParamSpec& spec, QWidget* parent);

    void setText(const QString& text);
    /// The same, but a text that is being typed and means the same number stays ("1.0" for 1).
    void showText(const QString& text);

    void stepBy(int steps) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// What follows is another intent than what was before: a press of an arrow, typing after it.
    void begun();
    void textTyped(const QString& text);
    /// The keyboard has left, or Enter was pressed.
    void left();

  protected:
    StepEnabled stepEnabled() const override;
    QValidator::State validate(QString& input, int& position) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    enum class Doing { nothing, typing, stepping, wheeling };
    void begin(Doing what);
    std::optional<double> number(const QString& text) const;

    const model::ParamSpec& m_spec;
    Doing m_doing = Doing::nothing;
};

}  // namespace gradweave::ui
