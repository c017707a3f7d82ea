// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/number_field.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// The value of a digit in the number's first place: 0.001 for 0.003, 10 for 64. Going down from a
/// round number the next finer digit moves: 0.01 steps to 0.009.
double stepOf(double value, bool down) {
    if (value == 0) return 0.1;
    const double size = std::abs(value);
    double step = std::pow(10, std::floor(std::log10(size) + 1e-9));
    const bool shrinking = (value > 0) == down;
    if (shrinking && size / step < 1 + 1e-9) step /= 10;
    return step;
}

/// Rid of the noise that adding decimal fractions leaves.
double rounded(double value, double step) {
    return std::round(value / step) * step;
}

}  // namespace

NumberField::NumberField(const model::ParamSpec& spec, QWidget* parent)
    : QAbstractSpinBox(parent), m_spec(spec) {
    setFocusPolicy(Qt::StrongFocus);
    setAccelerated(true);
    connect(lineEdit(), &QLineEdit::textEdited, this, [this](const QString& text) {
        begin(Doing::typing);
        // A decimal comma is understood where it is written; files have points.
        emit textTyped(m_spec.type == model::ParamType::real ? QString(text).replace(',', '.')
                                                             : text);
    });
    connect(this, &QAbstractSpinBox::editingFinished, this, &NumberField::left);
}

void NumberField::setText(const QString& text) {
    if (lineEdit()->text() != text) lineEdit()->setText(text);
}

void NumberField::showText(const QString& text) {
    if (lineEdit()->hasFocus() && number(lineEdit()->text()) == number(text)) return;
    setText(text);
}

std::optional<double> NumberField::number(const QString& text) const {
    return parse_double(QString(text).replace(',', '.').trimmed().toStdString());
}

void NumberField::stepBy(int steps) {
    const auto now = number(lineEdit()->text());
    if (!now) return;
    QString text;
    if (m_spec.type == model::ParamType::integer) {
        const double next = std::clamp(*now + steps, m_spec.minimum, m_spec.maximum);
        text = QString::number(static_cast<qint64>(next));
    } else {
        double value = *now;
        for (int i = 0; i < std::abs(steps); ++i) {
            const double step = stepOf(value, steps < 0);
            value = rounded(value + (steps < 0 ? -step : step), step);
        }
        value = std::clamp(value, m_spec.minimum, m_spec.maximum);
        // Fifteen digits drop what binary fractions add to decimal ones.
        text = qtext(number_text(QString::number(value, 'g', 15).toDouble()));
    }
    setText(text);
    selectAll();
    emit textTyped(text);
}

QAbstractSpinBox::StepEnabled NumberField::stepEnabled() const {
    const auto now = number(lineEdit()->text());
    if (!now) return StepNone;
    StepEnabled can = StepNone;
    if (*now > m_spec.minimum) can |= StepDownEnabled;
    if (*now < m_spec.maximum) can |= StepUpEnabled;
    return can;
}

QValidator::State NumberField::validate(QString&, int&) const {
    return QValidator::Acceptable;  // what is wrong is said, not prevented
}

void NumberField::begin(Doing what) {
    // Each press is one, however quickly they follow; holding repeats the one.
    if (what == Doing::stepping || what != m_doing) emit begun();
    m_doing = what;
}

void NumberField::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool steps = key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp ||
                       key == Qt::Key_PageDown;
    if (steps && !event->isAutoRepeat()) begin(Doing::stepping);
    QAbstractSpinBox::keyPressEvent(event);
}

void NumberField::mousePressEvent(QMouseEvent* event) {
    begin(Doing::stepping);  // on an arrow: presses in the text are the line edit's
    QAbstractSpinBox::mousePressEvent(event);
}

void NumberField::wheelEvent(QWheelEvent* event) {
    // A wheel that scrolls the panel must not change numbers it passes over.
    if (!hasFocus()) return event->ignore();
    begin(Doing::wheeling);
    QAbstractSpinBox::wheelEvent(event);
}

QSize NumberField::sizeHint() const {
    return {qRound(metrics().unit * 8), metrics().control};
}

QSize NumberField::minimumSizeHint() const {
    return {qRound(metrics().unit * 5), metrics().control};
}

}  // namespace gradweave::ui
