// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/elements.h"

#include <bit>
#include <cstdio>
#include <limits>

#include "engine/backends/opencl/render/functions.h"
#include "engine/core/convert.h"
#include "engine/core/text.h"
#include "engine/graph/combination.h"

namespace gradweave::backends::opencl {

using graph::Op;
using graph::OpClass;

namespace {

/// How an operation is written. A, B and C are the operands, T the type's name, S its suffix.
/// An empty text: the operation is not defined for such elements (or has no vector form).
struct Row {
    Op op;
    std::string_view floating, integer, boolean;
    std::string_view vector;  ///< on float16
};

constexpr Row rows[] = {
    {Op::neg, "-A", "neg_S(A)", "", "-A"},
    {Op::abs, "fabs(A)", "abs_S(A)", "", "fabs(A)"},
    {Op::floor, "floor(A)", "", "", "floor(A)"},
    {Op::round, "rint(A)", "", "", "rint(A)"},
    {Op::sqrt, "sqrt(A)", "", "", "sqrt(A)"},
    {Op::rsqrt, "(T)1 / sqrt(A)", "", "", "1.0f / sqrt(A)"},
    {Op::recip, "(T)1 / A", "", "", "1.0f / A"},
    {Op::exp, "exp_S(A)", "", "", "exp_v(A)"},
    {Op::log, "log_S(A)", "", "", "log_v(A)"},
    // PoCL 3.1 gives wrong sines of vectors of which one lane is large.
    {Op::sin, "sin_S(A)", "", "", ""},
    {Op::cos, "cos_S(A)", "", "", ""},
    {Op::tanh, "tanh_S(A)", "", "", "tanh_v(A)"},
    {Op::erf, "erf_S(A)", "", "", "erf_v(A)"},
    {Op::bit_not, "", "(T)~A", "(T)!A", ""},
    {Op::cast, "cast", "cast", "cast", "cast"},  // has two types: see cast_expression
    {Op::bitcast, "as", "as", "as", ""},

    {Op::add, "A + B", "add_S(A, B)", "", "A + B"},
    {Op::sub, "A - B", "sub_S(A, B)", "", "A - B"},
    {Op::mul, "A * B", "mul_S(A, B)", "", "A * B"},
    {Op::div, "A / B", "div_S(A, B)", "", "A / B"},
    {Op::mod, "mod_S(A, B)", "mod_S(A, B)", "", ""},
    {Op::pow, "pow(A, B)", "pow_S(A, B)", "", "pow(A, B)"},
    {Op::max, "max_S(A, B)", "max(A, B)", "(T)(A | B)", "max_v(A, B)"},
    {Op::min, "min_S(A, B)", "min(A, B)", "(T)(A & B)", "min_v(A, B)"},
    {Op::lt, "A < B", "A < B", "A < B", "A < B"},
    {Op::le, "A <= B", "A <= B", "A <= B", "A <= B"},
    {Op::eq, "A == B", "A == B", "A == B", "A == B"},
    {Op::bit_and, "", "(T)(A & B)", "(T)(A & B)", ""},
    {Op::bit_or, "", "(T)(A | B)", "(T)(A | B)", ""},
    {Op::bit_xor, "", "(T)(A ^ B)", "(T)(A ^ B)", ""},
    {Op::shift, "", "shift_S(A, B)", "(T)(B != 0 ? 0 : A)", ""},

    {Op::select, "A ? B : C", "A ? B : C", "A ? B : C", "select(C, B, A)"},
};

constexpr const Row* find_row(Op op) {
    for (const Row& row : rows) {
        if (row.op == op) return &row;
    }
    return nullptr;
}

/// Each operation that loops may contain has a row, for each kind of element that it accepts.
constexpr bool rows_are_complete() {
    for (int i = 0; i < graph::op_count; ++i) {
        const auto op = static_cast<Op>(i);
        if (!graph::is_elementwise(op)) continue;
        const Row* row = find_row(op);
        if (row == nullptr) return false;
        const auto rule = graph::info(op).type;
        if (graph::accepts(rule, DType::f32) && row->floating.empty()) return false;
        if (graph::accepts(rule, DType::i32) && row->integer.empty()) return false;
        if (graph::accepts(rule, DType::boolean) && row->boolean.empty()) return false;
    }
    return true;
}
static_assert(rows_are_complete(), "an elementwise operation has no row in OpenCL C");

std::string filled(std::string_view form, DType type, std::span<const std::string> operands) {
    std::string text;
    const auto is_word = [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); };
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char c = form[i];
        // S follows an underscore; the others stand alone.
        if (c == 'S' && i > 0 && form[i - 1] == '_')
            text += suffix(type);
        else if (c == 'T' && (i == 0 || !is_word(form[i - 1])))
            text += type_name(type);
        else if (c >= 'A' && c <= 'C' && (i == 0 || !is_word(form[i - 1])))
            text += operands[static_cast<std::size_t>(c - 'A')];
        else
            text += c;
    }
    return text;
}

