// SPDX-License-Identifier: GPL-3.0-or-later
// Something dragged from the library or another window over the canvas.
#pragma once

#include <QMimeData>
#include <memory>

#include "ui/canvas/gesture.h"
#include "ui/canvas/wire_insertion.h"

namespace gradweave::ui {

class BlockItem;

/// Lives from drag enter to drop or leave. A kind of block is shown where it would be put, and over
/// a wire, how it would be inserted (Alt prevents that).
class DropTarget {
  public:
    DropTarget(CanvasView& view, const QMimeData& data);
    ~DropTarget();

    /// False if this data is nothing for a canvas.
    bool accepts() const { return m_kind != nullptr || m_blocks || !m_files.isEmpty(); }
    void move(const Pointer& pointer);
    void drop(const Pointer& pointer, const QMimeData& data);

  private:
    model::Point place(const Pointer& pointer) const;

    CanvasView& m_view;
    const model::BlockKind* m_kind = nullptr;
    bool m_blocks = false;
    QStringList m_files;
    std::unique_ptr<BlockItem> m_ghost;
    WireInsertion m_insertion;
};

}  // namespace gradweave::ui
