// SPDX-License-Identifier: Apache-2.0
// From a document to tensors: the forward computation as a graph.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/analysis.h"

namespace gradweave::model {

/// A value that a model keeps: a weight, a running statistic.
struct ModelParameter {
    std::string name;  ///< in weight files: "fc1.weight"
    BlockId block;
    graph::NodePtr leaf;
    nn::Init init;
    bool trainable;
    double rate_factor = 1;
    std::optional<double> weight_decay;
    std::string stored_in;  ///< the block's name in the project's weights file; empty: its own

    /// The name there: `stored_in` in the block's place.
    std::string stored_name(const std::string& block_name) const {
        return stored_in.empty() ? name : stored_in + name.substr(block_name.size());
    }
};

/// The leaves that several lowerings of one document share, so that a training and an evaluation
/// program work on the same buffers.
class ModelLeaves {
  public:
    ModelLeaves();

    /// The parameter's leaf, made when it is asked for first.
    const ModelParameter& parameter(const std::string& name, BlockId block,
                                    const ParameterSpec& spec);
    /// All parameters so far, in the order in which they were asked for (that of the data's way).
    const std::vector<ModelParameter>& parameters() const { return parameters_; }

    const graph::NodePtr& seed() const { return seed_; }  ///< i64 scalar: of random blocks
    const graph::NodePtr& step() const { return step_; }  ///< f64 scalar: 1 for the first step

  private:
    std::vector<ModelParameter> parameters_;
    graph::NodePtr seed_, step_;
};

/// One field of the data source, as a leaf for a batch.
struct DataInput {
    /// Of the data set; of several sources the fields follow each other, in order of the blocks'
    /// ids.
    std::size_t field;
    graph::NodePtr leaf;
    BlockId block = 0;  ///< the data block
};

struct NamedTensor {
    std::string name;  ///< of the block
    BlockId block;
    Tensor value;
};

struct Lowered {
    BlockId source = 0;  ///< the data block; 0 if none is needed
    std::vector<DataInput> inputs;
    std::optional<Tensor> loss;  ///< the sum of all losses, a scalar
    std::vector<NamedTensor> losses, metrics;
    std::vector<NamedTensor>
        outputs;  ///< the Output blocks; without any, what the first loss is given
    struct StateUpdate {
        graph::NodePtr leaf;
        Tensor value;
    };
    std::vector<StateUpdate> updates;                         ///< running statistics; training only
    std::map<BlockId, std::map<std::string, Tensor>> values;  ///< per block and output port
};

struct LowerOptions {
    bool training = true;
    std::int64_t batch = 1;
    /// Only what the outputs need (for prediction, without labels), or the losses and metrics too.
    bool outputs_only = false;
};

/// Builds the graph of a document whose analysis has no errors. Nodes carry their block's name.
/// Throws Error(bad_input) with the first problem if the analysis has one that matters here.
Lowered lower(const Document& document, const Catalogue& catalogue, const Analysis& analysis,
              ModelLeaves& leaves, const LowerOptions& options);

}  // namespace gradweave::model
