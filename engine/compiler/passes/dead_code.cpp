// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/dead_code.h"

namespace gradweave::compiler {

Program remove_dead_code(const Program& program) {
    Program result = program;
    std::erase_if(result.assignments,
                  [](const Assignment& assignment) { return assignment.leaf == assignment.value; });
    return result;
}

}  // namespace gradweave::compiler
