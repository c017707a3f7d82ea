// SPDX-License-Identifier: Apache-2.0
// Another program, run once with a text: no shell, a time limit, bounded output.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gradweave {

enum class ProgramEnd {
    finished,   ///< with exit code 0
    failed,     ///< another exit code, a signal, or too much output
    missing,    ///< there is no such program
    timed_out,  ///< killed
    cancelled   ///< killed
};

struct ProgramResult {
    ProgramEnd end = ProgramEnd::failed;
    std::string output;
};

struct ProgramLimits {
    std::chrono::milliseconds time{10000};
    std::size_t output_bytes = 64u << 20;
    std::function<bool()> cancelled;  ///< asked every few milliseconds
};

/// Runs `command` (its first word is looked up in PATH) with `input` on its standard input and
/// returns what it writes to its standard output; what it writes to its standard error is dropped.
/// The program and all that it started are killed when a limit is reached.
ProgramResult run_program(const std::vector<std::string>& command, const std::string& input,
                          const ProgramLimits& limits = {});

}  // namespace gradweave
