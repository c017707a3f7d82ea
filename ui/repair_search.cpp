// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/repair_search.h"

#include <QtConcurrent>
#include <map>
#include <optional>

namespace gradweave::ui {

namespace {

/// What a sentence about a column names it: between the first two quotes behind `before`; nothing
/// if it is cut short there, or holds what parts the names of a list.
std::optional<std::string> columnIn(const std::string& sentence, const std::string& before) {
    const std::size_t start = sentence.find(before);
    if (start == std::string::npos) return std::nullopt;
    const std::size_t from = start + before.size(), to = sentence.find('"', from);
    if (to == std::string::npos) return std::nullopt;
    const std::string name = sentence.substr(from, to - from);
    const bool whole = name.find_first_of(",\\") == std::string::npos && !name.ends_with("…");
    return whole && !name.empty() ? std::optional(name) : std::nullopt;
}

/// Reading a table stopped, and the sentence says what to leave out, rows or a column, or how else
/// to read it. Whether that helps would be known after the whole file is read again.
std::optional<model::Repair> tableRepair(const model::Document& document,
                                         const model::Catalogue& catalogue,
                                         const model::Problem& problem) {
    const model::Block* block = document.find(problem.block);
    if (block == nullptr || block->kind != "csv_table") return std::nullopt;
    const auto repair = [&](const std::string& label, const char* key, std::string value) {
        model::Command command =
            model::set_param(document, catalogue, problem.block, key, std::move(value));
        return command.empty() ? std::nullopt
                               : std::optional(model::Repair{label, std::move(command)});
    };
    if (problem.sentence.find("choose to skip bad rows") != std::string::npos)
        return repair("Skip bad rows", "bad_rows", "skip");
    if (problem.sentence.find("; predict it as a quantity") != std::string::npos)
        return repair("Predict a quantity", "task", "quantity");
    if (problem.sentence.find("; ignore it, or") == std::string::npos) return std::nullopt;
    const auto column = columnIn(problem.sentence, ": the column \"");
    if (!column) return std::nullopt;
    const auto ignored = block->params.find("ignored");
    std::string names =
        ignored == block->params.end() ? std::string() : std::get<std::string>(ignored->second);
    if (!names.empty()) names += ", ";
    return repair("Ignore " + *column, "ignored", names + *column);
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
        if (auto repair = tableRepair(document, *catalogue, problem))
            repairs.push_back(std::move(*repair));
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
