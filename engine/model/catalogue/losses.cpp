// SPDX-License-Identifier: Apache-2.0
// Losses (what training makes small), metrics (what people look at) and the output block.
#include <algorithm>
#include <cmath>

#include "engine/model/catalogue/kinds.h"
#include "engine/nn/distances.h"
#include "engine/nn/losses.h"
#include "engine/tensor/composites.h"

namespace gradweave::model {

namespace {

ShapeAnswer scalar_answer() {
    ShapeAnswer answer;
    answer.outputs = {{DType::f32, {}}};
    return answer;
}

/// Scores [N, C] with class numbers [N], or one pair for each position of a sequence: [N, T, C]
/// with [N, T].
void check_classes(const char* title, const ShapeQuery& q) {
    const TensorType &scores = q.input(0), &label = q.input(1);
    if (scores.rank() < 2 || scores.rank() > 3 || scores.dims.back().batch) {
        problem(
            concat(title, " needs scores [N, classes] or [N, T, classes]; ", carries(scores), "."),
            "scores");
    }
    require_floating(title, scores, "scores");
    if (!is_integer(label.dtype) || label.rank() != scores.rank() - 1) {
        problem(concat(title, " needs class numbers ", scores.rank() == 2 ? "[N]" : "[N, T]", "; ",
                       carries(label), " of type ", name_of(label.dtype), "."),
                "label");
    }
    if (!std::equal(label.dims.begin(), label.dims.end(), scores.dims.begin())) {
        problem(concat(title, ": the scores ", to_string(scores.dims), " and the labels ",
                       to_string(label.dims), " are not for the same samples."),
                "label");
    }
    const std::int64_t given = scores.dims.back().size;
    if (label.classes > given) {
        problem(
            concat(title, ": the data has ", label.classes, " classes, but there are scores for ",
                   given, " only. Give the last layer ", label.classes, " units."),
            "scores");
    }
}

/// [N] and [N, 1] hold the same numbers; anything else must be equal, since broadcasting here would
/// compare every prediction with every target.
bool same_samples(const TensorType& a, const TensorType& b) {
    const auto squeezed = [](const TensorType& type) {
        std::vector<Dim> dims;
        for (const Dim& dim : type.dims) {
            if (!(dim == Dim{})) dims.push_back(dim);
        }
        return dims;
    };
    return squeezed(a) == squeezed(b);
}

void check_pairs(const char* title, const ShapeQuery& q) {
    const TensorType &prediction = q.input(0), &target = q.input(1);
    require_floating(title, prediction, "prediction");
    if (!same_samples(prediction, target)) {
        problem(concat(title, " compares number by number: the prediction is ",
                       to_string(prediction.dims), ", the target ", to_string(target.dims), "."),
                "target");
    }
}

/// The target in the prediction's shape and type.
Tensor matching_target(const BuildContext& c) {
    return c.input(1).to(c.input(0).dtype()).reshape(c.input(0).shape());
}

BlockKind two_inputs(const char* id, const char* title, Category category, const char* help,
                     const char* first, const char* second, const char* output) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = category;
    kind.help = help;
    const bool classes = std::string_view(first) == "scores";
    if (category == Category::loss) kind.group = classes ? "For classes" : "For quantities";
    kind.inputs = {
        {first,
         classes ? "One score per class, [N, classes] or [N, T, classes]; not yet softmax."
                 : "What the network says.",
         Accepts::fractions},
        {second, classes ? "The right classes, [N] or [N, T]." : "What is right; the same shape.",
         classes ? Accepts::classes : Accepts::anything}};
    kind.outputs = {{output, "One number for the batch."}};
    kind.example =
        classes ? BlockExample{"Scores of the last Linear against the classes of the data.",
                               "",
                               {"[N, 5]", "[N] of 5 classes"},
                               "[]"}
                : BlockExample{"The last Linear (1 unit) against the quantity that the data says.",
                               "",
                               {"[N, 1]", "[N, 1]"},
                               "[]"};
    return kind;
}

/// Weights of classes, labels to leave out, smoothing.
std::vector<ParamSpec> class_params(bool smoothing) {
    std::vector<ParamSpec> params = {
        text_param("class_weights", "Class weights", "",
                   "How much each class counts, separated by commas; empty: all alike."),
        boolean_param("ignores", "Ignore a label", false,
                      "Samples (or positions) with the label below do not count."),
        shown_if(integer_param("ignored_label", "Ignored label", -100, -1e9, 1e9,
                               "Which one; it may be outside the classes."),
                 "ignores", {"true"})};
    if (smoothing)
        params.insert(params.begin(),
                      real_param("smoothing", "Label smoothing", 0, 0, 1,
                                 "Share of the target that is spread over all classes."));
    return params;
}

nn::ClassOptions class_options(const ParamReader& p, std::int64_t classes) {
    nn::ClassOptions options;
    std::string word;
    for (const char c : p.text("class_weights") + ",") {
        if (c == ' ') continue;
        if (c != ',') {
            word += c;
            continue;
        }
        if (word.empty()) continue;
        const auto weight = parse_double(word);
        if (!weight || !(*weight >= 0) || !std::isfinite(*weight))
            problem(concat(in_quotes(word), " is no weight; write numbers such as 1, 0.5."),
                    "class_weights");
        options.weights.push_back(*weight);
        word.clear();
    }
    if (!options.weights.empty() && static_cast<std::int64_t>(options.weights.size()) != classes)
        problem(concat("There are ", options.weights.size(), " class weights for ", classes,
                       " classes."),
                "class_weights");
    if (p.boolean("ignores")) options.ignored = p.integer("ignored_label");
    return options;
}

}  // namespace

