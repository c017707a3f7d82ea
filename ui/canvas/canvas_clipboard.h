// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks as text on the clipboard: the same JSON for us and for other programs.
#pragma once

#include <QMimeData>
#include <memory>

#include "ui/document_model.h"

namespace gradweave::ui {

/// Copied blocks; the caller owns the result. Null if `ids` is empty.
std::unique_ptr<QMimeData> copyBlocks(const DocumentModel& model,
                                      const std::set<model::BlockId>& ids, bool incoming);

/// Adds the blocks in the data as one step and selects them; the top left one comes to `position`,
/// moved aside if another block stands exactly there. False, changing nothing, if there are none.
bool pasteBlocks(DocumentModel& model, const QMimeData& data, model::Point position);

/// The same for a fragment; `text` names the step.
bool pasteFragment(DocumentModel& model, const model::Fragment& fragment, model::Point position,
                   const std::string& text = {});

/// The fragment in the data, if there is one.
std::optional<model::Fragment> fragmentIn(const QMimeData& data);

}  // namespace gradweave::ui
