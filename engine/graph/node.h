// SPDX-License-Identifier: Apache-2.0
// One operation of the lazy graph: typed, shaped, immutable, shared.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/core/array.h"
#include "engine/core/dtype.h"
#include "engine/core/shape.h"
#include "engine/graph/attributes.h"
#include "engine/graph/op.h"

namespace gradweave::graph {

class Node;

/// Shared ownership of a node. Never null except when default-constructed or moved from.
/// Releasing the last reference to the end of a chain of any length needs no stack for it.
class NodePtr {
  public:
    NodePtr() = default;
    NodePtr(const NodePtr& other);
    NodePtr(NodePtr&& other) noexcept : node_(other.node_) { other.node_ = nullptr; }
    NodePtr& operator=(NodePtr other) noexcept {
        std::swap(node_, other.node_);
        return *this;
    }
    ~NodePtr();

    const Node* get() const { return node_; }
    const Node* operator->() const { return node_; }
    const Node& operator*() const { return *node_; }
    explicit operator bool() const { return node_ != nullptr; }
    bool operator==(const NodePtr& other) const { return node_ == other.node_; }

  private:
    friend class Interner;
    friend NodePtr share(const Node&);
    explicit NodePtr(const Node* adopted) : node_(adopted) {}
    const Node* node_ = nullptr;
};

/// Which part of a training step made a node.
enum class Phase : std::uint8_t { forward, gradient, update };

/// The block of the user's document that a node comes from, if any.
struct Origin {
    std::shared_ptr<const std::string> block;
    Phase phase = Phase::forward;
};

/// Nodes made by this thread while the scope lives belong to this block and phase.
class OriginScope {
  public:
    explicit OriginScope(Origin origin);
    OriginScope(std::string block, Phase phase)
        : OriginScope(Origin{std::make_shared<const std::string>(std::move(block)), phase}) {}
    ~OriginScope();
    OriginScope(const OriginScope&) = delete;
    OriginScope& operator=(const OriginScope&) = delete;

    static const Origin& current();

  private:
    Origin previous_;
};

/// An operation applied to inputs. Nodes are interned: the same operation on the same inputs with
/// the same attributes is the same object while any reference to it lives, so equality is identity
/// and common subexpressions are shared by construction.
class Node {
  public:
    Op op() const { return op_; }
    DType dtype() const { return dtype_; }
    const Shape& shape() const { return shape_; }
    std::span<const NodePtr> inputs() const { return inputs_; }
    const NodePtr& input(std::size_t i) const { return inputs_[i]; }
    const Attributes& attributes() const { return attributes_; }
    /// The attributes as the type that op() has.
    template <class T>
    const T& as() const {
        return std::get<T>(attributes_);
    }
    /// Where the node was made first.
    const Origin& origin() const { return origin_; }
    /// composite: its value in terms of the inputs and the closed set. Null otherwise.
    const NodePtr& body() const { return body_; }
    /// A number that grows with creation; inputs have smaller ones.
    std::uint64_t serial() const { return serial_; }

    /// A name for people ("logits"); set once, the first wins. Empty if unset.
    std::string label() const;
    void set_label(std::string label) const;

    /// The value, if it was computed before (or the leaf came with one). Evaluation takes it as
    /// given instead of computing it again.
    std::shared_ptr<const Array> value() const;
    void set_value(Array value) const;

  private:
    friend class Interner;
    friend class NodePtr;
    friend NodePtr share(const Node&);
    friend NodePtr make_node(Op, std::vector<NodePtr>, Attributes, DType, Shape);
    friend NodePtr make_composite(const CompositeSpec&, std::vector<NodePtr>, Axes,
                                  std::vector<double>);
    Node(Op op, DType dtype, Shape shape, std::vector<NodePtr> inputs, Attributes attributes,
         NodePtr body);

    Op op_;
    DType dtype_;
    Shape shape_;
    std::vector<NodePtr> inputs_;
    Attributes attributes_;
    NodePtr body_;
    Origin origin_;
    std::uint64_t serial_ = 0;
    std::size_t hash_ = 0;
    mutable std::atomic<std::uint32_t> references_{0};
    mutable std::shared_ptr<const std::string> label_;
    mutable std::shared_ptr<const Array> value_;
};

/// The interned node. dtype and shape must be what infer() gives, which the verifier checks;
/// builders in build.h are the usual way here.
NodePtr make_node(Op op, std::vector<NodePtr> inputs, Attributes attributes, DType dtype,
                  Shape shape);

/// A fresh leaf: never equal to another, whatever its name.
NodePtr make_leaf(std::string name, DType dtype, Shape shape);
/// A fresh leaf that has its value already.
NodePtr make_leaf(std::string name, Array value);

/// A new reference to a node that somebody holds.
NodePtr share(const Node& node);

/// Number of nodes alive; for leak tests.
std::size_t live_node_count();

/// All nodes that `roots` depend on (the roots among them), inputs before users, in an order that
/// depends only on the graph's structure. Does not look behind `stop` if given: nodes for which it
/// returns true are listed, their inputs are not visited. Not recursive.
std::vector<const Node*> topological_order(std::span<const NodePtr> roots,
                                           const std::function<bool(const Node&)>& stop = {});

/// Throws Error(bad_input) with `sentence`, and the current block's name if there is one.
[[noreturn]] void fail(const std::string& sentence);

}  // namespace gradweave::graph

template <>
struct std::hash<gradweave::graph::NodePtr> {
    std::size_t operator()(const gradweave::graph::NodePtr& node) const {
        return std::hash<const void*>{}(node.get());
    }
};
