// SPDX-License-Identifier: Apache-2.0
// Steps of a schedule as OpenCL C: each becomes one or more kernels, with all that it takes to
// launch them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/backends/opencl/driver/api.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::backends::opencl {

/// For which kind of device the text is written. Processors get few work items that walk memory in
/// order with vectors; graphics cards get many that do one element each, and share local memory.
struct Style {
    bool processor = false;
    std::int64_t group = 128;  ///< work items of a group, on graphics cards
    bool doubles = true;       ///< the device has f64
};

/// The style that suits a device; GRADWEAVE_OPENCL_STYLE=cpu or gpu asks for one.
Style style_of(const DeviceFacts& facts);

/// What a kernel takes, in order.
struct KernelArgument {
    enum class Kind : std::uint8_t { value, scratch, number };
    Kind kind;
    std::int64_t index;  ///< ValueId, index into StepPlan::scratch, or the number itself (a long)
};

/// A kernel and one launch of it.
struct KernelLaunch {
    /// Parameters and body: everything after the kernel's name. Equal texts are compiled once.
    std::string text;
    std::vector<KernelArgument> arguments;
    Connection::Range range;
};

/// What one step of a schedule becomes.
struct StepPlan {
    std::vector<KernelLaunch> launches;
    std::vector<std::uint64_t> scratch;  ///< bytes of each workspace, needed during the step only
};

StepPlan plan_loop(const compiler::Schedule& schedule, const compiler::LoopKernel& loop,
                   const Style& style);
/// The part of plan_loop for kernels that reduce.
StepPlan plan_reduction(const compiler::Schedule& schedule, const compiler::LoopKernel& loop,
                        const Style& style);
StepPlan plan_rows(const compiler::Schedule& schedule, const compiler::RowKernel& kernel,
                   const Style& style);
StepPlan plan_gemm(const compiler::Schedule& schedule, const compiler::GemmStep& gemm,
                   const Style& style);
/// All three passes of a convolution over one to three axes.
StepPlan plan_conv(const compiler::Schedule& schedule, const compiler::NodeStep& step,
                   const Style& style);
/// Max-pooling and its gradient over images with channels innermost.
StepPlan plan_pool(const compiler::NodeStep& step, const Style& style);
/// gather, scatter_add, argmax, argmin, scans, argsort, window_adjoint.
StepPlan plan_index(const compiler::NodeStep& step, const Style& style);

/// Any step. Throws Error(unsupported) naming the block if the device lacks the step's type.
StepPlan plan_step(const compiler::Schedule& schedule, const compiler::Step& step,
                   const Style& style);

}  // namespace gradweave::backends::opencl
