// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/explain.h"

#include <algorithm>
#include <unordered_map>

#include "engine/compiler/schedule/merge.h"
#include "engine/core/text.h"

namespace gradweave::compiler {

namespace {

bool contains(const std::vector<ValueId>& ids, ValueId id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool meet(const std::vector<ValueId>& a, const std::vector<ValueId>& b) {
    return std::any_of(a.begin(), a.end(), [&](ValueId id) { return contains(b, id); });
}

std::string sizes_text(const Axes& sizes) {
    return to_string(Shape(Axes(sizes)));
}

/// What keeps a pair apart. The rules are those of fusion, rows, epilogues and merging, asked of
/// the steps as they are in the end.
class Reasons {
  public:
    Reasons(const Schedule& schedule, const CompileOptions& options)
        : schedule_(schedule), options_(options) {}

    std::string of(std::size_t producer, std::size_t consumer, ValueId value) const {
        const Step &a = schedule_.steps[producer], &b = schedule_.steps[consumer];
        if (!options_.fuse) return "fusion is switched off";
        if (const auto* node = std::get_if<NodeStep>(&a.work))
            return node->epilogue ? "it carries one loop with it already" : whole(*node, "makes");
        if (const auto* node = std::get_if<NodeStep>(&b.work)) return whole(*node, "needs");
        if (const auto* gemm = std::get_if<GemmStep>(&b.work)) {
            if (gemm->lhs.value == value || gemm->rhs.value == value)
                return "a matrix product reads its operands many times over, so they are computed "
                       "before it";
            return "what follows a product begins with that product alone";
        }
        if (const auto* gemm = std::get_if<GemmStep>(&a.work)) return after(*gemm, b, value);
        if (const auto* loop = std::get_if<LoopKernel>(&a.work); loop != nullptr && loop->reduce)
            return between(producer, consumer,
                           concat("the ", graph::name_of(*loop->reduce),
                                  " has its results only at the end of its loop"));
        if (const auto* loop = std::get_if<LoopKernel>(&b.work); loop != nullptr && loop->reduce) {
            if (readers(value) > 1 || kept(value))
                return concat("a reduction has one result, and ", used(value));
            return between(producer, consumer,
                           "the reduction goes over its elements in another order");
        }
        if (std::holds_alternative<RowKernel>(a.work) || std::holds_alternative<RowKernel>(b.work))
            return rows(a, b, producer, consumer);
        return loops(std::get<LoopKernel>(a.work), std::get<LoopKernel>(b.work), producer, consumer,
                     value);
    }

  private:
    static std::string whole(const NodeStep& step, std::string_view does) {
        const auto& node = *step.node;
        const std::string_view name = node.op() == Op::composite
                                          ? node.as<graph::CompositeAttributes>().spec->name
                                          : graph::name_of(node.op());
        return concat(name, " is a step of its own, which ", does, " whole tensors in memory");
    }

    std::string after(const GemmStep& gemm, const Step& b, ValueId value) const {
        if (gemm.epilogue && value != gemm.output)
            return "the product carries one loop with it already";
        if (readers(value) > 1 || kept(value))
            return concat("the product stays, since ", used(value));
        const auto* loop = std::get_if<LoopKernel>(&b.work);
        if (loop == nullptr) return "rows are needed whole, and a product is made in pieces";
        if (loop->reduce) return "a reduction needs more than the piece of the product at hand";
        if (loop->iterations() != gemm.batch * gemm.m * gemm.n)
            return concat("the loop over ", sizes_text(loop->sizes),
                          " is not one element of the product at a time");
        return "the loop does not read the product in its own order, or the device computes it "
               "whole";
    }

    std::string rows(const Step& a, const Step& b, std::size_t producer,
                     std::size_t consumer) const {
        const Axes &x = sizes_of(a), &y = sizes_of(b);
        if (x != y)
            return between(producer, consumer,
                           concat("their rows differ: ", sizes_text(x), " and ", sizes_text(y)));
        return between(producer, consumer,
                       "together they would hold more of a row than fits a cache, or reduce over "
                       "different axes");
    }

    std::string loops(const LoopKernel& a, const LoopKernel& b, std::size_t producer,
                      std::size_t consumer, ValueId value) const {
        if (!options_.merge) return "merging of loops is switched off";
        if (a.iterations() != b.iterations() ||
            (a.sizes.size() > 1 && b.sizes.size() > 1 && a.sizes != b.sizes))
            return concat("they go over different elements: ", sizes_text(a.sizes), " and ",
                          sizes_text(b.sizes));
        const auto stored = std::find_if(a.stores.begin(), a.stores.end(), [&](const auto& store) {
            return store.access.value == value;
        });
        for (const auto& load : b.loads) {
            if (load.access.value != value || stored == a.stores.end() || a.sizes != b.sizes)
                continue;
            if (load.access.strides != stored->access.strides ||
                load.access.offset != stored->access.offset)
                return "elements are read in another order than they are made in";
        }
        if (a.code.empty() || b.code.empty()) return "one of them only copies";
        if (a.stores.size() + b.stores.size() > LoopKernel::most_stores)
            return concat("together they would store ", a.stores.size() + b.stores.size(),
                          " results; a loop stores at most ", LoopKernel::most_stores);
        if (a.code.size() + b.code.size() > merged_loop_limits.code)
            return concat("together they would be ", a.code.size() + b.code.size(),
                          " operations; a merged loop has at most ", merged_loop_limits.code);
        if (a.loads.size() + b.loads.size() > merged_loop_limits.loads)
            return concat("together they would read ", a.loads.size() + b.loads.size(),
                          " tensors; a merged loop reads at most ", merged_loop_limits.loads);
        return between(producer, consumer,
                       "elements are read in another order than they are made in");
    }

    /// The step that lies between the two in every order, or else the given reason.
    std::string between(std::size_t producer, std::size_t consumer, std::string otherwise) const {
        for (std::size_t k = producer + 1; k < consumer; ++k) {
            const Step& step = schedule_.steps[k];
            if (meet(step.reads, schedule_.steps[producer].writes) &&
                meet(schedule_.steps[consumer].reads, step.writes))
                return concat(otherwise, "; step ", k, " has to run between them");
        }
        return otherwise;
    }

    static const Axes& sizes_of(const Step& step) {
        if (const auto* rows = std::get_if<RowKernel>(&step.work)) return rows->sizes;
        return std::get<LoopKernel>(step.work).sizes;
    }

    std::size_t readers(ValueId value) const {
        return static_cast<std::size_t>(
            std::count_if(schedule_.steps.begin(), schedule_.steps.end(),
                          [&](const Step& step) { return contains(step.reads, value); }));
    }
    bool kept(ValueId value) const {
        return schedule_.values[static_cast<std::size_t>(value)].leaf >= 0 ||
               std::any_of(schedule_.outputs.begin(), schedule_.outputs.end(),
                           [&](const Output& output) { return output.value == value; });
    }
    std::string used(ValueId value) const {
        if (readers(value) > 1) return concat("v", value, " is read by ", readers(value), " steps");
        return concat("v", value, " is kept when the program ends");
    }

    const Schedule& schedule_;
    const CompileOptions& options_;
};

std::string step_text(const Schedule& schedule, std::size_t i) {
    const StepReport info = report(schedule, schedule.steps[i]);
    return concat(i, " (", info.what, info.block.empty() ? "" : "  # ", info.block, ")");
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '\n')
            result += "\\n";
        else
            result += c;
    }
    return result + "\"";
}

}  // namespace

