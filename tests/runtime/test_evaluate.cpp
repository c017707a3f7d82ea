// SPDX-License-Identifier: Apache-2.0
// Evaluation on demand: what is compiled, what is computed, what is kept.
#include <QTest>
#include <atomic>
#include <thread>

#include "engine/backends/cpu/backend.h"
#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/pooling.h"
#include "engine/runtime/evaluate.h"
#include "tests/support/expect.h"

using namespace gradweave;
using namespace gradweave::graph;
using runtime::evaluate;
using runtime::structural_key;

namespace {

/// The CPU under a name of its own (so that tests do not share compiled programs), counting.
class CountingDevice final : public runtime::Backend {
  public:
    explicit CountingDevice(std::string name) : name_(std::move(name)) {}

    std::string name() const override { return name_; }
    std::string description() const override { return cpu_->description(); }
    runtime::BufferPtr allocate(DType dtype, const Shape& shape) override {
        return cpu_->allocate(dtype, shape);
    }
    std::unique_ptr<runtime::Executable> compile(const compiler::Program& program,
                                                 const compiler::CompileOptions& options) override {
        ++compilations;
        if (fail_next.exchange(false)) throw Error(ErrorKind::device, "out of luck");
        return cpu_->compile(program, options);
    }

    std::atomic<int> compilations{0};
    std::atomic<bool> fail_next{false};

  private:
    std::string name_;
    std::unique_ptr<Backend> cpu_ = backends::make_cpu_backend();
};

NodePtr leaf(const std::vector<float>& values, const std::string& name = "x") {
    return make_leaf(name, Array::of(values, Shape{static_cast<std::int64_t>(values.size())}));
}
NodePtr empty_leaf(const Shape& shape = Shape{4, 4}, DType dtype = DType::f32) {
    return make_leaf("", dtype, shape);
}

Array value_of(const NodePtr& node, runtime::Backend& device) {
    return evaluate(std::span(&node, 1), device).front();
}

std::vector<float> floats(const Array& array) {
    return {array.as<float>().begin(), array.as<float>().end()};
}

using Floats = std::vector<float>;

}  // namespace

class TestEvaluate : public QObject {
    Q_OBJECT

  private slots:
    void keysForgetNames();
    void keysSeeEveryDifference();
    void sameStructureCompilesOnce();
    void leavesInAnotherOrder();
    void valuesAreKept();
    void knownValuesAreTakenAsGiven();
    void severalNodesTogether();
    void leavesAndConstants();
    void unknownLeaves();
    void failedCompilation();
    void oldProgramsAreDropped();
    void cachedProgramsKeepNoData();
    void largeProgramsAreNotKept();
    void threadsShareOneProgram();
    void threadsOfDifferentPrograms();
};

void TestEvaluate::keysForgetNames() {
    const auto key = [](const NodePtr& a, const NodePtr& b) {
        return structural_key({{add(exp(a), b)}, {}});
    };
    QVERIFY(key(leaf({1, 2}), leaf({3, 4})) == key(leaf({5, 6}, "other"), leaf({7, 8})));
    const NodePtr shared = leaf({1, 2});
    QVERIFY(!(key(shared, shared) == key(leaf({1, 2}), leaf({1, 2}))));
}

