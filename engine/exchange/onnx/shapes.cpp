// SPDX-License-Identifier: Apache-2.0
// Operators that make tensors, arrange them, and take them apart.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx {

namespace {

Results shape(const Call& c) {
    const Shape& all = c.x().shape();
    const auto clamp = [&](std::int64_t axis) {
        return std::clamp<std::int64_t>(axis < 0 ? axis + all.rank() : axis, 0, all.rank());
    };
    const std::int64_t start = clamp(c.integer("start", 0)),
                       end = clamp(c.integer("end", all.rank()));
    const Axes sizes(all.begin() + start, all.begin() + std::max(start, end));
    return {make_value(Array::of(sizes, Shape{static_cast<std::int64_t>(sizes.size())}),
                       ElementType::i64)};
}

Results size(const Call& c) {
    return {make_value(Array::of(Axes{c.x().shape().element_count()}, Shape{}), ElementType::i64)};
}

Results reshape(const Call& c) {
    const Tensor x = c.x();
    Axes sizes = c.version() < 5 ? c.integers("shape") : c.integers_of(1);
    const bool zero_is_zero = c.integer("allowzero", 0) != 0;
    std::int64_t known = 1;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] == 0 && !zero_is_zero) {
            if (static_cast<int>(i) >= x.rank())
                refuse(concat("size 0 stands for an axis that ", to_string(x.shape()), " lacks"));
            sizes[i] = x.shape()[static_cast<int>(i)];
        }
        if (sizes[i] == -1) {
            if (open) refuse("two sizes are -1");
            open = i;
        } else {
            const auto product = checked_multiply(known, sizes[i]);
            if (!product) refuse("the shape has more elements than can be counted");
            known = *product;
        }
    }
    if (open) {
        const std::int64_t count = x.shape().element_count();
        if (known == 0 || count % known != 0)
            refuse(concat(count, " elements do not fill the shape that is asked for"));
        sizes[*open] = count / known;
    }
    return c.same(x.reshape(Shape(std::move(sizes))));
}

Results flatten(const Call& c) {
    const Tensor x = c.x();
    std::int64_t axis = c.integer("axis", 1);
    if (axis < 0) axis += x.rank();
    if (axis < 0 || axis > x.rank()) refuse(concat("axis ", axis, " does not exist"));
    std::int64_t rows = 1;
    for (int i = 0; i < axis; ++i)
        rows *= x.shape()[i];
    std::int64_t columns = 1;
    for (int i = static_cast<int>(axis); i < x.rank(); ++i)
        columns *= x.shape()[i];
    return c.same(x.reshape(Shape{rows, columns}));
}

Results squeeze(const Call& c) {
    const Tensor x = c.x();
    Axes axes = c.integers_in(1, "axes");
    if (axes.empty()) {
        for (int i = 0; i < x.rank(); ++i) {
            if (x.shape()[i] == 1) axes.push_back(i);
        }
    }
    axes = normalize_axes(axes, x.rank(), "Squeeze");
    return c.same(x.reshape(x.shape().without(axes)));
}

Results unsqueeze(const Call& c) {
    const Tensor x = c.x();
    const Axes axes = c.integers_in(1, "axes");
    const int rank = x.rank() + static_cast<int>(axes.size());
    Axes sizes = x.shape().sizes();
    for (const std::int64_t axis : normalize_axes(axes, rank, "Unsqueeze"))
        sizes.insert(sizes.begin() + axis, 1);
    return c.same(x.reshape(Shape(std::move(sizes))));
}

Results transpose(const Call& c) {
    Axes order = fn::axes_from(0, c.x().rank());
    std::reverse(order.begin(), order.end());
    order = c.integers("perm", order);
    Axes sorted = order;
    std::sort(sorted.begin(), sorted.end());
    if (sorted != fn::axes_from(0, c.x().rank())) refuse("perm does not name each axis once");
    return c.same(c.x().permute(order));
}

Results concat_op(const Call& c) {
    std::vector<Tensor> parts;
    for (std::size_t i = 0; i < c.input_count(); ++i)
        parts.push_back(c.x(i));
    if (parts.empty()) refuse("it has no inputs");
    const std::int64_t axis = c.integer("axis", c.version() < 4 ? 1 : 0);
    return c.same(cat(parts, fn::axis_of(axis, parts[0].rank())));
}

