// SPDX-License-Identifier: Apache-2.0
// The functions of vector_math.h are written for any type of number. Here a number is the name of
// a variable in a text, and each operation writes the statement that declares the next one.
#include "engine/backends/opencl/render/functions.h"

#include <bit>
#include <cstdint>
#include <cstdio>

#include "engine/backends/math/vector_math.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace {

/// The statements written so far, on this thread.
struct Writer {
    bool vectors;
    int count = 0;
    std::string text;

    std::string_view floats() const { return vectors ? "float16" : "float"; }
    std::string_view integers() const { return vectors ? "int16" : "int"; }
    std::string declare(std::string_view type, const std::string& value) {
        std::string name = concat("t", count++);
        text += concat("    const ", type, " ", name, " = ", value, ";\n");
        return name;
    }
};

thread_local Writer* writer = nullptr;

struct Condition {
    std::string name;
};

struct Integers {
    std::string name;
    explicit Integers(std::string n) : name(std::move(n)) {}
    Integers(std::int32_t number)  // NOLINT(google-explicit-constructor): as int to int32_t
        : name(concat("(", writer->integers(), ")(", number, ")")) {}
};

struct Floats {
    std::string name;
    explicit Floats(std::string n) : name(std::move(n)) {}
    Floats(float number)  // NOLINT(google-explicit-constructor): a literal among variables
    {
        char bits[16];
        std::snprintf(bits, sizeof bits, "0x%08xu",
                      static_cast<unsigned>(std::bit_cast<std::uint32_t>(number)));
        name = concat("(", writer->floats(), ")(as_float(", bits, "))");
    }
};

struct Doubles {
    std::string name;
};

Floats float_of(const std::string& value) {
    return Floats(writer->declare(writer->floats(), value));
}
Integers integer_of(const std::string& value) {
    return Integers(writer->declare(writer->integers(), value));
}
Doubles double_of(const std::string& value) {
    return {writer->declare("double", value)};
}
/// An exact literal.
std::string text_of(double number) {
    char bits[32];
    std::snprintf(bits, sizeof bits, "as_double(0x%llxul)",
                  static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(number)));
    return bits;
}
Condition condition_of(const Floats& a, std::string_view comparison, const Floats& b) {
    return {writer->declare(writer->integers(), concat(a.name, comparison, b.name))};
}
/// Integer arithmetic that wraps around.
Integers wrapping(const std::string& a, std::string_view operation, const std::string& b) {
    const std::string_view to = writer->vectors ? "as_int16(" : "as_int(",
                           of = writer->vectors ? "as_uint16(" : "as_uint(";
    return integer_of(concat(to, of, a, ")", operation, of, b, "))"));
}

Floats operator+(const Floats& a, const Floats& b) {
    return float_of(concat(a.name, " + ", b.name));
}
Floats operator-(const Floats& a, const Floats& b) {
    return float_of(concat(a.name, " - ", b.name));
}
Floats operator*(const Floats& a, const Floats& b) {
    return float_of(concat(a.name, " * ", b.name));
}
Floats operator/(const Floats& a, const Floats& b) {
    return float_of(concat(a.name, " / ", b.name));
}
Floats operator-(const Floats& a) {
    return float_of(concat("-", a.name));
}
Condition operator<(const Floats& a, const Floats& b) {
    return condition_of(a, " < ", b);
}
Condition operator==(const Floats& a, const Floats& b) {
    return condition_of(a, " == ", b);
}
Condition operator!=(const Floats& a, const Floats& b) {
    return condition_of(a, " != ", b);
}
Condition operator||(const Condition& a, const Condition& b) {
    return {writer->declare(writer->integers(), concat(a.name, " | ", b.name))};
}
Integers operator+(const Integers& a, const Integers& b) {
    return wrapping(a.name, " + ", b.name);
}
Integers operator-(const Integers& a, const Integers& b) {
    return wrapping(a.name, " - ", b.name);
}

