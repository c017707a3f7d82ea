// SPDX-License-Identifier: Apache-2.0
// What is compiled: values to compute and leaves to update, as one unit.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/progress.h"
#include "engine/graph/composite.h"
#include "engine/graph/node.h"

namespace gradweave::compiler {

using graph::Node;
using graph::NodePtr;
using graph::Op;

/// After the program has run, `leaf` holds `value`. All values are computed from what the leaves
/// held before. Leaf and value have the same type and shape.
struct Assignment {
    NodePtr leaf;
    NodePtr value;
};

/// One step of work: a training step is one program.
struct Program {
    std::vector<NodePtr> outputs;
    std::vector<Assignment> assignments;

    /// outputs, then assigned values.
    std::vector<NodePtr> roots() const;
};

/// What a backend can do, as far as the compiler's choices depend on it.
struct Target {
    /// True if the backend has its own step for this composite node; otherwise its body is
    /// compiled.
    std::function<bool(const Node&)> serves = [](const Node&) { return false; };
    /// Convolutions and their neighbours keep the channel axis innermost in memory.
    bool channels_last = false;
    /// Runs RowKernels; otherwise each of their loops is a step of its own.
    bool row_kernels = false;
    /// Alignment of a value in the arena, in bytes.
    std::uint64_t alignment = 64;
    /// The backend runs GemmStep::epilogue.
    bool epilogues = false;
    /// The backend runs NodeStep::epilogue after this node.
    std::function<bool(const Node&)> node_epilogues = [](const Node&) { return false; };
    /// The backend computes this node image by image, and the steps joined to it after each piece.
    std::function<bool(const Node&)> by_images = [](const Node&) { return false; };
    /// The backend computes this node for single images, as a step joined to another.
    std::function<bool(const Node&)> follows_images = [](const Node&) { return false; };
};

/// Every optimisation can be switched off; results must not change by more than rounding.
struct CompileOptions {
    bool canonicalise = true;   ///< one form for equal work, so that it is done once
    bool fold = true;           ///< compute what is known when compiling
    bool algebra = true;        ///< the same numbers with less arithmetic
    bool view_algebra = true;   ///< movement of fewer elements, work before broadcasts
    bool dead_code = true;      ///< leave out what nobody sees
    bool recompute = true;      ///< gradients compute cheap values again: less is kept for them
    bool fuse = true;           ///< merge elementwise operations into loops
    bool merge = true;          ///< let loops over the same elements become one
    bool epilogues = true;      ///< let matrix products take the loop that follows them along
    bool row_kernels = true;    ///< allow Target::row_kernels
    bool chains = true;         ///< let steps go image by image together
    bool in_place = true;       ///< let a result take the place of a dying operand
    bool reuse_memory = true;   ///< let values that do not live together share memory
    bool channels_last = true;  ///< allow Target::channels_last
    bool composites = true;     ///< allow Target::serves
    bool machine_code = true;   ///< let a backend compile loops at run time
    /// How often it will run, roughly. A backend weighs the time it spends on better code with it;
    /// results do not depend on it.
    std::int64_t expected_runs = 1000;
    /// A debugging aid: before each run the arena is filled with bytes that are NaN as f32 and f64,
    /// and each place again once its value is read for the last time. Reading what nobody wrote
    /// then shows in the results instead of going unnoticed.
    bool poison_memory = false;
    /// Machine code may become ready after the program has begun to run; until then loops run in
    /// another way, to the same bits. See Executable::compiling().
    bool background = false;
    /// Asked and told between the parts of the work. Compiling throws Error(cancelled) as it says.
    Progress progress;
};

/// Memory of a compiled program.
struct MemoryReport {
    std::uint64_t arena_bytes = 0;        ///< all intermediate values
    std::uint64_t lower_bound_bytes = 0;  ///< the most that lives at once; no plan can be smaller
    std::uint64_t scratch_bytes = 0;      ///< workspace of single steps
};

/// What compiling took.
struct CompileReport {
    double milliseconds = 0;               ///< all of it
    double machine_code_milliseconds = 0;  ///< of that, for machine code
    int loops_made = 0;                    ///< loops whose machine code was generated
    int loops_from_disk = 0;               ///< loops whose machine code an earlier process had made
    int loops_known = 0;                   ///< loops that share code with others of this process
};

/// Machine code that is made while a program may run already.
struct CompileProgress {
    int done = 0, total = 0;  ///< kernels
    bool finished() const { return done == total; }
    bool operator==(const CompileProgress&) const = default;
};

/// One step of a compiled program, for people.
struct StepReport {
    std::string what;   ///< "loop: add, max", "matmul [64, 784] x [784, 128]", ...
    std::string block;  ///< the block it comes from; empty if none
    graph::Phase phase = graph::Phase::forward;
    std::string library;  ///< "oneDNN", "OpenBLAS"; empty for the engine's own loops
    std::vector<int> inputs;  ///< steps whose results it reads, in order
    std::uint64_t bytes = 0;  ///< that it reads and writes
    double seconds = 0;       ///< that it takes, where somebody measured
};

}  // namespace gradweave::compiler
