// SPDX-License-Identifier: Apache-2.0
// What a name in an ONNX graph stands for while the graph is turned into tensors.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/exchange/onnx/model.h"

namespace gradweave::exchange::onnx {

struct Value;
using Sequence = std::vector<Value>;

struct Texts {
    Shape shape;
    std::vector<std::string> elements;
};

/// A tensor (an expression, perhaps not computed), texts, a sequence, or nothing (an optional that
/// is empty). The tensor's dtype is held(type).
struct Value {
    ElementType type = ElementType::undefined;
    std::variant<std::monostate, Tensor, Texts, std::shared_ptr<const Sequence>> content;

    bool empty() const { return content.index() == 0; }
    const Tensor* tensor() const { return std::get_if<Tensor>(&content); }
    const Texts* texts() const { return std::get_if<Texts>(&content); }
    const Sequence* sequence() const {
        const auto* shared = std::get_if<std::shared_ptr<const Sequence>>(&content);
        return shared == nullptr ? nullptr : shared->get();
    }
};

/// A tensor as a value of this ONNX type: converted to what holds it, wrapped to its range.
Value make_value(const Tensor& tensor, ElementType type);
/// Elements that are known. Arrays of one element become constants that the compiler can see.
Value make_value(const Array& array, ElementType type);
Value make_value(const Literal& literal);
Value make_value(Sequence elements);
Value make_value(Texts texts);

/// The elements, if they depend on nothing that is open: computed now, on the reference device if
/// there is little to do, since compiling would take longer. Nothing if they depend on an input
/// without a value.
std::optional<Array> elements_of(const Tensor& tensor);

}  // namespace gradweave::exchange::onnx
