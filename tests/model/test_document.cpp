// SPDX-License-Identifier: Apache-2.0
// Documents: edits and their inverses, commands, cycles, fragments; random sequences undone to the
// byte.
#include <QTest>
#include <cmath>
#include <functional>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/model/commands.h"
#include "engine/model/markup.h"
#include "engine/model/project.h"

using namespace gradweave;
using namespace gradweave::model;

namespace {

QString sentence(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

Document chain(const Catalogue& catalogue, const std::vector<const char*>& kinds) {
    Document document;
    for (const char* kind : kinds) {
        const BlockId last = document.fresh_id() - 1;
        const double x = 200.0 * static_cast<double>(last);
        if (last == 0)
            document.apply(add_block(document, *catalogue.find(kind), {x, 0}));
        else
            document.apply(
                add_block_from(document, *catalogue.find(kind), {x, 0},
                               {last, catalogue.find(document.at(last).kind)->outputs[0].name}));
    }
    return document;
}

/// A random command that fits the document.
Command random_command(const Document& document, const Catalogue& catalogue, Generator& random) {
    std::vector<BlockId> ids;
    for (const auto& [id, block] : document.blocks())
        ids.push_back(id);
    const auto any_id = [&] { return ids[random.below(ids.size())]; };
    const auto any_kind = [&]() -> const BlockKind& {
        return *catalogue.kinds()[random.below(catalogue.kinds().size())];
    };
    const auto point = [&] {
        return Point{std::floor(random.uniform() * 1000), std::floor(random.uniform() * 1000)};
    };
    if (ids.size() < 2) return add_block(document, any_kind(), point());
    std::vector<FrameId> frames;
    for (const auto& [id, frame] : document.frames())
        frames.push_back(id);
    const auto any_wire = [&] {
        auto wire = document.wires().begin();
        std::advance(wire, static_cast<std::ptrdiff_t>(random.below(document.wires().size())));
        return wire->first;
    };
    switch (random.below(24)) {
        case 22:
            return add_group(document, {any_id(), any_id()}, "Group");
        case 23:
            if (frames.empty()) return {};
            return close_frames(document, {frames[random.below(frames.size())]},
                                random.below(2) == 0);
        case 12:
            return toggle_mode(document, {any_id(), any_id()},
                               random.below(2) ? BlockMode::muted : BlockMode::bypassed);
        case 13:
            return random.below(2) ? toggle_collapsed(document, {any_id()})
                                   : toggle_pinned(document, {any_id(), any_id()});
        case 14:
            return add_frame(document, {any_id(), any_id()}, "Frame");
        case 15:
            return add_empty_frame(document, "Note", point(), point());
        case 16:
            if (frames.empty()) return {};
            return remove_frames(document, {frames[random.below(frames.size())]});
        case 17:
            if (frames.empty()) return {};
            return set_frame(document, {any_id(), any_id()},
                             random.below(2) ? 0 : frames[random.below(frames.size())]);
        case 18: {
            if (frames.empty()) return {};
            const FrameId frame = frames[random.below(frames.size())];
            if (random.below(2)) return move_frame(document, frame, point());
            return resize_frame(document, frame, point(), point());
        }
        case 19:
        case 20:
            if (document.wires().empty()) return {};
            return set_bends(document, any_wire(), {point(), point()});
        case 21: {
            std::map<BlockId, Point> positions;
            positions[any_id()] = point();
            return pull_out(document, catalogue, positions);
        }
        case 0:
        case 1:
            return add_block(document, any_kind(), point());
        case 2:
            return remove_blocks(document, catalogue, {any_id()});
        case 3:
            return remove_and_reconnect(document, catalogue, {any_id()});
        case 4:
            return move_blocks(document, {{any_id(), point()}, {any_id(), point()}});
        case 5:
            return rename_block(document, catalogue, any_id(), document.unique_name("name"));
        case 6:
            return paste(document, copy(document, {any_id(), any_id()}, random.below(2) == 0),
                         point());
        case 7:
            return set_training(document, "epochs",
                                static_cast<std::int64_t>(1 + random.below(50)));
        case 8: {
            const Block& block = document.at(any_id());
            const BlockKind& kind = *catalogue.find(block.kind);
            if (kind.params.empty()) return {};
            const ParamSpec& spec = kind.params[random.below(kind.params.size())];
            if (spec.key == "inputs")
                return set_param(document, catalogue, block.id, "inputs",
                                 static_cast<std::int64_t>(2 + random.below(4)));
            return set_param(document, catalogue, block.id, spec.key, spec.fallback);
        }
        case 9: {
            if (document.wires().empty()) return {};
            auto wire = document.wires().begin();
            std::advance(wire, static_cast<std::ptrdiff_t>(random.below(document.wires().size())));
            return insert_new_on_wire(document, any_kind(), point(), wire->first);
        }
        case 10:
            return arrange(document, {}, [](const Block&) { return Point{180, 90}; });
        default: {
            const Block &from = document.at(any_id()), &to = document.at(any_id());
            const auto outputs = catalogue.find(from.kind)->outputs;
            const auto inputs = catalogue.find(to.kind)->input_ports(to.params);
            if (outputs.empty() || inputs.empty() || would_close_cycle(document, from.id, to.id))
                return {};
            return model::connect(document, {{from.id, outputs[random.below(outputs.size())].name},
                                             {to.id, inputs[random.below(inputs.size())].name}});
        }
    }
}

void check_no_dangling_wire(const Document& document) {
    for (const auto& [to, from] : document.wires()) {
        QVERIFY(document.find(to.block) != nullptr);
        QVERIFY(document.find(from.block) != nullptr);
    }
    for (const auto& [to, bends] : document.all_bends()) {
        QVERIFY(document.source_of(to).has_value());
        QVERIFY(!bends.empty());
    }
    for (const auto& [id, block] : document.blocks())
        QVERIFY(block.frame == 0 || document.find_frame(block.frame) != nullptr);
}

}  // namespace

class TestDocument : public QObject {
    Q_OBJECT

