// SPDX-License-Identifier: Apache-2.0
// A schedule for people who ask why it is as it is: what keeps two steps apart, what a step moves
// through memory, and pictures of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compiler/schedule/schedule.h"

namespace gradweave::compiler {

/// Neighbours: `consumer` reads the value that `producer` writes, and they are two steps.
struct Separation {
    std::size_t producer, consumer;
    ValueId value;
    std::string reason;  ///< "they go over different elements: [64, 128] and [64, 10]"
};

/// Every pair of neighbours with the first rule that keeps them apart, in the order of consumers.
std::vector<Separation> separations(const Schedule& schedule, const CompileOptions& options);

/// A line for each of them whose producer or consumer comes from the block; all if it is empty.
std::string why_text(const Schedule& schedule, const CompileOptions& options,
                     std::string_view block = {});

/// Bytes of the values that the step reads and writes, each once.
std::uint64_t bytes_moved(const Schedule& schedule, const Step& step);

/// The steps and the values between them, or the nodes of a graph, in Graphviz' language; with the
/// names of their blocks.
std::string groups_dot(const Schedule& schedule);
std::string graph_dot(std::span<const NodePtr> roots);

}  // namespace gradweave::compiler
