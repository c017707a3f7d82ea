// SPDX-License-Identifier: Apache-2.0
// From a graph to a flat list of steps over fixed places in memory.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/compiler/kernel/row.h"
#include "engine/compiler/program.h"

namespace gradweave::compiler {

/// Elements that a step writes and others read: the whole of one buffer, dense in memory.
struct Value {
    DType dtype;
    Shape shape;   ///< of the node it belongs to
    Axes strides;  ///< in elements, per axis of shape; a permutation of dense row-major order
    /// Index into Schedule::leaves if the elements live in a leaf's own buffer, else -1 (arena).
    int leaf = -1;
    std::uint64_t offset = 0;  ///< in the arena, in bytes
    int first_step = -1;       ///< the step that writes it; -1 for what a leaf holds at the start
    int last_step = -1;        ///< the last step that reads it; the number of steps if an output

    std::uint64_t bytes() const { return byte_count(dtype, shape); }
};

/// One matrix of a batched product: where element (b, i, j) is.
struct MatrixAccess {
    ValueId value = -1;
    std::int64_t offset = 0, batch_stride = 0, row_stride = 0, column_stride = 0;
};

/// out[b] = lhs[b] (m x k) times rhs[b] (k x n). Of each operand at least one of row and column
/// stride is 1 (or its axis has one element); out is dense.
///
/// With an epilogue, out has no place in memory: the epilogue, a loop without reduction, loads it
/// once, dense and row-major. Its last axis is n, those before it are the batch * m rows. What it
/// stores is written, and lhs and rhs are read by all of the step: no store of it may take their
/// place.
struct GemmStep {
    std::int64_t batch, m, n, k;
    DType dtype;
    MatrixAccess lhs, rhs;
    ValueId output;
    std::optional<LoopKernel> epilogue = std::nullopt;
};

/// A node that a backend computes whole. Inputs and output are dense and row-major, except that the
/// images of a convolution or pooling have the channel axis innermost if `channels_last`.
struct NodeStep {
    NodePtr node;
    std::vector<ValueId> inputs;
    ValueId output;
    bool channels_last;
    /// A loop without reduction over the node's elements in the order in which they lie. Its first
    /// axis is images (the output's first axis), or each image several times. `output` then has no
    /// place of its own: the node is computed where the loop stores `place`, whose elements lie as
    /// the output's, and the loop goes over it there.
    std::optional<LoopKernel> epilogue = std::nullopt;
    ValueId place = -1;
};

struct Step {
    std::variant<LoopKernel, RowKernel, GemmStep, NodeStep> work;
    graph::Origin origin;
    std::vector<ValueId> reads, writes;
    /// Goes piece by piece together with the step before it, if the backend likes: see chains.h.
    bool joined = false;
};

/// Whether a step may write `target` over what it reads as `source`: it reads each element at most
/// where and when it writes it. One of the step's stores goes to `target`.
bool may_replace(const Step& step, ValueId source, ValueId target);

/// A result of the program: the whole of a value, dense row-major, seen in this shape.
struct Output {
    ValueId value;
    Shape shape;
};

struct Schedule {
    std::vector<NodePtr> leaves;  ///< in binding order
    std::vector<Value> values;
    std::vector<Step> steps;
    std::vector<Output> outputs;  ///< one per program output
    MemoryReport memory;
};

/// Compiles down to steps: expansion of composites, views, fusion, order, memory. Deterministic.
Schedule make_schedule(const Program& program, const Target& target, const CompileOptions& options);

/// "loop: add, max" and the like; without its inputs.
StepReport report(const Schedule& schedule, const Step& step);
/// Of every step.
std::vector<StepReport> reports(const Schedule& schedule);

/// Every step with its accesses and places, for people.
std::string to_string(const Schedule& schedule);

/// Throws Error(failed) if a value is read before it is written, overwritten while it lives (in the
/// arena or in its leaf), or lies outside the arena.
void verify(const Schedule& schedule);

}  // namespace gradweave::compiler
