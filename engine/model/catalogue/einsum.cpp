// SPDX-License-Identifier: Apache-2.0
// Sums of products by letters, as a block.
#include "engine/tensor/einsum.h"

#include <map>

#include "engine/model/catalogue/kinds.h"

namespace gradweave::model {

namespace {

BlockKind einsum_kind() {
    BlockKind kind = tensor_operation(
        "einsum", "Einsum",
        "Products of the inputs' elements, summed over the axes whose letters the result lacks: "
        "\"ij,jk->ik\" is the product of two matrices, \"bi,bi->b\" a dot product for each "
        "sample.");
    kind.keywords = "einstein sum product contraction tensor dot trace outer";
    kind.example = {"How alike each of 3 queries is to each of 4 keys, in each sample.",
                    "formula=bqd,bkd->bqk",
                    {"[N, 3, 5]", "[N, 4, 5]"},
                    "[N, 3, 4]"};
    kind.summary = "{formula}";
    kind.params = {
        text_param("formula", "Formula", "ij,jk->ik",
                   "A letter for each axis, inputs separated by commas, the result behind the "
                   "arrow; \"...\" stands for leading axes."),
        integer_param("inputs", "Inputs", 2, 1, 8, "Number of inputs.")};
    kind.variable_inputs = [](const ParamReader& params) {
        std::vector<PortSpec> ports;
        for (std::int64_t i = 1; i <= params.integer("inputs"); ++i)
            ports.push_back({concat("x", i), "A factor.", Accepts::fractions});
        return ports;
    };
    kind.inputs = {{"x1", "A factor.", Accepts::fractions},
                   {"x2", "A factor.", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        std::vector<int> ranks;
        std::vector<std::string> shapes;
        TensorType y{DType::f32, {}};
        for (std::size_t i = 0; i < q.inputs.size(); ++i) {
            require_floating("Einsum", q.input(i), concat("x", i + 1).c_str());
            y.dtype = promote(y.dtype, q.input(i).dtype);
            ranks.push_back(q.input(i).rank());
            shapes.push_back(to_string(q.input(i).dims));
        }
        const EinsumAxes axes = einsum_axes(q.params.text("formula"), ranks, shapes);
        std::map<int, Dim> dims;
        for (std::size_t i = 0; i < q.inputs.size(); ++i) {
            for (std::size_t axis = 0; axis < axes.operands[i].size(); ++axis) {
                const int name = axes.operands[i][axis];
                const Dim dim = q.input(i).dims[axis];
                Dim& known = dims.try_emplace(name, dim).first->second;
                if (known == Dim{}) known = dim;
                if (!(dim == known) && !(dim == Dim{})) {
                    problem(
                        concat("Einsum: axis ", einsum_axis_text(name), " has ", to_string(known),
                               " elements in one input and ", to_string(dim), " in another."),
                        "formula");
                }
            }
        }
        for (const int name : axes.result)
            y.dims.push_back(dims.at(name));
        ShapeAnswer answer;
        answer.outputs = {std::move(y)};
        if (q.inputs.size() > 1) {
            answer.multiply_adds = 1;
            for (const auto& [name, dim] : dims)
                answer.multiply_adds = saturated_product({answer.multiply_adds, dim.size});
        }
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        std::vector<Tensor> operands;
        for (std::size_t i = 0; c.has_input(i); ++i)
            operands.push_back(c.input(i));
        return {einsum(c.params().text("formula"), operands)};
    };
    return kind;
}

}  // namespace

void add_einsum_kind(Catalogue& catalogue) {
    catalogue.add(einsum_kind());
}

}  // namespace gradweave::model
