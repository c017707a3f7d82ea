// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/write.h"

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include "engine/core/text.h"
#include "engine/exchange/onnx/literals.h"

namespace gradweave::exchange::onnx {

namespace {

/// Some bytes less than what protobuf can hold in one message.
constexpr std::uint64_t most_bytes = (std::uint64_t{1} << 31) - (1 << 20);

void fill(::onnx::GraphProto& proto, const Graph& graph);

void fill(::onnx::ValueInfoProto& proto, const ValueInfo& info) {
    proto.set_name(info.name);
    auto& type = *proto.mutable_type()->mutable_tensor_type();
    type.set_elem_type(static_cast<std::int32_t>(info.type));
    if (!info.axes) return;
    auto& shape = *type.mutable_shape();
    for (const AxisInfo& axis : *info.axes) {
        auto& dim = *shape.add_dim();
        if (axis.size)
            dim.set_dim_value(*axis.size);
        else if (!axis.name.empty())
            dim.set_dim_param(axis.name);
    }
}

/// Writes each kind of attribute into its own field.
struct AttributeWriter {
    ::onnx::AttributeProto& proto;
    using Proto = ::onnx::AttributeProto;

    void operator()(std::int64_t value) const {
        proto.set_type(Proto::INT);
        proto.set_i(value);
    }
    void operator()(double value) const {
        proto.set_type(Proto::FLOAT);
        proto.set_f(static_cast<float>(value));
    }
    void operator()(const std::string& value) const {
        proto.set_type(Proto::STRING);
        proto.set_s(value);
    }
    void operator()(const Literal& value) const {
        proto.set_type(Proto::TENSOR);
        fill(*proto.mutable_t(), value);
    }
    void operator()(const std::shared_ptr<const Graph>& value) const {
        proto.set_type(Proto::GRAPH);
        fill(*proto.mutable_g(), *value);
    }
    void operator()(const std::vector<std::int64_t>& values) const {
        proto.set_type(Proto::INTS);
        for (const std::int64_t value : values)
            proto.add_ints(value);
    }
    void operator()(const std::vector<double>& values) const {
        proto.set_type(Proto::FLOATS);
        for (const double value : values)
            proto.add_floats(static_cast<float>(value));
    }
    void operator()(const std::vector<std::string>& values) const {
        proto.set_type(Proto::STRINGS);
        for (const std::string& value : values)
            proto.add_strings(value);
    }
    void operator()(const AttributeReference& value) const { proto.set_ref_attr_name(value.name); }
};

void fill(::onnx::NodeProto& proto, const Node& node) {
    proto.set_op_type(node.op);
    proto.set_domain(node.domain);
    proto.set_name(node.name);
    for (const std::string& input : node.inputs)
        proto.add_input(input);
    for (const std::string& output : node.outputs)
        proto.add_output(output);
    for (const auto& [name, value] : node.attributes) {
        auto& attribute = *proto.add_attribute();
        attribute.set_name(name);
        std::visit(AttributeWriter{attribute}, value);
    }
}

void fill(::onnx::GraphProto& proto, const Graph& graph) {
    proto.set_name(graph.name);
    for (const Node& node : graph.nodes)
        fill(*proto.add_node(), node);
    for (const NamedLiteral& item : graph.initializers) {
        auto& tensor = *proto.add_initializer();
        fill(tensor, item.value);
        tensor.set_name(item.name);
    }
    for (const ValueInfo& info : graph.inputs)
        fill(*proto.add_input(), info);
    for (const ValueInfo& info : graph.outputs)
        fill(*proto.add_output(), info);
}

}  // namespace

std::string to_bytes(const Model& model) {
    std::uint64_t size = 0;
    for (const NamedLiteral& item : model.graph.initializers)
        size += item.value.array.byte_size();
    if (size > most_bytes) {
        throw Error(ErrorKind::unsupported, concat("the model has ", byte_text(size),
                                                   " of weights; an ONNX file holds at most 2 GB"));
    }
    ::onnx::ModelProto proto;
    proto.set_ir_version(model.ir_version);
    proto.set_producer_name(model.producer);
    for (const auto& [domain, version] : model.opsets) {
        auto& opset = *proto.add_opset_import();
        opset.set_domain(domain);
        opset.set_version(version);
    }
    for (const auto& [key, value] : model.metadata) {
        auto& entry = *proto.add_metadata_props();
        entry.set_key(key);
        entry.set_value(value);
    }
    fill(*proto.mutable_graph(), model.graph);
    try {
        ::onnx::checker::check_model(proto);
        ::onnx::ShapeInferenceOptions options;
        options.check_type = true;
        options.error_mode = 1;
        ::onnx::ModelProto inferred = proto;
        ::onnx::shape_inference::InferShapes(inferred, ::onnx::OpSchemaRegistry::Instance(),
                                             options);
    } catch (const std::exception& error) {
        throw Error(ErrorKind::failed,
                    concat("internal error: ONNX's checker refuses what was made: ", error.what()));
    }
    std::string bytes;
    if (!proto.SerializeToString(&bytes))
        throw Error(ErrorKind::failed, "the model could not be written");
    return bytes;
}

}  // namespace gradweave::exchange::onnx
