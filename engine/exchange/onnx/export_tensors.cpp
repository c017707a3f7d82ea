// SPDX-License-Identifier: Apache-2.0
// Activations and operations of tensors as ONNX's operators, where operation by operation would say
// more than is needed, or could not say it.
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/export_rows.h"

namespace gradweave::exchange::onnx {

namespace {

std::string number(const BlockWriter& w, double value, const char* name) {
    return w.graph().literal(Array::of(std::vector<float>{static_cast<float>(value)}, Shape{}),
                             w.named(name));
}

/// Sign times a function of the absolute value, as what is the same on both sides of 0 is made.
std::string odd(const BlockWriter& w, const std::string& of_absolute) {
    const std::string sign = w.graph().add("Sign", {w.inputs[0]}, {}, w.named("Sign"));
    return w.graph().add("Mul", {sign, of_absolute}, {}, w.named("odd"));
}
std::string absolute(const BlockWriter& w) {
    return w.graph().add("Abs", {w.inputs[0]}, {}, w.named("Abs"));
}
std::string truncated(const BlockWriter& w) {
    return odd(w, w.graph().add("Floor", {absolute(w)}, {}, w.named("Floor")));
}
void write_frac(const BlockWriter& w) {
    w.give("Sub", {w.inputs[0], truncated(w)});
}
void write_cbrt(const BlockWriter& w) {
    w.give_value(0, odd(w, w.graph().add("Pow", {absolute(w), number(w, 1.0 / 3, "third")}, {},
                                         w.named("Pow"))));
}

void write_clip(const BlockWriter& w, double low, double high) {
    w.give("Clip", {w.inputs[0], number(w, low, "low"), number(w, high, "high")});
}
void write_shrink(const BlockWriter& w, bool soft) {
    const double bound = w.params.real("bound");
    w.give("Shrink", {w.inputs[0]}, {{"lambd", bound}, {"bias", soft ? bound : 0.0}});
}

void write_alpha(const BlockWriter& w, const char* op) {
    w.give(op, {w.inputs[0]}, {{"alpha", w.params.real("alpha")}});
}

void write_hardsigmoid(const BlockWriter& w) {
    w.give("HardSigmoid", {w.inputs[0]}, {{"alpha", 1.0 / 6}, {"beta", 0.5}});
}

void write_prelu(const BlockWriter& w) {
    if (!w.params.boolean("each_channel"))
        return w.give("PRelu", {w.inputs[0], w.weight("weight")});
    // Slopes broadcast from the right, past the places behind the channels.
    const Array& slopes = w.elements("weight");
    Axes sizes(static_cast<std::size_t>(w.input_type().rank() - 1), 1);
    sizes[0] = slopes.element_count();
    w.give("PRelu", {w.inputs[0], w.graph().literal(slopes.reshaped(Shape(std::move(sizes))),
                                                    w.named("slope"))});
}

void write_instance_norm(const BlockWriter& w) {
    const Shape channels{w.input_type().dims[1].size};
    const auto filled = [&](float value, const char* name) {
        Array array(DType::f32, channels);
        for (float& element : array.as<float>())
            element = value;
        return w.graph().literal(array, w.named(name));
    };
    const bool affine = w.params.boolean("affine");
    w.give("InstanceNormalization",
           {w.inputs[0], affine ? w.weight("weight") : filled(1, "weight"),
            affine ? w.weight("bias") : filled(0, "bias")},
           {{"epsilon", w.params.real("epsilon")}});
}

void write_upsample(const BlockWriter& w) {
    const auto axes = static_cast<std::size_t>(w.input_type().rank() - 2);
    const Axes& factor = w.params.integers("factor");
    std::vector<float> scales(axes + 2, 1);
    for (std::size_t i = 0; i < axes; ++i)
        scales[i + 2] = static_cast<float>(factor[factor.size() == 1 ? 0 : i]);
    const bool nearest = w.params.text("mode") == "nearest";
    const char* places = nearest                             ? "asymmetric"
                         : w.params.boolean("align_corners") ? "align_corners"
                                                             : "half_pixel";
    std::map<std::string, Attribute> attributes{
        {"mode", std::string(nearest ? "nearest" : "linear")},
        {"coordinate_transformation_mode", std::string(places)}};
    if (nearest) attributes["nearest_mode"] = std::string("floor");
    const Shape count{static_cast<std::int64_t>(scales.size())};
    w.give("Resize",
           {w.inputs[0], "", w.graph().literal(Array::of(scales, count), w.named("scales"))},
           std::move(attributes));
}

void write_clamp(const BlockWriter& w) {
    write_clip(w, w.params.real("low"), w.params.real("high"));
}

void write_logsumexp(const BlockWriter& w) {
    std::map<std::string, Attribute> attributes{
        {"keepdims", std::int64_t{w.params.boolean("keep_axes")}}};
    if (!w.params.integers("axes").empty()) attributes["axes"] = w.params.integers("axes");
    w.give("ReduceLogSumExp", {w.inputs[0]}, std::move(attributes));
}

void write_cumsum(const BlockWriter& w) {
    const Array axis = Array::of(std::vector<std::int64_t>{w.params.integer("axis")}, Shape{});
    w.give("CumSum", {w.inputs[0], w.graph().literal(axis, w.named("axis"))},
           {{"reverse", std::int64_t{w.params.boolean("reverse")}}});
}

void write_top(const BlockWriter& w, std::int64_t count, bool largest) {
    const std::string values = w.graph().fresh(w.block.name),
                      indices = w.graph().fresh(w.named("indices"));
    w.graph().add_node("TopK", {w.inputs[0], w.graph().integers({count}, w.named("count"))},
                       {{"axis", w.params.integer("axis")},
                        {"largest", std::int64_t{largest}},
                        {"sorted", std::int64_t{1}}},
                       {values, indices});
    w.give_value(0, values);
    w.give_value(1, indices);
}
void write_topk(const BlockWriter& w) {
    write_top(w, w.params.integer("count"), w.params.boolean("largest"));
}
void write_sort(const BlockWriter& w) {
    const model::TensorType& x = w.input_type();
    const std::int64_t axis = w.params.integer("axis");
    const model::Dim& dim = x.dims[static_cast<std::size_t>(axis < 0 ? axis + x.rank() : axis)];
    if (dim.batch) unsupported("it sorts the batch, whose size is open");
    write_top(w, dim.size, w.params.boolean("descending"));
}

void write_gather(const BlockWriter& w) {
    w.give("GatherElements", {w.inputs[0], w.inputs[1]}, {{"axis", w.params.integer("axis")}});
}

/// Sums and products since version 16; maxima and minima came with 18, which libonnx 1.12 does not
/// know.
void write_scatter(const BlockWriter& w) {
    const std::string& how = w.params.text("how");
    std::map<std::string, Attribute> attributes{{"axis", w.params.integer("axis")}};
    if (how != "replace") {
        if (how != "sum" && how != "product")
            unsupported(concat("ScatterElements has no ", how, " in operator set ", newest_opset));
        if (!w.params.boolean("include_self"))
            unsupported("ScatterElements always counts what was there");
        attributes["reduction"] = std::string(how == "sum" ? "add" : "mul");
        w.need(16);
    }
    w.give("ScatterElements", {w.inputs[0], w.inputs[1], w.inputs[2]}, std::move(attributes));
}

}  // namespace

std::span<const ExportRow> tensor_export_rows() {
#define GW_PLAIN(kind, op)                                            \
    {                                                                 \
        kind, [](const BlockWriter& w) { w.give(op, {w.inputs[0]}); } \
    }
    static constexpr ExportRow rows[] = {
        GW_PLAIN("sign", "Sign"),
        GW_PLAIN("ceil", "Ceil"),
        GW_PLAIN("tan", "Tan"),
        GW_PLAIN("asin", "Asin"),
        GW_PLAIN("acos", "Acos"),
        GW_PLAIN("atan", "Atan"),
        GW_PLAIN("sinh", "Sinh"),
        GW_PLAIN("cosh", "Cosh"),
        GW_PLAIN("asinh", "Asinh"),
        GW_PLAIN("acosh", "Acosh"),
        GW_PLAIN("atanh", "Atanh"),
        GW_PLAIN("selu", "Selu"),
        GW_PLAIN("softsign", "Softsign"),
        {"trunc", [](const BlockWriter& w) { w.give_value(0, truncated(w)); }},
        {"frac", write_frac},
        {"cbrt", write_cbrt},
        {"relu6", [](const BlockWriter& w) { write_clip(w, 0, 6); }},
        {"hardtanh", write_clamp},
        {"hardshrink", [](const BlockWriter& w) { write_shrink(w, false); }},
        {"softshrink", [](const BlockWriter& w) { write_shrink(w, true); }},
        {"elu", [](const BlockWriter& w) { write_alpha(w, "Elu"); }},
        {"celu", [](const BlockWriter& w) { write_alpha(w, "Celu"); }},
        {"hardsigmoid", write_hardsigmoid},
        {"hardswish", [](const BlockWriter& w) { w.give("HardSwish", {w.inputs[0]}); }, 14},
        {"prelu", write_prelu},
        {"instance_norm", write_instance_norm},
        {"upsample", write_upsample},
        {"clamp", write_clamp},
        {"logsumexp", write_logsumexp},
        {"cumsum", write_cumsum},
        {"topk", write_topk},
        {"sort", write_sort},
        {"gather", write_gather},
        {"scatter", write_scatter},
    };
#undef GW_PLAIN
    return rows;
}

}  // namespace gradweave::exchange::onnx
