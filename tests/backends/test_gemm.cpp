// SPDX-License-Identifier: Apache-2.0
// Matrix products: all transposes, batches, odd and zero sizes, each numeric type.
#include <QTest>

#include "engine/backends/cpu/products/products.h"
#include "engine/core/threads.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Numbers;
using gradweave::testing::run_on;

namespace {

constexpr DType numeric[] = {DType::u8, DType::i32, DType::i64, DType::f32, DType::f64};

Generator& generator() {
    static Generator shared(77);
    return shared;
}

NodePtr whole(DType dtype, const Shape& shape) {
    return drawn_leaf(dtype, shape, Numbers::whole, generator());
}

/// m x k times k x n, each operand stored as it is or as its transpose.
NodePtr product(DType dtype, std::int64_t m, std::int64_t n, std::int64_t k, bool turn_lhs,
                bool turn_rhs) {
    return dot(whole(dtype, turn_lhs ? Shape{k, m} : Shape{m, k}),
               whole(dtype, turn_rhs ? Shape{n, k} : Shape{k, n}),
               {{}, {}, {turn_lhs ? 0 : 1}, {turn_rhs ? 1 : 0}});
}

/// In -1 ... 1.
Array drawn(std::int64_t rows, std::int64_t columns) {
    Array array(DType::f32, Shape{rows, columns});
    for (float& x : array.as<float>())
        x = static_cast<float>(2 * generator().uniform() - 1);
    return array;
}

Array transposed(const Array& a) {
    const std::int64_t rows = a.shape()[0], columns = a.shape()[1];
    Array result(DType::f32, Shape{columns, rows});
    for (std::int64_t i = 0; i < rows * columns; ++i)
        result.as<float>()[static_cast<std::size_t>(i % columns * rows + i / columns)] =
            a.as<float>()[static_cast<std::size_t>(i)];
    return result;
}

std::vector<double> exact(const Array& a, const Array& b) {
    const std::int64_t m = a.shape()[0], k = a.shape()[1], n = b.shape()[1];
    std::vector<double> c(static_cast<std::size_t>(m * n), 0.0);
    for (std::int64_t i = 0; i < m; ++i) {
        for (std::int64_t l = 0; l < k; ++l) {
            for (std::int64_t j = 0; j < n; ++j)
                c[static_cast<std::size_t>(i * n + j)] += a.number(i * k + l) * b.number(l * n + j);
        }
    }
    return c;
}

}  // namespace

class TestGemm : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void smallSizesAndTransposes();
    void oddSizes();
    void batches();
    void axesInAnyOrder();
    void operandsThatAreViews();
    void emptyEverywhere();
    void integersWrap();
    void cutIntoTiles();
    void ownKernels();
    void accuracy();
    void nanArrives();
    void library();
};

// Whole numbers: sums of products are exact in every type, so results must be equal.
void TestGemm::smallSizesAndTransposes() {
    for (const DType dtype : numeric) {
        for (const std::int64_t m : {1, 2, 3, 16, 17}) {
            for (const std::int64_t n : {1, 2, 5, 16, 33}) {
                for (const std::int64_t k : {1, 2, 7, 31}) {
                    for (const bool turn_lhs : {false, true}) {
                        for (const bool turn_rhs : {false, true})
                            COMPARE_WITH_ORACLE(product(dtype, m, n, k, turn_lhs, turn_rhs), {});
                    }
                }
            }
        }
    }
}

void TestGemm::oddSizes() {
    for (int round = 0; round < 60; ++round) {
        const auto size = [] { return 1 + static_cast<std::int64_t>(generator().below(130)); };
        const DType dtype = numeric[generator().below(5)];
        COMPARE_WITH_ORACLE(product(dtype, size(), size(), size(), round & 1, round & 2), {});
    }
}

void TestGemm::batches() {
    for (const DType dtype : numeric) {
        for (const std::int64_t b : {0, 1, 2, 5}) {
            COMPARE_WITH_ORACLE(matmul(whole(dtype, {b, 3, 4}), whole(dtype, {b, 4, 5})), {});
            COMPARE_WITH_ORACLE(matmul(whole(dtype, {2, b, 3, 4}), whole(dtype, {2, b, 4, 1})), {});
        }
        // One matrix for all of the batch.
        const NodePtr shared = broadcast(whole(dtype, {4, 5}), Shape{3, 4, 5}, {1, 2});
        COMPARE_WITH_ORACLE(matmul(whole(dtype, {3, 2, 4}), shared), {});
        // The batch is not the outermost axis in memory.
        const NodePtr inner = permute(whole(dtype, {2, 4, 3}), {2, 0, 1});
        COMPARE_WITH_ORACLE(matmul(inner, whole(dtype, {3, 4, 5})), {});
    }
}

