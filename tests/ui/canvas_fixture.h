// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas by itself with actions and a document.
#pragma once

#include <memory>

#include "tests/ui/canvas_hands.h"
#include "tests/ui/sample_documents.h"
#include "ui/canvas/canvas_actions.h"

namespace gradweave::ui {

/// Opened offscreen, active, at 100 %, showing the digits network.
class CanvasFixture : public CanvasHands {
  public:
    CanvasFixture();

    CanvasView& view() override { return *m_view; }
    CanvasEditor& editor() { return *m_editor; }
    Actions& actions() { return m_actions; }

  private:
    std::shared_ptr<model::Catalogue> m_catalogue;
    DocumentModel m_model;
    std::unique_ptr<CanvasView> m_view;
    CanvasEditor* m_editor;
    Actions m_actions;
};

}  // namespace gradweave::ui
