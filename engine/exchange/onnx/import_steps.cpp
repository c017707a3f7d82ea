// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/import_steps.h"

#include <algorithm>

#include "engine/core/text.h"
#include "engine/model/commands.h"

namespace gradweave::exchange::onnx {

namespace {

using model::BlockId;
using model::Socket;

/// Rows ask a call for attributes and elements, never for more.
class NoSurroundings final : public Surroundings {
  public:
    std::vector<Value> run_body(const Graph&, const std::vector<Value>&) override {
        unsupported("subgraphs have no block");
    }
    const Value* find(const std::string&) const override { return nullptr; }
    std::uint64_t next_seed() override { return 0; }
};

/// Output port number i of a kind.
std::string port_of(const model::Catalogue& catalogue, const model::Block& block, std::size_t i) {
    return catalogue.find(block.kind)->output_ports(block.params).at(i).name;
}

}  // namespace

Importer::Importer(const Model& model, const model::Catalogue& catalogue,
                   const std::map<std::string, Value>& traced, std::int64_t batch,
                   const std::set<std::string>& failed)
    : model_(model), catalogue_(catalogue), traced_(traced), batch_(batch) {
    const auto version = model.opsets.find("");
    version_ = version == model.opsets.end() ? 1 : version->second;
    for (const ValueInfo& input : model.graph.inputs)
        data_.insert(input.name);
    for (const Node& node : model.graph.nodes) {
        bool reads_data = false;
        for (const std::string& input : node.inputs) {
            ++uses_[input];
            reads_data = reads_data || data_.contains(input);
        }
        for (const std::string& output : node.outputs) {
            if (failed.contains(output)) {
                data_.insert(output);
                continue;
            }
            if (!reads_data) continue;
            const auto value = traced.find(output);
            if (value == traced.end() || value->second.tensor() == nullptr) continue;
            if (!elements_of(*value->second.tensor())) data_.insert(output);
        }
    }
}

Call Importer::call(const Node& node) {
    static NoSurroundings nothing;
    std::vector<Value> inputs;
    for (const std::string& name : node.inputs) {
        const auto found = traced_.find(name);
        inputs.push_back(found == traced_.end() ? Value{} : found->second);
    }
    return Call(node, version_, std::move(inputs), nothing);
}

const Shape& Importer::shape(const std::string& name) const {
    const auto found = traced_.find(name);
    if (found == traced_.end() || found->second.tensor() == nullptr)
        unsupported(concat(in_quotes(name), " is no tensor"));
    return found->second.tensor()->shape();
}

Array Importer::weights_of(const std::string& name) const {
    const auto found = traced_.find(name);
    if (is_data(name) || found == traced_.end() || found->second.tensor() == nullptr)
        unsupported(concat(in_quotes(name), " is computed, where the block has fixed weights"));
    return elements_of(*found->second.tensor())->cast(DType::f32);
}

std::size_t Importer::uses(const std::string& name) const {
    const auto found = uses_.find(name);
    return found == uses_.end() ? 0 : found->second;
}

bool Importer::is_output(const std::string& name) const {
    const auto& outputs = model_.graph.outputs;
    return std::any_of(outputs.begin(), outputs.end(),
                       [&](const ValueInfo& info) { return info.name == name; });
}

const View& Importer::view(const std::string& name) const {
    const auto found = views_.find(name);
    if (found == views_.end()) unsupported(concat(in_quotes(name), " could not be mapped"));
    return found->second;
}

void Importer::set_view(const std::string& name, View view) {
    views_[name] = std::move(view);
}

Socket Importer::socket(const std::string& name) {
    if (const auto made = made_.find(name); made != made_.end()) return made->second;
    Socket result;
    if (!is_data(name)) {
        const Array elements = weights_of(name);
        const Axes sizes = elements.shape().sizes();
        if (elements.element_count() == 1) {
            const BlockId id =
                add("constant", free_name(name), {{"value", elements.number(0)}, {"shape", sizes}});
            result = {id, port_of(catalogue_, block(id), 0)};
        } else {
            const BlockId id = add("parameter", free_name(name), {{"shape", sizes}});
            set_weight(id, "", elements);
            result = {id, port_of(catalogue_, block(id), 0)};
        }
    } else {
        result = socket_of(view(name), name);
    }
    made_[name] = result;
    return result;
}

Socket Importer::socket_of(const View& v, const std::string& name) {
    Socket result = v.socket;
    if (v.plain()) return result;
    std::vector<int> real;
    for (const int axis : v.axes) {
        if (axis >= 0) real.push_back(axis);
    }
    if (!std::is_sorted(real.begin(), real.end())) {
        const BlockId id =
            add("transpose", concat(name, "_axes"), {{"order", Axes(real.begin(), real.end())}});
        connect(result, id, "x");
        result = {id, port_of(catalogue_, block(id), 0)};
    }
    for (std::size_t i = 0; i < v.axes.size(); ++i) {
        if (v.axes[i] >= 0) continue;
        if (i == 0) unsupported("an axis of size 1 before the batch");
        const BlockId id =
            add("unsqueeze", concat(name, "_shape"), {{"axis", static_cast<std::int64_t>(i)}});
        connect(result, id, "x");
        result = {id, port_of(catalogue_, block(id), 0)};
    }
    return result;
}

bool Importer::holds_fractions(const std::string& name) const {
    const auto seen = views_.find(name);
    if (seen == views_.end()) return false;
    const model::Block& from = block(seen->second.socket.block);
    return from.kind == "input" && !from.params.contains("classes");
}

model::Socket Importer::constant(double value, const std::string& name) {
    const model::BlockId id = add("constant", concat(name, "_constant"), {{"value", value}});
    return {id, catalogue_.find("constant")->outputs[0].name};
}

void Importer::placeholder(const Node& node) {
    model::Document& document = result_.document;
    model::Block block;
    block.id = document.fresh_id();
    block.kind = concat("onnx:", node.domain.empty() ? "" : concat(node.domain, "."), node.op);
    const std::string name = free_name(name_for(node));
    block.name = document.unique_name(name.empty() ? "placeholder" : name);
    for (const auto& [key, value] : node.attributes) {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            block.params.emplace(key, *number);
        else if (const auto* real = std::get_if<double>(&value))
            block.params.emplace(key, *real);
        else if (const auto* text = std::get_if<std::string>(&value))
            block.params.emplace(key, *text);
        else if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value))
            block.params.emplace(key, *list);
    }
    const BlockId id = block.id;
    document.apply(model::InsertBlock{std::move(block)});
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (node.inputs[i].empty() || (is_data(node.inputs[i]) && !has_view(node.inputs[i])))
            continue;
        const BlockId next = mark();
        try {
            connect(socket(node.inputs[i]), id, concat("x", i + 1));
        } catch (const Error&) {
            take_back(next);  // a text, say: the input stays open
        }
    }
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
        if (node.outputs[i].empty()) continue;
        std::vector<int> axes;
        const auto value = traced_.find(node.outputs[i]);
        const Tensor* tensor = value == traced_.end() ? nullptr : value->second.tensor();
        for (int k = 0; tensor != nullptr && k < tensor->rank(); ++k)
            axes.push_back(k);
        set_view(node.outputs[i], {{id, concat("y", i + 1)}, std::move(axes)});
    }
}

