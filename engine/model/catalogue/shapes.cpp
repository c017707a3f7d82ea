// SPDX-License-Identifier: Apache-2.0
// Blocks that change shapes: axes taken apart, added, removed and cut; borders and scaling.
#include <algorithm>
#include <limits>

#include "engine/model/catalogue/kinds.h"
#include "engine/nn/resize.h"
#include "engine/tensor/ops.h"
#include "engine/tensor/shaping.h"

namespace gradweave::model {

namespace {

BlockKind shaping(const char* id, const char* title, const char* help, const char* keywords) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::tensor;
    kind.help = help;
    kind.keywords = keywords;
    kind.inputs = {{"x", "Any tensor."}};
    kind.outputs = {{"y", "The result."}};
    return kind;
}

std::vector<Tensor> reshaped(BuildContext& c) {
    return {c.input().reshape(c.output_types()[0].shape(c.batch()))};
}

BlockKind unflatten() {
    BlockKind kind = shaping("unflatten", "Unflatten",
                             "Takes an axis apart into several: the reverse of Flatten.",
                             "reshape split axis view");
    kind.example = {"After a Linear, to go on with images.",
                    "axis=1; shape=3, 4, 2",
                    {"[N, 24]"},
                    "[N, 3, 4, 2]"};
    kind.summary = "[{shape}]";
    kind.params = {integer_param("axis", "Axis", 1, -16, 15, "Which axis; -1 is the last."),
                   integers_param("shape", "Shape", {1, -1}, -1,
                                  "Its new sizes; one of them may be -1 for whatever is left.")};
    kind.shape = [](const ShapeQuery& q) {
        const std::size_t axis = axis_of(q, q.params.integer("axis"));
        const TensorType& x = q.input();
        const Dim whole = x.dims[axis];
        if (whole.batch) problem("The batch axis has no fixed size to take apart.", "axis");
        Axes wanted = q.params.integers("shape");
        std::int64_t known = 1;
        std::int64_t* open = nullptr;
        for (std::int64_t& size : wanted) {
            if (size >= 0) {
                known = saturated_product({known, size});
                continue;
            }
            if (open != nullptr) problem("Only one size may be -1.", "shape");
            open = &size;
        }
        const bool fits = open ? known > 0 && whole.size % known == 0 : known == whole.size;
        if (!fits || wanted.empty())
            problem(concat("An axis of ", whole.size, " cannot be taken apart in this way; ",
                           carries(x), "."),
                    "shape");
        if (open) *open = whole.size / known;
        ShapeAnswer answer = same_as_input(q);
        auto& dims = answer.outputs[0].dims;
        const auto at = dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(axis));
        std::vector<Dim> parts;
        for (const std::int64_t size : wanted)
            parts.push_back({size});
        dims.insert(at, parts.begin(), parts.end());
        return answer;
    };
    kind.build = reshaped;
    return kind;
}

BlockKind squeeze() {
    BlockKind kind =
        shaping("squeeze", "Squeeze", "Takes axes of size 1 away.", "remove axis reshape");
    kind.example = {"One score per sample as a plain list.", "axes=1", {"[N, 1]"}, "[N]"};
    kind.params = {
        integers_param("axes", "Axes", {}, -16, "Which axes; empty: all of size 1 but the batch.")};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        std::vector<bool> away(x.dims.size(), false);
        for (const std::int64_t axis : q.params.integers("axes")) {
            if (axis < -x.rank() || axis >= x.rank())
                problem(concat("Axis ", axis, " does not exist; ", carries(x), "."), "axes");
            const auto at = static_cast<std::size_t>(axis < 0 ? axis + x.rank() : axis);
            if (!(x.dims[at] == Dim{}))
                problem(concat("Axis ", axis, " is not of size 1; ", carries(x), "."), "axes");
            away[at] = true;
        }
        ShapeAnswer answer;
        answer.outputs = {{x.dtype, {}, x.classes}};
        for (std::size_t i = 0; i < x.dims.size(); ++i) {
            const bool goes = q.params.integers("axes").empty() ? x.dims[i] == Dim{} : away[i];
            if (!goes) answer.outputs[0].dims.push_back(x.dims[i]);
        }
        return answer;
    };
    kind.build = reshaped;
    return kind;
}

