// SPDX-License-Identifier: Apache-2.0
// Derivatives as blocks: what training computes for weights, for any tensor, to be wired on.
#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

BlockKind gradient() {
    BlockKind kind;
    kind.id = "gradient";
    kind.title = "Gradient";
    kind.category = Category::tensor;
    kind.default_name = "grad";
    kind.help =
        "How y changes with x: the derivative of the sum of y's values by each value of x. The "
        "result is a tensor like any other, and can be differentiated again: for penalties on "
        "slopes, differential equations, curvature.";
    kind.example = {"The slope of a network at each sample: y is its output for the input x.",
                    "",
                    {"[N, 1]", "[N, 2]"},
                    "[N, 2]"};
    kind.keywords = "derivative slope jacobian hessian physics differential equation penalty pinn";
    kind.inputs = {
        {"y", "What is differentiated; all its values are added up.", Accepts::fractions},
        {"x", "What it is differentiated by: any tensor that leads to y.", Accepts::fractions}};
    kind.outputs = {{"dx", "dy/dx, of x's shape."}};
    kind.asks_wires = true;
    kind.shape = [](const ShapeQuery& q) {
        require_floating("Gradient", q.input(0), "y");
        require_floating("Gradient", q.input(1), "x");
        if (q.leads && !q.leads(1, 0)) {
            problem(
                "Gradient: y is not computed from x, so there is no derivative; wire to x a "
                "tensor that y's block, or one before it, is given.",
                "x");
        }
        ShapeAnswer answer;
        answer.outputs = {q.input(1)};
        answer.outputs[0].classes = 0;
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {grad(sum(c.input(0)), c.input(1))};
    };
    return kind;
}

}  // namespace

void add_derivative_kinds(Catalogue& catalogue) {
    catalogue.add(gradient());
}

}  // namespace gradweave::model
