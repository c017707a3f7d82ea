// SPDX-License-Identifier: Apache-2.0
// Raw tensor operations as blocks: whatever the engine computes can be drawn.
#include <algorithm>

#include "engine/model/catalogue/kinds.h"
#include "engine/model/catalogue/ranges.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

BlockKind parameter() {
    BlockKind kind = tensor_operation("parameter", "Parameter",
                                      "A tensor that training changes: the W and b of formulas.");
    kind.example = {"The weight of a Linear layer drawn by hand: MatMul of the features with it.",
                    "shape=5, 3",
                    {},
                    "[5, 3]"};
    kind.learns = true;
    kind.default_name = "W";
    kind.keywords = "weight variable learnable trainable";
    kind.summary = "[{shape}]";
    kind.params = {
        integers_param("shape", "Shape", {1}, 1, "Sizes of the axes; empty for a single number."),
        choice_param("init", "Initial values", "normal",
                     {"normal", "truncated_normal", "uniform", "orthogonal", "constant"},
                     "normal: random with the deviation below; truncated_normal: the same, none "
                     "further than two; uniform: random within plus or minus it; orthogonal: rows "
                     "at right angles, as long as it; constant: exactly it."),
        real_param("scale", "Scale", 0.1, -1e6, 1e6,
                   "Deviation, bound or value of the initial values."),
        boolean_param("trainable", "Trainable", true, "Off: keeps its values.")};
    kind.shape = [](const ShapeQuery& q) {
        const double scale = q.params.real("scale");
        const std::string& init = q.params.text("init");
        ShapeAnswer answer;
        TensorType y;
        for (const std::int64_t size : q.params.integers("shape"))
            y.dims.push_back({size});
        answer.outputs = {y};
        if (init == "orthogonal" && y.rank() < 2)
            problem("Parameter: orthogonal values need a matrix.", "init");
        answer.parameters = {{"", y.shape(1),
                              init == "normal"             ? nn::Init::normal(scale)
                              : init == "truncated_normal" ? nn::Init::truncated_normal(scale)
                              : init == "uniform"          ? nn::Init::uniform(scale)
                              : init == "orthogonal"       ? nn::Init::orthogonal(scale)
                                                           : nn::Init::constant(scale),
                              q.params.boolean("trainable")}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> { return {c.parameter("")}; };
    return kind;
}

BlockKind constant() {
    BlockKind kind =
        tensor_operation("constant", "Constant", "A fixed number, or a tensor filled with it.");
    kind.example = {"The 1 in the formula 1 - x.", "value=1", {}, "[]"};
    kind.keywords = "number scalar fill zeros ones";
    kind.summary = "{value}";
    kind.params = {
        real_param("value", "Value", 1, -1e30, 1e30, "The number."),
        integers_param("shape", "Shape", {}, 1, "Sizes of the axes; empty for a single number.")};
    kind.shape = [](const ShapeQuery& q) {
        TensorType y;
        for (const std::int64_t size : q.params.integers("shape"))
            y.dims.push_back({size});
        y.shape(1);  // refuses sizes that cannot be counted
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {full(c.output_types()[0].shape(c.batch()), c.params().real("value"))};
    };
    return kind;
}

BlockKind matmul_kind() {
    BlockKind kind = tensor_operation(
        "matmul", "MatMul", "Matrix product of the last two axes: [N, k] times [k, m] is [N, m].");
    kind.example = {
        "Features times the weights of a Parameter block.", "", {"[N, 5]", "[5, 3]"}, "[N, 3]"};
    kind.keywords = "matrix multiply product dot";
    kind.inputs = {{"a", "[..., n, k]", Accepts::fractions},
                   {"b", "[..., k, m]", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType &a = q.input(0), &b = q.input(1);
        require_floating("MatMul", a, "a");
        require_floating("MatMul", b, "b");
        if (a.rank() < 2)
            problem(concat("MatMul needs matrices; the left one is ", to_string(a.dims), "."), "a");
        if (b.rank() < 2)
            problem(concat("MatMul needs matrices; the right one is ", to_string(b.dims), "."),
                    "b");
        const Dim left = a.dims.back(), right = b.dims[b.dims.size() - 2];
        if (!(left == right)) {
            problem(concat("MatMul: inner sizes differ: left ", to_string(a.dims), " (",
                           to_string(left), "), right ", to_string(b.dims), " (", to_string(right),
                           ")."),
                    "b");
        }
        const auto lead =
            broadcast_dims({a.dims.begin(), a.dims.end() - 2}, {b.dims.begin(), b.dims.end() - 2});
        if (!lead)
            problem(concat("MatMul: the leading axes of ", to_string(a.dims), " and ",
                           to_string(b.dims), " do not fit."),
                    "b");
        TensorType y{promote(a.dtype, b.dtype), *lead};
        y.dims.push_back(a.dims[a.dims.size() - 2]);
        y.dims.push_back(b.dims.back());
        ShapeAnswer answer;
        const auto rows = product(y.dims);
        answer.multiply_adds = saturated_product({rows ? rows->size : 0, left.size});
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {matmul(c.input(0), c.input(1))};
    };
    return kind;
}

/// The dims that a `shape` parameter asks for, behind the batch axis if that is kept.
std::vector<Dim> wanted_dims(const ShapeQuery& q) {
    std::vector<Dim> dims;
    if (q.params.boolean("keep_batch") && q.input().has_batch()) dims.push_back(q.input().dims[0]);
    for (const std::int64_t size : q.params.integers("shape"))
        dims.push_back({size});
    return dims;
}

ParamSpec keep_batch_param() {
    return boolean_param("keep_batch", "Keep batch", true,
                         "The shape is that of one sample; the batch axis stays in front.");
}

BlockKind reshape() {
    BlockKind kind = tensor_operation("reshape", "Reshape", "The same values in another shape.");
    kind.example = {"Rows of 12 values as images of 3 by 4 pixels.",
                    "shape=1, 3, 4",
                    {"[N, 12]"},
                    "[N, 1, 3, 4]"};
    kind.keywords = "view flatten unflatten";
    kind.summary = "[{shape}]";
    kind.params = {integers_param("shape", "Shape", {-1}, -1,
                                  "New sizes; one of them may be -1 for whatever is left."),
                   keep_batch_param()};
    kind.inputs = {{"x", "Any tensor."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        std::vector<Dim> dims = wanted_dims(q);
        const auto total = product(x.dims);
        if (!total)
            problem(concat("The sizes of ", to_string(x.dims), " cannot be multiplied."), "x");
        Dim open{1, false, 0};
        Dim* rest = nullptr;
        for (Dim& dim : dims) {
            if (dim.size >= 0) continue;
            if (rest != nullptr) problem("Only one size may be -1.", "shape");
            rest = &dim;
        }
        std::vector<Dim> known;
        for (const Dim& dim : dims) {
            if (&dim != rest && dim.size >= 0) known.push_back(dim);
        }
        const auto given = product(known);
        const auto mismatch = [&] {
            problem(concat(to_string(x.dims), " has ", to_string(*total),
                           " values; they do not fit the shape ", to_string(known),
                           rest ? " with one size left open." : "."),
                    "shape");
        };
        if (!given) problem("The sizes are too large to count.", "shape");
        if (rest != nullptr) {
            if (given->size == 0 || total->size % given->size != 0 ||
                (given->batch && !total->batch))
                mismatch();
            open = {total->size / given->size, total->batch && !given->batch, 0};
            *rest = open;
        } else if (!(*given == *total)) {
            mismatch();
        }
        ShapeAnswer answer;
        answer.outputs = {{x.dtype, std::move(dims)}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {c.input().reshape(c.output_types()[0].shape(c.batch()))};
    };
    return kind;
}

BlockKind broadcast() {
    BlockKind kind =
        tensor_operation("broadcast", "Broadcast",
                         "Repeats a tensor along axes of size 1, and along new axes in front.");
    kind.example = {
        "One row of numbers for each of 4 steps.", "shape=4, 5", {"[N, 1, 5]"}, "[N, 4, 5]"};
    kind.keywords = "expand repeat tile";
    kind.summary = "[{shape}]";
    kind.params = {integers_param("shape", "Shape", {1}, 1, "Sizes to reach."), keep_batch_param()};
    kind.inputs = {{"x", "Any tensor."}};
    kind.shape = [](const ShapeQuery& q) {
        std::vector<Dim> dims = wanted_dims(q);
        const auto fits = broadcast_dims(q.input().dims, dims);
        if (!fits || !(*fits == dims)) {
            problem(concat(to_string(q.input().dims), " cannot be repeated to ", to_string(dims),
                           ": counted from the right, sizes must be equal or 1."),
                    "shape");
        }
        ShapeAnswer answer;
        answer.outputs = {{q.input().dtype, std::move(dims)}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {broadcast_to(c.input(), c.output_types()[0].shape(c.batch()))};
    };
    return kind;
}

BlockKind transpose() {
    BlockKind kind = tensor_operation("transpose", "Transpose", "Changes the order of the axes.");
    kind.example = {"Channels behind the pixels: [N, C, H, W] becomes [N, H, W, C].",
                    "order=0, 2, 3, 1",
                    {"[N, 3, 4, 2]"},
                    "[N, 4, 2, 3]"};
    kind.keywords = "permute swap axes";
    kind.summary = "{order}";
    kind.params = {integers_param("order", "Order", {}, 0,
                                  "For each axis of the result the axis it comes from, like 0, 2, "
                                  "1; empty: swaps the last two.")};
    kind.inputs = {{"x", "Any tensor."}};
    const auto order_of = [](const ParamReader& params, int rank) {
        Axes order = params.integers("order");
        if (!order.empty()) return order;
        if (rank < 2) problem("Transpose needs at least two axes.", "x");
        for (int i = 0; i < rank; ++i)
            order.push_back(i);
        std::swap(order[order.size() - 1], order[order.size() - 2]);
        return order;
    };
    kind.shape = [order_of](const ShapeQuery& q) {
        const TensorType& x = q.input();
        const Axes order = order_of(q.params, x.rank());
        Axes sorted = order;
        std::sort(sorted.begin(), sorted.end());
        for (int i = 0; i < std::max<int>(x.rank(), static_cast<int>(sorted.size())); ++i) {
            if (static_cast<int>(sorted.size()) != x.rank() ||
                sorted[static_cast<std::size_t>(i)] != i) {
                problem(concat("The order must name each axis from 0 to ", x.rank() - 1, " once; ",
                               carries(x), "."),
                        "order");
            }
        }
        TensorType y{x.dtype, {}, x.classes};
        for (const std::int64_t axis : order)
            y.dims.push_back(x.dims[static_cast<std::size_t>(axis)]);
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [order_of](BuildContext& c) -> std::vector<Tensor> {
        return {c.input().permute(order_of(c.params(), c.input().rank()))};
    };
    return kind;
}

BlockKind slice() {
    BlockKind kind =
        tensor_operation("slice", "Slice",
                         "Cuts out a part, in NumPy's notation: \":, 0:4, ::2\" takes all "
                         "samples, the first four of axis 1, and every second of axis 2.");
    kind.example = {"The last step of a sequence.", "ranges=:, -1", {"[N, 4, 6]"}, "[N, 6]"};
    kind.keywords = "cut crop index select part";
    kind.summary = "{ranges}";
    kind.params = {text_param("ranges", "Ranges", ":",
                              "start:stop:step for each axis, separated by commas; negative "
                              "numbers count from the end, a single number takes its axis away.")};
    kind.inputs = {{"x", "Any tensor."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        const auto ranges = parse_ranges(q.params.text("ranges"));
        if (ranges.size() > x.dims.size()) {
            problem(concat(ranges.size(), " ranges for ", x.rank(), " axes; ", carries(x), "."),
                    "ranges");
        }
        TensorType y{x.dtype, {}, x.classes};
        for (std::size_t i = 0; i < x.dims.size(); ++i) {
            const Index index = i < ranges.size() ? ranges[i] : all;
            const bool whole = !index.start && !index.stop && index.step == 1;
            if (x.dims[i].batch && !whole)
                problem("The batch axis has no fixed size and cannot be cut; write : for it.",
                        "ranges");
            Dim dim = x.dims[i];
            if (!whole) dim.size = range_length(index, dim.size);
            if (!index.single) y.dims.push_back(dim);
        }
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {c.input()(parse_ranges(c.params().text("ranges")))};
    };
    return kind;
}

BlockKind concat_kind() {
    BlockKind kind = tensor_operation(
        "concat", "Concat", "Joins tensors along an axis; all other sizes must be equal.");
    kind.example = {"Two branches of a network side by side.", "", {"[N, 5]", "[N, 2]"}, "[N, 7]"};
    kind.keywords = "concatenate join cat merge stack";
    kind.summary = "axis {axis}";
    kind.params = {integer_param("axis", "Axis", -1, -16, 15,
                                 "Along which the inputs are joined; -1 is the last."),
                   integer_param("inputs", "Inputs", 2, 2, 16, "Number of inputs.")};
    kind.variable_inputs = [](const ParamReader& params) {
        std::vector<PortSpec> ports;
        for (std::int64_t i = 1; i <= params.integer("inputs"); ++i)
            ports.push_back({concat("x", i), "A part."});
        return ports;
    };
    kind.inputs = {{"x1", "A part."}, {"x2", "A part."}};
    kind.shape = [](const ShapeQuery& q) {
        TensorType y = q.input(0);
        std::int64_t axis = q.params.integer("axis");
        if (axis < -y.rank() || axis >= y.rank())
            problem(concat("Axis ", axis, " does not exist; ", carries(y), "."), "axis");
        if (axis < 0) axis += y.rank();
        const auto at = static_cast<std::size_t>(axis);
        if (y.dims[at].batch) problem("Samples cannot be joined along the batch axis.", "axis");
        for (std::size_t i = 1; i < q.inputs.size(); ++i) {
            const TensorType& part = q.input(i);
            y.dtype = promote(y.dtype, part.dtype);
            bool fits = part.rank() == y.rank() && !part.dims[at].batch;
            for (std::size_t k = 0; fits && k < y.dims.size(); ++k)
                fits = k == at || part.dims[k] == y.dims[k];
            if (!fits) {
                problem(concat("Concat: ", to_string(q.input(0).dims), " and ",
                               to_string(part.dims), " differ in more than axis ", axis, "."),
                        concat("x", i + 1));
            }
            y.dims[at].size += part.dims[at].size;
        }
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        std::vector<Tensor> parts;
        for (std::size_t i = 0; c.has_input(i); ++i)
            parts.push_back(c.input(i));
        return {cat(parts, c.params().integer("axis"))};
    };
    return kind;
}

}  // namespace

void add_tensor_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Values");
    catalogue.add(parameter());
    catalogue.add(constant());
    add_elementwise_kinds(catalogue);
    add_function_kinds(catalogue);
    add_choice_kinds(catalogue);
    catalogue.begin_group("Products and sums");
    catalogue.add(matmul_kind());
    add_einsum_kind(catalogue);
    add_reduction_kinds(catalogue);
    add_ordering_kinds(catalogue);
    add_picking_kinds(catalogue);
    catalogue.begin_group("Shape");
    catalogue.add(reshape());
    catalogue.add(transpose());
    catalogue.add(slice());
    catalogue.add(concat_kind());
    catalogue.add(broadcast());
}

}  // namespace gradweave::model
