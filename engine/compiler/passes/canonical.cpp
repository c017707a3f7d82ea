// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/passes/canonical.h"

#include <unordered_map>

#include "engine/compiler/passes/rewrite.h"
#include "engine/graph/build.h"

namespace gradweave::compiler {

namespace {

/// max and min are not among them: of zeros of both signs they take the first.
bool is_commutative(Op op) {
    return op == Op::add || op == Op::mul || op == Op::eq || op == Op::bit_and ||
           op == Op::bit_or || op == Op::bit_xor;
}

}  // namespace

Program canonicalise(const Program& program) {
    // The order in which nodes are met follows from the program alone.
    std::unordered_map<const Node*, std::size_t> numbers;
    const auto comes_after = [&](const NodePtr& a, const NodePtr& b) {
        const bool constant = a->op() == Op::constant;
        if (constant != (b->op() == Op::constant)) return constant;
        return numbers.at(a.get()) > numbers.at(b.get());
    };
    return rewrite(program, [&](const NodePtr& node, std::vector<NodePtr> inputs) {
        NodePtr result;
        if (is_commutative(node->op()) && comes_after(inputs[0], inputs[1])) {
            result = graph::binary(node->op(), inputs[1], inputs[0]);
        } else if (node->op() == Op::sub && inputs[1]->op() == Op::constant) {
            result = graph::add(inputs[0], graph::neg(inputs[1]));
        } else {
            result = with_inputs(node, std::move(inputs));
        }
        numbers.emplace(result.get(), numbers.size());
        return result;
    });
}

}  // namespace gradweave::compiler
