// SPDX-License-Identifier: Apache-2.0
// Tensors as text.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/text.h"
#include "engine/tensor/tensor.h"

namespace gradweave {

namespace {

/// Axes longer than this show their first and last elements only.
constexpr std::int64_t longest_axis = 12;
constexpr std::int64_t shown_at_ends = 4;

std::string element_text(const Array& array, std::int64_t i) {
    if (array.dtype() == DType::boolean) return array.number(i) != 0 ? "true" : "false";
    if (array.dtype() == DType::i64)
        return std::to_string(array.as<std::int64_t>()[static_cast<std::size_t>(i)]);
    if (is_integer(array.dtype()))
        return std::to_string(static_cast<std::int64_t>(array.number(i)));
    const double value = array.number(i);
    if (!std::isfinite(value)) return number_text(value);
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 5);
    return std::string(buffer, end.ptr);
}

class Printer {
  public:
    explicit Printer(const Array& array) : array_(array), strides_(array.shape().strides()) {
        visit(0, 0,
              [&](std::int64_t i) { width_ = std::max(width_, element_text(array_, i).size()); });
    }

    std::string text() {
        print(0, 0);
        return text_;
    }

  private:
    bool shortened(int axis) const { return array_.shape()[axis] > longest_axis; }
    bool hidden(int axis, std::int64_t i) const {
        return shortened(axis) && i >= shown_at_ends && i < array_.shape()[axis] - shown_at_ends;
    }

    template <class F>
    void visit(int axis, std::int64_t offset, F&& f) const {
        if (axis == array_.shape().rank()) return f(offset);
        for (std::int64_t i = 0; i < array_.shape()[axis]; ++i) {
            if (hidden(axis, i)) i = array_.shape()[axis] - shown_at_ends;
            visit(axis + 1, offset + i * strides_[static_cast<std::size_t>(axis)], f);
        }
    }

    void print(int axis, std::int64_t offset) {
        if (axis == array_.shape().rank()) {
            const std::string element = element_text(array_, offset);
            text_ += std::string(width_ - element.size(), ' ') + element;
            return;
        }
        text_ += '[';
        const bool innermost = axis + 1 == array_.shape().rank();
        const std::string separator =
            innermost ? ", " : ",\n" + std::string(static_cast<std::size_t>(axis) + 1, ' ');
        for (std::int64_t i = 0; i < array_.shape()[axis]; ++i) {
            if (i > 0) text_ += separator;
            if (hidden(axis, i)) {
                text_ += "…" + separator;
                i = array_.shape()[axis] - shown_at_ends;
            }
            print(axis + 1, offset + i * strides_[static_cast<std::size_t>(axis)]);
        }
        text_ += ']';
    }

    const Array& array_;
    Axes strides_;
    std::size_t width_ = 0;
    std::string text_;
};

}  // namespace

std::string to_string(const Array& array) {
    return Printer(array).text();
}

std::ostream& operator<<(std::ostream& stream, const Tensor& tensor) {
    const Array array = tensor.eval();
    return stream << to_string(array) << " " << name_of(array.dtype()) << to_string(array.shape());
}

}  // namespace gradweave
