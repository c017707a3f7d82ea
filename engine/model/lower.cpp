// SPDX-License-Identifier: Apache-2.0
#include "engine/model/lower.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

ModelLeaves::ModelLeaves()
    : seed_(graph::make_leaf("seed", DType::i64, Shape{})),
      step_(graph::make_leaf("step", DType::f64, Shape{})) {}

const ModelParameter& ModelLeaves::parameter(const std::string& name, BlockId block,
                                             const ParameterSpec& spec) {
    const auto known = std::find_if(parameters_.begin(), parameters_.end(),
                                    [&](const ModelParameter& p) { return p.name == name; });
    if (known != parameters_.end()) {
        GW_ASSERT(known->leaf->shape() == spec.shape);
        return *known;
    }
    parameters_.push_back({name, block, graph::make_leaf(name, DType::f32, spec.shape), spec.init,
                           spec.trainable, spec.rate_factor, spec.weight_decay, spec.stored_in});
    return parameters_.back();
}

namespace {

graph::NodePtr itself(std::span<const graph::NodePtr> inputs, const graph::CompositeAttributes&) {
    return inputs[0];
}

/// A tensor as a node of its own (`number` tells several apart), of the same value.
const graph::CompositeSpec variable_spec{"variable", itself};

/// The context in which one block is built.
class BlockBuilder final : public BuildContext {
  public:
    BlockBuilder(const Block& block, const BlockKind& kind, const BlockFacts& facts,
                 ModelLeaves& leaves, const LowerOptions& options, Lowered& lowered)
        : BuildContext(ParamReader(kind.params, block.params)),
          block_(block),
          facts_(facts),
          leaves_(leaves),
          lowered_(lowered) {
        training_ = options.training;
        batch_ = options.batch;
        for (const PortSpec& port : kind.output_ports(block.params))
            output_types_.push_back(facts.outputs.at(port.name));
    }

    void add_input(std::optional<Tensor> input) { inputs_.push_back(std::move(input)); }

    /// Parameters come in the order of their declaration, whatever order the build function uses.
    void declare_parameters() {
        for (const ParameterSpec& spec : facts_.parameters)
            leaf(spec.name);
    }

    Tensor parameter(const std::string& name) override { return Tensor(leaf(name).leaf); }

    void update(const std::string& name, const Tensor& value) override {
        lowered_.updates.push_back({leaf(name).leaf, value});
    }

    Tensor random(const Shape& shape) override {
        // A key of its own per block and draw; the step counts.
        const std::int64_t stream = block_.id * 256 + draws_++;
        const auto key =
            graph::add(leaves_.seed(), graph::constant(stream * 0x9E3779B9, DType::i64, Shape{}));
        return random_uniform(Tensor(key), Tensor(leaves_.step()).to(DType::i64), shape);
    }

  private:
    const ModelParameter& leaf(const std::string& name) {
        const auto spec = std::find_if(facts_.parameters.begin(), facts_.parameters.end(),
                                       [&](const ParameterSpec& p) { return p.name == name; });
        GW_ASSERT(spec != facts_.parameters.end());
        return leaves_.parameter(name.empty() ? block_.name : block_.name + "." + name, block_.id,
                                 *spec);
    }

    const Block& block_;
    const BlockFacts& facts_;
    ModelLeaves& leaves_;
    Lowered& lowered_;
    std::int64_t draws_ = 0;
};

/// The blocks that the wanted results depend on.
std::set<BlockId> needed_blocks(const Document& document, const Analysis& analysis,
                                const std::vector<BlockId>& wanted) {
    std::vector<BlockId> stack = wanted;
    std::set<BlockId> needed(wanted.begin(), wanted.end());
    while (!stack.empty()) {
        const BlockId id = stack.back();
        stack.pop_back();
        const std::string& passing = analysis.blocks.at(id).passes;
        for (const Wire& wire : document.wires_to(id)) {
            if (document.at(wire.from.block).marks.mode == BlockMode::muted) continue;
            if (!passing.empty() && wire.to.port != passing) continue;
            if (needed.insert(wire.from.block).second) stack.push_back(wire.from.block);
        }
    }
    return needed;
}

class Lowering {
  public:
    Lowering(const Document& document, const Catalogue& catalogue, const Analysis& analysis,
             ModelLeaves& leaves, const LowerOptions& options)
        : document_(document),
          catalogue_(catalogue),
          analysis_(analysis),
          leaves_(leaves),
          options_(options) {}

    Lowered run() {
        const auto outputs = result_sockets();
        std::vector<BlockId> wanted;
        for (const auto& [block, socket] : outputs)
            wanted.push_back(socket.block);
        if (!options_.outputs_only) {
            for (const auto& [id, block] : document_.blocks()) {
                const Category category = kind_of(block).category;
                if (block.marks.mode != BlockMode::active) continue;
                if (category == Category::loss || category == Category::metric)
                    wanted.push_back(id);
            }
        }
        const auto needed = needed_blocks(document_, analysis_, wanted);
        for (const BlockId id : needed) {
            const BlockKind& kind = kind_of(document_.at(id));
            if (!kind.asks_wires || document_.at(id).marks.mode != BlockMode::active) continue;
            if (const auto source = document_.live_source({id, kind.inputs.back().name}))
                variables_.insert(*source);
        }
        for (const BlockId id : topological_order(document_)) {
            if (needed.contains(id)) build(document_.at(id));
        }
        for (const auto& [block, socket] : outputs) {
            lowered_.outputs.push_back(
                {block->name, block->id, lowered_.values.at(socket.block).at(socket.port)});
        }
        for (const auto& loss : lowered_.losses)
            lowered_.loss = lowered_.loss ? *lowered_.loss + loss.value : loss.value;
        return std::move(lowered_);
    }

