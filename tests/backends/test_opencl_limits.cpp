// SPDX-License-Identifier: Apache-2.0
// OpenCL devices that have less: no double precision, no buffer as large as a program's memory; and
// compiling that tells how far it is and can be called off.
#include <QTest>

#include "engine/backends/opencl/arena.h"
#include "engine/backends/opencl/driver/probe.h"
#include "engine/backends/opencl/executable.h"
#include "engine/graph/build.h"
#include "tests/support/expect.h"
#include "tests/support/opencl.h"

using namespace gradweave;
using namespace gradweave::graph;
namespace opencl = gradweave::backends::opencl;
using gradweave::testing::Outcome;
using gradweave::testing::Session;

namespace {

/// The first device, said to have less than it has.
std::unique_ptr<backends::Backend> device_with(
    const std::function<void(opencl::DeviceFacts&)>& change) {
    opencl::DeviceFacts facts = opencl::probe().devices.at(0).facts;
    change(facts);
    return opencl::make_backend(std::make_shared<opencl::Device>("opencl:0", facts, nullptr));
}

std::unique_ptr<backends::Backend> without_doubles() {
    return device_with([](opencl::DeviceFacts& facts) { facts.doubles = false; });
}

Array whole_numbers(const Shape& shape, std::uint64_t seed) {
    Generator generator(seed);
    Array array(DType::f32, shape);
    for (float& x : array.as<float>())
        x = static_cast<float>(generator.below(7)) - 3;
    return array;
}

/// What differs in the course of some runs, of which each goes on from the last.
std::optional<std::string> difference(backends::Backend& device, const compiler::Program& program,
                                      const compiler::CompileOptions& options = {}) {
    Session actual(device, program, options), expected(testing::oracle(), program);
    for (int run = 0; run < 3; ++run) {
        const Outcome a = actual.run(), b = expected.run();
        for (std::size_t i = 0; i < b.outputs.size(); ++i) {
            if (const auto wrong = testing::difference(a.outputs[i], b.outputs[i]))
                return concat("run ", run, ", output ", i, ": ", *wrong);
        }
        for (std::size_t i = 0; i < b.assigned.size(); ++i) {
            if (const auto wrong = testing::difference(a.assigned[i], b.assigned[i]))
                return concat("run ", run, ", assigned ", i, ": ", *wrong);
        }
    }
    return std::nullopt;
}

}  // namespace

class TestOpenClLimits : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { NEED_OPENCL(); }
    void doublesOfAStep();
    void doublesOfTensors();
    void noTraceOfDoubles();
    void memoryInPieces();
    void piecesDoNotOverlap();
    void tooLargeForOnePiece();
    void compilingTellsAndStops();
};