std::string cast_expression(DType from, DType to, const std::string& x) {
    if (from == to) return x;
    if (is_floating(from) && is_storage_only(from))
        return concat("float_of_", gradweave::name_of(from), "(", x, ")");
    if (is_floating(to) && is_storage_only(to))
        return concat(gradweave::name_of(to), "_of_float(", x, ")");
    if (to == DType::boolean) return concat("(uchar)(", x, " != 0)");
    if (is_floating(from) && is_integer(to))
        return concat("cast_", suffix(from), "_", suffix(to), "(", x, ")");
    return concat("(", type_name(to), ")", x);
}

std::string hexadecimal(std::uint64_t bits) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(bits));
    return text;
}

}  // namespace

std::string_view type_name(DType dtype) {
    switch (dtype) {
        case DType::boolean:
        case DType::u8:
            return "uchar";
        case DType::i8:
            return "char";
        case DType::i16:
            return "short";
        case DType::f16:
        case DType::bf16:
            return "ushort";  // bits; the prelude makes numbers of them
        case DType::i32:
            return "int";
        case DType::i64:
            return "long";
        case DType::f32:
            return "float";
        case DType::f64:
            break;
    }
    return "double";
}

std::string_view suffix(DType dtype) {
    return dtype == DType::boolean ? std::string_view("u8") : gradweave::name_of(dtype);
}

std::string_view vector_type_name(DType dtype) {
    return dtype == DType::f32 ? "float16" : "int16";
}

std::string literal(const graph::Scalar& value, DType dtype) {
    return visit_stored(dtype, [&]<class T>(std::type_identity<T>) -> std::string {
        const T element =
            value.is_integer() ? convert<T>(value.as_integer()) : convert<T>(value.as_double());
        if constexpr (std::is_same_v<T, float>)
            return concat("as_float(", hexadecimal(std::bit_cast<std::uint32_t>(element)), "u)");
        else if constexpr (std::is_same_v<T, double>)
            return concat("as_double(", hexadecimal(std::bit_cast<std::uint64_t>(element)), "ul)");
        else if constexpr (std::is_same_v<T, std::int64_t>)
            return concat("as_long(", hexadecimal(static_cast<std::uint64_t>(element)), "ul)");
        else if constexpr (std::is_same_v<T, std::int32_t>)
            return concat("as_int(", hexadecimal(static_cast<std::uint32_t>(element)), "u)");
        else if constexpr (std::is_integral_v<T>)
            return concat("(", type_name(dtype), ")", static_cast<int>(element));
        else
            return concat("(ushort)", element.bits);
    });
}

std::string identity(Op reduction, DType dtype) {
    const auto of = [&](double floating, std::int64_t integer) {
        return is_floating(dtype) ? literal(floating, dtype) : literal(integer, dtype);
    };
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto limit = [&](bool least) {
        return visit_dtype(dtype, [&]<class T>(std::type_identity<T>) {
            const T value =
                least ? std::numeric_limits<T>::lowest() : std::numeric_limits<T>::max();
            return static_cast<std::int64_t>(std::is_floating_point_v<T> ? T(0) : value);
        });
    };
    switch (reduction) {
        case Op::reduce_sum:
            return of(-0.0, 0);  // +0 would make +0 of a sum of -0
        case Op::reduce_prod:
            return of(1, 1);
        case Op::reduce_max:
            return of(-infinity, limit(true));
        default:
            return of(infinity, limit(false));
    }
}

