// SPDX-License-Identifier: Apache-2.0
// The picture in dot's language, dot's answer, and what happens without one.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <limits>

#include "engine/core/text.h"
#include "engine/exchange/dot.h"
#include "tests/exchange/networks.h"

using namespace gradweave;
using namespace gradweave::exchange;

namespace {

/// Two boxes and an edge.
GraphPicture pair() {
    GraphPicture picture;
    picture.boxes.resize(2);
    picture.boxes[0].title = "a";
    picture.boxes[1].title = "b";
    picture.edges = {{0, 1, "[2]"}};
    return picture;
}

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// A program of this folder that does as its text says, in sh.
std::string program(const QTemporaryDir& folder, const char* text) {
    const QString path = folder.filePath("dot");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(QByteArray("#!/bin/sh\n") + text);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path.toStdString();
}

}  // namespace

class TestGraphLayout : public QObject {
    Q_OBJECT

  private slots:
    void namesCannotLeaveTheirQuotes();
    void gradientsAreMirrored();
    void manyBoxesGetLimits();
    void answerIsRead();
    void brokenAnswers_data();
    void brokenAnswers();
    void dotPlacesTheBoxes_data();
    void dotPlacesTheBoxes();
    void withoutDot();
    void dotThatHangs();
    void dotThatTalksNonsense();
    void cancelledLayout();
    void ownLayoutKeepsBoxesApart();
    void pointsOnCurves();

  private:
    GraphPicture picture(const model::Document& document, Grain grain) {
        const auto graph = test::training_graph(document, m_catalogue);
        return graph_picture(graph.roots, graph.updates,
                             {grain, true, true, &document, &m_catalogue});
    }
    model::Catalogue m_catalogue;
};

void TestGraphLayout::namesCannotLeaveTheirQuotes() {
    GraphPicture p = pair();
    p.boxes[0].title = "\"]; n9 [label=\"x\\";
    p.boxes[1].title = std::string("tab\tline\nnull") + '\0' + "\x7F\xFF";
    const std::string text = dot_text(p, box_sizes(p, dejavu_width), DotUse::file);
    QVERIFY(text.find("label=\"\\\"]; n9 [label=\\\"x\\\\\"") != std::string::npos);
    QVERIFY(text.find("tab line\\nnull ") != std::string::npos);
    QVERIFY(text.find('\0') == std::string::npos);
    QVERIFY(QString::fromStdString(text).toStdString() == text);  // valid UTF-8
    // dot itself agrees.
    const auto result = lay_out_graph(p, box_sizes(p, dejavu_width));
    QCOMPARE(result.note, std::string());
}

void TestGraphLayout::gradientsAreMirrored() {
    const GraphPicture p = picture(test::mlp(m_catalogue), Grain::blocks);
    const std::string text = dot_text(p, box_sizes(p, dejavu_width), DotUse::layout);
    const auto number = [&](const std::string& title) {
        for (std::size_t i = 0; i < p.boxes.size(); ++i) {
            if (p.boxes[i].title == title) return concat("n", i);
        }
        return std::string("?");
    };
    // The gradient of relu is used by that of fc1, but written the other way.
    QVERIFY(text.find(concat(number("∇ fc1"), " -> ", number("∇ relu"), " [dir=back")) !=
            std::string::npos);
    QVERIFY(text.find(concat(number("relu"), " -> ", number("∇ relu"), " [constraint=false]")) !=
            std::string::npos);
    QVERIFY(text.find(concat("{rank=same; ", number("fc1"), "; ", number("∇ fc1"))) !=
            std::string::npos);
}

void TestGraphLayout::manyBoxesGetLimits() {
    GraphPicture p;
    p.boxes.resize(301);
    const std::vector<Point> sizes(301, {40, 20});
    QVERIFY(dot_text(p, sizes, DotUse::layout).find("nslimit=") != std::string::npos);
    p.boxes.resize(300);
    QVERIFY(dot_text(p, sizes, DotUse::layout).find("nslimit=") == std::string::npos);
}

