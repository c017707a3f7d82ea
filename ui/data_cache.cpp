// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data_cache.h"

#include <QFutureWatcher>
#include <QtConcurrent>

#include "engine/train/run.h"

namespace gradweave::ui {

DataCache::DataCache(Describe describe, QObject* parent)
    : QObject(parent), m_describe(std::move(describe)) {}

DataCache::DataCache(std::shared_ptr<const model::Catalogue> catalogue, QObject* parent)
    : DataCache(
          [catalogue](const model::Block& block, const std::filesystem::path& base) {
              // A person at the window may read whatever they may read.
              return train::DataDescriber(*catalogue, base, true)(block);
          },
          parent) {}

std::string DataCache::keyOf(const model::Block& block, const std::filesystem::path& base) {
    std::string key = block.kind + '\n' + base.string();
    for (const auto& [name, value] : block.params)
        key += '\n' + name + '=' + model::to_text(value);
    return key;
}

void DataCache::setBase(std::filesystem::path base) {
    if (base == m_base) return;
    m_base = std::move(base);
    m_latest.clear();
    emit changed();
}

model::DataLookup DataCache::lookup() {
    return [this](const model::Block& block) { return statusOf(block); };
}

model::DataStatus DataCache::statusOf(const model::Block& block) {
    const std::string key = keyOf(block, m_base);
    if (const auto known = m_known.find(key); known != m_known.end()) {
        m_latest[block.id] = known->second;
        return known->second;
    }
    if (m_pending.insert(key).second) begin(key, block);
    const auto latest = m_latest.find(block.id);
    if (latest == m_latest.end()) return {};
    return {latest->second.info, {}, {}};
}

void DataCache::begin(const std::string& key, const model::Block& block) {
    auto* watcher = new QFutureWatcher<model::DataStatus>(this);
    const int generation = m_generation;
    connect(watcher, &QFutureWatcher<model::DataStatus>::finished, this,
            [this, watcher, key, id = block.id, generation] {
                watcher->deleteLater();
                if (generation == m_generation) take(key, id, watcher->result());
            });
    watcher->setFuture(
        QtConcurrent::run([describe = m_describe, block, base = m_base]() -> model::DataStatus {
            try {
                return describe(block, base);
            } catch (const std::exception& error) {
                return {std::nullopt, error.what(), {}};
            }
        }));
}

void DataCache::take(const std::string& key, model::BlockId id, model::DataStatus status) {
    m_pending.erase(key);
    if (status.info) m_latest[id] = status;
    m_known.insert_or_assign(key, std::move(status));
    emit changed();
}

void DataCache::refresh() {
    ++m_generation;
    m_known.clear();
    m_pending.clear();
    emit changed();
}

}  // namespace gradweave::ui
