// SPDX-License-Identifier: Apache-2.0
// Machine code for loops: whether there is any, and forms as text.
#pragma once

#include <string>

#include "engine/backends/cpu/jit/interface.h"

namespace gradweave::backends::cpu::jit {

/// False if there is none on this machine: GRADWEAVE_JIT=off, no module, another processor. Opens
/// the module.
bool available();
/// Why not, as part of a sentence; empty if available().
const std::string& unavailable_reason();

/// GRADWEAVE_JIT=always: also for loops too small to repay it. A debugging aid.
bool wanted_always();

/// The opened module; null if !available(). Its table stays valid until the process ends.
const Module* opened_module();

/// Everything about the form: equal texts have equal machine code.
std::string text_of(const LoopForm& form);

/// Assembler text, for people; why not, if there is no module.
std::string assembly(const LoopForm& form);

}  // namespace gradweave::backends::cpu::jit
