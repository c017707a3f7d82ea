// SPDX-License-Identifier: Apache-2.0
// TensorProto into plain data and back. Seen by read.cpp and write.cpp alone: they include protobuf
// before this.
#pragma once

#include <filesystem>

#include "engine/exchange/onnx/model.h"

namespace onnx {
class TensorProto;
}

namespace gradweave::exchange::onnx {

/// `folder` is where external data may lie; empty: nowhere.
Literal literal_of(const ::onnx::TensorProto& proto, const std::filesystem::path& folder);

/// Fills dims, type and raw data (texts as texts).
void fill(::onnx::TensorProto& proto, const Literal& literal);

}  // namespace gradweave::exchange::onnx
