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

bool uses_doubles(const compiler::Schedule& schedule, const compiler::Step& step) {
    const auto is_double = [&](compiler::ValueId id) {
        return schedule.values[static_cast<std::size_t>(id)].dtype == DType::f64;
    };
    for (const auto id : step.reads) {
        if (is_double(id)) return true;
    }
    for (const auto id : step.writes) {
        if (is_double(id)) return true;
    }
    const auto* loop = std::get_if<compiler::LoopKernel>(&step.work);
    if (loop == nullptr) return false;
    for (const auto& code : loop->code) {
        if (code.result_type == DType::f64 || code.operand_type == DType::f64) return true;
    }
    return false;
}

StepPlan plan_node(const compiler::NodeStep& step, const Style& style) {
    switch (step.node->op()) {
        case Op::conv:
        case Op::conv_grad_input:
        case Op::conv_grad_weight:
            return plan_conv(step, style);
        case Op::composite:
            return plan_pool(step, style);
        default:
            return plan_index(step, style);
    }
}

}  // namespace

StepPlan plan_step(const compiler::Schedule& schedule, const compiler::Step& step,
                   const Style& style) {
    if (!style.doubles && uses_doubles(schedule, step)) {
        const std::string block = step.origin.block ? *step.origin.block : std::string();
        throw Error(
            ErrorKind::unsupported,
            concat(block.empty() ? std::string("the program") : concat("block ", in_quotes(block)),
                   " computes with double precision, which this device does not have; "
                   "choose the device cpu"))
            .in_block(block);
    }
    if (const auto* loop = std::get_if<compiler::LoopKernel>(&step.work))
        return plan_loop(schedule, *loop, style);
    if (const auto* gemm = std::get_if<compiler::GemmStep>(&step.work))
        return plan_gemm(*gemm, style);
    return plan_node(std::get<compiler::NodeStep>(step.work), style);
}

}  // namespace gradweave::backends::opencl
