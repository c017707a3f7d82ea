// SPDX-License-Identifier: Apache-2.0
#include "engine/model/analysis.h"

#include <algorithm>
#include <set>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/model/project.h"

namespace gradweave::model {

bool BlockFacts::operator==(const BlockFacts& other) const {
    const auto same = [](const ParameterSpec& a, const ParameterSpec& b) {
        return a.name == b.name && a.shape == b.shape && a.trainable == b.trainable;
    };
    return inputs == other.inputs && outputs == other.outputs &&
           parameter_count == other.parameter_count && multiply_adds == other.multiply_adds &&
           computable == other.computable && passes == other.passes &&
           std::equal(parameters.begin(), parameters.end(), other.parameters.begin(),
                      other.parameters.end(), same);
}

bool Analysis::valid() const {
    return std::none_of(problems.begin(), problems.end(),
                        [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

const Problem* Analysis::problem_of(BlockId id) const {
    const auto found = std::find_if(problems.begin(), problems.end(),
                                    [&](const Problem& p) { return p.block == id; });
    return found == problems.end() ? nullptr : &*found;
}

const TensorType* Analysis::type_at(const Document&, const Socket& output) const {
    const auto block = blocks.find(output.block);
    if (block == blocks.end()) return nullptr;
    const auto type = block->second.outputs.find(output.port);
    return type == block->second.outputs.end() ? nullptr : &type->second;
}

std::optional<std::string> passing_input(const Document& document, const BlockKind& kind,
                                         const Block& block) {
    for (const PortSpec& port : kind.input_ports(block.params)) {
        if (document.live_source({block.id, port.name})) return port.name;
    }
    return std::nullopt;
}

/// What was found out about a block, and from what.
struct Analyser::Remembered {
    std::string kind;
    Params params;
    std::vector<std::optional<TensorType>> inputs;
    ShapeAnswer answer;
    std::optional<BlockProblem> problem;
};

namespace {

/// Types of a data source's outputs: the fields in the order of the ports.
std::vector<TensorType> data_types(const data::DatasetInfo& info) {
    std::vector<TensorType> types;
    for (const auto& field : info.fields) {
        TensorType type{field.dtype, {batch_dim}, field.classes};
        const int rank = field.sample.rank();
        for (int i = 0; i < rank; ++i) {
            const char role = rank == 3   ? "CHW"[i]
                              : rank == 2 ? "TF"[i]
                              : rank == 1 ? (field.classes > 0 ? 'T' : 'F')
                                          : 0;
            type.dims.push_back({field.sample[i], false, role});
        }
        types.push_back(std::move(type));
    }
    return types;
}

/// The blocks that a loss, metric or output depends on, these included.
std::set<BlockId> blocks_that_matter(const Document& document, const Catalogue& catalogue) {
    std::vector<BlockId> stack;
    for (const auto& [id, block] : document.blocks()) {
        const BlockKind* kind = catalogue.find(block.kind);
        if (block.marks.mode != BlockMode::active) continue;
        if (kind && (kind->category == Category::loss || kind->category == Category::metric ||
                     kind->category == Category::output)) {
            stack.push_back(id);
        }
    }
    std::set<BlockId> result(stack.begin(), stack.end());
    while (!stack.empty()) {
        const Block& block = document.at(stack.back());
        stack.pop_back();
        const BlockKind* kind = catalogue.find(block.kind);
        const auto passing = kind && block.marks.mode == BlockMode::bypassed
                                 ? passing_input(document, *kind, block)
                                 : std::nullopt;
        for (const Wire& wire : document.wires_to(block.id)) {
            if (document.at(wire.from.block).marks.mode == BlockMode::muted) continue;
            if (passing && wire.to.port != *passing) continue;
            if (result.insert(wire.from.block).second) stack.push_back(wire.from.block);
        }
    }
    return result;
}

std::string cycle_text(const Document& document, const std::vector<BlockId>& cycle) {
    std::string text;
    for (const BlockId id : cycle)
        text += document.at(id).name + " → ";
    return text + document.at(cycle.front()).name;
}

/// Bytes that training needs at least for so many trainable f32 elements: value, gradient, state.
std::uint64_t training_bytes(std::int64_t elements) {
    const auto bytes = checked_multiply(elements, 12);
    return bytes ? static_cast<std::uint64_t>(*bytes) : UINT64_MAX;
}

class Pass {
  public:
    Pass(const Document& document, const Catalogue& catalogue, const DataLookup& data)
        : document_(document),
          catalogue_(catalogue),
          data_(data),
          matters_(blocks_that_matter(document, catalogue)) {}

    Analysis result;

    void add_problem(BlockId id, std::string place, std::string sentence) {
        const bool counts = id == 0 || matters_.contains(id);
        result.problems.push_back({counts ? Problem::Severity::error : Problem::Severity::warning,
                                   id, std::move(place), std::move(sentence)});
    }

    /// The inputs' types, or nothing if one is missing or not known.
    std::optional<std::vector<std::optional<TensorType>>> gather_inputs(const Block& block,
                                                                        const BlockKind& kind,
                                                                        BlockFacts& facts) {
        std::vector<std::optional<TensorType>> types;
        bool complete = true;
        const auto ports = kind.input_ports(block.params);
        for (const Wire& wire : document_.wires_to(block.id)) {
            const bool known = std::any_of(ports.begin(), ports.end(), [&](const PortSpec& port) {
                return port.name == wire.to.port;
            });
            if (!known) {
                complete = false;
                add_problem(block.id, wire.to.port,
                            concat(kind.title, " has no input ", in_quotes(wire.to.port),
                                   "; remove the wire that ends there."));
            }
        }
        for (const PortSpec& port : ports) {
            types.emplace_back();
            const auto source = document_.live_source({block.id, port.name});
            if (!source) {
                if (port.optional) continue;
                complete = false;
                if (const auto muted = document_.source_of({block.id, port.name})) {
                    add_problem(block.id, port.name,
                                concat(kind.title, ": the input ", in_quotes(port.name),
                                       " comes from ", in_quotes(document_.at(muted->block).name),
                                       ", which is muted; connect another block or unmute it."));
                    continue;
                }
                add_problem(block.id, port.name,
                            concat(kind.title, ": connect the input ", in_quotes(port.name), " (",
                                   port.help, ")"));
                continue;
            }
            const TensorType* type = result.type_at(document_, *source);
            if (type == nullptr) {
                complete = false;
                check_source(block, kind, *source, port.name);
                continue;
            }
            types.back() = *type;
            facts.inputs.emplace(port.name, *type);
        }
        if (!complete) return std::nullopt;
        return types;
    }

    void read_data(const Block& block, const BlockKind& kind, BlockFacts& facts) {
        DataStatus status = data_(block);
        if (!status.problem.empty()) add_problem(block.id, status.place, status.problem);
        // Without the data the network keeps the shapes that it had when the data was there.
        if (!status.info) status.info = remembered_data(block);
        if (!status.info) return;
        const auto types = data_types(*status.info);
        for (std::size_t i = 0; i < std::min(types.size(), kind.outputs.size()); ++i)
            facts.outputs.emplace(kind.outputs[i].name, types[i]);
        facts.computable = true;
    }

    /// A bypassed block gives on what it is given.
    void pass_on(const Block& block, const BlockKind& kind, BlockFacts& facts) {
        const auto port = passing_input(document_, kind, block);
        if (!port) {
            add_problem(block.id, kind.inputs.empty() ? "" : kind.inputs.front().name,
                        concat(kind.title,
                               " is bypassed but has no input to pass on; connect one "
                               "or take the bypass off."));
            return;
        }
        facts.passes = *port;
        const TensorType* type =
            result.type_at(document_, *document_.live_source({block.id, *port}));
        if (type == nullptr) return;
        facts.inputs.emplace(*port, *type);
        for (const PortSpec& output : kind.outputs)
            facts.outputs.emplace(output.name, *type);
        facts.computable = true;
    }

    void use_answer(const Block& block, const BlockKind& kind, const ShapeAnswer& answer,
                    BlockFacts& facts) {
        facts.parameters = answer.parameters;
        facts.multiply_adds = answer.multiply_adds;
        for (const auto& parameter : answer.parameters) {
            if (parameter.trainable) facts.parameter_count += parameter.shape.element_count();
        }
        static const std::uint64_t memory = memory_available();
        if (training_bytes(facts.parameter_count) > memory) {
            add_problem(block.id, "",
                        concat(kind.title, " would have ", grouped(facts.parameter_count),
                               " parameters; training them needs ",
                               byte_text(training_bytes(facts.parameter_count)),
                               ", this machine has ", byte_text(memory), "."));
            return;
        }
        for (std::size_t i = 0; i < std::min(answer.outputs.size(), kind.outputs.size()); ++i) {
            facts.outputs.emplace(kind.outputs[i].name, answer.outputs[i]);
        }
        facts.computable = true;
    }

    void check_document() {
        const auto computable = [&](BlockId id) { return result.blocks.at(id).computable; };
        std::vector<const Block*> sources;
        bool loss = false, blocked = false, trainable = false;
        for (const auto& [id, block] : document_.blocks()) {
            const BlockKind* kind = catalogue_.find(block.kind);
            if (kind == nullptr || block.marks.mode == BlockMode::muted) continue;
            loss |= kind->category == Category::loss && block.marks.mode == BlockMode::active;
            if (!matters_.contains(id)) continue;
            if (kind->category == Category::data) sources.push_back(&block);
            blocked |= !computable(id);
            trainable |= result.blocks.at(id).parameter_count > 0;
        }
        if (!loss)
            add_problem(0, "",
                        "Add a loss, such as Cross-entropy or Mean squared error: it tells "
                        "training what to make small.");
        if (sources.size() > 1) {
            add_problem(0, "",
                        concat("The network reads from two data sources, ",
                               in_quotes(sources[0]->name), " and ", in_quotes(sources[1]->name),
                               "; their samples do not belong together. Use one."));
        }
        if (loss && !blocked && sources.empty())
            add_problem(0, "", "Add a data source and wire it to the network and to the loss.");
        if (loss && !blocked && !trainable)
            add_problem(0, "",
                        "Nothing here can be trained: add a layer or a Parameter before the loss.");
        // A block that is not computable for a reason that nobody reported yet (data being read).
        if (blocked && result.valid()) {
            result.problems.push_back(
                {Problem::Severity::error, 0, "", "The data is still being read."});
        }
    }

    const std::set<BlockId>& matters() const { return matters_; }

  private:
    void check_source(const Block& block, const BlockKind& kind, const Socket& source,
                      const std::string& port) {
        const Block* from = document_.find(source.block);
        const BlockKind* from_kind = from ? catalogue_.find(from->kind) : nullptr;
        if (from_kind == nullptr) return;
        const bool known = std::any_of(from_kind->outputs.begin(), from_kind->outputs.end(),
                                       [&](const PortSpec& p) { return p.name == source.port; });
        if (!known) {
            add_problem(
                block.id, port,
                concat(kind.title, ": the wire comes from an output ", in_quotes(source.port),
                       " that ", in_quotes(from->name), " does not have; remove it."));
        }
    }

    const Document& document_;
    const Catalogue& catalogue_;
    const DataLookup& data_;
    std::set<BlockId> matters_;
};

}  // namespace

Analysis Analyser::analyse(const Document& document, const DataLookup& data) {
    Pass pass(document, *catalogue_, data);
    const auto cycle = find_cycle(document);
    if (!cycle.empty()) {
        pass.add_problem(cycle.front(), "",
                         concat("The wires form a loop: ", cycle_text(document, cycle),
                                ". Remove one of them."));
    }
    std::map<BlockId, std::shared_ptr<const Remembered>> memory;
    for (const BlockId id : topological_order(document)) {
        const Block& block = document.at(id);
        BlockFacts& facts = pass.result.blocks[id];
        if (block.marks.mode == BlockMode::muted) continue;
        const BlockKind* kind = catalogue_->find(block.kind);
        if (kind == nullptr) {
            pass.add_problem(id, "",
                             concat("There is no block of the kind ", in_quotes(block.kind),
                                    " here; it may come from a plug-in that is not installed. It "
                                    "is kept as it is."));
            continue;
        }
        if (kind->category == Category::data) {
            pass.read_data(block, *kind, facts);
            continue;
        }
        if (block.marks.mode == BlockMode::bypassed) {
            pass.pass_on(block, *kind, facts);
            continue;
        }
        auto inputs = pass.gather_inputs(block, *kind, facts);
        if (!inputs) continue;
        auto known = memory_.find(id);
        if (known == memory_.end() || known->second->kind != block.kind ||
            known->second->params != block.params || known->second->inputs != *inputs) {
            auto fresh =
                std::make_shared<Remembered>(Remembered{block.kind, block.params, *inputs, {}, {}});
            try {
                fresh->answer = kind->shape({ParamReader(kind->params, block.params), *inputs});
            } catch (const BlockProblem& problem) {
                fresh->problem = problem;
            } catch (const Error& error) {
                fresh->problem = BlockProblem{concat(kind->title, ": ", error.what(), "."), ""};
            }
            known = memory_.insert_or_assign(id, std::move(fresh)).first;
        }
        memory.insert(*known);
        if (known->second->problem)
            pass.add_problem(id, known->second->problem->place, known->second->problem->sentence);
        else
            pass.use_answer(block, *kind, known->second->answer, facts);
    }
    memory_ = std::move(memory);
    pass.check_document();
    Analysis result = std::move(pass.result);
    for (const auto& [id, facts] : result.blocks) {
        if (!pass.matters().contains(id)) continue;
        result.parameter_count += facts.parameter_count;
        if (__builtin_add_overflow(result.multiply_adds, facts.multiply_adds,
                                   &result.multiply_adds))
            result.multiply_adds = INT64_MAX;
    }
    std::stable_sort(result.problems.begin(), result.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.severity < b.severity; });
    return result;
}

}  // namespace gradweave::model
