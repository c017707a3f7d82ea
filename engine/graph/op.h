// SPDX-License-Identifier: Apache-2.0
// The operations of the graph as an enumeration, with the table's columns.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "engine/core/dtype.h"

namespace gradweave::graph {

enum class Op : std::uint8_t {
#define GW_OP(name, klass, type) name,
#include "engine/graph/ops.def"
#undef GW_OP
};

enum class OpClass : std::uint8_t {
    source,
    unary,
    binary,
    ternary,
    reduce,
    along,
    movement,
    window,
    indexed,
    contraction
};

enum class TypeRule : std::uint8_t { same, numeric, floating, logical, boolean, custom };

inline constexpr int op_count = 0
#define GW_OP(name, klass, type) +1
#include "engine/graph/ops.def"
#undef GW_OP
    ;

struct OpInfo {
    std::string_view name;
    OpClass klass;
    TypeRule type;
};

namespace detail {
inline constexpr OpInfo op_table[] = {
#define GW_OP(name, klass, type) {#name, OpClass::klass, TypeRule::type},
#include "engine/graph/ops.def"
#undef GW_OP
};
}  // namespace detail

constexpr const OpInfo& info(Op op) {
    return detail::op_table[static_cast<int>(op)];
}

constexpr std::string_view name_of(Op op) {
    return info(op).name;
}

constexpr bool is_elementwise(Op op) {
    const OpClass klass = info(op).klass;
    return klass == OpClass::unary || klass == OpClass::binary || klass == OpClass::ternary;
}

/// Whether operands of this type are what the rule asks for.
constexpr bool accepts(TypeRule rule, DType type) {
    switch (rule) {
        case TypeRule::numeric:
            return type != DType::boolean;
        case TypeRule::floating:
            return is_floating(type);
        case TypeRule::logical:
            return !is_floating(type);
        case TypeRule::boolean:
        case TypeRule::same:
        case TypeRule::custom:
            break;
    }
    return true;
}

/// An operation as a type, for code that is made once per operation.
template <Op op>
using OpConstant = std::integral_constant<Op, op>;

/// Calls `visitor(OpConstant<op>{})` if `op` is of this class; does nothing otherwise.
template <OpClass klass, class Visitor>
constexpr void visit_op(Op op, Visitor&& visitor) {
    switch (op) {
#define GW_OP(name, klass_of_name, type)                                                \
    case Op::name:                                                                      \
        if constexpr (OpClass::klass_of_name == klass) visitor(OpConstant<Op::name>{}); \
        break;
#include "engine/graph/ops.def"
#undef GW_OP
    }
}

}  // namespace gradweave::graph
