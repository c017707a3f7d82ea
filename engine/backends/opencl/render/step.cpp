// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <string_view>
#include <variant>

#include "engine/backends/opencl/render/kernel.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using graph::Op;

Style style_of(const DeviceFacts& facts) {
    Style style;
    style.doubles = facts.doubles;
    style.processor = facts.is_cpu;
    if (const char* wish = std::getenv("GRADWEAVE_OPENCL_STYLE"); wish != nullptr)
        style.processor = std::string_view(wish) == "cpu";
    // Work items of a group that share no memory run one after the other on a processor.
    style.group = style.processor ? 64 : 256;
    while (style.group > static_cast<std::int64_t>(facts.group_size))
        style.group /= 2;
    return style;
}

namespace {

/// Whether a kernel's text names the type: then it needs it.
bool uses_doubles(const StepPlan& plan) {
    for (const KernelLaunch& launch : plan.launches) {
        if (launch.text.find("double") != launch.text.npos) return true;
    }
    return false;
}

StepPlan plan_node(const compiler::Schedule& schedule, const compiler::NodeStep& step,
                   const Style& style) {
    switch (step.node->op()) {
        case Op::conv:
        case Op::conv_grad_input:
        case Op::conv_grad_weight:
            return plan_conv(schedule, step, style);
        case Op::composite:
            return plan_pool(step, style);
        default:
            return plan_index(step, style);
    }
}

StepPlan plan_work(const compiler::Schedule& schedule, const compiler::Step& step,
                   const Style& style) {
    if (const auto* loop = std::get_if<compiler::LoopKernel>(&step.work))
        return plan_loop(schedule, *loop, style);
    if (const auto* rows = std::get_if<compiler::RowKernel>(&step.work))
        return plan_rows(schedule, *rows, style);
    if (const auto* gemm = std::get_if<compiler::GemmStep>(&step.work))
        return plan_gemm(schedule, *gemm, style);
    return plan_node(schedule, std::get<compiler::NodeStep>(step.work), style);
}

}  // namespace

StepPlan plan_step(const compiler::Schedule& schedule, const compiler::Step& step,
                   const Style& style) {
    StepPlan plan = plan_work(schedule, step, style);
    if (style.doubles || !uses_doubles(plan)) return plan;
    const std::string block = step.origin.block ? *step.origin.block : std::string();
    throw Error(
        ErrorKind::unsupported,
        concat(block.empty() ? std::string("the program") : concat("block ", in_quotes(block)),
               " computes with double precision, which this device does not have; "
               "choose the device cpu"))
        .in_block(block);
}

}  // namespace gradweave::backends::opencl
