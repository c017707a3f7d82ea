// SPDX-License-Identifier: Apache-2.0
// Operators that work element by element.
#include <cmath>
#include <limits>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx {

namespace {

using graph::Op;

/// The second operand as it broadcast before version 7: aligned at an axis of the first.
Tensor second(const Call& c) {
    const Tensor b = c.x(1);
    if (c.version() >= 7 || c.integer("broadcast", 0) == 0 || !c.has_attribute("axis")) return b;
    Axes sizes = b.shape().sizes();
    const int rank = c.x(0).rank();
    for (int i = fn::axis_of(c.integer("axis", 0), rank) + b.rank(); i < rank; ++i)
        sizes.push_back(1);
    return b.reshape(Shape(std::move(sizes)));
}

Tensor matched(Op op, const Tensor& a, const Tensor& b) {
    const auto shape = broadcast_shapes(a.shape(), b.shape());
    if (!shape) {
        refuse(concat("the shapes ", to_string(a.shape()), " and ", to_string(b.shape()),
                      " do not broadcast"));
    }
    return Tensor(
        graph::binary(op, broadcast_to(a, *shape).node(), broadcast_to(b, *shape).node()));
}

template <Tensor (*f)(const Tensor&)>
Results unary(const Call& c) {
    return c.same(f(c.x()));
}
template <Tensor (*f)(const Tensor&, const Tensor&)>
Results binary(const Call& c) {
    return c.same(f(c.x(0), second(c)));
}
template <Tensor (*f)(const Tensor&, const Tensor&)>
Results compare(const Call& c) {
    return {make_value(f(c.x(0), second(c)), ElementType::boolean)};
}
template <Tensor (*f)(const Tensor&, const Tensor&)>
Results fold(const Call& c) {
    Tensor result = c.x(0);
    for (std::size_t i = 1; i < c.input_count(); ++i)
        result = f(result, c.x(i));
    return c.same(result);
}

Tensor sub(const Tensor& a, const Tensor& b) {
    return a - b;
}
Tensor neg(const Tensor& x) {
    return -x;
}
Tensor differ(const Tensor& a, const Tensor& b) {
    return not_equal(a, b);
}

Results mod(const Call& c) {
    const Tensor a = c.x(0), b = c.x(1);
    if (c.integer("fmod", 0) == 0) return c.same(remainder(a, b));
    return c.same(is_floating(a.dtype()) ? fmod(a, b) : a - b * fn::quotient(a, b));
}

Results power(const Call& c) {
    const Tensor base = c.x(0), exponent = second(c);
    if (is_floating(base.dtype()) && is_floating(exponent.dtype()))
        return c.same(pow(base, exponent.to(base.dtype())));
    return c.same(pow(base.to(DType::f64), exponent.to(DType::f64)));
}

Results bit_shift(const Call& c) {
    const std::string direction = c.text("direction", "");
    if (direction != "LEFT" && direction != "RIGHT")
        refuse(concat("the direction is ", in_quotes(direction), ", not LEFT or RIGHT"));
    const Tensor x = c.x(0);
    Tensor by = c.x(1);
    if (direction == "RIGHT" && x.dtype() == DType::u8) {
        // The negative of a shift needs a sign.
        return c.same(matched(Op::shift, x.to(DType::i32), -by.to(DType::i32)));
    }
    if (direction == "RIGHT") by = -by;
    return c.same(matched(Op::shift, x, by));
}

Results is_inf(const Call& c) {
    const Tensor x = c.x();
    const double infinity = std::numeric_limits<double>::infinity();
    const Tensor up = equal(x, fn::number_like(infinity, x)),
                 down = equal(x, fn::number_like(-infinity, x));
    const bool positive = c.integer("detect_positive", 1) != 0,
               negative = c.integer("detect_negative", 1) != 0;
    Tensor result = fn::number(0, DType::boolean);
    if (positive) result = logical_or(result, up);
    if (negative) result = logical_or(result, down);
    return {make_value(broadcast_to(result, x.shape()), ElementType::boolean)};
}

Results where_op(const Call& c) {
    return {make_value(where(c.x(0), c.x(1), c.x(2)), c.type(1))};
}

Results mean_op(const Call& c) {
    Tensor total = c.x(0);
    for (std::size_t i = 1; i < c.input_count(); ++i)
        total = total + c.x(i);
    return c.same(total * (1.0 / static_cast<double>(c.input_count())));
}

Results clip(const Call& c) {
    Tensor x = c.x();
    if (c.version() < 11) {
        if (c.has_attribute("min")) x = maximum(x, fn::number_like(c.real("min", 0), x));
        if (c.has_attribute("max")) x = minimum(x, fn::number_like(c.real("max", 0), x));
        return c.same(x);
    }
    if (c.has(1)) x = maximum(x, c.x(1).reshape(Shape{}));
    if (c.has(2)) x = minimum(x, c.x(2).reshape(Shape{}));
    return c.same(x);
}

Results elu_op(const Call& c) {
    return c.same(elu(c.x(), c.real("alpha", 1)));
}
Results celu_op(const Call& c) {
    return c.same(celu(c.x(), c.real("alpha", 1)));
}
Results selu_op(const Call& c) {
    const Tensor x = c.x();
    // The defaults are Klambauer et al.'s constants (arXiv:1706.02515) as ONNX writes them.
    const double alpha = c.real("alpha", 1.67326319217681884765625),
                 gamma = c.real("gamma", 1.05070102214813232421875);
    return c.same(where(less_equal(x, 0.0), expm1(x) * (alpha * gamma), x * gamma));
}
Results leaky_relu_op(const Call& c) {
    return c.same(leaky_relu(c.x(), c.real("alpha", 0.01)));
}
Results thresholded_relu(const Call& c) {
    const Tensor x = c.x();
    return c.same(where(greater(x, fn::number_like(c.real("alpha", 1), x)), x, x * 0.0));
}
Results hard_sigmoid(const Call& c) {
    return c.same(fn::hard_sigmoid(c.x(), c.real("alpha", 0.2), c.real("beta", 0.5)));
}
Results shrink(const Call& c) {
    const Tensor x = c.x();
    const double threshold = c.real("lambd", 0.5), bias = c.real("bias", 0);
    const Tensor wide = is_floating(x.dtype()) ? x : x.to(DType::f32);
    return c.same(where(less(wide, -threshold), wide + bias,
                        where(greater(wide, threshold), wide - bias, wide * 0.0)));
}
Results prelu_op(const Call& c) {
    const Tensor x = c.x(0);
    Tensor slope = c.x(1);
    // Before broadcasting there was one slope a channel.
    if (c.version() < 7 && slope.rank() == 1 && x.rank() > 2)
        slope = fn::along_channels(slope, x.rank());
    return c.same(where(less(x, fn::number_like(0, x)), x * slope, x));
}

/// As NumPy writes a number: the shortest digits that give it again.
std::string text_of(double value, bool single) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    std::string text = single ? number_text(static_cast<float>(value)) : number_text(value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

Value cast_to(const Call& c, ElementType to) {
    if (const Texts* texts = c.value().texts()) {
        if (to == ElementType::text) return c.value();
        Array numbers(DType::f64, texts->shape);
        for (std::size_t i = 0; i < texts->elements.size(); ++i) {
            std::string text = texts->elements[i];
            for (char& letter : text)
                letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
            const auto number = parse_double(text);
            const bool negative = text.starts_with('-');
            const std::string rest = negative || text.starts_with('+') ? text.substr(1) : text;
            double value = std::numeric_limits<double>::quiet_NaN();
            if (number)
                value = *number;
            else if (rest == "inf" || rest == "infinity")
                value = std::numeric_limits<double>::infinity() * (negative ? -1 : 1);
            else if (rest != "nan")
                refuse(concat(in_quotes(texts->elements[i]), " is no number"));
            numbers.as<double>()[i] = value;
        }
        return make_value(numbers, to);
    }
    if (to != ElementType::text) return make_value(c.x(), to);
    const Array numbers = c.elements(0);
    Texts texts{numbers.shape(), {}};
    for (std::int64_t i = 0; i < numbers.element_count(); ++i) {
        if (is_floating(numbers.dtype()))
            texts.elements.push_back(text_of(numbers.number(i), numbers.dtype() == DType::f32));
        else
            texts.elements.push_back(std::to_string(
                numbers.cast(DType::i64).as<std::int64_t>()[static_cast<std::size_t>(i)]));
    }
    return make_value(std::move(texts));
}

Results cast(const Call& c) {
    // Types were named by text before version 6.
    if (c.version() < 6) unsupported("operator sets before 6 name types in another way");
    return {cast_to(c, static_cast<ElementType>(c.integer("to", 0)))};
}
Results cast_like(const Call& c) {
    return {cast_to(c, c.type(1))};
}
Results identity(const Call& c) {
    return {c.value()};
}

}  // namespace

std::span<const OperatorRow> elementwise_operators() {
    static constexpr OperatorRow rows[] = {
        {"Add", 1, 17, binary < operator+> }, {"Sub", 1, 17, binary<sub>},
         {"Mul", 1, 17, binary < operator*> }, {"Div", 1, 17, binary<fn::quotient>},
          {"Mod", 10, 17, mod}, {"Pow", 1, 17, power}, {"BitShift", 11, 17, bit_shift},
          {"Neg", 1, 17, unary<neg>}, {"Abs", 1, 17, unary<abs>}, {"Floor", 1, 17, unary<floor>},
          {"Ceil", 1, 17, unary<ceil>}, {"Round", 11, 17, unary<round>},
          {"Sign", 9, 17, unary<sign>}, {"Sqrt", 1, 17, unary<sqrt>},
          {"Reciprocal", 1, 17, unary<reciprocal>}, {"Exp", 1, 17, unary<exp>},
          {"Log", 1, 17, unary<log>}, {"Sin", 7, 17, unary<sin>}, {"Cos", 7, 17, unary<cos>},
          {"Tan", 7, 17, unary<tan>}, {"Asin", 7, 17, unary<asin>}, {"Acos", 7, 17, unary<acos>},
          {"Atan", 7, 17, unary<atan>}, {"Sinh", 9, 17, unary<sinh>}, {"Cosh", 9, 17, unary<cosh>},
          {"Tanh", 1, 17, unary<tanh>}, {"Asinh", 9, 17, unary<asinh>},
          {"Acosh", 9, 17, unary<acosh>}, {"Atanh", 9, 17, unary<atanh>},
          {"Erf", 9, 17, unary<erf>}, {"Relu", 1, 17, unary<relu>},
          {"Sigmoid", 1, 17, unary<sigmoid>}, {"Softplus", 1, 17, unary<softplus>},
          {"Softsign", 1, 17, unary<softsign>}, {"HardSwish", 14, 17, unary<hardswish>},
          {"Elu", 1, 17, elu_op}, {"Celu", 12, 17, celu_op}, {"Selu", 1, 17, selu_op},
          {"LeakyRelu", 1, 17, leaky_relu_op}, {"ThresholdedRelu", 10, 17, thresholded_relu},
          {"HardSigmoid", 1, 17, hard_sigmoid}, {"Shrink", 9, 17, shrink},
          {"PRelu", 1, 17, prelu_op}, {"Equal", 1, 17, compare<equal>},
          {"Less", 1, 17, compare<less>}, {"LessOrEqual", 12, 17, compare<less_equal>},
          {"Greater", 1, 17, compare<greater>}, {"GreaterOrEqual", 12, 17, compare<greater_equal>},
          {"And", 1, 17, compare<logical_and>}, {"Or", 1, 17, compare<logical_or>},
          {"Xor", 1, 17, compare<differ>}, {"Not", 1, 17, unary<logical_not>},
          {"IsNaN", 9, 17,
           [](const Call& c) -> Results {
               return {make_value(isnan(c.x()), ElementType::boolean)};
           }},
          {"IsInf", 10, 17, is_inf}, {"Where", 9, 17, where_op},
          {
              "Sum",
              1,
              17,
              fold < operator+> },
              {"Mean", 1, 17, mean_op},
              {"Max", 1, 17, fold<maximum>},
              {"Min", 1, 17, fold<minimum>},
              {"Clip", 1, 17, clip},
              {"Cast", 6, 17, cast},
              {"CastLike", 15, 17, cast_like},
              {"Identity", 1, 17, identity},
         };
    return rows;
}

}  // namespace gradweave::exchange::onnx
