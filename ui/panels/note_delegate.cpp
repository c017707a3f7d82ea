// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/note_delegate.h"

#include <QPainter>
#include <QWidget>

#include "ui/theme/theme.h"

namespace gradweave::ui {

void NoteDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(titleRole).toBool()) {
        option->font = metrics().smallText;
        option->font.setWeight(QFont::DemiBold);
        option->fontMetrics = QFontMetrics(option->font);
        option->palette.setColor(QPalette::Text, theme().mutedText);
    }
    // Where the keyboard is elsewhere the chosen row is only tinted, and its text stays dark.
    const bool strong =
        option->state & QStyle::State_Active && option->widget && option->widget->hasFocus();
    if (!strong) option->palette.setColor(QPalette::HighlightedText, theme().text);
}

void NoteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QString note = index.data(noteRole).toString();
    if (note.isEmpty()) return;
    painter->save();
    painter->setFont(metrics().smallText);
    const bool strong = option.state & QStyle::State_Selected &&
                        option.state & QStyle::State_Active && option.widget &&
                        option.widget->hasFocus();
    painter->setPen(strong ? theme().accentText : theme().mutedText);
    const int margin = qRound(metrics().unit * 0.5);
    painter->drawText(option.rect.adjusted(0, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignRight,
                      note);
    painter->restore();
}

}  // namespace gradweave::ui