Results split(const Call& c) {
    const Tensor x = c.x();
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    const std::int64_t size = x.shape()[axis];
    Axes parts = c.integers_in(1, "split");
    if (parts.empty()) {
        const auto count = static_cast<std::int64_t>(c.node().outputs.size());
        const std::int64_t part = (size + count - 1) / count;
        for (std::int64_t begin = 0; begin < count; ++begin)
            parts.push_back(std::clamp<std::int64_t>(size - begin * part, 0, part));
    }
    Results results;
    std::int64_t begin = 0;
    for (const std::int64_t part : parts) {
        if (part < 0 || part > size - begin) refuse("the parts are larger than the axis");
        std::vector<Index> index(static_cast<std::size_t>(axis), all);
        index.push_back(range(begin, begin + part));
        results.push_back(make_value(x(index), c.type()));
        begin += part;
    }
    return results;
}

Results slice(const Call& c) {
    const Tensor x = c.x();
    const bool old = c.version() < 10;
    const Axes starts = old ? c.integers("starts") : c.integers_of(1),
               ends = old ? c.integers("ends") : c.integers_of(2);
    Axes axes = c.integers_in(3, "axes"), steps = c.has(4) ? c.integers_of(4) : Axes{};
    if (axes.empty()) axes = fn::axes_from(0, static_cast<int>(starts.size()));
    if (steps.empty()) steps.assign(starts.size(), 1);
    if (ends.size() != starts.size() || axes.size() != starts.size() ||
        steps.size() != starts.size()) {
        refuse("starts, ends, axes and steps differ in number");
    }
    Axes from(static_cast<std::size_t>(x.rank()), 0), by(from.size(), 1), count = x.shape().sizes();
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = static_cast<std::size_t>(fn::axis_of(axes[i], x.rank()));
        if (steps[i] == 0) refuse("a step is 0");
        const std::int64_t size = x.shape()[static_cast<int>(axis)];
        // Ends far outside mean "to the end"; brought near, they cannot overflow.
        const auto near = [&](std::int64_t position) {
            return std::clamp<std::int64_t>(position, -size - 1, size);
        };
        const std::int64_t step = std::clamp<std::int64_t>(steps[i], -size - 1, size + 1);
        const IndexRange part = resolve(range(near(starts[i]), near(ends[i]), step), size);
        from[axis] = part.start;
        by[axis] = step;
        count[axis] = part.count;
    }
    for (std::size_t i = 0; i < count.size(); ++i) {
        if (count[i] == 0) from[i] = 0, by[i] = 1;
    }
    return c.same(Tensor(graph::slice(x.node(), from, by, count)));
}

/// Row numbers of an axis with `low` and `high` more, mirrored or repeated at the ends.
Axes padded_rows(std::int64_t size, std::int64_t low, std::int64_t high, const std::string& mode) {
    if (size == 0) refuse("an empty axis has nothing to repeat");
    Axes rows;
    for (std::int64_t i = -low; i < size + high; ++i) {
        std::int64_t row = i;
        if (mode == "edge") {
            row = std::clamp<std::int64_t>(i, 0, size - 1);
        } else {
            const std::int64_t period = std::max<std::int64_t>(2 * size - 2, 1);
            row = ((i % period) + period) % period;
            if (row >= size) row = period - row;
        }
        rows.push_back(row);
    }
    return rows;
}

Results pad_op(const Call& c) {
    Tensor x = c.x();
    const bool old = c.version() < 11;
    const Axes pads = old ? c.integers(c.version() < 2 ? "paddings" : "pads") : c.integers_of(1);
    const auto rank = static_cast<std::size_t>(x.rank());
    if (pads.size() != 2 * rank) refuse(concat("there are ", pads.size(), " pads for rank ", rank));
    const std::string mode = c.text("mode", "constant");
    double value = c.real("value", 0);
    if (!old && c.has(2)) value = c.number_of(2);
    Axes low, high, start, count;
    for (std::size_t i = 0; i < rank; ++i) {
        // Negative pads cut off.
        low.push_back(std::max<std::int64_t>(pads[i], 0));
        high.push_back(std::max<std::int64_t>(pads[i + rank], 0));
        start.push_back(std::max<std::int64_t>(-pads[i], 0));
        count.push_back(x.shape()[static_cast<int>(i)] - start[i] -
                        std::max<std::int64_t>(-pads[i + rank], 0));
        if (count[i] < 0) refuse("negative pads take away more than there is");
    }
    x = Tensor(graph::slice(x.node(), start, Axes(rank, 1), count));
    if (mode == "constant") return c.same(pad(x, low, high, value));
    if (mode != "reflect" && mode != "edge") unsupported(concat("mode ", in_quotes(mode)));
    for (std::size_t i = 0; i < rank; ++i) {
        if (low[i] == 0 && high[i] == 0) continue;
        const auto axis = static_cast<int>(i);
        x = take(x, fn::list(padded_rows(x.shape()[axis], low[i], high[i], mode)), axis);
    }
    return c.same(x);
}

