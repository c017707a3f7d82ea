// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/evaluate.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>

#include "engine/compiler/passes/rewrite.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::runtime {

using compiler::Program;
using graph::Node;
using graph::NodePtr;
using graph::Op;

namespace {

/// Leaves in the order in which the program's structure reaches them.
std::vector<NodePtr> leaves_in_order(const Program& program,
                                     const std::vector<const Node*>& order) {
    std::vector<NodePtr> leaves;
    for (const Node* node : order) {
        if (node->op() == Op::parameter) leaves.push_back(graph::share(*node));
    }
    for (const auto& assignment : program.assignments) {
        if (std::find(leaves.begin(), leaves.end(), assignment.leaf) == leaves.end()) {
            leaves.push_back(assignment.leaf);
        }
    }
    return leaves;
}

class KeyHash {
  public:
    explicit KeyHash(std::uint64_t seed) : state_(seed) {}
    void add(std::uint64_t value) { state_ = mix_key(state_, value); }
    std::uint64_t value() const { return state_; }

  private:
    std::uint64_t state_;
};

std::uint64_t key_half(const Program& program, const std::vector<const Node*>& order,
                       std::uint64_t seed) {
    std::unordered_map<const Node*, std::uint64_t> number;
    KeyHash key(seed);
    for (const Node* node : order) {
        number.emplace(node, number.size());
        key.add(static_cast<std::uint64_t>(node->op()));
        key.add(static_cast<std::uint64_t>(node->dtype()));
        key.add(static_cast<std::uint64_t>(node->shape().rank()));
        for (const std::int64_t size : node->shape())
            key.add(static_cast<std::uint64_t>(size));
        for (const auto& input : node->inputs())
            key.add(number.at(input.get()));
        // A leaf is its place in the order, not its identity.
        if (node->op() != Op::parameter) key.add(graph::hash_of(node->attributes()));
    }
    key.add(program.outputs.size());
    for (const auto& output : program.outputs)
        key.add(number.at(output.get()));
    const auto leaves = leaves_in_order(program, order);
    for (const auto& [leaf, value] : program.assignments) {
        key.add(static_cast<std::uint64_t>(std::find(leaves.begin(), leaves.end(), leaf) -
                                           leaves.begin()));
        key.add(number.at(value.get()));
    }
    return key.value();
}

/// A compiled program and which of the structure's leaves each of its leaves is.
struct CacheEntry {
    ProgramKey key;
    std::uint64_t device;                    ///< Backend::serial
    std::mutex in_use;                       ///< while it is compiled or runs
    std::unique_ptr<Executable> executable;  ///< none until it was compiled, without an error
    std::vector<std::size_t> leaf_index;     ///< fixed once there is an executable
    std::uint64_t bytes = 0;                 ///< that it holds
};

/// The programs compiled last.
class Cache {
  public:
    /// The entry for this key, made if there is none; whoever needs it first compiles it.
    std::shared_ptr<CacheEntry> entry(const ProgramKey& key, std::uint64_t device) {
        const std::lock_guard lock(mutex_);
        for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
            if ((*entry)->key == key && (*entry)->device == device) {
                entries_.splice(entries_.begin(), entries_, entry);
                return entries_.front();
            }
        }
        entries_.push_front(std::make_shared<CacheEntry>());
        entries_.front()->key = key;
        entries_.front()->device = device;
        return entries_.front();
    }

    /// Lets go of the oldest programs while there are too many, or they hold too much memory.
    /// `entry` is one that was compiled just now and holds this much.
    void trim(CacheEntry& entry, std::uint64_t bytes) {
        std::list<std::shared_ptr<CacheEntry>> dropped;  // destroyed without the lock
        const std::lock_guard lock(mutex_);
        entry.bytes = bytes;
        std::uint64_t total = 0;
        std::size_t count = 0;
        for (auto next = entries_.begin(); next != entries_.end();) {
            const auto here = next++;
            total += (*here)->bytes;
            if (++count > most_entries || total > most_bytes)
                dropped.splice(dropped.end(), entries_, here);
        }
    }

    void clear() {
        std::list<std::shared_ptr<CacheEntry>> dropped;  // destroyed without the lock
        const std::lock_guard lock(mutex_);
        dropped.swap(entries_);
    }

