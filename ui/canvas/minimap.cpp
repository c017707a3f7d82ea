// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/canvas/canvas_view.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr std::size_t ownAccord = 60;

}  // namespace

Minimap::Minimap(CanvasView& view) : QWidget(&view), m_view(view) {
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Minimap"));
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("The whole graph; click or drag to go there"));
    hide();
    // Once for all changes of a moment: it is looked at from the corner of the eye.
    m_timer.setSingleShot(true);
    m_timer.setInterval(80);
    connect(&m_timer, &QTimer::timeout, this, &Minimap::draw);
    const DocumentModel& model = view.model();
    connect(&model, &DocumentModel::edited, this, &Minimap::refresh);
    connect(&model, &DocumentModel::analysed, this, &Minimap::refresh);
    connect(&model, &DocumentModel::documentReset, this, &Minimap::refresh);
    connect(&model, &DocumentModel::selectionChanged, this, &Minimap::refresh);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &Minimap::refresh);
    connect(view.horizontalScrollBar(), &QScrollBar::valueChanged, this,
            qOverload<>(&QWidget::update));
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this,
            qOverload<>(&QWidget::update));
    connect(&view, &CanvasView::zoomChanged, this, qOverload<>(&QWidget::update));
    view.installEventFilter(this);
    refresh();
}

void Minimap::setWanted(std::optional<bool> wanted) {
    m_wanted = wanted;
    refresh();
}

void Minimap::refresh() {
    const std::size_t blocks = m_view.model().document().blocks().size();
    const bool shown = blocks > 0 && m_wanted.value_or(blocks >= ownAccord);
    if (shown != !isHidden()) {
        setVisible(shown);
        place();
        emit shownChanged(shown);
    }
    if (shown && !m_timer.isActive()) m_timer.start();
}

void Minimap::place() {
    const int unit = qRound(metrics().unit), margin = unit;
    const QSize size = QSize(unit * 14, unit * 9).boundedTo(m_view.size() / 2);
    setGeometry(m_view.width() - size.width() - margin, m_view.height() - size.height() - margin,
                size.width(), size.height());
}

bool Minimap::eventFilter(QObject*, QEvent* event) {
    if (event->type() == QEvent::Resize && !isHidden()) {
        place();
        if (!m_timer.isActive()) m_timer.start();
    }
    return false;
}

void Minimap::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refresh();
    QWidget::changeEvent(event);
}

void Minimap::draw() {
    const Theme& t = theme();
    const GraphScene& scene = m_view.graph();
    // A drag shows nothing new here before it ends, and should not wait for thousands of blocks.
    if (m_view.gestureActive()) return m_timer.start();
    const qreal ratio = devicePixelRatioF(), margin = metrics().unit * 0.4;
    m_extent = scene.blocksRect();
    if (m_extent.isEmpty()) return;
    m_scale = std::min((width() - 2 * margin) / m_extent.width(),
                       (height() - 2 * margin) / m_extent.height());
    m_picture = QPixmap(size() * ratio);
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    const auto place = [&](const QRectF& rect) {
        return QRectF(placeOf(rect.topLeft()), rect.size() * m_scale);
    };
    for (const auto& [id, frame] : m_view.model().document().frames()) {
        if (const FrameItem* item = scene.frameItem(id))
            painter.fillRect(place(item->area()), mixed(t.frame(frame.colour), t.plate, 0.25));
    }
    for (const auto& [id, block] : m_view.model().document().blocks()) {
        const BlockItem* item = scene.blockItem(id);
        if (item == nullptr) continue;
        QColor colour = t.categoryMark(item->content().category);
        if (item->content().mood == BlockContent::Mood::error) colour = t.error;
        if (m_view.model().selection().contains(id)) colour = t.selection;
        QRectF rect = place(item->sceneBody());
        rect.setSize(rect.size().expandedTo(QSizeF(1, 1)));
        painter.fillRect(rect, colour);
    }
    update();
}

QPointF Minimap::placeOf(QPointF scene) const {
    const QPointF middle(width() / 2.0, height() / 2.0);
    return middle + (scene - m_extent.center()) * m_scale;
}

void Minimap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    paintBox(painter, rect(), t.plate, t.border, metrics().smallCorner);
    painter.drawPixmap(0, 0, m_picture);
    const QRectF visible = m_view.visibleRect();
    const QRectF view = QRectF(placeOf(visible.topLeft()), visible.size() * m_scale)
                            .intersected(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    QColor fill = t.selection;
    fill.setAlphaF(0.1f);
    painter.setPen(QPen(t.selection, 1.4));
    painter.setBrush(fill);
    painter.drawRect(view);
}

void Minimap::goTo(QPointF place) {
    if (m_scale <= 0) return;
    m_view.centerOn(m_extent.center() + (place - QPointF(width() / 2.0, height() / 2.0)) / m_scale);
    update();
}

void Minimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) goTo(event->position());
    event->accept();  // nothing behind it is meant
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) goTo(event->position());
    event->accept();
}

}  // namespace gradweave::ui