Results expand(const Call& c) {
    const Tensor x = c.x();
    const Shape wanted(c.integers_of(1));
    const auto shape = broadcast_shapes(x.shape(), wanted);
    if (!shape) {
        refuse(concat(to_string(x.shape()), " does not broadcast to ", to_string(wanted)));
    }
    return c.same(broadcast_to(x, *shape));
}

Results tile(const Call& c) {
    if (c.version() < 6) unsupported("operator sets before 6 tile one axis");
    Tensor x = c.x();
    const Axes repeats = c.integers_of(1);
    if (static_cast<int>(repeats.size()) != x.rank()) refuse("repeats must name each axis");
    // [a, b] as [1, a, 1, b], repeated along the new axes.
    Axes apart, grown, sizes;
    for (int i = 0; i < x.rank(); ++i) {
        const std::int64_t times = repeats[static_cast<std::size_t>(i)];
        const auto total = checked_multiply(times, x.shape()[i]);
        if (!total) refuse("a repeat is negative or too large");
        apart.insert(apart.end(), {1, x.shape()[i]});
        grown.insert(grown.end(), {times, x.shape()[i]});
        sizes.push_back(*total);
    }
    if (2 * x.rank() > Shape::max_rank) unsupported("tensors of so many axes");
    return c.same(broadcast_to(x.reshape(Shape(std::move(apart))), Shape(std::move(grown)))
                      .reshape(Shape(std::move(sizes))));
}

Results constant(const Call& c) {
    if (c.has_attribute("value")) return {make_value(c.literal("value"))};
    if (c.has_attribute("value_int"))
        return {make_value(Array::of(Axes{c.integer("value_int", 0)}, Shape{}), ElementType::i64)};
    if (c.has_attribute("value_float")) {
        return {make_value(Array::of(std::vector<double>{c.real("value_float", 0)}, Shape{}),
                           ElementType::f32)};
    }
    if (c.has_attribute("value_ints"))
        return {make_value(fn::list(c.integers("value_ints")), ElementType::i64)};
    if (c.has_attribute("value_floats")) {
        const auto values = c.reals("value_floats");
        return {make_value(Array::of(values, Shape{static_cast<std::int64_t>(values.size())}),
                           ElementType::f32)};
    }
    if (c.has_attribute("value_string"))
        return {make_value(Texts{{}, {c.text("value_string", "")}})};
    if (c.has_attribute("value_strings")) {
        const auto texts = c.text_list("value_strings");
        return {make_value(Texts{Shape{static_cast<std::int64_t>(texts.size())}, texts})};
    }
    unsupported("it has none of the values that are known (a sparse one?)");
}

Results constant_of_shape(const Call& c) {
    const Shape shape(c.integers_of(0));
    if (!c.has_attribute("value")) return {make_value(zeros(shape), ElementType::f32)};
    const Literal& value = c.literal("value");
    if (value.shape.element_count() != 1) refuse("its value must be one element");
    return {
        make_value(broadcast_to(*make_value(value).tensor(), shape.rank() == 0 ? Shape{1} : shape)
                       .reshape(shape),
                   value.type)};
}

Results eye_like(const Call& c) {
    const Tensor x = c.x();
    if (x.rank() != 2) refuse("it needs a matrix");
    const auto type =
        static_cast<ElementType>(c.integer("dtype", static_cast<std::int64_t>(c.type())));
    const Tensor column = fn::counted(x.shape(), 1), row = fn::counted(x.shape(), 0);
    return {make_value(equal(column, row + static_cast<double>(c.integer("k", 0))), type)};
}

Results range_op(const Call& c) {
    const double start = c.number_of(0), limit = c.number_of(1), step = c.number_of(2);
    if (step == 0) refuse("the step is 0");
    const double count = std::max(0.0, std::ceil((limit - start) / step));
    if (!(count < 0x1p40)) refuse("it has more elements than can be counted");
    const Shape shape{static_cast<std::int64_t>(count)};
    const Tensor numbers = fn::counted(shape, 0);
    if (is_floating(c.type())) return c.same(numbers.to(DType::f64) * step + start);
    return c.same(numbers * c.x(2).to(DType::i64).reshape(Shape{}) +
                  c.x(0).to(DType::i64).reshape(Shape{}));
}