void Importer::take_back(BlockId next) {
    model::Document& document = result_.document;
    std::vector<BlockId> gone;
    for (const auto& [id, block] : document.blocks()) {
        if (id >= next) gone.push_back(id);
    }
    for (const BlockId id : gone) {
        std::vector<model::Wire> wires = document.wires_to(id);
        for (const model::Wire& wire : document.wires_from(id))
            wires.push_back(wire);
        for (const model::Wire& wire : wires) {
            if (document.source_of(wire.to)) document.apply(model::EraseWire{wire.to});
        }
    }
    for (const BlockId id : gone) {
        const std::string name = block(id).name;
        std::erase_if(result_.weights, [&](const auto& weight) {
            return weight.first == name || weight.first.starts_with(name + ".");
        });
        document.apply(model::EraseBlock{id});
    }
    std::erase_if(made_, [&](const auto& made) { return made.second.block >= next; });
    std::erase_if(views_, [&](const auto& seen) { return seen.second.socket.block >= next; });
}

std::string Importer::free_name(const std::string& wanted) const {
    std::string name;
    for (const char letter : wanted.substr(0, 150)) {
        const bool taken = letter == '.' || letter == '/' || letter == '\\' || letter == ':' ||
                           static_cast<unsigned char>(letter) < 0x20;
        name += taken ? '_' : letter;
    }
    while (!name.empty() && (name.front() == ' ' || name.front() == '_'))
        name.erase(0, 1);
    while (!name.empty() && (name.back() == ' ' || name.back() == '_'))
        name.pop_back();
    return name;
}

