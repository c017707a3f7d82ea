// SPDX-License-Identifier: Apache-2.0
// Layers for sequences [N, T, ...]: embeddings, attention, recurrence.
#include "engine/model/catalogue/kinds.h"
#include "engine/nn/attention.h"
#include "engine/nn/recurrent.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

/// Steps of a sequence that are computed one after the other: each is a dozen nodes.
constexpr std::int64_t most_steps = 1024;

/// The input as sequences of vectors [N, T, features] of known size.
const TensorType& sequence_input(const char* title, const ShapeQuery& q) {
    const TensorType& x = q.input();
    if (x.rank() != 3 || !x.dims[0].batch || x.dims[1].batch || x.dims[2].batch)
        problem(concat(title, " needs sequences [N, T, features]; ", carries(x), "."), "x");
    require_floating(title, x, "x");
    return x;
}

BlockKind embedding() {
    BlockKind kind;
    kind.id = "embedding";
    kind.example = {
        "The first layer of a network that reads characters: 5 numbers for each of 7 characters.",
        "size=5",
        {"[N, 4] of 7 classes"},
        "[N, 4, 5]"};
    kind.title = "Embedding";
    kind.category = Category::layer;
    kind.help =
        "Gives each class number (of a character, a word) a learned vector: row number x of a "
        "table.";
    kind.keywords = "lookup table token vector word character";
    kind.summary = "{size} values";
    kind.params = {
        integer_param("size", "Size", 64, 1, 1e6, "Values in each vector."),
        integer_param("entries", "Entries", 0, 0, 1e7,
                      "Rows of the table; 0: as many as the data has classes."),
        real_param("deviation", "Initial deviation", 1, 0, 100,
                   "Standard deviation of the initial values."),
    };
    kind.inputs = {{"x", "Class numbers, [N, T] or of any shape.", Accepts::classes}};
    kind.outputs = {{"y", "[N, T, size]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (!is_integer(x.dtype))
            problem(concat("Embedding needs class numbers; ", carries(x), "."), "x");
        std::int64_t entries = q.params.integer("entries");
        if (entries == 0) entries = x.classes;
        if (entries == 0)
            problem("The number of classes is not known; say how many entries the table has.",
                    "entries");
        if (x.classes > entries) {
            problem(concat("The data has ", x.classes, " classes, but the table ", entries,
                           " entries only."),
                    "entries");
        }
        const std::int64_t size = q.params.integer("size");
        ShapeAnswer answer;
        TensorType y{DType::f32, x.dims};
        y.dims.push_back({size, false, 'F'});
        answer.outputs = {std::move(y)};
        answer.parameters = {
            {"weight", Shape{entries, size}, nn::Init::normal(q.params.real("deviation"))}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {take(c.parameter("weight"), c.input(), 0)};
    };
    return kind;
}

BlockKind positional_embedding() {
    BlockKind kind;
    kind.id = "positional_embedding";
    kind.example = {
        "Right after an Embedding, before the first attention.", "", {"[N, 4, 6]"}, "[N, 4, 6]"};
    kind.title = "PositionalEmbedding";
    kind.category = Category::layer;
    kind.default_name = "position";
    kind.help =
        "Adds a learned vector to each position of a sequence, so that attention can tell them "
        "apart.";
    kind.keywords = "position encoding transformer";
    kind.params = {real_param("deviation", "Initial deviation", 0.02, 0, 100,
                              "Standard deviation of the initial values.")};
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = sequence_input("PositionalEmbedding", q);
        ShapeAnswer answer;
        answer.outputs = {x};
        answer.parameters = {{"weight", Shape{x.dims[1].size, x.dims[2].size},
                              nn::Init::normal(q.params.real("deviation"))}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {c.input() + c.parameter("weight")};
    };
    return kind;
}

BlockKind attention() {
    BlockKind kind;
    kind.id = "multi_head_attention";
    kind.example = {
        "In a model that predicts the next character: positions see only what came before.",
        "heads=2; causal=true",
        {"[N, 3, 4]"},
        "[N, 3, 4]"};
    kind.title = "MultiHeadAttention";
    kind.category = Category::layer;
    kind.default_name = "attn";
    kind.help =
        "Each position gathers from all others what matters to it: softmax(Q Kᵀ / √d) V, in "
        "several heads side by side, of its own queries, keys and values.";
    kind.keywords = "self-attention transformer mha causal";
    kind.summary = "{heads} heads";
    kind.params = {
        integer_param("heads", "Heads", 4, 1, 1024, "Must divide the number of features."),
        boolean_param("causal", "Causal", false,
                      "A position sees only itself and those before it: for predicting what "
                      "comes next."),
    };
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = sequence_input("MultiHeadAttention", q);
        const std::int64_t length = x.dims[1].size, size = x.dims[2].size;
        const std::int64_t heads = q.params.integer("heads");
        if (size % heads != 0) {
            problem(concat("MultiHeadAttention: ", heads, " heads do not divide ", size,
                           " features evenly."),
                    "heads");
        }
        ShapeAnswer answer;
        answer.outputs = {x};
        const std::int64_t three = saturated_product({3, size});
        answer.parameters = {
            {"in_proj_weight", Shape{three, size}, nn::Init::xavier_uniform(size, three)},
            {"in_proj_bias", Shape{three}, nn::Init::constant(0)},
            {"out_proj.weight", Shape{size, size}, nn::Init::torch_default(size)},
            {"out_proj.bias", Shape{size}, nn::Init::constant(0)}};
        // Queries, keys, values and the mixing; then scores and what they weigh.
        const std::int64_t projections = saturated_product({length, size, 4, size});
        const std::int64_t products = saturated_product({2, length, length, size});
        answer.multiply_adds =
            projections > INT64_MAX - products ? INT64_MAX : projections + products;
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::self_attention(c.input(),
                                   {c.parameter("in_proj_weight"), c.parameter("in_proj_bias"),
                                    c.parameter("out_proj.weight"), c.parameter("out_proj.bias")},
                                   c.params().integer("heads"), c.params().boolean("causal"))};
    };
    return kind;
}

