// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/expand.h"

#include <algorithm>

#include "engine/compiler/passes/rewrite.h"

namespace gradweave::compiler {

Program expand_composites(const Program& program, const std::function<bool(const Node&)>& keep) {
    Program current = program;
    for (;;) {
        // A body may contain composites itself: repeat until none is left to expand.
        bool expanded = false;
        current =
            rewrite(current, [&](const NodePtr& node, std::vector<NodePtr> inputs) -> NodePtr {
                const NodePtr same = with_inputs(node, std::move(inputs));
                if (same->op() != Op::composite || keep(*same)) return same;
                expanded = true;
                return same->body();
            });
        if (!expanded) return current;
    }
}

}  // namespace gradweave::compiler
