// SPDX-License-Identifier: Apache-2.0
// The functions of vector_math.h are written for any type of number. Here a number stands for a
// variable of a text, and each operation writes the statement that declares the next one.
#include "engine/backends/opencl/render/functions.h"

#include <bit>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <utility>

#include "engine/backends/math/vector_math.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace {

/// The statements written so far, on this thread.
struct Writer {
    bool vectors;
    int count = 0;
    std::string text;

    /// Declares a variable of the type, whose number is the result. In the form, A, B and C stand
    /// for variables, F and I for the types of numbers and of integers, U for that of unsigned
    /// ones.
    int declare(std::string_view type, std::string_view form, std::initializer_list<int> operands) {
        text += "    const ";
        fill(type, {});
        text += concat(" t", count, " = ");
        fill(form, operands);
        text += ";\n";
        return count++;
    }

    void fill(std::string_view form, std::initializer_list<int> operands) {
        for (const char c : form) {
            if (c >= 'A' && c <= 'C')
                text += name_of(operands.begin()[c - 'A']);
            else if (c == 'F')
                text += vectors ? "float16" : "float";
            else if (c == 'I')
                text += vectors ? "int16" : "int";
            else if (c == 'U')
                text += vectors ? "uint16" : "uint";
            else
                text += c;
        }
    }

    static std::string name_of(int number) {
        return number == argument ? std::string("x") : concat("t", number);
    }

    static constexpr int argument = -1;
};

thread_local Writer* writer = nullptr;

int write(std::string_view type, std::string_view form, std::initializer_list<int> operands) {
    return writer->declare(type, form, operands);
}

std::string hexadecimal(std::uint64_t bits) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(bits));
    return text;
}

struct Condition {
    int number;
};

struct Integers {
    int number;
    static Integers of(std::string_view form, std::initializer_list<int> operands) {
        return {write("I", form, operands)};
    }
};

struct Floats {
    int number;
    static Floats of(std::string_view form, std::initializer_list<int> operands) {
        return Floats(Made{write("F", form, operands)});
    }
    static Floats argument() { return Floats(Made{Writer::argument}); }
    Floats(float value)  // NOLINT(google-explicit-constructor): a literal among variables
        : number(write(
              "F", concat("(F)(as_float(", hexadecimal(std::bit_cast<std::uint32_t>(value)), "u))"),
              {})) {}

  private:
    struct Made {
        int number;
    };
    explicit Floats(Made made) : number(made.number) {}
};

/// Single numbers only.
struct Doubles {
    int number;
    static Doubles of(std::string_view form, std::initializer_list<int> operands) {
        return {write("double", form, operands)};
    }
    /// With a literal as B.
    static Doubles with(Doubles a, std::string_view form, double b) {
        const int literal =
            write("double",
                  concat("as_double(", hexadecimal(std::bit_cast<std::uint64_t>(b)), "ul)"), {});
        return of(form, {a.number, literal});
    }
};

Floats operator+(Floats a, Floats b) {
    return Floats::of("A + B", {a.number, b.number});
}
Floats operator-(Floats a, Floats b) {
    return Floats::of("A - B", {a.number, b.number});
}
Floats operator*(Floats a, Floats b) {
    return Floats::of("A * B", {a.number, b.number});
}
Floats operator/(Floats a, Floats b) {
    return Floats::of("A / B", {a.number, b.number});
}
Floats operator-(Floats a) {
    return Floats::of("-A", {a.number});
}
Condition operator<(Floats a, Floats b) {
    return {write("I", "A < B", {a.number, b.number})};
}
Condition operator==(Floats a, Floats b) {
    return {write("I", "A == B", {a.number, b.number})};
}
Condition operator!=(Floats a, Floats b) {
    return {write("I", "A != B", {a.number, b.number})};
}
Condition operator||(Condition a, Condition b) {
    return {write("I", "A | B", {a.number, b.number})};
}

