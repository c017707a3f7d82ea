// SPDX-License-Identifier: Apache-2.0
// Two tensors element by element: arithmetic and comparisons; and choices between elements.
#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/functions.h"
#include "engine/tensor/indexing.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

using Binary = Tensor (*)(const Tensor&, const Tensor&);

/// The common shape of what meets element by element; a problem at `port` if there is none.
std::vector<Dim> common_dims(const char* title, const std::vector<Dim>& a,
                             const std::vector<Dim>& b, const char* port) {
    auto dims = broadcast_dims(a, b);
    if (!dims) {
        problem(concat(title, ": ", to_string(a), " and ", to_string(b),
                       " do not fit: counted from the right, sizes must be equal or 1."),
                port);
    }
    return std::move(*dims);
}

/// y = f(a, b), element by element with broadcasting. A truth becomes 1 or 0.
BlockKind binary(const char* id, const char* title, const char* help, Binary function) {
    BlockKind kind = tensor_operation(id, title, help);
    kind.example = {
        "The same row of 5 numbers meets every sample.", "", {"[N, 5]", "[5]"}, "[N, 5]"};
    kind.inputs = {{"a", "The first operand."},
                   {"b", "The second operand; sizes must be equal or 1."}};
    kind.shape = [title](const ShapeQuery& q) {
        const TensorType &a = q.input(0), &b = q.input(1);
        ShapeAnswer answer;
        answer.outputs = {{promote(promote(a.dtype, b.dtype), DType::f32),
                           common_dims(title, a.dims, b.dims, "b")}};
        return answer;
    };
    kind.build = [function](BuildContext& c) -> std::vector<Tensor> {
        const DType type = c.output_types()[0].dtype;
        return {function(c.input(0).to(type), c.input(1).to(type)).to(type)};
    };
    return kind;
}

BlockKind comparison(const char* id, const char* title, const char* help, Binary function) {
    BlockKind kind = binary(id, title, help, function);
    kind.keywords = "compare condition mask logic";
    kind.example.use = "A mask of what is beyond a bound of its own in each of 5 columns.";
    return kind;
}

Tensor truth(const Tensor& condition) {
    return not_equal(condition, Tensor(0.0).to(condition.dtype()));
}

BlockKind where_kind() {
    BlockKind kind = tensor_operation("where", "Where",
                                      "a where the condition is not 0, b elsewhere. What is not "
                                      "chosen gets no gradient, not even an infinite one.");
    kind.keywords = "select choose if condition mask";
    kind.example = {"The 5 numbers of a sample, or one fixed row, as a comparison decides.",
                    "",
                    {"[N, 5] of 2 classes", "[N, 5]", "[5]"},
                    "[N, 5]"};
    kind.inputs = {{"condition", "Not 0 means a; sizes must be equal or 1."},
                   {"a", "Taken where the condition is not 0."},
                   {"b", "Taken where it is 0."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType &a = q.input(1), &b = q.input(2);
        ShapeAnswer answer;
        answer.outputs = {{promote(promote(a.dtype, b.dtype), DType::f32),
                           common_dims("Where", common_dims("Where", a.dims, b.dims, "b"),
                                       q.input(0).dims, "condition")}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const DType type = c.output_types()[0].dtype;
        return {where(truth(c.input(0)), c.input(1).to(type), c.input(2).to(type))};
    };
    return kind;
}

BlockKind masked_fill_kind() {
    BlockKind kind = tensor_operation("masked_fill", "MaskedFill",
                                      "x, with a fixed value where the mask is not 0.");
    kind.keywords = "mask fill replace hide";
    kind.example = {"Scores that may not win become very small before a Softmax.",
                    "value=-1000",
                    {"[N, 5]", "[N, 5] of 2 classes"},
                    "[N, 5]"};
    kind.summary = "{value}";
    kind.params = {real_param("value", "Value", 0, -1e30, 1e30, "What stands where the mask is.")};
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions},
                   {"mask", "Not 0 means filled; sizes must be equal or 1."}};
    kind.shape = [](const ShapeQuery& q) {
        require_floating("MaskedFill", q.input(), "x");
        const auto dims = common_dims("MaskedFill", q.input(0).dims, q.input(1).dims, "mask");
        if (!(dims == q.input().dims)) {
            problem(concat("MaskedFill: the mask ", to_string(q.input(1).dims),
                           " is larger than x, ", to_string(q.input().dims), "."),
                    "mask");
        }
        return same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {masked_fill(c.input(0), truth(c.input(1)), c.params().real("value"))};
    };
    return kind;
}