std::string scalar_expression(Op op, DType type, DType result,
                              std::span<const std::string> operands) {
    if (op == Op::random_bits)
        return concat("random_word(", operands[0], ", ", operands[1], ", ", operands[2], ")");
    if (op == Op::cast) return cast_expression(type, result, operands[0]);
    if (op == Op::bitcast) return concat("as_", type_name(result), "(", operands[0], ")");
    const Row& row = *find_row(op);
    const std::string_view form = is_floating(type)        ? row.floating
                                  : type == DType::boolean ? row.boolean
                                                           : row.integer;
    GW_ASSERT(!form.empty());
    return filled(form, type, operands);
}

bool has_vector_form(Op op, DType type, DType result) {
    const auto narrow = [](DType t) {
        return t == DType::f32 || t == DType::i32 || t == DType::boolean;
    };
    if (!narrow(type) || !narrow(result)) return false;
    const Row* row = find_row(op);
    if (row == nullptr) return false;
    switch (op) {
        case Op::cast:
        case Op::lt:
        case Op::le:
        case Op::eq:
            return type != DType::boolean || op == Op::cast;
        case Op::select:
            return true;
        case Op::bit_and:
        case Op::bit_or:
        case Op::bit_xor:
        case Op::bit_not:
            return true;  // of masks and of integers alike
        default:
            return type == DType::f32 && !row->vector.empty();
    }
}

std::string vector_expression(Op op, DType type, DType result,
                              std::span<const std::string> operands) {
    switch (op) {
        case Op::bit_and:
            return concat(operands[0], " & ", operands[1]);
        case Op::bit_or:
            return concat(operands[0], " | ", operands[1]);
        case Op::bit_xor:
            return concat(operands[0], " ^ ", operands[1]);
        case Op::bit_not:
            return concat("~", operands[0]);
        case Op::cast:
            if (type == result) return operands[0];
            if (result == DType::boolean)
                return concat(operands[0], type == DType::f32 ? " != 0.0f" : " != 0");
            if (type == DType::boolean)
                return result == DType::f32 ? concat("convert_float16(-", operands[0], ")")
                                            : concat("-", operands[0]);
            return type == DType::i32 ? concat("convert_float16(", operands[0], ")")
                                      : concat("cast_v(", operands[0], ")");
        default:
            return filled(find_row(op)->vector, type, operands);
    }
}

std::string combine_scalars(Op reduction, DType dtype, const std::string& a, const std::string& b) {
    const std::string operands[] = {a, b};
    return scalar_expression(graph::combination_of(reduction), dtype, dtype, operands);
}

std::string combine_vectors(Op reduction, DType dtype, const std::string& a, const std::string& b) {
    const std::string operands[] = {a, b};
    return vector_expression(graph::combination_of(reduction), dtype, dtype, operands);
}

std::string fold_lanes(Op reduction, DType dtype, const std::string& vector) {
    std::string text;
    for (const std::string_view half : {"89abcdef", "4567", "23", "1"}) {
        // The upper lanes meet the lower ones; what the others hold no longer counts.
        text +=
            concat("{ float16 b = ", vector, "; b.s",
                   std::string_view("01234567").substr(0, half.size()), " = ", vector, ".s", half,
                   "; ", vector, " = ", combine_vectors(reduction, dtype, vector, "b"), "; }\n");
    }
    return text;
}

namespace {

/// Wrapping arithmetic of signed and unsigned integers. T the type, S its suffix, U its unsigned
/// sibling, BITS its width.
constexpr std::string_view integer_functions = R"(
T neg_S(T a) { return (T)((U)0 - (U)a); }
T abs_S(T a) { return ABS; }
T add_S(T a, T b) { return (T)((U)a + (U)b); }
T sub_S(T a, T b) { return (T)((U)a - (U)b); }
T mul_S(T a, T b) { return (T)((U)a * (U)b); }
T div_S(T a, T b) { return b == 0 ? (T)0 : MINUS_ONE ? neg_S(a) : (T)(a / b); }
T mod_S(T a, T b) {
    if (b == 0 || MINUS_ONE) return 0;
    const T rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? (T)(rest + b) : rest;
}
T pow_S(T base, T exponent) {
    if (exponent < 0) return base == 1 ? (T)1 : MINUS_ONE_BASE ? (exponent % 2 ? (T)-1 : (T)1) : (T)0;
    U result = 1, factor = (U)base;
    for (U rest = (U)exponent; rest != 0; rest >>= 1) {
        if (rest & 1) result *= factor;
        factor *= factor;
    }
    return (T)result;
}
T shift_S(T a, T count) {
    if (count >= BITS) return 0;
    if (count >= 0) return (T)((U)a << count);
    return a >> (count < 1 - BITS ? BITS - 1 : (int)-count);
}
)";

