// SPDX-License-Identifier: GPL-3.0-or-later
// The open document for the widgets: one undo stack, one selection, one analysis.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <set>

#include "engine/model/analysis.h"
#include "engine/model/commands.h"
#include "ui/background_analysis.h"

namespace gradweave::ui {

/// Holds a document and lets widgets change it in one direction only: gesture, command, document,
/// change record (the signal `edited`), views. Lives in the UI thread.
class DocumentModel : public QObject {
    Q_OBJECT

  public:
    explicit DocumentModel(std::shared_ptr<const model::Catalogue> catalogue,
                           QObject* parent = nullptr);

    const model::Document& document() const { return m_document; }
    const model::Catalogue& catalogue() const { return *m_catalogue; }
    std::shared_ptr<const model::Catalogue> sharedCatalogue() const { return m_catalogue; }
    /// Of the document as it was when `analysed` came last; of a small one that is never longer ago
    /// than the return to the event loop.
    const model::Analysis& analysis() const { return m_analysis.analysis(); }
    /// Whether `analysed` is still to come for what was edited.
    bool analysisPending() const { return m_analysisScheduled || m_analysis.pending(); }
    QUndoStack* undoStack() { return &m_undoStack; }

    /// The blocks of which the latest analysis found something else than the one before; all after
    /// a reset.
    const std::set<model::BlockId>& changedByAnalysis() const { return m_analysis.changed(); }

    /// Puts another document in place of this one; the undo stack is emptied.
    void reset(model::Document document);
    /// Applies the command as one step of undo. Commands with the same merge key that follow each
    /// other within a second become one step. Does nothing for an empty command.
    void run(const model::Command& command);
    /// What follows is another intent: it does not become one step with what was done before. The
    /// keyboard has left a field, or an arrow is pressed once more.
    void endMerging() { ++m_intent; }

    /// Who knows what the data blocks hold; reanalyse() when the answers change.
    void setDataLookup(model::DataLookup lookup);
    /// What is known of each data block now.
    std::map<model::BlockId, model::DataStatus> dataStatuses() const;
    void reanalyse();

    const std::set<model::BlockId>& selection() const { return m_selection; }
    void select(std::set<model::BlockId> blocks);

  signals:
    /// One edit was applied (by a command, undo or redo). Views follow these.
    void edited(const gradweave::model::Edit& edit);
    /// The whole document is another one.
    void documentReset();
    /// Shapes and problems are those of the document as it is now; at most once per return to the
    /// event loop.
    void analysed();
    void selectionChanged();

  private:
    friend class CommandStep;
    model::Command apply(const model::Command& command);
    void noteDataBlock(const model::Block& block);
    void scheduleAnalysis();

    std::shared_ptr<const model::Catalogue> m_catalogue;
    model::Document m_document;
    BackgroundAnalysis m_analysis;
    model::DataLookup m_lookup;
    std::set<model::BlockId> m_dataBlocks;
    QUndoStack m_undoStack;
    std::set<model::BlockId> m_selection;
    bool m_analysisScheduled = false;
    int m_intent = 0;
};

}  // namespace gradweave::ui
