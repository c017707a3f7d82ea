// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/outline_model.h"

#include <algorithm>

#include "engine/core/error.h"
#include "ui/block_text.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

OutlineModel::OutlineModel(DocumentModel& model, QObject* parent)
    : QAbstractItemModel(parent), m_model(model) {
    refresh();
}

// Internal ids: 0 is a block's row, n a row below the nth block.

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr(0));
}

QModelIndex OutlineModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0) return {};
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, quintptr(0));
}

int OutlineModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(m_rows.size());
    if (parent.internalId() != 0) return 0;
    return static_cast<int>(m_rows[static_cast<std::size_t>(parent.row())].ports.size());
}

int OutlineModel::columnCount(const QModelIndex&) const {
    return 1;
}

const OutlineModel::Row* OutlineModel::rowOf(const QModelIndex& index) const {
    if (!index.isValid()) return nullptr;
    const auto row = index.internalId() == 0 ? static_cast<std::size_t>(index.row())
                                             : static_cast<std::size_t>(index.internalId()) - 1;
    return row < m_rows.size() ? &m_rows[row] : nullptr;
}

const OutlineModel::Port* OutlineModel::portOf(const QModelIndex& index) const {
    const Row* row = rowOf(index);
    if (row == nullptr || index.internalId() == 0) return nullptr;
    const auto port = static_cast<std::size_t>(index.row());
    return port < row->ports.size() ? &row->ports[port] : nullptr;
}

model::BlockId OutlineModel::blockOf(const QModelIndex& index) const {
    const Row* row = rowOf(index);
    return row ? row->id : 0;
}

QModelIndex OutlineModel::indexOf(model::BlockId id) const {
    const auto row =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.id == id; });
    return row == m_rows.end() ? QModelIndex()
                               : index(static_cast<int>(row - m_rows.begin()), 0, {});
}

std::optional<std::pair<model::Socket, bool>> OutlineModel::socketOf(
    const QModelIndex& index) const {
    const Port* port = portOf(index);
    if (port == nullptr) return std::nullopt;
    return std::pair{model::Socket{blockOf(index), port->name}, port->output};
}

std::vector<OutlineModel::Row> OutlineModel::rows() const {
    std::vector<Row> result;
    const model::Document& document = m_model.document();
    for (const model::BlockId id : model::topological_order(document)) {
        const model::Block& block = document.at(id);
        const model::BlockKind* kind = m_model.catalogue().find(block.kind);
        Row row{id, {}};
        if (kind != nullptr) {
            for (const auto& port : kind->input_ports(block.params))
                row.ports.push_back({port.name, false});
            for (const auto& port : kind->output_ports(block.params))
                row.ports.push_back({port.name, true});
        }
        result.push_back(std::move(row));
    }
    return result;
}

void OutlineModel::refresh() {
    std::vector<Row> now = rows();
    if (now == m_rows) {
        if (!m_rows.empty())
            emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, 0));
        return;
    }
    beginResetModel();
    m_rows = std::move(now);
    endResetModel();
}

void OutlineModel::setOffer(std::function<bool(const QModelIndex&)> offer) {
    m_offer = std::move(offer);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, 0));
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (index.isValid() && index.internalId() == 0 && !m_offer) flags |= Qt::ItemIsEditable;
    if (m_offer && !m_offer(index)) flags &= ~Qt::ItemIsEnabled;
    return flags;
}

QVariant OutlineModel::data(const QModelIndex& index, int role) const {
    const model::Block* block = m_model.document().find(blockOf(index));
    if (block == nullptr) return {};
    const Port* port = portOf(index);
    const model::BlockKind* kind = m_model.catalogue().find(block->kind);
    const model::Problem* problem = m_model.analysis().problem_of(block->id);
    switch (role) {
        case blockRole:
            return QVariant::fromValue(static_cast<qlonglong>(block->id));
        case Qt::DisplayRole: {
            if (port) return socketText(m_model, {block->id, port->name}, port->output);
            // Not by colour alone.
            return problem ? QStringLiteral("✕ ") + blockText(m_model, *block)
                           : blockText(m_model, *block);
        }
        case Qt::EditRole:
            return qtext(block->name);
        case Qt::DecorationRole:
            if (port || kind == nullptr) return {};
            return icon(kind->category);
        case Qt::ForegroundRole:
            if (m_offer && !m_offer(index)) return theme().mutedText;
            if (problem && (!port || problem->place == port->name))
                return problem->severity == model::Problem::Severity::error ? theme().error
                                                                            : theme().warning;
            return {};
        case Qt::ToolTipRole:
            if (problem && (!port || problem->place == port->name))
                return sentenceText(problem->sentence);
            return {};
        case Qt::AccessibleTextRole:
            return port ? socketSentence(m_model, {block->id, port->name}, port->output)
                        : blockSentence(m_model, *block);
        default:
            return {};
    }
}

bool OutlineModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const model::Block* block = m_model.document().find(blockOf(index));
    if (block == nullptr || role != Qt::EditRole) return false;
    try {
        m_model.run(model::rename_block(m_model.document(), m_model.catalogue(), block->id,
                                        value.toString().trimmed().toStdString()));
        return true;
    } catch (const Error& error) {
        emit refused(sentenceText(error.what()));
        return false;
    }
}

}  // namespace gradweave::ui
