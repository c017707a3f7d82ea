// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/repair_search.h"

#include <QtConcurrent>
#include <map>
#include <optional>

namespace gradweave::ui {

namespace {

/// Reading a table stopped at a row; the sentence says that such rows can be left out. Whether that
/// helps would be known after the whole file is read again.
std::optional<model::Repair> skipBadRows(const model::Document& document,
                                         const model::Catalogue& catalogue,
                                         const model::Problem& problem) {
    const model::Block* block = document.find(problem.block);
    const bool meant = problem.sentence.find("choose to skip bad rows") != std::string::npos;
    if (block == nullptr || block->kind != "csv_table" || !meant) return std::nullopt;
    model::Command command =
        model::set_param(document, catalogue, problem.block, "bad_rows", std::string("skip"));
    if (command.empty()) return std::nullopt;
    return model::Repair{"Skip bad rows", std::move(command)};
}

}  // namespace

RepairSearch::RepairSearch(DocumentModel& model, QObject* parent)
    : QObject(parent), m_model(model) {
    connect(&model, &DocumentModel::edited, this, &RepairSearch::forget);
    connect(&model, &DocumentModel::documentReset, this, &RepairSearch::forget);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (!m_current) return;
        m_repairs = m_watcher.result();
        emit changed();
    });
}

RepairSearch::~RepairSearch() {
    m_watcher.disconnect();
}

void RepairSearch::ask(const model::Problem& problem) {
    m_repairs.clear();
    m_current = true;
    // The data cache lives in this thread; what it knows goes along as values.
    const auto work = [document = m_model.document(), catalogue = m_model.sharedCatalogue(),
                       known = m_model.dataStatuses(), problem] {
        const auto lookup = [&known](const model::Block& block) {
            const auto found = known.find(block.id);
            return found == known.end() ? model::DataStatus{} : found->second;
        };
        auto repairs = model::repairs_of(document, *catalogue, lookup, problem);
        if (auto skip = skipBadRows(document, *catalogue, problem))
            repairs.push_back(std::move(*skip));
        return repairs;
    };
    m_watcher.setFuture(QtConcurrent::run(work));
}

void RepairSearch::forget() {
    m_current = false;
    if (m_repairs.empty()) return;
    m_repairs.clear();
    emit changed();
}

void RepairSearch::apply(std::size_t index) {
    if (index >= m_repairs.size()) return;
    const model::Command command = m_repairs[index].command;
    m_model.run(command);
}

}  // namespace gradweave::ui
