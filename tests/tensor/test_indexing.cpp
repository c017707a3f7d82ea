// SPDX-License-Identifier: Apache-2.0
// Indexing against a plain reading of Python's rules, by random tests.
#include <QTest>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

using namespace gradweave;

namespace {

/// The positions that Python's range(*slice(start, stop, step).indices(size)) visits.
std::vector<std::int64_t> python_positions(const Index& index, std::int64_t size) {
    if (index.single) return {*index.start < 0 ? *index.start + size : *index.start};
    const bool forward = index.step > 0;
    const auto bound = [&](std::int64_t position) {
        if (position < 0) {
            position += size;
            if (position < 0) return forward ? std::int64_t{0} : std::int64_t{-1};
        }
        if (position >= size) return forward ? size : size - 1;
        return position;
    };
    const std::int64_t start = index.start ? bound(*index.start) : forward ? 0 : size - 1;
    const std::int64_t stop = index.stop ? bound(*index.stop) : forward ? size : -1;
    std::vector<std::int64_t> positions;
    for (std::int64_t i = start; forward ? i < stop : i > stop; i += index.step)
        positions.push_back(i);
    return positions;
}

std::string text(const Index& index) {
    const auto part = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string();
    };
    if (index.single) return part(index.start);
    return concat(part(index.start), ":", part(index.stop), ":", index.step);
}

/// x[indices] element by element.
struct Expected {
    Axes shape;
    std::vector<float> values;
};
Expected by_hand(const std::vector<float>& x, const Shape& shape, std::vector<Index> indices) {
    indices.resize(static_cast<std::size_t>(shape.rank()));
    Expected result;
    std::vector<std::int64_t> offsets{0};
    for (int axis = 0; axis < shape.rank(); ++axis) {
        const Index& index = indices[static_cast<std::size_t>(axis)];
        const auto positions = python_positions(index, shape[axis]);
        std::vector<std::int64_t> next;
        for (const std::int64_t offset : offsets) {
            for (const std::int64_t position : positions)
                next.push_back(offset + position * shape.strides()[static_cast<std::size_t>(axis)]);
        }
        offsets = std::move(next);
        if (!index.single) result.shape.push_back(static_cast<std::int64_t>(positions.size()));
    }
    for (const std::int64_t offset : offsets)
        result.values.push_back(x[static_cast<std::size_t>(offset)]);
    return result;
}

Index random_index(std::int64_t size, Generator& generator) {
    const auto between = [&](std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(
                         generator.below(static_cast<std::uint64_t>(high - low + 1)));
    };
    if (size > 0 && generator.below(4) == 0) return Index(between(-size, size - 1));
    Index index;
    if (generator.below(3) != 0) index.start = between(-size - 3, size + 3);
    if (generator.below(3) != 0) index.stop = between(-size - 3, size + 3);
    do {
        index.step = between(-4, 4);
    } while (index.step == 0);
    return index;
}

}  // namespace

class TestIndexing : public QObject {
    Q_OBJECT

  private slots:
    void namedForms();
    void randomIndices();
    void indexOfAnIndex();
    void gradientsGoBack();
    void takeAndStack();
};

void TestIndexing::namedForms() {
    const Tensor x = arange(0, 10);
    const auto values = [&](const Index& index) { return x({index}).values<float>(); };
    QCOMPARE(values(all).size(), std::size_t{10});
    QCOMPARE(values(range(7)), (std::vector<float>{7, 8, 9}));
    QCOMPARE(values(range(-3)), (std::vector<float>{7, 8, 9}));
    QCOMPARE(values(range(2, 5)), (std::vector<float>{2, 3, 4}));
    QCOMPARE(values(range(2, -6)), (std::vector<float>{2, 3}));
    QCOMPARE(values(range(8, 2, -3)), (std::vector<float>{8, 5}));
    QCOMPARE(values(until(2)), (std::vector<float>{0, 1}));
    QCOMPARE(values(until(-8)), (std::vector<float>{0, 1}));
    QCOMPARE(values(every(4)), (std::vector<float>{0, 4, 8}));
    QCOMPARE(values(every(-4)), (std::vector<float>{9, 5, 1}));
    QCOMPARE(values(range(5, 5)), std::vector<float>{});
    QCOMPARE(values(range(100)), std::vector<float>{});
    QCOMPARE(x({-1}).item(), 9.0);
    QCOMPARE(x({}).shape(), x.shape());
    const std::int64_t position = 3;
    QCOMPARE(x({position}).item(), 3.0);
}

void TestIndexing::randomIndices() {
    Generator generator(99);
    for (int round = 0; round < 1000; ++round) {
        Axes sizes;
        for (std::uint64_t rank = generator.below(4); rank > 0; --rank)
            sizes.push_back(static_cast<std::int64_t>(generator.below(7)));
        const Shape shape(sizes);
        std::vector<float> elements(static_cast<std::size_t>(shape.element_count()));
        for (std::size_t i = 0; i < elements.size(); ++i)
            elements[i] = static_cast<float>(i);
        std::vector<Index> indices;
        std::string what = to_string(shape) + " at";
        const std::uint64_t count = generator.below(sizes.size() + 1);
        for (std::uint64_t i = 0; i < count; ++i) {
            indices.push_back(random_index(sizes[i], generator));
            what += " " + text(indices.back());
        }
        const Expected expected = by_hand(elements, shape, indices);
        const Tensor y = tensor(elements, shape)(indices);
        QVERIFY2(y.shape().sizes() == expected.shape, what.c_str());
        QVERIFY2(y.values<float>() == expected.values, what.c_str());
    }
}

void TestIndexing::indexOfAnIndex() {
    const Tensor x = arange(0, 60).reshape({3, 4, 5});
    const Tensor y = x({every(-1), range(1)})({range(1), all, every(2)})({-1, 0});
    QCOMPARE(y.values<float>(), (std::vector<float>{5, 7, 9}));
}

void TestIndexing::gradientsGoBack() {
    const Tensor x = arange(0, 12).reshape({3, 4});
    const Tensor y = x({every(-2), 1}) * tensor({10, 100});
    QCOMPARE(grad(y, x).values<float>(),
             (std::vector<float>{0, 100, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0}));
}

void TestIndexing::takeAndStack() {
    const Tensor x = arange(0, 6).reshape({3, 2});
    const Tensor rows = tensor({2, 0, 2}, DType::i64);
    QCOMPARE(take(x, rows).values<float>(), (std::vector<float>{4, 5, 0, 1, 4, 5}));
    const Tensor columns = tensor({1}, DType::i32);
    QCOMPARE(take(x, columns, -1).values<float>(), (std::vector<float>{1, 3, 5}));
    const Tensor a = tensor({1, 2}), b = tensor({3, 4});
    QCOMPARE(stack({a, b}).values<float>(), (std::vector<float>{1, 2, 3, 4}));
    QCOMPARE(stack({a, b}, 1).values<float>(), (std::vector<float>{1, 3, 2, 4}));
    QCOMPARE(stack({a, b}, -1).shape(), (Shape{2, 2}));
    QCOMPARE(cat({a, b, a}, 0).values<float>(), (std::vector<float>{1, 2, 3, 4, 1, 2}));
    QCOMPARE(cat({a, b.to(DType::f64)}, -1).dtype(), DType::f64);
}

QTEST_GUILESS_MAIN(TestIndexing)
#include "test_indexing.moc"
