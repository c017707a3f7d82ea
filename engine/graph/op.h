// SPDX-License-Identifier: Apache-2.0
// The operations of the graph as an enumeration, with the table's columns.
#pragma once

#include <cstdint>
#include <string_view>

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

}  // namespace gradweave::graph
