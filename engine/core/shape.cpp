// SPDX-License-Identifier: Apache-2.0
#include "engine/core/shape.h"

#include <algorithm>

#include "engine/core/text.h"

namespace gradweave {

std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
    std::int64_t product;
    if (a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

Shape::Shape(Axes sizes) : sizes_(std::move(sizes)) {
    if (sizes_.size() > max_rank) {
        throw Error(ErrorKind::unsupported,
                    concat("a tensor of ", sizes_.size(), " axes is not supported; the most is ",
                           max_rank));
    }
    // The product without the zeros is checked too, so that strides cannot overflow either.
    std::int64_t bound = 1;
    for (const std::int64_t size : sizes_) {
        if (size < 0) {
            throw Error(ErrorKind::bad_input, concat("a tensor axis cannot have the size ", size));
        }
        const auto next = checked_multiply(bound, std::max<std::int64_t>(size, 1));
        if (!next || !checked_multiply(*next, 8)) {
            std::string text = "[";
            for (std::size_t i = 0; i < sizes_.size(); ++i) {
                text += concat(i ? ", " : "", sizes_[i]);
            }
            throw Error(ErrorKind::bad_input, concat("a tensor of shape ", text,
                                                     "] has more elements than can be counted"));
        }
        bound = *next;
    }
    for (const std::int64_t size : sizes_)
        count_ *= size;
}

std::int64_t Shape::operator[](int axis) const {
    if (axis < 0) axis += rank();
    GW_ASSERT(axis >= 0 && axis < rank());
    return sizes_[static_cast<std::size_t>(axis)];
}

Axes Shape::strides() const {
    Axes strides(sizes_.size());
    std::int64_t stride = 1;
    for (int i = rank(); i-- > 0;) {
        strides[static_cast<std::size_t>(i)] = stride;
        stride *= sizes_[static_cast<std::size_t>(i)];
    }
    return strides;
}

Shape Shape::with(int axis, std::int64_t size) const {
    Axes sizes = sizes_;
    sizes.at(static_cast<std::size_t>(axis)) = size;
    return Shape(std::move(sizes));
}

Shape Shape::without(std::span<const std::int64_t> axes) const {
    Axes kept;
    for (int i = 0; i < rank(); ++i) {
        if (std::find(axes.begin(), axes.end(), i) == axes.end()) kept.push_back((*this)[i]);
    }
    return Shape(std::move(kept));
}

std::string to_string(const Shape& shape) {
    std::string text = "[";
    for (int i = 0; i < shape.rank(); ++i)
        text += concat(i ? ", " : "", shape[i]);
    return text + "]";
}

std::optional<Shape> broadcast_shapes(const Shape& a, const Shape& b) {
    const int rank = std::max(a.rank(), b.rank());
    Axes sizes(static_cast<std::size_t>(rank));
    for (int i = 1; i <= rank; ++i) {
        const std::int64_t left = i <= a.rank() ? a[-i] : 1;
        const std::int64_t right = i <= b.rank() ? b[-i] : 1;
        if (left != right && left != 1 && right != 1) return std::nullopt;
        sizes[static_cast<std::size_t>(rank - i)] = left == 1 ? right : left;
    }
    return Shape(std::move(sizes));
}

int normalize_axis(std::int64_t axis, int rank, const char* what) {
    if (axis < -rank || axis >= rank) {
        throw Error(ErrorKind::usage,
                    concat(what, ": axis ", axis, " does not exist in a tensor of ", rank,
                           rank == 1 ? " axis" : " axes"));
    }
    return static_cast<int>(axis < 0 ? axis + rank : axis);
}

Axes normalize_axes(std::span<const std::int64_t> axes, int rank, const char* what,
                    bool empty_means_all) {
    Axes result;
    if (axes.empty() && empty_means_all) {
        for (int i = 0; i < rank; ++i)
            result.push_back(i);
        return result;
    }
    for (const std::int64_t axis : axes)
        result.push_back(normalize_axis(axis, rank, what));
    std::sort(result.begin(), result.end());
    if (std::adjacent_find(result.begin(), result.end()) != result.end()) {
        throw Error(ErrorKind::usage, concat(what, ": an axis is named twice"));
    }
    return result;
}

}  // namespace gradweave
