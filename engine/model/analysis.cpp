// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/model/analysis_state.h"
#include "engine/model/project.h"

namespace gradweave::model {

bool BlockFacts::operator==(const BlockFacts& other) const {
    const auto same = [](const ParameterSpec& a, const ParameterSpec& b) {
        return a.name == b.name && a.shape == b.shape && a.trainable == b.trainable &&
               a.rate_factor == b.rate_factor && a.weight_decay == b.weight_decay &&
               a.stored_in == b.stored_in;
    };
    return inputs == other.inputs && outputs == other.outputs &&
           activation_bytes == other.activation_bytes && parameter_count == other.parameter_count &&
           multiply_adds == other.multiply_adds && computable == other.computable &&
           passes == other.passes &&
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

/// Bytes of some outputs where the batch is one sample; the most there can be if that is too many.
std::int64_t bytes_of_one_sample(const std::map<std::string, TensorType>& outputs) {
    std::int64_t total = 0;
    for (const auto& [port, type] : outputs) {
        std::int64_t bytes = static_cast<std::int64_t>(size_of(type.dtype));
        for (const Dim& dim : type.dims) {
            if (__builtin_mul_overflow(bytes, dim.size, &bytes)) return INT64_MAX;
        }
        if (__builtin_add_overflow(total, bytes, &total)) return INT64_MAX;
    }
    return total;
}

/// Bytes that training needs at least for so many trainable f32 elements: value, gradient, state.
std::uint64_t training_bytes(std::int64_t elements) {
    const auto bytes = checked_multiply(elements, 12);
    return bytes ? static_cast<std::uint64_t>(*bytes) : UINT64_MAX;
}

}  // namespace

const Analysis& Analyser::State::run(const Document& document, const DataLookup& data) {
    document_ = &document;
    data_ = &data;
    begin();
    while (!todo_.empty()) {
        const std::size_t next = *todo_.begin();
        todo_.erase(todo_.begin());
        look_at(order_[next]);
    }
    collect();
    document_ = nullptr;
    data_ = nullptr;
    return result_;
}

void Analyser::State::look_at(BlockId id) {
    const Block& block = document_->at(id);
    std::vector<Found> before;
    if (const auto known = found_.find(id); known != found_.end())
        before = std::move(known->second);
    found_.erase(id);
    BlockFacts facts;
    find_out(block, facts);
    const auto now = found_.find(id);
    if (now == found_.end() ? !before.empty() : now->second != before) changed_.insert(id);
    const auto [known, fresh] = result_.blocks.try_emplace(id);
    if (!fresh && known->second == facts) return;
    changed_.insert(id);
    const bool outputs = fresh || known->second.outputs != facts.outputs;
    known->second = std::move(facts);
    if (!outputs) return;
    const std::size_t here = position_.at(id);
    for (const BlockId user : users_[id]) {
        // What comes earlier stands on a cycle and sees nothing of this block.
        if (position_.at(user) > here) todo_.insert(position_.at(user));
    }
}

void Analyser::State::find_out(const Block& block, BlockFacts& facts) {
    if (block.marks.mode == BlockMode::muted) return;
    const BlockKind* kind = catalogue_.find(block.kind);
    if (kind == nullptr && block.kind.starts_with("onnx:")) {
        add_problem(
            block.id, "",
            concat("No block can stand for ONNX's ", block.kind.substr(5),
                   " here: this placeholder keeps its place, its wires and its weights. Put "
                   "blocks in its place that compute the same."));
        return;
    }
    if (kind == nullptr) {
        add_problem(block.id, "",
                    concat("There is no block of the kind ", in_quotes(block.kind),
                           " here; it may come from a plug-in that is not installed. It "
                           "is kept as it is."));
        return;
    }
    if (kind->category == Category::data) return read_data(block, *kind, facts);
    if (block.marks.mode == BlockMode::bypassed) return pass_on(block, *kind, facts);
    try {
        auto inputs = gather_inputs(block, *kind, facts);
        if (!inputs) return;
        ShapeQuery query{ParamReader(kind->params, block.params), *std::move(inputs)};
        if (kind->asks_wires) query.leads = wires_of(block, *kind);
        use_answer(block, *kind, kind->shape(query), facts);
    } catch (const BlockProblem& problem) {
        add_problem(block.id, problem.place, problem.sentence);
    } catch (const Error& error) {
        add_problem(block.id, "", concat(kind->title, ": ", error.what(), "."));
    }
}

/// Whether one input of a block depends on another, answered from the wires.
std::function<bool(std::size_t, std::size_t)> Analyser::State::wires_of(
    const Block& block, const BlockKind& kind) const {
    return
        [this, &block, ports = kind.input_ports(block.params)](std::size_t from, std::size_t to) {
            const auto begin = document_->live_source({block.id, ports.at(from).name});
            const auto end = document_->live_source({block.id, ports.at(to).name});
            if (!begin || !end) return false;
            std::vector<BlockId> stack{end->block};
            std::unordered_set<BlockId> seen{end->block};
            if (*begin == *end) return true;
            while (!stack.empty()) {
                const Block& here = document_->at(stack.back());
                stack.pop_back();
                const BlockKind* here_kind = catalogue_.find(here.kind);
                const auto passing = here_kind && here.marks.mode == BlockMode::bypassed
                                         ? passing_input(*document_, *here_kind, here)
                                         : std::nullopt;
                for (const Wire& wire : document_->wires_to(here.id)) {
                    if (document_->at(wire.from.block).marks.mode == BlockMode::muted) continue;
                    if (passing && wire.to.port != *passing) continue;
                    if (wire.from == *begin) return true;
                    if (seen.insert(wire.from.block).second) stack.push_back(wire.from.block);
                }
            }
            return false;
        };
}

void Analyser::State::add_problem(BlockId id, std::string place, std::string sentence) {
    found_[id].push_back({std::move(place), std::move(sentence)});
}

/// The type at an output, unless the block behind it is still to come.
const TensorType* Analyser::State::known_type(BlockId user, const Socket& source) const {
    const auto at = position_.find(source.block);
    if (at == position_.end() || at->second >= position_.at(user)) return nullptr;
    return result_.type_at(*document_, source);
}

/// The inputs' types, or nothing if one is missing or not known.
std::optional<std::vector<std::optional<TensorType>>> Analyser::State::gather_inputs(
    const Block& block, const BlockKind& kind, BlockFacts& facts) {
    std::vector<std::optional<TensorType>> types;
    bool complete = true;
    const auto ports = kind.input_ports(block.params);
    for (const Wire& wire : document_->wires_to(block.id)) {
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
        const auto source = document_->live_source({block.id, port.name});
        if (!source) {
            if (port.optional) continue;
            complete = false;
            if (const auto muted = document_->source_of({block.id, port.name})) {
                add_problem(block.id, port.name,
                            concat(kind.title, ": the input ", in_quotes(port.name), " comes from ",
                                   in_quotes(document_->at(muted->block).name),
                                   ", which is muted; connect another block or unmute it."));
                continue;
            }
            add_problem(block.id, port.name,
                        concat(kind.title, ": connect the input ", in_quotes(port.name), " (",
                               port.help, ")"));
            continue;
        }
        const TensorType* type = known_type(block.id, *source);
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

void Analyser::State::read_data(const Block& block, const BlockKind& kind, BlockFacts& facts) {
    DataStatus status = (*data_)(block);
    if (!status.problem.empty()) add_problem(block.id, status.place, status.problem);
    // Without the data the network keeps the shapes that it had when the data was there.
    if (!status.info) status.info = remembered_data(block);
    if (!status.info) return;
    const auto types = data_types(*status.info);
    for (std::size_t i = 0; i < std::min(types.size(), kind.outputs.size()); ++i)
        facts.outputs.emplace(kind.outputs[i].name, types[i]);
    facts.activation_bytes = bytes_of_one_sample(facts.outputs);
    facts.computable = true;
}

/// A bypassed block gives on what it is given.
void Analyser::State::pass_on(const Block& block, const BlockKind& kind, BlockFacts& facts) {
    const auto port = passing_input(*document_, kind, block);
    if (!port) {
        add_problem(block.id, kind.inputs.empty() ? "" : kind.inputs.front().name,
                    concat(kind.title,
                           " is bypassed but has no input to pass on; connect one "
                           "or take the bypass off."));
        return;
    }
    facts.passes = *port;
    const TensorType* type = known_type(block.id, *document_->live_source({block.id, *port}));
    if (type == nullptr) return;
    facts.inputs.emplace(*port, *type);
    for (const PortSpec& output : kind.output_ports(block.params))
        facts.outputs.emplace(output.name, *type);
    facts.computable = true;
}

void Analyser::State::use_answer(const Block& block, const BlockKind& kind,
                                 const ShapeAnswer& answer, BlockFacts& facts) {
    facts.parameters = answer.parameters;
    if (!facts.parameters.empty() && find_spec(kind.params, frozen_key) != nullptr)
        apply_learning(ParamReader(kind.params, block.params), facts.parameters);
    facts.multiply_adds = answer.multiply_adds;
    for (const auto& parameter : facts.parameters) {
        if (parameter.trainable) facts.parameter_count += parameter.shape.element_count();
    }
    static const std::uint64_t memory = memory_available();
    if (training_bytes(facts.parameter_count) > memory) {
        add_problem(block.id, "",
                    concat(kind.title, " would have ", grouped(facts.parameter_count),
                           " parameters; training them needs ",
                           byte_text(training_bytes(facts.parameter_count)), ", this machine has ",
                           byte_text(memory), "."));
        return;
    }
    const auto outputs = kind.output_ports(block.params);
    for (std::size_t i = 0; i < std::min(answer.outputs.size(), outputs.size()); ++i)
        facts.outputs.emplace(outputs[i].name, answer.outputs[i]);
    facts.activation_bytes = bytes_of_one_sample(facts.outputs);
    facts.computable = true;
}

void Analyser::State::check_source(const Block& block, const BlockKind& kind, const Socket& source,
                                   const std::string& port) {
    const Block* from = document_->find(source.block);
    const BlockKind* from_kind = from ? catalogue_.find(from->kind) : nullptr;
    if (from_kind == nullptr) return;
    const auto outputs = from_kind->output_ports(from->params);
    const bool known = std::any_of(outputs.begin(), outputs.end(),
                                   [&](const PortSpec& p) { return p.name == source.port; });
    if (!known) {
        add_problem(block.id, port,
                    concat(kind.title, ": the wire comes from an output ", in_quotes(source.port),
                           " that ", in_quotes(from->name), " does not have; remove it."));
    }
}

Analyser::Analyser(const Catalogue& catalogue) : state_(std::make_unique<State>(catalogue)) {}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;

const Analysis& Analyser::analyse(const Document& document, const DataLookup& data) {
    state_->forget();
    return state_->run(document, data);
}

void Analyser::note(const Edit& edit) {
    state_->note(edit);
}

const Analysis& Analyser::update(const Document& document, const DataLookup& data) {
    return state_->run(document, data);
}

const std::set<BlockId>& Analyser::changed() const {
    return state_->changed();
}

}  // namespace gradweave::model
