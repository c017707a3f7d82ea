// SPDX-License-Identifier: Apache-2.0
// Which boxes and edges a network's computation has, in both grains.
#include <QTest>
#include <algorithm>
#include <set>

#include "engine/exchange/embedded_project.h"
#include "engine/tensor/composites.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"
#include "tests/exchange/networks.h"

using namespace gradweave;
using namespace gradweave::exchange;
using graph::Phase;

namespace {

const PictureBox* find(const GraphPicture& picture, const std::string& title, Phase phase) {
    const auto found = std::find_if(
        picture.boxes.begin(), picture.boxes.end(),
        [&](const PictureBox& box) { return box.title == title && box.phase == phase; });
    return found == picture.boxes.end() ? nullptr : &*found;
}

const PictureEdge* edge(const GraphPicture& picture, const PictureBox* from, const PictureBox* to) {
    const auto number = [&](const PictureBox* box) {
        return static_cast<int>(box - picture.boxes.data());
    };
    for (const PictureEdge& e : picture.edges) {
        if (e.from == number(from) && e.to == number(to)) return &e;
    }
    return nullptr;
}

std::size_t count(const GraphPicture& picture, Phase phase) {
    return static_cast<std::size_t>(
        std::count_if(picture.boxes.begin(), picture.boxes.end(),
                      [&](const PictureBox& box) { return box.phase == phase; }));
}

}  // namespace

class TestGraphPicture : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        m_document = test::mlp(m_catalogue);
        m_graph = test::training_graph(m_document, m_catalogue);
    }

    void forwardBlocks();
    void trainingBlocks();
    void forwardOperations();
    void trainingOperations();
    void unfoldedUpdates();
    void statisticsAreUpdates();
    void compositesStayWhole();
    void graphsWithoutBlocks();
    void everyEdgeHasEnds();
    void emptyGraph();
    void expandedBlocks();
    void pngCarriesAProject();

  private:
    GraphPicture picture(Grain grain, bool training, bool fold = true) const {
        return graph_picture(m_graph.roots, m_graph.updates,
                             {grain, training, fold, &m_document, &m_catalogue});
    }

    model::Catalogue m_catalogue;
    model::Document m_document;
    test::TrainingGraph m_graph;
};

void TestGraphPicture::forwardBlocks() {
    const GraphPicture p = picture(Grain::blocks, false);
    QCOMPARE(p.boxes.size(), 7u);
    const PictureBox *fc1 = find(p, "fc1", Phase::forward), *relu = find(p, "relu", Phase::forward);
    QVERIFY(fc1 && relu);
    const std::vector<std::string> lines{"Linear", "weight [128, 784]", "bias [128]"};
    QCOMPARE(fc1->lines, lines);
    QCOMPARE(fc1->category, model::Category::layer);
    QCOMPARE(fc1->block, std::string("fc1"));
    QVERIFY(!fc1->leaf);
    QVERIFY(find(p, "images", Phase::forward)->leaf);
    const PictureEdge* e = edge(p, fc1, relu);
    QVERIFY(e);
    QCOMPARE(e->label, std::string("[64, 128]"));
    QVERIFY(!edge(p, relu, fc1));
    // As many edges as wires.
    QCOMPARE(p.edges.size(), m_document.wires().size());
}

void TestGraphPicture::trainingBlocks() {
    const GraphPicture p = picture(Grain::blocks, true);
    QCOMPARE(count(p, Phase::forward), 7u);
    QCOMPARE(count(p, Phase::gradient), 4u);  // loss, fc2, relu, fc1; nothing of accuracy
    QCOMPARE(count(p, Phase::update), 2u);
    const PictureBox* fc1 = find(p, "fc1", Phase::forward);
    const PictureBox* gradient = find(p, "∇ fc1", Phase::gradient);
    const PictureBox* relu = find(p, "∇ relu", Phase::gradient);
    const PictureBox* update = find(p, "Update fc1", Phase::update);
    QVERIFY(fc1 && gradient && relu && update);
    QCOMPARE(gradient->twin, static_cast<int>(fc1 - p.boxes.data()));
    QCOMPARE(update->twin, gradient->twin);
    QCOMPARE(update->lines, std::vector<std::string>{"weight, bias"});
    QVERIFY(edge(p, relu, gradient));
    QVERIFY(edge(p, gradient, update));
    QVERIFY(edge(p, find(p, "relu", Phase::forward), relu));
    QVERIFY2(!edge(p, fc1, update), "goes without saying beside the gradient's edge");
    for (const PictureEdge& e : p.edges)
        QVERIFY(p.boxes[static_cast<std::size_t>(e.from)].phase != Phase::update);
}

