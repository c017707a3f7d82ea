// SPDX-License-Identifier: GPL-3.0-or-later
// The graph as a tree of texts: blocks in the order of the computation, under each its sockets.
#pragma once

#include <QAbstractItemModel>
#include <functional>
#include <optional>
#include <vector>

#include "ui/document_model.h"

namespace gradweave::ui {

/// For whom the picture is of no use. A block's row reads as a whole sentence to assistive
/// technology; sockets say where their wires come from or lead to, and what is on them.
class OutlineModel : public QAbstractItemModel {
    Q_OBJECT

  public:
    static constexpr int blockRole = Qt::UserRole + 1;

    explicit OutlineModel(DocumentModel& model, QObject* parent = nullptr);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Renames the block.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    model::BlockId blockOf(const QModelIndex& index) const;
    QModelIndex indexOf(model::BlockId id) const;
    /// The socket of a row below a block; nothing for the block's own row.
    std::optional<std::pair<model::Socket, bool>> socketOf(const QModelIndex& index) const;

    /// While a wire is being drawn: rows of which this is not true can not be chosen. Null: all.
    void setOffer(std::function<bool(const QModelIndex&)> offer);

    /// Takes over the document as it is now.
    void refresh();

  signals:
    /// A name that cannot be: one sentence.
    void refused(const QString& sentence);

  private:
    struct Port {
        std::string name;
        bool output;
        bool operator==(const Port&) const = default;
    };
    struct Row {
        model::BlockId id;
        std::vector<Port> ports;
        bool operator==(const Row&) const = default;
    };

    std::vector<Row> rows() const;
    const Row* rowOf(const QModelIndex& index) const;
    const Port* portOf(const QModelIndex& index) const;

    DocumentModel& m_model;
    std::vector<Row> m_rows;
    std::function<bool(const QModelIndex&)> m_offer;
};

}  // namespace gradweave::ui
