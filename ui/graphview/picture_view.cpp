// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/picture_view.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "ui/graphview/picture_scene.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr qreal leastZoom = 0.02, mostZoom = 4, wheelStep = 1.2, keyStep = 1.25;
/// A picture that would have to be smaller to be seen whole is begun at a zoom that can be read.
constexpr qreal overview = 0.3, readable = 0.6, comfortable = 0.8;
/// The sheet reaches so much farther than the picture that any part can be in the middle.
constexpr qreal around = 4000;

}  // namespace

PictureView::PictureView(PictureScene* scene, QWidget* parent)
    : QGraphicsView(scene, parent), m_scene(scene) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(AnchorViewCenter);
    setViewportUpdateMode(MinimalViewportUpdate);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Computation graph"));
    connect(scene, &QGraphicsScene::sceneRectChanged, this, [this](const QRectF& rect) {
        setSceneRect(rect.adjusted(-around, -around, around, around));
    });
    connect(&ThemeManager::instance(), &ThemeManager::changed, this,
            [this] { viewport()->update(); });
}

void PictureView::zoomTo(qreal wanted, QPointF anchor) {
    const qreal scale = std::clamp(wanted, std::min(leastZoom, zoom()), mostZoom);
    const QPointF before = viewportTransform().inverted().map(anchor);
    setTransform(QTransform::fromScale(scale, scale));
    panBy(viewportTransform().map(before) - anchor);
}

void PictureView::panBy(QPointF pixels) {
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(pixels.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(pixels.y()));
}

void PictureView::fit() {
    const QRectF rect = m_scene->sceneRect();
    if (m_scene->empty() || rect.isEmpty()) return;
    const qreal margin = metrics().unit;
    const QSizeF space = QSizeF(viewport()->size()) - QSizeF(2 * margin, 2 * margin);
    const qreal fitting = std::min(space.width() / rect.width(), space.height() / rect.height());
    const qreal scale = std::clamp(fitting, 1e-4, 1.25);
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(rect.center());
}

void PictureView::showFirst(int box) {
    fit();
    const qreal whole = zoom();
    if (m_scene->empty() || whole >= overview) return;
    const QSizeF space = viewport()->size();
    const QRectF all = m_scene->sceneRect();
    const qreal margin = metrics().unit;
    const qreal scale =
        std::clamp((space.width() - 2 * margin) / all.width(), readable, comfortable);
    setTransform(QTransform::fromScale(scale, scale));
    if (box >= 0) return centerOn(m_scene->boxRect(box).center());
    const QRectF first = m_scene->boxRect(m_scene->firstBox());
    const QSizeF seen = space / scale;
    const qreal left =
        seen.width() >= all.width()
            ? all.center().x() - seen.width() / 2
            : std::clamp(first.center().x() - seen.width() / 2, all.left() - margin / scale,
                         all.right() + margin / scale - seen.width());
    const qreal top = std::min(first.top(), all.bottom() - seen.height() + 2 * margin / scale);
    centerOn(QRectF(QPointF(left, top - margin / scale), seen).center());
}

void PictureView::reveal(const std::set<int>& boxes) {
    if (boxes.empty()) return;
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    for (const int box : boxes) {
        if (seen.contains(m_scene->boxRect(box))) return;
    }
    centerOn(m_scene->boxRect(*boxes.begin()).center());
}

QString PictureView::tipFor(int number) const {
    if (number < 0 || m_scene->empty()) return {};
    const exchange::Grain grain = m_scene->picture().grain;
    const auto& box = m_scene->picture().boxes[static_cast<std::size_t>(number)];
    QStringList lines{QStringLiteral("<b>%1</b>").arg(qtext(box.title).toHtmlEscaped())};
    const auto add = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) lines << QStringLiteral("%1: %2").arg(name, value.toHtmlEscaped());
    };
    add(tr("Operation"), qtext(box.operation));
    add(tr("Gives"), qtext(box.type));
    if (box.operations > 1) lines << tr("%n operations", nullptr, box.operations);
    if (box.bytes > 0)
        add(grain == exchange::Grain::kernels ? tr("Reads and writes") : tr("Memory"),
            bytesText(box.bytes));
    if (grain == exchange::Grain::kernels && box.lines.size() > 1)
        add(tr("Time"), qtext(box.lines.back()));
    if (box.block != box.title) add(tr("Block"), qtext(box.block));
    if (!box.block.empty())
        lines << (grain == exchange::Grain::blocks
                      ? tr("Double-click unfolds it, Ctrl+click shows the block")
                      : tr("Double-click shows the block"));
    if (box.phase == graph::Phase::gradient) lines << tr("Part of the gradients");
    if (box.phase == graph::Phase::update) lines << tr("Part of the optimiser's update");
    return lines.join(QStringLiteral("<br>"));
}

