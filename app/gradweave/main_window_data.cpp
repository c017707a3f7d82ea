// SPDX-License-Identifier: GPL-3.0-or-later
// Data that somebody brings: a block that reads it, and the offer of a network to begin with.
#include <QFileInfo>
#include <QLocale>

#include "app/gradweave/main_window.h"
#include "engine/model/starter.h"
#include "ui/canvas/canvas_view.h"
#include "ui/panels/message_strip.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::MessageStrip;

namespace {

bool hasLoss(const model::Document& document, const model::Catalogue& catalogue) {
    for (const auto& [id, block] : document.blocks()) {
        const model::BlockKind* kind = catalogue.find(block.kind);
        if (kind != nullptr && kind->category == model::Category::loss) return true;
    }
    return false;
}

/// Beside others: with a capital and a full stop.
QString asSentence(QString text) {
    if (text.isEmpty()) return text;
    text[0] = text[0].toUpper();
    return text.endsWith('.') ? text : text + '.';
}

/// What a person calls the data: its file.
QString nameOf(const model::Block& block) {
    for (const char* key : {"path", "train_images"}) {
        const auto value = block.params.find(key);
        if (value != block.params.end())
            return QFileInfo(ui::qtext(std::get<std::string>(value->second))).fileName();
    }
    return ui::qtext(block.name);
}

}  // namespace

/// A file of data becomes a data block of what is open, in one step.
void MainWindow::addData(const QString& path) {
    const auto choice = model::data_choice(QFileInfo(path).absoluteFilePath().toStdString());
    if (!choice) return;
    showEditor();
    const model::Document& document = m_document->document();
    const bool first = document.blocks().empty();
    const QPointF at = m_canvas->visibleRect().center();
    const model::BlockId id = document.fresh_id();
    m_document->run(model::add_data(document, *m_catalogue, *choice, {at.x(), at.y()}));
    m_document->select({id});
    if (first) m_canvas->fitAll();
    m_offeredFor = id;
    offerStarter();
}

/// Called whenever more may be known of the data that was added last: says what it holds, and
/// offers a network for it where there is none.
void MainWindow::offerStarter() {
    if (m_offeredFor == 0) return;
    const model::Document& document = m_document->document();
    const model::Block* block = document.find(m_offeredFor);
    if (block == nullptr || hasLoss(document, *m_catalogue)) {
        m_offeredFor = 0;
        return;
    }
    const auto statuses = m_document->dataStatuses();
    const auto status = statuses.find(m_offeredFor);
    if (m_document->analysisPending() || status == statuses.end() || !status->second.info) return;
    const model::BlockId id = m_offeredFor;
    const model::Command command =
        model::starter_network(document, *m_catalogue, id, m_document->analysis());
    if (command.empty()) return;
    m_offeredFor = 0;
    const data::DatasetInfo& info = *status->second.info;
    const QLocale locale;
    const auto count = [&](data::Split split) {
        return locale.toString(static_cast<qlonglong>(info.count(split)));
    };
    QString sentence = tr("%1: %2 samples to learn from, %3 for validation, %4 for the test.")
                           .arg(nameOf(*block), count(data::Split::train),
                                count(data::Split::validation), count(data::Split::test));
    for (const std::string& note : info.notes)
        sentence += QStringLiteral(" ") + asSentence(ui::sentenceText(note));
    m_messages->showMessage(
        info.notes.empty() ? MessageStrip::Kind::success : MessageStrip::Kind::warning, sentence);
    m_messages->addAction(tr("Make a starter network"), [this, id] {
        m_messages->dismiss();
        const model::Document& now = m_document->document();
        const model::Command network =
            model::starter_network(now, *m_catalogue, id, m_document->analysis());
        if (network.empty()) {
            // The data has been changed since, and cannot be read at the moment.
            m_offeredFor = id;
            return offerStarter();
        }
        m_document->run(network);
        showTab(m_canvas);
        m_canvas->fitAll();
    });
}

}  // namespace gradweave::app
