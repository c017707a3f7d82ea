// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/palette_model.h"

#include <QMimeData>
#include <climits>
#include <map>
#include <optional>

#include "ui/mime.h"
#include "ui/panels/note_delegate.h"
#include "ui/panels/text_match.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

namespace gradweave::ui {

PaletteModel::PaletteModel(const model::Catalogue& catalogue, QObject* parent)
    : QStandardItemModel(parent) {
    // Columns of the tree are in the order of the enumeration, kinds in that of the catalogue.
    std::map<model::Category, QStandardItem*> groups;
    for (const auto& kind : catalogue.kinds())
        groups[kind->category] = nullptr;
    for (auto& [category, group] : groups) {
        group = new QStandardItem(qtext(model::name_of(category)));
        group->setData(true, NoteDelegate::titleRole);
        group->setFlags(Qt::ItemIsEnabled);
        appendRow(group);
    }
    for (const auto& kind : catalogue.kinds()) {
        auto* item = new QStandardItem(icon(kind->category), qtext(kind->title));
        item->setData(qtext(kind->id), kindRole);
        item->setData(qtext(kind->keywords + ' ' + kind->id), keywordsRole);
        item->setData(qtext(kind->help), helpRole);
        item->setToolTip(
            QStringLiteral("<p><b>%1</b><br>%2</p>")
                .arg(qtext(kind->title).toHtmlEscaped(), qtext(kind->help).toHtmlEscaped()));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
        groups.at(kind->category)->appendRow(item);
    }
}

QStringList PaletteModel::mimeTypes() const {
    return {mime::kind};
}

QMimeData* PaletteModel::mimeData(const QModelIndexList& indexes) const {
    for (const QModelIndex& index : indexes) {
        const QString kind = index.data(kindRole).toString();
        if (kind.isEmpty()) continue;
        auto* data = new QMimeData;
        data->setData(mime::kind, kind.toUtf8());
        return data;
    }
    return nullptr;
}

PaletteFilter::PaletteFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
}

void PaletteFilter::setNeedle(const QString& needle) {
    m_needle = needle;
    invalidateFilter();
}

namespace {

std::optional<int> scoreOf(const QString& needle, const QModelIndex& kind) {
    return matchScore(needle,
                      {kind.data().toString(), kind.data(PaletteModel::keywordsRole).toString(),
                       kind.data(PaletteModel::helpRole).toString()});
}

}  // namespace

bool PaletteFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    // Categories are kept for their kinds' sake only.
    if (!parent.isValid()) return m_needle.isEmpty();
    return scoreOf(m_needle, sourceModel()->index(row, 0, parent)).has_value();
}

QModelIndex PaletteFilter::best() const {
    QModelIndex best;
    int least = INT_MAX;
    for (int g = 0; g < rowCount(); ++g) {
        const QModelIndex group = index(g, 0);
        for (int k = 0; k < rowCount(group); ++k) {
            const QModelIndex kind = index(k, 0, group);
            const int score = scoreOf(m_needle, kind).value_or(INT_MAX);
            if (score >= least) continue;
            least = score;
            best = kind;
        }
    }
    return best;
}

QStringList PaletteFilter::titles() const {
    QStringList titles;
    const QAbstractItemModel* all = sourceModel();
    for (int g = 0; g < all->rowCount(); ++g) {
        const QModelIndex group = all->index(g, 0);
        for (int k = 0; k < all->rowCount(group); ++k)
            titles << all->index(k, 0, group).data().toString();
    }
    return titles;
}

}  // namespace gradweave::ui
