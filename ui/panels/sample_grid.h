// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of samples in rows, with what they show below them.
#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QPixmap>

#include "ui/panels/samples.h"

namespace gradweave::ui {

/// Scrolls through any number of samples; only those in view are looked at. One of them is the
/// current one, for keys and for who follows.
class SampleGrid : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit SampleGrid(QWidget* parent = nullptr);

    /// The data set must have a picture. The current place becomes the first.
    void setSamples(SamplesPtr samples);
    /// Makes a place in the order the current one and scrolls to it.
    void setCurrent(std::int64_t place);
    std::int64_t current() const { return m_current; }

    std::int64_t columns() const { return m_columns; }
    /// Where the picture and the words at a place in the order are, in the viewport.
    QRect cellRect(std::int64_t place) const;
    /// The place below a point of the viewport, or -1.
    std::int64_t placeAt(const QPoint& at) const;

  signals:
    void currentChanged(qint64 sample);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

  private:
    std::int64_t count() const;
    void layOut();
    void paintCell(QPainter& painter, std::int64_t place);
    const QPixmap& pixmapOf(std::int64_t sample);
    QString labelAt(std::int64_t place) const;
    QString describe(std::int64_t place) const;

    SamplesPtr m_samples;
    std::size_t m_image = 0;
    std::optional<std::size_t> m_label;
    std::int64_t m_current = 0, m_columns = 1, m_rows = 0;
    QSize m_picture, m_cell;
    QCache<qint64, QPixmap> m_pixmaps;
};

}  // namespace gradweave::ui
