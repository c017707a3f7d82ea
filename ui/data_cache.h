// SPDX-License-Identifier: GPL-3.0-or-later
// What the data blocks of a project hold, read in the background.
#pragma once

#include <QObject>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "engine/model/analysis.h"

namespace gradweave::ui {

/// Answers a DocumentModel at once from what has been read so far, and says `changed` when it knows
/// more. Reading happens on other threads; files that are slow to answer delay nothing but
/// themselves. Lives in the UI thread.
class DataCache : public QObject {
    Q_OBJECT

  public:
    /// Describes the data of a block whose project lies in `base`. Called on other threads.
    using Describe =
        std::function<model::DataStatus(const model::Block& block, std::filesystem::path base)>;

    explicit DataCache(Describe describe, QObject* parent = nullptr);
    /// Reads what the blocks' parameters name.
    explicit DataCache(std::shared_ptr<const model::Catalogue> catalogue,
                       QObject* parent = nullptr);

    /// The project's folder, which relative paths start from.
    void setBase(std::filesystem::path base);
    const std::filesystem::path& base() const { return m_base; }

    /// All that the data of a block depends on, as far as the document says it.
    static std::string keyOf(const model::Block& block, const std::filesystem::path& base);

    model::DataLookup lookup();
    model::DataStatus statusOf(const model::Block& block);
    bool reading() const { return !m_pending.empty(); }

    /// Reads everything again: files may have changed.
    void refresh();

  signals:
    void changed();

  private:
    void begin(const std::string& key, const model::Block& block);
    void take(const std::string& key, model::BlockId id, model::DataStatus status);

    Describe m_describe;
    std::filesystem::path m_base;
    std::map<std::string, model::DataStatus> m_known;
    std::set<std::string> m_pending;
    /// The last good answer for each block: shown while a changed one is being read, so that
    /// shapes do not flicker while somebody types.
    std::map<model::BlockId, model::DataStatus> m_latest;
    int m_generation = 0;
};

}  // namespace gradweave::ui
