// SPDX-License-Identifier: Apache-2.0
// Many numbers to one: reductions over axes, and the place of the largest along one.
#include "engine/tensor/reductions.h"

#include <algorithm>
#include <functional>

#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

/// The reduction's axes as numbers from the front, all of them if none are named.
Axes reduced_axes(const ParamReader& params, const TensorType& x) {
    Axes axes = params.integers("axes");
    for (auto& axis : axes) {
        if (axis < -x.rank() || axis >= x.rank()) {
            problem(concat("Axis ", axis, " does not exist; ", carries(x), "."), "axes");
        }
        if (axis < 0) axis += x.rank();
    }
    std::sort(axes.begin(), axes.end());
    if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
        problem("An axis is named twice.", "axes");
    if (axes.empty()) {
        for (int i = 0; i < x.rank(); ++i)
            axes.push_back(i);
    }
    return axes;
}

/// What a reduction computes: the block, its axes, whether they stay.
using Reduce = std::function<Tensor(const BuildContext&, const Axes&, bool)>;

BlockKind reduction(const char* id, const char* title, const char* help, Reduce function,
                    std::vector<ParamSpec> further = {}) {
    BlockKind kind = tensor_operation(id, title, help);
    kind.keywords = "reduce aggregate";
    kind.example = {"One number for each sample, over its features.", "axes=1", {"[N, 5]"}, "[N]"};
    kind.summary = "axes {axes}";
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions}};
    kind.params = {
        integers_param("axes", "Axes", {}, -16,
                       "Axes to reduce, 0 is the batch, -1 the last; empty: all of them."),
        boolean_param("keep_axes", "Keep axes", false, "Reduced axes stay, with size 1.")};
    kind.params.insert(kind.params.end(), further.begin(), further.end());
    kind.shape = [title](const ShapeQuery& q) {
        const TensorType& x = q.input();
        require_floating(title, x, "x");
        const Axes axes = reduced_axes(q.params, x);
        TensorType y{x.dtype, {}};
        for (int i = 0; i < x.rank(); ++i) {
            if (std::find(axes.begin(), axes.end(), i) == axes.end())
                y.dims.push_back(x.dims[static_cast<std::size_t>(i)]);
            else if (q.params.boolean("keep_axes"))
                y.dims.push_back({});
        }
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [function = std::move(function)](BuildContext& c) -> std::vector<Tensor> {
        const Tensor y = function(c, c.params().integers("axes"), c.params().boolean("keep_axes"));
        return {y.to(c.output_types()[0].dtype)};
    };
    return kind;
}

BlockKind plain(const char* id, const char* title, const char* help,
                Tensor (*function)(const Tensor&, Axes, bool)) {
    return reduction(id, title, help,
                     [function](const BuildContext& c, const Axes& axes, bool keep) {
                         return function(c.input(), axes, keep);
                     });
}

BlockKind spread(const char* id, const char* title, const char* help,
                 Tensor (*function)(const Tensor&, Axes, double, bool)) {
    return reduction(
        id, title, help,
        [function](const BuildContext& c, const Axes& axes, bool keep) {
            return function(c.input(), axes, c.params().real("correction"), keep);
        },
        {real_param("correction", "Correction", 1, 0, 1e6,
                    "The sum of squares is divided by the count less this: 1 estimates from a "
                    "sample, 0 takes what is there.")});
}

BlockKind position(const char* id, const char* title, const char* help,
                   Tensor (*function)(const Tensor&, std::int64_t)) {
    BlockKind kind = tensor_operation(id, title, help);
    kind.keywords = "index place winner class prediction";
    kind.example = {
        "The class that a network takes a sample for, out of its 5 scores.", "", {"[N, 5]"}, "[N]"};
    kind.summary = "axis {axis}";
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions}};
    kind.params = {integer_param("axis", "Axis", -1, -16, 15, "Which axis; -1 is the last.")};
    kind.shape = [title](const ShapeQuery& q) {
        require_floating(title, q.input(), "x");
        const std::size_t axis = axis_of(q, q.params.integer("axis"));
        TensorType y{DType::i64, q.input().dims};
        const Dim dim = y.dims[axis];
        if (!dim.batch && dim.size == 0)
            problem(concat(title, ": an axis without elements has none that wins."), "axis");
        y.classes = dim.batch ? 0 : dim.size;
        y.dims.erase(y.dims.begin() + static_cast<std::ptrdiff_t>(axis));
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        return answer;
    };
    kind.build = [function](BuildContext& c) -> std::vector<Tensor> {
        return {function(c.input(), c.params().integer("axis"))};
    };
    return kind;
}

}  // namespace

void add_reduction_kinds(Catalogue& catalogue) {
    catalogue.add(plain("sum", "Sum", "Sum over axes.", sum));
    catalogue.add(plain("mean", "Mean", "Mean over axes.", mean));
    catalogue.add(plain("max", "Max", "Largest value over axes.", max));
    catalogue.add(plain("min", "Min", "Smallest value over axes.", min));
    catalogue.add(plain("prod", "Product", "Product over axes.", prod));
    catalogue.add(
        spread("var", "Variance", "Mean squared distance from the mean, over axes.", var));
    catalogue.add(
        spread("std", "Deviation",
               "Square root of the variance over axes; its gradient is 0 where that is 0.",
               std_deviation));
    catalogue.add(plain("logsumexp", "LogSumExp", "log(sum(exp(x))) over axes, without overflow.",
                        logsumexp));
    catalogue.add(reduction(
        "norm", "Norm",
        "(sum |x|^p)^(1/p) over axes: the length for p = 2. Its gradient is 0 where it is 0.",
        [](const BuildContext& c, const Axes& axes, bool keep) {
            return norm(c.input(), c.params().real("p"), axes, keep);
        },
        {real_param("p", "Exponent", 2, 0, 1e6, "The p; 0 counts what is not 0.")}));
    catalogue.add(plain("any", "Any", "1 where some value over axes is not 0, else 0.", any));
    catalogue.add(plain("all", "All", "1 where no value over axes is 0, else 0.", all_of));
    catalogue.add(position("argmax", "ArgMax",
                           "The number of the largest element along an axis, the first of equals.",
                           argmax));
    catalogue.add(position("argmin", "ArgMin",
                           "The number of the smallest element along an axis, the first of equals.",
                           argmin));
}

}  // namespace gradweave::model
