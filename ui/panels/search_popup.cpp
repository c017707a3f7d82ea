// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/search_popup.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/panels/note_delegate.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

constexpr int idRole = Qt::UserRole + 10, helpRole = Qt::UserRole + 11;

}  // namespace

SearchPopup::SearchPopup(QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_field(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_nothing(new QLabel(this)),
      m_help(new QLabel(this)),
      m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("searchPopup"));
    const int unit = qRound(metrics().unit), gap = unit / 2;
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    layout->addWidget(m_nothing);
    layout->addWidget(m_help);
    m_field->setObjectName(QStringLiteral("searchField"));
    m_field->setAccessibleName(tr("Search"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("searchList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new NoteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusProxy(m_field);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Results"));
    m_nothing->setWordWrap(true);
    m_nothing->setContentsMargins(gap, 0, gap, gap);
    m_nothing->setTextFormat(Qt::RichText);
    m_help->setWordWrap(true);
    m_help->setFont(metrics().smallText);
    m_help->setForegroundRole(QPalette::PlaceholderText);
    m_help->setContentsMargins(gap / 2, 0, gap / 2, 0);
    m_help->setAlignment(Qt::AlignTop);
    m_help->setFixedHeight(QFontMetrics(m_help->font()).lineSpacing() * 3);
    setFixedWidth(unit * 24);
    connect(m_field, &QLineEdit::textChanged, this, &SearchPopup::search);
    connect(m_list, &QListView::clicked, this, &SearchPopup::choose);
    connect(m_nothing, &QLabel::linkActivated, m_field, &QLineEdit::setText);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SearchPopup::showHelp);
}

void SearchPopup::open(QPoint global, const QString& prompt, const QString& noun,
                       std::vector<SearchEntry> entries) {
    m_entries = std::move(entries);
    m_noun = noun;
    m_field->setPlaceholderText(prompt);
    m_field->setAccessibleName(prompt);
    m_field->clear();
    search({});
    adjustSize();
    // Wholly on the screen; the field a little beside the mouse, so that it can be read.
    const QScreen* screen = parentWidget() ? parentWidget()->screen() : nullptr;
    QPoint at = global + QPoint(4, 4);
    if (screen) {
        const QRect room = screen->availableGeometry();
        at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())));
        at.setY(std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    }
    move(at);
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void SearchPopup::search(const QString& needle) {
    struct Found {
        const SearchEntry* entry;
        int score;
    };
    std::vector<Found> found;
    for (const SearchEntry& entry : m_entries) {
        if (const auto score = matchScore(needle, entry.text)) found.push_back({&entry, *score});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return std::pair(a.score, a.entry->rank) < std::pair(b.score, b.entry->rank);
    });
    m_model->clear();
    for (const Found& f : found) {
        auto* item = new QStandardItem(f.entry->icon, f.entry->text.title);
        item->setData(f.entry->note, NoteDelegate::noteRole);
        item->setData(f.entry->id, idRole);
        item->setData(f.entry->whyNot.isEmpty() ? f.entry->text.help : f.entry->whyNot, helpRole);
        item->setEnabled(f.entry->whyNot.isEmpty());
        m_model->appendRow(item);
    }
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    if (any) {
        const int rows = std::min(m_model->rowCount(), 12);
        m_list->setFixedHeight(rows * m_list->sizeHintForRow(0) + 2);
        m_list->setCurrentIndex(m_model->index(0, 0));
    } else {
        QStringList titles;
        for (const SearchEntry& entry : m_entries)
            titles << entry.text.title;
        QString text = tr("No %1 called ‘%2’.").arg(m_noun, needle.toHtmlEscaped());
        const QString near = nearestTitle(needle, titles);
        if (!near.isEmpty())
            text += QStringLiteral(" ") +
                    tr("Did you mean %1?")
                        .arg(QStringLiteral("<a href=\"%1\">%1</a>").arg(near.toHtmlEscaped()));
        m_nothing->setText(text);
    }
    showHelp();
    if (isVisible()) adjustSize();
}

void SearchPopup::showHelp() {
    const QString help = m_list->currentIndex().data(helpRole).toString();
    const QFontMetrics font(m_help->font());
    m_help->setVisible(!m_entries.empty() && m_model->rowCount() > 0);
    m_help->setText(font.elidedText(help, Qt::ElideRight, (width() - 40) * 3 - 60));
}

void SearchPopup::choose(const QModelIndex& index) {
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled)) return;
    emit chosen(index.data(idRole).toString());
    hide();
}

void SearchPopup::moveBy(int rows) {
    const int last = m_model->rowCount() - 1;
    if (last < 0) return;
    int row = m_list->currentIndex().row() + rows;
    // One step past an end comes out at the other; a page stops there.
    if (row < 0) row = rows == -1 ? last : 0;
    if (row > last) row = rows == 1 ? 0 : last;
    m_list->setCurrentIndex(m_model->index(row, 0));
}

bool SearchPopup::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        switch (key) {
            case Qt::Key_Down:
            case Qt::Key_Up:
                moveBy(key == Qt::Key_Down ? 1 : -1);
                return true;
            case Qt::Key_Tab:
            case Qt::Key_Backtab:
                moveBy(key == Qt::Key_Tab ? 1 : -1);
                return true;
            case Qt::Key_PageDown:
            case Qt::Key_PageUp:
                moveBy(key == Qt::Key_PageDown ? 10 : -10);
                return true;
            case Qt::Key_Return:
            case Qt::Key_Enter:
                choose(m_list->currentIndex());
                return true;
            case Qt::Key_Escape:
                hide();
                return true;
            default:
                break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void SearchPopup::hideEvent(QHideEvent* event) {
    QFrame::hideEvent(event);
    emit closed();
}

void SearchPopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().base);
    paintBox(painter, rect(), theme().base, theme().border, 0);
}

}  // namespace gradweave::ui
