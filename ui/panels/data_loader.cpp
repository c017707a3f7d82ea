// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data_loader.h"

#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include "engine/model/project.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

/// Threads of our own: a reading that was given up may take a while to notice, and the next one is
/// not to wait for it, nor for others who use the common threads.
QThreadPool& readers() {
    static QThreadPool pool;
    pool.setMaxThreadCount(3);
    return pool;
}

struct Outcome {
    LoadedDataPtr data;
    std::string problem, place;
};

Outcome read(const model::Block& block, const model::Catalogue& catalogue,
             const std::filesystem::path& base, const Progress& progress) {
    try {
        // A person at the window may read whatever they may read.
        const data::Source source = model::data_source(block, catalogue, base, true);
        auto data = std::make_shared<LoadedData>();
        data->dataset = data::load(source, progress);
        data->overview = data::overview(*data->dataset, progress);
        return {std::move(data), {}, {}};
    } catch (const model::BlockProblem& problem) {
        return {nullptr, problem.sentence, problem.place};
    } catch (const std::exception& error) {
        return {nullptr, error.what(), {}};
    }
}

}  // namespace

DataLoader::DataLoader(std::shared_ptr<const model::Catalogue> catalogue, QObject* parent)
    : QObject(parent), m_catalogue(std::move(catalogue)) {}

DataLoader::~DataLoader() {
    cancel();
}

void DataLoader::load(const model::Block& block, const std::filesystem::path& base) {
    cancel();
    m_task = std::make_shared<Task>();
    auto* watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this, [this, watcher, task = m_task] {
        watcher->deleteLater();
        if (task != m_task) return;
        m_task = nullptr;
        const Outcome outcome = watcher->result();
        if (outcome.data)
            emit loaded(outcome.data);
        else
            emit failed(sentenceText(outcome.problem), qtext(outcome.place));
    });
    watcher->setFuture(QtConcurrent::run(
        &readers(), [catalogue = m_catalogue, block, base, task = m_task]() -> Outcome {
            Progress progress;
            progress.report = [task](double fraction, std::string_view) {
                task->fraction = fraction;
            };
            progress.cancelled = [task] { return task->cancelled.load(); };
            return read(block, *catalogue, base, progress);
        }));
}

void DataLoader::cancel() {
    if (m_task) m_task->cancelled = true;
    m_task = nullptr;
}

double DataLoader::fraction() const {
    return m_task ? m_task->fraction.load() : 0;
}

}  // namespace gradweave::ui
