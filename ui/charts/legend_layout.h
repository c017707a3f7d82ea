// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a chart: its title and the names of its curves, in one line or in two.
#pragma once

#include <QLayout>
#include <vector>

namespace gradweave::ui {

class LegendChip;

/// Names matter more than numbers: beside the title stands what fits there with whole names, then
/// the newest values; where the names do not fit beside the title they have a line of their own,
/// and only where that is too narrow as well are they cut short.
class LegendLayout : public QLayout {
  public:
    explicit LegendLayout(QWidget* title);
    ~LegendLayout() override;

    void addChip(LegendChip* chip);
    /// Whether the names stand below the title at this width.
    bool stacked(int width) const;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    QSize sizeHint() const override;
    /// Narrow: names that grow must not push the panels beside the charts away.
    QSize minimumSize() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    void setGeometry(const QRect& rect) override;

  private:
    int gap() const;
    int lineHeight() const;
    int titleWidth() const;
    /// Widths of the chips in a line of so many pixels.
    std::vector<int> share(int width) const;

    std::vector<QLayoutItem*> m_items;  ///< the title, then the chips
    std::vector<LegendChip*> m_chips;
};

}  // namespace gradweave::ui
