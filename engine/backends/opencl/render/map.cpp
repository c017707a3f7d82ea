// SPDX-License-Identifier: Apache-2.0
// Loops that store what they compute.
#include <algorithm>

#include "engine/backends/opencl/render/body.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::LoopKernel;

namespace {

/// Elements that one work item of a processor does: enough to outweigh its launch, few enough for
/// all cores to have some.
constexpr std::int64_t item_elements = 4096;

std::size_t rounded_up(std::int64_t value, std::int64_t unit) {
    return static_cast<std::size_t>((value + unit - 1) / unit * unit);
}

/// One element per work item.
KernelLaunch elements(const compiler::Schedule& schedule, const LoopKernel& loop,
                      const Style& style) {
    const BodyText body(schedule, loop, -1);
    const std::int64_t count = loop.iterations();
    const std::string& type = body.index_type();
    KernelLaunch launch;
    launch.arguments = body.arguments();
    launch.arguments.push_back({KernelArgument::Kind::number, count});
    launch.text = concat("(", body.parameters(), ", long count) {\nconst ", type,
                         " n = get_global_id(0);\nif (n >= count) return;\n",
                         split_index(type, "n", loop.sizes, first_axes(loop.sizes.size())),
                         body.begin(), body.scalar_stores(""), "}\n");
    const std::int64_t group = count == 1 ? 1 : style.group;
    launch.range.global[0] = rounded_up(count, group);
    launch.range.local[0] = static_cast<std::size_t>(group);
    return launch;
}

/// Parts of rows of the innermost axis, sixteen elements at a time.
KernelLaunch rows(const compiler::Schedule& schedule, const LoopKernel& loop) {
    const std::size_t rank = loop.sizes.size();
    const BodyText body(schedule, loop, static_cast<int>(rank) - 1);
    const std::string& type = body.index_type();
    const std::int64_t length = loop.sizes.back();
    const std::int64_t count = loop.iterations() / length;
    KernelLaunch launch;
    launch.arguments = body.arguments();
    std::string inner;
    if (body.vectorizes())
        inner = concat("for (; i + 16 <= end; i += 16) {\n", body.vector_code("i", ""),
                       body.vector_stores("i", ""), "}\n");
    inner +=
        concat("for (; i < end; ++i) {\n", body.scalar_code("i"), body.scalar_stores("i"), "}\n");
    std::string text = concat("(", body.parameters());
    std::int64_t items = 0;
    if (rank == 1) {
        // The length is an argument: loops that differ in nothing else are one kernel.
        launch.arguments.push_back({KernelArgument::Kind::number, length});
        items = (length + item_elements - 1) / item_elements;
        text += concat(", long length) {\nconst ", type, " item = get_global_id(0);\n", type,
                       " i = item * ", item_elements, ";\nconst ", type, " end = min(i + ",
                       item_elements, ", (", type, ")length);\n", body.begin(), inner, "}\n");
    } else {
        const std::int64_t parts = (length + item_elements - 1) / item_elements;
        const std::int64_t per_item = std::max<std::int64_t>(1, item_elements / length);
        items = (count + per_item - 1) / per_item * parts;
        text += concat(") {\nconst ", type, " item = get_global_id(0);\nconst ", type,
                       " first = item / ", parts, " * ", per_item, ", begin = item % ", parts,
                       " * ", item_elements, ", end = min(begin + ", item_elements, ", (", type,
                       ")", length, ");\nfor (", type, " row = first; row < min(first + ", per_item,
                       ", (", type, ")", count, "); ++row) {\n",
                       split_index(type, "row", loop.sizes, first_axes(rank - 1)), body.begin(),
                       type, " i = begin;\n", inner, "}\n}\n");
    }
    launch.text = std::move(text);
    launch.range.global[0] = static_cast<std::size_t>(items);
    return launch;
}

}  // namespace

StepPlan plan_loop(const compiler::Schedule& schedule, const LoopKernel& loop, const Style& style) {
    if (loop.reduce) return plan_reduction(schedule, loop, style);
    if (loop.iterations() == 0) return {};
    const bool walks = style.processor && !loop.sizes.empty();
    return {{walks ? rows(schedule, loop) : elements(schedule, loop, style)}, {}};
}

}  // namespace gradweave::backends::opencl