BlockKind unsqueeze() {
    BlockKind kind =
        shaping("unsqueeze", "Unsqueeze", "Adds an axis of size 1.", "add axis reshape expand");
    kind.example = {
        "A channel axis for images that have none.", "axis=1", {"[N, 8, 6]"}, "[N, 1, 8, 6]"};
    kind.params = {
        integer_param("axis", "Axis", 1, -16, 15, "Where it is in the result; -1 is at the end.")};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        const std::int64_t axis = q.params.integer("axis");
        if (axis < -x.rank() - 1 || axis > x.rank())
            problem(concat("The result has no axis ", axis, "; ", carries(x), "."), "axis");
        if (x.rank() + 1 > static_cast<int>(Shape::max_rank))
            problem(concat("A tensor has at most ", Shape::max_rank, " axes; ", carries(x), "."),
                    "x");
        ShapeAnswer answer = same_as_input(q);
        auto& dims = answer.outputs[0].dims;
        dims.insert(dims.begin() + (axis < 0 ? axis + x.rank() + 1 : axis), Dim{});
        return answer;
    };
    kind.build = reshaped;
    return kind;
}

/// How many elements each part has, of an axis of `length`; one size may be -1.
Axes part_sizes(const Axes& wanted, std::int64_t length) {
    Axes sizes = wanted;
    std::int64_t total = 0;
    std::int64_t* open = nullptr;
    for (std::int64_t& size : sizes) {
        if (size < 0) {
            if (open != nullptr) problem("Split: only one part may take what is left.", "sizes");
            open = &size;
        } else if (__builtin_add_overflow(total, size, &total)) {
            total = std::numeric_limits<std::int64_t>::max();
        }
    }
    if (open == nullptr ? total != length : total > length)
        problem(
            concat("Split: the parts have ", total, " elements, and the axis has ", length, "."),
            "sizes");
    if (open != nullptr) *open = length - total;
    return sizes;
}

BlockKind split() {
    BlockKind kind = shaping("split", "Split",
                             "Cuts a tensor into parts along an axis: the first elements and the "
                             "rest, or as many parts as sizes are named.",
                             "chunk divide part halves");
    kind.example = {
        "Mean and deviation out of one Linear of 6 units.", "axis=1; size=3", {"[N, 6]"}, "[N, 3]"};
    kind.params = {
        integer_param("axis", "Axis", -1, -16, 15, "Which axis; -1 is the last."),
        integer_param("size", "Size", 1, 1, 1e12,
                      "Elements of the first part, where no sizes are named below."),
        integers_param("sizes", "Sizes", {}, -1,
                       "Elements of each part, such as 2, 2, 4; -1 for what is left. Empty: two "
                       "parts by the size above.")};
    kind.outputs = {{"first", "The first elements."}, {"rest", "All others."}};
    kind.variable_outputs = [](const ParamReader& p) -> std::vector<PortSpec> {
        const std::size_t count = p.integers("sizes").size();
        if (count == 0) return {{"first", "The first elements."}, {"rest", "All others."}};
        std::vector<PortSpec> ports;
        for (std::size_t i = 1; i <= count; ++i)
            ports.push_back({concat("part", i), "A part."});
        return ports;
    };
    kind.shape = [](const ShapeQuery& q) {
        const std::size_t axis = axis_of(q, q.params.integer("axis"));
        const TensorType& x = q.input();
        const std::int64_t size = q.params.integer("size"), length = x.dims[axis].size;
        if (x.dims[axis].batch) problem("Samples cannot be divided along the batch axis.", "axis");
        Axes sizes =
            part_sizes(q.params.integers("sizes"), q.params.integers("sizes").empty() ? 0 : length);
        if (sizes.empty() && size >= length)
            problem(concat("Split: the first ", size, " of ", length,
                           " elements leave nothing for the rest; choose fewer."),
                    "size");
        if (sizes.empty()) sizes = {size, length - size};
        ShapeAnswer answer;
        for (const std::int64_t part : sizes) {
            answer.outputs.push_back(x);
            answer.outputs.back().dims[axis].size = part;
        }
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Tensor& x = c.input();
        const std::int64_t axis = c.params().integer("axis"), size = c.params().integer("size");
        const std::int64_t length = x.shape()[static_cast<int>(axis)];
        const Axes& wanted = c.params().integers("sizes");
        return gradweave::split(
            x, wanted.empty() ? Axes{size, length - size} : part_sizes(wanted, length), axis);
    };
    return kind;
}