BlockKind lstm() {
    BlockKind kind;
    kind.id = "lstm";
    kind.example = {
        "Reads a sequence of vectors; its output last goes on to a Linear that names the class.",
        "units=3",
        {"[N, 4, 2]"},
        "[N, 4, 3]"};
    kind.title = "LSTM";
    kind.category = Category::layer;
    kind.help =
        "Goes through a sequence step by step with a memory of its own; gates decide what is "
        "written to it, kept and shown.";
    kind.keywords = "recurrent rnn long short-term memory sequence";
    kind.summary = "{units} units";
    kind.params = {integer_param("units", "Units", 64, 1, 1e5, "Size of the hidden state.")};
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions}};
    kind.outputs = {{"sequence", "The hidden state after each step, [N, T, units]."},
                    {"last", "The hidden state after the last step, [N, units]."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = sequence_input("LSTM", q);
        const std::int64_t length = x.dims[1].size, in = x.dims[2].size;
        const std::int64_t units = q.params.integer("units"), gates = saturated_product({4, units});
        if (length > most_steps) {
            problem(concat("LSTM goes through at most ", most_steps, " steps; ", carries(x), "."),
                    "x");
        }
        ShapeAnswer answer;
        TensorType sequence = x;
        sequence.dims[2] = {units, false, 'F'};
        answer.outputs = {std::move(sequence), {x.dtype, {x.dims[0], {units, false, 'F'}}}};
        const auto init = nn::Init::torch_default(units);
        answer.parameters = {{"weight_ih_l0", Shape{gates, in}, init},
                             {"weight_hh_l0", Shape{gates, units}, init},
                             {"bias_ih_l0", Shape{gates}, init},
                             {"bias_hh_l0", Shape{gates}, init}};
        answer.multiply_adds = saturated_product({length, gates, in + units});
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Tensor sequence =
            nn::lstm(c.input(), {c.parameter("weight_ih_l0"), c.parameter("weight_hh_l0"),
                                 c.parameter("bias_ih_l0"), c.parameter("bias_hh_l0")});
        return {sequence, sequence({all, -1})};
    };
    return kind;
}

BlockKind rms_norm() {
    BlockKind kind;
    kind.id = "rms_norm";
    kind.example = {"In place of LayerNorm in a transformer, a little cheaper.",
                    "",
                    {"[N, 4, 6]"},
                    "[N, 4, 6]"};
    kind.title = "RMSNorm";
    kind.category = Category::layer;
    kind.default_name = "norm";
    kind.help =
        "Divides by the root of the mean square over the last axis, then scales each value as "
        "learned.";
    kind.keywords = "root mean square normalization transformer";
    kind.params = {real_param("epsilon", "Epsilon", 1e-6, 1e-12, 1,
                              "Added to the mean square, so that zeros do not divide by zero.")};
    kind.inputs = {{"x", "[N, ..., features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType& x = q.input();
        if (x.rank() < 2 || x.dims.back().batch)
            problem(concat("RMSNorm needs [N, ..., features]; ", carries(x), "."), "x");
        require_floating("RMSNorm", x, "x");
        ShapeAnswer answer;
        answer.outputs = {x};
        answer.parameters = {{"weight", Shape{x.dims.back().size}, nn::Init::constant(1)}};
        return answer;
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::rms_norm(c.input(), c.parameter("weight"), c.params().real("epsilon"))};
    };
    return kind;
}

}  // namespace

void add_sequence_kinds(Catalogue& catalogue) {
    catalogue.add(rms_norm());
    catalogue.add(embedding());
    catalogue.add(positional_embedding());
    catalogue.add(attention());
    catalogue.add(lstm());
}

}  // namespace gradweave::model