constexpr std::string_view floating_functions = R"(
T max_S(T a, T b) { return a != a ? a : b != b ? b : a < b ? b : a; }
T min_S(T a, T b) { return a != a ? a : b != b ? b : b < a ? b : a; }
T mod_S(T a, T b) {
    const T rest = fmod(a, b);
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
uchar cast_S_u8(T x) { return x != x ? (uchar)0 : convert_uchar_sat_rtz(x); }
int cast_S_i32(T x) { return x != x ? 0 : convert_int_sat_rtz(x); }
long cast_S_i64(T x) { return x != x ? 0l : convert_long_sat_rtz(x); }
)";

constexpr std::string_view common_functions = R"(
float16 max_v(float16 a, float16 b) {
    return select(select(select(a, b, a < b), b, b != b), a, a != a);
}
float16 min_v(float16 a, float16 b) {
    return select(select(select(a, b, b < a), b, b != b), a, a != a);
}
int16 cast_v(float16 x) { return select(convert_int16_sat_rtz(x), (int16)0, x != x); }
float sum_of_lanes_f32(float16 x) {
    const float8 a = x.lo + x.hi;
    const float4 b = a.lo + a.hi;
    return (b.s0 + b.s2) + (b.s1 + b.s3);
}
/* As engine/core/half.h has it, bit by bit. */
float float_of_f16(ushort half_bits) {
    const uint size = half_bits & 0x7FFFu, sign = (uint)(half_bits & 0x8000u) << 16;
    const uint normal = (size << 13) + (size >= 0x7C00u ? 224u << 23 : 112u << 23);
    const uint subnormal = as_uint((float)(size & 0x3FFu) * 0x1p-24f);
    return as_float(sign | (size < 0x400u ? subnormal : normal));
}
ushort f16_of_float(float x) {
    const uint sign = as_uint(x) >> 16 & 0x8000u, size = as_uint(x) & 0x7FFFFFFFu;
    if (size > 0x7F800000u) return (ushort)(sign | 0x7E00u | (size >> 13 & 0x3FFu));
    if (size >= 0x47800000u) return (ushort)(sign | 0x7C00u);
    if (size < 0x38800000u)
        return (ushort)(sign | (as_uint(as_float(size) + 0.5f) - 0x3F000000u));
    return (ushort)(sign | ((size + 0xFFFu + (size >> 13 & 1u) - 0x38000000u) >> 13));
}
float float_of_bf16(ushort bits) { return as_float((uint)bits << 16); }
ushort bf16_of_float(float x) {
    const uint bits = as_uint(x);
    if (x != x) return (ushort)(bits >> 16 | 0x40u);
    return (ushort)((bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16);
}
/* Philox 4x32 with 10 rounds: engine/core/rng.h. */
int random_word(long key, long counter, long index) {
    uint c0 = (uint)(index / 4), c1 = (uint)(index / 4 >> 32), c2 = (uint)counter,
         c3 = (uint)(counter >> 32);
    uint k0 = (uint)key, k1 = (uint)(key >> 32);
    for (int round = 0; round < 10; ++round) {
        const uint high0 = mul_hi(0xD2511F53u, c0), low0 = 0xD2511F53u * c0;
        const uint high1 = mul_hi(0xCD9E8D57u, c2), low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    const int word = (int)(index % 4);
    return as_int(word == 0 ? c0 : word == 1 ? c1 : word == 2 ? c2 : c3);
}
)";

/// Every occurrence of each first text becomes the second.
std::string replaced(std::string_view text,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
    std::string result(text);
    for (const auto& [from, to] : pairs) {
        for (std::size_t at = result.find(from); at != result.npos;
             at = result.find(from, at + to.size()))
            result.replace(at, from.size(), to);
    }
    return result;
}

/// turn_panel(from, stride, columns, k, to): columns that lie `stride` apart, each in one piece, as
/// the rows to[i * 32 + column], zeros beyond them.
std::string turning() {
    constexpr std::string_view names = "0123456789abcdef";
    std::string block =
        "void turn_block(global const float* from, long stride, int columns, global float* to) {\n";
    for (int i = 0; i < lanes; ++i)
        block += concat("    float16 x", i, " = ", i, " < columns ? vload16(0, from + ", i,
                        " * stride) : (float16)(0.0f);\n");
    // Squares of 1, 2, 4 and 8 lanes change places across the diagonal.
    for (int side = 1; side < lanes; side *= 2) {
        for (int i = 0; i < lanes; ++i) {
            if ((i & side) != 0) continue;
            std::string upper, lower;
            for (int lane = 0; lane < lanes; ++lane) {
                const bool second = (lane & side) != 0;
                const auto of = [&](int row, int index) {
                    return concat(lane == 0 ? "" : ", ", "x", row, ".s",
                                  names.substr(static_cast<std::size_t>(index), 1));
                };
                upper += second ? of(i + side, lane - side) : of(i, lane);
                lower += second ? of(i + side, lane) : of(i, lane + side);
            }
            block += concat("    { const float16 u = (float16)(", upper, "), l = (float16)(", lower,
                            "); x", i, " = u; x", i + side, " = l; }\n");
        }
    }
    for (int i = 0; i < lanes; ++i)
        block += concat("    vstore16(x", i, ", 0, to + ", i, " * 32);\n");
    return block + R"(}
void turn_panel(global const float* from, long stride, int columns, int k, global float* to) {
    for (int half_panel = 0; half_panel < 32; half_panel += 16) {
        global const float* b = from + half_panel * stride;
        const int here = columns - half_panel;
        int i = 0;
        for (; i + 16 <= k; i += 16) turn_block(b + i, stride, here, to + i * 32 + half_panel);
        for (; i < k; ++i)
            for (int column = 0; column < 16; ++column)
                to[i * 32 + half_panel + column] = column < here ? b[column * stride + i] : 0.0f;
    }
}
)";
}

