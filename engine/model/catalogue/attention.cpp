// SPDX-License-Identifier: Apache-2.0
// Attention, and the layers of transformers.
#include "engine/nn/attention.h"

#include "engine/model/catalogue/kinds.h"
#include "engine/nn/layers.h"
#include "engine/nn/transformer.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

ParamSpec heads_param() {
    return integer_param("heads", "Heads", 4, 1, 1024, "Must divide the number of features.");
}
ParamSpec causal_param(bool fallback) {
    return boolean_param("causal", "Causal", fallback,
                         "A position sees only itself and those before it: for predicting what "
                         "comes next.");
}
void add_rotary_params(std::vector<ParamSpec>& params) {
    params.push_back(boolean_param(
        "rotary", "Rotary positions", false,
        "Turns queries and keys by their positions, so that weights depend on how far "
        "apart two positions are. An even number of features a head."));
    params.push_back(shown_if(real_param("base", "Rotary base", 10000, 1.000001, 1e12,
                                         "The longest wave is about six times as many positions."),
                              "rotary", {"true"}));
}
PortSpec ignored_port(const char* of) {
    return {"ignored",
            concat("Positions of ", of,
                   " that nobody may look at (padding), [N, T]: not zero means ignored."),
            Accepts::anything, true};
}

/// Heads divide the features, in pairs where positions turn them.
void check_heads(const char* title, const ParamReader& params, std::int64_t features) {
    const std::int64_t heads = params.integer("heads");
    if (features % heads != 0) {
        problem(concat(title, ": ", heads, " heads do not divide ", features, " features evenly."),
                "heads");
    }
    if (params.boolean("rotary") && features / heads % 2 != 0) {
        problem(concat(title, ": rotary positions need an even number of features a head, not ",
                       features / heads, "."),
                "rotary");
    }
}

/// The second sequence has as many features as the first.
void check_context(const char* title, const ShapeQuery& q, const char* port) {
    const TensorType &x = q.input(0), &context = sequence_input(title, q, 1);
    if (!(context.dims[2] == x.dims[2]))
        problem(concat(title, ": x has ", x.dims[2].size, " features and ", port, " ",
                       context.dims[2].size, "; put a Linear block before one of them."),
                port);
}

void check_ignored(const char* title, const ShapeQuery& q, std::size_t input,
                   const TensorType& keys) {
    if (!q.has(input)) return;
    const TensorType& mask = q.input(input);
    if (mask.rank() == 2 && mask.dims[0].batch && mask.dims[1] == keys.dims[1]) return;
    problem(concat(title, ": the ignored positions must be [N, ", to_string(keys.dims[1]), "]; ",
                   carries(mask), "."),
            "ignored");
}

std::optional<Tensor> ignored_of(const BuildContext& c, std::size_t input) {
    if (!c.has_input(input)) return std::nullopt;
    const Tensor& mask = c.input(input);
    return not_equal(mask, Tensor(0.0).to(mask.dtype()));
}

void add_attention_weights(ShapeAnswer& answer, const std::string& name, std::int64_t size) {
    const std::int64_t three = saturated_product({3, size});
    answer.parameters.insert(
        answer.parameters.end(),
        {{name + "in_proj_weight", Shape{three, size}, nn::Init::xavier_uniform(size, three)},
         {name + "in_proj_bias", Shape{three}, nn::Init::constant(0)},
         {name + "out_proj.weight", Shape{size, size}, nn::Init::torch_default(size)},
         {name + "out_proj.bias", Shape{size}, nn::Init::constant(0)}});
}

std::int64_t saturated_sum(std::initializer_list<std::int64_t> terms) {
    std::int64_t sum = 0;
    for (const std::int64_t term : terms) {
        if (__builtin_add_overflow(sum, term, &sum)) return INT64_MAX;
    }
    return sum;
}

