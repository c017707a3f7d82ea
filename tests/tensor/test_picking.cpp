// SPDX-License-Identifier: Apache-2.0
// gather, scatter, sort and running results against plain loops, on random shapes, axes and
// indices.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/core/rng.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/indexing.h"
#include "engine/tensor/ops.h"
#include "tests/support/arrays.h"
#include "tests/support/expect.h"

using namespace gradweave;

namespace {

Generator& generator() {
    static Generator shared(4242);
    return shared;
}
std::int64_t between(std::int64_t low, std::int64_t high) {
    return low +
           static_cast<std::int64_t>(generator().below(static_cast<std::uint64_t>(high - low + 1)));
}
Shape random_shape() {
    Axes sizes;
    for (std::int64_t rank = between(1, 3); rank > 0; --rank)
        sizes.push_back(between(1, 5));
    return Shape(std::move(sizes));
}
/// Whole numbers, few enough that some are equal.
Array whole_numbers(const Shape& shape) {
    Array array(DType::f32, shape);
    for (float& value : array.as<float>())
        value = static_cast<float>(between(-3, 3));
    return array;
}

/// Every index of a shape, in row-major order.
std::vector<Axes> indices_of(const Shape& shape) {
    std::vector<Axes> all;
    const Axes strides = shape.strides();
    for (std::int64_t i = 0; i < shape.element_count(); ++i) {
        Axes index;
        for (std::size_t k = 0; k < strides.size(); ++k)
            index.push_back(i / strides[k] % shape.sizes()[k]);
        all.push_back(index);
    }
    return all;
}
std::size_t place(const Shape& shape, const Axes& index) {
    std::int64_t sum = 0;
    const Axes strides = shape.strides();
    for (std::size_t k = 0; k < index.size(); ++k)
        sum += index[k] * strides[k];
    return static_cast<std::size_t>(sum);
}

const Index all_of_axis{};

struct Problem {
    Shape shape;
    std::int64_t axis;
    Array x, index, updates;
};

/// An index of as many axes, shorter than x but on the axis; some of it negative or outside.
Problem random_problem() {
    Problem problem;
    problem.shape = random_shape();
    problem.axis = between(0, problem.shape.rank() - 1);
    problem.x = whole_numbers(problem.shape);
    Axes sizes;
    for (int k = 0; k < problem.shape.rank(); ++k)
        sizes.push_back(k == problem.axis ? between(1, 6) : between(1, problem.shape[k]));
    const Shape picks{std::move(sizes)};
    const std::int64_t size = problem.shape[static_cast<int>(problem.axis)];
    problem.index = Array(DType::i64, picks);
    for (std::int64_t& element : problem.index.as<std::int64_t>())
        element = between(0, 9) == 0 ? between(-2 * size, 2 * size) : between(-size, size - 1);
    problem.updates = whole_numbers(picks);
    return problem;
}

/// Calls f(where in the index, where in x) for each index element that means one.
template <class F>
void visit(const Problem& p, F f) {
    std::size_t i = 0;
    for (Axes at : indices_of(p.index.shape())) {
        std::int64_t row = p.index.as<std::int64_t>()[i];
        const std::int64_t size = p.shape[static_cast<int>(p.axis)];
        if (row < 0) row += size;
        at[static_cast<std::size_t>(p.axis)] = row;
        if (row >= 0 && row < size) f(i, place(p.shape, at));
        ++i;
    }
}

}  // namespace

class TestPicking : public QObject {
    Q_OBJECT

  private slots:
    void gathers();
    void scatters();
    void scattersOtherTypes();
    void scatterReduces();
    void rows();
    void masks();
    void sorts();
    void nanIsLast();
    void largest();
    void medians();
    void runs();
    void errors();
};

void TestPicking::gathers() {
    for (int round = 0; round < 200; ++round) {
        const Problem p = random_problem();
        Array expected(DType::f32, p.index.shape());
        visit(p, [&](std::size_t i, std::size_t at) {
            expected.as<float>()[i] = p.x.as<float>()[at];
        });
        COMPARE_ARRAYS(gather(Tensor(p.x), Tensor(p.index), p.axis).eval(), expected,
                       testing::Tolerance{});
        COMPARE_ARRAYS(
            gather(Tensor(p.x), Tensor(p.index.cast(DType::i32)), p.axis - p.shape.rank()).eval(),
            expected, testing::Tolerance{});
    }
}

