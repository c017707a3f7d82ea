// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_grid.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <limits>

#include "engine/core/text.h"
#include "ui/text.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// Kilobytes of pictures that are kept.
constexpr int cacheKilobytes = 32 * 1024;

}  // namespace

SampleGrid::SampleGrid(QWidget* parent) : QAbstractScrollArea(parent), m_pixmaps(cacheKilobytes) {
    setObjectName(QStringLiteral("sampleGrid"));
    setAccessibleName(tr("Samples"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setBackgroundRole(QPalette::Base);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, [this] {
        m_pixmaps.clear();
        layOut();
    });
}

void SampleGrid::setSamples(SamplesPtr samples) {
    m_samples = std::move(samples);
    m_image = imageField(m_samples->info()).value();
    m_label = labelField(m_samples->info());
    m_pixmaps.clear();
    m_current = 0;
    layOut();
    verticalScrollBar()->setValue(0);
    setAccessibleDescription(count() > 0 ? describe(0) : QString());
}

std::int64_t SampleGrid::count() const {
    return m_samples ? static_cast<std::int64_t>(m_samples->order.size()) : 0;
}

void SampleGrid::layOut() {
    if (!m_samples) return;
    const gradweave::Shape& shape = m_samples->info().fields[m_image].sample;
    const int wanted = qRound(metrics().unit * 4);
    const int longer = static_cast<int>(std::max<std::int64_t>({shape[1], shape[2], 1}));
    QSize picture(static_cast<int>(shape[2]), static_cast<int>(shape[1]));
    // Small pictures grow by whole numbers, so that all their pixels stay equal.
    if (longer <= wanted)
        picture *= std::max(1, qRound(static_cast<double>(wanted) / longer));
    else
        picture.scale(wanted * 3 / 2, wanted * 3 / 2, Qt::KeepAspectRatio);
    m_picture = picture.expandedTo(QSize(1, 1));
    const int gap = qRound(metrics().gap);
    const int words = m_label ? QFontMetrics(metrics().smallText).height() + gap / 4 : 0;
    const int width = viewport()->width() - gap;
    m_cell = QSize(std::max(m_picture.width(), m_label ? wanted : 0) + gap,
                   m_picture.height() + words + gap);
    m_columns = std::max(1, width / m_cell.width());
    // What is left over at the right is shared out.
    m_cell.setWidth(std::max(m_cell.width(), width / static_cast<int>(m_columns)));
    m_rows = (count() + m_columns - 1) / m_columns;
    const auto height =
        std::min<std::int64_t>(m_rows * m_cell.height() + gap, std::numeric_limits<int>::max() / 2);
    verticalScrollBar()->setSingleStep(m_cell.height() / 2);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(height) - viewport()->height()));
    viewport()->update();
}

QRect SampleGrid::cellRect(std::int64_t place) const {
    const int gap = qRound(metrics().gap);
    const auto column = static_cast<int>(place % m_columns);
    const std::int64_t top = place / m_columns * m_cell.height() - verticalScrollBar()->value();
    return QRect(QPoint(gap / 2 + column * m_cell.width(), gap / 2 + static_cast<int>(top)),
                 m_cell);
}

std::int64_t SampleGrid::placeAt(const QPoint& at) const {
    const int gap = qRound(metrics().gap);
    const int x = at.x() - gap / 2, y = at.y() - gap / 2 + verticalScrollBar()->value();
    if (m_cell.isEmpty() || x < 0 || y < 0 || x / m_cell.width() >= m_columns) return -1;
    const std::int64_t place = y / m_cell.height() * m_columns + x / m_cell.width();
    return place < count() ? place : -1;
}

const QPixmap& SampleGrid::pixmapOf(std::int64_t sample) {
    if (const QPixmap* known = m_pixmaps.object(sample)) return *known;
    QImage image = imageOf(m_samples->raw(m_image, sample));
    const QSize size = m_picture * devicePixelRatioF();
    image = image.scaled(
        size, Qt::IgnoreAspectRatio,
        image.width() > size.width() ? Qt::SmoothTransformation : Qt::FastTransformation);
    auto* pixmap = new QPixmap(QPixmap::fromImage(image));
    pixmap->setDevicePixelRatio(devicePixelRatioF());
    // The cache takes it over; a picture that is larger than all of the cache is not kept, so the
    // cost is capped.
    const int kilobytes = std::min(size.width() * size.height() / 256, cacheKilobytes / 4);
    m_pixmaps.insert(sample, pixmap, std::max(1, kilobytes));
    return *pixmap;
}

QString SampleGrid::labelAt(std::int64_t place) const {
    if (!m_label) return {};
    const std::int64_t sample = m_samples->order[static_cast<std::size_t>(place)];
    const auto& labels = m_samples->loaded->overview.of(m_samples->split)[*m_label].labels;
    return className(m_samples->info().fields[*m_label], labels[static_cast<std::size_t>(sample)]);
}

