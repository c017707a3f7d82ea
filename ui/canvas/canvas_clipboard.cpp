// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_clipboard.h"

#include <algorithm>

#include "ui/canvas/block_layout.h"
#include "ui/mime.h"

namespace gradweave::ui {

namespace {

/// Larger texts are surely no blocks; they are not even looked at.
constexpr qsizetype mostText = 64 << 20;

/// True if a block stands where one of the fragment's would come to lie.
bool covers(const model::Document& document, const model::Fragment& fragment, model::Point by) {
    return std::any_of(
        fragment.blocks.begin(), fragment.blocks.end(), [&](const model::Block& block) {
            const model::Point at{block.position.x + by.x, block.position.y + by.y};
            return std::any_of(document.blocks().begin(), document.blocks().end(),
                               [&](const auto& entry) { return entry.second.position == at; });
        });
}

}  // namespace

std::unique_ptr<QMimeData> copyBlocks(const DocumentModel& model,
                                      const std::set<model::BlockId>& ids, bool incoming) {
    if (ids.empty()) return nullptr;
    const std::string text =
        model::to_text(model::copy(model.document(), {ids.begin(), ids.end()}, incoming));
    auto data = std::make_unique<QMimeData>();
    data->setData(mime::blocks, QByteArray::fromStdString(text));
    data->setText(QString::fromStdString(text));
    return data;
}

std::optional<model::Fragment> fragmentIn(const QMimeData& data) {
    const QByteArray bytes =
        data.hasFormat(mime::blocks) ? data.data(mime::blocks) : data.text().toUtf8();
    if (bytes.isEmpty() || bytes.size() > mostText) return std::nullopt;
    try {
        model::Fragment fragment = model::fragment_from_text(bytes.toStdString());
        if (fragment.blocks.empty()) return std::nullopt;
        return fragment;
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool pasteBlocks(DocumentModel& model, const QMimeData& data, model::Point position) {
    const auto fragment = fragmentIn(data);
    return fragment && pasteFragment(model, *fragment, position);
}

bool pasteFragment(DocumentModel& model, const model::Fragment& fragment, model::Point position,
                   const std::string& text) {
    if (fragment.blocks.empty()) return false;
    model::Point corner = fragment.blocks.front().position;
    for (const model::Block& block : fragment.blocks)
        corner = {std::min(corner.x, block.position.x), std::min(corner.y, block.position.y)};
    while (covers(model.document(), fragment, {position.x - corner.x, position.y - corner.y}))
        position = {position.x + 3 * gridStep, position.y + 3 * gridStep};
    std::vector<model::BlockId> added;
    try {
        model::Command command = model::paste(model.document(), fragment, position, &added);
        if (!text.empty()) command.text = text;
        model.run(command);
    } catch (const std::exception&) {
        return false;  // wires of a foreign text that do not fit together
    }
    model.select({added.begin(), added.end()});
    return true;
}

}  // namespace gradweave::ui
