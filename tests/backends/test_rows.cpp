// SPDX-License-Identifier: Apache-2.0
// Row kernels on the CPU: the bits of loop by loop, as tiles and as machine code, for any number of
// threads; and what the definition of the kernel gives.
#include <QTest>

#include "engine/backends/cpu/jit/jit.h"
#include "engine/backends/reference/kernels.h"
#include "engine/core/threads.h"
#include "tests/support/operands.h"
#include "tests/support/row_programs.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using compiler::CompileOptions;
using compiler::Program;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::Outcome;
using gradweave::testing::Session;
using gradweave::testing::Tolerance;
namespace rows = gradweave::testing::rows;

namespace {

CompileOptions options(bool row_kernels, bool machine_code) {
    CompileOptions options;
    options.row_kernels = row_kernels;
    options.machine_code = machine_code;
    options.expected_runs = std::int64_t{1} << 40;
    options.poison_memory = true;
    return options;
}

std::vector<Array> outputs(backends::Backend& device, const Program& program,
                           const CompileOptions& options) {
    return Session(device, program, options).run().outputs;
}

/// The same bits; one NaN is as good as another.
bool same(const Array& a, const Array& b) {
    return visit_stored(a.dtype(), [&]<class T>(std::type_identity<T>) {
        const auto x = a.as<T>(), y = b.as<T>();
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::memcmp(&x[i], &y[i], sizeof(T)) != 0 && (x[i] == x[i] || y[i] == y[i]))
                return false;
        }
        return true;
    });
}

int row_kernels(const Program& program) {
    int count = 0;
    Session session(cpu(), program, options(true, false));
    for (const auto& step : session.executable().steps())
        count += step.what.starts_with("rows") ? 1 : 0;
    return count;
}

/// What does not hold, as a sentence.
std::string problem(const Program& program) {
    if (row_kernels(program) == 0) return "there is no row kernel";
    set_thread_count(1);
    const auto expected = outputs(cpu(), program, options(false, false));
    const auto compare = [&](const std::vector<Array>& actual, const char* how) -> std::string {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            if (!same(actual[i], expected[i])) return concat(how, ": output ", i, " differs");
        }
        return {};
    };
    for (const int threads : {1, 2, 4}) {
        set_thread_count(threads);
        for (const bool code : {false, true}) {
            const auto wrong = compare(outputs(cpu(), program, options(true, code)),
                                       code ? "machine code" : "tiles");
            if (!wrong.empty()) return concat(wrong, " with ", threads, " threads");
        }
    }
    return {};
}

Generator& generator() {
    static Generator shared(101);
    return shared;
}

NodePtr leaf(const Shape& shape, DType dtype = DType::f32, Numbers numbers = Numbers::ordinary) {
    return drawn_leaf(dtype, shape, numbers, generator());
}

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all = [] {
        std::vector<Shape> shapes;
        for (const std::int64_t size : {8, 9, 15, 16, 17, 31, 33, 100, 511, 513})
            shapes.push_back(Shape{19, size});
        for (const std::int64_t size : {1023, 1024, 1025, 2048, 2500})
            shapes.push_back(Shape{3, size});
        shapes.push_back(Shape{1, 40});
        shapes.push_back(Shape{40});
        shapes.push_back(Shape{300, 10});
        shapes.push_back(Shape{3, 5, 7, 12});
        return shapes;
    }();
    return all;
}

}  // namespace

class TestBackendRows : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void bits_data();
    void bits();
    void layouts();
    void otherTypes_data();
    void otherTypes();
    void specialNumbers();
    void definition();
    void noPlaceInMemory();
};

namespace {

struct Case {
    const char* name;
    Program (*make)(const Shape& shape, DType dtype);
};

Shape without_last(const Shape& shape) {
    Axes sizes = shape.sizes();
    sizes.pop_back();
    return Shape(std::move(sizes));
}

const Case cases[] = {
    {"softmax",
     [](const Shape& shape, DType dtype) {
         const NodePtr x = leaf(shape, dtype);
         return rows::with_gradients(rows::softmax(x), {x}, leaf(shape, dtype));
     }},
    {"log-softmax",
     [](const Shape& shape, DType dtype) {
         const NodePtr x = leaf(shape, dtype);
         return rows::with_gradients(rows::log_softmax(x), {x}, leaf(shape, dtype));
     }},
    {"cross-entropy",
     [](const Shape& shape, DType dtype) {
         const NodePtr x = leaf(shape, dtype), labels = leaf(without_last(shape), DType::i64);
         return rows::with_gradients(rows::cross_entropy(x, labels), {x},
                                     leaf(without_last(shape), dtype));
     }},
    {"layer norm",
     [](const Shape& shape, DType dtype) {
         const Shape row{shape[shape.rank() - 1]};
         const NodePtr x = leaf(shape, dtype), weight = leaf(row, dtype), bias = leaf(row, dtype);
         return rows::with_gradients(rows::layer_norm(x, weight, bias), {x, weight, bias},
                                     leaf(shape, dtype));
     }},
    {"RMS norm",
     [](const Shape& shape, DType dtype) {
         const NodePtr x = leaf(shape, dtype), weight = leaf(Shape{shape[shape.rank() - 1]}, dtype);
         return rows::with_gradients(rows::rms_norm(x, weight), {x, weight}, leaf(shape, dtype));
     }},
    {"random numbers and masks",
     [](const Shape& shape, DType dtype) {
         const NodePtr x = leaf(shape, dtype);
         const NodePtr key = constant(std::int64_t{17}, DType::i64, Shape{});
         const NodePtr bits = random_bits(key, key, shape);
         const NodePtr kept = lt(constant_like(bits, std::int64_t{0}), bits);
         const NodePtr y = rows::softmax(select(kept, x, constant_like(x, 0.0)));
         return Program{{select(kept, y, constant_like(x, 0.0)), cast(kept, DType::u8)}, {}};
     }},
};

}  // namespace

