// SPDX-License-Identifier: Apache-2.0
// Layers for sequences [N, T, ...]: embeddings and positions.
#include "engine/model/catalogue/kinds.h"
#include "engine/nn/attention.h"
#include "engine/tensor/ops.h"

namespace gradweave::model {

namespace {

BlockKind embedding() {
    BlockKind kind;
    kind.id = "embedding";
    kind.learns = true;
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
    kind.learns = true;
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

/// Features that come in pairs, as encodings by sine and cosine need them.
void require_pairs(const char* title, std::int64_t features, std::int64_t heads = 1) {
    if (features % heads == 0 && features / heads % 2 == 0) return;
    problem(
        concat(title, " needs an even number of features", heads > 1 ? " in each head" : "",
               "; there are ", features, heads > 1 ? concat(" for ", heads, " heads") : "", "."),
        heads > 1 ? "heads" : "x");
}

BlockKind sinusoidal_encoding() {
    BlockKind kind;
    kind.id = "sinusoidal_encoding";
    kind.title = "SinusoidalEncoding";
    kind.category = Category::layer;
    kind.default_name = "position";
    kind.help =
        "Adds to each position of a sequence sines and cosines of its number, of wavelengths from "
        "2π to 2π times the base: attention can tell positions apart, with nothing to learn.";
    kind.example = {
        "Right after an Embedding, before the first attention.", "", {"[N, 4, 6]"}, "[N, 4, 6]"};
    kind.keywords = "position encoding transformer sine cosine";
    kind.params = {real_param("base", "Base", 10000, 2, 1e9, "Ratio of the wavelengths.")};
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        require_pairs("SinusoidalEncoding", sequence_input("SinusoidalEncoding", q).dims[2].size);
        return same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::add_sinusoids(c.input(), c.params().real("base"))};
    };
    return kind;
}

BlockKind rotary_embedding() {
    BlockKind kind;
    kind.id = "rotary_embedding";
    kind.title = "RotaryEmbedding";
    kind.category = Category::layer;
    kind.default_name = "rotary";
    kind.help =
        "Turns neighbouring pairs of features by angles that grow with the position: products of "
        "queries and keys then depend on how far apart they are.";
    kind.example = {"On queries and on keys, before attention is drawn by hand with MatMul.",
                    "heads=2",
                    {"[N, 3, 8]"},
                    "[N, 3, 8]"};
    kind.keywords = "rope position encoding transformer relative";
    kind.params = {integer_param("heads", "Heads", 1, 1, 1024,
                                 "The features of each head are turned on their own."),
                   real_param("base", "Base", 10000, 2, 1e9, "Ratio of the wavelengths.")};
    kind.inputs = {{"x", "[N, T, features].", Accepts::fractions}};
    kind.outputs = {{"y", "The same shape."}};
    kind.shape = [](const ShapeQuery& q) {
        require_pairs("RotaryEmbedding", sequence_input("RotaryEmbedding", q).dims[2].size,
                      q.params.integer("heads"));
        return same_as_input(q);
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::rotate(c.input(), c.params().integer("heads"), c.params().real("base"))};
    };
    return kind;
}

}  // namespace

void add_sequence_kinds(Catalogue& catalogue) {
    catalogue.begin_group("Recurrent");
    add_recurrent_kinds(catalogue);
    catalogue.begin_group("Attention");
    add_attention_kinds(catalogue);
    catalogue.begin_group("Embeddings");
    catalogue.add(embedding());
    catalogue.add(positional_embedding());
    catalogue.add(sinusoidal_encoding());
    catalogue.add(rotary_embedding());
}

}  // namespace gradweave::model
