// SPDX-License-Identifier: GPL-3.0-or-later
// The classes of a data set with how many samples each has; one can be chosen.
#pragma once

#include <QAbstractListModel>
#include <QListView>

#include "ui/panels/samples.h"

namespace gradweave::ui {

/// How samples of a class are marked in pictures of points.
struct ClassMark {
    QColor colour;
    int shape;  ///< 0 circle, 1 square, 2 triangle, 3 diamond
};
ClassMark classMark(std::int64_t number);
void paintMark(QPainter& painter, const ClassMark& mark, QPointF centre, qreal radius);

class ClassModel : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int countRole = Qt::UserRole + 1;
    static constexpr int shareRole = Qt::UserRole + 2;  ///< of the largest class, 0 to 1
    static constexpr int classRole = Qt::UserRole + 3;  ///< -1: all

    using QAbstractListModel::QAbstractListModel;
    void setClasses(const data::Field& field, const std::vector<std::int64_t>& counts);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    data::Field m_field;
    std::vector<std::int64_t> m_counts;
    std::int64_t m_sum = 0, m_most = 0;
};

/// The first row stands for all classes and is chosen at first.
class ClassList : public QListView {
    Q_OBJECT

  public:
    explicit ClassList(QWidget* parent = nullptr);

    /// Keeps the choice if there is such a class.
    void setClasses(const data::Field& field, const std::vector<std::int64_t>& counts, bool marked);
    /// -1: all.
    std::int64_t chosen() const;
    void choose(std::int64_t number);
    bool marked() const { return m_marked; }

  signals:
    void chosenChanged(qint64 number);

  protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    ClassModel* m_classes;
    bool m_marked = false;
    bool m_setting = false;
};

}  // namespace gradweave::ui
