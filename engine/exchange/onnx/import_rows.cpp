// SPDX-License-Identifier: Apache-2.0
// Which block stands for which operator. A row refuses what its block cannot do, with the reason.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/import_steps.h"
#include "engine/exchange/onnx/windows.h"

namespace gradweave::exchange::onnx {

namespace {

using model::BlockId;
using model::Params;
using model::ParamValue;
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

/// As a vector of so many elements, if it has them or one for all; nothing otherwise.
std::optional<Array> as_vector(const Array& values, std::int64_t count) {
    const Shape shape{count};
    if (values.element_count() == count) return values.reshaped(shape);
    if (values.element_count() != 1) return std::nullopt;
    Array result(DType::f32, shape);
    std::fill(result.as<float>().begin(), result.as<float>().end(),
              static_cast<float>(values.number(0)));
    return result;
}

const std::string& input(const Node& node, std::size_t i) {
    static const std::string none;
    return i < node.inputs.size() ? node.inputs[i] : none;
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

void binary(Importer& im, const Node& node, const char* kind) {
    const Socket a = im.socket(input(node, 0)), b = im.socket(input(node, 1));
    const BlockId id = im.add(kind, im.name_for(node));
    im.connect(a, id, "a");
    im.connect(b, id, "b");
    im.give(node.outputs[0], id);
}

void matmul(Importer& im, const Node& node) {
    if (im.is_data(input(node, 0)) && !im.is_data(input(node, 1)) &&
        im.shape(input(node, 1)).rank() == 2 && im.shape(input(node, 0)).rank() >= 2 &&
        im.shape(input(node, 0)).rank() <= 3) {
        return add_linear(im, node, transposed(im.weights_of(input(node, 1))), std::nullopt,
                          input(node, 1));
    }
    binary(im, node, "matmul");
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

/// Padding that is the same on both sides.
Axes symmetric(const Windows& w) {
    if (w.low != w.high) unsupported("padding that differs before and behind");
    return w.low;
}

void conv(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const Array weight = im.weights_of(input(node, 1));
    const Shape& shape = weight.shape();
    const Windows w = windows_of(c, im.shape(input(node, 0)), {shape.begin() + 2, shape.end()});
    Params params{{"channels", shape[0]},
                  {"kernel", w.size},
                  {"stride", w.stride},
                  {"padding", symmetric(w)},
                  {"dilation", w.dilation},
                  {"groups", c.integer("group", 1)},
                  {"bias", !input(node, 2).empty()}};
    // One number stands for equal ones.
    for (const char* key : {"kernel", "stride", "padding", "dilation"}) {
        Axes& values = std::get<Axes>(params.at(key));
        if (std::equal(values.begin() + 1, values.end(), values.begin())) values.resize(1);
    }
    const std::string kind = concat("conv", shape.rank() - 2, "d");
    const Socket from = im.socket(input(node, 0));
    const BlockId id = im.add(kind, im.name_for(node, input(node, 1)), params);
    im.connect(from, id, "x");
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
    const Call c = im.call(node);
    const Shape& x = im.shape(input(node, 0));
    const Windows w = windows_of(c, x, c.integers("kernel_shape"));
    // Windows that rounding up adds are none if there are none.
    if (w.dilation != Axes(w.size.size(), 1)) unsupported("windows with gaps");
    if (node.outputs.size() > 1 && !node.outputs[1].empty() && im.uses(node.outputs[1]) > 0)
        unsupported("the positions of the largest elements");
    const Axes padding = symmetric(w);
    const bool padded = padding != Axes(padding.size(), 0);
    Params params{{"size", w.size},
                  {"stride", w.stride == w.size ? Axes{} : w.stride},
                  {"padding", padded ? padding : Axes{0}}};
    if (node.op == "AveragePool" && padded)
        params["count_padding"] = c.integer("count_include_pad", 0) != 0;
    im.map(node, concat(kind, "_pool", w.size.size(), "d"), input(node, 0), params);
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

/// The same elements in another shape: nothing to do where only axes of size 1 come or go.
void reshape(Importer& im, const Node& node) {
    const std::string &from = input(node, 0), &to = node.outputs[0];
    const Shape &before = im.shape(from), &after = im.shape(to);
    if (im.is_data(from)) {
        const View& seen = im.view(from);
        std::vector<int> kept;  // axes of `before` that are not added ones of size 1
        for (int i = 0; i < before.rank(); ++i) {
            if (before[i] != 1 || seen.axes[static_cast<std::size_t>(i)] == 0)
                kept.push_back(seen.axes[static_cast<std::size_t>(i)]);
        }
        std::vector<int> axes;
        std::size_t next = 0;
        bool fits = true;
        for (int i = 0; i < after.rank(); ++i) {
            const bool one = after[i] == 1 &&
                             !(next < kept.size() && kept[next] == 0 && im.batch() == 1 && i == 0);
            if (one) {
                axes.push_back(-1);
            } else {
                fits = fits && next < kept.size();
                axes.push_back(fits ? kept[next++] : -1);
            }
        }
        fits = fits && next == kept.size();
        // The kept sizes in order must be the same.
        std::vector<std::int64_t> left, right;
        for (const std::int64_t size : before) {
            if (size != 1) left.push_back(size);
        }
        for (const std::int64_t size : after) {
            if (size != 1) right.push_back(size);
        }
        // Axes of size 1 that the block itself has would be lost to a view.
        const bool own_ones = std::any_of(seen.axes.begin(), seen.axes.end(), [&](int axis) {
            return axis > 0 &&
                   before[static_cast<int>(std::find(seen.axes.begin(), seen.axes.end(), axis) -
                                           seen.axes.begin())] == 1;
        });
        if (fits && left == right && !own_ones) {
            im.set_view(to, {seen.socket, std::move(axes)});
            return;
        }
    }
    if (after.rank() == 0) unsupported("a shape without the batch");
    const bool keep = after[0] == im.batch() && before.rank() > 0 && before[0] == im.batch();
    if (keep && after.rank() == 2 && im.catalogue().find("flatten") != nullptr)
        return im.map(node, "flatten", from);
    if (!keep && after[0] % im.batch() != 0) unsupported("the batch is no longer in front");
    Axes sizes(after.begin() + 1, after.end());
    if (!keep) sizes.insert(sizes.begin(), -1);
    im.map(node, "reshape", from, {{"shape", sizes}, {"keep_batch", keep}});
}

void transpose(Importer& im, const Node& node) {
    const View& seen = im.view(input(node, 0));
    Axes order = fn::axes_from(0, static_cast<int>(seen.axes.size()));
    std::reverse(order.begin(), order.end());
    View turned{seen.socket, {}};
    for (const std::int64_t axis : im.call(node).integers("perm", order))
        turned.axes.push_back(seen.axes.at(static_cast<std::size_t>(axis)));
    im.set_view(node.outputs[0], std::move(turned));
}

void identity(Importer& im, const Node& node) {
    im.set_view(node.outputs[0], im.view(input(node, 0)));
}

void cast(Importer& im, const Node& node) {
    const auto type = static_cast<ElementType>(im.call(node).integer("to", 0));
    const ElementType before = im.call(node).type();
    if (is_floating(type) != is_floating(before)) unsupported("there is no block that converts");
    identity(im, node);
}

/// An added bias becomes the layer's before it, if nothing else sees the sum without it.
bool becomes_bias(Importer& im, const Node& node) {
    const bool first = im.is_data(input(node, 0));
    const std::string &x = input(node, first ? 0 : 1), &added = input(node, first ? 1 : 0);
    if (im.is_data(added) || !im.is_data(x) || im.uses(x) != 1 || im.is_output(x)) return false;
    const View& seen = im.view(x);
    const model::Block& block = im.block(seen.socket.block);
    const bool linear = block.kind == "linear";
    if (!seen.plain() || (!linear && !block.kind.starts_with("conv"))) return false;
    if (im.has_weight(block.id, "bias")) return false;
    const Shape &shape = im.shape(x), &values = im.shape(added);
    const int channel = linear ? shape.rank() - 1 : 1;
    // Counted from the right, only the channels' axis may be larger than 1.
    for (int i = 0; i < values.rank(); ++i) {
        const int axis = shape.rank() - values.rank() + i;
        if (values[i] != 1 && axis != channel) return false;
    }
    const auto bias = as_vector(im.weights_of(added), shape[channel]);
    if (!bias) return false;
    im.set_param(block.id, "bias", true);
    im.set_weight(block.id, "bias", *bias);
    im.set_view(node.outputs[0], seen);
    return true;
}

void add(Importer& im, const Node& node) {
    if (!becomes_bias(im, node)) binary(im, node, "add");
}

void sum_of(Importer& im, const Node& node) {
    Socket total = im.socket(input(node, 0));
    BlockId id = total.block;
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
        const Socket next = im.socket(input(node, i));
        id = im.add("add", im.name_for(node));
        im.connect(total, id, "a");
        im.connect(next, id, "b");
        total = {id, im.catalogue().find("add")->outputs[0].name};
    }
    if (node.inputs.size() == 1) return identity(im, node);
    im.give(node.outputs[0], id);
}

void softmax(Importer& im, const Node& node, const char* kind) {
    const Call c = im.call(node);
    const int rank = im.shape(input(node, 0)).rank();
    const int axis = fn::axis_of(c.integer("axis", c.version() < 13 ? 1 : -1), rank);
    if (c.version() < 13 && axis != rank - 1) unsupported("several axes at once");
    im.map(node, kind, input(node, 0),
           {{"axis", axis == rank - 1 ? std::int64_t{-1} : std::int64_t{axis}}});
}

void concat_op(Importer& im, const Node& node) {
    const int rank = im.shape(input(node, 0)).rank();
    const int axis = fn::axis_of(im.call(node).integer("axis", 1), rank);
    std::vector<Socket> parts;
    for (const std::string& name : node.inputs)
        parts.push_back(im.socket(name));
    if (parts.size() == 1) return identity(im, node);
    const BlockId id = im.add("concat", im.name_for(node),
                              {{"axis", static_cast<std::int64_t>(axis)},
                               {"inputs", static_cast<std::int64_t>(parts.size())}});
    for (std::size_t i = 0; i < parts.size(); ++i)
        im.connect(parts[i], id, concat("x", i + 1));
    im.give(node.outputs[0], id);
}

/// "start:stop:step" on one axis.
std::string ranges_text(int axis, const std::string& range) {
    std::string text;
    for (int i = 0; i < axis; ++i)
        text += ":, ";
    return text + range;
}

void slice(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const Shape& shape = im.shape(input(node, 0));
    const bool old = c.version() < 10;
    const Axes starts = old ? c.integers("starts") : c.integers_of(1),
               ends = old ? c.integers("ends") : c.integers_of(2);
    Axes axes = c.integers_in(3, "axes"), steps = c.has(4) ? c.integers_of(4) : Axes{};
    if (axes.empty()) axes = fn::axes_from(0, static_cast<int>(starts.size()));
    if (steps.empty()) steps.assign(starts.size(), 1);
    std::vector<std::string> parts(static_cast<std::size_t>(shape.rank()), ":");
    for (std::size_t i = 0; i < axes.size() && i < starts.size() && i < ends.size(); ++i) {
        const int axis = fn::axis_of(axes[i], shape.rank());
        const IndexRange part = resolve(
            range(std::clamp<std::int64_t>(starts[i], -shape[axis] - 1, shape[axis]),
                  std::clamp<std::int64_t>(ends[i], -shape[axis] - 1, shape[axis]), steps[i]),
            shape[axis]);
        if (part.count == shape[axis] && steps[i] == 1) continue;
        const std::int64_t stop = part.start + part.count * steps[i];
        parts[static_cast<std::size_t>(axis)] =
            concat(part.start, ":", stop < 0 ? std::string() : std::to_string(stop), ":", steps[i]);
    }
    std::string text;
    for (const std::string& part : parts)
        text += concat(text.empty() ? "" : ", ", part);
    im.map(node, "slice", input(node, 0), {{"ranges", text}});
}

void split(Importer& im, const Node& node) {
    const std::string& x = input(node, 0);
    const int axis = fn::axis_of(im.call(node).integer("axis", 0), im.shape(x).rank());
    const Socket from = im.socket(x);
    std::int64_t begin = 0;
    for (const std::string& output : node.outputs) {
        const std::int64_t size = im.shape(output)[axis];
        const BlockId id =
            im.add("slice", im.name_for(node),
                   {{"ranges", ranges_text(axis, concat(begin, ":", begin + size))}});
        im.connect(from, id, "x");
        im.give(output, id);
        begin += size;
    }
}

void gather(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const std::string &data = input(node, 0), &indices = input(node, 1);
    const int axis = fn::axis_of(c.integer("axis", 0), im.shape(data).rank());
    if (!im.is_data(data) && im.is_data(indices)) {
        const Array table = im.weights_of(data);
        if (table.shape().rank() != 2 || axis != 0) unsupported("a table that is no matrix");
        const Socket from = im.socket(indices);
        const BlockId id = im.add("embedding", im.name_for(node, data),
                                  {{"size", table.shape()[1]}, {"entries", table.shape()[0]}});
        im.connect(from, id, "x");
        im.set_weight(id, "weight", table);
        im.give(node.outputs[0], id);
        return;
    }
    if (im.is_data(indices) || im.shape(indices).rank() != 0)
        unsupported("elements that are picked by other than one fixed number");
    im.map(node, "slice", data, {{"ranges", ranges_text(axis, std::to_string(c.integer_of(1)))}});
}

void reduce(Importer& im, const Node& node, const char* kind) {
    const Call c = im.call(node);
    const int rank = im.shape(input(node, 0)).rank();
    Axes axes = c.integers_in(1, "axes");
    if (axes.empty() && c.integer("noop_with_empty_axes", 0) != 0) return identity(im, node);
    for (std::int64_t& axis : axes)
        axis = fn::axis_of(axis, rank);
    im.map(node, kind, input(node, 0),
           {{"axes", axes}, {"keep_axes", c.integer("keepdims", 1) != 0}});
}

void dropout(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const double ratio = c.version() < 12 ? c.real("ratio", 0.5) : c.has(1) ? c.number_of(1) : 0.5;
    im.map(node, "dropout", input(node, 0), {{"p", ratio}});
}

/// Against fixed bounds, as blocks of constants; [0, inf) is ReLU.
void clip(Importer& im, const Node& node) {
    const Call c = im.call(node);
    std::optional<double> low, high;
    if (c.version() < 11) {
        if (c.has_attribute("min")) low = c.real("min", 0);
        if (c.has_attribute("max")) high = c.real("max", 0);
    } else {
        if (c.has(1)) low = c.number_of(1);
        if (c.has(2)) high = c.number_of(2);
    }
    if (low && *low == 0 && (!high || *high >= 1e38)) return im.map(node, "relu", input(node, 0));
    Socket value = im.socket(input(node, 0));
    const auto bound = [&](const char* kind, double number) {
        const BlockId constant = im.add("constant", concat(im.name_for(node), "_bound"),
                                        {{"value", std::clamp(number, -1e30, 1e30)}});
        const BlockId id = im.add(kind, im.name_for(node));
        im.connect(value, id, "a");
        im.connect({constant, im.catalogue().find("constant")->outputs[0].name}, id, "b");
        value = {id, im.catalogue().find(kind)->outputs[0].name};
        im.give(node.outputs[0], id);
    };
    if (!low && !high) return identity(im, node);
    if (low) bound("maximum", *low);
    if (high) bound("minimum", *high);
}

void reciprocal(Importer& im, const Node& node) {
    const Socket x = im.socket(input(node, 0));
    const BlockId one = im.add("constant", concat(im.name_for(node), "_one"), {{"value", 1.0}}),
                  id = im.add("div", im.name_for(node));
    im.connect({one, im.catalogue().find("constant")->outputs[0].name}, id, "a");
    im.connect(x, id, "b");
    im.give(node.outputs[0], id);
}

void leaky_relu(Importer& im, const Node& node) {
    im.map(node, "leaky_relu", input(node, 0), {{"slope", im.call(node).real("alpha", 0.01)}});
}

/// The gates of ONNX (input, output, forget, cell) in PyTorch's order.
Array gates_in_order(const Array& gates) {
    const std::int64_t part = gates.element_count() / 4;
    Axes sizes(gates.shape().begin() + 1, gates.shape().end());
    Array result(DType::f32, Shape(std::move(sizes)));
    const int order[] = {0, 2, 3, 1};
    for (int g = 0; g < 4; ++g) {
        const auto* from = gates.as<float>().data() + order[g] * part;
        std::copy(from, from + part, result.as<float>().data() + g * part);
    }
    return result;
}

/// The operator has [T, N, F]; the block [N, T, F], which a view turns.
void lstm(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const bool by_batch = c.integer("layout", 0) != 0;
    if (c.text("direction", "forward") != "forward") unsupported("another direction than forward");
    if (c.has_attribute("clip") || c.has_attribute("activations") ||
        c.integer("input_forget", 0) != 0 || !input(node, 7).empty())
        unsupported("activations, clips or peepholes of its own");
    for (const std::size_t i : {5u, 6u}) {
        if (input(node, i).empty()) continue;
        for (const float value : im.weights_of(input(node, i)).as<float>()) {
            if (value != 0) unsupported("an initial state other than zero");
        }
    }
    if (!input(node, 4).empty()) unsupported("sequences of different lengths");
    const View& x = im.view(input(node, 0));
    Socket from;
    if (by_batch) {
        from = im.socket(input(node, 0));
    } else {
        if (x.axes != std::vector<int>{1, 0, 2})
            unsupported("the steps come before the batch, where blocks have the batch in front");
        from = x.socket;
    }
    const Array recurrent = im.weights_of(input(node, 2));
    const std::int64_t units = recurrent.shape()[2];
    const BlockId id = im.add("lstm", im.name_for(node, input(node, 1)), {{"units", units}});
    im.connect(from, id, "x");
    im.set_weight(id, "weight_ih_l0", gates_in_order(im.weights_of(input(node, 1))));
    im.set_weight(id, "weight_hh_l0", gates_in_order(recurrent));
    Array biases[2] = {Array(DType::f32, Shape{1, 4 * units}),
                       Array(DType::f32, Shape{1, 4 * units})};
    if (!input(node, 3).empty()) {
        const Array both = im.weights_of(input(node, 3));
        for (std::int64_t i = 0; i < 8 * units; ++i) {
            biases[i / (4 * units)].as<float>()[static_cast<std::size_t>(i % (4 * units))] =
                static_cast<float>(both.number(i));
        }
    }
    im.set_weight(id, "bias_ih_l0", gates_in_order(biases[0]));
    im.set_weight(id, "bias_hh_l0", gates_in_order(biases[1]));
    const auto& ports = im.catalogue().find("lstm")->outputs;
    const Socket sequence{id, ports.at(0).name}, last{id, ports.at(1).name};
    const auto give = [&](std::size_t i, const Socket& socket, std::vector<int> axes) {
        if (i < node.outputs.size() && !node.outputs[i].empty())
            im.set_view(node.outputs[i], {socket, std::move(axes)});
    };
    give(0, sequence, by_batch ? std::vector<int>{0, 1, -1, 2} : std::vector<int>{1, -1, 0, 2});
    give(1, last, by_batch ? std::vector<int>{0, -1, 1} : std::vector<int>{-1, 0, 1});
    if (node.outputs.size() > 2 && im.uses(node.outputs[2]) > 0) unsupported("the last cell state");
}

}  // namespace

const ImportRow* find_import_row(const Node& node) {
#define GW_PLAIN(op, kind)                                                             \
    {                                                                                  \
        op, [](Importer& im, const Node& node) { im.map(node, kind, input(node, 0)); } \
    }
#define GW_BINARY(op, kind)                                                \
    {                                                                      \
        op, [](Importer& im, const Node& node) { binary(im, node, kind); } \
    }
    static constexpr ImportRow rows[] = {
        {"MatMul", matmul},
        {"Gemm", gemm},
        {"Conv", conv},
        {"BatchNormalization", batch_norm},
        {"LayerNormalization", layer_norm},
        {"MaxPool", [](Importer& im, const Node& node) { pool(im, node, "max"); }},
        {"AveragePool", [](Importer& im, const Node& node) { pool(im, node, "avg"); }},
        {"GlobalAveragePool",
         [](Importer& im, const Node& node) { global_pool(im, node, "global_avg_pool"); }},
        {"GlobalMaxPool",
         [](Importer& im, const Node& node) { global_pool(im, node, "global_max_pool"); }},
        {"Reshape", reshape},
        {"Flatten", reshape},
        {"Squeeze", reshape},
        {"Unsqueeze", reshape},
        {"Transpose", transpose},
        {"Identity", identity},
        {"Cast", cast},
        {"Add", add},
        {"Sum", sum_of},
        {"Concat", concat_op},
        {"Slice", slice},
        {"Split", split},
        {"Gather", gather},
        {"Dropout", dropout},
        {"Clip", clip},
        {"LeakyRelu", leaky_relu},
        {"Reciprocal", reciprocal},
        {"LSTM", lstm},
        {"Softmax", [](Importer& im, const Node& node) { softmax(im, node, "softmax"); }},
        {"LogSoftmax", [](Importer& im, const Node& node) { softmax(im, node, "log_softmax"); }},
        {"ReduceSum", [](Importer& im, const Node& node) { reduce(im, node, "sum"); }},
        {"ReduceMean", [](Importer& im, const Node& node) { reduce(im, node, "mean"); }},
        {"ReduceMax", [](Importer& im, const Node& node) { reduce(im, node, "max"); }},
        GW_BINARY("Sub", "sub"),
        GW_BINARY("Mul", "mul"),
        GW_BINARY("Div", "div"),
        GW_BINARY("Pow", "pow"),
        GW_BINARY("Max", "maximum"),
        GW_BINARY("Min", "minimum"),
        {"Elu",
         [](Importer& im, const Node& node) {
             im.map(node, "elu", input(node, 0), {{"alpha", im.call(node).real("alpha", 1)}});
         }},
        {"Celu",
         [](Importer& im, const Node& node) {
             im.map(node, "celu", input(node, 0), {{"alpha", im.call(node).real("alpha", 1)}});
         }},
        {"Selu",
         [](Importer& im, const Node& node) {
             const Call c = im.call(node);
             if (c.has_attribute("alpha") || c.has_attribute("gamma"))
                 unsupported("constants of its own");
             im.map(node, "selu", input(node, 0));
         }},
        GW_PLAIN("HardSwish", "hardswish"),
        GW_PLAIN("Softsign", "softsign"),
        {"InstanceNormalization", instance_norm},
        {"ConvTranspose", conv_transpose},
        GW_PLAIN("Relu", "relu"),
        GW_PLAIN("Sigmoid", "sigmoid"),
        GW_PLAIN("Tanh", "tanh"),
        GW_PLAIN("Softplus", "softplus"),
        GW_PLAIN("Exp", "exp"),
        GW_PLAIN("Log", "log"),
        GW_PLAIN("Sqrt", "sqrt"),
        GW_PLAIN("Neg", "neg"),
        GW_PLAIN("Abs", "abs"),
        GW_PLAIN("Sin", "sin"),
        GW_PLAIN("Cos", "cos"),
        GW_PLAIN("Erf", "erf"),
    };
#undef GW_PLAIN
#undef GW_BINARY
    if (!node.domain.empty()) return nullptr;
    for (const ImportRow& row : rows) {
        if (node.op == row.op) return &row;
    }
    return nullptr;
}

}  // namespace gradweave::exchange::onnx
