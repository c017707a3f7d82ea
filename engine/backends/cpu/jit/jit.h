// SPDX-License-Identifier: Apache-2.0
// Machine code for loops: compiled once per form, kept in memory and on disk.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/backends/cpu/jit/interface.h"

namespace gradweave::backends::cpu::jit {

/// False if there is none on this machine: GRADWEAVE_JIT=off, no module, another processor. Opens
/// the module.
bool available();
/// Why not, as part of a sentence; empty if available().
const std::string& unavailable_reason();

/// GRADWEAVE_JIT=always: also for loops too small to repay it. A debugging aid.
bool wanted_always();

/// One function per form, null where it failed: then the loop runs as tiles. Forms are compiled in
/// parallel. Usable from several threads.
std::vector<LoopFunction> machine_code(std::span<const LoopForm* const> forms,
                                       compiler::CompileReport* report = nullptr);

/// Everything about the form: equal texts have equal machine code.
std::string text_of(const LoopForm& form);

/// Assembler text, for people; why not, if there is no module.
std::string assembly(const LoopForm& form);

}  // namespace gradweave::backends::cpu::jit