void add_loss_kinds(Catalogue& catalogue) {
    BlockKind cross = two_inputs(
        "cross_entropy", "Cross-entropy", Category::loss,
        "Loss for choosing one class: the mean of -log(softmax(scores)) at the right class.",
        "scores", "label", "loss");
    cross.default_name = "loss";
    cross.keywords = "classification softmax nll negative log likelihood";
    cross.params = class_params(true);
    cross.shape = [](const ShapeQuery& q) {
        check_classes("Cross-entropy", q);
        class_options(q.params, q.input(0).dims.back().size);
        return scalar_answer();
    };
    cross.build = [](BuildContext& c) -> std::vector<Tensor> {
        auto options = class_options(c.params(), c.input(0).shape()[-1]);
        options.smoothing = c.params().real("smoothing");
        if (options.weights.empty() && options.smoothing == 0 && !options.ignored)
            return {nn::cross_entropy(c.input(0), c.input(1))};
        return {nn::nll(log_softmax(c.input(0), -1), c.input(1), options)};
    };
    catalogue.add(std::move(cross));

    BlockKind mse =
        two_inputs("mse", "Mean squared error", Category::loss,
                   "Loss for predicting quantities: the mean of (prediction - target)².",
                   "prediction", "target", "loss");
    mse.default_name = "loss";
    mse.keywords = "mse l2 regression";
    mse.shape = [](const ShapeQuery& q) {
        check_pairs("Mean squared error", q);
        return scalar_answer();
    };
    mse.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::mse(c.input(0), matching_target(c))};
    };
    catalogue.add(std::move(mse));

    BlockKind bce = two_inputs("bce", "Binary cross-entropy", Category::loss,
                               "Loss for yes or no: the mean of -(t log p + (1 - t) log(1 - p)), "
                               "with p = sigmoid(prediction) for scores.",
                               "prediction", "target", "loss");
    bce.group = "For classes";
    bce.default_name = "loss";
    bce.keywords = "bce logistic yes no";
    bce.params = {choice_param("prediction_is", "Prediction is", "score", {"score", "probability"},
                               "score: any number, the loss applies the sigmoid itself (more "
                               "precise); probability: 0 to 1, after a Sigmoid."),
                  shown_if(real_param("positive_weight", "Weight of yes", 1, 0, 1e9,
                                      "How much a missed yes counts, where they are rare."),
                           "prediction_is", {"score"})};
    bce.shape = [](const ShapeQuery& q) {
        check_pairs("Binary cross-entropy", q);
        if (q.input(1).classes > 2) {
            problem(concat("Binary cross-entropy is for two classes, the target has ",
                           q.input(1).classes, ". Use Cross-entropy."),
                    "target");
        }
        return scalar_answer();
    };
    bce.build = [](BuildContext& c) -> std::vector<Tensor> {
        const double weight = c.params().real("positive_weight");
        if (weight != 1 && c.params().text("prediction_is") == "score")
            return {nn::weighted_binary_cross_entropy(c.input(0), matching_target(c), weight)};
        const auto loss = c.params().text("prediction_is") == "score"
                              ? nn::binary_cross_entropy_with_logits
                              : nn::binary_cross_entropy;
        return {loss(c.input(0), matching_target(c))};
    };
    catalogue.add(std::move(bce));

    BlockKind accuracy = two_inputs("accuracy", "Accuracy", Category::metric,
                                    "Share of samples whose highest score is at the right class.",
                                    "scores", "label", "accuracy");
    accuracy.keywords = "correct classification";
    accuracy.shape = [](const ShapeQuery& q) {
        check_classes("Accuracy", q);
        return scalar_answer();
    };
    accuracy.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::accuracy(c.input(0), c.input(1))};
    };
    catalogue.add(std::move(accuracy));

    BlockKind binary =
        two_inputs("binary_accuracy", "Binary accuracy", Category::metric,
                   "Share of samples where the prediction is on the right side of the threshold.",
                   "prediction", "target", "accuracy");
    binary.default_name = "accuracy";
    binary.keywords = "correct yes no";
    binary.params = {
        real_param("threshold", "Threshold", 0, -1e9, 1e9, "0 for scores, 0.5 for probabilities.")};
    binary.shape = [](const ShapeQuery& q) {
        check_pairs("Binary accuracy", q);
        return scalar_answer();
    };
    binary.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::binary_accuracy(c.input(0), matching_target(c), c.params().real("threshold"))};
    };
    catalogue.add(std::move(binary));

    BlockKind output;
    output.id = "output";
    output.title = "Output";
    output.category = Category::output;
    output.help =
        "Marks a tensor as a result of the network, to be computed by predict and exported under "
        "this block's name.";
    output.keywords = "result prediction";
    output.example = {"Behind a Softmax: predict then writes probabilities.", "", {"[N, 5]"}, ""};
    output.inputs = {{"x", "Any tensor."}};
    output.shape = [](const ShapeQuery&) { return ShapeAnswer{}; };
    output.build = [](BuildContext&) -> std::vector<Tensor> { return {}; };
    catalogue.add(std::move(output));
}

