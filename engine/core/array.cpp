// SPDX-License-Identifier: Apache-2.0
#include "engine/core/array.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/core/convert.h"
#include "engine/core/memory.h"
#include "engine/core/text.h"

namespace gradweave {

Array::Array(DType type, Shape shape)
    : dtype_(type), shape_(std::move(shape)), storage_(allocate_zeroed(byte_count(type, shape_))) {}

void Array::check_count(std::size_t count) const {
    if (count != static_cast<std::size_t>(element_count())) {
        throw Error(ErrorKind::usage, concat("an array of shape ", to_string(shape_), " needs ",
                                             element_count(), " values, ", count, " were given"));
    }
}

double Array::number(std::int64_t i) const {
    GW_ASSERT(i >= 0 && i < element_count());
    return visit_stored(dtype_, [&]<class T>(std::type_identity<T>) {
        return static_cast<double>(as<T>()[static_cast<std::size_t>(i)]);
    });
}

Array Array::clone() const {
    Array copy(dtype_, shape_);
    std::memcpy(copy.data(), data(), byte_size());
    return copy;
}

Array Array::reshaped(Shape shape) const {
    GW_ASSERT(shape.element_count() == element_count());
    Array view = *this;
    view.shape_ = std::move(shape);
    return view;
}

Array Array::cast(DType type) const {
    if (type == dtype_) return *this;
    Array result(type, shape_);
    visit_stored(dtype_, [&]<class From>(std::type_identity<From>) {
        visit_stored(type, [&]<class To>(std::type_identity<To>) {
            const auto source = as<From>();
            const auto target = result.as<To>();
            for (std::size_t i = 0; i < source.size(); ++i)
                target[i] = convert<To>(source[i]);
        });
    });
    return result;
}

bool identical(const Array& a, const Array& b) {
    return a.dtype() == b.dtype() && a.shape() == b.shape() &&
           std::memcmp(a.data(), b.data(), a.byte_size()) == 0;
}

bool all_finite(const Array& array) {
    if (!is_floating(array.dtype())) return true;
    return visit_stored(array.dtype(), [&]<class T>(std::type_identity<T>) {
        for (const T value : array.as<T>()) {
            if (!std::isfinite(convert<double>(value))) return false;
        }
        return true;
    });
}

}  // namespace gradweave