void TestEvaluate::keysSeeEveryDifference() {
    const NodePtr x = empty_leaf(), y = empty_leaf();
    const ConvAttributes c{{1}, {0}, {0}, {1}, 1}, strided{{2}, {0}, {0}, {1}, 1};
    const NodePtr image = empty_leaf({1, 1, 5}), kernel = empty_leaf({1, 1, 1});
    const NodePtr picture = empty_leaf({1, 1, 4, 4});
    const std::vector<compiler::Program> programs = {
        {{x}, {}},
        {{x, x}, {}},
        {{exp(x)}, {}},
        {{log(x)}, {}},
        {{exp(empty_leaf({4, 5}))}, {}},
        {{exp(empty_leaf({16}))}, {}},
        {{exp(empty_leaf({4, 4}, DType::f64))}, {}},
        {{sub(x, y)}, {}},
        {{sub(y, sub(x, y))}, {}},
        {{sub(sub(x, y), y)}, {}},
        {{sub(x, y), y}, {}},
        {{sub(x, y), x}, {}},
        {{x}, {{x, sub(x, y)}}},
        {{x}, {{y, sub(x, y)}}},
        {{}, {{x, sub(x, y)}}},
        {{}, {{x, x}, {y, sub(x, y)}}},
        {{x, y, sub(x, y)}, {}},
        {{x}, {{y, x}}},
        {{mul(x, constant_like(x, 2.0))}, {}},
        {{mul(x, constant_like(x, 3.0))}, {}},
        {{mul(x, constant_like(x, -3.0))}, {}},
        {{reduce(Op::reduce_sum, x, {0})}, {}},
        {{reduce(Op::reduce_sum, x, {1})}, {}},
        {{slice(x, {0, 0}, {1, 1}, {2, 4})}, {}},
        {{slice(x, {1, 0}, {1, 1}, {2, 4})}, {}},
        {{slice(x, {0, 0}, {2, 1}, {2, 4})}, {}},
        {{pad(x, {{1, 0}, {0, 0}, {0, 0}, 0.0})}, {}},
        {{pad(x, {{0, 0}, {1, 0}, {0, 0}, 0.0})}, {}},
        {{pad(x, {{0, 0}, {1, 0}, {0, 0}, 1.0})}, {}},
        {{dot(x, y, {{}, {}, {1}, {0}})}, {}},
        {{dot(x, y, {{}, {}, {0}, {0}})}, {}},
        {{dot(x, y, {{}, {}, {1}, {1}})}, {}},
        {{conv(image, kernel, c)}, {}},
        {{conv(image, kernel, strided)}, {}},
        {{max_pool2d(picture, {{2, 2}, {2, 2}, {0, 0}, {0, 0}})}, {}},
        {{max_pool2d(picture, {{2, 2}, {1, 1}, {0, 0}, {0, 0}})}, {}},
    };
    for (std::size_t i = 0; i < programs.size(); ++i) {
        for (std::size_t k = 0; k < programs.size(); ++k) {
            const bool equal = structural_key(programs[i]) == structural_key(programs[k]);
            QVERIFY2(equal == (i == k), concat("programs ", i, " and ", k).c_str());
        }
    }
}

void TestEvaluate::sameStructureCompilesOnce() {
    CountingDevice device("counting once");
    for (float i = 0; i < 10; ++i) {
        const NodePtr x = leaf({i, i + 1});
        QCOMPARE(floats(value_of(mul(x, x), device)), (Floats{i * i, (i + 1) * (i + 1)}));
    }
    QCOMPARE(device.compilations.load(), 1);
    const NodePtr longer = leaf({1, 2, 3});
    value_of(mul(longer, longer), device);
    QCOMPARE(device.compilations.load(), 2);
    CountingDevice other("counting elsewhere");
    const NodePtr x = leaf({1, 2});
    value_of(mul(x, x), other);
    QCOMPARE(other.compilations.load(), 1);
}

// The same structure with its leaves made the other way round.
void TestEvaluate::leavesInAnotherOrder() {
    CountingDevice device("counting orders");
    const NodePtr a = leaf({10, 20}), b = leaf({1, 2});
    QCOMPARE(floats(value_of(sub(a, exp(sub(b, b))), device)), (Floats{9, 19}));
    const NodePtr second = leaf({1, 2}), first = leaf({30, 40});
    QCOMPARE(floats(value_of(sub(first, exp(sub(second, second))), device)), (Floats{29, 39}));
    QCOMPARE(device.compilations.load(), 1);
}

void TestEvaluate::valuesAreKept() {
    CountingDevice device("counting values");
    const NodePtr x = leaf({1, 2}), y = mul(x, x), z = add(y, x);
    const Array first = value_of(z, device);
    QCOMPARE(value_of(z, device).data(), first.data());
    QCOMPARE(device.compilations.load(), 1);
    QVERIFY(y->value() == nullptr);  // only what was asked for
    QCOMPARE(z->value()->data(), first.data());
}

void TestEvaluate::knownValuesAreTakenAsGiven() {
    CountingDevice device("counting known");
    const NodePtr x = leaf({1, 2}), y = mul(x, x);
    y->set_value(Array::of(Floats{100, 200}, Shape{2}));
    QCOMPARE(floats(value_of(add(y, x), device)), (Floats{101, 202}));
    // Also below a composite and when it is asked for itself.
    QCOMPARE(floats(value_of(y, device)), (Floats{100, 200}));
    const NodePtr image = make_leaf("", Array(DType::f32, Shape{1, 1, 2, 2}));
    const NodePtr shifted = add(image, constant_like(image, 1.0));
    shifted->set_value(Array::of(Floats{1, 7, 2, 3}, Shape{1, 1, 2, 2}));
    const NodePtr pooled = max_pool2d(shifted, {{2, 2}, {2, 2}, {0, 0}, {0, 0}});
    QCOMPARE(floats(value_of(pooled, device)), (Floats{7}));
}

void TestEvaluate::severalNodesTogether() {
    CountingDevice device("counting together");
    const NodePtr x = leaf({1, 2}), y = mul(x, x), z = add(y, x);
    const NodePtr nodes[] = {z, x, y, z};
    const auto values = evaluate(nodes, device);
    QCOMPARE(device.compilations.load(), 1);
    QCOMPARE(floats(values[0]), (Floats{2, 6}));
    QCOMPARE(floats(values[1]), (Floats{1, 2}));
    QCOMPARE(floats(values[2]), (Floats{1, 4}));
    QCOMPARE(floats(values[3]), (Floats{2, 6}));
    QVERIFY(evaluate({}, device).empty());
}