namespace {

/// A loss of a prediction and a target of equal shape.
BlockKind paired(const char* id, const char* title, const char* help, const char* keywords,
                 std::vector<ParamSpec> params, std::function<Tensor(BuildContext&)> function) {
    BlockKind kind = two_inputs(id, title, Category::loss, help, "prediction", "target", "loss");
    kind.default_name = "loss";
    kind.keywords = keywords;
    kind.params = std::move(params);
    kind.shape = [name = std::string(title)](const ShapeQuery& q) {
        check_pairs(name.c_str(), q);
        return scalar_answer();
    };
    kind.build = [function = std::move(function)](BuildContext& c) -> std::vector<Tensor> {
        return {function(c)};
    };
    return kind;
}

/// A loss of vectors [N, D] that are compared with each other.
BlockKind embedding_loss(const char* id, const char* title, const char* help,
                         std::vector<const char*> vectors, bool target) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::loss;
    kind.group = "For distances";
    kind.default_name = "loss";
    kind.help = help;
    kind.keywords = "metric learning similarity siamese embedding";
    for (const char* name : vectors)
        kind.inputs.push_back({name, "Vectors, [N, values].", Accepts::fractions});
    if (target) kind.inputs.push_back({"target", "1 for alike, -1 (or 0) for different, [N]."});
    kind.outputs = {{"loss", "One number for the batch."}};
    kind.shape = [name = std::string(title), count = vectors.size(), target](const ShapeQuery& q) {
        const TensorType& first = q.input(0);
        if (first.rank() != 2 || !first.dims[0].batch || first.dims[1].batch)
            problem(concat(name, " needs vectors [N, values]; ", carries(first), "."), "");
        for (std::size_t i = 0; i < count; ++i) {
            require_floating(name.c_str(), q.input(i), "");
            if (!(q.input(i).dims == first.dims))
                problem(concat(name, " compares vectors of equal length: ", to_string(first.dims),
                               " and ", to_string(q.input(i).dims), "."),
                        "");
        }
        if (target && !same_samples(q.input(count), {DType::f32, {first.dims[0]}}))
            problem(
                concat(name, " needs one target for each sample; ", carries(q.input(count)), "."),
                "target");
        return scalar_answer();
    };
    return kind;
}

ParamSpec margin_param(double fallback, const char* help) {
    return real_param("margin", "Margin", fallback, -1e6, 1e6, help);
}

