// SPDX-License-Identifier: GPL-3.0-or-later
// A closed group on the canvas: one block in place of all blocks of a frame.
#pragma once

#include "engine/model/document.h"
#include "ui/canvas/block_item.h"

namespace gradweave::ui {

/// Looks like a block. Its sockets are those of its blocks that are wired to the outside or wait
/// for a wire; a wire drawn there is a wire of the block inside.
class GroupItem : public BlockItem {
  public:
    enum { Type = UserType + 4 };

    explicit GroupItem(model::FrameId id) : BlockItem(id) {}

    int type() const override { return Type; }

    /// Shows these members, which stay hidden behind it.
    void show(const model::Document& document, const model::Frame& frame,
              const std::vector<BlockItem*>& members);
    const std::vector<model::BlockId>& members() const { return m_members; }

    /// The sockets in the order of the layout's places.
    const std::vector<model::Socket>& sockets(bool output) const {
        return output ? m_outputs : m_inputs;
    }
    QPointF placeOf(const model::Socket& inner, bool output) const;
    model::Socket socketOf(std::size_t index, bool output) const override {
        return sockets(output)[index];
    }

  private:
    void addSockets(const model::Document& document, const BlockItem& member, bool output,
                    std::vector<PortContent>& ports);

    std::vector<model::BlockId> m_members;
    std::vector<model::Socket> m_inputs, m_outputs;
};

}  // namespace gradweave::ui