  private:
    static constexpr std::size_t most_entries = 64;
    static constexpr std::uint64_t most_bytes = 256u << 20;
    std::mutex mutex_;
    std::list<std::shared_ptr<CacheEntry>> entries_;
};

Cache& cache() {
    static Cache cache;
    return cache;
}

/// The program on leaves without values, so that a compiled program that is kept does not keep what
/// it was first used on.
Program on_empty_leaves(const Program& program) {
    return compiler::rewrite(program, [](const NodePtr& node, std::vector<NodePtr> inputs) {
        return node->op() == Op::parameter ? graph::make_leaf("", node->dtype(), node->shape())
                                           : compiler::with_inputs(node, std::move(inputs));
    });
}

void compile(CacheEntry& entry, const Program& program, Backend& device) {
    const Program empty = on_empty_leaves(program);
    const auto leaves = leaves_in_order(empty, graph::topological_order(empty.outputs));
    auto executable = device.compile(empty, {});
    std::vector<std::size_t> leaf_index;
    for (const auto& leaf : executable->leaves()) {
        leaf_index.push_back(static_cast<std::size_t>(
            std::find(leaves.begin(), leaves.end(), leaf) - leaves.begin()));
    }
    const auto memory = executable->memory();
    entry.leaf_index = std::move(leaf_index);
    entry.executable = std::move(executable);
    cache().trim(entry, memory.arena_bytes + memory.scratch_bytes);
}

/// The nodes in terms of leaves with values: whatever was computed before becomes a leaf.
Program with_known_values(std::span<const NodePtr> nodes) {
    std::unordered_map<const Node*, NodePtr> replacement;
    for (const Node* node :
         graph::topological_order(nodes, [](const Node& n) { return n.value() != nullptr; })) {
        if (const auto value = node->value(); value && node->op() != Op::parameter) {
            replacement.emplace(node, graph::make_leaf("", *value));
            continue;
        }
        std::vector<NodePtr> inputs;
        for (const auto& input : node->inputs())
            inputs.push_back(replacement.at(input.get()));
        replacement.emplace(node, compiler::with_inputs(graph::share(*node), std::move(inputs)));
    }
    Program program;
    for (const auto& node : nodes)
        program.outputs.push_back(replacement.at(node.get()));
    return program;
}

}  // namespace

void drop_cached_programs() {
    cache().clear();
}

ProgramKey structural_key(const Program& program) {
    const auto order = graph::topological_order(program.roots());
    return {key_half(program, order, 0x9E3779B97F4A7C15),
            key_half(program, order, 0xC2B2AE3D27D4EB4F)};
}

std::vector<Array> evaluate(std::span<const NodePtr> nodes, Backend& device) {
    if (std::all_of(nodes.begin(), nodes.end(),
                    [](const NodePtr& n) { return n->value() != nullptr; })) {
        std::vector<Array> values;
        for (const auto& node : nodes)
            values.push_back(*node->value());
        return values;
    }
    const Program program = with_known_values(nodes);
    const auto leaves = leaves_in_order(program, graph::topological_order(program.outputs));
    std::vector<std::shared_ptr<const Array>> elements;
    for (const auto& leaf : leaves) {
        elements.push_back(leaf->value());
        if (elements.back() == nullptr) {
            throw Error(
                ErrorKind::failed,
                concat("the value of ", in_quotes(leaf->as<graph::LeafAttributes>().leaf->name),
                       " is not known here; only a training session can compute with it"));
        }
    }
    const auto entry = cache().entry(structural_key(program), device.serial());
    {
        // No call_once: where compiling fails it must be tried again, and a thrown exception leaves
        // a once_flag locked for good in some implementations (the thread sanitizer's among them).
        const std::lock_guard lock(entry->in_use);
        if (entry->executable == nullptr) compile(*entry, program, device);
    }
    std::vector<BufferPtr> buffers;
    for (const std::size_t i : entry->leaf_index)
        buffers.push_back(backends::upload(device, *elements[i]));
    const std::lock_guard lock(entry->in_use);
    entry->executable->bind(buffers);
    entry->executable->run();
    std::vector<Array> values;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        values.push_back(entry->executable->output(i));
        if (nodes[i]->op() != Op::parameter) nodes[i]->set_value(values.back());
    }
    entry->executable->unbind();
    return values;
}

}  // namespace gradweave::runtime
