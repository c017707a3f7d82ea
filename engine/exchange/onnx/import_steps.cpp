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
const std::string& port_of(const model::Catalogue& catalogue, const model::Block& block,
                           std::size_t i) {
    return catalogue.find(block.kind)->outputs.at(i).name;
}

}  // namespace

Importer::Importer(const Model& model, const model::Catalogue& catalogue,
                   const std::map<std::string, Value>& traced, std::int64_t batch)
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
        if (!reads_data) continue;
        for (const std::string& output : node.outputs) {
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
        const View& v = view(name);
        result = v.socket;
        if (!v.plain()) {
            std::vector<int> real;
            for (const int axis : v.axes) {
                if (axis >= 0) real.push_back(axis);
            }
            if (!std::is_sorted(real.begin(), real.end())) {
                const BlockId id = add("transpose", concat(name, "_axes"),
                                       {{"order", Axes(real.begin(), real.end())}});
                connect(result, id, "x");
                result = {id, port_of(catalogue_, block(id), 0)};
            }
            if (real.size() != v.axes.size()) {
                const Shape& wanted = shape(name);
                const bool keep = !v.axes.empty() && v.axes[0] == 0;
                Axes sizes(wanted.begin() + (keep ? 1 : 0), wanted.end());
                if (!keep) unsupported("an axis of size 1 before the batch");
                const BlockId id = add("reshape", concat(name, "_shape"),
                                       {{"shape", sizes}, {"keep_batch", true}});
                connect(result, id, "x");
                result = {id, port_of(catalogue_, block(id), 0)};
            }
        }
    }
    made_[name] = result;
    return result;
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

void Importer::give(const std::string& name, BlockId id) {
    std::vector<int> axes;
    for (int i = 0; i < shape(name).rank(); ++i)
        axes.push_back(i);
    set_view(name, {{id, port_of(catalogue_, block(id), 0)}, std::move(axes)});
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
