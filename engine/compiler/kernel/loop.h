// SPDX-License-Identifier: Apache-2.0
// Kernel IR: one nest of loops that loads, computes element by element, and stores or reduces.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Index of a value (one buffer's worth of elements) in its Schedule.
using ValueId = int;

/// Where the element of each iteration is: offset + sum of index * stride, in elements.
struct Access {
    ValueId value = -1;
    std::int64_t offset = 0;
    Axes strides;
};

/// An operand of the loop body: `index` into loads, constants or code.
struct LoopOperand {
    enum class Kind : std::uint8_t { load, constant, instruction };
    Kind kind;
    int index;
    bool operator==(const LoopOperand&) const = default;
};

/// An element read from memory, or, with value -1, the number access.offset + ... itself (for iota
/// and for the position in a random stream), as i64.
struct LoopLoad {
    Access access;
    DType dtype;
    bool is_index() const { return access.value == -1; }
};

struct LoopConstant {
    graph::Scalar value;
    DType dtype;
};

/// One elementwise operation of the graph, or random_bits with the position as third operand.
struct LoopInstruction {
    Op op;
    DType operand_type;  ///< of the last operand (select's choices, not its condition)
    DType result_type;
    int operand_count;
    std::array<LoopOperand, 3> operands;
};

struct LoopStore {
    LoopOperand operand;
    Access access;
};

/// A nest of loops over `sizes`, outermost first. Without `reduce` every iteration stores all of
/// `stores`. With it, the one store receives the reduction of its operand over the axes for which
/// `reduced` is true; there its strides are 0.
struct LoopKernel {
    /// Stores that one loop may have.
    static constexpr std::size_t most_stores = 8;

    Axes sizes;
    std::vector<LoopLoad> loads;
    std::vector<LoopConstant> constants;
    std::vector<LoopInstruction> code;
    std::vector<LoopStore> stores;
    std::optional<Op> reduce;
    std::vector<bool> reduced;

    std::int64_t iterations() const;
};

/// Type of an operand's elements.
DType operand_dtype(const LoopKernel& kernel, const LoopOperand& operand);

/// Reorders axes so that memory is walked in order (the store's for a map, the widest load's for a
/// reduction), drops axes of size 1, and merges axes that every access walks as one.
void normalize(LoopKernel& kernel);

/// Throws Error(failed) if an operand is used before it exists, types do not match, or an access
/// has the wrong number of strides.
void verify(const LoopKernel& kernel);

/// The part of verify() that concerns operands, their types and the number of strides.
void verify_code(const LoopKernel& kernel);

std::string to_string(const LoopKernel& kernel);
/// Parts of it: an access as "v3[0 + 1*i0]", an operand, the lines of the code.
std::string to_string(const Access& access);
std::string operand_text(const LoopKernel& kernel, const LoopOperand& operand);
std::string code_text(const LoopKernel& kernel);

}  // namespace gradweave::compiler