void TestGraphPicture::forwardOperations() {
    const GraphPicture p = picture(Grain::operations, false);
    const PictureBox* weight = find(p, "fc1.weight", Phase::forward);
    QVERIFY(weight && weight->leaf);
    QCOMPARE(weight->type, std::string("f32[128, 784]"));
    QCOMPARE(weight->bytes, 128u * 784u * 4u);
    const PictureBox* softmax = find(p, "log_softmax", Phase::forward);
    QVERIFY(softmax);
    QCOMPARE(softmax->block, std::string("loss"));
    // The mean's division is a number in the box, not a box.
    const PictureBox* mean = find(p, "mul", Phase::forward);
    QVERIFY(mean);
    QVERIFY(std::find(mean->lines.begin(), mean->lines.end(), "x × 0.015625") != mean->lines.end());
    QVERIFY(!find(p, "constant", Phase::forward));
    // A frame for each block that computes something.
    QCOMPARE(p.groups.size(), 6u);
}

void TestGraphPicture::trainingOperations() {
    const GraphPicture p = picture(Grain::operations, true);
    QCOMPARE(count(p, Phase::forward), picture(Grain::operations, false).boxes.size());
    QCOMPARE(count(p, Phase::update), 4u);  // a box for each parameter
    const PictureBox* update = find(p, "fc1.weight", Phase::update);
    QVERIFY(update && update->operations > 5);
    QVERIFY(!find(p, "learning rate", Phase::update));
}

void TestGraphPicture::unfoldedUpdates() {
    const GraphPicture p = picture(Grain::operations, true, false);
    QVERIFY(find(p, "learning rate", Phase::update));
    QVERIFY(find(p, "fc1.weight.exp_avg", Phase::update));
    const PictureBox* root = find(p, "sqrt", Phase::update);
    QVERIFY(root);
    // Adam: mean, mean square and parameter for four parameters.
    const auto ends = std::count_if(p.boxes.begin(), p.boxes.end(), [](const PictureBox& box) {
        return box.operation == "new value";
    });
    QCOMPARE(ends, 12);
}

void TestGraphPicture::statisticsAreUpdates() {
    m_document = test::cnn(m_catalogue);
    m_graph = test::training_graph(m_document, m_catalogue, "sgd");
    const GraphPicture blocks = picture(Grain::blocks, true);
    const PictureBox* norm = find(blocks, "Update norm1", Phase::update);
    QVERIFY(norm);
    QCOMPARE(norm->lines, std::vector<std::string>{"weight, bias, running_mean, running_var"});
    QVERIFY(find(picture(Grain::operations, true), "norm1.running_mean", Phase::update));
    // Dropout's seed and step belong to no block.
    QVERIFY(!find(blocks, "seed", Phase::forward));
    QVERIFY(find(picture(Grain::operations, false), "seed", Phase::forward));
}

/// Gradients are taken through a softmax's body, but its box stays one.
void TestGraphPicture::compositesStayWhole() {
    const Tensor x(graph::make_leaf("x", DType::f32, Shape{4, 3}));
    const Tensor y = sum(softmax(x, 1) * x);
    const Tensor dx = grad(y, x);
    const std::vector<graph::NodePtr> roots{y.node()};
    const std::vector<Assignment> updates{{x.node(), (x - dx).node()}};
    const GraphPicture p =
        graph_picture(roots, updates, {Grain::operations, true, false, nullptr, nullptr});
    const PictureBox* whole = find(p, "softmax", Phase::forward);
    QVERIFY(whole);
    for (const PictureBox& box : p.boxes) {
        if (box.phase == Phase::forward) QVERIFY(box.title != "exp" && box.title != "div");
    }
    const int number = static_cast<int>(whole - p.boxes.data());
    QVERIFY(std::any_of(p.edges.begin(), p.edges.end(), [&](const PictureEdge& e) {
        return e.from == number && p.boxes[static_cast<std::size_t>(e.to)].phase != Phase::forward;
    }));
}

