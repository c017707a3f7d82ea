// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/creation.h"

#include <cmath>
#include <mutex>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/ops.h"

namespace gradweave {

namespace {

/// The stream for draws without a seed.
std::mutex stream_mutex;
std::uint64_t stream_seed = 0;
std::uint64_t stream_position = 0;

Generator next_stream() {
    const std::lock_guard lock(stream_mutex);
    return Generator(stream_seed, ++stream_position);
}

template <class T, class Draw>
Tensor drawn(const Shape& shape, DType dtype, Draw draw) {
    Generator generator = next_stream();
    Array array(dtype_of<T>, shape);
    for (T& value : array.as<T>())
        value = draw(generator);
    return Tensor(array.cast(dtype));
}

/// Keeps [low, high) half open in f32 as well, where a number just below `high` may round to it.
double below(double value, double low, double high, DType dtype) {
    if (dtype == DType::f16 || dtype == DType::bf16) {
        // The number before, in steps of the type, toward low.
        const Array one = Array::of(std::vector<double>{value}, Shape{1});
        if (one.cast(dtype).number(0) < high) return value;
        const double step = std::ldexp(
            1.0, std::ilogb(std::max(std::abs(high), 0x1p-14)) - (dtype == DType::f16 ? 10 : 7));
        return std::max(low, high - step);
    }
    if (dtype != DType::f32 || static_cast<float>(value) < high) return value;
    const float last = std::nextafter(static_cast<float>(high), static_cast<float>(low));
    return last < high ? last : std::nextafter(last, static_cast<float>(low));
}

}  // namespace

Numbers::Numbers(std::initializer_list<Numbers> parts) {
    Axes sizes{static_cast<std::int64_t>(parts.size())};
    for (const Numbers& part : parts) {
        const Shape& first = parts.begin()->shape();
        if (part.shape() != first) {
            throw Error(ErrorKind::usage,
                        concat("tensor: parts of different shapes, ", to_string(first), " and ",
                               to_string(part.shape())));
        }
        values_.insert(values_.end(), part.values_.begin(), part.values_.end());
    }
    if (parts.size() > 0) {
        const Shape& inner = parts.begin()->shape();
        sizes.insert(sizes.end(), inner.begin(), inner.end());
    }
    shape_ = Shape(std::move(sizes));
}

Tensor tensor(std::initializer_list<Numbers> parts, DType dtype) {
    const Numbers numbers(parts);
    return Tensor(Array::of(numbers.values(), numbers.shape()).cast(dtype));
}

Tensor full(const Shape& shape, double value, DType dtype) {
    return Tensor(graph::constant(value, dtype, shape));
}
Tensor zeros(const Shape& shape, DType dtype) {
    return full(shape, 0, dtype);
}
Tensor ones(const Shape& shape, DType dtype) {
    return full(shape, 1, dtype);
}
Tensor zeros_like(const Tensor& x) {
    return zeros(x.shape(), x.dtype());
}
Tensor ones_like(const Tensor& x) {
    return ones(x.shape(), x.dtype());
}

Tensor full_like(const Tensor& x, double value) {
    return full(x.shape(), value, x.dtype());
}

Tensor eye(std::int64_t rows, DType dtype) {
    return eye(rows, rows, dtype);
}

Tensor eye(std::int64_t rows, std::int64_t columns, DType dtype) {
    const Shape shape{rows, columns};
    return Tensor(graph::cast(
        graph::eq(graph::iota(DType::i64, shape, 0), graph::iota(DType::i64, shape, 1)), dtype));
}

Tensor arange(double start, double stop, double step, DType dtype) {
    if (step == 0 || !std::isfinite(start) || !std::isfinite(stop) || !std::isfinite(step)) {
        throw Error(ErrorKind::usage,
                    "arange: start, stop and step must be finite, and step not 0");
    }
    const double count = std::max(0.0, std::ceil((stop - start) / step));
    if (count > 1e15) throw Error(ErrorKind::usage, "arange: too many elements");
    const auto index = graph::iota(DType::f64, Shape{static_cast<std::int64_t>(count)}, 0);
    return (Tensor(index) * step + start).to(dtype);
}

Tensor linspace(double start, double stop, std::int64_t count, DType dtype) {
    if (count < 1) throw Error(ErrorKind::usage, "linspace: the count must be at least 1");
    const Tensor index(graph::iota(DType::f64, Shape{count}, 0));
    const double step = count == 1 ? 0 : (stop - start) / static_cast<double>(count - 1);
    return (index * step + start).to(dtype);
}

Tensor one_hot(const Tensor& labels, std::int64_t classes, DType dtype) {
    Axes sizes = labels.shape().sizes();
    sizes.push_back(classes);
    const Shape shape(std::move(sizes));
    Axes axes;
    for (int i = 0; i < labels.rank(); ++i)
        axes.push_back(i);
    const auto spread = graph::broadcast(labels.to(DType::i64).node(), shape, axes);
    return Tensor(
        graph::cast(graph::eq(graph::iota(DType::i64, shape, labels.rank()), spread), dtype));
}

Tensor randn(const Shape& shape, DType dtype) {
    return drawn<double>(shape, dtype, [](Generator& g) { return g.normal(); });
}

Tensor randn_like(const Tensor& x) {
    return randn(x.shape(), x.dtype());
}

Tensor normal(const Shape& shape, double mean, double deviation, DType dtype) {
    return drawn<double>(shape, dtype, [=](Generator& g) { return mean + deviation * g.normal(); });
}

Tensor randperm(std::int64_t count, DType dtype) {
    if (count < 0) throw Error(ErrorKind::usage, "randperm: the count cannot be negative");
    Generator generator = next_stream();
    return Tensor(Array::of(permutation(count, generator), Shape{count}).cast(dtype));
}

Tensor bernoulli(const Shape& shape, double p, DType dtype) {
    if (!(p >= 0 && p <= 1))
        throw Error(ErrorKind::usage,
                    concat("bernoulli: the probability must be between 0 and 1, it is ", p));
    return drawn<double>(shape, dtype, [=](Generator& g) { return g.uniform() < p ? 1.0 : 0.0; });
}

Tensor uniform(const Shape& shape, double low, double high, DType dtype) {
    return drawn<double>(shape, dtype, [=](Generator& g) {
        return below(low + (high - low) * g.uniform(), low, high, dtype);
    });
}

Tensor randint(const Shape& shape, std::int64_t low, std::int64_t high, DType dtype) {
    if (high <= low)
        throw Error(ErrorKind::usage,
                    concat("randint: there is no integer from ", low, " below ", high));
    // Unsigned arithmetic: the distance of two 64-bit numbers need not fit in one.
    const auto first = static_cast<std::uint64_t>(low);
    const std::uint64_t count = static_cast<std::uint64_t>(high) - first;
    return drawn<std::int64_t>(shape, dtype, [=](Generator& g) {
        return static_cast<std::int64_t>(first + g.below(count));
    });
}

void set_seed(std::uint64_t seed) {
    const std::lock_guard lock(stream_mutex);
    stream_seed = seed;
    stream_position = 0;
}

Tensor random_uniform(const Tensor& key, const Tensor& counter, const Shape& shape) {
    const auto bits = graph::random_bits(key.node(), counter.node(), shape);
    const auto top =
        graph::binary(graph::Op::shift, bits, graph::constant_like(bits, std::int64_t{-8}));
    const auto positive =
        graph::binary(graph::Op::bit_and, top, graph::constant_like(bits, std::int64_t{0xFFFFFF}));
    return Tensor(graph::cast(positive, DType::f32)) * 0x1p-24;
}

}  // namespace gradweave
