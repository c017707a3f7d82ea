// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/dump.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "engine/core/text.h"

namespace gradweave::compiler {

namespace {

constexpr std::array<std::string_view, 6> names = {"graph",  "groups", "memory",
                                                   "kernel", "asm",    "time"};

/// One bit per Dump.
unsigned wanted() {
    const char* list = std::getenv("GRADWEAVE_DUMP");
    std::string_view rest = list != nullptr ? list : "";
    unsigned bits = 0;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view name = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const auto* found = std::find(names.begin(), names.end(), name);
        if (name == "all")
            bits = ~0u;
        else if (found != names.end())
            bits |= 1u << (found - names.begin());
        else if (!name.empty())
            std::fputs(concat("GRADWEAVE_DUMP: there is no ", in_quotes(name),
                              "; there are graph, groups, memory, kernel, asm, time and all\n")
                           .c_str(),
                       stderr);
    }
    return bits;
}

}  // namespace

bool wants_dump(Dump what) {
    static const unsigned bits = wanted();
    return (bits >> static_cast<unsigned>(what) & 1u) != 0;
}

void write_dump(std::string_view title, std::string_view text) {
    const std::string all =
        concat("=== ", title, "\n", text, text.ends_with('\n') || text.empty() ? "" : "\n");
    std::fwrite(all.data(), 1, all.size(), stderr);
}

std::string memory_text(const Schedule& schedule) {
    std::string text;
    for (std::size_t id = 0; id < schedule.values.size(); ++id) {
        const Value& value = schedule.values[id];
        text += concat("v", id, ": ", name_of(value.dtype), to_string(value.shape), ", ",
                       value.bytes(), " bytes in ");
        if (value.leaf >= 0)
            text += concat("leaf ", value.leaf);
        else if (value.last_step < 0)
            text += "no place: a product and what follows it are one step";
        else
            text += concat("the arena at ", value.offset);
        text += concat(", steps ", value.first_step, " to ", value.last_step, "\n");
    }
    return text + concat("arena ", schedule.memory.arena_bytes, " bytes, lower bound ",
                         schedule.memory.lower_bound_bytes, "\n");
}

std::string kernels_text(const Schedule& schedule) {
    std::string text;
    for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
        const auto& work = schedule.steps[i].work;
        if (const auto* loop = std::get_if<LoopKernel>(&work))
            text += concat("step ", i, ": ", to_string(*loop));
        if (const auto* gemm = std::get_if<GemmStep>(&work); gemm != nullptr && gemm->epilogue)
            text += concat("step ", i, ", after the product v", gemm->output, ": ",
                           to_string(*gemm->epilogue));
        if (const auto* node = std::get_if<NodeStep>(&work); node != nullptr && node->epilogue)
            text += concat("step ", i, ", after v", node->output, ": ", to_string(*node->epilogue));
        if (const auto* rows = std::get_if<RowKernel>(&work))
            text += concat("step ", i, ": ", to_string(*rows));
    }
    return text;
}

}  // namespace gradweave::compiler