void TestGraphPicture::graphsWithoutBlocks() {
    const Tensor x(graph::make_leaf("x", DType::f32, Shape{4}));
    const std::vector<graph::NodePtr> roots{sum(exp(x) * 2.0).node()};
    for (const Grain grain : {Grain::blocks, Grain::operations}) {
        const GraphPicture p = graph_picture(roots, {}, {.grain = grain});
        QCOMPARE(p.boxes.size(), 4u);
        QCOMPARE(p.edges.size(), 3u);
    }
}

void TestGraphPicture::expandedBlocks() {
    PictureOptions options{Grain::blocks, true, true, &m_document, &m_catalogue, {"fc1"}};
    const GraphPicture p = graph_picture(m_graph.roots, m_graph.updates, options);
    // Its operations in place of its boxes, in a group for each phase; the others are as before.
    QVERIFY(!find(p, "fc1", Phase::forward));
    QVERIFY(!find(p, "∇ fc1", Phase::gradient));
    QVERIFY(find(p, "fc2", Phase::forward));
    const auto of_fc1 = static_cast<std::size_t>(std::count_if(
        p.boxes.begin(), p.boxes.end(), [](const PictureBox& box) { return box.block == "fc1"; }));
    QVERIFY(of_fc1 > 3);
    std::size_t grouped = 0;
    for (const PictureGroup& group : p.groups) {
        QCOMPARE(group.title, std::string("fc1"));
        grouped += group.boxes.size();
    }
    QCOMPARE(grouped, of_fc1);
    // Data still flows from the flattened images to relu through it.
    const PictureBox* relu = find(p, "relu", Phase::forward);
    QVERIFY(std::any_of(p.edges.begin(), p.edges.end(), [&](const PictureEdge& e) {
        return &p.boxes[static_cast<std::size_t>(e.to)] == relu &&
               p.boxes[static_cast<std::size_t>(e.from)].block == "fc1";
    }));
    for (const PictureEdge& e : p.edges)
        QVERIFY(e.from != e.to && e.from >= 0 && e.to < static_cast<int>(p.boxes.size()));
    // Folded again it is the picture that it was.
    options.expanded.clear();
    QCOMPARE(graph_picture(m_graph.roots, m_graph.updates, options).boxes.size(),
             picture(Grain::blocks, true).boxes.size());
}

void TestGraphPicture::pngCarriesAProject() {
    // A picture of one pixel.
    const QByteArray png = QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
        "rkJggg==");
    const std::string plain = png.toStdString(), json = "{\"name\": \"größer\"}";
    QVERIFY(!project_in_png(plain));
    const std::string carrying = png_with_project(plain, json);
    QCOMPARE(project_in_png(carrying).value_or(""), json);
    // Cut off or changed anywhere: no project, and no crash.
    for (std::size_t length = 0; length < carrying.size(); ++length) {
        const auto found = project_in_png(std::string_view(carrying).substr(0, length));
        QVERIFY(!found || *found == json);
    }
    for (std::size_t at = 0; at < carrying.size(); ++at) {
        std::string changed = carrying;
        changed[at] = static_cast<char>(changed[at] ^ 0x15);
        const auto found = project_in_png(changed);
        QVERIFY(!found || *found == json);
    }
    QVERIFY_EXCEPTION_THROWN(png_with_project("GIF89a", json), Error);
}

void TestGraphPicture::everyEdgeHasEnds() {
    for (const bool fold : {true, false}) {
        for (const Grain grain : {Grain::blocks, Grain::operations}) {
            const GraphPicture p = picture(grain, true, fold);
            std::set<std::pair<int, int>> seen;
            for (const PictureEdge& e : p.edges) {
                QVERIFY(e.from >= 0 && e.to >= 0 && e.from != e.to);
                QVERIFY(static_cast<std::size_t>(std::max(e.from, e.to)) < p.boxes.size());
                QVERIFY2(seen.emplace(e.from, e.to).second, "one edge between two boxes");
                QVERIFY(!e.label.empty());
            }
        }
    }
}

void TestGraphPicture::emptyGraph() {
    const GraphPicture p = graph_picture({}, {}, {});
    QVERIFY(p.boxes.empty() && p.edges.empty());
}

QTEST_GUILESS_MAIN(TestGraphPicture)
#include "test_graph_picture.moc"
