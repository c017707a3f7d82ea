// SPDX-License-Identifier: Apache-2.0
// What the compiler does, on stderr, for people who ask: GRADWEAVE_DUMP=graph,groups,memory,...
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/compiler/schedule/schedule.h"

namespace gradweave::compiler {

enum class Dump : std::uint8_t {
    graph,   ///< the program as it was given
    groups,  ///< the steps it became: what shares a loop, what a library serves
    memory,  ///< where each value is, and when it lives
    kernel,  ///< each loop
    code,    ///< "asm": the machine code of each loop
    why,     ///< what keeps each pair of neighbouring steps apart
    dot,     ///< graph and groups in Graphviz' language
    time     ///< how long compiling took; when the program is let go, how long each step took
};

/// Whether GRADWEAVE_DUMP, a list of names with commas between ("all" is all of them), asks for it.
/// Names that there are not are reported once on stderr.
bool wants_dump(Dump what);

/// Writes "=== title" and the text to stderr in one piece.
void write_dump(std::string_view title, std::string_view text);

/// Each value: type, size, place, first and last step.
std::string memory_text(const Schedule& schedule);
/// Each loop with the number of its step.
std::string kernels_text(const Schedule& schedule);

}  // namespace gradweave::compiler
