// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/schedule.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "engine/compiler/passes/pipeline.h"
#include "engine/compiler/schedule/chains.h"
#include "engine/compiler/schedule/epilogue.h"
#include "engine/compiler/schedule/fusion.h"
#include "engine/compiler/schedule/lower.h"
#include "engine/compiler/schedule/memory.h"
#include "engine/compiler/schedule/merge.h"
#include "engine/compiler/schedule/order.h"
#include "engine/compiler/schedule/rows.h"
#include "engine/core/text.h"

namespace gradweave::compiler {

namespace {

std::string type_text(const Node& node) {
    return concat(name_of(node.dtype()), to_string(node.shape()));
}

void check_assignments(const Program& program) {
    std::unordered_set<const Node*> assigned;
    for (const auto& [leaf, value] : program.assignments) {
        if (leaf->op() != Op::parameter) {
            throw Error(ErrorKind::failed,
                        concat("internal error: assignment to ", graph::name_of(leaf->op()),
                               ", which is no leaf"));
        }
        const std::string target =
            concat(in_quotes(leaf->as<graph::LeafAttributes>().leaf->name), " ", type_text(*leaf));
        if (leaf->dtype() != value->dtype() || leaf->shape() != value->shape()) {
            throw Error(ErrorKind::failed, concat("internal error: assignment of ",
                                                  type_text(*value), " to ", target));
        }
        if (!assigned.insert(leaf.get()).second) {
            throw Error(ErrorKind::failed,
                        concat("internal error: ", target, " is assigned twice"));
        }
    }
}

}  // namespace

Schedule make_schedule(const Program& program, const Target& target,
                       const CompileOptions& options) {
    check_assignments(program);
    const Program optimised = run_passes(program, target, options);
    options.progress.check();
    const FusionPlan plan = plan_fusion(optimised, options);
    LoweredSteps lowered = lower_to_steps(optimised, plan, target, options);
    options.progress.check();
    if (options.fuse && options.merge) merge_loops(lowered);
    if (options.fuse && options.row_kernels && target.row_kernels) merge_rows(lowered);
    if (options.fuse && options.epilogues) fuse_epilogues(lowered, target);
    options.progress.check();
    Schedule schedule = order_steps(std::move(lowered), optimised);
    if (options.fuse && options.chains) join_steps(schedule, target);
    options.progress.check();
    plan_memory(schedule, target, options);
#ifdef GRADWEAVE_CHECKS
    verify(schedule);
#endif
    return schedule;
}

namespace {

/// The names of a kernel's operations, each once.
class OperationNames {
  public:
    void add(Op op) {
        const std::string_view name = graph::name_of(op);
        if (std::find(names_.begin(), names_.end(), name) != names_.end()) return;
        names_.push_back(name);
        text_ += concat(text_.empty() ? "" : ", ", name);
    }
    void add(const std::vector<LoopInstruction>& code) {
        for (const auto& instruction : code)
            add(instruction.op);
    }
    const std::string& text() const { return text_; }

