// SPDX-License-Identifier: Apache-2.0
// Functions of one tensor, element by element, as blocks.
#include "engine/tensor/functions.h"

#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

struct Function {
    const char* id;
    const char* title;
    const char* help;
    Tensor (*compute)(const Tensor&);
};

Tensor negative(const Tensor& x) {
    return -x;
}

constexpr Function functions[] = {
    {"exp", "Exp", "e to the power of x.", exp},
    {"expm1", "Expm1", "exp(x) - 1, right also where that is tiny.", expm1},
    {"exp2", "Exp2", "2 to the power of x.", exp2},
    {"log", "Log", "Natural logarithm; NaN for negative numbers.", log},
    {"log1p", "Log1p", "log(1 + x), right also where x is tiny; NaN below -1.", log1p},
    {"log2", "Log2", "Logarithm to base 2; NaN for negative numbers.", log2},
    {"log10", "Log10", "Logarithm to base 10; NaN for negative numbers.", log10},
    {"sqrt", "Sqrt", "Square root; NaN for negative numbers.", sqrt},
    {"rsqrt", "Rsqrt", "1 / √x; NaN for negative numbers.", rsqrt},
    {"cbrt", "Cbrt", "Cube root, also of negative numbers.", cbrt},
    {"square", "Square", "x times x.", square},
    {"reciprocal", "Reciprocal", "1 / x.", reciprocal},
    {"neg", "Negate", "-x.", negative},
    {"abs", "Abs", "|x|.", abs},
    {"sign", "Sign", "-1, 0 or 1; its gradient is 0.", sign},
    {"floor", "Floor", "The next whole number below; its gradient is 0.", floor},
    {"ceil", "Ceil", "The next whole number above; its gradient is 0.", ceil},
    {"round", "Round", "The nearest whole number, of two the even one; its gradient is 0.", round},
    {"trunc", "Trunc", "The next whole number toward zero; its gradient is 0.", trunc},
    {"frac", "Frac", "What x has behind the point, with the sign of x.", frac},
    {"erf", "Erf", "Error function: the share of a normal distribution within x √2 deviations.",
     erf},
    {"erfc", "Erfc", "1 - erf(x), right also where that is tiny.", erfc},
    {"erfinv", "Erfinv", "The inverse of Erf; NaN outside -1 to 1.", erfinv},
    {"lgamma", "Lgamma", "Logarithm of the absolute value of the gamma function.", lgamma},
    {"digamma", "Digamma", "The derivative of Lgamma.", digamma},
};

constexpr Function angles[] = {
    {"sin", "Sin", "Sine of x in radians.", sin},
    {"cos", "Cos", "Cosine of x in radians.", cos},
    {"tan", "Tan", "Tangent of x in radians.", tan},
    {"asin", "Asin", "The angle whose sine is x; NaN outside -1 to 1.", asin},
    {"acos", "Acos", "The angle whose cosine is x; NaN outside -1 to 1.", acos},
    {"atan", "Atan", "The angle whose tangent is x.", atan},
    {"sinh", "Sinh", "Hyperbolic sine: (exp(x) - exp(-x)) / 2.", sinh},
    {"cosh", "Cosh", "Hyperbolic cosine: (exp(x) + exp(-x)) / 2.", cosh},
    {"asinh", "Asinh", "The inverse of Sinh.", asinh},
    {"acosh", "Acosh", "The inverse of Cosh; NaN below 1.", acosh},
    {"atanh", "Atanh", "The inverse of Tanh; NaN outside -1 to 1.", atanh},
};

BlockKind kind_of(const Function& function) {
    BlockKind kind;
    kind.id = function.id;
    kind.title = function.title;
    kind.category = Category::tensor;
    kind.help = function.help;
    kind.keywords = "function element formula";
    kind.example = {
        "One step of a formula that is drawn block by block.", "", {"[N, 5]"}, "[N, 5]"};
    kind.inputs = {{"x", "Any numbers.", Accepts::fractions}};
    kind.outputs = {{"y", "The result."}};
    kind.shape = [title = function.title](const ShapeQuery& q) {
        require_floating(title, q.input(), "x");
        ShapeAnswer answer;
        answer.outputs = {q.input()};
        return answer;
    };
    kind.build = [compute = function.compute](BuildContext& c) -> std::vector<Tensor> {
        return {compute(c.input())};
    };
    return kind;
}

}  // namespace

void add_function_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Functions");
    for (const Function& function : functions)
        catalogue.add(kind_of(function));
    catalogue.begin_group("Angles and hyperbolas");
    for (const Function& function : angles)
        catalogue.add(kind_of(function));
}

}  // namespace gradweave::model
