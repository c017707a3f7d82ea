// SPDX-License-Identifier: Apache-2.0
// Layers with weights, norms and pooling as blocks.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/import_rows.h"
#include "engine/exchange/onnx/windows.h"

namespace gradweave::exchange::onnx {

std::optional<Array> as_vector(const Array& values, std::int64_t count) {
    const Shape shape{count};
    if (values.element_count() == count) return values.reshaped(shape);
    if (values.element_count() != 1) return std::nullopt;
    Array result(DType::f32, shape);
    std::fill(result.as<float>().begin(), result.as<float>().end(),
              static_cast<float>(values.number(0)));
    return result;
}

namespace {

using model::BlockId;
using model::Params;
using model::Socket;

Array transposed(const Array& matrix) {
    const std::int64_t rows = matrix.shape()[0], columns = matrix.shape()[1];
    Array result(DType::f32, Shape{columns, rows});
    for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t k = 0; k < columns; ++k) {
            result.as<float>()[static_cast<std::size_t>(k * rows + i)] =
                matrix.as<float>()[static_cast<std::size_t>(i * columns + k)];
        }
    }
    return result;
}

Array scaled(const Array& values, double factor) {
    Array result = values.clone();
    if (factor == 1) return result;
    for (float& value : result.as<float>())
        value = static_cast<float>(value * factor);
    return result;
}

void add_linear(Importer& im, const Node& node, const Array& weight,
                const std::optional<Array>& bias, const std::string& weight_name) {
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add("linear", im.name_for(node, weight_name),
                              {{"units", weight.shape()[0]}, {"bias", bias.has_value()}});
    im.connect(from, id, "x");
    im.set_weight(id, "weight", weight);
    if (bias) im.set_weight(id, "bias", *bias);
    im.give(node.outputs[0], id);
}

/// A matrix with fixed weights is a Linear; all else a product. False if it is none.
bool linear_product(Importer& im, const Node& node) {
    if (!im.is_data(input(node, 0)) || im.is_data(input(node, 1)) ||
        im.shape(input(node, 1)).rank() != 2 || im.shape(input(node, 0)).rank() < 2 ||
        im.shape(input(node, 0)).rank() > 3)
        return false;
    add_linear(im, node, transposed(im.weights_of(input(node, 1))), std::nullopt, input(node, 1));
    return true;
}

void matmul(Importer& im, const Node& node) {
    if (linear_product(im, node)) return;
    const Socket a = im.socket(input(node, 0)), b = im.socket(input(node, 1));
    const BlockId id = im.add("matmul", im.name_for(node));
    im.connect(a, id, "a");
    im.connect(b, id, "b");
    im.give(node.outputs[0], id);
}

void gemm(Importer& im, const Node& node) {
    const Call c = im.call(node);
    if (c.integer("transA", 0) != 0) unsupported("its first matrix is turned");
    if (!im.is_data(input(node, 0))) unsupported("its first matrix is fixed");
    Array weight = scaled(im.weights_of(input(node, 1)), c.real("alpha", 1));
    if (c.integer("transB", 0) == 0) weight = transposed(weight);
    std::optional<Array> bias;
    if (!input(node, 2).empty()) {
        bias =
            as_vector(scaled(im.weights_of(input(node, 2)), c.real("beta", 1)), weight.shape()[0]);
        if (!bias) unsupported("its third matrix is no bias");
    }
    add_linear(im, node, weight, bias, input(node, 1));
}

/// A border along the spatial axes as a block of its own, before what takes equal borders only.
Socket bordered(Importer& im, const Node& node, const Axes& low, const Axes& high, double value) {
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add("pad", concat(im.name_for(node), "_border"),
                              {{"before", low}, {"after", high}, {"value", value}});
    im.connect(from, id, "x");
    return {id, im.catalogue().find("pad")->outputs[0].name};
}

/// One number stands for equal ones.
void shorten(Params& params, std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        Axes& values = std::get<Axes>(params.at(key));
        if (std::equal(values.begin() + 1, values.end(), values.begin())) values.resize(1);
    }
}