  private slots:
    void randomEditsUndoToTheByte();
    void tenThousandSequences();
    void failedCommandChangesNothing();
    void cyclesAreFound();
    void removalReconnects();
    void pulledOutOfTheChain();
    void framesAreMembershipNotPlace();
    void groupsAreFramesThatAreClosed();
    void bendsBelongToTheirWire();
    void markupIsInTheFile();
    void insertOnWire();
    void connectReplaces();
    void fewerInputsDropTheirWires();
    void pasteKeepsIncomingWires();
    void junkIsNoFragment();
    void names();
    void deepDocumentsNeedNoStack();
    void arrangeFollowsTheWires();

  private:
    Catalogue catalogue_;
};

void TestDocument::randomEditsUndoToTheByte() {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Generator random(seed);
        Document document;
        std::vector<std::string> states{to_text(document)};
        std::vector<Command> inverses, commands;
        for (int i = 0; i < 40; ++i) {
            const Command command = random_command(document, catalogue_, random);
            if (command.empty()) continue;
            commands.push_back(command);
            inverses.push_back(document.apply(command));
            states.push_back(to_text(document));
            check_no_dangling_wire(document);
            QVERIFY(find_cycle(document).empty());
        }
        for (std::size_t i = commands.size(); i-- > 0;) {
            document.apply(inverses[i]);
            QVERIFY2(to_text(document) == states[i],
                     qPrintable(QString("seed %1, undo of %2").arg(seed).arg(i)));
        }
        for (std::size_t i = 0; i < commands.size(); ++i) {
            document.apply(commands[i]);
            QVERIFY2(to_text(document) == states[i + 1],
                     qPrintable(QString("seed %1, redo of %2").arg(seed).arg(i)));
        }
        QVERIFY(document_from_text(states.back(), catalogue_) == document);
    }
}

/// Many short sequences, each from a network that is already there: bytes at both ends, values in
/// between.
void TestDocument::tenThousandSequences() {
    Document start = chain(catalogue_, {"generated", "linear", "relu", "linear", "output"});
    start.apply(add_frame(start, {2, 3}, "Hidden"));
    start.apply(set_bends(start, {4, "x"}, {{350, 90}}));
    const std::string first = to_text(start);
    for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
        Generator random(seed + 1'000'000);
        Document document = start;
        std::vector<Command> inverses;
        for (int i = 0; i < 8; ++i) {
            const Command command = random_command(document, catalogue_, random);
            if (!command.empty()) inverses.push_back(document.apply(command));
            check_no_dangling_wire(document);
        }
        const Document after = document;
        const std::string last = to_text(after);
        QVERIFY2(document_from_text(last, catalogue_) == after, qPrintable(QString::number(seed)));
        // Undoing gives the commands that redo.
        std::vector<Command> again;
        for (auto inverse = inverses.rbegin(); inverse != inverses.rend(); ++inverse)
            again.push_back(document.apply(*inverse));
        QVERIFY2(to_text(document) == first, qPrintable(QString("undo, seed %1").arg(seed)));
        for (auto command = again.rbegin(); command != again.rend(); ++command)
            document.apply(*command);
        QVERIFY2(to_text(document) == last, qPrintable(QString("redo, seed %1").arg(seed)));
    }
}