BlockKind ctc_kind() {
    BlockKind kind;
    kind.id = "ctc";
    kind.title = "CTC";
    kind.category = Category::loss;
    kind.group = "For classes";
    kind.default_name = "loss";
    kind.help =
        "Connectionist temporal classification: -log of the probability that a sequence of scores "
        "spells the labels, whenever each is said and however long; one class is the blank "
        "between them.";
    kind.example = {"Speech or handwriting: scores for each time step against the letters.",
                    "",
                    {"[N, 6, 4]", "[N, 2] of 4 classes"},
                    "[]"};
    kind.keywords = "connectionist temporal classification speech handwriting alignment";
    kind.params = {
        integer_param("blank", "Blank", 0, 0, 1e9, "The class that means nothing is said."),
        boolean_param("zero_infinity", "Leave out impossible", false,
                      "Samples whose labels do not fit into their steps count 0 instead of "
                      "making the loss infinite.")};
    kind.inputs = {
        {"scores", "[N, T, classes]; not yet softmax.", Accepts::fractions},
        {"label", "[N, S]; ends at the first blank or negative number.", Accepts::classes},
        {"scores_length", "How many steps of each sample count, [N].", Accepts::classes, true},
        {"label_length", "How many labels of each sample count, [N].", Accepts::classes, true}};
    kind.outputs = {{"loss", "One number for the batch."}};
    kind.shape = [](const ShapeQuery& q) {
        const TensorType &scores = q.input(0), &label = q.input(1);
        if (scores.rank() != 3 || !scores.dims[0].batch || scores.dims[1].batch ||
            scores.dims[2].batch)
            problem(concat("CTC needs scores [N, T, classes]; ", carries(scores), "."), "scores");
        require_floating("CTC", scores, "scores");
        if (!is_integer(label.dtype) || label.rank() != 2 || !label.dims[0].batch ||
            label.dims[1].batch || label.dims[1].size < 1)
            problem(concat("CTC needs class numbers [N, S]; ", carries(label), "."), "label");
        constexpr std::int64_t most_steps = 1024;
        if (scores.dims[1].size > most_steps)
            problem(
                concat("CTC goes through at most ", most_steps, " steps; ", carries(scores), "."),
                "scores");
        if (q.params.integer("blank") >= scores.dims[2].size)
            problem(concat("CTC: the blank ", q.params.integer("blank"), " is none of the ",
                           scores.dims[2].size, " classes."),
                    "blank");
        for (const std::size_t i : {std::size_t{2}, std::size_t{3}}) {
            if (q.has(i) && !same_samples(q.input(i), {DType::i64, {scores.dims[0]}}))
                problem(concat("CTC needs one length for each sample; ", carries(q.input(i)), "."),
                        i == 2 ? "scores_length" : "label_length");
        }
        return scalar_answer();
    };
    kind.build = [](BuildContext& c) -> std::vector<Tensor> {
        nn::CtcOptions options{c.params().integer("blank"), c.params().boolean("zero_infinity")};
        if (c.has_input(2)) options.input_lengths = c.input(2);
        if (c.has_input(3)) options.label_lengths = c.input(3);
        return {nn::ctc(log_softmax(c.input(0), -1), c.input(1), options)};
    };
    return kind;
}

}  // namespace

