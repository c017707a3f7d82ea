// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/background_analysis.h"

#include <QtConcurrent>

namespace gradweave::ui {

/// What a job works on.
struct BackgroundAnalysis::Mirror {
    Mirror(std::shared_ptr<const model::Catalogue> kinds, model::Document start)
        : catalogue(std::move(kinds)), document(std::move(start)), analyser(*catalogue) {}

    std::shared_ptr<const model::Catalogue> catalogue;
    model::Document document;
    model::Analyser analyser;
    bool fresh = true;  ///< never analysed
};

/// What a job found, as changes of what was known.
struct BackgroundAnalysis::Result {
    bool whole = false;  ///< `found.blocks` are all there are
    model::Analysis found;
    std::vector<model::BlockId> erased;
    std::set<model::BlockId> changed;
};

BackgroundAnalysis::BackgroundAnalysis(std::shared_ptr<const model::Catalogue> catalogue,
                                       QObject* parent)
    : QObject(parent),
      m_catalogue(std::move(catalogue)),
      m_mirror(std::make_shared<Mirror>(m_catalogue, model::Document())) {}

BackgroundAnalysis::~BackgroundAnalysis() = default;

void BackgroundAnalysis::reset(const model::Document& document,
                               const std::map<model::BlockId, model::DataStatus>& data) {
    // A job that still runs works on what is no longer anybody's.
    m_mirror = std::make_shared<Mirror>(m_catalogue, document);
    m_edits.clear();
    m_running = m_wanted = false;
    m_gathered.clear();
    keep(run(*m_mirror, {}, data));
    m_changed = std::exchange(m_gathered, {});
}

BackgroundAnalysis::Result BackgroundAnalysis::run(
    Mirror& mirror, const std::vector<model::Edit>& edits,
    const std::map<model::BlockId, model::DataStatus>& data) {
    Result result;
    result.whole = std::exchange(mirror.fresh, false);
    for (const model::Edit& edit : edits) {
        mirror.document.apply(edit);
        mirror.analyser.note(edit);
        if (const auto* erased = std::get_if<model::EraseBlock>(&edit))
            result.erased.push_back(erased->id);
    }
    // Undo brings blocks back under the ids that they had.
    std::erase_if(result.erased, [&](model::BlockId id) { return mirror.document.find(id); });
    const auto lookup = [&data](const model::Block& block) {
        const auto found = data.find(block.id);
        return found == data.end() ? model::DataStatus{} : found->second;
    };
    const model::Analysis& now = mirror.analyser.update(mirror.document, lookup);
    result.changed = mirror.analyser.changed();
    result.found.problems = now.problems;
    result.found.parameter_count = now.parameter_count;
    result.found.multiply_adds = now.multiply_adds;
    result.found.activation_bytes = now.activation_bytes;
    if (result.whole) {
        result.found.blocks = now.blocks;
        return result;
    }
    for (const model::BlockId id : result.changed) {
        if (const auto facts = now.blocks.find(id); facts != now.blocks.end())
            result.found.blocks.insert(*facts);
    }
    return result;
}

void BackgroundAnalysis::begin(std::map<model::BlockId, model::DataStatus> data) {
    if (m_running) {
        m_wanted = true;
        return;
    }
    // The mirror is behind by the edits; in between none of them makes a small document large.
    if (m_mirror->document.blocks().size() + m_edits.size() <= smallDocument)
        take(run(*m_mirror, std::exchange(m_edits, {}), data));
    else
        watch(m_mirror, std::move(data));
}

void BackgroundAnalysis::watch(const std::shared_ptr<Mirror>& mirror,
                               std::map<model::BlockId, model::DataStatus> data) {
    m_running = true;
    auto* watcher = new QFutureWatcher<std::shared_ptr<Result>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, mirror] {
        watcher->deleteLater();
        if (mirror != m_mirror) return;  // of a document that was closed
        m_running = false;
        take(std::move(*watcher->result()));
    });
    watcher->setFuture(
        QtConcurrent::run([mirror, edits = std::exchange(m_edits, {}), data = std::move(data)] {
            return std::make_shared<Result>(run(*mirror, edits, data));
        }));
}

/// Brings what is known up to date.
void BackgroundAnalysis::keep(Result result) {
    if (result.whole) {
        m_analysis = std::move(result.found);
    } else {
        for (const model::BlockId id : result.erased)
            m_analysis.blocks.erase(id);
        for (auto& [id, facts] : result.found.blocks)
            m_analysis.blocks.insert_or_assign(id, std::move(facts));
        result.found.blocks.clear();
        std::swap(result.found.blocks, m_analysis.blocks);
        m_analysis = std::move(result.found);
    }
    m_gathered.merge(result.changed);
}

void BackgroundAnalysis::take(Result result) {
    keep(std::move(result));
    const bool again = std::exchange(m_wanted, false) || !m_edits.empty();
    if (again) {
        emit outdated();
        return;
    }
    m_changed = std::exchange(m_gathered, {});
    emit finished();
}

}  // namespace gradweave::ui
