// SPDX-License-Identifier: Apache-2.0
// Elements put in order along an axis, and running results.
#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/indexing.h"

namespace gradweave::model {

namespace {

BlockKind along(const char* id, const char* title, const char* help) {
    BlockKind kind = tensor_operation(id, title, help);
    kind.summary = "axis {axis}";
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions}};
    kind.params = {integer_param("axis", "Axis", -1, -16, 15, "Which axis; -1 is the last.")};
    return kind;
}

BlockKind running(const char* id, const char* title, const char* help,
                  Tensor (*function)(const Tensor&, std::int64_t, bool)) {
    BlockKind kind = along(id, title, help);
    kind.keywords = "cumulative running scan prefix";
    kind.example = {
        "What has come together up to each of 4 steps.", "axis=1", {"[N, 4, 6]"}, "[N, 4, 6]"};
    kind.params.push_back(boolean_param("reverse", "From the end", false,
                                        "Each place has what comes at and after it."));
    kind.shape = [title](const ShapeQuery& q) {
        require_floating(title, q.input(), "x");
        axis_of(q, q.params.integer("axis"));
        return same_as_input(q);
    };
    kind.build = [function](BuildContext& c) -> std::vector<Tensor> {
        return {function(c.input(), c.params().integer("axis"), c.params().boolean("reverse"))};
    };
    return kind;
}

std::vector<PortSpec> sorted_ports() {
    return {{"values", "The elements in order."}, {"indices", "Where each of them was."}};
}

/// The values' and the indices' types, with `count` elements on the axis.
ShapeAnswer sorted_types(const TensorType& x, std::size_t axis, std::int64_t count) {
    ShapeAnswer answer;
    answer.outputs = {x, {DType::i64, x.dims}};
    const Dim before = x.dims[axis];
    if (!before.batch) answer.outputs[1].classes = before.size;
    for (TensorType& type : answer.outputs) {
        if (!before.batch) type.dims[axis].size = count;
    }
    return answer;
}

BlockKind sort_kind() {
    BlockKind kind = along("sort", "Sort",
                           "The elements along an axis in order, equal ones as they stood; NaN "
                           "counts as larger than every number.");
    kind.keywords = "order rank argsort";
    kind.example = {
        "Neighbours by distance: their numbers are the second output.", "", {"[N, 5]"}, "[N, 5]"};
    kind.params.push_back(
        boolean_param("descending", "Descending", false, "The largest comes first."));
    kind.outputs = sorted_ports();
    kind.shape = [](const ShapeQuery& q) {
        require_floating("Sort", q.input(), "x");
        const std::size_t axis = axis_of(q, q.params.integer("axis"));
        return sorted_types(q.input(), axis, q.input().dims[axis].size);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Sorted sorted =
            sort(c.input(), c.params().integer("axis"), c.params().boolean("descending"));
        return {sorted.values, sorted.indices};
    };
    return kind;
}

BlockKind topk_kind() {
    BlockKind kind =
        along("topk", "TopK", "The largest elements along an axis, in order, and where they were.");
    kind.keywords = "largest smallest best k sort select";
    kind.summary = "{count}, axis {axis}";
    kind.example = {"The two best of 5 experts for each sample.", "count=2", {"[N, 5]"}, "[N, 2]"};
    kind.params.insert(kind.params.begin(),
                       integer_param("count", "Count", 1, 1, 1e9, "How many elements are taken."));
    kind.params.push_back(
        boolean_param("largest", "Largest", true, "Off: the smallest, the least one first."));
    kind.outputs = sorted_ports();
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        require_floating("TopK", x, "x");
        const std::size_t axis = axis_of(q, q.params.integer("axis"));
        const std::int64_t count = q.params.integer("count");
        if (x.dims[axis].batch)
            problem("TopK: the batch axis has no fixed number of elements to take from.", "axis");
        if (count > x.dims[axis].size) {
            problem(concat("TopK: ", count, " elements are more than the ", x.dims[axis].size,
                           " of the axis; choose fewer."),
                    "count");
        }
        return sorted_types(x, axis, count);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Sorted top = topk(c.input(), c.params().integer("count"), c.params().integer("axis"),
                                c.params().boolean("largest"));
        return {top.values, top.indices};
    };
    return kind;
}

}  // namespace

void add_ordering_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Order and running results");
    catalogue.add(sort_kind());
    catalogue.add(topk_kind());
    catalogue.add(running("cumsum", "CumSum", "Running sum along an axis.", cumsum));
    catalogue.add(running("cumprod", "CumProd", "Running product along an axis.", cumprod));
    catalogue.add(running("cummax", "CumMax",
                          "Running maximum along an axis; of equals the latest gets the gradient.",
                          cummax));
    catalogue.add(running("cummin", "CumMin",
                          "Running minimum along an axis; of equals the latest gets the gradient.",
                          cummin));
    catalogue.add(running("logcumsumexp", "LogCumSumExp",
                          "Logarithm of the running sum of exp(x) along an axis, without overflow.",
                          logcumsumexp));
}

}  // namespace gradweave::model
