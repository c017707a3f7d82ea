// SPDX-License-Identifier: GPL-3.0-or-later
// Bypass, mute, collapse, pin, frames, reroute points, pulling out, copying wires, minimap: each by
// mouse or key as a person does it, each one step of undo, each left without a trace by Esc.
#include <QAction>
#include <QLineEdit>
#include <QMenu>

#include "tests/ui/canvas_fixture.h"
#include "ui/canvas/block_layout.h"
#include "ui/canvas/minimap.h"
#include "ui/theme/theme.h"

using namespace gradweave;
using namespace gradweave::ui;

class TestCanvasMarkup : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { ThemeManager::instance().apply(Appearance::light); }
    void init() { f = std::make_unique<CanvasFixture>(); }
    void cleanup() { f.reset(); }

    void bypassByKey();
    void bypassSaysWhyNot();
    void mute();
    void collapse();
    void pinnedStays();
    void frameAroundSelection();
    void emptyFrame();
    void frameMovesItsBlocks();
    void frameResizes();
    void framesKeepTheirBlocks();
    void doubleClickAddsReroutePoint();
    void reroutePointMoves();
    void reroutePointGoes();
    void reroutePointsMoveWithTheirBlocks();
    void pullOutWithAlt();
    void shiftDragCopiesWires();
    void knifeFromTheMenu();
    void everyGestureHasItsMenuEntry();
    void minimapShowsAndScrolls();
    void divergedBlockIsMarked();
    void titlesFromAfarBreakBetweenWords();

  private:
    model::BlockMarks marks(const char* block) const {
        return f->document().at(f->id(block)).marks;
    }
    /// Types into the field over a title.
    void type(const QString& text) {
        auto* field = f->view().findChild<QLineEdit*>("titleEditor");
        QVERIFY(field && field->isVisible());
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
        QCoreApplication::processEvents();
    }
    model::FrameId makeFrame(std::set<model::BlockId> blocks) {
        f->model().select(std::move(blocks));
        f->key(Qt::Key_C);
        type("Body");
        return f->document().frames().begin()->first;
    }
    QPoint titleOf(model::FrameId id) const {
        const QRectF title = f->view().graph().frameItem(id)->title();
        return f->view().mapFromScene(QPointF(title.right() - 20, title.center().y()));
    }
    model::Socket reluIn() const { return {f->id("relu"), "x"}; }
    QPoint middleOfReluWire() const {
        return f->view().mapFromScene(f->view().graph().wireItem(reluIn())->curve().middle());
    }

    std::unique_ptr<CanvasFixture> f;
};

// A long name is two lines where it would be small otherwise, never broken within a word.
void TestCanvasMarkup::titlesFromAfarBreakBetweenWords() {
    const model::Catalogue catalogue;
    const auto lines = [&](const char* kind) {
        const BlockLayout layout(contentOf(*catalogue.find(kind)));
        QStringList texts;
        for (const auto& line : layout.farTitle)
            texts << line.text;
        return texts;
    };
    QCOMPARE(lines("multi_head_attention"), QStringList({"MultiHead", "Attention"}));
    QCOMPARE(lines("cross_entropy"), QStringList({"Cross-", "entropy"}));
    QCOMPARE(lines("relu"), QStringList({"ReLU"}));
    for (const auto& kind : catalogue.kinds()) {
        const BlockLayout layout(contentOf(*kind));
        QString whole;
        for (const auto& line : layout.farTitle) {
            const QFontMetricsF font(CanvasFonts::current().title);
            QVERIFY(font.horizontalAdvance(line.text) * layout.farScale <= layout.body.width());
            whole += line.text;
        }
        QCOMPARE(whole.remove(' '), QString(layout.title).remove(' '));
    }
}

