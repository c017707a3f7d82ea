// SPDX-License-Identifier: GPL-3.0-or-later
// What an empty canvas says; gone with the first block.
#pragma once

#include <QLabel>

#include "ui/document_model.h"

namespace gradweave::ui {

class CanvasView;

class EmptyHint : public QLabel {
    Q_OBJECT

  public:
    EmptyHint(CanvasView& view, const DocumentModel& model);

  signals:
    void examplesWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refresh();
    void place();

    CanvasView& m_view;
    const DocumentModel& m_model;
};

}  // namespace gradweave::ui
