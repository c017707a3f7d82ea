// SPDX-License-Identifier: GPL-3.0-or-later
// Rows with a quiet note at their right end.
#pragma once

#include <QStyledItemDelegate>

namespace gradweave::ui {

class NoteDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    static constexpr int noteRole = Qt::UserRole + 1;
    /// True for rows that are titles of groups.
    static constexpr int titleRole = Qt::UserRole + 2;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

}  // namespace gradweave::ui