void add_distance_kinds(Catalogue& catalogue) {
    BlockKind nll = two_inputs("nll", "Negative log-likelihood", Category::loss,
                               "Loss for choosing one class, given log-probabilities: the mean of "
                               "minus the one at the right class.",
                               "scores", "label", "loss");
    nll.default_name = "loss";
    nll.keywords = "nll classification log softmax";
    nll.example.use = "Behind a LogSoftmax: together they are the cross-entropy.";
    nll.params = class_params(false);
    nll.shape = [](const ShapeQuery& q) {
        check_classes("Negative log-likelihood", q);
        class_options(q.params, q.input(0).dims.back().size);
        return scalar_answer();
    };
    nll.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::nll(c.input(0), c.input(1), class_options(c.params(), c.input(0).shape()[-1]))};
    };
    catalogue.add(std::move(nll));

    catalogue.add(paired("l1", "Mean absolute error",
                         "Loss for quantities that minds outliers less: the mean of |prediction - "
                         "target|.",
                         "mae l1 regression absolute", {},
                         [](BuildContext& c) { return nn::l1(c.input(0), matching_target(c)); }));
    catalogue.add(paired(
        "huber", "Huber", "Squared error for small errors, absolute error for large ones.",
        "robust regression outliers",
        {real_param("delta", "Delta", 1, 1e-9, 1e9, "Where large begins.")}, [](BuildContext& c) {
            return nn::huber(c.input(0), matching_target(c), c.params().real("delta"));
        }));
    catalogue.add(
        paired("smooth_l1", "Smooth L1",
               "Absolute error, rounded off where it is small: Huber divided by beta.",
               "robust regression outliers detection",
               {real_param("beta", "Beta", 1, 0, 1e9, "Where small ends.")}, [](BuildContext& c) {
                   return nn::smooth_l1(c.input(0), matching_target(c), c.params().real("beta"));
               }));
    BlockKind kl = paired("kl_divergence", "KL divergence",
                          "How much a distribution of log-probabilities differs from a target of "
                          "probabilities: the sum of t (log t - prediction), mean over the batch.",
                          "kullback leibler distillation distribution",
                          {boolean_param("log_target", "Target is logarithms", false,
                                         "The target holds logarithms of probabilities too.")},
                          [](BuildContext& c) {
                              return nn::kl_divergence(c.input(0), matching_target(c),
                                                       c.params().boolean("log_target"));
                          });
    kl.group = "For classes";
    kl.example = {
        "A small network learns the probabilities that a large one gives (behind a "
        "LogSoftmax).",
        "log_target=true",
        {"[N, 5]", "[N, 5]"},
        "[]"};
    catalogue.add(std::move(kl));
    BlockKind hinge =
        paired("hinge", "Hinge",
               "Loss of support vector machines: the mean of max(0, margin - t · "
               "prediction), with targets of -1 and 1.",
               "svm margin maximum", {margin_param(1, "Scores beyond it cost nothing.")},
               [](BuildContext& c) {
                   return nn::hinge(c.input(0), matching_target(c), c.params().real("margin"));
               });
    hinge.group = "For classes";
    catalogue.add(std::move(hinge));
    BlockKind hinge_embedding = paired(
        "hinge_embedding", "Hinge embedding",
        "For distances: the mean of the distance where the target is 1, and of "
        "max(0, margin - distance) where it is -1.",
        "siamese distance", {margin_param(1, "Far enough apart.")}, [](BuildContext& c) {
            return nn::hinge_embedding(c.input(0), matching_target(c), c.params().real("margin"));
        });
    hinge_embedding.group = "For distances";
    catalogue.add(std::move(hinge_embedding));

    BlockKind multi = two_inputs("multi_margin", "Multi-class margin", Category::loss,
                                 "Every wrong class costs as much as its score comes within a "
                                 "margin of the right one's.",
                                 "scores", "label", "loss");
    multi.default_name = "loss";
    multi.keywords = "hinge svm classification";
    multi.params = {margin_param(1, "By which the right class must lead."),
                    integer_param("power", "Power", 1, 1, 2, "2: what it costs is squared.")};
    multi.shape = [](const ShapeQuery& q) {
        check_classes("Multi-class margin", q);
        return scalar_answer();
    };
    multi.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::multi_margin(c.input(0), c.input(1), c.params().real("margin"),
                                 static_cast<int>(c.params().integer("power")))};
    };
    catalogue.add(std::move(multi));

    BlockKind cosine =
        embedding_loss("cosine_embedding", "Cosine embedding",
                       "Turns vectors that are alike in one direction, and others apart: 1 - cos "
                       "where the target is 1, max(0, cos - margin) where it is -1.",
                       {"a", "b"}, true);
    cosine.example = {"Two branches with the same weights, for pairs of pictures.",
                      "",
                      {"[N, 4]", "[N, 4]", "[N]"},
                      "[]"};
    cosine.params = {margin_param(0, "Cosines of different vectors below it cost nothing.")};
    cosine.build = [](BuildContext& c) -> std::vector<Tensor> {
        const Tensor target =
            c.input(2).to(c.input(0).dtype()).reshape(Shape{c.input(0).shape()[0]});
        return {nn::cosine_embedding(c.input(0), c.input(1), target, c.params().real("margin"))};
    };
    catalogue.add(std::move(cosine));

    BlockKind triplet = embedding_loss(
        "triplet_margin", "Triplet margin",
        "An anchor must be nearer to the positive than to the negative, by a margin.",
        {"anchor", "positive", "negative"}, false);
    triplet.example = {"Three branches with the same weights: a face, the same one, another.",
                       "",
                       {"[N, 4]", "[N, 4]", "[N, 4]"},
                       "[]"};
    triplet.params = {margin_param(1, "By how much nearer.")};
    triplet.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::triplet_margin(c.input(0), c.input(1), c.input(2), c.params().real("margin"))};
    };
    catalogue.add(std::move(triplet));
    catalogue.add(ctc_kind());

    BlockKind error = paired(
        "absolute_error", "Absolute error", "The mean of |prediction - target|, to look at.",
        "mae metric regression", {},
        [](BuildContext& c) { return nn::l1(c.input(0), matching_target(c)).to(DType::f32); });
    error.category = Category::metric;
    error.group.clear();
    error.default_name = "error";
    error.outputs[0].name = "error";
    catalogue.add(std::move(error));
}

}  // namespace gradweave::model
