// SPDX-License-Identifier: Apache-2.0
// One step of a compiled program on the CPU.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/backends/cpu/jit/interface.h"
#include "engine/compiler/schedule/schedule.h"
#include "engine/core/threads.h"

namespace gradweave::backends::cpu {

/// Where the values of a schedule are while it is bound.
class Places {
  public:
    Places(const compiler::Schedule& schedule, std::byte* arena, std::vector<std::byte*> leaves)
        : schedule_(&schedule), arena_(arena), leaves_(std::move(leaves)) {}

    /// The same, but this value is where it says.
    Places with(compiler::ValueId id, std::byte* place) const {
        Places other = *this;
        other.apart_ = id;
        other.apart_place_ = place;
        return other;
    }

    std::byte* of(compiler::ValueId id) const {
        if (id == apart_) return apart_place_;
        const auto& value = schedule_->values[static_cast<std::size_t>(id)];
        return value.leaf >= 0 ? leaves_[static_cast<std::size_t>(value.leaf)]
                               : arena_ + value.offset;
    }

  private:
    const compiler::Schedule* schedule_;
    std::byte* arena_;
    std::vector<std::byte*> leaves_;
    compiler::ValueId apart_ = -1;
    std::byte* apart_place_ = nullptr;
};

class CpuStep {
  public:
    virtual ~CpuStep() = default;
    /// Resolves all addresses; run() then looks nothing up.
    virtual void bind(const Places& places) = 0;
    /// Allocates nothing once it has run before on the same threads.
    virtual void run() = 0;
    /// Library that does the work; empty for our own loops.
    virtual std::string library() const { return {}; }
    /// Bytes it keeps beside the arena.
    virtual std::uint64_t scratch_bytes() const { return 0; }
    /// The loop that it would rather run as machine code; null if none.
    virtual const jit::LoopForm* wanted_code() const { return nullptr; }
    /// Elements that the wanted loop computes in one run.
    virtual std::int64_t iterations() const { return 0; }
    /// Machine code for wanted_code(). Results are the same bits with it and without.
    virtual void use_code(jit::LoopFunction) {}

    // Steps that go image by image together. The first one runs in pieces of images, each followed
    // by the same images of the joined ones on the same thread.
    /// Runs, calling `done(first image, images)` on the thread that has made them.
    virtual void run_pieces(FunctionRef<void(std::int64_t, std::int64_t)>) { GW_ASSERT(false); }
    /// Whether run_pieces() and run_images() can be called now.
    virtual bool goes_by_images() const { return false; }
    /// Computes only these of all `batch` images, on this thread.
    virtual void run_images(std::int64_t /*first*/, std::int64_t /*images*/,
                            std::int64_t /*batch*/) {
        GW_ASSERT(false);
    }
};

using StepPtr = std::unique_ptr<CpuStep>;

StepPtr make_loop_step(const compiler::LoopKernel& kernel);
/// The part of make_loop_step for copies that turn matrices; null for any other loop.
StepPtr make_transpose_step(const compiler::LoopKernel& kernel);
/// The part of make_loop_step for kernels that reduce.
StepPtr make_reduce_step(const compiler::LoopKernel& kernel);
StepPtr make_row_step(const compiler::RowKernel& kernel);
StepPtr make_gemm_step(const compiler::GemmStep& gemm);
/// Whether make_conv_step does this node, with an epilogue unless it is a weight's gradient.
bool is_library_convolution(const graph::Node& node);
/// f32 convolutions, by our own loops or oneDNN; null for what neither does.
StepPtr make_conv_step(const compiler::NodeStep& step);
/// f32 max-pooling over channels-last images and its gradient; null for anything else.
StepPtr make_pool_step(const compiler::NodeStep& step);
/// gather, scatter_add, argmax, argmin, window_adjoint; null for anything else.
StepPtr make_index_step(const compiler::NodeStep& step);
/// scans and argsort; null for anything else.
StepPtr make_along_step(const compiler::NodeStep& step);
/// Whatever has no faster step, by its definition.
StepPtr make_reference_step(const compiler::NodeStep& step);

/// Memory of this thread that grows and is reused: workspace of loops.
std::byte* thread_workspace(std::size_t bytes);

}  // namespace gradweave::backends::cpu
