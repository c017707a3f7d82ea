// SPDX-License-Identifier: Apache-2.0
// A model as tensors: each node's function applied to what its inputs stand for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/exchange/onnx/value.h"

namespace gradweave::exchange::onnx {

/// The model's outputs as expressions of its inputs (one for each of graph.inputs by name; an
/// initialiser may be replaced by giving a value of its name). Shapes that depend on values are
/// found by computing those; where they depend on an input without a value, and for operators that
/// are not known, throws Error(unsupported): all unknown operators in one sentence. Throws
/// Error(bad_input) naming the node where the model breaks an operator's rules.
std::vector<Value> to_tensors(const Model& model, const std::map<std::string, Value>& inputs);

/// Every value of the main graph by name, its inputs and initialisers among them.
std::map<std::string, Value> trace(const Model& model, const std::map<std::string, Value>& inputs);

/// The same for models that cannot be computed whole: what a node gives that cannot be computed is
/// unknown, with type and shape where the model declares them for `batch` samples, and so is what
/// follows from it. `failed` tells by node why.
std::map<std::string, Value> trace_known(const Model& model,
                                         const std::map<std::string, Value>& inputs,
                                         std::int64_t batch,
                                         std::map<const Node*, std::string>& failed);

/// Whether these are the model's inputs, of the types and shapes that it declares. Throws
/// Error(bad_input) naming the first that is not.
void check_inputs(const Model& model, const std::map<std::string, Value>& inputs);

/// The operators of the model that cannot be computed here: "Foo, ai.onnx.ml.Bar".
/// Empty if there are none.
std::string unknown_operators(const Model& model);

/// The elements of values, computed together; sequences element by element. Throws
/// Error(unsupported) for texts.
std::vector<Array> compute(const std::vector<Tensor>& tensors);

}  // namespace gradweave::exchange::onnx
