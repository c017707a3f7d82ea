// SPDX-License-Identifier: Apache-2.0
// Layers as ONNX's operators. What a block does otherwise than the operator is in its name here.
#include "engine/exchange/onnx/export_rows.h"

namespace gradweave::exchange::onnx {

namespace {

/// One number for all spatial axes of the input, or one for each.
Axes sizes_of(const BlockWriter& w, const char* key) {
    const auto axes = static_cast<std::size_t>(w.input_type().rank() - 2);
    const Axes& values = w.params.integers(key);
    return values.size() == 1 ? Axes(axes, values[0]) : values;
}

/// The same padding on both sides.
Axes both_sides(const Axes& padding) {
    Axes pads = padding;
    pads.insert(pads.end(), padding.begin(), padding.end());
    return pads;
}

void write_linear(const BlockWriter& w) {
    const bool bias = w.params.boolean("bias");
    if (w.input_type().rank() == 2) {
        std::vector<std::string> operands{w.inputs[0], w.weight("weight")};
        if (bias) operands.push_back(w.weight("bias"));
        return w.give("Gemm", operands, {{"transB", std::int64_t{1}}});
    }
    // Gemm is for matrices only; the weight is turned here, as a product wants it.
    const Array& weight = w.elements("weight");
    const std::int64_t out = weight.shape()[0], in = weight.shape()[1];
    Array turned(DType::f32, Shape{in, out});
    for (std::int64_t i = 0; i < in; ++i) {
        for (std::int64_t o = 0; o < out; ++o) {
            turned.as<float>()[static_cast<std::size_t>(i * out + o)] =
                weight.as<float>()[static_cast<std::size_t>(o * in + i)];
        }
    }
    const std::string matrix = w.graph().literal(turned, w.named("weight_transposed"));
    if (!bias) return w.give("MatMul", {w.inputs[0], matrix});
    const std::string product =
        w.graph().add("MatMul", {w.inputs[0], matrix}, {}, w.named("MatMul"));
    w.give("Add", {product, w.weight("bias")});
}

void write_conv(const BlockWriter& w) {
    const Axes kernel = sizes_of(w, "kernel"), dilation = sizes_of(w, "dilation");
    Axes pads = both_sides(sizes_of(w, "padding"));
    if (w.params.boolean("same")) {
        // The size stays; of an odd number of zeros the larger part comes behind.
        for (std::size_t i = 0; i < kernel.size(); ++i) {
            const std::int64_t total = dilation[i] * (kernel[i] - 1);
            pads[i] = total / 2;
            pads[i + kernel.size()] = total - total / 2;
        }
    }
    std::vector<std::string> operands{w.inputs[0], w.weight("weight")};
    if (w.params.boolean("bias")) operands.push_back(w.weight("bias"));
    w.give("Conv", operands,
           {{"kernel_shape", kernel},
            {"strides", sizes_of(w, "stride")},
            {"pads", pads},
            {"dilations", dilation},
            {"group", w.params.integer("groups")}});
}

std::map<std::string, Attribute> pooling_attributes(const BlockWriter& w) {
    const Axes size = sizes_of(w, "size");
    return {{"kernel_shape", size},
            {"strides", w.params.integers("stride").empty() ? size : sizes_of(w, "stride")},
            {"pads", both_sides(sizes_of(w, "padding"))}};
}

void write_max_pool(const BlockWriter& w) {
    auto attributes = pooling_attributes(w);
    attributes["dilations"] = sizes_of(w, "dilation");
    w.give("MaxPool", {w.inputs[0]}, std::move(attributes));
}
void write_avg_pool(const BlockWriter& w) {
    auto attributes = pooling_attributes(w);
    attributes["count_include_pad"] = std::int64_t{w.params.boolean("count_padding")};
    w.give("AveragePool", {w.inputs[0]}, std::move(attributes));
}
void write_global(const BlockWriter& w, const char* op) {
    w.give("Flatten", {w.graph().add(op, {w.inputs[0]}, {}, w.named(op))},
           {{"axis", std::int64_t{1}}});
}
void write_global_avg(const BlockWriter& w) {
    write_global(w, "GlobalAveragePool");
}
void write_global_max(const BlockWriter& w) {
    write_global(w, "GlobalMaxPool");
}
void write_flatten(const BlockWriter& w) {
    w.give("Flatten", {w.inputs[0]}, {{"axis", std::int64_t{1}}});
}
void write_batch_norm(const BlockWriter& w) {
    w.give("BatchNormalization",
           {w.inputs[0], w.weight("weight"), w.weight("bias"), w.weight("running_mean"),
            w.weight("running_var")},
           {{"epsilon", w.params.real("epsilon")}, {"momentum", 1 - w.params.real("momentum")}});
}
void write_layer_norm(const BlockWriter& w) {
    w.give("LayerNormalization", {w.inputs[0], w.weight("weight"), w.weight("bias")},
           {{"axis", -w.params.integer("axes")}, {"epsilon", w.params.real("epsilon")}});
}
void write_embedding(const BlockWriter& w) {
    w.give("Gather", {w.weight("weight"), w.inputs[0]}, {{"axis", std::int64_t{0}}});
}

/// The gates of a PyTorch parameter in ONNX' order, with a first axis for the direction.
Array in_order(const Array& gates, const std::vector<std::int64_t>& order) {
    const std::int64_t rows = gates.shape()[0] / static_cast<std::int64_t>(order.size());
    const std::int64_t row = gates.element_count() / gates.shape()[0];
    Axes sizes = gates.shape().sizes();
    sizes.insert(sizes.begin(), 1);
    Array result(DType::f32, Shape(std::move(sizes)));
    for (std::size_t g = 0; g < order.size(); ++g) {
        const auto* from = gates.as<float>().data() + order[g] * rows * row;
        std::copy(from, from + rows * row,
                  result.as<float>().data() + static_cast<std::int64_t>(g) * rows * row);
    }
    return result;
}

/// [N, T, F] as [T, N, F], as the operator takes it, and back.
void write_lstm(const BlockWriter& w) {
    // Several layers or directions are written operation by operation.
    if (w.facts.parameters.size() != 4) return w.operation_by_operation();
    const std::vector<std::int64_t> order{0, 3, 1, 2};  // input, output, forget, cell
    const Axes swap{1, 0, 2};
    const std::string x =
        w.graph().add("Transpose", {w.inputs[0]}, {{"perm", swap}}, w.named("steps"));
    const std::string weight =
        w.graph().literal(in_order(w.elements("weight_ih_l0"), order), w.named("W"));
    const std::string recurrent =
        w.graph().literal(in_order(w.elements("weight_hh_l0"), order), w.named("R"));
    const Array input_bias = in_order(w.elements("bias_ih_l0"), order),
                hidden_bias = in_order(w.elements("bias_hh_l0"), order);
    Array bias(DType::f32, Shape{1, 2 * input_bias.element_count()});
    std::copy(input_bias.as<float>().begin(), input_bias.as<float>().end(),
              bias.as<float>().begin());
    std::copy(hidden_bias.as<float>().begin(), hidden_bias.as<float>().end(),
              bias.as<float>().begin() + input_bias.element_count());
    const std::string y = w.graph().fresh(w.named("Y")), last = w.graph().fresh(w.named("Y_h"));
    w.graph().add_node("LSTM", {x, weight, recurrent, w.graph().literal(bias, w.named("B"))},
                       {{"hidden_size", w.params.integer("units")}}, {y, last});
    const std::string squeezed = w.graph().add(
        "Squeeze", {y, w.graph().integers({1}, w.named("axis"))}, {}, w.named("Squeeze"));
    w.give("Transpose", {squeezed}, {{"perm", swap}});
    w.give_value(1, w.graph().add("Squeeze", {last, w.graph().integers({0}, w.named("axis"))}, {},
                                  w.named("last")));
}

}  // namespace

std::span<const ExportRow> layer_export_rows() {
    static constexpr ExportRow rows[] = {
        {"linear", write_linear},
        {"conv1d", write_conv},
        {"conv2d", write_conv},
        {"conv3d", write_conv},
        {"max_pool1d", write_max_pool},
        {"max_pool2d", write_max_pool},
        {"max_pool3d", write_max_pool},
        {"avg_pool1d", write_avg_pool},
        {"avg_pool2d", write_avg_pool},
        {"avg_pool3d", write_avg_pool},
        {"global_avg_pool1d", write_global_avg},
        {"global_avg_pool2d", write_global_avg},
        {"global_avg_pool3d", write_global_avg},
        {"global_max_pool1d", write_global_max},
        {"global_max_pool2d", write_global_max},
        {"global_max_pool3d", write_global_max},
        {"flatten", write_flatten},
        {"batch_norm", write_batch_norm},
        {"layer_norm", write_layer_norm, 17},
        {"embedding", write_embedding},
        {"lstm", write_lstm},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
