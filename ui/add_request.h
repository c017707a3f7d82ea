// SPDX-License-Identifier: GPL-3.0-or-later
// A wish for a new block, from the canvas to whoever offers the kinds and back.
#pragma once

#include <QPoint>
#include <optional>

#include "engine/model/document.h"

namespace gradweave::ui {

struct AddRequest {
    QPoint global;          ///< on the screen, for a popup
    model::Point position;  ///< on the canvas
    /// The new block is to be fed by this output,
    std::optional<model::Socket> from;
    /// or to feed this input,
    std::optional<model::Socket> to;
    /// or to be put into the wire that ends in this input.
    std::optional<model::Socket> into;
    /// Wherever `position` is: the new block stands to the right of the block of this output, and
    /// is fed by it if it can be.
    std::optional<model::Socket> behind{};
};

}  // namespace gradweave::ui
