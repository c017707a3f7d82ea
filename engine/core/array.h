// SPDX-License-Identifier: Apache-2.0
// A dense array in host memory: what files are read into and results are read from.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/core/dtype.h"
#include "engine/core/shape.h"

namespace gradweave {

/// Row-major elements in host memory, aligned to 64 bytes. A handle: copies share the elements,
/// as std::shared_ptr does; clone() makes an independent copy.
class Array {
  public:
    Array() : Array(DType::f32, Shape{0}) {}
    /// Elements are zero. Throws Error(failed) if memory_budget() does not allow the size.
    Array(DType type, Shape shape);

    /// An array with these elements; throws Error(usage) if their number is not the shape's.
    template <class T>
    static Array of(const std::vector<T>& values, Shape shape) {
        Array array(dtype_of<T>, std::move(shape));
        array.check_count(values.size());
        std::copy(values.begin(), values.end(), array.as<T>().begin());
        return array;
    }

    DType dtype() const { return dtype_; }
    const Shape& shape() const { return shape_; }
    std::int64_t element_count() const { return shape_.element_count(); }
    std::uint64_t byte_size() const { return byte_count(dtype_, shape_); }

    std::byte* data() { return storage_.get(); }
    const std::byte* data() const { return storage_.get(); }
    std::span<const std::byte> bytes() const { return {storage_.get(), byte_size()}; }

    /// The elements as T, which must be the element type.
    template <class T>
    std::span<T> as() {
        GW_ASSERT(dtype_ == dtype_of<T>);
        return {reinterpret_cast<T*>(storage_.get()), static_cast<std::size_t>(element_count())};
    }
    template <class T>
    std::span<const T> as() const {
        GW_ASSERT(dtype_ == dtype_of<T>);
        return {reinterpret_cast<const T*>(storage_.get()),
                static_cast<std::size_t>(element_count())};
    }

    /// Element i in row-major order, converted.
    double number(std::int64_t i) const;

    Array clone() const;
    /// The same elements seen with another shape of as many elements.
    Array reshaped(Shape shape) const;
    /// Converted element by element; see convert.h.
    Array cast(DType type) const;

  private:
    void check_count(std::size_t count) const;

    DType dtype_;
    Shape shape_;
    std::shared_ptr<std::byte> storage_;
};

/// Same type, shape and bytes.
bool identical(const Array& a, const Array& b);

/// True if no element is NaN or infinite.
bool all_finite(const Array& array);

}  // namespace gradweave