void TestEvaluate::leavesAndConstants() {
    CountingDevice device("counting leaves");
    const NodePtr x = leaf({1, 2});
    QCOMPARE(floats(value_of(x, device)), (Floats{1, 2}));
    QCOMPARE(device.compilations.load(), 0);
    QCOMPARE(floats(value_of(constant(2.5, DType::f32, Shape{2}), device)), (Floats{2.5, 2.5}));
    QCOMPARE(value_of(leaf({}), device).element_count(), std::int64_t{0});
}

void TestEvaluate::unknownLeaves() {
    CountingDevice device("counting unknown");
    const NodePtr batch = make_leaf("batch", DType::f32, Shape{2});
    EXPECT_ERROR(value_of(exp(batch), device), failed,
                 "the value of \"batch\" is not known here; only a training session can compute "
                 "with it");
    EXPECT_ERROR_WITH(value_of(batch, device), failed, "the value of \"batch\" is not known");
    QCOMPARE(device.compilations.load(), 0);
    // A value further up makes it unnecessary.
    const NodePtr y = exp(batch);
    y->set_value(Array::of(Floats{1, 2}, Shape{2}));
    QCOMPARE(floats(value_of(add(y, y), device)), (Floats{2, 4}));
}

void TestEvaluate::failedCompilation() {
    CountingDevice device("counting failures");
    const NodePtr x = leaf({1, 2});
    device.fail_next = true;
    EXPECT_ERROR(value_of(exp(x), device), device, "out of luck");
    QVERIFY(exp(x)->value() == nullptr);
    value_of(exp(x), device);  // tried again
    QCOMPARE(device.compilations.load(), 2);
}

void TestEvaluate::oldProgramsAreDropped() {
    CountingDevice device("counting evictions");
    const auto run = [&](std::int64_t n) {
        const NodePtr x = make_leaf("", Array(DType::f32, Shape{n}));
        value_of(exp(x), device);
    };
    for (std::int64_t n = 1; n <= 100; ++n)
        run(n);
    QCOMPARE(device.compilations.load(), 100);
    run(100);
    run(60);
    QCOMPARE(device.compilations.load(), 100);
    run(1);
    QCOMPARE(device.compilations.load(), 101);
}

// What went in and came out belongs to the caller alone.
void TestEvaluate::cachedProgramsKeepNoData() {
    CountingDevice device("counting memory");
    constexpr std::int64_t count = 1 << 20;
    const auto run = [&] {
        const NodePtr x = make_leaf("", Array(DType::f32, Shape{count}));
        value_of(reduce(Op::reduce_sum, mul(x, x), {0}), device);
    };
    run();  // workspaces of threads
    const std::uint64_t before = memory_in_use();
    for (int i = 0; i < 3; ++i)
        run();
    QCOMPARE(device.compilations.load(), 1);
    QVERIFY(memory_in_use() < before + count);
}

void TestEvaluate::largeProgramsAreNotKept() {
    CountingDevice device("counting giants");
    const std::uint64_t before = memory_in_use();
    for (int i = 0; i < 2; ++i) {
        // 280 MB of results.
        const NodePtr x = make_leaf("", Array(DType::f32, Shape{1}));
        value_of(exp(broadcast(reshape(x, Shape{}), Shape{70'000'000}, {})), device);
    }
    QCOMPARE(device.compilations.load(), 2);
    QVERIFY(memory_in_use() < before + (1 << 20));
}

void TestEvaluate::threadsShareOneProgram() {
    CountingDevice device("counting threads");
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                const auto value = static_cast<float>(t * 100 + i);
                const NodePtr x = leaf({value, 1});
                wrong +=
                    floats(value_of(add(mul(x, x), x), device)) == Floats{value * value + value, 2}
                        ? 0
                        : 1;
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(device.compilations.load(), 1);
}

void TestEvaluate::threadsOfDifferentPrograms() {
    CountingDevice device("counting different threads");
    const NodePtr shared = exp(leaf({0, 0, 0}));  // evaluated by whoever comes first
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 100; ++i) {
                const NodePtr x = make_leaf("", Array(DType::f32, Shape{t + 1, i % 10 + 1}));
                const NodePtr y = reduce(Op::reduce_sum, exp(x), {1});
                wrong += value_of(y, device).number(t) == i % 10 + 1 ? 0 : 1;
                wrong += floats(value_of(shared, device)) == Floats{1, 1, 1} ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(TestEvaluate)
#include "test_evaluate.moc"
