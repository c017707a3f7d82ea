// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/node.h"

#include <algorithm>
#include <mutex>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/composite.h"

namespace gradweave::graph {

/// The table of all living nodes. One lock guards the table and the step of a reference count from
/// one to zero, so a lookup never finds a node that is being destroyed.
class Interner {
  public:
    static Interner& instance() {
        // Never destroyed: nodes may outlive every static object that could own it.
        static auto* interner = new Interner;
        return *interner;
    }

    NodePtr intern(std::unique_ptr<Node> candidate) {
        candidate->hash_ = hash(*candidate);
        const std::lock_guard lock(mutex_);
        const auto [position, inserted] = table_.insert(candidate.get());
        const Node* node = *position;
        if (inserted) {
            candidate->serial_ = ++serial_;
            candidate.release();
        }
        node->references_.fetch_add(1, std::memory_order_relaxed);
        return NodePtr(node);
        // A candidate that was not inserted dies after the lock is gone (it was made before it).
    }

    /// Drops one reference; returns the node if that was the last one.
    const Node* release(const Node* node) {
        std::uint32_t count = node->references_.load(std::memory_order_relaxed);
        while (count > 1) {
            if (node->references_.compare_exchange_weak(count, count - 1,
                                                        std::memory_order_acq_rel)) {
                return nullptr;
            }
        }
        const std::lock_guard lock(mutex_);
        if (node->references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return nullptr;
        table_.erase(const_cast<Node*>(node));
        return node;
    }

    std::size_t size() {
        const std::lock_guard lock(mutex_);
        return table_.size();
    }

    std::mutex& mutex() { return mutex_; }

    /// The node's inputs, to be released one by one by the caller instead of by recursion.
    static std::vector<NodePtr> take_inputs(const Node* node) {
        auto* mutable_node = const_cast<Node*>(node);
        std::vector<NodePtr> inputs = std::move(mutable_node->inputs_);
        if (mutable_node->body_) inputs.push_back(std::move(mutable_node->body_));
        return inputs;
    }
    static void destroy(const Node* node) { delete node; }

  private:
    static std::size_t hash(const Node& node) {
        std::size_t seed = static_cast<std::size_t>(node.op_);
        hash_combine(seed, static_cast<std::size_t>(node.dtype_));
        for (const std::int64_t size : node.shape_) {
            hash_combine(seed, static_cast<std::size_t>(size));
        }
        for (const NodePtr& input : node.inputs_) {
            hash_combine(seed, std::hash<const void*>{}(input.get()));
        }
        hash_combine(seed, hash_of(node.attributes_));
        return seed;
    }

    struct Hash {
        std::size_t operator()(const Node* node) const { return node->hash_; }
    };
    struct Equal {
        bool operator()(const Node* a, const Node* b) const {
            return a->hash_ == b->hash_ && a->op_ == b->op_ && a->dtype_ == b->dtype_ &&
                   a->shape_ == b->shape_ && a->inputs_ == b->inputs_ &&
                   equal(a->attributes_, b->attributes_);
        }
    };

    std::mutex mutex_;
    std::unordered_set<Node*, Hash, Equal> table_;
    std::uint64_t serial_ = 0;
};

namespace {

thread_local Origin current_origin;
/// Nodes waiting to be destroyed by the release that is already running on this thread.
thread_local std::vector<const Node*>* graveyard = nullptr;

}  // namespace

NodePtr::NodePtr(const NodePtr& other) : node_(other.node_) {
    if (node_) node_->references_.fetch_add(1, std::memory_order_relaxed);
}

NodePtr::~NodePtr() {
    if (node_ == nullptr) return;
    const Node* dead = Interner::instance().release(node_);
    if (dead == nullptr) return;
    if (graveyard != nullptr) {
        graveyard->push_back(dead);
        return;
    }
    // Destroying a node releases its inputs; a chain of them would recurse. The outermost release
    // works through a list instead.
    std::vector<const Node*> pending{dead};
    graveyard = &pending;
    while (!pending.empty()) {
        const Node* node = pending.back();
        pending.pop_back();
        Interner::take_inputs(node);  // the temporary's destructor feeds `pending`
        Interner::destroy(node);
    }
    graveyard = nullptr;
}

Node::Node(Op op, DType dtype, Shape shape, std::vector<NodePtr> inputs, Attributes attributes,
           NodePtr body)
    : op_(op),
      dtype_(dtype),
      shape_(std::move(shape)),
      inputs_(std::move(inputs)),
      attributes_(std::move(attributes)),
      body_(std::move(body)),
      origin_(current_origin) {}

NodePtr make_node(Op op, std::vector<NodePtr> inputs, Attributes attributes, DType dtype,
                  Shape shape) {
    return Interner::instance().intern(std::unique_ptr<Node>(
        new Node(op, dtype, std::move(shape), std::move(inputs), std::move(attributes), {})));
}

NodePtr make_composite(const CompositeSpec& spec, std::vector<NodePtr> inputs, Axes integers,
                       std::vector<double> reals) {
    // f16 and bf16 are computed in f32 as a whole, and rounded once.
    for (const NodePtr& input : inputs) {
        if (!is_floating(input->dtype()) || !is_storage_only(input->dtype())) continue;
        const DType narrow = input->dtype();
        for (NodePtr& each : inputs) {
            if (is_floating(each->dtype())) each = cast(each, promote(each->dtype(), DType::f32));
        }
        const NodePtr wide =
            make_composite(spec, std::move(inputs), std::move(integers), std::move(reals));
        return wide->dtype() == DType::f32 ? cast(wide, narrow) : wide;
    }
    CompositeAttributes attributes{&spec, std::move(integers), std::move(reals)};
    NodePtr body = spec.body(inputs, attributes);
    const DType dtype = body->dtype();
    Shape shape = body->shape();
    return Interner::instance().intern(
        std::unique_ptr<Node>(new Node(Op::composite, dtype, std::move(shape), std::move(inputs),
                                       std::move(attributes), std::move(body))));
}

NodePtr make_leaf(std::string name, DType dtype, Shape shape) {
    auto leaf = std::make_shared<const Leaf>(Leaf{std::move(name), std::nullopt});
    return make_node(Op::parameter, {}, LeafAttributes{std::move(leaf)}, dtype, std::move(shape));
}

NodePtr make_leaf(std::string name, Array value) {
    const DType dtype = value.dtype();
    Shape shape = value.shape();
    auto leaf = std::make_shared<const Leaf>(Leaf{std::move(name), std::move(value)});
    return make_node(Op::parameter, {}, LeafAttributes{std::move(leaf)}, dtype, std::move(shape));
}

std::string Node::label() const {
    const std::lock_guard lock(Interner::instance().mutex());
    return label_ ? *label_ : std::string();
}

void Node::set_label(std::string label) const {
    auto text = std::make_shared<const std::string>(std::move(label));
    const std::lock_guard lock(Interner::instance().mutex());
    if (!label_) label_ = std::move(text);
}

std::shared_ptr<const Array> Node::value() const {
    if (op_ == Op::parameter) {
        const auto& leaf = as<LeafAttributes>().leaf;
        if (leaf->value) return {leaf, &*leaf->value};
        return nullptr;
    }
    const std::lock_guard lock(Interner::instance().mutex());
    return value_;
}

void Node::set_value(Array value) const {
    GW_ASSERT(value.dtype() == dtype_ && value.shape() == shape_);
    auto shared = std::make_shared<const Array>(std::move(value));
    const std::lock_guard lock(Interner::instance().mutex());
    std::swap(value_, shared);
}

NodePtr share(const Node& node) {
    node.references_.fetch_add(1, std::memory_order_relaxed);
    return NodePtr(&node);
}

std::size_t live_node_count() {
    return Interner::instance().size();
}

OriginScope::OriginScope(Origin origin)
    : previous_(std::exchange(current_origin, std::move(origin))) {}
OriginScope::~OriginScope() {
    current_origin = std::move(previous_);
}
const Origin& OriginScope::current() {
    return current_origin;
}

std::vector<const Node*> topological_order(std::span<const NodePtr> roots,
                                           const std::function<bool(const Node&)>& stop) {
    std::vector<const Node*> order;
    std::unordered_set<const Node*> seen;
    struct Frame {
        const Node* node;
        std::size_t next;
    };
    std::vector<Frame> stack;
    const auto enter = [&](const Node* node) {
        if (!seen.insert(node).second) return;
        const bool leaf = stop && stop(*node);
        stack.push_back({node, leaf ? node->inputs().size() : 0});
    };
    for (const NodePtr& root : roots) {
        enter(root.get());
        while (!stack.empty()) {
            Frame& frame = stack.back();
            if (frame.next < frame.node->inputs().size()) {
                enter(frame.node->inputs()[frame.next++].get());
            } else {
                order.push_back(frame.node);
                stack.pop_back();
            }
        }
    }
    return order;
}

void fail(const std::string& sentence) {
    const Origin& origin = current_origin;
    if (!origin.block || origin.block->empty()) throw Error(ErrorKind::bad_input, sentence);
    throw Error(ErrorKind::bad_input,
                gradweave::concat(sentence, ", in block ", in_quotes(*origin.block)))
        .in_block(*origin.block);
}

}  // namespace gradweave::graph
