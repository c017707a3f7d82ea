// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/sequence.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using Kind = KernelArgument::Kind;

namespace {

/// What a processor computes in some microseconds on one core: about what starting a kernel takes.
constexpr std::int64_t most_multiply_adds = 100'000, most_elements = 8192;
/// A kernel's arguments are bounded: 1024 bytes of them on the least of devices.
constexpr std::size_t most_arguments = 64;
/// Steps that may have a kernel's text in common for it to be compiled for each of them.
constexpr std::size_t most_uses = 2;

bool is_small(const compiler::Schedule& schedule, const compiler::Step& step) {
    if (const auto* loop = std::get_if<compiler::LoopKernel>(&step.work))
        return loop->iterations() <= most_elements;
    if (const auto* rows = std::get_if<compiler::RowKernel>(&step.work))
        return rows->iterations() <= most_elements;
    if (const auto* gemm = std::get_if<compiler::GemmStep>(&step.work)) {
        return gemm->batch * gemm->m * gemm->n <= most_elements &&
               gemm->batch * gemm->m * gemm->n * gemm->k <= most_multiply_adds;
    }
    const auto& node = std::get<compiler::NodeStep>(step.work);
    const graph::Op op = node.node->op();
    const auto elements = [&](compiler::ValueId id) {
        return schedule.values[static_cast<std::size_t>(id)].shape.element_count();
    };
    return (op == graph::Op::argmax || op == graph::Op::argmin) &&
           elements(node.inputs[0]) <= most_elements;
}

/// A kernel's text in parts.
struct Kernel {
    std::vector<std::string> parameters;
    std::string body;  ///< statements
};

/// Null if the text is not one item's statements with at most a guard before them.
std::optional<Kernel> parsed(const std::string& text) {
    constexpr std::string_view end = ") {\n", leave = "return;";
    const std::size_t open = text.find(end);
    if (text.empty() || text[0] != '(' || open == text.npos || !text.ends_with("}\n"))
        return std::nullopt;
    for (const char* shared : {"barrier(", "local ", "get_group_id", "get_local_id"}) {
        if (text.find(shared) != text.npos) return std::nullopt;
    }
    Kernel kernel{{}, text.substr(open + end.size(), text.size() - open - end.size() - 2)};
    // In a loop over the items, an item that leaves lets the next one begin.
    const std::size_t last = kernel.body.rfind(leave);
    if (last != kernel.body.npos) {
        if (kernel.body.find("for (") < last) return std::nullopt;
        for (std::size_t at = 0; (at = kernel.body.find(leave, at)) != kernel.body.npos;)
            kernel.body.replace(at, leave.size(), "continue;");
    }
    for (std::size_t at = 1; at < open;) {
        const std::size_t comma = std::min(text.find(',', at), open);
        kernel.parameters.push_back(text.substr(at, comma - at));
        at = comma + 1;
    }
    return kernel;
}

/// "global float*" of "global const float* v0".
std::string type_of(const std::string& parameter) {
    std::string type = parameter.substr(0, parameter.rfind(' '));
    constexpr std::string_view constant = "const ";
    if (const std::size_t at = type.find(constant); at != type.npos)
        type.erase(at, constant.size());
    type.erase(0, type.find_first_not_of(' '));
    return type;
}

class Sequence {
  public:
    /// False, and nothing has changed, if it does not fit.
    bool add(const KernelLaunch& launch) {
        std::optional<Kernel> kernel = parsed(launch.text);
        if (!kernel || kernel->parameters.size() != launch.arguments.size() ||
            arguments_.size() + launch.arguments.size() > most_arguments)
            return false;
        for (const KernelArgument& argument : launch.arguments) {
            if (argument.kind == Kind::scratch) return false;
        }
        constexpr std::string_view id = "get_global_id(0)";
        for (std::size_t at = 0; (at = kernel->body.find(id, at)) != kernel->body.npos;)
            kernel->body.replace(at, id.size(), "at");
        body_ += concat("for (int at = 0; at < ", launch.range.global[0], "; ++at) {\n");
        for (std::size_t i = 0; i < launch.arguments.size(); ++i) {
            const std::string& parameter = kernel->parameters[i];
            body_ += concat(parameter, " = ",
                            launch.arguments[i].kind == Kind::number
                                ? std::to_string(launch.arguments[i].index)
                                : place_of(launch.arguments[i], type_of(parameter)),
                            ";\n");
        }
        body_ += concat(kernel->body, "}\n");
        ++count_;
        return true;
    }

    int count() const { return count_; }

    KernelLaunch launch() const {
        return {concat("(", parameters_, ") {\n", body_, "}\n"), arguments_, {}};
    }

  private:
    /// The parameter that is this value.
    std::string place_of(const KernelArgument& argument, const std::string& type) {
        const auto known =
            std::find_if(arguments_.begin(), arguments_.end(),
                         [&](const KernelArgument& a) { return a.index == argument.index; });
        const std::string name = concat("q", known - arguments_.begin());
        if (known == arguments_.end()) {
            parameters_ += concat(arguments_.empty() ? "" : ", ", type, " ", name);
            arguments_.push_back(argument);
        }
        return name;
    }

    std::vector<KernelArgument> arguments_;
    std::string parameters_, body_;
    int count_ = 0;
};

}  // namespace

void join_small_steps(const compiler::Schedule& schedule, std::vector<StepPlan>& plans) {
    std::unordered_map<std::string, std::size_t> uses;
    for (const StepPlan& plan : plans) {
        for (const KernelLaunch& launch : plan.launches)
            ++uses[launch.text];
    }
    const auto joins = [&](std::size_t s) {
        return plans[s].launches.size() == 1 && is_small(schedule, schedule.steps[s]) &&
               uses.at(plans[s].launches[0].text) <= most_uses;
    };
    for (std::size_t first = 0; first < plans.size();) {
        Sequence sequence;
        std::size_t end = first;
        while (end < plans.size() && joins(end) && sequence.add(plans[end].launches[0]))
            ++end;
        if (sequence.count() > 1) {
            for (std::size_t s = first; s < end; ++s)
                plans[s].launches.clear();
            plans[first].launches.push_back(sequence.launch());
        }
        first = std::max(end, first + 1);
    }
}

}  // namespace gradweave::backends::opencl