void TestPicking::scatters() {
    for (int round = 0; round < 200; ++round) {
        const Problem p = random_problem();
        Array last = p.x.clone(), sum = p.x.clone();
        visit(p, [&](std::size_t i, std::size_t at) {
            last.as<float>()[at] = p.updates.as<float>()[i];
            sum.as<float>()[at] += p.updates.as<float>()[i];
        });
        const Tensor x(p.x), index(p.index), updates(p.updates);
        COMPARE_ARRAYS(scatter(x, index, updates, p.axis).eval(), last, testing::Tolerance{});
        COMPARE_ARRAYS(scatter_add(x, index, updates, p.axis).eval(), sum, testing::Tolerance{});
    }
}

/// Against plain loops, with and without x's own elements.
void TestPicking::scatterReduces() {
    for (int round = 0; round < 200; ++round) {
        const Problem p = random_problem();
        const auto how = static_cast<Reduction>(round % 5);
        const bool self = round / 5 % 2 == 0;
        Array expected = p.x.clone();
        auto values = expected.as<float>();
        std::map<std::size_t, int> terms;
        visit(p, [&](std::size_t i, std::size_t at) {
            const float update = p.updates.as<float>()[i];
            const bool first = !self && terms[at] == 0;
            ++terms[at];
            float& v = values[at];
            if (first)
                v = update;
            else if (how == Reduction::prod)
                v *= update;
            else if (how == Reduction::max)
                v = std::max(v, update);
            else if (how == Reduction::min)
                v = std::min(v, update);
            else
                v += update;
        });
        if (how == Reduction::mean) {
            for (const auto& [at, count] : terms)
                values[at] /= static_cast<float>(count + (self ? 1 : 0));
        }
        const Tensor actual =
            scatter_reduce(Tensor(p.x), Tensor(p.index), Tensor(p.updates), p.axis, how, self);
        COMPARE_ARRAYS(actual.eval(), expected, (testing::Tolerance{1e-6, 1e-6}));
    }
}

void TestPicking::scattersOtherTypes() {
    const Tensor index = tensor({2, 0, 2}, DType::i64);
    for (int i = 0; i < dtype_count; ++i) {
        const auto dtype = static_cast<DType>(i);
        const Tensor y = scatter(zeros({4}, dtype), index, tensor({1, 1, 0}, dtype), 0);
        QCOMPARE(y.dtype(), dtype);
        QCOMPARE(y.to(DType::f32).values<float>(), (std::vector<float>{1, 0, 0, 0}));
    }
    // An infinite element that is replaced leaves nothing behind.
    QCOMPARE(
        scatter(tensor({INFINITY, 1}), tensor({0}, DType::i64), tensor({2}), 0).values<float>(),
        (std::vector<float>{2, 1}));
}

void TestPicking::rows() {
    for (int round = 0; round < 100; ++round) {
        const Shape shape = random_shape();
        const auto axis = static_cast<int>(between(0, shape.rank() - 1));
        const std::int64_t size = shape[axis], count = between(1, 6);
        const Array x = whole_numbers(shape), added = whole_numbers(shape.with(axis, count));
        Array index(DType::i64, Shape{count}), picked(DType::f32, added.shape()), sum = x.clone();
        for (std::int64_t& row : index.as<std::int64_t>())
            row = between(-size - 1, size);  // now and then outside
        std::size_t i = 0;
        for (Axes at : indices_of(added.shape())) {
            std::int64_t& row = at[static_cast<std::size_t>(axis)];
            row = index.as<std::int64_t>()[static_cast<std::size_t>(row)];
            if (row < 0) row += size;
            if (row >= 0 && row < size) {
                picked.as<float>()[i] = x.as<float>()[place(shape, at)];
                sum.as<float>()[place(shape, at)] += added.as<float>()[i];
            }
            ++i;
        }
        COMPARE_ARRAYS(index_select(Tensor(x), Tensor(index), axis).eval(), picked,
                       testing::Tolerance{});
        COMPARE_ARRAYS(index_add(Tensor(x), Tensor(index), Tensor(added), axis).eval(), sum,
                       testing::Tolerance{});
    }
    const Tensor x = tensor({{1, 2}, {3, 4}, {5, 6}});
    const Tensor rows = tensor({2, -3, 2}, DType::i64);
    QCOMPARE(index_select(x, rows, 0).values<float>(), (std::vector<float>{5, 6, 1, 2, 5, 6}));
    QCOMPARE(index_add(x, rows, ones({3, 2}), 0).values<float>(),
             (std::vector<float>{2, 3, 3, 4, 7, 8}));
    QCOMPARE(index_select(x, tensor({1}, DType::i32), -1).values<float>(),
             (std::vector<float>{2, 4, 6}));
}

