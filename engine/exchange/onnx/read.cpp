// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/read.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/onnx-data_pb.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/literals.h"
#include "engine/io/files.h"

namespace gradweave::exchange::onnx {

namespace fs = std::filesystem;

namespace {

/// What protobuf itself can hold in one message.
constexpr std::uint64_t most_bytes = INT32_MAX;

[[noreturn]] void wrong(const std::string& sentence) {
    throw Error(ErrorKind::bad_input, sentence);
}

/// Adds where it happened to a sentence.
template <class Work>
auto within(const std::string& place, Work&& work) {
    try {
        return work();
    } catch (const Error& error) {
        throw Error(error.kind(), concat(place, ": ", error.what()));
    }
}

/// Protobuf tells of missing fields on stderr; we say what is wrong ourselves.
void parse(google::protobuf::MessageLite& message, std::span<const std::byte> bytes) {
    const google::protobuf::LogSilencer silence;
    google::protobuf::io::CodedInputStream stream(
        reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
    if (!message.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
        wrong("it is no ONNX file, or a damaged one: its bytes do not parse");
}

/// Converts protobuf's messages. Subgraphs nest as deep as protobuf's limit on messages allows,
/// some thirty levels.
class Converter {
  public:
    explicit Converter(fs::path folder) : folder_(std::move(folder)) {}

    Graph graph(const ::onnx::GraphProto& proto) const {
        Graph result;
        result.name = proto.name();
        std::set<std::string> given;
        if (proto.sparse_initializer_size() > 0) {
            throw Error(ErrorKind::unsupported, "sparse initialisers are not supported");
        }
        for (const auto& tensor : proto.initializer()) {
            if (!given.insert(tensor.name()).second)
                wrong(concat("there are two initialisers ", in_quotes(tensor.name())));
            result.initializers.push_back(
                {tensor.name(), within(concat("initialiser ", in_quotes(tensor.name())),
                                       [&] { return literal_of(tensor, folder_); })});
        }
        for (const auto& input : proto.input()) {
            if (!given.contains(input.name())) result.inputs.push_back(value_info(input));
        }
        for (const auto& output : proto.output())
            result.outputs.push_back(value_info(output));
        for (const auto& value : proto.value_info())
            result.values.push_back(value_info(value));
        for (const auto& node : proto.node())
            result.nodes.push_back(this->node(node));
        return result;
    }

    Node node(const ::onnx::NodeProto& proto) const {
        Node result{proto.op_type(), domain(proto.domain()), proto.name(), {}, {}, {}};
        const auto is_name = [](const std::string& text) {
            return std::all_of(text.begin(), text.end(), [](char c) {
                return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
            });
        };
        if (result.op.empty() || !is_name(result.op) || !is_name(result.domain))
            wrong(
                concat("a node's operator is called ", in_quotes(result.op), ", which is no name"));
        result.inputs.assign(proto.input().begin(), proto.input().end());
        result.outputs.assign(proto.output().begin(), proto.output().end());
        const std::string place =
            concat("node ", in_quotes(title_of(result)), " (", result.op, ")");
        for (const auto& item : proto.attribute()) {
            within(place, [&] { add(result, item); });
        }
        return result;
    }

    static std::string domain(const std::string& name) { return name == "ai.onnx" ? "" : name; }

    static Opsets opsets(
        const google::protobuf::RepeatedPtrField<::onnx::OperatorSetIdProto>& list) {
        Opsets result;
        for (const auto& opset : list)
            result[domain(opset.domain())] = opset.version();
        return result;
    }

    Function function(const ::onnx::FunctionProto& proto) const {
        Function result;
        result.domain = domain(proto.domain());
        result.name = proto.name();
        result.inputs.assign(proto.input().begin(), proto.input().end());
        result.outputs.assign(proto.output().begin(), proto.output().end());
        for (const auto& node : proto.node())
            result.nodes.push_back(this->node(node));
        result.opsets = opsets(proto.opset_import());
        return result;
    }

    static ValueInfo value_info(const ::onnx::ValueInfoProto& proto) {
        ValueInfo info;
        info.name = proto.name();
        const ::onnx::TypeProto* type = &proto.type();
        if (type->has_optional_type()) {
            info.optional = true;
            type = &type->optional_type().elem_type();
        }
        if (type->has_sequence_type()) {
            info.sequence = true;
            return info;
        }
        if (!type->has_tensor_type()) return info;
        info.type = static_cast<ElementType>(type->tensor_type().elem_type());
        if (!type->tensor_type().has_shape()) return info;
        info.axes.emplace();
        for (const auto& dim : type->tensor_type().shape().dim()) {
            AxisInfo axis;
            if (dim.has_dim_value()) {
                if (dim.dim_value() < 0)
                    wrong(concat(in_quotes(info.name), " has an axis of size ", dim.dim_value()));
                axis.size = dim.dim_value();
            } else {
                axis.name = dim.dim_param();
            }
            info.axes->push_back(std::move(axis));
        }
        return info;
    }

  private:
    void add(Node& node, const ::onnx::AttributeProto& item) const {
        const auto value = attribute(item);
        if (!value) return;
        if (!node.attributes.emplace(item.name(), *value).second)
            wrong(concat("there are two attributes ", in_quotes(item.name())));
    }

    std::optional<Attribute> attribute(const ::onnx::AttributeProto& item) const {
        using Proto = ::onnx::AttributeProto;
        if (!item.ref_attr_name().empty()) return AttributeReference{item.ref_attr_name()};
        switch (item.type()) {
            case Proto::INT:
                return item.i();
            case Proto::FLOAT:
                return static_cast<double>(item.f());
            case Proto::STRING:
                return item.s();
            case Proto::TENSOR:
                return within(concat("attribute ", in_quotes(item.name())),
                              [&] { return literal_of(item.t(), folder_); });
            case Proto::GRAPH:
                return std::make_shared<const Graph>(graph(item.g()));
            case Proto::INTS:
                return std::vector<std::int64_t>(item.ints().begin(), item.ints().end());
            case Proto::FLOATS:
                return std::vector<double>(item.floats().begin(), item.floats().end());
            case Proto::STRINGS:
                return std::vector<std::string>(item.strings().begin(), item.strings().end());
            case Proto::TYPE_PROTO:
                return std::nullopt;  // said of optionals; what they hold says it too
            default:
                break;
        }
        throw Error(ErrorKind::unsupported,
                    concat("attribute ", in_quotes(item.name()), " is of a kind (",
                           static_cast<int>(item.type()), ") that is not supported"));
    }

    fs::path folder_;
};

/// Checks that each name is given once, and before it is used. `known` are the names of the graphs
/// around. Nested as deep as the reader allows.
void check_names(const Graph& graph, std::unordered_set<std::string> known) {
    std::unordered_set<std::string> given;
    const auto give = [&](const std::string& name, const std::string& by) {
        if (name.empty()) return;
        if (!given.insert(name).second)
            wrong(concat(by, " gives ", in_quotes(name), ", which something else gives already"));
        known.insert(name);
    };
    for (const auto& input : graph.inputs)
        give(input.name, concat("graph input ", in_quotes(input.name)));
    for (const auto& item : graph.initializers)
        give(item.name, concat("initialiser ", in_quotes(item.name)));
    for (const Node& node : graph.nodes) {
        const std::string place = concat("node ", in_quotes(title_of(node)), " (", node.op, ")");
        for (const std::string& input : node.inputs) {
            if (input.empty() || known.contains(input)) continue;
            wrong(concat(place, " uses ", in_quotes(input),
                         ", which nothing before it gives: the nodes are out of order, form a "
                         "cycle, or one is missing"));
        }
        for (const auto& [name, value] : node.attributes) {
            if (const auto* body = std::get_if<std::shared_ptr<const Graph>>(&value))
                within(concat(place, ", ", name), [&] { check_names(**body, known); });
        }
        for (const std::string& output : node.outputs)
            give(output, place);
    }
    for (const auto& output : graph.outputs) {
        if (!known.contains(output.name))
            wrong(concat("the output ", in_quotes(output.name), " is given by no node"));
    }
}

Model convert(const ::onnx::ModelProto& proto, const fs::path& folder) {
    if (!proto.has_graph() || proto.opset_import_size() == 0)
        wrong("it is no ONNX model: it has no graph or no operator set");
    const Converter converter(folder);
    Model model;
    model.ir_version = proto.ir_version();
    model.producer = proto.producer_name();
    model.opsets = Converter::opsets(proto.opset_import());
    model.graph = converter.graph(proto.graph());
    for (const auto& function : proto.functions())
        model.functions.push_back(converter.function(function));
    for (const auto& entry : proto.metadata_props())
        model.metadata[entry.key()] = entry.value();
    check_names(model.graph, {});
    return model;
}

/// Reads a whole file that protobuf is to parse, which takes about as much again.
std::vector<std::byte> bytes_of(const fs::path& path) {
    const io::InputFile file(path);
    if (file.size() > most_bytes) {
        throw Error(ErrorKind::unsupported,
                    concat("it has ", byte_text(file.size()),
                           "; an ONNX file has at most 2 GB, with larger data beside it"));
    }
    require_memory(3 * file.size(), "the model");
    return io::read_file(path, most_bytes);
}

template <class Work>
auto in_file(const fs::path& path, Work&& work) {
    try {
        return work();
    } catch (const Error& error) {
        if (!error.file().empty()) throw;
        throw io::file_error(error.kind(), path, error.what());
    }
}

Given given_literal(const ::onnx::TensorProto& proto) {
    return {Given::Kind::literal, {}, literal_of(proto, {})};
}

Given given_sequence(const ::onnx::SequenceProto& proto) {
    Given result{Given::Kind::sequence, {}, {}};
    for (const auto& tensor : proto.tensor_values())
        result.elements.push_back(given_literal(tensor));
    return result;
}

}  // namespace

const std::string& title_of(const Node& node) {
    static const std::string none;
    if (!node.name.empty()) return node.name;
    for (const std::string& output : node.outputs) {
        if (!output.empty()) return output;
    }
    return none;
}

std::vector<std::string> operators_of(const Model& model) {
    std::set<std::string> names;
    std::vector<const std::vector<Node>*> open{&model.graph.nodes};
    for (const Function& function : model.functions)
        open.push_back(&function.nodes);
    while (!open.empty()) {
        const std::vector<Node>& nodes = *open.back();
        open.pop_back();
        for (const Node& node : nodes) {
            names.insert(node.domain.empty() ? node.op : concat(node.domain, ".", node.op));
            for (const auto& [name, value] : node.attributes) {
                if (const auto* body = std::get_if<std::shared_ptr<const Graph>>(&value))
                    open.push_back(&(*body)->nodes);
            }
        }
    }
    return {names.begin(), names.end()};
}

Model read_model(const fs::path& path) {
    return in_file(path, [&] {
        ::onnx::ModelProto proto;
        parse(proto, bytes_of(path));
        fs::path folder = path.parent_path();
        if (folder.empty()) folder = ".";
        return convert(proto, folder);
    });
}

Model read_model(std::span<const std::byte> bytes) {
    if (bytes.size() > most_bytes) wrong("it has more than 2 GB");
    ::onnx::ModelProto proto;
    parse(proto, bytes);
    return convert(proto, {});
}

Given read_given(const fs::path& path, bool sequence, bool optional) {
    return in_file(path, [&] {
        const auto bytes = bytes_of(path);
        if (optional) {
            ::onnx::OptionalProto proto;
            parse(proto, bytes);
            if (proto.has_tensor_value()) return given_literal(proto.tensor_value());
            if (proto.has_sequence_value()) return given_sequence(proto.sequence_value());
            return Given{Given::Kind::nothing, {}, {}};
        }
        if (sequence) {
            ::onnx::SequenceProto proto;
            parse(proto, bytes);
            return given_sequence(proto);
        }
        ::onnx::TensorProto proto;
        parse(proto, bytes);
        return given_literal(proto);
    });
}

}  // namespace gradweave::exchange::onnx