void conv(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const Array weight = im.weights_of(input(node, 1));
    const Shape& shape = weight.shape();
    Windows w = windows_of(c, im.shape(input(node, 0)), {shape.begin() + 2, shape.end()});
    // What the block calls the same size: of an odd number of zeros the larger part behind.
    bool same = w.low != w.high;
    for (std::size_t i = 0; i < w.size.size(); ++i) {
        const std::int64_t total = w.dilation[i] * (w.size[i] - 1);
        same = same && w.stride[i] == 1 && w.low[i] == total / 2 && w.high[i] == total - total / 2;
    }
    std::optional<Socket> from;
    if (!same && w.low != w.high) {
        from = bordered(im, node, w.low, w.high, 0);
        w.low.assign(w.low.size(), 0);
    }
    Params params{{"channels", shape[0]},   {"kernel", w.size},
                  {"stride", w.stride},     {"padding", same ? Axes(w.low.size(), 0) : w.low},
                  {"dilation", w.dilation}, {"groups", c.integer("group", 1)},
                  {"same", same},           {"bias", !input(node, 2).empty()}};
    shorten(params, {"kernel", "stride", "padding", "dilation"});
    if (!from) from = im.socket(input(node, 0));
    const BlockId id =
        im.add(concat("conv", shape.rank() - 2, "d"), im.name_for(node, input(node, 1)), params);
    im.connect(*from, id, "x");
    im.set_weight(id, "weight", weight);
    if (!input(node, 2).empty()) im.set_weight(id, "bias", im.weights_of(input(node, 2)));
    im.give(node.outputs[0], id);
}

void conv_transpose(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const Array weight = im.weights_of(input(node, 1));
    const auto axes = static_cast<std::size_t>(weight.shape().rank() - 2);
    const Axes kernel(weight.shape().begin() + 2, weight.shape().end()),
        pads = c.integers("pads", Axes(2 * axes, 0));
    const Axes low(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(axes)),
        high(pads.begin() + static_cast<std::ptrdiff_t>(axes), pads.end());
    if (c.text("auto_pad", "NOTSET") != "NOTSET" || c.has_attribute("output_shape"))
        unsupported("padding that follows from the size");
    if (low != high) unsupported("padding that differs before and behind");
    const std::int64_t groups = c.integer("group", 1);
    const Socket from = im.socket(input(node, 0));
    const BlockId id =
        im.add(concat("conv_transpose", axes, "d"), im.name_for(node, input(node, 1)),
               {{"channels", weight.shape()[1] * groups},
                {"kernel", kernel},
                {"stride", c.integers("strides", Axes(axes, 1))},
                {"padding", low},
                {"dilation", c.integers("dilations", Axes(axes, 1))},
                {"extra", c.integers("output_padding", Axes(axes, 0))},
                {"groups", groups},
                {"bias", !input(node, 2).empty()}});
    im.connect(from, id, "x");
    im.set_weight(id, "weight", weight);
    if (!input(node, 2).empty()) im.set_weight(id, "bias", im.weights_of(input(node, 2)));
    im.give(node.outputs[0], id);
}

void instance_norm(Importer& im, const Node& node) {
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add("instance_norm", im.name_for(node, input(node, 1)),
                              {{"affine", true}, {"epsilon", im.call(node).real("epsilon", 1e-5)}});
    im.connect(from, id, "x");
    im.set_weight(id, "weight", im.weights_of(input(node, 1)));
    im.set_weight(id, "bias", im.weights_of(input(node, 2)));
    im.give(node.outputs[0], id);
}

void batch_norm(Importer& im, const Node& node) {
    const Call c = im.call(node);
    if (c.integer("training_mode", 0) != 0) unsupported("it is in training mode");
    if (c.version() < 9 && c.integer("spatial", 1) == 0) unsupported("spatial = 0");
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add("batch_norm", im.name_for(node, input(node, 1)),
                              {{"epsilon", c.real("epsilon", 1e-5)},
                               {"momentum", std::max(0.0, 1 - c.real("momentum", 0.9))}});
    im.connect(from, id, "x");
    const char* const names[] = {"weight", "bias", "running_mean", "running_var"};
    for (std::size_t i = 0; i < 4; ++i)
        im.set_weight(id, names[i], im.weights_of(input(node, i + 1)));
    im.give(node.outputs[0], id);
}

void layer_norm(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const int rank = im.shape(input(node, 0)).rank();
    const int axis = fn::axis_of(c.integer("axis", -1), rank);
    const Array weight = im.weights_of(input(node, 1));
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add(
        "layer_norm", im.name_for(node, input(node, 1)),
        {{"axes", static_cast<std::int64_t>(rank - axis)}, {"epsilon", c.real("epsilon", 1e-5)}});
    im.connect(from, id, "x");
    im.set_weight(id, "weight", weight);
    im.set_weight(
        id, "bias",
        input(node, 2).empty() ? Array(DType::f32, weight.shape()) : im.weights_of(input(node, 2)));
    im.give(node.outputs[0], id);
}