void TestCanvasMarkup::bypassByKey() {
    const std::string before = f->text();
    f->click(f->header("relu"));
    f->key(Qt::Key_B);
    QCOMPARE(marks("relu").mode, model::BlockMode::bypassed);
    QCOMPARE(f->stack().undoText(), "Bypass");
    QVERIFY(f->undoRestores(before));
    QVERIFY(f->model().analysis().valid());
    // Seen by a shape and a word, not only by colour.
    QCOMPARE(f->view().graph().blockItem(f->id("relu"))->layout().badges.size(), std::size_t{1});
    f->key(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(marks("relu").mode, model::BlockMode::active);
}

void TestCanvasMarkup::bypassSaysWhyNot() {
    f->click(f->header("fc1"));
    QVERIFY(!f->actions()["graph.bypass"]->isEnabled());
    QVERIFY2(f->actions()["graph.bypass"]->toolTip().contains("[N, 784]"),
             qPrintable(f->actions()["graph.bypass"]->toolTip()));
    f->key(Qt::Key_B);
    QCOMPARE(f->stack().count(), 0);
}

void TestCanvasMarkup::mute() {
    const std::string before = f->text();
    f->click(f->header("accuracy"));
    f->key(Qt::Key_M, Qt::ControlModifier);
    QCOMPARE(marks("accuracy").mode, model::BlockMode::muted);
    QVERIFY(f->undoRestores(before));
    QVERIFY(f->model().analysis().valid());
    QVERIFY(f->view().graph().wireItem({f->id("accuracy"), "scores"})->content().idle);
    f->click(f->header("relu"));
    f->key(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(!f->model().analysis().valid());
    QCOMPARE(f->model().analysis().problems.front().block, f->id("fc2"));
}

void TestCanvasMarkup::collapse() {
    const std::string before = f->text();
    const qreal height = f->view().graph().blockItem(f->id("fc1"))->layout().body.height();
    f->click(f->header("fc1"));
    f->key(Qt::Key_H);
    QVERIFY(marks("fc1").collapsed);
    QVERIFY(f->view().graph().blockItem(f->id("fc1"))->layout().body.height() < height);
    QVERIFY(f->undoRestores(before));
    // Wires are drawn to a collapsed block as to any other.
    f->add("tanh", 760, 400);
    f->drag(f->socket("fc1", "y", true), f->socket("tanh", "x", false));
    QCOMPARE(f->document().source_of({f->id("tanh"), "x"}), (model::Socket{f->id("fc1"), "y"}));
}

void TestCanvasMarkup::pinnedStays() {
    f->click(f->header("fc1"));
    f->key(Qt::Key_P);
    const std::string before = f->text();
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(80, 80));
    f->key(Qt::Key_Right);
    f->key(Qt::Key_Delete);
    QCOMPARE(f->text(), before);
    // Others of the selection move and go.
    f->model().select({f->id("fc1"), f->id("relu")});
    f->key(Qt::Key_Delete);
    QVERIFY(f->id("fc1") != 0);
    QCOMPARE(f->id("relu"), model::BlockId{0});
}

void TestCanvasMarkup::frameAroundSelection() {
    const std::string before = f->text();
    f->model().select({f->id("fc1"), f->id("relu")});
    f->key(Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(f->document().frames().size(), std::size_t{1});
    QVERIFY(f->undoRestores(before));
    f->view().renameFrame(f->document().frames().begin()->first);
    type("First layer");
    QCOMPARE(f->document().frames().begin()->second.title, std::string("First layer"));
    const FrameItem* item = f->view().graph().frameItem(f->document().frames().begin()->first);
    QVERIFY(item->area().contains(f->view().graph().blockItem(f->id("fc1"))->sceneBody()));
    // Out again by key: the last block takes the frame along.
    f->model().select({f->id("fc1")});
    f->key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f->document().at(f->id("fc1")).frame, model::FrameId{0});
    QCOMPARE(f->document().frames().size(), std::size_t{1});
    f->model().select({f->id("relu")});
    f->key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(f->document().frames().empty());
}

void TestCanvasMarkup::emptyFrame() {
    f->model().select({});
    f->key(Qt::Key_C);
    type("Remember the learning rate");
    QCOMPARE(f->document().frames().size(), std::size_t{1});
    const model::FrameId id = f->document().frames().begin()->first;
    QCoreApplication::processEvents();
    // Chosen by a click on its title, removed by Delete; F2 renames it.
    f->click(f->empty());
    QCOMPARE(f->view().graph().chosenFrame(), model::FrameId{0});
    f->click(titleOf(id));
    QCOMPARE(f->view().graph().chosenFrame(), id);
    f->key(Qt::Key_F2);
    type("Note");
    const std::string before = f->text();
    f->key(Qt::Key_Delete);
    QVERIFY(f->document().frames().empty());
    QVERIFY(f->undoRestores(before));
}

void TestCanvasMarkup::frameMovesItsBlocks() {
    const model::FrameId id = makeFrame({f->id("fc1"), f->id("relu")});
    const std::string before = f->text();
    const QPoint at = titleOf(id);
    f->press(at);
    f->move(at + QPoint(30, 40));
    f->move(at + QPoint(80, 160));
    QVERIFY(f->view().gestureActive());
    f->key(Qt::Key_Escape);
    QCOMPARE(f->text(), before);
    QCOMPARE(f->view().graph().blockItem(f->id("fc1"))->pos().x(), 512.0);
    f->release(at);
    const int steps = f->stack().count();
    f->drag(at, at + QPoint(80, 160));
    QCOMPARE(f->stack().count(), steps + 1);
    QCOMPARE(f->stack().undoText(), "Move frame");
    QVERIFY(f->document().at(f->id("fc1")).position == (model::Point{592, 160}));
    QVERIFY(f->document().at(f->id("flatten")).position == (model::Point{272, 0}));
    QVERIFY(f->undoRestores(before));
}

void TestCanvasMarkup::frameResizes() {
    const model::FrameId id = makeFrame({f->id("fc1")});
    const QRectF area = f->view().graph().frameItem(id)->area();
    const QPoint corner = f->view().mapFromScene(area.bottomRight() - QPointF(5, 5));
    const std::string before = f->text();
    f->press(corner);
    f->move(corner + QPoint(60, 90));
    QVERIFY(f->view().graph().frameItem(id)->area().height() > area.height());
    f->key(Qt::Key_Escape);
    QCOMPARE(f->view().graph().frameItem(id)->area(), area);
    f->release(corner);
    f->drag(corner, corner + QPoint(64, 96));
    QVERIFY(f->view().graph().frameItem(id)->area().height() > area.height() + 80);
    QVERIFY(f->undoRestores(before));
    // Not smaller than its blocks.
    const QRectF large = f->view().graph().frameItem(id)->area();
    const QPoint now = f->view().mapFromScene(large.bottomRight() - QPointF(5, 5));
    f->drag(now, now - QPoint(400, 400));
    QVERIFY(f->view().graph().frameItem(id)->area().contains(
        f->view().graph().blockItem(f->id("fc1"))->sceneBody()));
}

void TestCanvasMarkup::framesKeepTheirBlocks() {
    const model::FrameId id = makeFrame({f->id("fc1")});
    // A block that is dragged across does not join, one that is dragged out does not leave.
    f->drag(f->header("flatten"), f->header("fc1") + QPoint(0, 30));
    QCOMPARE(f->document().at(f->id("flatten")).frame, model::FrameId{0});
    f->drag(f->header("fc1"), f->header("fc1") + QPoint(0, 400));
    QCOMPARE(f->document().at(f->id("fc1")).frame, id);
    QVERIFY(f->view().graph().frameItem(id)->area().contains(
        f->view().graph().blockItem(f->id("fc1"))->sceneBody()));
}

void TestCanvasMarkup::doubleClickAddsReroutePoint() {
    const std::string before = f->text();
    f->doubleClick(middleOfReluWire());
    QCOMPARE(f->document().bends(reluIn()).size(), std::size_t{1});
    QCOMPARE(f->stack().count(), 1);
    QCOMPARE(f->stack().undoText(), "Add reroute point");
    QVERIFY(f->undoRestores(before));
    QCOMPARE(f->view().graph().wireItem(reluIn())->bends().size(), std::size_t{1});
    // Another one before it lies before it.
    f->doubleClick(f->view().mapFromScene(f->view().graph().wireItem(reluIn())->curve().at(0.25)));
    const auto bends = f->document().bends(reluIn());
    QCOMPARE(bends.size(), std::size_t{2});
    QVERIFY(bends[0].x < bends[1].x);
}

void TestCanvasMarkup::reroutePointMoves() {
    f->doubleClick(middleOfReluWire());
    const model::Point at = f->document().bends(reluIn()).front();
    const QPoint place = f->at(at.x, at.y);
    const std::string before = f->text();
    f->press(place);
    f->move(place + QPoint(10, 60));
    QVERIFY(f->view().graph().wireItem(reluIn())->bends().front().y() > at.y + 40);
    f->key(Qt::Key_Escape);
    QCOMPARE(f->view().graph().wireItem(reluIn())->bends().front(), QPointF(at.x, at.y));
    f->release(place);
    f->drag(place, place + QPoint(0, 64));
    QCOMPARE(f->document().bends(reluIn()).front().y, at.y + 64);
    QVERIFY(f->undoRestores(before));
}

void TestCanvasMarkup::reroutePointGoes() {
    f->doubleClick(middleOfReluWire());
    model::Point at = f->document().bends(reluIn()).front();
    f->doubleClick(f->at(at.x, at.y));
    QVERIFY(f->document().bends(reluIn()).empty());
    f->doubleClick(middleOfReluWire());
    at = f->document().bends(reluIn()).front();
    f->click(f->at(at.x, at.y), Qt::AltModifier);
    QVERIFY(f->document().bends(reluIn()).empty());
    // Or by the menu, for chosen wires.
    f->doubleClick(middleOfReluWire());
    f->view().graph().chooseWires({reluIn()});
    f->actions()["graph.removeBends"]->trigger();
    QVERIFY(f->document().bends(reluIn()).empty());
    f->actions()["graph.addBend"]->trigger();
    QCOMPARE(f->document().bends(reluIn()).size(), std::size_t{1});
}

void TestCanvasMarkup::reroutePointsMoveWithTheirBlocks() {
    f->doubleClick(middleOfReluWire());
    const model::Point at = f->document().bends(reluIn()).front();
    f->model().select({f->id("fc1"), f->id("relu")});
    const QPoint grip = f->header("fc1");
    f->press(grip);
    f->move(grip + QPoint(20, 20));
    f->move(grip + QPoint(40, 80));
    QVERIFY(f->view().graph().wireItem(reluIn())->bends().front().y() > at.y + 60);
    f->key(Qt::Key_Escape);
    QCOMPARE(f->view().graph().wireItem(reluIn())->bends().front(), QPointF(at.x, at.y));
    f->release(grip);
    f->drag(grip, grip + QPoint(40, 80));
    QCOMPARE(f->document().bends(reluIn()).front().y, at.y + 80);
}

void TestCanvasMarkup::pullOutWithAlt() {
    const std::string before = f->text();
    const QPoint grip = f->header("relu");
    f->press(grip, Qt::AltModifier);
    f->move(grip + QPoint(0, 60), Qt::AltModifier);
    f->move(grip + QPoint(0, 240), Qt::AltModifier);
    f->key(Qt::Key_Escape);
    f->release(grip);
    QCOMPARE(f->text(), before);
    f->drag(grip, grip + QPoint(0, 240), Qt::AltModifier);
    QCOMPARE(f->document().source_of({f->id("fc2"), "x"}), (model::Socket{f->id("fc1"), "y"}));
    QVERIFY(f->document().wires_to(f->id("relu")).empty());
    QCOMPARE(f->document().at(f->id("relu")).position.y, 240.0);
    QCOMPARE(f->stack().count(), 1);
    QCOMPARE(f->stack().undoText(), "Pull out");
    QVERIFY(f->undoRestores(before));
    f->stack().undo();
    // Without a mouse.
    f->model().select({f->id("relu")});
    f->actions()["graph.pullOut"]->trigger();
    QCOMPARE(f->document().source_of({f->id("fc2"), "x"}), (model::Socket{f->id("fc1"), "y"}));
}

void TestCanvasMarkup::shiftDragCopiesWires() {
    f->add("add", 752, 360);
    f->drag(f->socket("relu", "y", true), f->socket("add", "a", false));
    f->add("tanh", 512, 360);
    const std::string before = f->text();
    const int steps = f->stack().count();
    f->drag(f->socket("relu", "y", true), f->socket("tanh", "y", true), Qt::ShiftModifier);
    // fc2 has no second input; add has.
    QCOMPARE(f->document().source_of({f->id("add"), "b"}), (model::Socket{f->id("tanh"), "y"}));
    QCOMPARE(f->document().source_of({f->id("fc2"), "x"}), (model::Socket{f->id("relu"), "y"}));
    QCOMPARE(f->stack().count(), steps + 1);
    QVERIFY(f->undoRestores(before));
}

void TestCanvasMarkup::knifeFromTheMenu() {
    f->actions()["graph.cut"]->trigger();
    f->key(Qt::Key_Escape);
    f->drag(f->at(700, -40), f->at(700, 80));
    QCOMPARE(f->stack().count(), 0);
    f->actions()["graph.cut"]->trigger();
    f->drag(f->at(700, -40), f->at(700, 80));
    QVERIFY(f->document().wires_to(f->id("relu")).empty());
    // One stroke only.
    f->drag(f->at(980, 60), f->at(980, 380));
    QCOMPARE(f->stack().count(), 1);
}

void TestCanvasMarkup::everyGestureHasItsMenuEntry() {
    for (const char* id : {"graph.cut", "graph.pullOut", "graph.addBend", "graph.disconnect"})
        QVERIFY2(f->actions()[id]->text().contains('\t'), id);
    for (const char* id : {"graph.bypass", "graph.mute", "graph.collapse", "graph.frame"})
        QVERIFY2(!f->actions()[id]->shortcut().isEmpty(), id);
}

void TestCanvasMarkup::minimapShowsAndScrolls() {
    Minimap& map = f->view().minimap();
    QVERIFY(map.isHidden());  // fewer than 60 blocks
    f->actions()["view.minimap"]->trigger();
    QVERIFY(map.isVisible());
    QVERIFY(f->actions()["view.minimap"]->isChecked());
    const QRectF wanted = f->view().graph().blockItem(f->id("accuracy"))->sceneBody();
    QTRY_VERIFY(map.rect().contains(map.placeOf(wanted.center()).toPoint()));
    QTest::qWait(150);  // its picture is drawn a moment later
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.placeOf(wanted.center()).toPoint());
    const QPointF centre = f->view().visibleRect().center();
    QVERIFY(QLineF(centre, wanted.center()).length() < 60);
    QCOMPARE(f->stack().count(), 0);
    f->model().reset(samples::chain(f->model().catalogue(), 80));
    f->actions()["view.minimap"]->trigger();
    QVERIFY(map.isHidden());
    map.setWanted(std::nullopt);
    QVERIFY(map.isVisible());
}

void TestCanvasMarkup::divergedBlockIsMarked() {
    f->view().graph().markDiverged(f->id("fc1"));
    const auto& badges = f->view().graph().blockItem(f->id("fc1"))->layout().badges;
    QCOMPARE(badges.size(), std::size_t{1});
    QVERIFY(badges.front().text.contains("NaN"));
    f->view().graph().markDiverged(0);
    QVERIFY(f->view().graph().blockItem(f->id("fc1"))->layout().badges.empty());
}

QTEST_MAIN(TestCanvasMarkup)
#include "test_canvas_markup.moc"
