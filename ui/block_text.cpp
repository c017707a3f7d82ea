// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/block_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/catalogue_text.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

struct BlockText {
    Q_DECLARE_TR_FUNCTIONS(BlockText)
};

}  // namespace

QString blockText(const DocumentModel& model, const model::Block& block) {
    const model::BlockKind* kind = model.catalogue().find(block.kind);
    QString text =
        QStringLiteral("%1  %2").arg(qtext(block.name), qtext(kind ? kind->title : block.kind));
    const QString summary = kind ? summaryText(*kind, block.params) : QString();
    if (!summary.isEmpty()) text += QStringLiteral(" · ") + summary;
    if (block.marks.mode == model::BlockMode::bypassed)
        text += QStringLiteral(" · ") + BlockText::tr("bypassed");
    if (block.marks.mode == model::BlockMode::muted)
        text += QStringLiteral(" · ") + BlockText::tr("muted");
    return text;
}

QString socketText(const DocumentModel& model, const model::Socket& socket, bool output) {
    const model::Document& document = model.document();
    const auto shape = [&](const model::Socket& at) {
        const auto* type = model.analysis().type_at(document, at);
        return type ? QStringLiteral(" ") + qtext(to_string(type->dims)) : QString();
    };
    if (!output) {
        const auto source = document.source_of(socket);
        if (!source) return BlockText::tr("%1 ← not connected").arg(qtext(socket.port));
        return QStringLiteral("%1 ← %2%3")
            .arg(qtext(socket.port), qtext(document.at(source->block).name), shape(*source));
    }
    QStringList users;
    for (const model::Wire& wire : document.wires_from(socket.block)) {
        if (wire.from.port == socket.port) users << qtext(document.at(wire.to.block).name);
    }
    return QStringLiteral("%1%2 → %3")
        .arg(qtext(socket.port), shape(socket),
             users.isEmpty() ? BlockText::tr("not used") : users.join(QStringLiteral(", ")));
}

QString socketSentence(const DocumentModel& model, const model::Socket& socket, bool output) {
    QString text = socketText(model, socket, output);
    text.replace(QStringLiteral("←"), BlockText::tr("from"));
    text.replace(QStringLiteral("→"), BlockText::tr("to"));
    return (output ? BlockText::tr("output %1") : BlockText::tr("input %1")).arg(text);
}

QString blockSentence(const DocumentModel& model, const model::Block& block) {
    const model::BlockKind* kind = model.catalogue().find(block.kind);
    QStringList parts{blockText(model, block)};
    if (kind != nullptr) {
        for (const auto& port : kind->input_ports(block.params))
            parts << socketSentence(model, {block.id, port.name}, false);
        for (const auto& port : kind->output_ports(block.params))
            parts << socketSentence(model, {block.id, port.name}, true);
    }
    if (block.marks.pinned) parts << BlockText::tr("pinned");
    if (const model::Frame* frame = model.document().find_frame(block.frame))
        parts << BlockText::tr("in the frame %1").arg(qtext(frame->title));
    const model::Problem* problem = model.analysis().problem_of(block.id);
    parts << (problem ? BlockText::tr("problem: %1").arg(sentenceText(problem->sentence))
              : kind  ? BlockText::tr("no problems")
                      : BlockText::tr("unknown kind"));
    return parts.join(QStringLiteral(", "));
}

}  // namespace gradweave::ui
