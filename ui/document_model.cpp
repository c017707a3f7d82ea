// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QUndoCommand>

#include "ui/command_text.h"

namespace gradweave::ui {

namespace {

/// Typing that pauses longer than this begins a new step of undo; arrows are pressed faster.
constexpr qint64 mergeMilliseconds = 1000, nudgeMilliseconds = 700;

qint64 patience(const std::string& key) {
    return key.starts_with("nudge") ? nudgeMilliseconds : mergeMilliseconds;
}

/// A number per merge key, as QUndoCommand::id wants it; -1 merges with nothing.
int mergeId(const std::string& key) {
    if (key.empty()) return -1;
    return static_cast<int>(std::hash<std::string>{}(key)&0x7FFFFFFF);
}

}  // namespace

/// One entry of the undo stack: a command and, once applied, its inverse.
class CommandStep : public QUndoCommand {
  public:
    CommandStep(DocumentModel& model, const model::Command& command)
        : QUndoCommand(commandText(command.text)),
          m_model(model),
          m_forward(command),
          m_intent(model.m_intent) {
        m_age.start();
    }

    void redo() override { m_backward = m_model.apply(m_forward); }
    void undo() override { m_model.apply(m_backward); }
    int id() const override { return mergeId(m_forward.merge_key); }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const CommandStep*>(other);
        if (next->m_forward.merge_key != m_forward.merge_key || next->m_intent != m_intent ||
            m_age.elapsed() > patience(m_forward.merge_key))
            return false;
        // Undoing both is undoing the later one, then this one.
        m_forward.edits.insert(m_forward.edits.end(), next->m_forward.edits.begin(),
                               next->m_forward.edits.end());
        m_backward.edits.insert(m_backward.edits.begin(), next->m_backward.edits.begin(),
                                next->m_backward.edits.end());
        m_age.restart();
        return true;
    }

  private:
    DocumentModel& m_model;
    model::Command m_forward, m_backward;
    int m_intent;
    QElapsedTimer m_age;
};

DocumentModel::DocumentModel(std::shared_ptr<const model::Catalogue> catalogue, QObject* parent)
    : QObject(parent),
      m_catalogue(std::move(catalogue)),
      m_analysis(m_catalogue, this),
      m_lookup([](const model::Block&) { return model::DataStatus{}; }) {
    connect(&m_analysis, &BackgroundAnalysis::finished, this, &DocumentModel::analysed);
    connect(&m_analysis, &BackgroundAnalysis::outdated, this, &DocumentModel::scheduleAnalysis);
    reanalyse();
}

void DocumentModel::reset(model::Document document) {
    m_document = std::move(document);
    m_undoStack.clear();
    m_selection.clear();
    m_dataBlocks.clear();
    for (const auto& [id, block] : m_document.blocks())
        noteDataBlock(block);
    m_analysis.reset(m_document, dataStatuses());
    emit documentReset();
    emit selectionChanged();
    emit analysed();
}

void DocumentModel::noteDataBlock(const model::Block& block) {
    const model::BlockKind* kind = m_catalogue->find(block.kind);
    if (kind != nullptr && kind->category == model::Category::data) m_dataBlocks.insert(block.id);
}

void DocumentModel::run(const model::Command& command) {
    if (!command.empty()) m_undoStack.push(new CommandStep(*this, command));
}

model::Command DocumentModel::apply(const model::Command& command) {
    const model::Command inverse = m_document.apply(command);
    bool selectionShrank = false;
    for (const model::Edit& edit : command.edits) {
        if (const auto* erased = std::get_if<model::EraseBlock>(&edit)) {
            selectionShrank |= m_selection.erase(erased->id) > 0;
            m_dataBlocks.erase(erased->id);
        } else if (const auto* inserted = std::get_if<model::InsertBlock>(&edit)) {
            noteDataBlock(inserted->block);
        }
        m_analysis.note(edit);
        emit edited(edit);
    }
    if (selectionShrank) emit selectionChanged();
    scheduleAnalysis();
    return inverse;
}

void DocumentModel::setDataLookup(model::DataLookup lookup) {
    m_lookup = std::move(lookup);
    scheduleAnalysis();
}

void DocumentModel::scheduleAnalysis() {
    if (m_analysisScheduled) return;
    m_analysisScheduled = true;
    QTimer::singleShot(0, this, &DocumentModel::reanalyse);
}

void DocumentModel::reanalyse() {
    m_analysisScheduled = false;
    m_analysis.begin(dataStatuses());
}

std::map<model::BlockId, model::DataStatus> DocumentModel::dataStatuses() const {
    std::map<model::BlockId, model::DataStatus> known;
    for (const model::BlockId id : m_dataBlocks)
        known.emplace(id, m_lookup(m_document.at(id)));
    return known;
}

void DocumentModel::select(std::set<model::BlockId> blocks) {
    if (blocks == m_selection) return;
    m_selection = std::move(blocks);
    emit selectionChanged();
}

}  // namespace gradweave::ui
