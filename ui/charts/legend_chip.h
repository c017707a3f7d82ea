// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of a chart's legend: colour, name, newest value; a click hides the curve.
#pragma once

#include <QAbstractButton>

namespace gradweave::ui {

class LegendChip : public QAbstractButton {
    Q_OBJECT

  public:
    explicit LegendChip(const QString& name, QWidget* parent = nullptr);

    void setColor(const QColor& colour);
    void setDots(bool dots) { m_dots = dots; }
    /// The newest value, in the colour of errors if it is bad; the space for it is kept as wide as
    /// the widest so far.
    void setValue(const QString& value, bool bad);
    const QString& value() const { return m_value; }

    QSize sizeHint() const override;
    /// What the mark and the whole name need, without the value.
    int nameWidth() const;
    /// The same with a short mark and nothing to spare.
    int tightWidth() const;
    /// The name as it is painted, cut short where there is no room for it.
    QString shownName() const;
    bool showsValue() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    /// The mark, with what is free beside it.
    qreal markWidth() const;
    bool tight() const { return width() < nameWidth(); }
    /// For the name and the value.
    QRectF textArea() const;

    QColor m_color;
    QString m_value;
    int m_valueWidth = 0;
    bool m_dots = false, m_bad = false;
};

}  // namespace gradweave::ui
