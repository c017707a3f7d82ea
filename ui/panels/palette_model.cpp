// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/palette_model.h"

#include <QMimeData>
#include <climits>
#include <map>
#include <optional>

#include "ui/catalogue_text.h"
#include "ui/mime.h"
#include "ui/panels/note_delegate.h"
#include "ui/panels/text_match.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

namespace gradweave::ui {

PaletteModel::PaletteModel(const model::Catalogue& catalogue, QObject* parent)
    : QStandardItemModel(parent) {
    std::map<model::Category, QStandardItem*> categories;
    for (const model::CatalogueSection& section : catalogue.sections()) {
        QStandardItem*& category = categories[section.category];
        if (category == nullptr)
            category =
                addTitle(*invisibleRootItem(), catalogueText(model::name_of(section.category)));
        addKinds(
            section.group.empty() ? *category : *addTitle(*category, catalogueText(section.group)),
            section.kinds);
    }
}

QStandardItem* PaletteModel::addTitle(QStandardItem& parent, const QString& title) {
    auto* item = new QStandardItem(title);
    item->setData(true, NoteDelegate::titleRole);
    item->setFlags(Qt::ItemIsEnabled);
    parent.appendRow(item);
    return item;
}

void PaletteModel::addKinds(QStandardItem& parent,
                            const std::vector<const model::BlockKind*>& kinds) {
    for (const model::BlockKind* kind : kinds) {
        const QString help = catalogueText(kind->help);
        auto* item = new QStandardItem(icon(kind->category), qtext(kind->title));
        item->setData(qtext(kind->id), kindRole);
        item->setData(qtext(kind->keywords + ' ' + kind->id), keywordsRole);
        item->setData(help, helpRole);
        item->setToolTip(QStringLiteral("<p><b>%1</b><br>%2</p>")
                             .arg(qtext(kind->title).toHtmlEscaped(), help.toHtmlEscaped()));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
        parent.appendRow(item);
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

bool isKind(const QModelIndex& index) {
    return !index.data(PaletteModel::kindRole).toString().isEmpty();
}

/// All kinds of a tree in its order, however deep they lie.
QModelIndexList kindsOf(const QAbstractItemModel& model) {
    QModelIndexList kinds, below{QModelIndex()};
    while (!below.isEmpty()) {
        const QModelIndex parent = below.takeLast();
        if (isKind(parent)) kinds << parent;
        for (int row = model.rowCount(parent) - 1; row >= 0; --row)
            below << model.index(row, 0, parent);
    }
    return kinds;
}

std::optional<int> scoreOf(const QString& needle, const QModelIndex& kind) {
    return matchScore(needle,
                      {kind.data().toString(), kind.data(PaletteModel::keywordsRole).toString(),
                       kind.data(PaletteModel::helpRole).toString()});
}

}  // namespace

bool PaletteFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    // Categories and groups are kept for their kinds' sake only.
    if (!isKind(index)) return m_needle.isEmpty();
    return scoreOf(m_needle, index).has_value();
}

QModelIndex PaletteFilter::best() const {
    QModelIndex best;
    int least = INT_MAX;
    for (const QModelIndex& kind : kindsOf(*this)) {
        const int score = scoreOf(m_needle, kind).value_or(INT_MAX);
        if (score >= least) continue;
        least = score;
        best = kind;
    }
    return best;
}

QStringList PaletteFilter::titles() const {
    QStringList titles;
    for (const QModelIndex& kind : kindsOf(*sourceModel()))
        titles << kind.data().toString();
    return titles;
}

}  // namespace gradweave::ui