void PictureView::wheelEvent(QWheelEvent* event) {
    const qreal turns = event->angleDelta().y() / 120.0;
    if (turns != 0) zoomTo(zoom() * std::pow(wheelStep, turns), event->position());
    event->accept();
}

void PictureView::mousePressEvent(QMouseEvent* event) {
    m_last = m_press = event->position();
    m_moved = false;
    const bool left = event->button() == Qt::LeftButton;
    m_panning = event->button() == Qt::MiddleButton || left;
    updateCursor();
    event->accept();
}

void PictureView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_panning && event->buttons() != Qt::NoButton) {
        const qreal way = (at - m_press).manhattanLength();
        m_moved = m_moved || way >= QApplication::startDragDistance();
        if (m_moved) panBy(m_last - at);
        m_last = at;
        updateCursor();
        return;
    }
    m_scene->setHovered(m_scene->boxAt(mapToScene(at.toPoint())));
    updateCursor();
}

void PictureView::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = event->button() == Qt::LeftButton && !m_moved && !m_space;
    m_panning = false;
    updateCursor();
    if (!click) return;
    const int box = m_scene->boxAt(mapToScene(event->position().toPoint()));
    emit boxClicked(box);
    if (box >= 0 && event->modifiers() & Qt::ControlModifier) emit boxActivated(box);
}

void PictureView::contextMenuEvent(QContextMenuEvent* event) {
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    const auto chosen = m_scene->empty() ? std::set<int>{} : m_scene->selectedBoxes();
    const int box = mouse            ? m_scene->boxAt(mapToScene(event->pos()))
                    : chosen.empty() ? -1
                                     : *chosen.begin();
    if (mouse && box >= 0) emit boxClicked(box);
    emit menuRequested(box, mouse ? event->globalPos() : viewport()->mapToGlobal(rect().center()));
}

void PictureView::mouseDoubleClickEvent(QMouseEvent* event) {
    const int box = m_scene->boxAt(mapToScene(event->position().toPoint()));
    if (event->button() == Qt::LeftButton && box >= 0) emit boxOpened(box);
}

void PictureView::keyPressEvent(QKeyEvent* event) {
    const QPointF middle = QRectF(viewport()->rect()).center();
    const qreal step = metrics().unit * 4;
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter: {
            const auto chosen = m_scene->empty() ? std::set<int>{} : m_scene->selectedBoxes();
            if (!chosen.empty()) emit boxActivated(*chosen.begin());
            return;
        }
        case Qt::Key_Home:
            return fit();
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomTo(zoom() * keyStep, middle);
        case Qt::Key_Minus:
            return zoomTo(zoom() / keyStep, middle);
        case Qt::Key_Left:
            return panBy({-step, 0});
        case Qt::Key_Right:
            return panBy({step, 0});
        case Qt::Key_Up:
            return panBy({0, -step});
        case Qt::Key_Down:
            return panBy({0, step});
        case Qt::Key_Space:
            m_space = true;
            return updateCursor();
        default:
            QGraphicsView::keyPressEvent(event);
    }
}

void PictureView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_space = false;
        return updateCursor();
    }
    QGraphicsView::keyReleaseEvent(event);
}

void PictureView::leaveEvent(QEvent* event) {
    m_scene->setHovered(-1);
    QGraphicsView::leaveEvent(event);
}

void PictureView::updateCursor() {
    if (m_panning && m_moved)
        viewport()->setCursor(Qt::ClosedHandCursor);
    else if (m_space)
        viewport()->setCursor(Qt::OpenHandCursor);
    else
        viewport()->unsetCursor();
}

bool PictureView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QGraphicsView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int box = m_scene->boxAt(mapToScene(help->pos()));
    const QString tip = tipFor(box);
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), tip, viewport(),
                           mapFromScene(m_scene->boxRect(box)).boundingRect());
    return true;
}

}  // namespace gradweave::ui
