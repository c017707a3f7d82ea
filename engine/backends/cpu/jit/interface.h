// SPDX-License-Identifier: Apache-2.0
// What passes between the engine and its compiler of machine code, a module opened on first use.
//
// Both are built together: `interface_version` says that they were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/backends/reduction_order.h"
#include "engine/compiler/kernel/loop.h"

namespace gradweave::backends::cpu::jit {

inline constexpr std::uint32_t interface_version = 2;
/// Elements that one round of the innermost loop computes.
inline constexpr int lanes = 16;
static_assert(lanes == reduction_lanes);

enum class InstructionSet : std::uint8_t { baseline, avx2, avx512 };

/// A loop without its sizes, places and outer strides: those are arguments, so that one piece of
/// machine code serves every layer and batch size that needs the same computation.
struct LoopForm {
    enum class Kind : std::uint8_t {
        map,      ///< stores the results of every iteration
        rows,     ///< rank 2: reduces the inner axis, one result per row
        columns,  ///< rank 2: reduces the outer axis into LoopArguments::sums
        passes    ///< rank 2: does all of `passes` on one row, then on the next
    };
    /// How an access moves along the innermost axis.
    enum class Reach : std::uint8_t { none, next, far };
    struct Access {
        DType dtype;
        Reach reach;
        bool is_index;   ///< not in memory: the place is the number itself
        int local = -1;  ///< not in memory: the local with this index
    };
    struct Constant {
        DType dtype;
        std::uint64_t bits;  ///< the element, in the low bytes
    };

    Kind kind;
    compiler::Op reduce;  ///< of rows and columns
    int rank;             ///< loops, at least 1
    InstructionSet instruction_set;
    std::vector<Access> loads, stores;
    std::vector<Constant> constants;
    std::vector<compiler::LoopInstruction> code;
    std::vector<compiler::LoopOperand> results;  ///< one per store

    /// One pass over the row, as compiler::RowPass has it. Locals are not in memory if there is one
    /// element per row, or if rows are short; else they are places like any other.
    struct Pass;
    /// Of Kind::passes, which has no loads, stores and code beside them.
    std::vector<Pass> passes;
    bool short_rows = false;  ///< of Kind::passes: a row has at most `lanes` elements
};

struct LoopForm::Pass {
    bool per_row;
    LoopForm form;                                    ///< its loads, stores, constants and code
    std::vector<std::optional<compiler::Op>> reduce;  ///< one per store
};

/// out[i] = op(a[i], b[i], c[i]) for i < n, as in tiles.h.
using ElementFunction = void (*)(std::byte* out, const std::byte* a, const std::byte* b,
                                 const std::byte* c, std::int64_t n);

struct LoopArguments {
    const std::int64_t* sizes;  ///< `rank` of them, outermost first, each at least 1
    /// First element of each load, then of each store (of each pass in turn); for an index the
    /// number, as an address.
    std::byte* const* places;
    /// [access][axis], in bytes (of an index: in units).
    const std::int64_t* strides;
    /// One per instruction (of each pass in turn), for those that are not translated.
    const ElementFunction* functions;
    /// Columns only: `phases` rows of sizes[1] results; row i adds to row (first_row + i) % phases.
    std::byte* sums;
    std::int64_t first_row;
    std::int64_t phases;  ///< a power of two
};
using LoopFunction = void (*)(const LoopArguments*);

/// Receives bytes that are valid only during the call.
using Sink = void (*)(void* receiver, const char* bytes, std::size_t size);

struct Module {
    std::uint32_t version;
    /// LLVM's version, the processor and its features: what object code depends on besides the
    /// form.
    const char* target;
    /// Gives the sink object code, or assembler text. On failure gives it a sentence and returns
    /// false. May be called by several threads.
    bool (*compile)(const LoopForm* form, bool as_text, Sink sink, void* receiver);
    /// Makes object code executable until the process ends. Null if it is damaged. May be called by
    /// several threads.
    LoopFunction (*load)(const char* object, std::size_t size);
};

/// The module's one symbol.
using ModuleEntry = const Module* (*)();
inline constexpr const char* module_entry_name = "gradweave_jit_module";

}  // namespace gradweave::backends::cpu::jit