BlockKind clamp_kind() {
    BlockKind kind = tensor_operation("clamp", "Clamp",
                                      "x within two bounds; the gradient is 0 outside of them.");
    kind.keywords = "clip limit bound minimum maximum";
    kind.example = {"Keeps the logarithm of a deviation in a range that training survives.",
                    "low=-5; high=2",
                    {"[N, 5]"},
                    "[N, 5]"};
    kind.summary = "{low} to {high}";
    kind.params = {real_param("low", "Lowest", 0, -1e30, 1e30, "Smaller values become this."),
                   real_param("high", "Highest", 1, -1e30, 1e30, "Larger values become this.")};
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions}};
    kind.shape = [](const ShapeQuery& q) {
        require_floating("Clamp", q.input(), "x");
        const double low = q.params.real("low"), high = q.params.real("high");
        if (low > high)
            problem(concat("Clamp: the lowest value, ", low, ", is above the highest, ", high, "."),
                    "low");
        return same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {clamp(c.input(), c.params().real("low"), c.params().real("high"))};
    };
    return kind;
}

BlockKind cast_kind() {
    BlockKind kind = tensor_operation("cast", "Cast",
                                      "The same numbers as another type: class numbers as numbers "
                                      "with a fraction, or numbers cut off to whole ones.");
    kind.keywords = "convert type float integer number classes";
    kind.example = {"Class numbers as targets for a loss that compares number by number.",
                    "to=f32",
                    {"[N] of 5 classes"},
                    "[N]"};
    kind.summary = "{to}";
    kind.params = {choice_param("to", "Type", "f32", {"f32", "i64"},
                                "f32: with a fraction; i64: whole numbers, which classes and "
                                "indices are; their gradient is 0.")};
    kind.inputs = {{"x", "Any tensor."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        const bool whole = q.params.text("to") == "i64";
        if (x.dtype == DType::f64 && !whole) return same_as_input(q);
        ShapeAnswer answer;
        answer.outputs = {{whole ? DType::i64 : DType::f32, x.dims, whole ? x.classes : 0}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {c.input().to(c.output_types()[0].dtype)};
    };
    return kind;
}

}  // namespace

void add_elementwise_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Arithmetic");
    catalogue.add(binary("add", "Add", "a + b, element by element.", operator+));
    catalogue.add(binary("sub", "Subtract", "a - b, element by element.", operator-));
    catalogue.add(binary("mul", "Multiply",
                         "a · b, element by element; for matrices see MatMul.", operator*));
    catalogue.add(binary("div", "Divide", "a / b, element by element.", operator/));
    catalogue.add(binary("pow", "Power", "a to the power of b, element by element.", pow));
    catalogue.add(
        binary("maximum", "Maximum", "The larger of a and b, element by element.", maximum));
    catalogue.add(
        binary("minimum", "Minimum", "The smaller of a and b, element by element.", minimum));
    catalogue.add(binary("remainder", "Remainder",
                         "What is left of a divided by b, with the sign of b.", remainder));
    catalogue.add(binary("atan2", "Atan2", "The angle of the point (b, a), from -π to π.", atan2));
    catalogue.add(binary("hypot", "Hypot", "√(a² + b²), without overflow.", hypot));
}

void add_choice_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Comparisons and choices");
    catalogue.add(comparison("equal", "Equal", "1 where a = b, else 0.", equal));
    catalogue.add(
        comparison("not_equal", "NotEqual", "1 where a and b differ, else 0.", not_equal));
    catalogue.add(comparison("less", "Less", "1 where a < b, else 0.", less));
    catalogue.add(comparison("less_equal", "LessEqual", "1 where a ≤ b, else 0.", less_equal));
    catalogue.add(comparison("greater", "Greater", "1 where a > b, else 0.", greater));
    catalogue.add(
        comparison("greater_equal", "GreaterEqual", "1 where a ≥ b, else 0.", greater_equal));
    catalogue.add(where_kind());
    catalogue.add(masked_fill_kind());
    catalogue.add(clamp_kind());
    catalogue.add(cast_kind());
}

}  // namespace gradweave::model