Results trilu(const Call& c) {
    const Tensor x = c.x();
    if (x.rank() < 2) refuse("it needs a matrix");
    const std::int64_t k = c.has(1) ? c.integer_of(1) : 0;
    const double shift = static_cast<double>(std::clamp<std::int64_t>(k, -(1 << 30), 1 << 30));
    const Tensor column = fn::counted(x.shape(), x.rank() - 1),
                 row = fn::counted(x.shape(), x.rank() - 2) + shift;
    const Tensor kept =
        c.integer("upper", 1) != 0 ? greater_equal(column, row) : less_equal(column, row);
    return c.same(where(kept, x, fn::number_like(0, x)));
}

void need_images(const Tensor& x) {
    if (x.rank() != 4) refuse(concat("it needs [N, C, H, W], not ", to_string(x.shape())));
}

Results depth_to_space(const Call& c) {
    const Tensor x = c.x();
    need_images(x);
    const Axes s = x.shape().sizes();
    const std::int64_t block = c.integer("blocksize", 0);
    if (block < 1 || s[1] % (block * block) != 0) refuse("the blocks do not divide the channels");
    const std::int64_t depth = s[1] / (block * block);
    const bool depth_first = c.text("mode", "DCR") == "DCR";
    const Tensor apart = depth_first ? x.reshape(Shape{s[0], block, block, depth, s[2], s[3]})
                                     : x.reshape(Shape{s[0], depth, block, block, s[2], s[3]});
    const Tensor moved =
        depth_first ? apart.permute({0, 3, 4, 1, 5, 2}) : apart.permute({0, 1, 4, 2, 5, 3});
    return c.same(moved.reshape(Shape{s[0], depth, s[2] * block, s[3] * block}));
}

Results space_to_depth(const Call& c) {
    const Tensor x = c.x();
    need_images(x);
    const Axes s = x.shape().sizes();
    const std::int64_t block = c.integer("blocksize", 0);
    if (block < 1 || s[2] % block != 0 || s[3] % block != 0)
        refuse("the blocks do not divide the image");
    return c.same(x.reshape(Shape{s[0], s[1], s[2] / block, block, s[3] / block, block})
                      .permute({0, 3, 5, 1, 2, 4})
                      .reshape(Shape{s[0], s[1] * block * block, s[2] / block, s[3] / block}));
}

Results reverse_sequence(const Call& c) {
    const Tensor x = c.x();
    const int batch = fn::axis_of(c.integer("batch_axis", 1), x.rank()),
              time = fn::axis_of(c.integer("time_axis", 0), x.rank());
    Axes sizes(static_cast<std::size_t>(x.rank()), 1);
    sizes[static_cast<std::size_t>(batch)] = x.shape()[batch];
    const Tensor lengths = c.x(1).to(DType::i64).reshape(Shape(std::move(sizes)));
    // Row t of a sequence is row length - 1 - t within its length, row t after it.
    const Tensor at = fn::counted(x.shape(), time);
    const Tensor from = where(less(at, lengths), lengths - 1.0 - at, at);
    const Axes strides = x.shape().strides();
    Tensor flat = from * static_cast<double>(strides[static_cast<std::size_t>(time)]);
    for (int i = 0; i < x.rank(); ++i) {
        if (i != time)
            flat = flat + fn::counted(x.shape(), i) *
                              static_cast<double>(strides[static_cast<std::size_t>(i)]);
    }
    return c.same(fn::take_flat(x, flat));
}

}  // namespace

std::span<const OperatorRow> shape_operators() {
    static constexpr OperatorRow rows[] = {
        {"Shape", 1, 17, shape},
        {"Size", 1, 17, size},
        {"Reshape", 1, 17, reshape},
        {"Flatten", 1, 17, flatten},
        {"Squeeze", 1, 17, squeeze},
        {"Unsqueeze", 1, 17, unsqueeze},
        {"Transpose", 1, 17, transpose},
        {"Concat", 1, 17, concat_op},
        {"Split", 2, 17, split},
        {"Slice", 1, 17, slice},
        {"Pad", 1, 17, pad_op},
        {"Expand", 8, 17, expand},
        {"Tile", 6, 17, tile},
        {"Constant", 1, 17, constant},
        {"ConstantOfShape", 9, 17, constant_of_shape},
        {"EyeLike", 9, 17, eye_like},
        {"Range", 11, 17, range_op},
        {"Trilu", 14, 17, trilu},
        {"DepthToSpace", 1, 17, depth_to_space},
        {"SpaceToDepth", 1, 17, space_to_depth},
        {"ReverseSequence", 10, 17, reverse_sequence},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
