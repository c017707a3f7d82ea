// SPDX-License-Identifier: GPL-3.0-or-later
// The analysis of a document that is being edited: small documents at once, large ones on another
// thread.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "engine/model/analysis.h"

namespace gradweave::ui {

/// Keeps a second document beside the one that is edited, brings it up to date by the same edits,
/// and analyses it. Lives in the UI thread; the second document is with the job while one runs.
class BackgroundAnalysis : public QObject {
    Q_OBJECT

  public:
    /// Up to so many blocks a pass from scratch takes less than a millisecond and is done at once:
    /// what was edited and its shapes appear together.
    static constexpr std::size_t smallDocument = 200;

    explicit BackgroundAnalysis(std::shared_ptr<const model::Catalogue> catalogue, QObject* parent);
    ~BackgroundAnalysis() override;

    /// Another document altogether, analysed before this returns, without a signal: nothing is
    /// shown of it before its shapes are known.
    void reset(const model::Document& document,
               const std::map<model::BlockId, model::DataStatus>& data);
    /// To be told of every edit, in order.
    void note(const model::Edit& edit) { m_edits.push_back(edit); }
    /// Analyses what was noted so far with these answers of the data blocks. `finished` comes
    /// before this returns if the document is small, else later; edits that are noted in the
    /// meantime are waited for, so that a result is always that of the newest document.
    void begin(std::map<model::BlockId, model::DataStatus> data);

    const model::Analysis& analysis() const { return m_analysis; }
    /// The blocks of which something else was found than at the last `finished`.
    const std::set<model::BlockId>& changed() const { return m_changed; }
    /// A job is under way, or edits were noted that none has seen.
    bool pending() const { return m_running || !m_edits.empty(); }

  signals:
    void finished();
    /// A job has ended, but the document is another one by now: begin() is wanted.
    void outdated();

  private:
    struct Mirror;
    struct Result;
    static Result run(Mirror& mirror, const std::vector<model::Edit>& edits,
                      const std::map<model::BlockId, model::DataStatus>& data);
    void keep(Result result);
    void take(Result result);
    void watch(const std::shared_ptr<Mirror>& mirror,
               std::map<model::BlockId, model::DataStatus> data);

    std::shared_ptr<const model::Catalogue> m_catalogue;
    std::shared_ptr<Mirror> m_mirror;
    std::vector<model::Edit> m_edits;
    model::Analysis m_analysis;
    std::set<model::BlockId> m_changed, m_gathered;
    bool m_running = false;
    bool m_wanted = false;  ///< begin() was called while a job ran
};

}  // namespace gradweave::ui
