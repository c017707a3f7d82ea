// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/schedule.h"

#include <algorithm>

#include "engine/compiler/passes/expand.h"
#include "engine/compiler/schedule/fusion.h"
#include "engine/compiler/schedule/lower.h"
#include "engine/compiler/schedule/memory.h"
#include "engine/compiler/schedule/order.h"
#include "engine/core/text.h"
#include "engine/graph/infer.h"

namespace gradweave::compiler {

Schedule make_schedule(const Program& program, const Target& target,
                       const CompileOptions& options) {
    for (const auto& [leaf, value] : program.assignments) {
        if (leaf->op() != Op::parameter || leaf->dtype() != value->dtype() ||
            leaf->shape() != value->shape()) {
            throw Error(ErrorKind::failed,
                        concat("internal error: assignment of ", to_string(value->shape()), " to ",
                               in_quotes(leaf->label()), " ", to_string(leaf->shape())));
        }
    }
    const Program expanded = expand_composites(
        program, [&](const Node& node) { return options.composites && target.serves(node); });
#ifdef GRADWEAVE_CHECKS
    for (const Node* node : graph::topological_order(expanded.roots()))
        graph::verify(*node);
#endif
    const FusionPlan plan = plan_fusion(expanded, options);
    Schedule schedule = order_steps(lower_to_steps(expanded, plan, target, options), expanded);
    plan_memory(schedule, target, options);
#ifdef GRADWEAVE_CHECKS
    verify(schedule);
#endif
    return schedule;
}

namespace {

std::string loop_text(const LoopKernel& loop) {
    std::string text;
    for (const auto& instruction : loop.code) {
        const std::string_view name = graph::name_of(instruction.op);
        if (text.find(name) == std::string::npos) text += concat(text.empty() ? "" : ", ", name);
    }
    if (loop.reduce) text += concat(text.empty() ? "" : ", ", graph::name_of(*loop.reduce));
    if (text.empty()) text = loop.loads.empty() ? "fill" : "copy";
    return "loop: " + text;
}

std::string access_text(const Schedule& schedule, ValueId id) {
    const Value& value = schedule.values[static_cast<std::size_t>(id)];
    return concat("v", id, " ", name_of(value.dtype), to_string(value.shape), " @",
                  value.leaf >= 0 ? concat("leaf ", value.leaf) : std::to_string(value.offset));
}

}  // namespace

StepReport report(const Schedule& schedule, const Step& step) {
    StepReport report;
    if (const auto* loop = std::get_if<LoopKernel>(&step.work)) {
        report.what = loop_text(*loop);
    } else if (const auto* gemm = std::get_if<GemmStep>(&step.work)) {
        report.what = concat("matmul ", gemm->batch > 1 ? concat(gemm->batch, " x ") : "", "[",
                             gemm->m, ", ", gemm->k, "] x [", gemm->k, ", ", gemm->n, "]");
    } else {
        const auto& work = std::get<NodeStep>(step.work);
        const auto& node = *work.node;
        const std::string_view name = node.op() == Op::composite
                                          ? node.as<graph::CompositeAttributes>().spec->name
                                          : graph::name_of(node.op());
        report.what = concat(
            name, " ", to_string(schedule.values[static_cast<std::size_t>(work.output)].shape));
    }
    if (step.origin.block) report.block = *step.origin.block;
    report.phase = step.origin.phase;
    return report;
}

std::string to_string(const Schedule& schedule) {
    std::string text;
    for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
        const Step& step = schedule.steps[i];
        const StepReport info = report(schedule, step);
        text += concat(i, ": ", info.what, info.block.empty() ? "" : "  # " + info.block, "\n");
        for (const ValueId id : step.reads)
            text += concat("    reads  ", access_text(schedule, id), "\n");
        for (const ValueId id : step.writes)
            text += concat("    writes ", access_text(schedule, id), "\n");
    }
    return text + concat("arena ", schedule.memory.arena_bytes, " bytes, lower bound ",
                         schedule.memory.lower_bound_bytes, "\n");
}

void verify(const Schedule& schedule) {
    const auto count = static_cast<int>(schedule.steps.size());
    std::vector<bool> written(schedule.values.size(), false);
    for (std::size_t id = 0; id < schedule.values.size(); ++id) {
        written[id] = schedule.values[id].leaf >= 0;
    }
    for (int s = 0; s < count; ++s) {
        const Step& step = schedule.steps[static_cast<std::size_t>(s)];
        if (const auto* loop = std::get_if<LoopKernel>(&step.work)) verify(*loop);
        for (const ValueId id : step.reads)
            GW_ASSERT(written[static_cast<std::size_t>(id)]);
        for (const ValueId id : step.writes)
            written[static_cast<std::size_t>(id)] = true;
    }
    for (const auto& output : schedule.outputs)
        GW_ASSERT(written[static_cast<std::size_t>(output.value)]);

    // Whoever writes into bytes of the arena must be the last to have touched a value that still
    // lives there, unless the value dies in that very step.
    std::vector<const Value*> arena;
    for (const auto& value : schedule.values) {
        if (value.leaf < 0 && value.first_step >= 0) {
            GW_ASSERT(value.offset + value.bytes() <= schedule.memory.arena_bytes);
            arena.push_back(&value);
        }
    }
    for (const Value* a : arena) {
        for (const Value* b : arena) {
            if (a == b || a->bytes() == 0 || b->bytes() == 0) continue;
            const bool overlap =
                a->offset < b->offset + b->bytes() && b->offset < a->offset + a->bytes();
            // b begins while a lives: only in the step in which a dies.
            if (overlap && b->first_step >= a->first_step) GW_ASSERT(b->first_step >= a->last_step);
        }
    }
}

}  // namespace gradweave::compiler