Floats select(Condition condition, Floats yes, Floats no) {
    return Floats::of(writer->vectors ? "select(C, B, A)" : "A ? B : C",
                      {condition.number, yes.number, no.number});
}
Floats multiply_add(Floats a, Floats b, Floats c) {
    // No letter of the macro's name is one that fill() replaces.
    return Floats::of("multiply_add(A, B, C)", {a.number, b.number, c.number});
}
Floats absolute(Floats x) {
    return Floats::of("fabs(A)", {x.number});
}
Floats with_sign_of(Floats magnitude, Floats x) {
    return Floats::of("copysign(A, B)", {magnitude.number, x.number});
}
Integers truncated(Floats x) {
    return Integers::of("convert_I(A)", {x.number});
}
Floats to_float(Integers x) {
    return Floats::of("convert_F(A)", {x.number});
}
Floats from_bits(Integers x) {
    return Floats::of("as_F(A)", {x.number});
}
Integers to_bits(Floats x) {
    return Integers::of("as_I(A)", {x.number});
}
// Integers wrap around.
Integers sum(Integers a, Integers b) {
    return Integers::of("as_I(as_U(A) + as_U(B))", {a.number, b.number});
}
Integers difference(Integers a, Integers b) {
    return Integers::of("as_I(as_U(A) - as_U(B))", {a.number, b.number});
}
Integers integer(int value) {
    return Integers::of(concat("(I)(", value, ")"), {});
}
Integers sum(Integers a, int b) {
    return sum(a, integer(b));
}
Integers difference(Integers a, int b) {
    return difference(a, integer(b));
}
Integers operator+(Integers a, int b) {
    return sum(a, integer(b));
}
Integers operator-(Integers a, Integers b) {
    return difference(a, b);
}
Integers shifted_left(Integers x, int count) {
    return Integers::of("as_I(as_U(A) << as_U(B))", {x.number, integer(count).number});
}
Integers shifted_right(Integers x, int count) {
    return Integers::of("A >> B", {x.number, integer(count).number});
}

Doubles operator+(Doubles a, double b) {
    return Doubles::with(a, "A + B", b);
}
Doubles operator-(Doubles a, double b) {
    return Doubles::with(a, "A - B", b);
}
Doubles operator*(Doubles a, double b) {
    return Doubles::with(a, "A * B", b);
}
Doubles operator-(Doubles a, Doubles b) {
    return Doubles::of("A - B", {a.number, b.number});
}
Doubles to_double(Floats x) {
    return Doubles::of("A", {x.number});
}
Floats to_float(Doubles x) {
    return Floats::of("(F)A", {x.number});
}
Integers truncated(Doubles x) {
    return Integers::of("convert_int(A)", {x.number});
}
Condition has_bit(Integers x, int bit) {
    return {write("I", "A >> B & 1", {x.number, integer(bit).number})};
}

}  // namespace

namespace {

using Function = Floats (*)(Floats);

std::string function(const std::string& name, bool vectors, Function value_of) {
    Writer statements{vectors, 0, {}};
    writer = &statements;
    const Floats result = value_of(Floats::argument());
    writer = nullptr;
    const std::string_view type = vectors ? "float16" : "float";
    return concat(type, " ", name, "(", type, " x) {\n", statements.text, "    return ",
                  Writer::name_of(result.number), ";\n}\n");
}

}  // namespace

std::string single_precision_functions(bool doubles) {
    constexpr std::pair<const char*, Function> functions[] = {
        {"exp", [](Floats x) { return vector_math::exp(x); }},
        {"log", [](Floats x) { return vector_math::log(x); }},
        {"tanh", [](Floats x) { return vector_math::tanh(x); }},
        {"erf", [](Floats x) { return vector_math::erf(x); }}};
    constexpr std::pair<const char*, Function> of_doubles[] = {
        {"sin", [](Floats x) { return vector_math::sincos(x, 0); }},
        {"cos", [](Floats x) { return vector_math::sincos(x, 1); }}};
    std::string text = "#define multiply_add MULTIPLY_ADD\n";
    for (const bool vectors : {false, true}) {
        for (const auto& [name, value_of] : functions)
            text += function(concat(name, vectors ? "_v" : "_f32"), vectors, value_of);
    }
    constexpr int limit = static_cast<int>(vector_math::sincos_limit);
    for (const auto& [name, value_of] : of_doubles) {
        std::string near;
        if (doubles) {
            text += function(concat("near_", name), false, value_of);
            near = concat("fabs(x) < ", limit, " ? near_", name, "(x) : ");
        }
        text += concat("float ", name, "_f32(float x) { return ", near, name, "(x); }\n");
    }
    return text;
}

}  // namespace gradweave::backends::opencl
