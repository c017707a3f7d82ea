// SPDX-License-Identifier: Apache-2.0
// Which block stands for which operator, and what several rows are made of. A row refuses what its
// block cannot do, with the reason.
#pragma once

#include <span>

#include "engine/exchange/onnx/import_steps.h"

namespace gradweave::exchange::onnx {

// One function for each file of rows.
std::span<const ImportRow> layer_rows();
std::span<const ImportRow> recurrent_rows();
std::span<const ImportRow> shape_rows();
std::span<const ImportRow> elementwise_rows();
std::span<const ImportRow> tensor_rows();

/// The node's input number i, "" if it has none.
inline const std::string& input(const Node& node, std::size_t i) {
    static const std::string none;
    return i < node.inputs.size() ? node.inputs[i] : none;
}

/// Two inputs, element by element.
void map_binary(Importer& im, const Node& node, const char* kind);

/// The value goes on as it is.
inline void pass_on(Importer& im, const Node& node) {
    im.set_view(node.outputs[0], im.view(input(node, 0)));
}

/// As a vector of so many elements, if it has them or one for all; nothing otherwise.
std::optional<Array> as_vector(const Array& values, std::int64_t count);

}  // namespace gradweave::exchange::onnx