void TestBackendRows::bits_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < std::size(cases); ++i)
        QTest::newRow(cases[i].name) << static_cast<int>(i);
}

void TestBackendRows::bits() {
    QFETCH(int, index);
    for (const Shape& shape : shapes()) {
        const std::string wrong = problem(cases[index].make(shape, DType::f32));
        QVERIFY2(wrong.empty(), concat(to_string(shape), ": ", wrong).c_str());
    }
}

void TestBackendRows::layouts() {
    // Rows far apart, backwards, and shared by several others.
    const NodePtr wide = leaf(Shape{6, 10, 48});
    const NodePtr every_other = slice(wide, {1, 0, 3}, {1, 2, 1}, {4, 5, 40});
    const NodePtr backwards = slice(wide, {5, 9, 47}, {-1, -1, -1}, {6, 10, 48});
    const NodePtr shared = broadcast(leaf(Shape{6, 24}), Shape{6, 5, 24}, {0, 2});
    const NodePtr moved = permute(leaf(Shape{7, 5, 16}), {1, 0, 2});
    for (const NodePtr& x : {every_other, backwards, shared, moved}) {
        const NodePtr labels = leaf(without_last(x->shape()), DType::i64);
        for (const NodePtr& y : {rows::softmax(x), rows::cross_entropy(x, labels)}) {
            const std::string wrong = problem({{y}, {}});
            QVERIFY2(wrong.empty(), concat(to_string(x->shape()), ": ", wrong).c_str());
        }
    }
}

void TestBackendRows::otherTypes_data() {
    QTest::addColumn<int>("type");
    for (int t = 0; t < dtype_count; ++t)
        QTest::newRow(name_of(static_cast<DType>(t)).data()) << t;
}

void TestBackendRows::otherTypes() {
    QFETCH(int, type);
    const auto dtype = static_cast<DType>(type);
    for (const Shape& shape : {Shape{19, 17}, Shape{3, 1030}}) {
        if (is_floating(dtype)) {
            for (const Case& c : cases) {
                const std::string wrong = problem(c.make(shape, dtype));
                QVERIFY2(wrong.empty(), concat(c.name, " ", to_string(shape), ": ", wrong).c_str());
            }
            continue;
        }
        const NodePtr x = leaf(shape, dtype);
        const NodePtr largest = rows::reduced(Op::reduce_max, x);
        const NodePtr is_largest =
            eq(cast(x, DType::i32), cast(rows::spread(largest, x), DType::i32));
        const NodePtr count = rows::reduced(Op::reduce_sum, cast(is_largest, DType::i32));
        const std::string wrong =
            problem({{largest, count, is_largest,
                      select(is_largest, rows::spread(count, x), cast(x, DType::i32))},
                     {}});
        QVERIFY2(wrong.empty(), concat(to_string(shape), ": ", wrong).c_str());
    }
}

void TestBackendRows::specialNumbers() {
    // Zeros of both signs, infinities, NaN, subnormal numbers.
    for (const Shape& shape : {Shape{40, 17}, Shape{5, 1100}}) {
        const NodePtr x = leaf(shape, DType::f32, Numbers::special);
        const NodePtr largest = rows::reduced(Op::reduce_max, x);
        const NodePtr sum = rows::reduced(Op::reduce_sum, mul(x, rows::spread(largest, x)));
        for (const NodePtr& y : {rows::softmax(x), mul(x, rows::spread(sum, x))}) {
            const std::string wrong = problem({{largest, sum, y}, {}});
            QVERIFY2(wrong.empty(), concat(to_string(shape), ": ", wrong).c_str());
        }
    }
}

void TestBackendRows::definition() {
    const auto interpreter = backends::make_kernel_interpreter();
    for (const Case& c : cases) {
        for (const Shape& shape : {Shape{19, 17}, Shape{3, 1030}, Shape{2, 3, 5, 12}}) {
            const Program program = c.make(shape, DType::f64);
            const auto expected = outputs(*interpreter, program, options(true, false));
            const auto oracle = outputs(testing::oracle(), program, {});
            const auto actual = outputs(cpu(), program, options(true, true));
            for (std::size_t i = 0; i < expected.size(); ++i) {
                COMPARE_ARRAYS(expected[i], oracle[i], (Tolerance{1e-13, 1e-13}));
                COMPARE_ARRAYS(actual[i], expected[i], (Tolerance{1e-13, 1e-13}));
            }
        }
    }
}

void TestBackendRows::noPlaceInMemory() {
    // Between the scores and the result there is nothing in the arena.
    const NodePtr x = leaf(Shape{64, 40});
    Session fused(cpu(), {{rows::softmax(x)}, {}}, {}),
        apart(cpu(), {{rows::softmax(x)}, {}}, options(false, false));
    QCOMPARE(fused.executable().memory().arena_bytes, std::uint64_t{64 * 40 * 4});
    QVERIFY(apart.executable().memory().arena_bytes > fused.executable().memory().arena_bytes);
}

QTEST_GUILESS_MAIN(TestBackendRows)
#include "test_rows.moc"
