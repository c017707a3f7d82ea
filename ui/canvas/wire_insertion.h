// SPDX-License-Identifier: GPL-3.0-or-later
// Putting a block that is held over a wire into it: which wire, how that looks, and the command.
#pragma once

#include <QGraphicsItem>
#include <memory>
#include <optional>

#include "engine/model/commands.h"

namespace gradweave::ui {

class GraphScene;
class WireItem;

/// Marks at most one wire as the target and shows where its two new ends would go.
class WireInsertion {
  public:
    explicit WireInsertion(GraphScene& scene);
    ~WireInsertion();

    /// Chooses the wire under a block of this kind whose body is at `body`; none if `kind` has no
    /// way through or no wire fits. Returns true if there is a target.
    bool aim(const model::BlockKind& kind, const QRectF& body);
    /// Takes this wire without showing anything; false if there is none.
    bool aimAt(const model::Socket& input);
    void clear();
    const std::optional<model::Socket>& target() const { return m_target; }

    /// Inserts a new block, its top left corner near `position`.
    model::Command insertNew(const model::BlockKind& kind, model::Point position) const;
    /// Inserts a block of the document, which moves to about `position`.
    model::Command insert(model::BlockId block, model::Point position) const;

  private:
    class Joints;
    /// Corrects the block's place and moves what follows to the right if it would be covered.
    void makeRoom(model::Command& command, model::BlockId block, double width,
                  model::Point position) const;

    GraphScene& m_scene;
    std::optional<model::Socket> m_target;
    std::unique_ptr<Joints> m_joints;
};

}  // namespace gradweave::ui