void TestPicking::masks() {
    const Tensor x = tensor({{1, 2}, {3, 4}});
    QCOMPARE(masked_fill(x, greater(x, 2.0), -INFINITY).values<float>(),
             (std::vector<float>{1, 2, -INFINITY, -INFINITY}));
    QCOMPARE(masked_fill(x, tensor({1, 0}, DType::boolean), 9).values<float>(),
             (std::vector<float>{9, 2, 9, 4}));
}

void TestPicking::sorts() {
    for (int round = 0; round < 100; ++round) {
        const Shape shape = random_shape();
        const Array x = whole_numbers(shape);
        const std::int64_t axis = between(0, shape.rank() - 1);
        const bool descending = between(0, 1) == 1;
        Array values(DType::f32, shape), positions(DType::i64, shape);
        const std::int64_t size = shape[static_cast<int>(axis)];
        for (Axes at : indices_of(shape.with(static_cast<int>(axis), 1))) {
            std::vector<std::pair<float, std::int64_t>> line;
            for (std::int64_t k = 0; k < size; ++k) {
                at[static_cast<std::size_t>(axis)] = k;
                line.emplace_back(x.as<float>()[place(shape, at)], k);
            }
            std::stable_sort(line.begin(), line.end(), [&](const auto& a, const auto& b) {
                return descending ? a.first > b.first : a.first < b.first;
            });
            for (std::int64_t k = 0; k < size; ++k) {
                at[static_cast<std::size_t>(axis)] = k;
                const auto& [value, position] = line[static_cast<std::size_t>(k)];
                values.as<float>()[place(shape, at)] = value;
                positions.as<std::int64_t>()[place(shape, at)] = position;
            }
        }
        const Sorted sorted = sort(Tensor(x), axis, descending);
        COMPARE_ARRAYS(sorted.values.eval(), values, testing::Tolerance{});
        COMPARE_ARRAYS(sorted.indices.eval(), positions, testing::Tolerance{});
        // The first of them, and the lower one of the middle.
        const auto first = [&](const Array& all, std::int64_t begin, std::int64_t end) {
            std::vector<Index> index(static_cast<std::size_t>(axis), all_of_axis);
            index.push_back(range(begin, end));
            return Tensor(all)(index).eval();
        };
        const std::int64_t count = between(0, size);
        const Sorted top = topk(Tensor(x), count, axis, descending);
        COMPARE_ARRAYS(top.values.eval(), first(values, 0, count), testing::Tolerance{});
        COMPARE_ARRAYS(top.indices.eval(), first(positions, 0, count), testing::Tolerance{});
        const std::int64_t middle = descending ? size / 2 : (size - 1) / 2;
        COMPARE_ARRAYS(median(Tensor(x), axis, true).eval(), first(values, middle, middle + 1),
                       testing::Tolerance{});
    }
}

// As torch.sort: at the end upwards, at the beginning downwards.
void TestPicking::nanIsLast() {
    const Tensor x = tensor({NAN, 2, INFINITY, NAN, -1});
    using Positions = std::vector<std::int64_t>;
    QCOMPARE(argsort(x).values<std::int64_t>(), (Positions{4, 1, 2, 0, 3}));
    QCOMPARE(argsort(x, 0, true).values<std::int64_t>(), (Positions{0, 3, 2, 1, 4}));
    QCOMPARE(argsort(tensor({0.0, -0.0})).values<std::int64_t>(), (Positions{0, 1}));
}

