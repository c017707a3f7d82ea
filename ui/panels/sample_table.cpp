// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_table.h"

#include "engine/core/text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

QString shortText(double value) {
    return QString::number(value, 'g', 3);
}

}  // namespace

void SampleTableModel::setSamples(SamplesPtr samples) {
    beginResetModel();
    m_samples = std::move(samples);
    m_columns.clear();
    const std::size_t fields = m_samples->info().fields.size();
    m_row.assign(fields, Array());
    m_rowSample.assign(fields, -1);
    for (std::size_t field = 0; field < fields; ++field)
        addColumns(field);
    endResetModel();
}

void SampleTableModel::addColumns(std::size_t field) {
    const data::Field& meaning = m_samples->info().fields[field];
    const auto& ranges = m_samples->loaded->overview.of(m_samples->split)[field].ranges;
    const std::int64_t entries = meaning.sample.element_count();
    const bool label = meaning.classes > 0 && meaning.sample.rank() == 0;
    for (std::int64_t entry = 0; entry < std::min(entries, mostColumns); ++entry) {
        const auto index = static_cast<std::size_t>(entry);
        QString name = qtext(meaning.name);
        if (index < meaning.columns.size())
            name = qtext(meaning.columns[index]);
        else if (entries > 1)
            name += QStringLiteral(" %1").arg(entry);
        Column column{field, entry, label, name, name};
        if (label) {
            const QString classes = tr("%n classes", "", static_cast<int>(meaning.classes));
            column.head += '\n' + classes;
            column.tip += '\n' + classes;
        } else if (index < ranges.size()) {
            const data::EntryRange& range = ranges[index];
            column.head += '\n' + tr("%1 to %2").arg(shortText(range.least), shortText(range.most));
            column.tip +=
                '\n' + tr("%1 to %2, mean %3 in this split")
                           .arg(cellText(range.least), cellText(range.most), cellText(range.mean));
        }
        if (entry == mostColumns - 1 && entries > mostColumns)
            column.head += '\n' + tr("… and %n more", "", static_cast<int>(entries - mostColumns));
        m_columns.push_back(std::move(column));
    }
}

int SampleTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_samples ? 0 : static_cast<int>(m_samples->order.size());
}

int SampleTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

const Array& SampleTableModel::row(std::size_t field, std::int64_t sample) const {
    if (m_rowSample[field] != sample) {
        m_row[field] = m_samples->raw(field, sample);
        m_rowSample[field] = sample;
    }
    return m_row[field];
}

QVariant SampleTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Column& column = m_columns[static_cast<std::size_t>(index.column())];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (column.label ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const std::int64_t sample = m_samples->order[static_cast<std::size_t>(index.row())];
    const double value = row(column.field, sample).number(column.entry);
    if (column.label) {
        const data::Field& field = m_samples->info().fields[column.field];
        return className(field, static_cast<std::int64_t>(value));
    }
    // All digits on demand.
    return role == Qt::ToolTipRole ? qtext(number_text(value)) : cellText(value);
}

QVariant SampleTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        if (role != Qt::DisplayRole) return {};
        return QString::number(m_samples->order[static_cast<std::size_t>(section)]);
    }
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.head;
        case Qt::ToolTipRole:
            return column.tip;
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (column.label ? Qt::AlignLeft : Qt::AlignRight));
        default:
            return {};
    }
}

}  // namespace gradweave::ui