void pool(Importer& im, const Node& node, const char* kind) {
    const bool largest = node.op == "MaxPool";
    const Call c = im.call(node);
    const Shape& x = im.shape(input(node, 0));
    Windows w = windows_of(c, x, c.integers("kernel_shape"));
    const bool gaps = std::any_of(w.dilation.begin(), w.dilation.end(),
                                  [](std::int64_t step) { return step != 1; });
    if (gaps && !largest) unsupported("a mean of windows with gaps");
    if (node.outputs.size() > 1 && !node.outputs[1].empty() && im.uses(node.outputs[1]) > 0)
        unsupported("the positions of the largest elements");
    const bool counts = c.integer("count_include_pad", 0) != 0;
    bool equal = w.low == w.high;
    for (std::size_t i = 0; i < w.size.size(); ++i)
        equal = equal && w.low[i] <= w.size[i] / 2;
    std::optional<Socket> from;
    if (!equal) {
        // Zeros count in a mean; nothing is less than what is beside a largest element.
        if (!largest && !counts) unsupported("a mean without a border that differs in its sides");
        if (!largest && c.integer("ceil_mode", 0) != 0)
            unsupported("a mean of windows that reach over the border");
        from = bordered(im, node, w.low, w.high, largest ? -1e30 : 0);
        w.low.assign(w.low.size(), 0);
    }
    const bool padded =
        std::any_of(w.low.begin(), w.low.end(), [](std::int64_t size) { return size != 0; });
    Params params{{"size", w.size},
                  {"stride", w.stride == w.size ? Axes{} : w.stride},
                  {"padding", padded ? w.low : Axes{0}}};
    if (gaps) params["dilation"] = w.dilation;
    if (!largest && padded) params["count_padding"] = counts;
    if (!from) from = im.socket(input(node, 0));
    const BlockId id = im.add(concat(kind, "_pool", w.size.size(), "d"), im.name_for(node), params);
    im.connect(*from, id, "x");
    im.give(node.outputs[0], id);
}

/// [N, C, 1, 1] as the block's [N, C].
void global_pool(Importer& im, const Node& node, const char* kind) {
    const Socket from = im.socket(input(node, 0));
    const int rank = im.shape(input(node, 0)).rank();
    const BlockId id = im.add(concat(kind, rank - 2, "d"), im.name_for(node));
    im.connect(from, id, "x");
    im.give(node.outputs[0], id);
    View view = im.view(node.outputs[0]);
    view.axes.assign(static_cast<std::size_t>(rank), -1);
    view.axes[0] = 0;
    view.axes[1] = 1;
    im.set_view(node.outputs[0], std::move(view));
}

/// A slope for all, or one for each channel.
void prelu(Importer& im, const Node& node) {
    const Array slope = im.weights_of(input(node, 1));
    const Shape &x = im.shape(input(node, 0)), &s = slope.shape();
    const bool each = slope.element_count() > 1;
    // Before version 7 a vector meant the channels, since then what broadcasting makes of it.
    const bool vector = im.version() < 7 && s.rank() == 1 && s[0] == x[1];
    for (int i = 0; each && !vector && i < s.rank(); ++i) {
        const int axis = x.rank() - s.rank() + i;
        if (s[i] != 1 && axis != 1) unsupported("slopes along another axis than the channels");
    }
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add("prelu", im.name_for(node, input(node, 1)), {{"each_channel", each}});
    im.connect(from, id, "x");
    im.set_weight(id, "weight", slope.reshaped(Shape{slope.element_count()}));
    im.give(node.outputs[0], id);
}

void dropout(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const double ratio = c.version() < 12 ? c.real("ratio", 0.5) : c.has(1) ? c.number_of(1) : 0.5;
    im.map(node, "dropout", input(node, 0), {{"p", ratio}});
}

}  // namespace

std::span<const ImportRow> layer_rows() {
    static constexpr ImportRow rows[] = {
        {"MatMul", matmul},
        {"Gemm", gemm},
        {"Conv", conv},
        {"ConvTranspose", conv_transpose},
        {"BatchNormalization", batch_norm},
        {"InstanceNormalization", instance_norm},
        {"LayerNormalization", layer_norm},
        {"MaxPool", [](Importer& im, const Node& node) { pool(im, node, "max"); }},
        {"AveragePool", [](Importer& im, const Node& node) { pool(im, node, "avg"); }},
        {"GlobalAveragePool",
         [](Importer& im, const Node& node) { global_pool(im, node, "global_avg_pool"); }},
        {"GlobalMaxPool",
         [](Importer& im, const Node& node) { global_pool(im, node, "global_max_pool"); }},
        {"PRelu", prelu},
        {"Dropout", dropout},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