/// Queries, keys, values and the mixing; then scores and what they weigh.
std::int64_t attention_cost(std::int64_t length, std::int64_t keys, std::int64_t size) {
    return saturated_sum({saturated_product({length, size, 2, size}),
                          saturated_product({keys, size, 2, size}),
                          saturated_product({2, length, keys, size})});
}

BlockKind attention() {
    BlockKind kind;
    kind.id = "multi_head_attention";
    kind.title = "MultiHeadAttention";
    kind.category = Category::layer;
    kind.default_name = "attn";
    kind.learns = true;
    kind.help =
        "Each position gathers from all others what matters to it: softmax(Q Kᵀ / √d) V, in "
        "several heads side by side, of its own queries, keys and values. With a context keys and "
        "values come from there (cross-attention).";
    kind.example = {
        "In a model that predicts the next character: positions see only what came "
        "before.",
        "heads=2; causal=true",
        {"[N, 3, 4]"},
        "[N, 3, 4]"};
    kind.keywords =
        "self-attention cross-attention transformer mha causal mask padding rotary rope";
    kind.summary = "{heads} heads";
    kind.params = {heads_param(), causal_param(false)};
    add_rotary_params(kind.params);
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions},
                   {"context", "Where keys and values come from, [N, S, features]; without it, x.",
                    Accepts::fractions, true},
                   ignored_port("the context (or of x)")};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        const char* title = "MultiHeadAttention";
        const TensorType& x = sequence_input(title, q);
        const std::int64_t size = x.dims[2].size;
        check_heads(title, q.params, size);
        if (q.has(1)) check_context(title, q, "context");
        const TensorType& keys = q.has(1) ? q.input(1) : x;
        if (q.params.boolean("causal") && !(keys.dims[1] == x.dims[1]))
            problem(concat(title, ": causal attention needs as many positions in the context (",
                           keys.dims[1].size, ") as in x (", x.dims[1].size, ")."),
                    "causal");
        check_ignored(title, q, 2, keys);
        ShapeAnswer answer = same_as_input(q);
        add_attention_weights(answer, "", size);
        answer.multiply_adds = attention_cost(x.dims[1].size, keys.dims[1].size, size);
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Tensor& x = c.input();
        return {nn::attention(x, c.has_input(1) ? c.input(1) : x,
                              {c.parameter("in_proj_weight"), c.parameter("in_proj_bias"),
                               c.parameter("out_proj.weight"), c.parameter("out_proj.bias")},
                              {.heads = c.params().integer("heads"),
                               .causal = c.params().boolean("causal"),
                               .rotary = c.params().boolean("rotary"),
                               .rotary_base = c.params().real("base"),
                               .ignored = ignored_of(c, 2)})};
    };
    return kind;
}