std::vector<Separation> separations(const Schedule& schedule, const CompileOptions& options) {
    const Reasons reasons(schedule, options);
    std::unordered_map<ValueId, std::size_t> writer;
    std::vector<Separation> found;
    for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
        const Step& step = schedule.steps[i];
        for (const ValueId id : step.reads) {
            const auto entry = writer.find(id);
            if (entry != writer.end())
                found.push_back({entry->second, i, id, reasons.of(entry->second, i, id)});
        }
        for (const ValueId id : step.writes)
            writer[id] = i;
    }
    return found;
}

std::string why_text(const Schedule& schedule, const CompileOptions& options,
                     std::string_view block) {
    const auto belongs = [&](std::size_t i) {
        const auto& origin = schedule.steps[i].origin;
        return block.empty() || (origin.block && *origin.block == block);
    };
    std::string text;
    for (const Separation& pair : separations(schedule, options)) {
        if (!belongs(pair.producer) && !belongs(pair.consumer)) continue;
        text +=
            concat(step_text(schedule, pair.producer), " and ", step_text(schedule, pair.consumer),
                   " through v", pair.value, ": ", pair.reason, "\n");
    }
    return text;
}

std::uint64_t bytes_moved(const Schedule& schedule, const Step& step) {
    std::uint64_t bytes = 0;
    for (const auto* ids : {&step.reads, &step.writes}) {
        for (const ValueId id : *ids)
            bytes += schedule.values[static_cast<std::size_t>(id)].bytes();
    }
    return bytes;
}

std::string groups_dot(const Schedule& schedule) {
    std::string text = "digraph groups {\n  node [shape=box];\n";
    std::unordered_map<ValueId, std::size_t> writer;
    for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
        const Step& step = schedule.steps[i];
        const StepReport info = report(schedule, step);
        text += concat(
            "  s", i, " [label=",
            quoted(concat(i, ": ", info.what, info.block.empty() ? "" : "\n", info.block)), "];\n");
        for (const ValueId id : step.reads) {
            const Value& value = schedule.values[static_cast<std::size_t>(id)];
            const auto entry = writer.find(id);
            if (entry != writer.end())
                text +=
                    concat("  s", entry->second, " -> s", i,
                           " [label=", quoted(concat(name_of(value.dtype), to_string(value.shape))),
                           "];\n");
        }
        for (const ValueId id : step.writes)
            writer[id] = i;
    }
    return text + "}\n";
}

std::string graph_dot(std::span<const NodePtr> roots) {
    std::string text = "digraph graph_of_nodes {\n  node [shape=box];\n";
    std::unordered_map<const Node*, std::size_t> number;
    for (const Node* node : graph::topological_order(roots)) {
        const std::size_t i = number.size();
        number.emplace(node, i);
        std::string label(graph::name_of(node->op()));
        if (node->op() == Op::composite) label = node->as<graph::CompositeAttributes>().spec->name;
        if (node->op() == Op::parameter) label = node->as<graph::LeafAttributes>().leaf->name;
        label += concat("\n", name_of(node->dtype()), to_string(node->shape()));
        if (node->origin().block) label += "\n" + *node->origin().block;
        text += concat("  n", i, " [label=", quoted(label), "];\n");
        for (const auto& input : node->inputs())
            text += concat("  n", number.at(input.get()), " -> n", i, ";\n");
    }
    return text + "}\n";
}

}  // namespace gradweave::compiler
