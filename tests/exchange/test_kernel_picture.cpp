// SPDX-License-Identifier: Apache-2.0
// The steps of a compiled program as a picture: what a box says, and which follow which.
#include <QTest>

#include "engine/exchange/dot.h"
#include "engine/exchange/kernel_picture.h"

using namespace gradweave;
using namespace gradweave::exchange;

class TestKernelPicture : public QObject {
    Q_OBJECT

  private slots:
    void boxes();
    void withoutTimes();
    void inTurn();
    void durations();
};

namespace {

std::vector<compiler::StepReport> steps() {
    std::vector<compiler::StepReport> all(3);
    all[0].what = "matmul [64, 784] x [784, 128] then add, max";
    all[0].block = "fc1";
    all[0].bytes = 1000;
    all[0].seconds = 3e-4;
    all[1].what = "rows: exp, reduce_sum";
    all[1].block = "loss";
    all[1].phase = graph::Phase::gradient;
    all[1].inputs = {0};
    all[1].seconds = 1e-4;
    all[2].what = "loop: mul";
    all[2].phase = graph::Phase::gradient;
    all[2].inputs = {0, 1};
    return all;
}

}  // namespace

void TestKernelPicture::boxes() {
    const GraphPicture p = kernel_picture(steps(), true, nullptr, nullptr);
    QCOMPARE(p.boxes.size(), std::size_t(3));
    QCOMPARE(p.boxes[0].title, std::string("fc1"));
    QCOMPARE(p.boxes[0].lines, (std::vector<std::string>{"matmul [64, 784] x [784, 128]",
                                                         "then add, max", "300 µs, 75 %"}));
    QCOMPARE(p.boxes[0].bytes, std::uint64_t(1000));
    QCOMPARE(p.boxes[1].title, std::string("∇ loss"));
    // What belongs to no block is called after its work, and not timed means no time.
    QCOMPARE(p.boxes[2].title, std::string("loop: mul"));
    QVERIFY(p.boxes[2].lines.empty());
    QCOMPARE(p.edges.size(), std::size_t(3));
    QCOMPARE(p.edges[0].from, 0);
    QCOMPARE(p.edges[0].to, 1);
}

void TestKernelPicture::withoutTimes() {
    auto all = steps();
    for (auto& step : all)
        step.seconds = 0;
    const GraphPicture p = kernel_picture(all, true, nullptr, nullptr);
    QCOMPARE(p.boxes[0].lines.size(), std::size_t(2));
}

// Gradient steps come after what they are of, whatever their phase: no edge is turned round.
void TestKernelPicture::inTurn() {
    const GraphPicture p = kernel_picture(steps(), true, nullptr, nullptr);
    const std::string dot = dot_text(p, box_sizes(p, dejavu_width), DotUse::layout);
    QVERIFY(dot.find("n1 -> n2") != std::string::npos);
    QVERIFY(dot.find("dir=back") == std::string::npos);
    QVERIFY(dot.find("constraint=false") == std::string::npos);
    // Laid out by us: every edge leads downwards.
    const auto sizes = box_sizes(p, dejavu_width);
    const GraphLayout layout = layered_graph_layout(p, sizes);
    for (const PictureEdge& edge : p.edges)
        QVERIFY(layout.boxes[static_cast<std::size_t>(edge.from)].y <
                layout.boxes[static_cast<std::size_t>(edge.to)].y);
    // And by dot, where there is one: every edge is drawn.
    const auto drawn = lay_out_graph(p, sizes);
    for (const EdgeCurve& edge : drawn.layout.edges)
        QVERIFY(edge.points.size() >= 4);
}

void TestKernelPicture::durations() {
    QCOMPARE(duration_text(2.5), std::string("2.5 s"));
    QCOMPARE(duration_text(0.0123), std::string("12 ms"));
    QCOMPARE(duration_text(0.00999), std::string("10 ms"));
    QCOMPARE(duration_text(3.04e-4), std::string("304 µs"));
    QCOMPARE(duration_text(4.2e-6), std::string("4.2 µs"));
    QCOMPARE(duration_text(0), std::string("0.0 µs"));
}

QTEST_GUILESS_MAIN(TestKernelPicture)
#include "test_kernel_picture.moc"