Floats select(const Condition& condition, const Floats& yes, const Floats& no) {
    return float_of(writer->vectors
                        ? concat("select(", no.name, ", ", yes.name, ", ", condition.name, ")")
                        : concat(condition.name, " ? ", yes.name, " : ", no.name));
}
Floats multiply_add(const Floats& a, const Floats& b, const Floats& c) {
    return float_of(concat("MULTIPLY_ADD(", a.name, ", ", b.name, ", ", c.name, ")"));
}
Floats absolute(const Floats& x) {
    return float_of(concat("fabs(", x.name, ")"));
}
Floats with_sign_of(const Floats& magnitude, const Floats& x) {
    return float_of(concat("copysign(", magnitude.name, ", ", x.name, ")"));
}
Integers truncated(const Floats& x) {
    return integer_of(concat("convert_", writer->integers(), "(", x.name, ")"));
}
Floats to_float(const Integers& x) {
    return float_of(concat("convert_", writer->floats(), "(", x.name, ")"));
}
Floats from_bits(const Integers& x) {
    return float_of(concat("as_", writer->floats(), "(", x.name, ")"));
}
Integers to_bits(const Floats& x) {
    return integer_of(concat("as_", writer->integers(), "(", x.name, ")"));
}
// Of single numbers only.
Doubles operator+(const Doubles& a, double b) {
    return double_of(concat(a.name, " + ", text_of(b)));
}
Doubles operator-(const Doubles& a, double b) {
    return double_of(concat(a.name, " - ", text_of(b)));
}
Doubles operator-(const Doubles& a, const Doubles& b) {
    return double_of(concat(a.name, " - ", b.name));
}
Doubles operator*(const Doubles& a, double b) {
    return double_of(concat(a.name, " * ", text_of(b)));
}
Doubles to_double(const Floats& x) {
    return double_of(x.name);
}
Floats to_float(const Doubles& x) {
    return float_of(concat("(float)", x.name));
}
Integers truncated(const Doubles& x) {
    return integer_of(concat("convert_int(", x.name, ")"));
}
Condition has_bit(const Integers& x, int bit) {
    return {writer->declare("int", concat(x.name, " >> ", bit, " & 1"))};
}
Integers sum(const Integers& a, const Integers& b) {
    return a + b;
}
Integers difference(const Integers& a, const Integers& b) {
    return a - b;
}
Integers shifted_left(const Integers& x, int count) {
    return wrapping(x.name, " << ", Integers(count).name);
}
Integers shifted_right(const Integers& x, int count) {
    return integer_of(concat(x.name, " >> ", Integers(count).name));
}

}  // namespace

namespace {

template <class F>
std::string function(const std::string& name, bool vectors, F&& value_of) {
    Writer statements{vectors};
    writer = &statements;
    const Floats result = value_of(Floats(std::string("x")));
    writer = nullptr;
    return concat(statements.floats(), " ", name, "(", statements.floats(), " x) {\n",
                  statements.text, "    return ", result.name, ";\n}\n");
}

}  // namespace

std::string single_precision_functions(bool doubles) {
    std::string text;
    for (const bool vectors : {false, true}) {
        const std::string suffix = vectors ? "_v" : "_f32";
        const auto add = [&](const char* name, auto&& value_of) {
            text += function(name + suffix, vectors, value_of);
        };
        add("exp", [](const Floats& x) { return vector_math::exp(x); });
        add("log", [](const Floats& x) { return vector_math::log(x); });
        add("tanh", [](const Floats& x) { return vector_math::tanh(x); });
        add("erf", [](const Floats& x) { return vector_math::erf(x); });
    }
    for (const auto& [name, quarter] : {std::pair("sin", 0), std::pair("cos", 1)}) {
        const std::string near = concat("near_", name);
        if (doubles)
            text += function(near, false,
                             [&](const Floats& x) { return vector_math::sincos(x, quarter); });
        text += concat("float ", name, "_f32(float x) { return ",
                       doubles ? concat("fabs(x) < ", static_cast<int>(vector_math::sincos_limit),
                                        " ? ", near, "(x) : ")
                               : std::string(),
                       name, "(x); }\n");
    }
    return text;
}

}  // namespace gradweave::backends::opencl
