// SPDX-License-Identifier: Apache-2.0
// What every device owes its callers, the one that computes nothing included: buffers, binding,
// reports.
#include <QTest>
#include <thread>

#include "engine/backends/null/backend.h"
#include "engine/graph/build.h"
#include "tests/support/arrays.h"
#include "tests/support/expect.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::Session;

namespace {

std::vector<std::unique_ptr<backends::Backend>> all_devices() {
    std::vector<std::unique_ptr<backends::Backend>> devices;
    devices.push_back(backends::make_cpu_backend());
    devices.push_back(backends::make_reference_backend());
    devices.push_back(backends::make_null_backend());
    return devices;
}

NodePtr leaf(const std::vector<float>& values) {
    return make_leaf("x", Array::of(values, Shape{static_cast<std::int64_t>(values.size())}));
}

}  // namespace

class TestDevices : public QObject {
    Q_OBJECT

  private slots:
    void buffersKeepTheirElements();
    void bindingIsChecked();
    void outputsAreCopies();
    void rebinding();
    void nothingIsComputedByNull();
    void reports();
    void manyResultsOfOneLoop();
    void severalExecutablesAtOnce();
    void poisonShowsWhatWasNotWritten();
};

void TestDevices::buffersKeepTheirElements() {
    for (const auto& device : all_devices()) {
        QVERIFY(!device->name().empty() && !device->description().empty());
        Generator generator(3);
        for (int type = 0; type < dtype_count; ++type) {
            for (const Shape& shape : {Shape{}, Shape{3, 4}, Shape{0}}) {
                const Array values =
                    testing::random_array(static_cast<DType>(type), shape, generator);
                const auto buffer = backends::upload(*device, values);
                QVERIFY(identical(buffer->read(), values));
                QCOMPARE(buffer->dtype(), values.dtype());
                QCOMPARE(buffer->shape(), shape);
            }
        }
    }
}

void TestDevices::bindingIsChecked() {
    const NodePtr x = leaf({1, 2, 3});
    for (const auto& device : all_devices()) {
        const auto executable = device->compile({{exp(x)}, {}}, {});
        const auto wrong = device->allocate(DType::f32, Shape{2});
        EXPECT_ERROR(executable->bind(std::span(&wrong, 1)), failed,
                     "internal error: leaf 0 is f32[3], its buffer f32[2]");
        const auto wrong_type = device->allocate(DType::i32, Shape{3});
        EXPECT_ERROR_WITH(executable->bind(std::span(&wrong_type, 1)), failed, "its buffer i32[3]");
        EXPECT_ERROR_WITH(executable->bind({}), failed, "internal error");
    }
}

void TestDevices::outputsAreCopies() {
    const NodePtr x = leaf({1, 2, 3});
    for (backends::Backend* device : {&testing::cpu(), &testing::oracle()}) {
        Session session(*device, {{add(x, x), x}, {}});
        const auto first = session.run().outputs;
        Array changed = first[0];
        changed.as<float>()[0] = 99;
        QCOMPARE(session.executable().output(0).number(0), 2.0);
        QCOMPARE(session.run().outputs[0].number(0), 2.0);
        QCOMPARE(session.executable().output(1).number(2), 3.0);
    }
}

void TestDevices::rebinding() {
    const NodePtr x = leaf({1, 2, 3});
    for (backends::Backend* device : {&testing::cpu(), &testing::oracle()}) {
        const auto executable = device->compile({{mul(x, x)}, {}}, {});
        for (const float value : {2.0f, 5.0f}) {
            const auto buffer = backends::upload(
                *device, Array::of(std::vector<float>{value, value, value}, Shape{3}));
            executable->bind(std::span(&buffer, 1));
            executable->run();
            QCOMPARE(executable->output(0).number(1), double{value * value});
        }
    }
}

void TestDevices::nothingIsComputedByNull() {
    const auto device = backends::make_null_backend();
    const NodePtr x = leaf({1, 2, 3}), y = leaf({4, 5, 6});
    const NodePtr z = exp(add(x, y));
    const compiler::Program program{{z, reduce(Op::reduce_sum, z, {0})}, {{x, z}}};
    Session session(*device, program);
    const auto outcome = session.run();
    QCOMPARE(outcome.outputs[0].shape(), (Shape{3}));
    QCOMPARE(outcome.outputs[0].number(0), 0.0);
    QCOMPARE(outcome.outputs[1].shape(), Shape{});
    QCOMPARE(outcome.assigned[0].number(2), 3.0);  // not updated
    QVERIFY(!session.executable().steps().empty());
    QVERIFY(session.executable().dump().find("reduce_sum") != std::string::npos);
    QVERIFY(session.executable().memory().arena_bytes > 0);
}

void TestDevices::reports() {
    const NodePtr x = leaf({1, 2, 3});
    NodePtr y;
    {
        const OriginScope scope("fc1", Phase::forward);
        y = exp(add(x, x));
    }
    Session session(testing::cpu(), {{y}, {}});
    const auto steps = session.executable().steps();
    QCOMPARE(steps.size(), std::size_t{1});
    QCOMPARE(steps[0].what, std::string("loop: add, exp"));
    QCOMPARE(steps[0].block, std::string("fc1"));
    QCOMPARE(steps[0].phase, Phase::forward);
    QVERIFY(steps[0].library.empty());
}

// A loop of a chain of results that are all wanted.
void TestDevices::manyResultsOfOneLoop() {
    NodePtr y = leaf({1, 2, 3});
    std::vector<NodePtr> outputs;
    for (int i = 0; i < 100; ++i) {
        y = add(y, constant_like(y, 1.0));
        outputs.push_back(y);
    }
    const auto results = Session(testing::cpu(), {outputs, {}}).run().outputs;
    for (int i = 0; i < 100; ++i)
        QCOMPARE(results[static_cast<std::size_t>(i)].number(1), 3.0 + i);
}

void TestDevices::severalExecutablesAtOnce() {
    const NodePtr x = make_leaf("x", Array(DType::f32, Shape{5000}));
    const NodePtr y = reduce(Op::reduce_sum, exp(x), {0});
    std::vector<std::thread> threads;
    std::vector<double> results(4);
    for (std::size_t t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int round = 0; round < 20; ++round)
                results[t] = testing::run_on(testing::cpu(), y).number(0);
        });
    }
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(results, std::vector<double>(4, 5000));
}

// With poisoned memory a run starts, and goes on, from NaN wherever nothing was written.
void TestDevices::poisonShowsWhatWasNotWritten() {
    const NodePtr x = leaf({1, 2, 3});
    compiler::CompileOptions options;
    options.poison_memory = true;
    options.fuse = false;
    const NodePtr y = pad(mul(exp(x), add(x, x)), {{1}, {1}, {0}, 0.5});
    Session session(testing::cpu(), {{y}, {}}, options);
    const Array expected = testing::run_on(testing::oracle(), y);
    // Exact up to the rounding of exp (test_vector_math).
    for (int round = 0; round < 3; ++round)
        COMPARE_ARRAYS(session.run().outputs[0], expected, (testing::Tolerance{0x1p-21, 0}));
}

QTEST_GUILESS_MAIN(TestDevices)
#include "test_devices.moc"