std::string integers(std::string_view type, std::string_view name, std::string_view unsigned_type,
                     std::string_view bits, bool is_signed) {
    return replaced(integer_functions, {{"MINUS_ONE_BASE", is_signed ? "base == -1" : "false"},
                                        {"MINUS_ONE", is_signed ? "b == -1" : "false"},
                                        {"ABS", is_signed ? "a < 0 ? neg_S(a) : a" : "a"},
                                        {"BITS", bits},
                                        {"_S(", concat("_", name, "(")},
                                        {"(T)", concat("(", type, ")")},
                                        {"(U)", concat("(", unsigned_type, ")")},
                                        {"T ", concat(type, " ")},
                                        {"U ", concat(unsigned_type, " ")}});
}

std::string floats(std::string_view type, std::string_view name) {
    return replaced(floating_functions, {{"_S", concat("_", name)}, {"T ", concat(type, " ")}});
}

}  // namespace

std::string prelude(bool doubles) {
    std::string text = doubles ? "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n" : "";
    // What is one rounding and what is two is written out.
    text += "#pragma OPENCL FP_CONTRACT OFF\n";
    // For sums of products, where either is right. PoCL does not say that fma is fast, but its
    // compiler says that the processor has it.
    text +=
        "#if defined(FP_FAST_FMAF) || defined(__FMA__)\n#define MULTIPLY_ADD(a, b, c) fma(a, b, "
        "c)\n#else\n"
        "#define MULTIPLY_ADD(a, b, c) mad(a, b, c)\n#endif\n";
    text += integers("uchar", "u8", "uint", "8", false);
    text += integers("int", "i32", "uint", "32", true);
    text += integers("long", "i64", "ulong", "64", true);
    text += floats("float", "f32");
    text += single_precision_functions(doubles) + turning();
    if (doubles) {
        text += floats("double", "f64");
        for (const std::string_view name : {"exp", "log", "tanh", "erf", "sin", "cos"})
            text += concat("double ", name, "_f64(double x) { return ", name, "(x); }\n");
        text +=
            "double sum_of_lanes_f64(double8 x) {\n    const double4 a = x.lo + x.hi;\n"
            "    return (a.s0 + a.s2) + (a.s1 + a.s3);\n}\n";
    }
    return text + std::string(common_functions);
}

}  // namespace gradweave::backends::opencl