void TestGemm::axesInAnyOrder() {
    for (const DType dtype : {DType::f32, DType::i32}) {
        COMPARE_WITH_ORACLE(
            dot(whole(dtype, {2, 3, 4, 5}), whole(dtype, {5, 3, 6, 2}), {{1}, {1}, {3, 0}, {0, 3}}),
            {});
        COMPARE_WITH_ORACLE(
            dot(whole(dtype, {2, 3, 4, 5}), whole(dtype, {4, 2, 7}), {{}, {}, {2, 0}, {0, 1}}), {});
        COMPARE_WITH_ORACLE(
            dot(whole(dtype, {3, 4, 5}), whole(dtype, {4, 5, 3}), {{2, 0}, {1, 2}, {}, {}}), {});
        COMPARE_WITH_ORACLE(dot(whole(dtype, {3, 4}), whole(dtype, {2, 5}), {}), {});
        COMPARE_WITH_ORACLE(
            dot(whole(dtype, {3, 4}), whole(dtype, {4, 3}), {{}, {}, {0, 1}, {1, 0}}), {});
        COMPARE_WITH_ORACLE(dot(whole(dtype, {6}), whole(dtype, {6}), {{}, {}, {0}, {0}}), {});
        COMPARE_WITH_ORACLE(dot(whole(dtype, {}), whole(dtype, {}), {}), {});
    }
}

// A leading dimension of BLAS is never less than the row: these have to be copied first.
void TestGemm::operandsThatAreViews() {
    const NodePtr long_row = whole(DType::f32, {20});
    const NodePtr windows = window(long_row, {{0}, {8}, {1}, {1}});  // [13, 8], rows overlap
    COMPARE_WITH_ORACLE(matmul(windows, whole(DType::f32, {8, 3})), {});
    COMPARE_WITH_ORACLE(matmul(whole(DType::f32, {3, 13}), windows), {});
    const NodePtr same_rows = broadcast(whole(DType::f32, {8}), Shape{5, 8}, {1});
    COMPARE_WITH_ORACLE(matmul(same_rows, whole(DType::f32, {8, 3})), {});
    const NodePtr same_columns = broadcast(whole(DType::f32, {5}), Shape{5, 8}, {0});
    COMPARE_WITH_ORACLE(matmul(same_columns, whole(DType::f32, {8, 3})), {});
    const NodePtr part = slice(whole(DType::f32, {9, 11}), {2, 3}, {1, 1}, {5, 8});
    COMPARE_WITH_ORACLE(matmul(part, whole(DType::f32, {8, 3})), {});
    COMPARE_WITH_ORACLE(dot(part, whole(DType::f32, {5, 3}), {{}, {}, {0}, {0}}), {});
    const NodePtr every_other = slice(whole(DType::f32, {9, 16}), {0, 0}, {2, 2}, {5, 8});
    COMPARE_WITH_ORACLE(matmul(every_other, whole(DType::f32, {8, 3})), {});
    const NodePtr backwards = slice(whole(DType::f32, {5, 8}), {4, 7}, {-1, -1}, {5, 8});
    COMPARE_WITH_ORACLE(matmul(backwards, whole(DType::f32, {8, 3})), {});
    const NodePtr one_column = slice(whole(DType::f32, {5, 8}), {0, 3}, {1, 1}, {5, 1});
    COMPARE_WITH_ORACLE(matmul(one_column, whole(DType::f32, {1, 3})), {});
    COMPARE_WITH_ORACLE(matmul(constant(2.0, DType::f32, {5, 8}), whole(DType::f32, {8, 3})), {});
}

// A sum of nothing is zero; a product without rows or columns has no elements.
void TestGemm::emptyEverywhere() {
    for (const DType dtype : numeric) {
        for (const std::int64_t m : {0, 1, 3}) {
            for (const std::int64_t n : {0, 1, 3}) {
                for (const std::int64_t k : {0, 1, 3}) {
                    for (const bool turn_lhs : {false, true}) {
                        for (const bool turn_rhs : {false, true})
                            COMPARE_WITH_ORACLE(product(dtype, m, n, k, turn_lhs, turn_rhs), {});
                    }
                }
            }
        }
        COMPARE_WITH_ORACLE(
            dot(whole(dtype, {2, 0, 3}), whole(dtype, {3, 4, 0}), {{}, {}, {1, 2}, {2, 0}}), {});
    }
}

void TestGemm::integersWrap() {
    for (const DType dtype : {DType::u8, DType::i32, DType::i64}) {
        const NodePtr a = drawn_leaf(dtype, {9, 20}, Numbers::special, generator());
        const NodePtr b = drawn_leaf(dtype, {20, 7}, Numbers::special, generator());
        COMPARE_WITH_ORACLE(matmul(a, b), {});
    }
}

// Enough work for sixteen tiles, cut by rows or by columns; one and four threads agree bit by bit.
void TestGemm::cutIntoTiles() {
    for (const DType dtype : {DType::f32, DType::f64}) {
        for (const auto& [m, n] : {std::pair{301, 130}, std::pair{130, 301}, std::pair{1025, 3}}) {
            COMPARE_WITH_ORACLE(product(dtype, m, n, 129, false, true), {});
            const NodePtr y = matmul(drawn_leaf(dtype, {m, 257}, Numbers::ordinary, generator()),
                                     drawn_leaf(dtype, {257, n}, Numbers::ordinary, generator()));
            set_thread_count(1);
            const Array alone = run_on(cpu(), y);
            for (const int threads : {2, 4}) {
                set_thread_count(threads);
                QVERIFY(identical(run_on(cpu(), y), alone));
            }
        }
    }
}

