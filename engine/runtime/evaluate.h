// SPDX-License-Identifier: Apache-2.0
// Values of lazy graphs on demand.
#pragma once

#include <span>
#include <vector>

#include "engine/runtime/devices.h"

namespace gradweave::runtime {

/// Computes the nodes on the device and returns their elements. Nodes that have a value already are
/// taken as given, and the results become the nodes' values. Programs of the same structure are
/// compiled once. Throws Error(failed) if a leaf has no value. Usable from several threads.
std::vector<Array> evaluate(std::span<const graph::NodePtr> nodes, Backend& device);

/// Lets go of the compiled programs that are kept for the next evaluation, and of their memory.
void drop_cached_programs();

/// A number that equal programs have in common, whatever their leaves are called and hold: a
/// structural hash over operations, attributes, types, shapes and wiring.
struct ProgramKey {
    std::uint64_t high, low;
    bool operator==(const ProgramKey&) const = default;
};
ProgramKey structural_key(const compiler::Program& program);

}  // namespace gradweave::runtime
