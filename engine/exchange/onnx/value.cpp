// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/value.h"

#include "engine/graph/build.h"
#include "engine/runtime/evaluate.h"

namespace gradweave::exchange::onnx {

Value make_value(const Tensor& tensor, ElementType type) {
    return {type, as_held(tensor, type)};
}

Value make_value(const Array& array, ElementType type) {
    const DType dtype = held(type);
    const Array elements = array.dtype() == dtype ? array : array.cast(dtype);
    if (elements.element_count() != 1) return {type, Tensor(elements)};
    const graph::Scalar scalar = is_floating(dtype) ? graph::Scalar(elements.number(0))
                                 : dtype == DType::i64
                                     ? graph::Scalar(elements.as<std::int64_t>()[0])
                                     : graph::Scalar(static_cast<std::int64_t>(elements.number(0)));
    return {type, Tensor(graph::constant(scalar, dtype, elements.shape()))};
}

Value make_value(const Literal& literal) {
    if (literal.type == ElementType::text) return make_value(Texts{literal.shape, literal.texts});
    return make_value(literal.array, literal.type);
}

Value make_value(Sequence elements) {
    return {ElementType::undefined, std::make_shared<const Sequence>(std::move(elements))};
}

Value make_value(Texts texts) {
    return {ElementType::text, std::move(texts)};
}

std::optional<Array> elements_of(const Tensor& tensor) {
    if (const auto value = tensor.node()->value()) return *value;
    std::int64_t work = 0;
    const graph::NodePtr roots[] = {tensor.node()};
    for (const graph::Node* node : graph::topological_order(
             roots, [](const graph::Node& n) { return n.value() != nullptr; })) {
        if (node->value() != nullptr) continue;
        if (node->op() == graph::Op::parameter) return std::nullopt;
        work += node->shape().element_count();
    }
    constexpr std::int64_t little = 20'000;
    const auto device =
        work < little ? runtime::open_device("reference") : runtime::default_device();
    return runtime::evaluate(roots, *device).front();
}

}  // namespace gradweave::exchange::onnx