  private:
    const BlockKind& kind_of(const Block& block) const {
        const BlockKind* kind = catalogue_.find(block.kind);
        if (kind == nullptr) {
            static const BlockKind unknown{};
            return unknown;
        }
        return *kind;
    }

    /// The sockets whose values are the network's results, and the block that names each.
    std::vector<std::pair<const Block*, Socket>> result_sockets() const {
        std::vector<std::pair<const Block*, Socket>> result;
        const Block* first_loss = nullptr;
        for (const auto& [id, block] : document_.blocks()) {
            const BlockKind& kind = kind_of(block);
            if (block.marks.mode != BlockMode::active) continue;
            if (kind.category == Category::loss && first_loss == nullptr) first_loss = &block;
            if (kind.category != Category::output || kind.inputs.empty()) continue;
            if (const auto source = document_.live_source({id, kind.inputs.front().name}))
                result.emplace_back(&block, *source);
        }
        if (!result.empty() || first_loss == nullptr) return result;
        const auto source =
            document_.live_source({first_loss->id, kind_of(*first_loss).inputs.front().name});
        if (source) result.emplace_back(document_.find(source->block), *source);
        return result;
    }

    void build(const Block& block) {
        const BlockKind& kind = kind_of(block);
        const BlockFacts& facts = analysis_.blocks.at(block.id);
        if (!facts.computable) {
            const Problem* problem = analysis_.problem_of(block.id);
            if (problem == nullptr) problem = analysis_.problem_of(0);
            const std::string why = problem ? problem->sentence : "it cannot be computed yet";
            throw Error(ErrorKind::bad_input, concat("block ", in_quotes(block.name), ": ", why))
                .in_block(block.name);
        }
        const graph::OriginScope scope(block.name, graph::Phase::forward);
        if (kind.category == Category::data) return build_source(block, kind, facts);
        if (!facts.passes.empty()) {
            const Socket source = *document_.live_source({block.id, facts.passes});
            const Tensor value = lowered_.values.at(source.block).at(source.port);
            for (const PortSpec& port : kind.output_ports(block.params))
                keep({block.id, port.name}, value);
            return;
        }
        BlockBuilder builder(block, kind, facts, leaves_, options_, lowered_);
        builder.declare_parameters();
        for (const PortSpec& port : kind.input_ports(block.params)) {
            const auto source = document_.live_source({block.id, port.name});
            builder.add_input(
                source ? std::optional(lowered_.values.at(source->block).at(source->port))
                       : std::nullopt);
        }
        const auto results = kind.build(builder);
        const auto outputs = kind.output_ports(block.params);
        GW_ASSERT(results.size() == outputs.size());
        for (std::size_t i = 0; i < results.size(); ++i) {
            const TensorType& type = facts.outputs.at(outputs[i].name);
            if (results[i].shape() != type.shape(options_.batch)) {
                throw Error(ErrorKind::failed,
                            concat("internal error: block ", in_quotes(block.name), " (",
                                   kind.title, ") gives ", to_string(results[i].shape()),
                                   " where its shape rule says ", to_string(type.dims)));
            }
            keep({block.id, outputs[i].name}, results[i]);
        }
        if (kind.category == Category::loss)
            lowered_.losses.push_back({block.name, block.id, results.front()});
        if (kind.category == Category::metric)
            lowered_.metrics.push_back({block.name, block.id, results.front()});
    }

    /// Equal expressions are one node, so a block that changes nothing gives its input's. What is
    /// differentiated by must not stand for others: it becomes a node of its own.
    void keep(const Socket& socket, const Tensor& value) {
        lowered_.values[socket.block].emplace(
            socket.port, !variables_.contains(socket)
                             ? value
                             : Tensor(graph::make_composite(
                                   variable_spec, {value.node()},
                                   {static_cast<std::int64_t>(std::distance(
                                       variables_.begin(), variables_.find(socket)))})));
    }

    /// The number of a source's first field among those of all sources.
    std::size_t first_field(BlockId source) const {
        std::size_t fields = 0;
        for (const BlockId id : sources_that_matter(document_, catalogue_)) {
            if (id == source) break;
            fields += kind_of(document_.at(id)).outputs.size();
        }
        return fields;
    }

    void build_source(const Block& block, const BlockKind& kind, const BlockFacts& facts) {
        lowered_.source = block.id;
        for (std::size_t i = 0; i < kind.outputs.size(); ++i) {
            const TensorType& type = facts.outputs.at(kind.outputs[i].name);
            const auto leaf =
                graph::make_leaf(kind.outputs[i].name, type.dtype, type.shape(options_.batch));
            lowered_.inputs.push_back({first_field(block.id) + i, leaf, block.id});
            lowered_.values[block.id].emplace(kind.outputs[i].name, Tensor(leaf));
        }
    }

    const Document& document_;
    const Catalogue& catalogue_;
    const Analysis& analysis_;
    ModelLeaves& leaves_;
    const LowerOptions& options_;
    std::set<Socket> variables_;  ///< outputs that something is differentiated by
    Lowered lowered_;
};

}  // namespace

Lowered lower(const Document& document, const Catalogue& catalogue, const Analysis& analysis,
              ModelLeaves& leaves, const LowerOptions& options) {
    return Lowering(document, catalogue, analysis, leaves, options).run();
}

}  // namespace gradweave::model