// Panels of few and of many columns, longer than a block along k, from each instruction set; an
// element is one chain in the order of k, so how the matrix is cut shows in no bit.
void TestGemm::ownKernels() {
    using namespace backends::cpu;
    std::vector<const ProductTable*> tables{&baseline_products()};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        tables.push_back(&avx2_products());
    if (&native_products() == &avx512_products()) tables.push_back(&avx512_products());
#endif
    for (const std::int64_t m : {1, 2, 3, 4, 5, 13, 14, 15, 29, 64}) {
        for (const std::int64_t n : {1, 7, 16, 17, 31, 33, 48, 65, 97, 130}) {
            for (const std::int64_t k : {1, 15, 33, 260, 1100}) {
                for (int turned = 0; turned < 4; ++turned) {
                    const Array a = drawn(m, k), b = drawn(k, n);
                    const bool turn_a = turned & 1, turn_b = turned & 2;
                    const Array lhs = turn_a ? transposed(a) : a, rhs = turn_b ? transposed(b) : b;
                    const std::vector<double> expected = exact(a, b);
                    for (const ProductTable* table : tables) {
                        constexpr float untouched = 77;
                        const std::int64_t row = n + 3;
                        std::vector<float> c(static_cast<std::size_t>(m * row), untouched);
                        const Product product{m,
                                              n,
                                              k,
                                              lhs.as<float>().data(),
                                              turn_a ? 1 : k,
                                              turn_a ? m : 1,
                                              rhs.as<float>().data(),
                                              turn_b ? 1 : n,
                                              turn_b ? k : 1,
                                              c.data(),
                                              row};
                        Array workspace(
                            DType::u8,
                            Shape{static_cast<std::int64_t>(table->workspace_bytes(product))});
                        table->run(product, workspace.data());
                        for (std::int64_t i = 0; i < m; ++i) {
                            for (std::int64_t j = 0; j < row; ++j) {
                                const float found = c[static_cast<std::size_t>(i * row + j)];
                                if (j >= n) {
                                    QCOMPARE(found, untouched);
                                    continue;
                                }
                                const double bound =
                                    static_cast<double>(k) * 0x1p-24 * static_cast<double>(k);
                                const double right = expected[static_cast<std::size_t>(i * n + j)];
                                if (!(std::abs(found - right) <= bound))
                                    QFAIL(qPrintable(
                                        QString("%1: %2 x %3 x %4, turned %5, at %6 %7: %8, not %9")
                                            .arg(table->name)
                                            .arg(m)
                                            .arg(k)
                                            .arg(n)
                                            .arg(turned)
                                            .arg(i)
                                            .arg(j)
                                            .arg(found)
                                            .arg(right)));
                            }
                        }
                    }
                }
            }
        }
    }
}

// The classical bound for any order of additions: k units of rounding times the sum of |a| |b|,
// here at most k * 2 * 2 (Higham, "Accuracy and Stability of Numerical Algorithms", 3.1).
void TestGemm::accuracy() {
    for (const std::int64_t k : {10, 100, 500}) {
        for (const DType dtype : {DType::f32, DType::f64}) {
            const NodePtr y = matmul(drawn_leaf(dtype, {20, k}, Numbers::ordinary, generator()),
                                     drawn_leaf(dtype, {k, 20}, Numbers::ordinary, generator()));
            const double unit = dtype == DType::f32 ? 0x1p-24 : 0x1p-53;
            const auto terms = static_cast<double>(k);
            COMPARE_WITH_ORACLE(y, (testing::Tolerance{0, terms * unit * terms * 4}));
        }
    }
}

void TestGemm::nanArrives() {
    Array a(DType::f32, Shape{4, 6}), b(DType::f32, Shape{6, 3});
    a.as<float>()[7] = NAN;               // row 1
    b.as<float>()[3 * 2 + 2] = INFINITY;  // column 2; times the zeros of a: NaN
    const Array y = run_on(cpu(), matmul(make_leaf("a", a), make_leaf("b", b)));
    for (std::size_t i = 0; i < 12; ++i)
        QCOMPARE(std::isnan(y.as<float>()[i]), i / 3 == 1 || i % 3 == 2);
}

void TestGemm::library() {
    const auto report = [](DType dtype) {
        return testing::Session(cpu(), {{product(dtype, 4, 5, 6, false, false)}, {}})
            .executable()
            .steps()
            .at(0);
    };
    QCOMPARE(report(DType::f32).library, std::string());
    QCOMPARE(report(DType::f64).library, std::string("OpenBLAS"));
    QCOMPARE(report(DType::i32).library, std::string());
    QCOMPARE(report(DType::f32).what, std::string("matmul [4, 6] x [6, 5]"));
}

QTEST_GUILESS_MAIN(TestGemm)
#include "test_gemm.moc"