void TestGraphLayout::answerIsRead() {
    const GraphLayout layout = layout_from_plain(
        pair(),
        "graph 1 2 3\nnode n0 1 2.5 1 0.5 \"x \\\" y\" solid box black lightgrey\n"
        "node n1 1 0.5 1 0.5 \"\" solid box black lightgrey\n"
        "edge n0 n1 4 1 2.25 1 2 1 1 1 0.75 \"\" 1.25 1.5 solid black\nstop\n");
    QCOMPARE(layout.width, 144.0);
    QCOMPARE(layout.height, 216.0);
    QCOMPARE(layout.boxes[0].x, 36.0);
    QCOMPARE(layout.boxes[0].y, 18.0);
    QCOMPARE(layout.boxes[1].bottom(), 198.0);
    QCOMPARE(layout.edges[0].points.size(), 4u);
    QCOMPARE(layout.edges[0].points[0].y, 54.0);
    QCOMPARE(layout.edges[0].label->x, 90.0);
}

void TestGraphLayout::brokenAnswers_data() {
    QTest::addColumn<QByteArray>("answer");
    const QByteArray page = "graph 1 2 3\n", a = "node n0 1 1 1 1 \"\" s b b l\n",
                     b = "node n1 1 1 1 1 \"\" s b b l\n", stop = "stop\n";
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("Segmentation fault\n");
    QTest::newRow("ends early") << page + a + b;
    QTest::newRow("a box is missing") << page + a + stop;
    QTest::newRow("unknown box") << page + a + "node n2 1 1 1 1 \"\" s b b l\n" + stop;
    QTest::newRow("negative box") << page + a + "node n-1 1 1 1 1 \"\" s b b l\n" + stop;
    QTest::newRow("no number") << page + a + "node n1 x 1 1 1 \"\" s b b l\n" + stop;
    QTest::newRow("nan") << page + a + "node n1 nan 1 1 1 \"\" s b b l\n" + stop;
    QTest::newRow("huge") << page + a + "node n1 1e99 1 1 1 \"\" s b b l\n" + stop;
    QTest::newRow("edge to nowhere") << page + a + b + "edge n0 n7 4 1 1 1 1 1 1 1 1 s b\n" + stop;
    QTest::newRow("too few points") << page + a + b + "edge n0 n1 4 1 1 1 1 s b\n" + stop;
    QTest::newRow("five points") << page + a + b + "edge n0 n1 5 1 1 1 1 1 1 1 1 1 1 s b\n" + stop;
    QTest::newRow("huge count") << page + a + b + "edge n0 n1 99999999999999 1 1 s b\n" + stop;
    QTest::newRow("open quote") << page + a + "node n1 1 1 1 1 \"\\" + stop;
}

void TestGraphLayout::brokenAnswers() {
    QFETCH(QByteArray, answer);
    QVERIFY_EXCEPTION_THROWN(layout_from_plain(pair(), answer.toStdString()), Error);
}

void TestGraphLayout::dotPlacesTheBoxes_data() {
    QTest::addColumn<bool>("convolutions");
    QTest::addColumn<bool>("operations");
    QTest::newRow("mlp blocks") << false << false;
    QTest::newRow("mlp operations") << false << true;
    QTest::newRow("cnn blocks") << true << false;
    QTest::newRow("cnn operations") << true << true;
}

