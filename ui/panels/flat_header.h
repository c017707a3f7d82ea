// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a table without bevels: names, and below them in small letters what is known.
#pragma once

#include <QHeaderView>

namespace gradweave::ui {

/// The first line of a section's text is its name, further lines are notes. Vertical heads show
/// quiet numbers.
class FlatHeader : public QHeaderView {
    Q_OBJECT

  public:
    explicit FlatHeader(Qt::Orientation orientation, QWidget* parent = nullptr);

  protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;

  private:
    QStringList linesOf(int section) const;
};

}  // namespace gradweave::ui