void TestPicking::largest() {
    const Tensor x = tensor({{1, 5, 3}, {9, 7, 8}});
    const Sorted top = topk(x, 2);
    QCOMPARE(top.values.values<float>(), (std::vector<float>{5, 3, 9, 8}));
    QCOMPARE(top.indices.values<std::int64_t>(), (std::vector<std::int64_t>{1, 2, 0, 2}));
    QCOMPARE(topk(x, 1, 0, false).values.values<float>(), (std::vector<float>{1, 5, 3}));
    QCOMPARE(topk(x, 0).values.shape(), (Shape{2, 0}));
}

void TestPicking::medians() {
    QCOMPARE(median(tensor({{4, 1, 3, 2}, {1, 1, 9, 9}})).values<float>(),
             (std::vector<float>{2, 1}));
    QVERIFY(std::isnan(median(tensor({1, NAN, 3})).item()));
    QCOMPARE(median(tensor({{4}, {1}, {3}}), 0, true).shape(), (Shape{1, 1}));
    QCOMPARE(median(tensor({5, 2, 7}, DType::i32)).item(), 5.0);
}

void TestPicking::runs() {
    for (int round = 0; round < 60; ++round) {
        const Shape shape = random_shape();
        const Array x = whole_numbers(shape);
        const auto axis = static_cast<int>(between(0, shape.rank() - 1));
        const bool reverse = between(0, 1) == 1;
        Array sum(DType::f32, shape), product = sum.clone(), most = sum.clone(), logs = sum.clone();
        for (Axes at : indices_of(shape.with(axis, 1))) {
            float s = 0, p = 1, m = -INFINITY;
            double powers = 0;
            for (std::int64_t k = 0; k < shape[axis]; ++k) {
                at[static_cast<std::size_t>(axis)] = reverse ? shape[axis] - 1 - k : k;
                const std::size_t i = place(shape, at);
                const float value = x.as<float>()[i];
                sum.as<float>()[i] = s += value;
                product.as<float>()[i] = p *= value;
                most.as<float>()[i] = m = std::max(m, value);
                powers += std::exp(static_cast<double>(value));
                logs.as<float>()[i] = static_cast<float>(std::log(powers));
            }
        }
        COMPARE_ARRAYS(cumsum(Tensor(x), axis, reverse).eval(), sum, testing::Tolerance{});
        COMPARE_ARRAYS(cumprod(Tensor(x), axis, reverse).eval(), product, testing::Tolerance{});
        COMPARE_ARRAYS(logcumsumexp(Tensor(x), axis, reverse).eval(), logs,
                       (testing::Tolerance{1e-6, 1e-6}));
        COMPARE_ARRAYS(cummax(Tensor(x), axis, reverse).eval(), most, testing::Tolerance{});
        COMPARE_ARRAYS((-cummin(-Tensor(x), axis, reverse)).eval(), most, testing::Tolerance{});
    }
    QCOMPARE(cumsum(tensor({1, 1, 1}, DType::boolean), 0).values<std::int64_t>(),
             (std::vector<std::int64_t>{1, 2, 3}));
}

void TestPicking::errors() {
    const Tensor x = zeros({2, 3});
    EXPECT_ERROR(gather(x, zeros({2, 3}), 0), bad_input,
                 "gather: indices must be i32 or i64, they are f32");
    EXPECT_ERROR(gather(x, zeros({3, 3}, DType::i64), 1), bad_input,
                 "gather: the index [3, 3] must have the axes of [2, 3], none longer but axis 1");
    EXPECT_ERROR(scatter(x, zeros({1, 3}, DType::i64), zeros({2, 3}), 0), bad_input,
                 "scatter: updates [2, 3] must have the shape of the index, [1, 3]");
    EXPECT_ERROR(topk(x, 4), bad_input, "topk: 4 elements of the 3 along axis 1 of [2, 3]");
    EXPECT_ERROR(index_select(x, zeros({1, 1}, DType::i64), 0), bad_input,
                 "index_select: the indices must be a vector, they are [1, 1]");
}

QTEST_GUILESS_MAIN(TestPicking)
#include "test_picking.moc"
