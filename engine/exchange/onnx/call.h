// SPDX-License-Identifier: Apache-2.0
// What an operator's function sees of the node that it computes, and the table of operators.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/exchange/onnx/value.h"

namespace gradweave::exchange::onnx {

/// What a node needs of the run that it is part of.
class Surroundings {
  public:
    virtual ~Surroundings() = default;
    /// Runs a subgraph that sees the names around the node. Inputs in the order of the subgraph's.
    virtual std::vector<Value> run_body(const Graph& body, const std::vector<Value>& inputs) = 0;
    /// The value of a name, for operators that speak of names; null if there is none.
    virtual const Value* find(const std::string& name) const = 0;
    /// Numbers for operators that draw some: a new seed for each call.
    virtual std::uint64_t next_seed() = 0;
};

/// One node with its inputs. Everything throws Error(bad_input) with a sentence where the node
/// breaks the operator's rules; Surroundings add which node it was.
class Call {
  public:
    Call(const Node& node, std::int64_t version, std::vector<Value> inputs,
         Surroundings& surroundings)
        : node_(&node), version_(version), inputs_(std::move(inputs)), around_(&surroundings) {}

    const Node& node() const { return *node_; }
    /// The model's version of the operator's domain.
    std::int64_t version() const { return version_; }
    Surroundings& around() const { return *around_; }

    std::size_t input_count() const { return inputs_.size(); }
    const std::vector<Value>& inputs() const { return inputs_; }
    bool has(std::size_t i) const { return i < inputs_.size() && !inputs_[i].empty(); }
    const Value& value(std::size_t i = 0) const;
    Tensor x(std::size_t i = 0) const;
    ElementType type(std::size_t i = 0) const;
    const Sequence& sequence(std::size_t i = 0) const;
    const Texts& texts(std::size_t i = 0) const;

    /// Elements that are needed now, since shapes depend on them. Throws Error(unsupported) if they
    /// depend on an input that has no value.
    Array elements(std::size_t i = 0) const;
    Axes integers_of(std::size_t i) const;
    std::vector<double> numbers_of(std::size_t i) const;
    std::int64_t integer_of(std::size_t i) const;
    double number_of(std::size_t i) const;

    bool has_attribute(const std::string& name) const { return node_->attributes.contains(name); }
    std::int64_t integer(const std::string& name, std::int64_t fallback) const;
    double real(const std::string& name, double fallback) const;
    std::string text(const std::string& name, const std::string& fallback) const;
    Axes integers(const std::string& name, const Axes& fallback = {}) const;
    std::vector<double> reals(const std::string& name) const;
    std::vector<std::string> text_list(const std::string& name) const;
    const Literal& literal(const std::string& name) const;
    const Graph& body(const std::string& name) const;
    /// An attribute that older versions had, an input since: the input if it is there.
    Axes integers_in(std::size_t i, const std::string& name, const Axes& fallback = {}) const;

    bool wants(std::size_t output) const {
        return output < node_->outputs.size() && !node_->outputs[output].empty();
    }
    /// A result of input 0's type.
    std::vector<Value> same(const Tensor& y) const { return {make_value(y, type(0))}; }

  private:
    template <class T>
    const T* attribute(const std::string& name) const;

    const Node* node_;
    std::int64_t version_;
    std::vector<Value> inputs_;
    Surroundings* around_;
};

using Results = std::vector<Value>;

/// One row of the table: adding an operator is one row in the file of its family.
struct OperatorRow {
    const char* name;
    /// Versions of its domain that the function knows; it asks Call::version where they differ.
    std::int64_t from, to;
    Results (*compute)(const Call& call);
    const char* domain = "";
};

/// Newest operator set that is known; rows that go on are to be read "up to here".
inline constexpr std::int64_t newest_opset = 17;

// One function for each file of operators.
std::span<const OperatorRow> elementwise_operators();
std::span<const OperatorRow> shape_operators();
std::span<const OperatorRow> index_operators();
std::span<const OperatorRow> reduction_operators();
std::span<const OperatorRow> layer_operators();
std::span<const OperatorRow> pooling_operators();
std::span<const OperatorRow> recurrent_operators();
std::span<const OperatorRow> loss_operators();
std::span<const OperatorRow> resize_operators();
std::span<const OperatorRow> quantization_operators();
std::span<const OperatorRow> control_operators();
std::span<const OperatorRow> signal_operators();
std::span<const OperatorRow> selection_operators();
std::span<const OperatorRow> text_operators();
std::span<const OperatorRow> training_operators();

/// The row, or null.
const OperatorRow* find_operator(const std::string& domain, const std::string& name);

[[noreturn]] void refuse(const std::string& sentence);       ///< Error(bad_input)
[[noreturn]] void unsupported(const std::string& sentence);  ///< Error(unsupported)

}  // namespace gradweave::exchange::onnx