BlockId Importer::add(const std::string& kind, const std::string& wanted_name,
                      const model::Params& params) {
    const model::BlockKind* found = catalogue_.find(kind);
    if (found == nullptr) unsupported(concat("there is no block ", in_quotes(kind)));
    model::Document& document = result_.document;
    model::Block block = model::new_block(document, *found, {});
    const std::string name = free_name(wanted_name);
    block.name = document.unique_name(name.empty() ? found->default_name : name);
    document.apply(model::InsertBlock{block});
    for (const auto& [key, value] : params)
        set_param(block.id, key, value);
    return block.id;
}

void Importer::set_param(BlockId id, const std::string& key, const model::ParamValue& given) {
    model::ParamValue value = given;
    // A file's floats as people write them: 1e-05, not 9.999999747378752e-06. f32 sees no change.
    if (double* real = std::get_if<double>(&value))
        *real = parse_double(number_text(static_cast<float>(*real))).value_or(*real);
    model::Document& document = result_.document;
    const model::ParamSpec* spec =
        model::find_spec(catalogue_.find(document.at(id).kind)->params, key);
    if (spec == nullptr) unsupported(concat("the block has no parameter ", in_quotes(key)));
    if (const auto problem = model::check_value(*spec, value))
        unsupported(concat(spec->label, " ", *problem, ", not ", model::to_text(value)));
    if (value == spec->fallback)
        document.apply(model::SetParam{id, key, std::nullopt});
    else
        document.apply(model::SetParam{id, key, value});
}

void Importer::connect(const Socket& from, BlockId block, const std::string& port) {
    result_.document.apply(model::InsertWire{{from, {block, port}}});
}

void Importer::set_weight(BlockId id, const std::string& name, const Array& elements) {
    const std::string& owner = block(id).name;
    result_.weights[name.empty() ? owner : concat(owner, ".", name)] = elements.cast(DType::f32);
}

bool Importer::has_weight(BlockId id, const std::string& name) const {
    return result_.weights.contains(concat(block(id).name, ".", name));
}

void Importer::map(const Node& node, const std::string& kind, const std::string& input,
                   const model::Params& params) {
    const Socket from = socket(input);
    const BlockId id = add(kind, name_for(node), params);
    connect(from, id, catalogue_.find(kind)->inputs.at(0).name);
    give(node.outputs.at(0), id);
}

void Importer::give(const std::string& name, BlockId id, std::size_t number) {
    std::vector<int> axes;
    for (int i = 0; i < shape(name).rank(); ++i)
        axes.push_back(i);
    set_view(name, {{id, port_of(catalogue_, block(id), number)}, std::move(axes)});
}

std::string Importer::name_for(const Node& node, const std::string& weight) const {
    if (const std::size_t dot = weight.rfind('.'); dot != std::string::npos && dot > 0) {
        const std::string last = weight.substr(dot + 1);
        if (last.starts_with("weight") || last.starts_with("W")) return weight.substr(0, dot);
    }
    if (!node.name.empty()) return node.name;
    const std::string& title = title_of(node);
    const bool number =
        std::all_of(title.begin(), title.end(), [](char c) { return c >= '0' && c <= '9'; });
    std::string op = node.op;
    for (char& letter : op)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return number ? op : title;
}

}  // namespace gradweave::exchange::onnx