/// Encoder and decoder layers differ in the attention to what the encoder gave.
BlockKind transformer_layer(bool decoder) {
    BlockKind kind;
    kind.id = decoder ? "transformer_decoder_layer" : "transformer_encoder_layer";
    kind.title = decoder ? "TransformerDecoderLayer" : "TransformerEncoderLayer";
    kind.category = Category::layer;
    kind.default_name = decoder ? "decoder" : "encoder";
    kind.learns = true;
    kind.help = decoder ? "One layer of a transformer's decoder: attention to what was written so "
                          "far, attention to the encoder's memory, and two Linear layers at each "
                          "position, each with a norm and a way around it."
                        : "One layer of a transformer: self-attention, and two Linear layers at "
                          "each position, each with a norm and a way around it.";
    kind.example = decoder ? BlockExample{"The second half of a translating network.",
                                          "heads=2; width=6; dropout=0",
                                          {"[N, 3, 4]", "[N, 2, 4]"},
                                          "[N, 3, 4]"}
                           : BlockExample{
                                 "Several of them one behind another, after an embedding "
                                 "with positions.",
                                 "heads=2; width=6; dropout=0",
                                 {"[N, 3, 4]"},
                                 "[N, 3, 4]"};
    kind.keywords = "attention bert gpt encoder decoder";
    kind.summary = "{heads} heads, {width} wide";
    kind.params = {
        heads_param(),
        integer_param("width", "Width", 2048, 1, 1e7, "Units between the two Linear layers."),
        choice_param("activation", "Activation", "relu", {"relu", "gelu"},
                     "Between the two Linear layers."),
        boolean_param("norm_first", "Norms first", false,
                      "Each part normalises what it is given instead of what it "
                      "gives: trains more steadily when there are many layers."),
        causal_param(decoder),
        real_param("dropout", "Dropout", 0.1, 0, 0.99,
                   "Share of the values that each part sets to zero while training.")};
    add_rotary_params(kind.params);
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions}};
    if (decoder)
        kind.inputs.push_back(
            {"memory", "What the encoder gives, [N, S, features].", Accepts::fractions});
    kind.inputs.push_back(ignored_port(decoder ? "the memory" : "x"));
    kind.outputs = {{"y", "The same shape."}};
    const std::string name = kind.title;
    kind.shape = [name, decoder](const ShapeQuery& q) {
        const char* title = name.c_str();
        const TensorType& x = sequence_input(title, q);
        const std::int64_t length = x.dims[1].size, size = x.dims[2].size,
                           width = q.params.integer("width");
        check_heads(title, q.params, size);
        if (decoder) check_context(title, q, "memory");
        const TensorType& keys = decoder ? q.input(1) : x;
        check_ignored(title, q, decoder ? 2 : 1, keys);
        ShapeAnswer answer = same_as_input(q);
        add_attention_weights(answer, "self_attn.", size);
        if (decoder) add_attention_weights(answer, "multihead_attn.", size);
        const auto linear = [&](const char* weight, const char* bias, std::int64_t out,
                                std::int64_t in) {
            answer.parameters.push_back({weight, Shape{out, in}, nn::Init::torch_default(in)});
            answer.parameters.push_back({bias, Shape{out}, nn::Init::torch_default(in)});
        };
        linear("linear1.weight", "linear1.bias", width, size);
        linear("linear2.weight", "linear2.bias", size, width);
        for (int i = 1; i <= (decoder ? 3 : 2); ++i) {
            answer.parameters.push_back(
                {concat("norm", i, ".weight"), Shape{size}, nn::Init::constant(1)});
            answer.parameters.push_back(
                {concat("norm", i, ".bias"), Shape{size}, nn::Init::constant(0)});
        }
        answer.multiply_adds =
            saturated_sum({attention_cost(length, length, size),
                           decoder ? attention_cost(length, keys.dims[1].size, size) : 0,
                           saturated_product({2, length, size, width})});
        return answer;
    };
    kind.build = [decoder](BuildContext& c) -> std::vector<Tensor> {
        nn::TransformerOptions o;
        o.heads = c.params().integer("heads");
        o.gelu = c.params().text("activation") == "gelu";
        o.norm_first = c.params().boolean("norm_first");
        o.causal = c.params().boolean("causal");
        o.rotary = c.params().boolean("rotary");
        o.rotary_base = c.params().real("base");
        o.parameter = [&](const std::string& parameter) { return c.parameter(parameter); };
        const double p = c.params().real("dropout");
        if (c.training() && p > 0)
            o.drop = [&c, p](const Tensor& x) { return nn::dropout(x, p, c.random(x.shape())); };
        o.ignored = ignored_of(c, decoder ? 2 : 1);
        return {decoder ? nn::transformer_decoder_layer(c.input(0), c.input(1), o)
                        : nn::transformer_encoder_layer(c.input(0), o)};
    };
    return kind;
}

}  // namespace

void add_attention_kinds(Catalogue& catalogue) {
    catalogue.add(attention());
    catalogue.add(transformer_layer(false));
    catalogue.add(transformer_layer(true));
}

}  // namespace gradweave::model
