// SPDX-License-Identifier: Apache-2.0
// Steps that go image by image together: the same results as one after the other, with places in
// memory that allow it.
#include <QTest>

#include "engine/core/threads.h"
#include "engine/graph/pooling.h"
#include "tests/support/arrays.h"
#include "tests/support/difference.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using compiler::CompileOptions;
using compiler::Program;
using gradweave::testing::cpu;
using gradweave::testing::difference;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::oracle;
using gradweave::testing::Outcome;
using gradweave::testing::Session;

namespace {

const Pooling halves{{2, 2}, {2, 2}, {0, 0}, {0, 0}};
const ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};

Generator& generator() {
    static Generator shared(11);
    return shared;
}

/// Whole numbers: sums are exact, so every way must give the same.
NodePtr whole(const Shape& shape) {
    return drawn_leaf(DType::f32, shape, Numbers::whole, generator());
}

NodePtr relu(const NodePtr& x) {
    const NodePtr zero = constant(0.0, x->dtype(), x->shape());
    return select(binary(Op::le, x, zero), zero, x);
}

int joined(Session& session) {
    int count = 0;
    for (const auto& step : session.executable().steps())
        count += step.what.find("by images with the step before") != std::string::npos;
    return count;
}

/// Runs the program with and without machine code, poisoned and not, on several threads, and
/// compares each with the oracle. Returns what is wrong; `expected` steps are joined to others.
std::optional<std::string> check(const Program& program, int expected) {
    const Outcome right = Session(oracle(), program).run();
    for (const bool code : {true, false}) {
        for (const bool chains : {true, false}) {
            for (const bool poison : {true, false}) {
                for (const int threads : {1, 3}) {
                    set_thread_count(threads);
                    CompileOptions options;
                    options.expected_runs = std::int64_t{1} << 40;
                    options.machine_code = code;
                    options.chains = chains;
                    options.poison_memory = poison;
                    Session session(cpu(), program, options);
                    const int found = joined(session);
                    if (found != (chains ? expected : 0))
                        return concat(found, " joined steps, not ", expected, "\n",
                                      session.executable().dump());
                    const Outcome outcome = session.run();
                    for (const auto& wrong : {difference(outcome.outputs, right.outputs),
                                              difference(outcome.assigned, right.assigned)}) {
                        if (wrong)
                            return concat(code ? "code" : "tiles", chains ? ", chains" : "",
                                          poison ? ", poisoned" : "", ", ", threads, " threads, ",
                                          *wrong);
                    }
                }
            }
        }
    }
    set_thread_count(0);
    return std::nullopt;
}

#define CHECK(...) GW_VERIFY_NOTHING(check(__VA_ARGS__))

}  // namespace

class TestChains : public QObject {
    Q_OBJECT

  private slots:
    void poolingAndFlatten();
    void operandsStay();
    void gradients();
    void otherImages();
    void updates();
};

// As in a network that classifies images: pooling, and bringing the channels outside again.
void TestChains::poolingAndFlatten() {
    for (const std::int64_t batch : {16, 37, 64}) {
        for (const std::int64_t channels : {1, 3, 16, 21, 70}) {
            const NodePtr x = relu(conv(whole({batch, 3, 8, 8}), whole({channels, 3, 3, 3}), same));
            const NodePtr pooled = max_pool2d(x, halves);
            const NodePtr flat = reshape(pooled, Shape{batch, channels * 16});
            // With one channel, or one place, both layouts are the same and nothing is copied.
            CHECK({{matmul(flat, whole({channels * 16, 5}))}, {}}, channels == 1 ? 1 : 2);
        }
    }
    // Too few images to keep the threads busy.
    const NodePtr x = conv(whole({4, 3, 8, 8}), whole({8, 3, 3, 3}), same);
    CHECK({{max_pool2d(x, halves)}, {}}, 0);
}

// The place of the convolution's input is free after it, but not for what is made meanwhile.
void TestChains::operandsStay() {
    const NodePtr x = relu(whole({32, 4, 8, 8}));
    const NodePtr y = conv(x, whole({16, 4, 3, 3}), same);
    const NodePtr pooled = max_pool2d(y, halves);  // as large as x
    // Pooling, the negation, and bringing the channels outside again.
    CHECK({{unary(Op::neg, pooled)}, {}}, 3);
    // A loop over the pooled images and what the convolution had read.
    const NodePtr narrow = conv(x, whole({4, 4, 3, 3}), same);
    const Pooling around{{3, 3}, {1, 1}, {1, 1}, {1, 1}};
    CHECK({{add(max_pool2d(narrow, around), x)}, {}}, 3);
}

void TestChains::gradients() {
    const NodePtr x = whole({24, 8, 6, 6});
    const NodePtr zero = constant(0.0, DType::f32, x->shape());
    const NodePtr dx = max_pool2d_gradient(x, whole({24, 8, 3, 3}), halves);
    CHECK({{select(binary(Op::le, x, zero), zero, dx)}, {}}, 2);
}

// A loop that reads another image than it writes cannot go image by image.
void TestChains::otherImages() {
    const NodePtr y = max_pool2d(whole({16, 4, 8, 8}), halves);
    CHECK({{unary(Op::neg, slice(y, {15, 0, 0, 0}, {-1, 1, 1, 1}, {16, 4, 4, 4}))}, {}}, 0);
    CHECK({{reduce(Op::reduce_sum, y, Axes{0})}, {}}, 0);
    // Only part of the images.
    CHECK({{unary(Op::neg, slice(y, {0, 0, 0, 0}, {1, 1, 1, 1}, {8, 4, 4, 4}))}, {}}, 0);
}

// What a leaf receives is not written while another image may still read it.
void TestChains::updates() {
    const NodePtr leaf = whole({16, 1, 4, 4});
    const NodePtr pooled = max_pool2d(whole({16, 1, 8, 8}), halves);
    CHECK({{}, {{leaf, add(leaf, pooled)}}}, 0);
}

QTEST_GUILESS_MAIN(TestChains)
#include "test_chains.moc"