/// What a border is made of.
BlockKind pad_kind() {
    BlockKind kind = shaping("pad", "Pad", "Adds a border along the last axes.",
                             "border zeros reflect replicate edge");
    kind.example = {"A border of 1 pixel that repeats the image's edge.",
                    "before=1, 1; after=1, 1; mode=replicate",
                    {"[N, 2, 4, 3]"},
                    "[N, 2, 6, 5]"};
    kind.summary = "{mode}";
    kind.inputs[0].accepts = Accepts::fractions;
    kind.params = {integers_param("before", "Before", {1}, 0,
                                  "Elements added before, one entry for each of the last axes."),
                   integers_param("after", "After", {1}, 0, "Elements added behind, likewise."),
                   choice_param("mode", "Border", "constant", {"constant", "reflect", "replicate"},
                                "constant: one value; reflect: what lies behind the edge, in "
                                "reverse; replicate: the edge itself."),
                   shown_if(real_param("value", "Value", 0, -1e30, 1e30, "Of a constant border."),
                            "mode", {"constant"})};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        require_floating("Pad", x, "x");
        const Axes &before = q.params.integers("before"), &after = q.params.integers("after");
        if (before.size() != after.size() || before.size() >= x.dims.size() + 1)
            problem(concat("Before and after need an entry each for the same last axes; ",
                           carries(x), "."),
                    "after");
        ShapeAnswer answer = same_as_input(q);
        for (std::size_t i = 0; i < before.size(); ++i) {
            Dim& dim = answer.outputs[0].dims[x.dims.size() - before.size() + i];
            if (dim.batch) problem("The batch axis gets no border.", "before");
            const std::int64_t most = std::max(before[i], after[i]);
            if (q.params.text("mode") == "reflect" && most >= dim.size)
                problem(concat("A reflected border of ", most, " needs more than ", most,
                               " elements; there are ", dim.size, "."),
                        "before");
            if (q.params.text("mode") == "replicate" && most > 0 && dim.size == 0)
                problem("There is no edge to repeat.", "x");
            dim.size += before[i] + after[i];
        }
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        Tensor x = c.input();
        const Axes &before = c.params().integers("before"), &after = c.params().integers("after");
        const std::string& mode = c.params().text("mode");
        const int first = x.rank() - static_cast<int>(before.size());
        if (mode == "constant") {
            Axes low(static_cast<std::size_t>(first), 0), high = low;
            low.insert(low.end(), before.begin(), before.end());
            high.insert(high.end(), after.begin(), after.end());
            return {pad(x, low, high, c.params().real("value"))};
        }
        const auto border = mode == "reflect" ? nn::pad_reflect : nn::pad_replicate;
        for (std::size_t i = 0; i < before.size(); ++i)
            x = border(x, first + static_cast<int>(i), before[i], after[i]);
        return {x};
    };
    return kind;
}

BlockKind upsample() {
    BlockKind kind = shaping("upsample", "Upsample",
                             "Enlarges all axes behind the channels: each place several times "
                             "over, or evenly between the places.",
                             "resize scale interpolate nearest bilinear linear enlarge");
    kind.category = Category::layer;
    kind.group = "Pooling and sizes";
    kind.example = {"Before a convolution in a decoder: twice the height and width.",
                    "factor=2; mode=linear",
                    {"[N, 2, 3, 2]"},
                    "[N, 2, 6, 4]"};
    kind.summary = "{factor} times, {mode}";
    kind.inputs = {{"x", "[N, channels, places...].", Accepts::fractions}};
    kind.params = {integers_param("factor", "Factor", {2}, 1,
                                  "How many times the size, for all axes or for each."),
                   choice_param("mode", "Between", "nearest", {"nearest", "linear"},
                                "nearest: as the nearest place; linear: in between (bilinear "
                                "for images)."),
                   shown_if(boolean_param("align_corners", "Corners stay", false,
                                          "The first and last places stay where they are."),
                            "mode", {"linear"})};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        const int axes = x.rank() - 2;
        if (axes < 1 || !x.dims[0].batch)
            problem(concat("Upsample needs [N, channels, places...]; ", carries(x), "."), "x");
        require_floating("Upsample", x, "x");
        const Axes factor = sizes(q.params, "factor", axes);
        ShapeAnswer answer = same_as_input(q);
        for (std::size_t i = 0; i < factor.size(); ++i) {
            Dim& dim = answer.outputs[0].dims[i + 2];
            if (dim.batch) problem("The batch axis cannot be enlarged.", "x");
            dim.size = saturated_product({dim.size, factor[i]});
        }
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        Tensor x = c.input();
        const Axes factor = sizes(c.params(), "factor", x.rank() - 2);
        const bool nearest = c.params().text("mode") == "nearest";
        for (std::size_t i = 0; i < factor.size(); ++i) {
            const int axis = static_cast<int>(i) + 2;
            const std::int64_t size = x.shape()[axis] * factor[i];
            x = nearest ? nn::resize_nearest(x, axis, size)
                        : nn::resize_linear(x, axis, size, c.params().boolean("align_corners"));
        }
        return {x};
    };
    return kind;
}

}  // namespace

void add_shape_kinds(Catalogue& catalogue) {
    catalogue.add(unflatten());
    catalogue.add(squeeze());
    catalogue.add(unsqueeze());
    catalogue.add(split());
    catalogue.add(pad_kind());
    catalogue.add(upsample());
}

}  // namespace gradweave::model
