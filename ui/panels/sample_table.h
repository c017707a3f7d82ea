// SPDX-License-Identifier: GPL-3.0-or-later
// Samples as rows of numbers and names of classes, with the range of each column in its head.
#pragma once

#include <QAbstractTableModel>

#include "ui/panels/samples.h"

namespace gradweave::ui {

/// A column for each entry of each field. Reads rows as they come into view.
class SampleTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    /// Entries of a field beyond these have no column; the last column says so.
    static constexpr std::int64_t mostColumns = 200;

    using QAbstractTableModel::QAbstractTableModel;

    void setSamples(SamplesPtr samples);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Column {
        std::size_t field;
        std::int64_t entry;
        bool label;
        QString head, tip;
    };
    void addColumns(std::size_t field);
    const Array& row(std::size_t field, std::int64_t sample) const;

    SamplesPtr m_samples;
    std::vector<Column> m_columns;
    /// The row that was read last, field by field: neighbouring cells are asked for together.
    mutable std::vector<Array> m_row;
    mutable std::vector<std::int64_t> m_rowSample;
};

}  // namespace gradweave::ui
