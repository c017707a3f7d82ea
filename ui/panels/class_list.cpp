// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/class_list.h"

#include <QApplication>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>
#include <numeric>

#include "engine/core/text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// Name, count, and a bar below both.
class ClassDelegate : public QStyledItemDelegate {
  public:
    explicit ClassDelegate(ClassList* list) : QStyledItemDelegate(list), m_list(list) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return QSize(qRound(metrics().unit * 8), qRound(metrics().unit * 1.9));
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& given,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        option.text.clear();
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &option, painter,
                                           option.widget);
        const qreal unit = metrics().unit;
        const std::int64_t number = index.data(ClassModel::classRole).toLongLong();
        QRectF rect = QRectF(option.rect).adjusted(unit * 0.5, unit * 0.2, -unit * 0.5, 0);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (m_list->marked() && number >= 0) {
            paintMark(*painter, classMark(number),
                      QPointF(rect.left() + unit * 0.3, rect.top() + unit * 0.6), unit * 0.27);
            rect.setLeft(rect.left() + unit * 0.9);
        }
        const QRectF words(rect.left(), rect.top(), rect.width(), unit * 1.2);
        painter->setFont(metrics().smallText);
        const QString count = index.data(ClassModel::countRole).toString();
        const qreal countWidth = painter->fontMetrics().horizontalAdvance(count);
        painter->setPen(theme().mutedText);
        painter->drawText(words, Qt::AlignRight | Qt::AlignVCenter, count);
        painter->setFont(option.font);
        painter->setPen(theme().text);
        const QRectF name = words.adjusted(0, 0, -countWidth - unit * 0.4, 0);
        painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, qRound(name.width())));
        if (number >= 0) {
            const QRectF track(rect.left(), rect.top() + unit * 1.28, rect.width(), unit * 0.2);
            const qreal share = index.data(ClassModel::shareRole).toReal();
            const qreal radius = track.height() / 2;
            painter->setPen(Qt::NoPen);
            painter->setBrush(mixed(theme().text, theme().base, 0.10));
            painter->drawRoundedRect(track, radius, radius);
            if (share > 0) {
                painter->setBrush(m_list->marked() ? classMark(number).colour : theme().accent);
                painter->drawRoundedRect(
                    QRectF(track.topLeft(),
                           QSizeF(std::max(track.width() * share, track.height()), track.height())),
                    radius, radius);
            }
        }
        painter->restore();
    }

  private:
    ClassList* m_list;
};

}  // namespace

ClassMark classMark(std::int64_t number) {
    static constexpr model::Category colours[] = {
        model::Category::layer,  model::Category::activation, model::Category::tensor,
        model::Category::metric, model::Category::loss,       model::Category::data};
    const auto index = static_cast<std::size_t>(std::max<std::int64_t>(number, 0));
    // Shapes tell classes apart without colours, and repeat at another rhythm.
    return {theme().categoryMark(colours[index % std::size(colours)]), static_cast<int>(index % 4)};
}

void paintMark(QPainter& painter, const ClassMark& mark, QPointF centre, qreal radius) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark.colour);
    const qreal side = radius * 0.88, tall = radius * 1.2;
    switch (mark.shape) {
        case 0:
            painter.drawEllipse(centre, radius, radius);
            break;
        case 1:
            painter.drawRect(QRectF(centre - QPointF(side, side), QSizeF(2 * side, 2 * side)));
            break;
        case 2: {
            const QPointF corners[] = {centre + QPointF(0, -tall), centre + QPointF(tall, side),
                                       centre + QPointF(-tall, side)};
            painter.drawPolygon(corners, 3);
            break;
        }
        default: {
            const QPointF corners[] = {centre + QPointF(0, -tall), centre + QPointF(tall, 0),
                                       centre + QPointF(0, tall), centre + QPointF(-tall, 0)};
            painter.drawPolygon(corners, 4);
        }
    }
}

void ClassModel::setClasses(const data::Field& field, const std::vector<std::int64_t>& counts) {
    beginResetModel();
    m_field = field;
    m_counts = counts;
    m_sum = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    m_most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    endResetModel();
}

int ClassModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_counts.empty() ? 0 : static_cast<int>(m_counts.size()) + 1;
}

QVariant ClassModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const std::int64_t number = index.row() - 1;
    const std::int64_t count = number < 0 ? m_sum : m_counts[static_cast<std::size_t>(number)];
    const QString name = number < 0 ? tr("All classes") : className(m_field, number);
    switch (role) {
        case Qt::DisplayRole:
            return name;
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return tr("%1: %2 of %3 samples").arg(name, groupedText(count), groupedText(m_sum));
        case countRole:
            return groupedText(count);
        case shareRole:
            return m_most > 0 ? static_cast<double>(count) / static_cast<double>(m_most) : 0.0;
        case classRole:
            return QVariant::fromValue(static_cast<qlonglong>(number));
        default:
            return {};
    }
}

ClassList::ClassList(QWidget* parent) : QListView(parent), m_classes(new ClassModel(this)) {
    setObjectName(QStringLiteral("classList"));
    setAccessibleName(tr("Classes"));
    setToolTip(tr("Choose a class to see its samples only"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setModel(m_classes);
    setItemDelegate(new ClassDelegate(this));
    connect(&ThemeManager::instance(), &ThemeManager::changed, viewport(),
            qOverload<>(&QWidget::update));
}

void ClassList::setClasses(const data::Field& field, const std::vector<std::int64_t>& counts,
                           bool marked) {
    const std::int64_t before = chosen();
    m_marked = marked;
    m_setting = true;
    m_classes->setClasses(field, counts);
    setCurrentIndex(m_classes->index(static_cast<int>(before) + 1));
    if (!currentIndex().isValid()) setCurrentIndex(m_classes->index(0));
    m_setting = false;
}

std::int64_t ClassList::chosen() const {
    return currentIndex().isValid() ? currentIndex().row() - 1 : -1;
}

void ClassList::choose(std::int64_t number) {
    setCurrentIndex(m_classes->index(static_cast<int>(number) + 1));
}

void ClassList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    if (!m_setting && current.isValid()) emit chosenChanged(current.row() - 1);
}

}  // namespace gradweave::ui
