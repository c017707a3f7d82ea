// SPDX-License-Identifier: Apache-2.0
// The lazy tensor: an expression that is computed when somebody reads it.
#pragma once

#include <initializer_list>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "engine/core/array.h"
#include "engine/graph/node.h"

namespace gradweave {

/// One axis of an index: a single position, or a range with a step. Negative positions count from
/// the end; a missing end means "to the end" in the direction of the step. `{}` or all is every
/// element, `range(2)` is 2.. in Rust's or 2: in Python's notation, `range(1, -2)` is 1..-2.
struct Index {
    Index() = default;
    Index(int position) : start(position), single(true) {}  // NOLINT(google-explicit-constructor)
    Index(std::int64_t position)
        : start(position), single(true) {}  // NOLINT(google-explicit-constructor)

    std::optional<std::int64_t> start, stop;
    std::int64_t step = 1;
    bool single = false;
};

/// An index's first element and number of elements on an axis of this size, by Python's rules.
struct IndexRange {
    std::int64_t start, count;
};
IndexRange resolve(const Index& index, std::int64_t size);

inline const Index all;
Index range(std::int64_t start);
Index range(std::int64_t start, std::int64_t stop, std::int64_t step = 1);
/// Everything before `stop`.
Index until(std::int64_t stop);
/// Every step-th element; a negative step goes backwards from the end.
Index every(std::int64_t step);

/// An n-dimensional array that may not have been computed yet. A small value: copies share the
/// expression. Arithmetic broadcasts as NumPy does and converts to the common type.
///
///     Tensor x = randn({1024, 1024});
///     Tensor z = exp(x + y) - x;
///     auto [dx, dy] = std::tuple(grad(z, x), grad(z, y));   // more expressions
///     std::cout << dx;                                       // computed here
///
/// Functions throw Error(bad_input) with a full sentence when operands do not fit.
class Tensor {
  public:
    /// A scalar constant, f32.
    Tensor(double value);  // NOLINT(google-explicit-constructor)
    explicit Tensor(graph::NodePtr node) : node_(std::move(node)) {}
    /// A leaf with these elements.
    explicit Tensor(Array value, std::string name = {});

    const Shape& shape() const { return node_->shape(); }
    DType dtype() const { return node_->dtype(); }
    int rank() const { return shape().rank(); }
    const graph::NodePtr& node() const { return node_; }

    /// The same tensor with a name for pictures and messages.
    Tensor named(std::string name) const;

    /// Computes the elements (once) and returns them.
    Array eval() const;
    /// The elements in row-major order, which must be of type T.
    template <class T>
    std::vector<T> values() const {
        const Array array = eval();
        const auto elements = array.as<T>();
        return {elements.begin(), elements.end()};
    }
    /// The one element of a tensor that has one; throws Error(usage) otherwise.
    double item() const;
    /// The value as a new leaf: what it was computed from is let go, and gradients stop here.
    Tensor detach() const;

    /// x({all, range(2), range(1, -2), -1}): one entry per axis from the first; missing ones are
    /// `all`. A single position takes its axis away.
    Tensor operator()(std::vector<Index> indices) const;

    Tensor reshape(Shape shape) const;
    Tensor permute(Axes order) const;
    /// Swaps two axes; negative ones count from the end.
    Tensor transpose(std::int64_t a = -2, std::int64_t b = -1) const;
    Tensor to(DType dtype) const;

  private:
    graph::NodePtr node_;
};

/// Nested brackets, columns aligned; long axes are abbreviated.
std::ostream& operator<<(std::ostream& stream, const Tensor& tensor);
std::string to_string(const Array& array);

/// Computes several tensors together, sharing what they have in common.
void eval(std::span<const Tensor> tensors);

/// d(sum of z's elements)/dx. Any tensor by any tensor, any number of times; zeros where z does not
/// depend on x.
Tensor grad(const Tensor& z, const Tensor& x);
std::vector<Tensor> grad(const Tensor& z, const std::vector<Tensor>& xs);

}  // namespace gradweave
