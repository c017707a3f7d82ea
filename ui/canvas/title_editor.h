// SPDX-License-Identifier: GPL-3.0-or-later
// A field over a block's header or a frame's title to rename it in place.
#pragma once

#include <QLineEdit>

#include "engine/model/document.h"

namespace gradweave::ui {

class CanvasView;

/// Enter or leaving the field renames, Esc does not. A name that cannot be is refused with its
/// sentence and can be corrected.
class TitleEditor : public QLineEdit {
    Q_OBJECT

  public:
    explicit TitleEditor(CanvasView& view);
    void edit(model::BlockId id);
    void editFrame(model::FrameId id);
    /// Renames if the name is good; forgets the text otherwise.
    void leave();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    bool commit(bool sayWhy);
    void close();

    CanvasView& m_view;
    void open(const QRectF& scene, const QString& name);
    model::BlockId m_block = 0;
    model::FrameId m_frame = 0;
};

}  // namespace gradweave::ui
