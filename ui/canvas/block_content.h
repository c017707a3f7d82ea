// SPDX-License-Identifier: GPL-3.0-or-later
// What a block shows: texts, sockets, and what is wrong with it.
#pragma once

#include <QString>
#include <vector>

#include "engine/model/analysis.h"

namespace gradweave::ui {

/// A socket with its text.
struct PortContent {
    std::string id;
    QString name;
    bool connected = false;
    bool optional = false;
    bool classes = false;  ///< for class numbers: drawn square
    bool wrong = false;    ///< the block's problem is here

    bool operator==(const PortContent&) const = default;
};

/// Everything that a block's picture depends on, but its place and selection.
struct BlockContent {
    enum class Mood { fine, warning, error };

    QString title, name, summary, message;
    model::Category category = model::Category::tensor;
    bool known = true;  ///< false: the catalogue has no such kind
    Mood mood = Mood::fine;
    model::BlockMarks marks;
    bool diverged = false;  ///< the first value that was not a number came from here
    std::vector<PortContent> inputs, outputs;

    bool operator==(const BlockContent&) const = default;

    /// Marks a socket as connected. One that the catalogue does not know is added, so that a wire
    /// of a foreign file has somewhere to end.
    void connect(const std::string& port, bool output);
    /// Says what is wrong; nothing for null.
    void blame(const model::Problem* problem);
    /// Takes over what is known of the outputs.
    void know(const model::BlockFacts& facts);
    /// True if know() would change nothing.
    bool knows(const model::BlockFacts& facts) const;
};

/// A block of the document; `kind` may be null.
BlockContent contentOf(const model::Block& block, const model::BlockKind* kind);
/// A block of this kind that does not exist yet.
BlockContent contentOf(const model::BlockKind& kind);

}  // namespace gradweave::ui