// Learning rate, step and a state of the optimiser are f64: the host has them.
void TestOpenClLimits::doublesOfAStep() {
    const NodePtr rate = make_leaf("rate", Array::of(std::vector<double>{0.5}, Shape{}));
    const NodePtr power = make_leaf("power", Array::of(std::vector<double>{0.5}, Shape{}));
    const NodePtr w = make_leaf("w", whole_numbers(Shape{40, 50}, 1));
    const NodePtr x = make_leaf("x", whole_numbers(Shape{30, 40}, 2));
    const NodePtr y = matmul(x, w);
    const auto like = [&](const NodePtr& scalar) {
        return broadcast(cast(scalar, DType::f32), w->shape(), {});
    };
    const NodePtr next = mul(power, constant_like(power, 0.5));
    const NodePtr late = select(lt(power, constant_like(power, 0.2)), rate, power);
    const compiler::Program program{
        {reduce(Op::reduce_sum, y, {0, 1}), next, late, cast(late, DType::i32)},
        {{w, sub(w, mul(like(rate), like(power)))}, {power, next}, {rate, add(rate, next)}}};
    const auto wrong = difference(*without_doubles(), program);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

// What a tensor of the device would have to be in f64 is refused, and the block named.
void TestOpenClLimits::doublesOfTensors() {
    static const auto block = std::make_shared<const std::string>("fc1");
    const NodePtr x = make_leaf("x", whole_numbers(Shape{8}, 1));
    const OriginScope scope(Origin{block, Phase::forward});
    const compiler::Program program{{cast(exp(cast(x, DType::f64)), DType::f32)}, {}};
    const auto device = without_doubles();
    const auto error = testing::error_of([&] { device->compile(program, {}); });
    QVERIFY(error.has_value());
    QCOMPARE(error->kind(), ErrorKind::unsupported);
    QCOMPARE(error->block(), std::string("fc1"));
    QCOMPARE(QString(error->what()),
             QString("block \"fc1\" computes with double precision, which this device does not "
                     "have; choose the device cpu"));
}

// A driver without cl_khr_fp64 refuses a source in which the type stands.
void TestOpenClLimits::noTraceOfDoubles() {
    const NodePtr x = make_leaf("x", whole_numbers(Shape{20, 300}, 3));
    const NodePtr e = exp(sub(x, broadcast(reduce(Op::reduce_max, x, {1}), x->shape(), {0})));
    const NodePtr y = div(e, broadcast(reduce(Op::reduce_sum, e, {1}), x->shape(), {0}));
    const auto device = without_doubles();
    const Array ours = testing::run_on(*device, y);
    COMPARE_ARRAYS(ours, testing::run_on(testing::oracle(), y), (testing::Tolerance{1e-5, 0}));
    for (const Op op : {Op::scan_sum, Op::scan_prod})
        QVERIFY(testing::run_on(*device, scan(op, x, 1)).element_count() == 6000);
}

// Sixty products of 40 kB where no buffer is larger than 64 KiB.
void TestOpenClLimits::memoryInPieces() {
    const auto device =
        device_with([](opencl::DeviceFacts& facts) { facts.largest_buffer = 64u << 10; });
    const Shape shape{100, 100};
    std::vector<NodePtr> made;
    NodePtr all = make_leaf("x", whole_numbers(shape, 4));
    const NodePtr first = all;
    for (int i = 0; i < 12; ++i) {
        // Each is needed again at the end, so that they all live at once.
        // Kept small, so that sums are exact.
        const NodePtr y = matmul(all, make_leaf("w", whole_numbers(shape, 5u + unsigned(i))));
        all = binary(Op::max, binary(Op::min, y, constant_like(y, 2.0)), constant_like(y, -2.0));
        made.push_back(all);
    }
    for (const NodePtr& part : made)
        all = binary(Op::max, matmul(part, first), all);
    const compiler::Program program{{all}, {{first, binary(Op::min, all, first)}}};
    compiler::CompileOptions poisoned;
    poisoned.poison_memory = true;
    Session session(*device, program, poisoned);
    QVERIFY(session.executable().memory().arena_bytes > 128u << 10);
    const auto wrong = difference(*device, program, poisoned);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

void TestOpenClLimits::piecesDoNotOverlap() {
    compiler::Schedule schedule;
    Generator generator(6);
    std::uint64_t end = 0;
    for (int i = 0; i < 200; ++i) {
        compiler::Value value;
        value.dtype = DType::f32;
        value.shape = Shape{static_cast<std::int64_t>(generator.below(2000)) + 1};
        value.offset = end;
        end += (value.bytes() + 255) / 256 * 256;
        value.first_step = static_cast<int>(generator.below(50));
        value.last_step = value.first_step + static_cast<int>(generator.below(20));
        schedule.values.push_back(value);
    }
    schedule.memory.arena_bytes = end;
    constexpr std::uint64_t largest = 10'000;
    std::vector<std::uint64_t> sizes;
    const auto places = opencl::place_values(schedule, largest, 256, sizes);
    std::uint64_t total = 0;
    for (const std::uint64_t size : sizes) {
        QVERIFY(size <= largest);
        total += size;
    }
    QCOMPARE(schedule.memory.arena_bytes, total);
    // They are dealt out anew, so that those who do not meet share.
    QVERIFY(total < end);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& a = schedule.values[i];
        QVERIFY(places[i].offset % 256 == 0 && places[i].bytes >= a.bytes());
        QVERIFY(places[i].offset + places[i].bytes <= sizes[places[i].piece]);
        for (std::size_t k = 0; k < i; ++k) {
            const auto& b = schedule.values[k];
            if (a.last_step < b.first_step || b.last_step < a.first_step) continue;
            QVERIFY(places[i].piece != places[k].piece ||
                    places[i].offset + places[i].bytes <= places[k].offset ||
                    places[k].offset + places[k].bytes <= places[i].offset);
        }
    }
}

void TestOpenClLimits::tooLargeForOnePiece() {
    const auto device =
        device_with([](opencl::DeviceFacts& facts) { facts.largest_buffer = 64u << 10; });
    const NodePtr x = make_leaf("x", whole_numbers(Shape{100}, 1));
    const NodePtr large = broadcast(x, Shape{1000, 100}, {1});
    EXPECT_ERROR_WITH(device->compile({{exp(large)}, {}}, {}), device,
                      "at most 66 kB in one piece");
}

void TestOpenClLimits::compilingTellsAndStops() {
    // More kernels than go into one source.
    compiler::Program program;
    for (int i = 0; i < 40; ++i) {
        const NodePtr x = make_leaf("x", whole_numbers(Shape{2 + i, 3}, 7));
        program.outputs.push_back(reduce(Op::reduce_sum, exp(x), {0}));
    }
    std::vector<std::string> told;
    bool stop = false;
    compiler::CompileOptions options;
    options.progress = {[&](double, std::string_view what) { told.emplace_back(what); },
                        [&] { return stop; }};
    const auto device = device_with([](opencl::DeviceFacts&) {});
    QVERIFY(device->compile(program, options) != nullptr);
    QVERIFY(!told.empty());
    QVERIFY2(told.front().starts_with("compiling for ") && told.front().ends_with(" kernels"),
             told.front().c_str());
    stop = true;
    const auto error = testing::error_of([&] { device->compile(program, options); });
    QVERIFY(error.has_value() && error->kind() == ErrorKind::cancelled);
    stop = false;
    QVERIFY(device->compile(program, options) != nullptr);
}

QTEST_GUILESS_MAIN(TestOpenClLimits)
#include "test_opencl_limits.moc"
