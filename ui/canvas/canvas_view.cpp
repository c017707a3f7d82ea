// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_view.h"

#include <QAccessible>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <algorithm>
#include <cmath>

#include "engine/model/markup.h"
#include "ui/block_text.h"
#include "ui/canvas/drop_target.h"
#include "ui/canvas/hint_bubble.h"
#include "ui/canvas/level_of_detail.h"
#include "ui/canvas/minimap.h"
#include "ui/canvas/title_editor.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr qreal leastZoom = 0.05, mostZoom = 4;
/// The sheet: large enough never to be met, so that the scroll bars' ranges never change under the
/// user's hand. Files cannot place blocks beyond a million.
constexpr qreal sheet = 1.2e6;

}  // namespace

CanvasView::CanvasView(DocumentModel& model, QWidget* parent)
    : QGraphicsView(parent),
      m_scene(new GraphScene(model, this)),
      m_hint(new HintBubble(this)),
      m_titleEditor(nullptr) {
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Canvas"));
    setScene(m_scene);
    setSceneRect(-sheet, -sheet, 2 * sheet, 2 * sheet);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    // Minimal would unite thousands of rectangles one by one when everything moves.
    setViewportUpdateMode(SmartViewportUpdate);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setCacheMode(CacheNone);
    setMouseTracking(true);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    m_titleEditor = new TitleEditor(*this);
    m_minimap = new Minimap(*this);
    m_edgeTimer.setInterval(16);
    connect(&m_edgeTimer, &QTimer::timeout, this, &CanvasView::scrollAtEdge);
    // What a gesture knows of the document may be wrong once someone else has changed it.
    connect(&model, &DocumentModel::edited, this, &CanvasView::cancelGesture);
    connect(&model, &DocumentModel::selectionChanged, this, &CanvasView::describe);
    connect(&model, &DocumentModel::analysed, this, &CanvasView::describe);
    connect(&model, &DocumentModel::documentReset, this, [this] {
        cancelGesture();
        clearHover();
        fitAll();
    });
    connect(&ThemeManager::instance(), &ThemeManager::changed, this,
            [this] { viewport()->update(); });
    centerOn(0, 0);
}

CanvasView::~CanvasView() {
    // These hold items of the scene, which goes first otherwise.
    m_gesture.reset();
    m_ghost.reset();
    m_drop.reset();
}

// Looking

QRectF CanvasView::visibleRect() const {
    return mapToScene(viewport()->rect()).boundingRect();
}

qreal CanvasView::reach() const {
    // A socket is easy to hit at every zoom, but never so easy that it hides its block.
    return std::clamp(9 / zoom(), metrics().socketRadius * 1.6, metrics().unit * 1.2);
}

void CanvasView::zoomTo(qreal wanted, QPointF anchor) {
    const qreal least = std::min(leastZoom, zoom());
    const qreal scale = std::clamp(wanted, least, mostZoom);
    if (qFuzzyCompare(scale, zoom())) return;
    const QPointF before = viewportTransform().inverted().map(anchor);
    setTransform(QTransform::fromScale(scale, scale));
    const QPointF off = viewportTransform().map(before) - anchor;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(off.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(off.y()));
    emit zoomChanged(scale);
}

void CanvasView::zoomBy(qreal factor) {
    zoomTo(zoom() * factor, QRectF(viewport()->rect()).center());
}

void CanvasView::showRect(const QRectF& rect, qreal most) {
    if (rect.isEmpty()) return;
    const qreal margin = metrics().unit * 2;
    const QSizeF space = QSizeF(viewport()->size()) - QSizeF(2 * margin, 2 * margin);
    const qreal fitting = std::min(space.width() / rect.width(), space.height() / rect.height());
    // Fitting goes below the least zoom of the wheel if it has to: it never fails to fit.
    const qreal scale = std::clamp(fitting, 1e-4, most);
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(rect.center());
    emit zoomChanged(scale);
}

void CanvasView::fitAll() {
    const QRectF rect = m_scene->blocksRect();
    if (!rect.isEmpty()) return showRect(rect, 1);
    setTransform({});
    centerOn(0, 0);
    emit zoomChanged(1);
}

void CanvasView::fitSelection() {
    const QRectF rect = m_scene->blocksRect(model().selection());
    if (rect.isEmpty()) return fitAll();
    showRect(rect, 1.5);
}

void CanvasView::reveal(const QRectF& rect) {
    if (!visibleRect().contains(rect)) ensureVisible(rect, 40, 40);
}

void CanvasView::centreOnBlock(model::BlockId id) {
    const QRectF rect = m_scene->blocksRect({id});
    if (rect.isEmpty()) return;
    if (zoom() < detail::texts) zoomTo(1, QRectF(viewport()->rect()).center());
    const qreal margin = metrics().unit * 2 / zoom();
    if (!visibleRect().adjusted(margin, margin, -margin, -margin).contains(rect))
        centerOn(rect.center());
}

