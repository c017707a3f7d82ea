// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/palette.h"

#include <QCoreApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/panels/note_delegate.h"
#include "ui/panels/palette_model.h"
#include "ui/panels/text_match.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// A tree whose dragged rows look like small blocks.
class PaletteTree : public QTreeView {
  public:
    using QTreeView::QTreeView;

  protected:
    void startDrag(Qt::DropActions) override {
        QMimeData* data = model()->mimeData(selectedIndexes());
        if (data == nullptr) return;
        auto* drag = new QDrag(this);
        drag->setMimeData(data);
        drag->setPixmap(chip(currentIndex().data().toString()));
        // Beside the pointer: the canvas shows the block itself under it.
        drag->setHotSpot(QPoint(-qRound(metrics().unit), -qRound(metrics().unit)));
        drag->exec(Qt::CopyAction);
    }

  private:
    QPixmap chip(const QString& title) const {
        const qreal ratio = devicePixelRatioF();
        const QSize size(fontMetrics().horizontalAdvance(title) + qRound(metrics().unit * 1.4),
                         metrics().control);
        QPixmap picture(size * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setFont(font());
        paintBox(painter, QRect(QPoint(), size), theme().plate, theme().border,
                 metrics().smallCorner);
        painter.setPen(theme().text);
        painter.drawText(QRect(QPoint(), size), Qt::AlignCenter, title);
        return picture;
    }
};

}  // namespace

Palette::Palette(std::shared_ptr<const model::Catalogue> catalogue, QWidget* parent)
    : QWidget(parent),
      m_field(new QLineEdit(this)),
      m_tree(new PaletteTree(this)),
      m_nothing(new QLabel(this)),
      m_filter(new PaletteFilter(this)) {
    const int gap = qRound(metrics().gap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap / 2, gap, 0);
    layout->setSpacing(gap);
    layout->addWidget(m_field);
    layout->addWidget(m_nothing);
    layout->addWidget(m_tree);
    m_field->setObjectName(QStringLiteral("paletteSearch"));
    m_field->setPlaceholderText(tr("Search blocks"));
    m_field->setAccessibleName(tr("Search blocks"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(icon(QStringLiteral("search"), &Theme::mutedText),
                       QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_filter->setSourceModel(new PaletteModel(*catalogue, this));
    m_tree->setObjectName(QStringLiteral("paletteTree"));
    m_tree->setAccessibleName(tr("Kinds of blocks"));
    m_tree->setModel(m_filter);
    m_tree->setItemDelegate(new NoteDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setIndentation(qRound(metrics().unit * 0.7));
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setExpandsOnDoubleClick(true);
    expandFirst();
    m_nothing->setWordWrap(true);
    m_nothing->hide();
    connect(m_field, &QLineEdit::textChanged, this, &Palette::search);
    connect(m_tree, &QTreeView::activated, this, &Palette::choose);
    connect(m_nothing, &QLabel::linkActivated, m_field, &QLineEdit::setText);
}

/// All categories are open, and of their groups the first: short enough to be looked through.
void Palette::expandFirst() {
    m_tree->collapseAll();
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex category = m_filter->index(row, 0);
        m_tree->expand(category);
        for (int child = 0; child < m_filter->rowCount(category); ++child) {
            const QModelIndex group = m_filter->index(child, 0, category);
            if (m_filter->rowCount(group) == 0) continue;
            m_tree->expand(group);
            break;
        }
    }
}

void Palette::search(const QString& needle) {
    m_filter->setNeedle(needle.trimmed());
    if (needle.trimmed().isEmpty())
        expandFirst();
    else
        m_tree->expandAll();
    const QModelIndex best = needle.isEmpty() ? QModelIndex() : m_filter->best();
    if (best.isValid())
        m_tree->setCurrentIndex(best);
    else
        m_tree->clearSelection();
    m_nothing->setVisible(!needle.isEmpty() && !best.isValid());
    if (m_nothing->isHidden()) return;
    QString text = tr("No block called ‘%1’.").arg(needle.toHtmlEscaped());
    const QString near = nearestTitle(needle, m_filter->titles());
    if (!near.isEmpty())
        text += QStringLiteral(" ") +
                tr("Did you mean %1?")
                    .arg(QStringLiteral("<a href=\"%1\">%1</a>").arg(near.toHtmlEscaped()));
    m_nothing->setText(text);
}

void Palette::choose(const QModelIndex& index) {
    const QString kind = index.data(PaletteModel::kindRole).toString();
    if (!kind.isEmpty()) emit kindChosen(kind);
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_tree->setFocus();
            QCoreApplication::sendEvent(m_tree, event);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            choose(m_tree->currentIndex());
            return true;
        }
        if (key == Qt::Key_Escape && !m_field->text().isEmpty()) {
            m_field->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace gradweave::ui
