// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/legend_layout.h"

#include <QWidget>
#include <algorithm>
#include <numeric>

#include "ui/charts/legend_chip.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

LegendLayout::LegendLayout(QWidget* title) {
    addWidget(title);
}

LegendLayout::~LegendLayout() {
    for (QLayoutItem* item : m_items)
        delete item;
}

void LegendLayout::addChip(LegendChip* chip) {
    m_chips.push_back(chip);
    addWidget(chip);
}

void LegendLayout::addItem(QLayoutItem* item) {
    m_items.push_back(item);
}

QLayoutItem* LegendLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* LegendLayout::takeAt(int index) {
    QLayoutItem* item = itemAt(index);
    if (!item) return nullptr;
    m_items.erase(m_items.begin() + index);
    if (index > 0) m_chips.erase(m_chips.begin() + (index - 1));
    return item;
}

int LegendLayout::gap() const {
    return qRound(metrics().gap * 0.5);
}

int LegendLayout::lineHeight() const {
    int height = 0;
    for (const QLayoutItem* item : m_items)
        height = std::max(height, item->sizeHint().height());
    return height;
}

int LegendLayout::titleWidth() const {
    return qRound(metrics().unit * 0.4) + m_items.front()->sizeHint().width();
}

bool LegendLayout::stacked(int width) const {
    int names = titleWidth();
    for (const LegendChip* chip : m_chips)
        names += gap() + chip->nameWidth();
    return names > width;
}

std::vector<int> LegendLayout::share(int width) const {
    if (m_chips.empty()) return {};
    width -= gap() * (static_cast<int>(m_chips.size()) - 1);
    std::vector<int> widths;
    for (const LegendChip* chip : m_chips)
        widths.push_back(chip->nameWidth());
    int left = width - std::accumulate(widths.begin(), widths.end(), 0);
    // All values or none: one alone would look as if the other curve had none.
    int values = 0;
    for (const LegendChip* chip : m_chips)
        values += chip->sizeHint().width() - chip->nameWidth();
    if (values <= left) {
        for (std::size_t i = 0; i < m_chips.size(); ++i)
            widths[i] = m_chips[i]->sizeHint().width();
        return widths;
    }
    if (left < 0) {
        left = width;
        for (std::size_t i = 0; i < m_chips.size(); ++i)
            left -= widths[i] = m_chips[i]->tightWidth();
        for (std::size_t i = 0; left > 0; i = (i + 1) % widths.size(), --left)
            ++widths[i];
    }
    // The longest names give way first, so that short ones stay whole.
    for (; left < 0; ++left) {
        const auto longest = std::max_element(widths.begin(), widths.end());
        if (*longest <= 0) break;
        --*longest;
    }
    return widths;
}

QSize LegendLayout::sizeHint() const {
    int width = titleWidth();
    for (const LegendChip* chip : m_chips)
        width += gap() + chip->sizeHint().width();
    return {width, lineHeight()};
}

QSize LegendLayout::minimumSize() const {
    return {m_items.front()->minimumSize().width(), lineHeight()};
}

int LegendLayout::heightForWidth(int width) const {
    return stacked(width) ? 2 * lineHeight() : lineHeight();
}

void LegendLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    const bool below = stacked(rect.width());
    const int line = lineHeight(), indent = qRound(metrics().unit * 0.4);
    const int titleSpace = below ? rect.width() - indent : titleWidth() - indent;
    m_items.front()->setGeometry(QRect(rect.left() + indent, rect.top(), titleSpace, line));
    const std::vector<int> widths =
        share(below ? rect.width() : rect.width() - titleWidth() - gap());
    int x = rect.left();
    if (!below) {
        const int chips = std::accumulate(widths.begin(), widths.end(), 0) +
                          gap() * (static_cast<int>(widths.size()) - 1);
        x = rect.right() + 1 - chips;
    }
    const int top = below ? rect.top() + line : rect.top();
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const int height = m_chips[i]->sizeHint().height();
        m_chips[i]->setGeometry(x, top + (line - height) / 2, widths[i], height);
        x += widths[i] + gap();
    }
}

}  // namespace gradweave::ui
