// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/canvas_fixture.h"

#include <QApplication>
#include <QClipboard>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

CanvasFixture::CanvasFixture()
    : m_catalogue(std::make_shared<model::Catalogue>()),
      m_model(m_catalogue),
      m_actions([](const QString& name) { return icon(name); }) {
    QApplication::clipboard()->clear();
    m_model.setDataLookup(samples::digitsData);
    m_model.reset(samples::digits(*m_catalogue));
    m_view = std::make_unique<CanvasView>(m_model);
    m_editor = new CanvasEditor(*m_view);
    new CanvasActions(m_actions, *m_view, *m_editor);
    m_view->resize(1500, 800);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    if (!QTest::qWaitForWindowActive(m_view.get())) qWarning("the canvas did not become active");
    m_view->zoomTo(1, {});
    m_view->centerOn(600, 200);
    QCoreApplication::processEvents();
}

}  // namespace gradweave::ui
