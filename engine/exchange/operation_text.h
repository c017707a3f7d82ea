// SPDX-License-Identifier: Apache-2.0
// Operations in a few words, for boxes and tooltips.
#pragma once

#include <string>

#include "engine/exchange/graph_facts.h"

namespace gradweave::exchange {

/// "exp", "softmax", a leaf's name.
std::string operation_title(const graph::Node& node);

/// Its operands where some of them are plain numbers: "x × 0.5", "1 − x"; else empty.
std::string operand_text(const graph::Node& node, const GraphFacts& facts);

/// What it does to axes, where that fits in a few words: "over axes 0, 2"; else empty.
std::string axes_text(const graph::Node& node);

/// "[64, 10]" or "scalar", with the element type before it if it is not f32.
std::string shape_text(const graph::Node& node);

/// "f32[64, 10]", "f32 scalar".
std::string type_text(const graph::Node& node);

}  // namespace gradweave::exchange
