// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks and sockets in words: what the canvas shows, for whom a picture is of no use.
#pragma once

#include <QString>

#include "ui/document_model.h"

namespace gradweave::ui {

/// "fc1  Linear · 64 units".
QString blockText(const DocumentModel& model, const model::Block& block);
/// "x ← flatten [N, 784]", "y [N, 64] → relu".
QString socketText(const DocumentModel& model, const model::Socket& socket, bool output);
/// The same to be read aloud.
QString socketSentence(const DocumentModel& model, const model::Socket& socket, bool output);
/// Everything that the picture says about the block, to be read aloud.
QString blockSentence(const DocumentModel& model, const model::Block& block);

}  // namespace gradweave::ui