void TestDocument::failedCommandChangesNothing() {
    Document document = chain(catalogue_, {"generated", "linear"});
    const std::string before = to_text(document);
    Command command{"two edits, the second is wrong", {MoveBlock{1, {50, 60}}, EraseBlock{2}}, ""};
    QCOMPARE(sentence([&] { document.apply(command); }), QString("block \"fc1\" still has wires"));
    QCOMPARE(to_text(document), before);
    QCOMPARE(sentence([&] {
                 document.apply(InsertWire{{{1, "features"}, {2, "x"}}});
             }),
             QString("input \"x\" of block 2 is taken"));
    QCOMPARE(sentence([&] { document.apply(MoveBlock{9, {}}); }), QString("there is no block 9"));
}

void TestDocument::cyclesAreFound() {
    Document document = chain(catalogue_, {"generated", "linear", "relu", "tanh"});
    QVERIFY(find_cycle(document).empty());
    QVERIFY(would_close_cycle(document, 4, 2));
    QVERIFY(would_close_cycle(document, 2, 2));
    QVERIFY(!would_close_cycle(document, 1, 4));
    document.apply(EraseWire{{2, "x"}});
    document.apply(InsertWire{{{4, "y"}, {2, "x"}}});
    QCOMPARE(find_cycle(document), (std::vector<BlockId>{3, 4, 2}));
    QCOMPARE(topological_order(document).size(), std::size_t{4});
}

void TestDocument::removalReconnects() {
    Document document = chain(catalogue_, {"generated", "linear", "relu", "tanh", "output"});
    document.apply(remove_and_reconnect(document, catalogue_, {3, 4}));
    QCOMPARE(document.source_of({5, "x"})->block, BlockId{2});
}

void TestDocument::pulledOutOfTheChain() {
    Document document = chain(catalogue_, {"generated", "linear", "relu", "tanh", "output"});
    const Command command = pull_out(document, catalogue_, {{3, {500, 300}}, {4, {700, 300}}});
    document.apply(command);
    QCOMPARE(document.source_of({5, "x"})->block, BlockId{2});
    QVERIFY(!document.source_of({3, "x"}));
    QCOMPARE(document.source_of({4, "x"})->block, BlockId{3});  // theirs stays
    QVERIFY(document.at(4).position == (Point{700, 300}));
    QVERIFY(pull_out(document, catalogue_, {{3, {0, 0}}, {4, {0, 0}}}).empty());
}

void TestDocument::framesAreMembershipNotPlace() {
    Document document = chain(catalogue_, {"generated", "linear", "relu"});
    document.apply(add_frame(document, {2, 3}, "Body"));
    const FrameId frame = document.frames().begin()->first;
    QCOMPARE(document.blocks_in(frame), (std::vector<BlockId>{2, 3}));
    document.apply(move_frame(document, frame, {10, 20}));
    QVERIFY(document.at(2).position == (Point{210, 20}));
    QVERIFY(document.at(1).position == (Point{0, 0}));
    // Pinned blocks stay where they are.
    document.apply(toggle_pinned(document, {2}));
    document.apply(move_frame(document, frame, {10, 20}));
    QVERIFY(document.at(2).position == (Point{210, 20}));
    // A block leaves only when it is told to, and an empty frame goes with its last block.
    document.apply(move_blocks(document, {{3, {9000, 9000}}}));
    QCOMPARE(document.at(3).frame, frame);
    document.apply(set_frame(document, {3}, 0));
    QCOMPARE(document.blocks_in(frame), (std::vector<BlockId>{2}));
    const Document before = document;
    const Command inverse = document.apply(remove_blocks(document, catalogue_, {2}));
    QVERIFY(document.frames().empty());
    document.apply(inverse);
    QVERIFY(document == before);
    QCOMPARE(sentence([&] { document.apply(EraseFrame{frame}); }),
             QString("frame \"Body\" still has blocks"));
    document.apply(remove_frames(document, {frame}));
    QCOMPARE(document.at(2).frame, FrameId{0});
    // Copied with all their blocks, frames come along; with some, they do not.
    document.apply(add_frame(document, {1, 2}, "Again"));
    QCOMPARE(copy(document, {1, 2}).frames.size(), std::size_t{1});
    QCOMPARE(copy(document, {1}).frames.size(), std::size_t{0});
    const Fragment fragment = fragment_from_text(to_text(copy(document, {1, 2})));
    document.apply(paste(document, fragment, {0, 500}));
    QCOMPARE(document.frames().size(), std::size_t{2});
}