bool CanvasView::cursorInside() const {
    return viewport()->rect().contains(viewport()->mapFromGlobal(QCursor::pos())) &&
           viewport()->underMouse();
}

QPoint CanvasView::cursorOrCentre() const {
    return cursorInside() ? viewport()->mapFromGlobal(QCursor::pos()) : viewport()->rect().center();
}

void CanvasView::drawBackground(QPainter* painter, const QRectF& rect) {
    const Theme& t = theme();
    painter->fillRect(rect, t.canvas);
    qreal step = gridStep * 4;
    const qreal unit = metrics().unit;
    while (step * zoom() < unit)
        step *= 2;
    const qreal left = std::floor(rect.left() / step) * step,
                top = std::floor(rect.top() / step) * step;
    QList<QPointF> points;
    points.reserve(static_cast<qsizetype>((rect.width() / step + 2) * (rect.height() / step + 2)));
    for (qreal y = top; y <= rect.bottom(); y += step) {
        for (qreal x = left; x <= rect.right(); x += step)
            points << QPointF(x, y);
    }
    QPen pen(t.gridLine, zoom() > 0.7 ? 2 : 1);
    pen.setCosmetic(true);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(pen);
    painter->drawPoints(points.constData(), static_cast<int>(points.size()));
}

void CanvasView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    if (m_titleEditor) m_titleEditor->leave();
}

// Talking

void CanvasView::hint(const QString& text, bool refusal) {
    if (text.isEmpty()) return m_hint->hide();
    QPoint at = m_pointer.view;
    if (m_titleEditor->isVisible()) at = m_titleEditor->geometry().bottomLeft();
    m_hint->showAt(at + viewport()->pos(), text, refusal);
}

void CanvasView::requestAdd(const AddRequest& request, std::unique_ptr<QGraphicsItem> ghost) {
    m_ghost = std::move(ghost);
    emit addRequested(request);
}

void CanvasView::addingEnded() {
    m_ghost.reset();
}

void CanvasView::rename(model::BlockId id) {
    if (zoom() < detail::texts) centreOnBlock(id);
    m_titleEditor->edit(id);
}

void CanvasView::renameFrame(model::FrameId id) {
    m_titleEditor->editFrame(id);
}

void CanvasView::takeKnife() {
    cancelGesture();
    m_cutsOnce = true;
    updateCursor();
    setFocus();
    say(tr("Draw a stroke across the wires to cut; Esc puts the knife away."));
}

void CanvasView::addBend(const model::Socket& input, QPointF at) {
    const WireItem* wire = m_scene->wireItem(input);
    if (wire == nullptr) return;
    if (m_snaps)
        at = {std::round(at.x() / gridStep) * gridStep, std::round(at.y() / gridStep) * gridStep};
    std::vector<model::Point> bends = model().document().bends(input);
    const auto place = static_cast<std::ptrdiff_t>(wire->curve().pieceAt(at));
    bends.insert(bends.begin() + place, {at.x(), at.y()});
    model().run(model::set_bends(model().document(), input, std::move(bends)));
}

/// Items are invisible to assistive technology; the view speaks for what is chosen.
void CanvasView::describe() {
    const auto& selection = model().selection();
    QString text;
    if (selection.size() == 1)
        text = blockSentence(model(), model().document().at(*selection.begin()));
    else if (selection.size() > 1)
        text = tr("%n blocks selected", nullptr, static_cast<int>(selection.size()));
    if (text == accessibleDescription()) return;
    setAccessibleDescription(text);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

// Gestures

void CanvasView::start(std::unique_ptr<Gesture> gesture) {
    cancelGesture();
    clearHover();
    m_gesture = std::move(gesture);
}

void CanvasView::cancelGesture() {
    if (!m_gesture) return;
    const auto gesture = std::move(m_gesture);
    m_edgeTimer.stop();
    gesture->cancel();
    hint({});
    updateCursor();
}

void CanvasView::scrollAtEdge() {
    const QRect inner = viewport()->rect().adjusted(24, 24, -24, -24);
    const QPoint at = m_pointer.view;
    if (!m_gesture || !m_gesture->scrollsAtEdges() || inner.contains(at)) return m_edgeTimer.stop();
    const auto speed = [](int value, int low, int high) {
        return value < low ? (value - low) / 2 : value > high ? (value - high) / 2 : 0;
    };
    const int dx = std::clamp(speed(at.x(), inner.left(), inner.right()), -30, 30);
    const int dy = std::clamp(speed(at.y(), inner.top(), inner.bottom()), -30, 30);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + dx);
    verticalScrollBar()->setValue(verticalScrollBar()->value() + dy);
    m_pointer = pointerAt(at, m_pointer.modifiers);
    m_gesture->move(m_pointer);
}

}  // namespace gradweave::ui
