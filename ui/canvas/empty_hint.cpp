// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/empty_hint.h"

#include <QEvent>

#include "ui/canvas/canvas_view.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

EmptyHint::EmptyHint(CanvasView& view, const DocumentModel& model)
    : QLabel(&view), m_view(view), m_model(model) {
    setObjectName(QStringLiteral("emptyHint"));
    setTextFormat(Qt::RichText);
    setAlignment(Qt::AlignCenter);
    setText(
        tr("<p>Press <b>Tab</b> to add a block, or drag one from the library.</p>"
           "<p><a href=\"examples\">Load an example</a></p>"));
    setForegroundRole(QPalette::PlaceholderText);
    connect(this, &QLabel::linkActivated, this, &EmptyHint::examplesWanted);
    connect(&model, &DocumentModel::edited, this, &EmptyHint::refresh);
    connect(&model, &DocumentModel::documentReset, this, &EmptyHint::refresh);
    view.installEventFilter(this);
    refresh();
}

void EmptyHint::refresh() {
    setVisible(m_model.document().blocks().empty());
    place();
}

void EmptyHint::place() {
    adjustSize();
    move((m_view.width() - width()) / 2, (m_view.height() - height()) / 2);
}

bool EmptyHint::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) place();
    return QLabel::eventFilter(watched, event);
}

}  // namespace gradweave::ui
