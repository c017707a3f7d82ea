// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_view.h"

#include <QAccessible>
#include <QMenu>
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
    setResizeAnchor(AnchorViewCenter);  // panels open and close beside it
    // What changes lies together or is nearly everything: a region of hundreds of rectangles takes
    // longer to paint within than the rectangle around it.
    setViewportUpdateMode(BoundingRectViewportUpdate);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setCacheMode(CacheNone);
    // The background covers it all; the palette's need not be painted under it.
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setAutoFillBackground(false);
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
    const model::Block* block = model().document().find(id);
    if (block && m_scene->groupItem(block->frame)) openGroups({block->frame});
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
    // As squares of whole pixels: points of a pen wider than one pixel are stroked, each by itself.
    const QTransform place = painter->transform();
    const int side = zoom() > 0.7 ? 2 : 1;
    painter->save();
    painter->resetTransform();
    painter->setRenderHint(QPainter::Antialiasing, false);
    QList<QRect> points;
    for (qreal y = top; y <= rect.bottom(); y += step) {
        for (qreal x = left; x <= rect.right(); x += step) {
            const QPoint at = place.map(QPointF(x, y)).toPoint();
            points.append(QRect(at.x() - side / 2, at.y() - side / 2, side, side));
        }
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(t.gridLine);
    painter->drawRects(points);
    painter->restore();
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

void CanvasView::offerChoice(const std::vector<Choice>& choices, QPoint at,
                             std::unique_ptr<QGraphicsItem> ghost) {
    m_ghost = std::move(ghost);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("socketMenu"));
    menu->setToolTipsVisible(true);
    for (const Choice& choice : choices) {
        QAction* action = menu->addAction(choice.title);
        action->setObjectName(choice.title);
        action->setToolTip(choice.help);
        connect(action, &QAction::triggered, this,
                [this, command = choice.command] { model().run(command); });
    }
    connect(menu, &QMenu::aboutToHide, this, &CanvasView::addingEnded);
    // What was offered fits the document as it is.
    connect(&model(), &DocumentModel::edited, menu, &QMenu::close);
    connect(&model(), &DocumentModel::documentReset, menu, &QMenu::close);
    menu->popup(viewport()->mapToGlobal(at));
    menu->setActiveAction(menu->actions().constFirst());
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

void CanvasView::openGroups(const std::vector<model::FrameId>& frames) {
    const model::Command command = model::close_frames(model().document(), frames, false);
    if (command.empty()) return;
    model().run(command);
    m_scene->placeFrames();
    if (const FrameItem* frame = m_scene->frameItem(frames.front())) reveal(frame->area());
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
