// SPDX-License-Identifier: Apache-2.0
// The oracle of kernels: what a loop of the kernel IR means, one element at a time.
#pragma once

#include <functional>

#include "engine/backends/backend.h"
#include "engine/compiler/kernel/row.h"

namespace gradweave::backends {

/// Where a value's elements are.
using PlaceOf = std::function<std::byte*(compiler::ValueId)>;

/// Runs the kernel as its definition reads: iteration by iteration, instruction by instruction,
/// elements reduced in order (sums in f64 or i64). Meant to be obviously right, not fast.
void interpret(const compiler::LoopKernel& kernel, const PlaceOf& place_of);
void interpret(const compiler::RowKernel& kernel, const PlaceOf& place_of);

/// A device that compiles as the CPU does (row kernels, one arena) and interprets every step. For
/// tests: what differs here is wrong in the compiler, what differs on the CPU alone is wrong there.
std::unique_ptr<Backend> make_kernel_interpreter();

}  // namespace gradweave::backends
