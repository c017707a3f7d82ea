// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/picture_scene.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "ui/graphview/picture_items.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

using exchange::BoxText;

PictureFonts::PictureFonts()
    : title(metrics().strongText), line(metrics().text), edge(line), group(title) {
    // In the scene's unit; not hinted, so that texts keep their width at every zoom.
    const auto size = [](QFont& font, double unit) {
        font.setPixelSize(qRound(unit));
        font.setHintingPreference(QFont::PreferNoHinting);
    };
    size(title, BoxText::title);
    size(line, BoxText::line);
    size(edge, BoxText::edge);
    size(group, exchange::GroupFrame::title);
}

exchange::TextMeasure PictureFonts::measure() {
    return [title = QFontMetricsF(PictureFonts().title), line = QFontMetricsF(PictureFonts().line)](
               std::string_view text, double size, bool bold) {
        const QFontMetricsF& metrics = bold ? title : line;
        const double own = bold ? BoxText::title : BoxText::line;
        const auto length = static_cast<qsizetype>(text.size());
        return metrics.horizontalAdvance(QString::fromUtf8(text.data(), length)) * size / own;
    };
}

PictureScene::PictureScene(QObject* parent) : QGraphicsScene(parent) {
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, [this] { update(); });
}

void PictureScene::show(std::shared_ptr<const exchange::GraphPicture> picture,
                        const exchange::GraphLayout& layout) {
    showNothing();
    m_picture = std::move(picture);
    addFrames(layout);
    for (std::size_t i = 0; i < m_picture->edges.size(); ++i) {
        m_edges.push_back(new PictureEdgeItem(*m_picture, static_cast<int>(i), layout.edges[i]));
        addItem(m_edges.back());
    }
    for (std::size_t i = 0; i < m_picture->boxes.size(); ++i) {
        m_boxes.push_back(
            new PictureBoxItem(m_picture->boxes[i], layout.boxes[i], static_cast<int>(i)));
        addItem(m_boxes.back());
    }
    setSceneRect(0, 0, layout.width, layout.height);
    select(m_selected);
}

void PictureScene::addFrames(const exchange::GraphLayout& layout) {
    for (std::size_t i = 0; i < layout.frames.size(); ++i) {
        const exchange::PictureGroup& group = m_picture->groups[i];
        const auto first = static_cast<std::size_t>(group.boxes.front());
        auto* frame = new PictureFrameItem(group, m_picture->boxes[first], layout.frames[i]);
        addItem(frame);
        // A single box has its own name.
        if (group.boxes.size() > 1)
            addItem(new PictureFrameLabel(qtext(group.title), frame->boundingRect()));
    }
}

void PictureScene::showNothing() {
    m_hovered = -1;
    m_boxes.clear();
    m_edges.clear();
    clear();
    m_picture.reset();
}

int PictureScene::boxAt(const QPointF& scene) const {
    for (QGraphicsItem* item : items(scene)) {
        if (const auto* box = qgraphicsitem_cast<PictureBoxItem*>(item)) return box->number();
    }
    return -1;
}

QRectF PictureScene::boxRect(int box) const {
    return m_boxes.at(static_cast<std::size_t>(box))->rect();
}

int PictureScene::firstBox() const {
    int first = -1;
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        if (m_picture->boxes[i].phase != graph::Phase::forward) continue;
        const QRectF rect = m_boxes[i]->rect();
        if (first >= 0) {
            const QRectF best = boxRect(first);
            const bool sameRow = rect.top() < best.bottom() && best.top() < rect.bottom();
            if (sameRow ? rect.left() >= best.left() : rect.top() >= best.top()) continue;
        }
        first = static_cast<int>(i);
    }
    return std::max(first, 0);
}

void PictureScene::select(const std::set<std::string>& blocks) {
    m_selected = blocks;
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        m_boxes[i]->setChosen(blocks.contains(m_picture->boxes[i].block));
}

std::set<int> PictureScene::selectedBoxes() const {
    std::set<int> result;
    for (const PictureBoxItem* box : m_boxes) {
        if (box->chosen()) result.insert(box->number());
    }
    return result;
}

void PictureScene::setHovered(int box) {
    if (box == m_hovered || !m_picture) return;
    m_hovered = box;
    for (PictureBoxItem* item : m_boxes)
        item->setHovered(item->number() == box);
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const exchange::PictureEdge& edge = m_picture->edges[i];
        m_edges[i]->setHovered(box >= 0 && (edge.from == box || edge.to == box));
    }
}

void PictureScene::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, theme().canvas);
}

}  // namespace gradweave::ui
