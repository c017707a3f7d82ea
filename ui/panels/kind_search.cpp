// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/kind_search.h"

#include <QCoreApplication>
#include <algorithm>

#include "engine/model/wiring.h"
#include "ui/catalogue_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

namespace gradweave::ui {

namespace {

/// The tensor that the new block will be given, if the request says so and it is known.
const model::TensorType* givenType(const DocumentModel& model, const AddRequest& request) {
    std::optional<model::Socket> from = request.from ? request.from : request.behind;
    if (request.into) from = model.document().source_of(*request.into);
    return from ? model.analysis().type_at(model.document(), *from) : nullptr;
}

/// 0 if the kind fits at once, 1 if it could be made to fit, 2 if it would stand unwired where that
/// will do as well, nothing if it cannot be.
std::optional<int> fit(const DocumentModel& model, const AddRequest& request,
                       const model::BlockKind& kind) {
    if (request.from || request.into || request.behind) {
        const model::TensorType* type = givenType(model, request);
        const model::PortSpec* port = model::input_for(kind, type);
        if (port == nullptr) return request.behind ? std::optional(2) : std::nullopt;
        // Insertion leads the wire through the first input and the first output.
        if (request.into && (kind.outputs.empty() || port != &kind.inputs.front()))
            return std::nullopt;
        if (type == nullptr) return 0;
        // A port that wants just these elements is meant more than one that takes anything.
        const bool meant = port->accepts != model::Accepts::anything || is_floating(type->dtype);
        return model::fits_at_once(kind, *port, *type) && meant ? 0 : 1;
    }
    if (request.to) return kind.outputs.empty() ? std::nullopt : std::optional(0);
    return 0;
}

constexpr int mostUses = 1000;

}  // namespace

QString neighbourOf(const DocumentModel& model, const AddRequest& request) {
    std::optional<model::Socket> from = request.from ? request.from : request.behind;
    if (request.into) from = model.document().source_of(*request.into);
    const auto& end = from ? from : request.to;
    const model::Block* block = end ? model.document().find(end->block) : nullptr;
    if (block == nullptr) return {};
    return from ? qtext(block->kind) : QStringLiteral("to ") + qtext(block->kind);
}

std::vector<SearchEntry> kindsFor(const DocumentModel& model, const AddRequest& request,
                                  const std::map<QString, int>& uses) {
    std::vector<SearchEntry> entries;
    for (const auto& kind : model.catalogue().kinds()) {
        const auto rank = fit(model, request, *kind);
        if (!rank) continue;
        SearchEntry entry;
        entry.text = {qtext(kind->title), qtext(kind->keywords + ' ' + kind->id),
                      catalogueText(kind->help)};
        entry.note = catalogueText(name_of(kind->category));
        entry.icon = icon(kind->category);
        entry.id = qtext(kind->id);
        // Habit counts less than fitting.
        const auto used = uses.find(entry.id);
        entry.rank =
            *rank * mostUses - (used == uses.end() ? 0 : std::min(used->second, mostUses - 1));
        entries.push_back(std::move(entry));
    }
    const bool wired = request.from || request.to || request.into || request.behind;
    const auto category = [&](const SearchEntry& entry) {
        return model.catalogue().find(entry.id.toStdString())->category;
    };
    std::stable_sort(entries.begin(), entries.end(),
                     [&](const SearchEntry& a, const SearchEntry& b) {
                         if (a.rank != b.rank || !wired) return a.rank < b.rank;
                         // Layers before what is computed with their results.
                         if (category(a) != category(b)) return category(a) < category(b);
                         return a.text.title.localeAwareCompare(b.text.title) < 0;
                     });
    return entries;
}

QString promptFor(const DocumentModel& model, const AddRequest& request) {
    if (request.to)
        return QCoreApplication::translate("KindSearch", "Add a block that feeds this input");
    if (request.behind) {
        const model::Block* block = model.document().find(request.behind->block);
        return QCoreApplication::translate("KindSearch", "Add a block behind %1")
            .arg(block ? qtext(block->name) : QString());
    }
    if (!request.from && !request.into)
        return QCoreApplication::translate("KindSearch", "Add a block");
    if (const model::TensorType* type = givenType(model, request))
        return QCoreApplication::translate("KindSearch", "Add a block that takes %1")
            .arg(qtext(to_string(type->dims)));
    return QCoreApplication::translate("KindSearch", "Add a block that takes this wire");
}

std::vector<SearchEntry> blocksOf(const DocumentModel& model) {
    std::vector<SearchEntry> entries;
    for (const auto& [id, block] : model.document().blocks()) {
        const model::BlockKind* kind = model.catalogue().find(block.kind);
        SearchEntry entry;
        entry.text = {qtext(block.name), qtext(kind ? kind->title : block.kind), {}};
        entry.note = entry.text.keywords;
        if (kind) entry.icon = icon(kind->category);
        entry.id = QString::number(id);
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace gradweave::ui
