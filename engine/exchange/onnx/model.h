// SPDX-License-Identifier: Apache-2.0
// An ONNX model as plain data. What reads and writes files and what works on models meet here;
// nobody else knows protobuf.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/array.h"
#include "engine/exchange/onnx/element_type.h"

namespace gradweave::exchange::onnx {

/// Elements that stand in the file, or that a run gives. Numbers are in `array`, of dtype
/// held(type); texts in `texts`, with as many as the shape says.
struct Literal {
    ElementType type = ElementType::undefined;
    Array array;
    Shape shape;
    std::vector<std::string> texts;
};

struct Graph;
/// The value that a function's caller gives under this name.
struct AttributeReference {
    std::string name;
};
/// f and floats are held as double, exactly.
using Attribute = std::variant<std::int64_t, double, std::string, Literal,
                               std::shared_ptr<const Graph>, std::vector<std::int64_t>,
                               std::vector<double>, std::vector<std::string>, AttributeReference>;

struct Node {
    std::string op, domain, name;              ///< the domain of ONNX itself is ""
    std::vector<std::string> inputs, outputs;  ///< "" for an optional one that is not there
    std::map<std::string, Attribute> attributes;
};

/// Size of an axis: a number, or a name if it is open ("N"), or neither.
struct AxisInfo {
    std::optional<std::int64_t> size;
    std::string name;
};

/// "[N, 3, 224, 224]", "?" where nothing is known.
std::string to_string(const std::vector<AxisInfo>& axes);

struct ValueInfo {
    std::string name;
    ElementType type = ElementType::undefined;  ///< undefined for sequences
    bool sequence = false, optional = false;
    std::optional<std::vector<AxisInfo>> axes;  ///< nothing if the rank is open
};

struct NamedLiteral {
    std::string name;
    Literal value;
};

struct Graph {
    std::string name;
    std::vector<Node> nodes;
    std::vector<ValueInfo> inputs, outputs;  ///< inputs without those that have an initialiser
    std::vector<NamedLiteral> initializers;
    std::vector<ValueInfo> values;  ///< what the file tells of values in between
};

/// Version of the operators by domain.
using Opsets = std::map<std::string, std::int64_t>;

/// An operator of the model's own, made of others.
struct Function {
    std::string domain, name;
    std::vector<std::string> inputs, outputs;
    std::vector<Node> nodes;
    Opsets opsets;
};

struct Model {
    std::int64_t ir_version = 0;
    std::string producer;
    Opsets opsets;
    Graph graph;
    std::vector<Function> functions;
    std::map<std::string, std::string> metadata;
};

/// What a person calls the node: its name, or its first output's.
const std::string& title_of(const Node& node);

/// Every operator of the model, subgraphs and functions included, as "Conv" or
/// "ai.onnx.ml.Scaler", each once, sorted.
std::vector<std::string> operators_of(const Model& model);

}  // namespace gradweave::exchange::onnx
