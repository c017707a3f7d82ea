// SPDX-License-Identifier: GPL-3.0-or-later
// Undo in a field is undo of the document: there is one history, not one for each field.
#pragma once

#include <QObject>
#include <functional>

namespace gradweave::ui {

/// Keeps a field from undoing on its own, so that the keys go to the window's actions. Only what
/// was refused, and is no edit therefore, is put back here. Belongs to the field.
class FieldUndo : public QObject {
  public:
    /// `putBack` shows the document's value again and says true, if the field shows another text.
    FieldUndo(QWidget* field, std::function<bool()> putBack);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    std::function<bool()> m_putBack;
};

}  // namespace gradweave::ui
