// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue as a tree of categories, groups and kinds, and its part that fits a search.
#pragma once

#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <memory>
#include <vector>

#include "engine/model/catalogue.h"

namespace gradweave::ui {

/// Kinds are dragged as mime::kind.
class PaletteModel : public QStandardItemModel {
    Q_OBJECT

  public:
    static constexpr int kindRole = Qt::UserRole + 10;
    static constexpr int keywordsRole = Qt::UserRole + 11;
    static constexpr int helpRole = Qt::UserRole + 12;

    PaletteModel(const model::Catalogue& catalogue, QObject* parent);

    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

  private:
    static QStandardItem* addTitle(QStandardItem& parent, const QString& title);
    static void addKinds(QStandardItem& parent, const std::vector<const model::BlockKind*>& kinds);
};

class PaletteFilter : public QSortFilterProxyModel {
    Q_OBJECT

  public:
    explicit PaletteFilter(QObject* parent);
    void setNeedle(const QString& needle);
    /// The kind that fits the needle best.
    QModelIndex best() const;
    /// Titles of all kinds.
    QStringList titles() const;

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    QString m_needle;
};

}  // namespace gradweave::ui
