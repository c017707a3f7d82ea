// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pictures of the canvas in its states, for people to look at: tour FOLDER.
#include <QApplication>
#include <QDir>

#include "tests/ui/sample_documents.h"
#include "ui/canvas/canvas_actions.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? argv[1] : ".");
    const auto catalogue = std::make_shared<model::Catalogue>();
    for (const Appearance appearance : {Appearance::light, Appearance::dark}) {
        ThemeManager::instance().apply(appearance);
        const QString suffix = appearance == Appearance::light ? "light" : "dark";
        DocumentModel document(catalogue);
        document.setDataLookup(samples::digitsData);
        document.reset(samples::digits(*catalogue));
        CanvasView view(document);
        CanvasEditor editor(view);
        Actions actions([](const QString& name) { return icon(name); });
        CanvasActions canvasActions(actions, view, editor);
        view.resize(1400, 700);
        view.show();
        view.fitAll();
        const auto shot = [&](const QString& name) {
            app.processEvents();
            view.grab().save(folder.filePath(name + "-" + suffix + ".png"));
        };
        shot("canvas");
        document.select({3, 4});
        shot("canvas-selection");
        document.run(model::connect(document.document(), {{1, "image"}, {3, "x"}}));
        shot("canvas-error");
        view.zoomTo(2, QPointF(500, 200));
        shot("canvas-zoom200");
        view.zoomTo(0.35, QPointF(500, 200));
        shot("canvas-zoom35");
        document.undoStack()->undo();
        document.select({});
        app.processEvents();
        editor.arrange();
        view.fitAll();
        shot("canvas-arranged");
        document.reset(samples::chain(*catalogue, 1000));
        shot("canvas-1000");
    }
    return 0;
}