QString SampleGrid::describe(std::int64_t place) const {
    const std::int64_t sample = m_samples->order[static_cast<std::size_t>(place)];
    const QString number = groupedText(sample);
    return m_label ? tr("Sample %1: %2").arg(number, labelAt(place)) : tr("Sample %1").arg(number);
}

void SampleGrid::paintCell(QPainter& painter, std::int64_t place) {
    const QRect cell = cellRect(place);
    const int gap = qRound(metrics().gap);
    QRect picture(QPoint(), m_picture);
    picture.moveCenter(QPoint(cell.center().x(), 0));
    picture.moveTop(cell.top() + gap / 2);
    const bool current = place == m_current && hasFocus();
    if (current)
        paintBox(painter, QRectF(cell).adjusted(1, 1, -1, -1),
                 mixed(theme().selection, theme().base, 0.16), theme().selection,
                 metrics().smallCorner);
    painter.drawPixmap(picture.topLeft(),
                       pixmapOf(m_samples->order[static_cast<std::size_t>(place)]));
    if (!m_label) return;
    const QRect words(cell.left() + gap / 4, picture.bottom() + 1 + gap / 4, cell.width() - gap / 2,
                      cell.bottom() - picture.bottom() - gap / 2);
    painter.setPen(current ? theme().text : theme().mutedText);
    painter.drawText(
        words, Qt::AlignHCenter | Qt::AlignTop,
        painter.fontMetrics().elidedText(labelAt(place), Qt::ElideRight, words.width()));
}

void SampleGrid::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme().base);
    if (count() == 0) {
        painter.setPen(theme().mutedText);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("There are no such samples."));
        return;
    }
    painter.setFont(metrics().smallText);
    const int top = event->rect().top() + verticalScrollBar()->value();
    const std::int64_t first = std::max(0, top / m_cell.height() - 1) * m_columns;
    for (std::int64_t place = first; place < count(); ++place) {
        const QRect cell = cellRect(place);
        if (cell.top() > event->rect().bottom()) break;
        if (cell.intersects(event->rect())) paintCell(painter, place);
    }
}

void SampleGrid::setCurrent(std::int64_t place) {
    if (count() == 0) return;
    m_current = std::clamp<std::int64_t>(place, 0, count() - 1);
    const QRect cell = cellRect(m_current);
    const int gap = qRound(metrics().gap);
    QScrollBar* bar = verticalScrollBar();
    if (cell.top() < 0)
        bar->setValue(bar->value() + cell.top() - gap / 2);
    else if (cell.bottom() > viewport()->height())
        bar->setValue(bar->value() + cell.bottom() + gap / 2 - viewport()->height());
    viewport()->update();
    setAccessibleDescription(describe(m_current));
    emit currentChanged(m_samples->order[static_cast<std::size_t>(m_current)]);
}

void SampleGrid::mousePressEvent(QMouseEvent* event) {
    const std::int64_t place = placeAt(event->pos());
    if (place >= 0 && event->button() == Qt::LeftButton) setCurrent(place);
}

void SampleGrid::keyPressEvent(QKeyEvent* event) {
    const std::int64_t page =
        std::max(1, m_cell.isEmpty() ? 1 : viewport()->height() / m_cell.height()) * m_columns;
    switch (event->key()) {
        case Qt::Key_Left:
            return setCurrent(m_current - 1);
        case Qt::Key_Right:
            return setCurrent(m_current + 1);
        case Qt::Key_Up:
            return setCurrent(m_current < m_columns ? m_current : m_current - m_columns);
        case Qt::Key_Down:
            return setCurrent(m_current + m_columns < count() ? m_current + m_columns : m_current);
        case Qt::Key_PageUp:
            return setCurrent(m_current - page);
        case Qt::Key_PageDown:
            return setCurrent(m_current + page);
        case Qt::Key_Home:
            return setCurrent(0);
        case Qt::Key_End:
            return setCurrent(count() - 1);
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void SampleGrid::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void SampleGrid::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool SampleGrid::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::int64_t place = placeAt(help->pos());
        QToolTip::showText(help->globalPos(), place < 0 ? QString() : describe(place), viewport(),
                           place < 0 ? QRect() : cellRect(place));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void SampleGrid::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    // The first picture in view stays in view.
    const std::int64_t first =
        m_cell.isEmpty() ? 0 : verticalScrollBar()->value() / m_cell.height() * m_columns;
    layOut();
    verticalScrollBar()->setValue(static_cast<int>(first / m_columns * m_cell.height()));
}

}  // namespace gradweave::ui