/// Grouping and taking out again are inverses, to the byte; a closed group is in the file.
void TestDocument::groupsAreFramesThatAreClosed() {
    Document d = chain(catalogue_, {"generated", "linear", "relu", "linear", "output"});
    const std::string before = to_text(d);
    d.apply(add_group(d, {2, 3}, "Hidden"));
    const FrameId group = d.frames().begin()->first;
    QVERIFY(d.frames().at(group).closed);
    QCOMPARE(d.blocks_in(group), (std::vector<BlockId>{2, 3}));
    const std::string closed = to_text(d);
    QVERIFY(document_from_text(closed, catalogue_) == d);
    // Opened it is a frame like any other.
    d.apply(close_frames(d, {group}, false));
    QVERIFY(to_text(d).find("closed") == std::string::npos);
    QVERIFY(close_frames(d, {group}, false).empty());
    d.apply(close_frames(d, {group}, true));
    QCOMPARE(to_text(d), closed);
    d.apply(set_frame(d, {2, 3}, 0));
    QCOMPARE(to_text(d), before);
    // A note has nothing that could stand behind it.
    d.apply(add_empty_frame(d, "Note", {0, 0}, {100, 100}));
    QVERIFY(close_frames(d, {d.frames().begin()->first}, true).empty());
    QVERIFY(add_group(d, {}, "None").empty());
}

void TestDocument::bendsBelongToTheirWire() {
    Document document = chain(catalogue_, {"generated", "linear", "relu"});
    document.apply(set_bends(document, {3, "x"}, {{300, 80}, {420, 90}}));
    QCOMPARE(sentence([&] {
                 document.apply(SetBends{{3, "y"}, {}});
             }),
             QString("input \"y\" of block 3 has no wire"));
    const Document bent = document;
    // Blocks that move together take the bends of their wires along.
    document.apply(move_blocks(document, {{2, {210, 0}}, {3, {410, 0}}}));
    QVERIFY(document.bends({3, "x"})[0] == (Point{310, 80}));
    document = bent;
    // A block put into the wire has bends on both sides.
    document.apply(insert_new_on_wire(document, *catalogue_.find("tanh"), {350, 0}, {3, "x"}));
    QCOMPARE(document.bends({4, "x"}).size(), std::size_t{1});
    QCOMPARE(document.bends({3, "x"}).size(), std::size_t{1});
    document = bent;
    document.apply(remove_wires({{3, "x"}}));
    QVERIFY(document.all_bends().empty());
}

void TestDocument::markupIsInTheFile() {
    Document document = chain(catalogue_, {"generated", "linear", "relu"});
    QVERIFY(to_text(document).find("frames") == std::string::npos);
    document.apply(toggle_mode(document, {2}, BlockMode::bypassed));
    document.apply(toggle_mode(document, {3}, BlockMode::muted));
    document.apply(toggle_collapsed(document, {3}));
    document.apply(toggle_pinned(document, {1}));
    document.apply(add_frame(document, {1, 2}, "Frame with \"quotes\""));
    document.apply(set_bends(document, {3, "x"}, {{300.5, -80}}));
    const std::string text = to_text(document);
    QVERIFY(document_from_text(text, catalogue_) == document);
    const auto broken = [&](const char* from, const char* to) {
        std::string other = text;
        other.replace(other.find(from), std::string(from).size(), to);
        return sentence([&] { document_from_text(other, catalogue_); });
    };
    QCOMPARE(broken("\"bypassed\"", "\"off\""),
             QString("block 2: the mode \"off\" is neither bypassed nor muted"));
    QCOMPARE(broken("\"frame\": 4", "\"frame\": 9"), QString("block 1: there is no frame 9"));
}

void TestDocument::insertOnWire() {
    Document document = chain(catalogue_, {"generated", "linear", "output"});
    const Command command =
        insert_new_on_wire(document, *catalogue_.find("dropout"), {10, 20}, {3, "x"});
    QCOMPARE(command.text, std::string("Insert Dropout"));
    document.apply(command);
    QCOMPARE(document.source_of({4, "x"})->block, BlockId{2});
    QCOMPARE(document.source_of({3, "x"})->block, BlockId{4});
    // A block that has wires already is not inserted.
    QVERIFY(insert_on_wire(document, catalogue_, 4, {2, "x"}).empty());
    document.apply(add_block(document, *catalogue_.find("relu"), {}));
    document.apply(insert_on_wire(document, catalogue_, 5, {2, "x"}));
    QCOMPARE(document.source_of({2, "x"})->block, BlockId{5});
}

