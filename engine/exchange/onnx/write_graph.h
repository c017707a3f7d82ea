// SPDX-License-Identifier: Apache-2.0
// The engine's own operations as ONNX nodes: what is behind every block that has no row of its own.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/exchange/onnx/model.h"
#include "engine/tensor/tensor.h"

namespace gradweave::exchange::onnx {

/// Adds nodes and literals to a graph under names that are free.
class GraphBuilder {
  public:
    explicit GraphBuilder(Graph& graph) : graph_(&graph) {}

    /// `wanted`, or the first of wanted_2, wanted_3, ... that is free; taken from now on.
    std::string fresh(const std::string& wanted);

    /// A node with one output called `output` (made free if it is not); returns its name.
    std::string add(const std::string& op, std::vector<std::string> inputs,
                    std::map<std::string, Attribute> attributes, const std::string& output);
    /// The same with several outputs, whose names must be fresh.
    void add_node(const std::string& op, std::vector<std::string> inputs,
                  std::map<std::string, Attribute> attributes, std::vector<std::string> outputs);

    std::string literal(const Array& value, const std::string& wanted);
    std::string integers(const Axes& values, const std::string& wanted);

  private:
    Graph* graph_;
    std::unordered_map<std::string, int> taken_;
};

/// Batch size that tensors are made with where the written graph has an open one: a prime that no
/// layer has as a size, so that an axis tells that it holds the batch.
inline constexpr std::int64_t batch_marker = 999'983;

/// Nodes for an expression.
class ExpressionWriter {
  public:
    /// `batch_source` is a value whose first axis is the batch.
    ExpressionWriter(GraphBuilder& builder, std::string batch_source)
        : builder_(&builder), batch_source_(std::move(batch_source)) {}

    /// The value of this node is there under a name.
    void know(const graph::NodePtr& node, const std::string& name);
    /// Writes what is missing for a value; returns its name. Names begin with `prefix`. Throws
    /// Error(unsupported) naming the operation that ONNX has nothing for.
    std::string write(const graph::NodePtr& node, const std::string& prefix);

  private:
    /// A value that broadcasts to the node's shape: of its rank, with ones, or a scalar.
    struct Written {
        std::string name;
        Shape shape;
    };

    void write_one(const graph::Node& node);
    const Written& written(const graph::NodePtr& node) const { return done_.at(node.get()); }
    /// The value in its whole shape.
    std::string whole(const graph::NodePtr& node);
    std::string number(double value, DType dtype);
    std::string shape_of(const Shape& shape, bool open_batch);
    void give(const graph::Node& node, const std::string& op, std::vector<std::string> inputs,
              std::map<std::string, Attribute> attributes = {});
    void write_elementwise(const graph::Node& node);
    void write_movement(const graph::Node& node);
    void write_dot(const graph::Node& node);
    void write_convolution(const graph::Node& node);

    GraphBuilder* builder_;
    std::string batch_source_, prefix_, batch_size_;
    std::unordered_map<const graph::Node*, Written> done_;
    std::vector<graph::NodePtr> kept_;
};

}  // namespace gradweave::exchange::onnx
