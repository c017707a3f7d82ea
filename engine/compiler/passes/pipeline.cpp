// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/pipeline.h"

#include "engine/compiler/passes/algebra.h"
#include "engine/compiler/passes/canonical.h"
#include "engine/compiler/passes/dead_code.h"
#include "engine/compiler/passes/expand.h"
#include "engine/compiler/passes/fold.h"
#include "engine/compiler/passes/view_algebra.h"
#include "engine/compiler/passes/widen.h"
#include "engine/graph/infer.h"

namespace gradweave::compiler {

void verify(const Program& before, const Program& after) {
    for (const Node* node : graph::topological_order(after.roots()))
        graph::verify(*node);
    const auto same_type = [](const NodePtr& a, const NodePtr& b) {
        return a->dtype() == b->dtype() && a->shape() == b->shape();
    };
    GW_ASSERT(before.outputs.size() == after.outputs.size());
    for (std::size_t i = 0; i < before.outputs.size(); ++i)
        GW_ASSERT(same_type(before.outputs[i], after.outputs[i]));
    for (const auto& [leaf, value] : after.assignments)
        GW_ASSERT(leaf->op() == Op::parameter && same_type(leaf, value));
}

Program run_passes(const Program& program, const Target& target, const CompileOptions& options) {
    Program current = expand_composites(
        program, [&](const Node& node) { return options.composites && target.serves(node); });
    current = widen_stored_types(current);
    verify(program, current);
    const std::pair<bool, Program (*)(const Program&)> passes[] = {
        {options.canonicalise, canonicalise},  {options.fold, fold_constants},
        {options.algebra, simplify_algebra},   {options.view_algebra, simplify_views},
        {options.dead_code, remove_dead_code},
    };
    for (const auto& [wanted, pass] : passes) {
        if (!wanted) continue;
        current = pass(current);
#ifdef GRADWEAVE_CHECKS
        verify(program, current);
#endif
    }
    return current;
}

}  // namespace gradweave::compiler