void TestGraphLayout::dotPlacesTheBoxes() {
    QFETCH(bool, convolutions);
    QFETCH(bool, operations);
    const auto document = convolutions ? test::cnn(m_catalogue) : test::mlp(m_catalogue);
    const GraphPicture p = picture(document, operations ? Grain::operations : Grain::blocks);
    const auto sizes = box_sizes(p, dejavu_width);
    const auto result = lay_out_graph(p, sizes);
    QCOMPARE(result.note, std::string());
    const GraphLayout& layout = result.layout;
    for (std::size_t i = 0; i < p.boxes.size(); ++i) {
        QVERIFY(std::abs(layout.boxes[i].width - sizes[i].x) < 0.1);
        for (std::size_t k = 0; k < i; ++k)
            QVERIFY(!overlap(layout.boxes[i], layout.boxes[k]));
        const auto twin = p.boxes[i].twin;
        if (!twin || operations) continue;
        // Beside its forward box, to the right.
        const Rect& forward = layout.boxes[static_cast<std::size_t>(*twin)];
        QVERIFY(std::abs(layout.boxes[i].centre().y - forward.centre().y) < 1);
        QVERIFY(layout.boxes[i].x > forward.right());
    }
    for (std::size_t i = 0; i < p.edges.size(); ++i) {
        QVERIFY(layout.edges[i].points.size() >= 4);
        // It begins at the box that makes the value.
        const Rect& from = layout.boxes[static_cast<std::size_t>(p.edges[i].from)];
        const Point start = layout.edges[i].points.front();
        QVERIFY(start.x > from.x - 2 && start.x < from.right() + 2);
        QVERIFY(start.y > from.y - 2 && start.y < from.bottom() + 2);
    }
}

void TestGraphLayout::withoutDot() {
    const GraphPicture p = picture(test::mlp(m_catalogue), Grain::blocks);
    DotOptions options;
    options.program = "no-such-program-anywhere";
    const auto result = lay_out_graph(p, box_sizes(p, dejavu_width), options);
    QVERIFY(result.note.find("not found") != std::string::npos);
    QCOMPARE(result.layout.boxes.size(), p.boxes.size());
    QVERIFY(result.layout.width > 100);
}

void TestGraphLayout::dotThatHangs() {
    QTemporaryDir folder;
    DotOptions options;
    options.program = program(folder, "sleep 1000\n");
    options.limit = std::chrono::milliseconds(200);
    const GraphPicture p = pair();
    const auto result = lay_out_graph(p, box_sizes(p, dejavu_width), options);
    QCOMPARE(result.note, std::string("The program dot took longer than 0.2 s."));
    QCOMPARE(result.layout.boxes.size(), 2u);
}

void TestGraphLayout::dotThatTalksNonsense() {
    QTemporaryDir folder;
    DotOptions options;
    options.program = program(folder, "echo graph is a lie\n");
    const GraphPicture p = pair();
    const auto result = lay_out_graph(p, box_sizes(p, dejavu_width), options);
    QVERIFY(result.note.find("cannot be read") != std::string::npos);
    QCOMPARE(result.layout.boxes.size(), 2u);
}

void TestGraphLayout::cancelledLayout() {
    QTemporaryDir folder;
    DotOptions options;
    options.program = program(folder, "sleep 1000\n");
    options.cancelled = [] { return true; };
    const GraphPicture p = pair();
    try {
        lay_out_graph(p, box_sizes(p, dejavu_width), options);
        QFAIL("it should have been stopped");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::cancelled);
    }
}

void TestGraphLayout::ownLayoutKeepsBoxesApart() {
    for (const Grain grain : {Grain::blocks, Grain::operations}) {
        for (const auto& document : {test::mlp(m_catalogue), test::cnn(m_catalogue)}) {
            const GraphPicture p = picture(document, grain);
            const GraphLayout layout = layered_graph_layout(p, box_sizes(p, dejavu_width));
            for (std::size_t i = 0; i < p.boxes.size(); ++i) {
                const Rect& rect = layout.boxes[i];
                QVERIFY(rect.x >= 0 && rect.y >= 0);
                QVERIFY(rect.right() <= layout.width && rect.bottom() <= layout.height);
                for (std::size_t k = 0; k < i; ++k)
                    QVERIFY(!overlap(rect, layout.boxes[k]));
            }
            QCOMPARE(layout.edges.size(), p.edges.size());
        }
    }
}

void TestGraphLayout::pointsOnCurves() {
    EdgeCurve line{{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}, {6, 0}}, {}};
    QCOMPARE(point_on(line, 0).x, 0.0);
    QCOMPARE(point_on(line, 0.5).x, 3.0);
    QCOMPARE(point_on(line, 1).x, 6.0);
    QCOMPARE(point_on({}, 0.5).x, 0.0);
}

QTEST_GUILESS_MAIN(TestGraphLayout)
#include "test_graph_layout.moc"
