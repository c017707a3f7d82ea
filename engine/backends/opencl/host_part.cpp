// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/host_part.h"

#include <algorithm>
#include <unordered_map>

#include "engine/backends/reference/interpreter.h"
#include "engine/compiler/passes/rewrite.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/print.h"

namespace gradweave::backends::opencl {

using graph::Node;
using graph::NodePtr;
using graph::Op;

namespace {

[[noreturn]] void refuse(const Node& node) {
    const std::string block = node.origin().block ? *node.origin().block : std::string();
    throw Error(
        ErrorKind::unsupported,
        concat(block.empty() ? std::string("the program") : concat("block ", in_quotes(block)),
               " computes with double precision, which this device does not have; "
               "choose the device cpu"))
        .in_block(block);
}

/// What the host can know of a node, and whether it has to.
struct Known {
    bool here;   ///< it depends on no tensor of the device
    bool wants;  ///< it is, or is made of, f64
};

}  // namespace

HostPart::HostPart(const compiler::Program& program) {
    const auto roots = program.roots();
    std::unordered_map<const Node*, Known> known;
    std::unordered_map<const Node*, NodePtr> replaced;
    for (const Node* node : graph::topological_order(roots)) {
        const bool is_double = node->dtype() == DType::f64;
        Known now{node->op() != Op::parameter || is_double, is_double};
        for (const NodePtr& input : node->inputs()) {
            now.here = now.here && known.at(input.get()).here;
            now.wants = now.wants || input->dtype() == DType::f64;
        }
        if (now.wants && !now.here) refuse(*node);
        known.emplace(node, now);
        if (node->op() == Op::parameter && is_double) leaves_.push_back(graph::share(*node));
        if (!now.wants || is_double) continue;
        // Where f64 ends: the device gets the result.
        made_.push_back(graph::make_leaf("host", node->dtype(), node->shape()));
        replaced.emplace(node, made_.back());
        roots_.push_back(graph::share(*node));
    }
    compiler::Program rest;
    for (const auto& [leaf, value] : program.assignments) {
        if (leaf->dtype() != DType::f64) {
            rest.assignments.push_back({leaf, value});
            continue;
        }
        if (std::find(leaves_.begin(), leaves_.end(), leaf) == leaves_.end())
            leaves_.push_back(leaf);
        assigned_.push_back(leaf);
        roots_.push_back(value);
    }
    for (const NodePtr& output : program.outputs) {
        const bool on_host = output->dtype() == DType::f64;
        auto& side = on_host ? roots_ : rest.outputs;
        outputs_.push_back(
            {on_host, on_host ? roots_.size() - made_.size() - assigned_.size() : side.size()});
        side.push_back(output);
    }
    device_ = compiler::rewrite(rest, [&](const NodePtr& node, std::vector<NodePtr> inputs) {
        const auto found = replaced.find(node.get());
        return found != replaced.end() ? found->second
                                       : compiler::with_inputs(node, std::move(inputs));
    });
}

void HostPart::bind(const Node& leaf, std::shared_ptr<HostBuffer> buffer) {
    buffers_[&leaf] = std::move(buffer);
}

void HostPart::run() {
    auto values = interpret_graph(
        roots_, [&](const Node& leaf) { return buffers_.at(&leaf)->array().clone(); });
    const auto take = [&](std::size_t first, std::size_t count) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
        return std::vector<Array>(begin, begin + static_cast<std::ptrdiff_t>(count));
    };
    values_ = take(0, made_.size());
    for (std::size_t i = 0; i < assigned_.size(); ++i)
        buffers_.at(assigned_[i].get())->write(values[made_.size() + i]);
    const std::size_t rest = made_.size() + assigned_.size();
    host_outputs_ = take(rest, values.size() - rest);
}

}  // namespace gradweave::backends::opencl
