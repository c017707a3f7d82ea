// SPDX-License-Identifier: Apache-2.0
// Elements picked and placed by number, one-hot rows, and triangles of matrices.
#include <algorithm>
#include <array>

#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/indexing.h"
#include "engine/tensor/shaping.h"

namespace gradweave::model {

namespace {

ParamSpec axis_param() {
    return integer_param("axis", "Axis", -1, -16, 15, "Which axis; -1 is the last.");
}

PortSpec index_port() {
    return {"index",
            "Numbers of elements along the axis, from 0; negative ones count from the end. As many "
            "axes as x, none longer but that one.",
            Accepts::classes};
}

/// The axis; a problem if the second input is no index into the first along it.
std::size_t indexed_axis(const char* title, const ShapeQuery& q) {
    const std::size_t axis = axis_of(q, q.params.integer("axis"));
    const TensorType &x = q.input(0), &index = q.input(1);
    if (!is_integer(index.dtype))
        problem(concat(title, " needs class numbers ", to_string(index.dims), "; ", carries(index),
                       " of type ", name_of(index.dtype), "."),
                "index");
    if (x.dims[axis].batch) problem("Samples cannot be picked along the batch axis.", "axis");
    bool fits = index.rank() == x.rank();
    for (std::size_t i = 0; fits && i < x.dims.size(); ++i) {
        const Dim &own = index.dims[i], &whole = x.dims[i];
        const bool shorter = !own.batch && !whole.batch && own.size <= whole.size;
        fits = i == axis ? !own.batch : own == whole || shorter;
    }
    if (!fits) {
        problem(concat(title, ": the index ", to_string(index.dims), " must have the axes of x, ",
                       to_string(x.dims), ", none longer but axis ", axis, "."),
                "index");
    }
    return axis;
}

BlockKind gather_kind() {
    BlockKind kind = tensor_operation("gather", "Gather",
                                      "Picks one element of x for each number of the index, along "
                                      "an axis; numbers outside give 0.");
    kind.keywords = "index pick take select lookup";
    kind.example = {"The score of a named class for each sample.",
                    "axis=1",
                    {"[N, 5]", "[N, 1] of 5 classes"},
                    "[N, 1]"};
    kind.summary = "axis {axis}";
    kind.params = {axis_param()};
    kind.inputs = {{"x", "Any tensor."}, index_port()};
    kind.shape = [](const ShapeQuery& q) {
        indexed_axis("Gather", q);
        ShapeAnswer answer;
        answer.outputs = {{q.input(0).dtype, q.input(1).dims, q.input(0).classes}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {gather(c.input(0), c.input(1), c.params().integer("axis"))};
    };
    return kind;
}

/// In the order of gradweave::Reduction, with what is no reduction behind.
constexpr std::array ways{"sum", "product", "mean", "max", "min", "replace"};

BlockKind scatter_kind() {
    BlockKind kind = tensor_operation(
        "scatter", "Scatter",
        "x, with each update put to the element that its number names along an axis: added to it, "
        "multiplied with it, in its place, ... Updates of one place come together; numbers outside "
        "change nothing.");
    kind.keywords = "index put place scatter_add scatter_reduce aggregate pool messages";
    kind.example = {"Messages of 6 edges added up at the 4 nodes that they reach.",
                    "axis=1; how=sum",
                    {"[N, 4]", "[N, 6] of 4 classes", "[N, 6]"},
                    "[N, 4]"};
    kind.summary = "{how}, axis {axis}";
    kind.params = {
        axis_param(),
        choice_param("how", "How", "sum", {ways.begin(), ways.end()},
                     "sum, product, mean, max and min put together what meets at one place; "
                     "replace: the last update stays."),
        shown_if(boolean_param("include_self", "With x itself", true,
                               "Off: places that get updates forget their own element of x."),
                 "how", {"sum", "product", "mean", "max", "min"})};
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions},
                   index_port(),
                   {"updates", "As many numbers as the index has.", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        require_floating("Scatter", q.input(0), "x");
        require_floating("Scatter", q.input(2), "updates");
        indexed_axis("Scatter", q);
        if (!(q.input(2).dims == q.input(1).dims)) {
            problem(concat("Scatter: the updates ", to_string(q.input(2).dims),
                           " must have the shape of the index, ", to_string(q.input(1).dims), "."),
                    "updates");
        }
        return same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Tensor &x = c.input(0), &index = c.input(1);
        const Tensor updates = c.input(2).to(x.dtype());
        const std::int64_t axis = c.params().integer("axis");
        const std::string& how = c.params().text("how");
        if (how == "replace") return {scatter(x, index, updates, axis)};
        const auto way = std::find(ways.begin(), ways.end(), how) - ways.begin();
        return {scatter_reduce(x, index, updates, axis, static_cast<Reduction>(way),
                               c.params().boolean("include_self"))};
    };
    return kind;
}

BlockKind one_hot_kind() {
    BlockKind kind = tensor_operation("one_hot", "OneHot",
                                      "A row of zeros with a 1 at the number's place, for each "
                                      "number; a row of zeros alone for numbers outside.");
    kind.keywords = "classes labels indicator dummy";
    kind.example = {"Class numbers as targets for a loss that compares number by number.",
                    "",
                    {"[N] of 5 classes"},
                    "[N, 5]"};
    kind.params = {integer_param("classes", "Classes", 0, 0, 1e7,
                                 "Length of a row; 0: as many as the data has.")};
    kind.inputs = {{"x", "Class numbers.", Accepts::classes}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (!is_integer(x.dtype))
            problem(concat("OneHot needs class numbers ", to_string(x.dims), "; ", carries(x),
                           " of type ", name_of(x.dtype), "."),
                    "x");
        const std::int64_t named = q.params.integer("classes");
        const std::int64_t classes = named > 0 ? named : x.classes;
        if (classes == 0)
            problem("OneHot: it is not known how many classes there are; say so.", "classes");
        ShapeAnswer answer;
        answer.outputs = {{DType::f32, x.dims}};
        answer.outputs[0].dims.push_back({classes});
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const TensorType& y = c.output_types()[0];
        return {one_hot(c.input(), y.dims.back().size, y.dtype)};
    };
    return kind;
}

BlockKind triangle(const char* id, const char* title, const char* help,
                   Tensor (*function)(const Tensor&, std::int64_t)) {
    BlockKind kind = tensor_operation(id, title, help);
    kind.keywords = "triangle matrix mask causal lower upper";
    kind.example = {"Of a matrix for each sample, half of it.", "", {"[N, 4, 4]"}, "[N, 4, 4]"};
    kind.summary = "diagonal {diagonal}";
    kind.params = {integer_param("diagonal", "Diagonal", 0, -1e9, 1e9,
                                 "Where the triangle ends: 0 is the main diagonal, 1 the one above "
                                 "it.")};
    kind.inputs = {{"x", "[..., rows, columns]", Accepts::fractions}};
    kind.shape = [title](const ShapeQuery& q) {
        const TensorType& x = q.input();
        require_floating(title, x, "x");
        if (x.rank() < 2 || x.dims.back().batch || x.dims[x.dims.size() - 2].batch)
            problem(concat(title, " needs matrices [..., rows, columns]; ", carries(x), "."), "x");
        return same_as_input(q);
    };
    kind.build = [function](BuildContext& c) -> std::vector<Tensor> {
        return {function(c.input(), c.params().integer("diagonal"))};
    };
    return kind;
}

}  // namespace

void add_picking_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Picking and placing");
    catalogue.add(gather_kind());
    catalogue.add(scatter_kind());
    catalogue.add(one_hot_kind());
    catalogue.add(triangle(
        "tril", "Tril", "The elements on and below a diagonal of each matrix, 0 elsewhere.", tril));
    catalogue.add(triangle(
        "triu", "Triu", "The elements on and above a diagonal of each matrix, 0 elsewhere.", triu));
}

}  // namespace gradweave::model
