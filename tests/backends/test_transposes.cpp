// SPDX-License-Identifier: Apache-2.0
// Copies that bring another axis innermost: every element where it belongs, bit for bit.
#include <QTest>
#include <bit>

#include "engine/core/threads.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::cpu;

namespace {

/// Element i is i; every number has its own bits.
Array numbered(DType dtype, const Shape& shape) {
    Array array(dtype, shape);
    auto* bytes = array.data();
    for (std::int64_t i = 0; i < array.element_count(); ++i) {
        if (size_of(dtype) == 4) {
            // Among the floats are NaNs with bits of their own.
            const auto bits = static_cast<std::uint32_t>(i) * 0x9e3779b1u;
            std::memcpy(bytes + 4 * i, &bits, 4);
        } else {
            const auto bits = static_cast<std::uint64_t>(i) * 0x9e3779b97f4a7c15u;
            std::memcpy(bytes + 8 * i, &bits, 8);
        }
    }
    return array;
}

/// By the definition of permute.
Array permuted(const Array& x, const Axes& order) {
    Shape shape(x.shape());
    Axes sizes, strides(order.size(), 1), own(order.size(), 1);
    for (std::size_t i = order.size() - 1; i-- > 0;)
        own[i] = own[i + 1] * x.shape()[static_cast<int>(i) + 1];
    for (std::size_t i = 0; i < order.size(); ++i) {
        sizes.push_back(x.shape()[static_cast<int>(order[i])]);
        strides[i] = own[static_cast<std::size_t>(order[i])];
    }
    Array y(x.dtype(), Shape(Axes(sizes)));
    const std::size_t size = size_of(x.dtype());
    for (std::int64_t i = 0; i < y.element_count(); ++i) {
        std::int64_t rest = i, from = 0;
        for (std::size_t axis = sizes.size(); axis-- > 0;) {
            from += rest % sizes[axis] * strides[axis];
            rest /= sizes[axis];
        }
        std::memcpy(y.data() + static_cast<std::size_t>(i) * size,
                    x.data() + static_cast<std::size_t>(from) * size, size);
    }
    return y;
}

bool same_bits(const Array& a, const Array& b) {
    return a.shape() == b.shape() && a.byte_size() == b.byte_size() &&
           std::memcmp(a.data(), b.data(), a.byte_size()) == 0;
}

}  // namespace

class TestTransposes : public QObject {
    Q_OBJECT

  private slots:
    void matrices();
    void severalAxes();
    void views();
};

void TestTransposes::matrices() {
    for (const DType dtype : {DType::f32, DType::i32, DType::f64}) {
        for (const std::int64_t rows : {1, 2, 7, 8, 15, 16, 17, 33, 100, 512}) {
            for (const std::int64_t columns : {1, 3, 8, 16, 31, 32, 49, 1024}) {
                const Array x = numbered(dtype, Shape{rows, columns});
                const NodePtr y = permute(make_leaf("x", x), Axes{1, 0});
                for (const int threads : {1, 3}) {
                    set_thread_count(threads);
                    QVERIFY2(same_bits(testing::run_on(cpu(), y), permuted(x, {1, 0})),
                             qPrintable(QString("%1 x %2").arg(rows).arg(columns)));
                }
            }
        }
    }
    set_thread_count(0);
}

void TestTransposes::severalAxes() {
    for (const Shape& shape : {Shape{3, 17, 20}, Shape{16, 9, 8, 24}, Shape{2, 5, 33, 3, 18}}) {
        const Array x = numbered(DType::f32, shape);
        Axes order;
        for (int i = 0; i < shape.rank(); ++i)
            order.push_back(i);
        do {
            const NodePtr y = permute(make_leaf("x", x), order);
            QVERIFY2(same_bits(testing::run_on(cpu(), y), permuted(x, order)),
                     qPrintable(QString::fromStdString(to_string(Shape(Axes(order))))));
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

// Rows that lie backwards or apart, and parts of a matrix.
void TestTransposes::views() {
    const Array x = numbered(DType::f32, Shape{40, 60});
    const NodePtr leaf = make_leaf("x", x);
    const Array turned = permuted(x, {1, 0});
    const auto part = [&](std::int64_t i, std::int64_t i_step, std::int64_t rows, std::int64_t j,
                          std::int64_t columns) {
        Array y(DType::f32, Shape{columns, rows});
        for (std::int64_t c = 0; c < columns; ++c) {
            for (std::int64_t r = 0; r < rows; ++r)
                std::memcpy(y.data() + (c * rows + r) * 4,
                            x.data() + ((i + r * i_step) * 60 + j + c) * 4, 4);
        }
        return y;
    };
    const auto cut = [&](std::int64_t i, std::int64_t i_step, std::int64_t rows, std::int64_t j,
                         std::int64_t columns) {
        return permute(slice(leaf, {i, j}, {i_step, 1}, {rows, columns}), Axes{1, 0});
    };
    QVERIFY(same_bits(testing::run_on(cpu(), cut(39, -1, 40, 3, 51)), part(39, -1, 40, 3, 51)));
    QVERIFY(same_bits(testing::run_on(cpu(), cut(1, 2, 19, 0, 60)), part(1, 2, 19, 0, 60)));
    QVERIFY(same_bits(testing::run_on(cpu(), cut(38, -3, 12, 9, 17)), part(38, -3, 12, 9, 17)));
}

QTEST_GUILESS_MAIN(TestTransposes)
#include "test_transposes.moc"
