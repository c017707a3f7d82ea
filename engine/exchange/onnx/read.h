// SPDX-License-Identifier: Apache-2.0
// Files of the ONNX format into plain data.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "engine/exchange/onnx/model.h"

namespace gradweave::exchange::onnx {

/// Reads and checks a model: every name is given once and before it is used, every literal has the
/// elements that its shape promises, external data lies inside the model's folder. Nothing is
/// executed. Throws Error(bad_input) naming the file and what is wrong, Error(unsupported) for what
/// is not held here (sparse tensors, complex numbers), Error(io), Error(failed) if memory does not
/// suffice.
Model read_model(const std::filesystem::path& path);
/// The same from memory; without a folder external data is refused.
Model read_model(std::span<const std::byte> bytes);

/// What a .pb file beside a model holds: one literal, several (a sequence), or none (an optional
/// that is empty).
struct Given {
    enum class Kind { literal, sequence, nothing } kind = Kind::literal;
    std::vector<Given> elements;  ///< of a sequence
    Literal literal;
};
/// Reads a file with a TensorProto, SequenceProto or OptionalProto. They cannot be told apart by
/// their bytes: `sequence` and `optional` say what the model expects.
Given read_given(const std::filesystem::path& path, bool sequence, bool optional);

}  // namespace gradweave::exchange::onnx
