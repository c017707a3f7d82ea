// SPDX-License-Identifier: Apache-2.0
// Which operator stands for which block, in files by family.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/core/text.h"
#include "engine/exchange/onnx/write_graph.h"
#include "engine/model/analysis.h"
#include "engine/model/catalogue.h"

namespace gradweave::exchange::onnx {

class Exporter;

/// One block while it is written.
struct BlockWriter {
    Exporter& exporter;
    const model::Block& block;
    const model::BlockKind& kind;
    const model::BlockFacts& facts;
    model::ParamReader params;
    std::vector<std::string> inputs;  ///< names of the values at its input ports, "" if none

    GraphBuilder& graph() const;
    /// The name of a parameter's literal, and its elements.
    std::string weight(const std::string& name) const;
    const Array& elements(const std::string& name) const;
    const model::TensorType& input_type(std::size_t i = 0) const {
        return facts.inputs.at(kind.input_ports(block.params)[i].name);
    }
    /// A node that gives the block's first output.
    void give(const std::string& op, std::vector<std::string> operands,
              std::map<std::string, Attribute> attributes = {}) const;
    void give_value(std::size_t output, const std::string& name) const;
    /// As without a row: from the block's own function.
    void operation_by_operation() const;
    /// An operator set above the row's that the settings need.
    void need(std::int64_t opset) const;
    std::string named(const char* what) const { return concat(block.name, ".", what); }
};

/// A kind that ONNX has an operator for. Kinds without a row are written operation by operation.
struct ExportRow {
    const char* kind;
    void (*write)(const BlockWriter&);
    std::int64_t opset = 13;
};

// One function for each file of rows.
std::span<const ExportRow> layer_export_rows();
std::span<const ExportRow> tensor_export_rows();

}  // namespace gradweave::exchange::onnx
