// SPDX-License-Identifier: Apache-2.0
// Tensors from numbers.
#pragma once

#include "engine/tensor/tensor.h"

namespace gradweave {

/// Numbers in nested braces; what tensor() below is written with. Parts must be of equal shape.
class Numbers {
  public:
    Numbers(double value) : values_{value} {}  // NOLINT(google-explicit-constructor)
    Numbers(std::initializer_list<Numbers> parts);

    const Shape& shape() const { return shape_; }
    const std::vector<double>& values() const { return values_; }

  private:
    Shape shape_;
    std::vector<double> values_;
};

/// A leaf with these elements: tensor({1, 2, 3}), tensor({{1, 2}, {3, 4}}, DType::i32).
Tensor tensor(std::initializer_list<Numbers> parts, DType dtype = DType::f32);
/// The same from a vector and a shape.
template <class T>
Tensor tensor(const std::vector<T>& values, Shape shape) {
    return Tensor(Array::of(values, std::move(shape)));
}

Tensor zeros(const Shape& shape, DType dtype = DType::f32);
Tensor ones(const Shape& shape, DType dtype = DType::f32);
Tensor full(const Shape& shape, double value, DType dtype = DType::f32);
Tensor zeros_like(const Tensor& x);
Tensor ones_like(const Tensor& x);
Tensor full_like(const Tensor& x, double value);
/// Ones on the diagonal; square unless a number of columns is given.
Tensor eye(std::int64_t rows, DType dtype = DType::f32);
Tensor eye(std::int64_t rows, std::int64_t columns, DType dtype);
/// start, start + step, ... below stop.
Tensor arange(double start, double stop, double step = 1, DType dtype = DType::f32);
/// `count` numbers from start to stop, both included.
Tensor linspace(double start, double stop, std::int64_t count, DType dtype = DType::f32);
/// A last axis of `classes` with 1 at the label's position; labels outside give a row of zeros.
Tensor one_hot(const Tensor& labels, std::int64_t classes, DType dtype = DType::f32);

/// Random leaves. Equal seeds give equal numbers; without a seed each call takes the next of the
/// process's own stream, which set_seed restarts.
Tensor randn(const Shape& shape, DType dtype = DType::f32);
Tensor normal(const Shape& shape, double mean, double deviation, DType dtype = DType::f32);
Tensor randn_like(const Tensor& x);
/// In [low, high).
Tensor uniform(const Shape& shape, double low = 0, double high = 1, DType dtype = DType::f32);
/// Integers in [low, high).
Tensor randint(const Shape& shape, std::int64_t low, std::int64_t high, DType dtype = DType::i64);
/// The numbers from 0 to count - 1 in random order.
Tensor randperm(std::int64_t count, DType dtype = DType::i64);
/// 1 with probability p, else 0.
Tensor bernoulli(const Shape& shape, double p = 0.5, DType dtype = DType::f32);
void set_seed(std::uint64_t seed);

/// Random numbers as part of a graph: uniform in [0, 1), drawn anew for each value of `counter`.
/// key and counter are i64 scalars.
Tensor random_uniform(const Tensor& key, const Tensor& counter, const Shape& shape);

}  // namespace gradweave