void TestDocument::connectReplaces() {
    Document document = chain(catalogue_, {"generated", "linear"});
    document.apply(add_block(document, *catalogue_.find("generated"), {}));
    const Command command = model::connect(document, {{3, "features"}, {2, "x"}});
    QCOMPARE(command.edits.size(), std::size_t{2});
    const Command inverse = document.apply(command);
    QCOMPARE(document.source_of({2, "x"})->block, BlockId{3});
    document.apply(inverse);
    QCOMPARE(document.source_of({2, "x"})->block, BlockId{1});
    QVERIFY(model::connect(document, {{1, "features"}, {2, "x"}}).empty());
}

void TestDocument::fewerInputsDropTheirWires() {
    Document document = chain(catalogue_, {"generated", "concat"});
    document.apply(set_param(document, catalogue_, 2, "inputs", std::int64_t{3}));
    document.apply(model::connect(document, {{1, "features"}, {2, "x3"}}));
    const Command command = set_param(document, catalogue_, 2, "inputs", std::int64_t{2});
    const Command inverse = document.apply(command);
    QVERIFY(!document.source_of({2, "x3"}));
    document.apply(inverse);
    QVERIFY(document.source_of({2, "x3"}));
}

void TestDocument::pasteKeepsIncomingWires() {
    Document document = chain(catalogue_, {"generated", "linear", "relu"});
    const Fragment fragment = fragment_from_text(to_text(copy(document, {2, 3}, true)));
    std::vector<BlockId> added;
    document.apply(paste(document, fragment, {500, 500}, &added));
    QCOMPARE(added, (std::vector<BlockId>{4, 5}));
    QCOMPARE(document.at(4).name, std::string("fc2"));
    QCOMPARE(document.at(5).name, std::string("relu2"));
    QCOMPARE(document.source_of({4, "x"})->block, BlockId{1});
    QCOMPARE(document.source_of({5, "x"})->block, BlockId{4});
    QCOMPARE(document.at(4).position, (Point{500, 500}));
    // In a document without the source the wire is left out.
    Document other;
    other.apply(paste(other, fragment, {0, 0}));
    QCOMPARE(other.wires().size(), std::size_t{1});
}

void TestDocument::junkIsNoFragment() {
    QVERIFY(sentence([] { fragment_from_text("hello"); }).startsWith("not valid JSON"));
    QCOMPARE(sentence([] { fragment_from_text("{}"); }), QString("this is no Gradweave project"));
    QCOMPARE(sentence([] { fragment_from_text(to_text(Document())); }),
             QString("this text holds no copied blocks"));
}

void TestDocument::names() {
    Document document = chain(catalogue_, {"linear", "linear"});
    QCOMPARE(document.at(1).name, std::string("fc1"));
    QCOMPARE(document.at(2).name, std::string("fc2"));
    QCOMPARE(document.unique_name("fc2"), std::string("fc3"));
    QCOMPARE(sentence([&] { rename_block(document, catalogue_, 1, ""); }),
             QString("A block needs a name: its weights are saved under it."));
    QCOMPARE(
        sentence([&] { rename_block(document, catalogue_, 1, "a.b"); }),
        QString("A name cannot contain dots or slashes: \"fc1.weight\" means the weight of fc1."));
    QCOMPARE(sentence([&] { rename_block(document, catalogue_, 1, "fc2"); }),
             QString("Another block is called \"fc2\" already."));
    QVERIFY(rename_block(document, catalogue_, 1, "fc1").empty());
}

void TestDocument::deepDocumentsNeedNoStack() {
    Document document;
    const BlockKind& relu = *catalogue_.find("relu");
    for (BlockId id = 1; id <= 20000; ++id) {
        Block block;
        block.id = id;
        block.kind = relu.id;
        block.name = concat("r", id);
        document.apply(InsertBlock{block});
        if (id > 1) document.apply(InsertWire{{{id - 1, "y"}, {id, "x"}}});
    }
    QCOMPARE(topological_order(document).back(), BlockId{20000});
    QVERIFY(would_close_cycle(document, 20000, 1));
    QVERIFY(document_from_text(to_text(document), catalogue_) == document);
}

void TestDocument::arrangeFollowsTheWires() {
    Document document = chain(catalogue_, {"generated", "linear", "relu", "output"});
    for (BlockId id = 1; id <= 4; ++id)
        document.apply(MoveBlock{id, {300, 70}});
    document.apply(arrange(document, {}, [](const Block&) { return Point{160, 80}; }));
    for (BlockId id = 2; id <= 4; ++id)
        QVERIFY(document.at(id).position.x >= document.at(id - 1).position.x + 160);
}

QTEST_GUILESS_MAIN(TestDocument)
#include "test_document.moc"