  private:
    std::vector<std::string_view> names_;
    std::string text_;
};

std::string loop_text(const LoopKernel& loop) {
    OperationNames names;
    names.add(loop.code);
    if (loop.reduce) names.add(*loop.reduce);
    if (names.text().empty()) return loop.loads.empty() ? "fill" : "copy";
    return names.text();
}

std::string rows_text(const RowKernel& rows) {
    OperationNames names;
    for (const RowPass& pass : rows.passes) {
        names.add(pass.code);
        for (const RowStore& store : pass.stores) {
            if (store.reduce) names.add(*store.reduce);
        }
    }
    return "rows: " + names.text();
}

std::string access_text(const Schedule& schedule, ValueId id) {
    const Value& value = schedule.values[static_cast<std::size_t>(id)];
    return concat("v", id, " ", name_of(value.dtype), to_string(value.shape), " @",
                  value.leaf >= 0 ? concat("leaf ", value.leaf) : std::to_string(value.offset));
}

}  // namespace

bool may_replace(const Step& step, ValueId source, ValueId target) {
    if (const auto* loop = std::get_if<LoopKernel>(&step.work))
        return may_replace(*loop, source, target);
    if (const auto* rows = std::get_if<RowKernel>(&step.work))
        return may_replace(*rows, source, target);
    if (const auto* gemm = std::get_if<GemmStep>(&step.work)) {
        return gemm->epilogue && gemm->lhs.value != source && gemm->rhs.value != source &&
               may_replace(*gemm->epilogue, source, target);
    }
    const auto& node = std::get<NodeStep>(step.work);
    return node.epilogue && node.place != target &&
           std::find(node.inputs.begin(), node.inputs.end(), source) == node.inputs.end() &&
           may_replace(*node.epilogue, source, target);
}

StepReport report(const Schedule& schedule, const Step& step) {
    StepReport report;
    if (const auto* loop = std::get_if<LoopKernel>(&step.work)) {
        report.what = "loop: " + loop_text(*loop);
    } else if (const auto* rows = std::get_if<RowKernel>(&step.work)) {
        report.what = rows_text(*rows);
    } else if (const auto* gemm = std::get_if<GemmStep>(&step.work)) {
        report.what = concat("matmul ", gemm->batch > 1 ? concat(gemm->batch, " x ") : "", "[",
                             gemm->m, ", ", gemm->k, "] x [", gemm->k, ", ", gemm->n, "]",
                             gemm->epilogue ? " then " + loop_text(*gemm->epilogue) : "");
    } else {
        const auto& work = std::get<NodeStep>(step.work);
        const auto& node = *work.node;
        const std::string_view name = node.op() == Op::composite
                                          ? node.as<graph::CompositeAttributes>().spec->name
                                          : graph::name_of(node.op());
        report.what = concat(
            name, " ", to_string(schedule.values[static_cast<std::size_t>(work.output)].shape),
            work.epilogue ? " then " + loop_text(*work.epilogue) : "");
    }
    if (step.joined) report.what += ", by images with the step before";
    if (step.origin.block) report.block = *step.origin.block;
    report.phase = step.origin.phase;
    return report;
}

std::vector<StepReport> reports(const Schedule& schedule) {
    std::vector<StepReport> result;
    std::vector<int> writer(schedule.values.size(), -1);
    for (const Step& step : schedule.steps) {
        StepReport& info = result.emplace_back(report(schedule, step));
        std::set<ValueId> touched(step.reads.begin(), step.reads.end());
        std::set<int> makers;
        for (const ValueId id : step.reads)
            makers.insert(writer[static_cast<std::size_t>(id)]);
        makers.erase(-1);
        info.inputs.assign(makers.begin(), makers.end());
        touched.insert(step.writes.begin(), step.writes.end());
        for (const ValueId id : touched)
            info.bytes += schedule.values[static_cast<std::size_t>(id)].bytes();
        for (const ValueId id : step.writes)
            writer[static_cast<std::size_t>(id)] = static_cast<int>(result.size()) - 1;
    }
    return result;
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

namespace {

const Value& value_of(const Schedule& schedule, ValueId id) {
    return schedule.values[static_cast<std::size_t>(id)];
}

void verify_epilogue(const LoopKernel& loop, ValueId product, std::int64_t elements) {
    verify(loop);
    GW_ASSERT(!loop.reduce && loop.iterations() == elements);
    GW_ASSERT(std::count_if(loop.loads.begin(), loop.loads.end(), [&](const LoopLoad& load) {
                  return !load.is_index() && load.access.value == product;
              }) == 1);
}

void verify_epilogue(const Step& step) {
    if (const auto* gemm = std::get_if<GemmStep>(&step.work); gemm != nullptr && gemm->epilogue) {
        verify_epilogue(*gemm->epilogue, gemm->output, gemm->batch * gemm->m * gemm->n);
        GW_ASSERT(gemm->epilogue->sizes.size() >= 2 && gemm->epilogue->sizes.back() == gemm->n);
    }
    if (const auto* node = std::get_if<NodeStep>(&step.work); node != nullptr && node->epilogue) {
        const Shape& shape = node->node->shape();
        verify_epilogue(*node->epilogue, node->output, shape.element_count());
        GW_ASSERT(node->epilogue->sizes[0] % shape[0] == 0);
    }
}

/// Values are written before they are read, and what a leaf held is not read once it is updated.
void verify_order(const Schedule& schedule) {
    std::vector<bool> written(schedule.values.size(), false);
    // Per leaf: the value in it now; -1 before the first update.
    std::vector<ValueId> in_leaf(schedule.leaves.size(), -1);
    for (std::size_t id = 0; id < schedule.values.size(); ++id) {
        written[id] = schedule.values[id].leaf >= 0 && schedule.values[id].first_step < 0;
    }
    for (const Step& step : schedule.steps) {
        if (const auto* loop = std::get_if<LoopKernel>(&step.work)) verify(*loop);
        if (const auto* rows = std::get_if<RowKernel>(&step.work)) verify(*rows);
        verify_epilogue(step);
        for (const ValueId id : step.reads) {
            GW_ASSERT(written[static_cast<std::size_t>(id)]);
            const int leaf = value_of(schedule, id).leaf;
            if (leaf < 0) continue;
            const ValueId now = in_leaf[static_cast<std::size_t>(leaf)];
            GW_ASSERT(now == id || (now < 0 && value_of(schedule, id).first_step < 0));
        }
        for (const ValueId id : step.writes) {
            written[static_cast<std::size_t>(id)] = true;
            const int leaf = value_of(schedule, id).leaf;
            if (leaf < 0) continue;
            for (const ValueId read : step.reads)
                GW_ASSERT(value_of(schedule, read).leaf != leaf || may_replace(step, read, id));
            in_leaf[static_cast<std::size_t>(leaf)] = id;
        }
    }
    for (const auto& output : schedule.outputs)
        GW_ASSERT(written[static_cast<std::size_t>(output.value)]);
}

/// Two values that share bytes of the arena do not live together, unless one is computed from the
/// other element by element in the very step in which that one dies. The steps of a chain are one
/// moment.
void verify_places(const Schedule& schedule) {
    const std::vector<int> chain = chain_starts(schedule);
    std::vector<ValueId> by_birth;
    for (std::size_t id = 0; id < schedule.values.size(); ++id) {
        const Value& value = schedule.values[id];
        if (value.leaf >= 0 || value.first_step < 0 || value.bytes() == 0) continue;
        GW_ASSERT(value.offset + value.bytes() <= schedule.memory.arena_bytes);
        by_birth.push_back(static_cast<ValueId>(id));
    }
    std::stable_sort(by_birth.begin(), by_birth.end(), [&](ValueId a, ValueId b) {
        return value_of(schedule, a).first_step < value_of(schedule, b).first_step;
    });
    // The living by their offset: disjoint, once each newcomer has been compared with them.
    std::map<std::uint64_t, ValueId> living;
    for (const ValueId newer : by_birth) {
        const Value& b = value_of(schedule, newer);
        auto other = living.upper_bound(b.offset);
        if (other != living.begin()) --other;
        while (other != living.end() && other->first < b.offset + b.bytes()) {
            const Value& a = value_of(schedule, other->second);
            if (other->first + a.bytes() <= b.offset) {
                ++other;
                continue;
            }
            const auto born = static_cast<std::size_t>(b.first_step);
            const auto dead = static_cast<std::size_t>(a.last_step);
            GW_ASSERT(born == dead || chain[born] > chain[dead]);
            if (born == dead) {
                const Step& step = schedule.steps[static_cast<std::size_t>(b.first_step)];
                GW_ASSERT(a.offset == b.offset && a.bytes() == b.bytes() &&
                          may_replace(step, other->second, newer));
            }
            other = living.erase(other);
        }
        living.emplace(b.offset, newer);
    }
}

}  // namespace

void verify(const Schedule& schedule) {
    verify_order(schedule);
    verify_places(schedule);
    GW_ASSERT(schedule.memory.lower_bound_bytes <= schedule.memory.arena_bytes);
}

}  // namespace gradweave::compiler
