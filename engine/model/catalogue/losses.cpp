// SPDX-License-Identifier: Apache-2.0
// Losses (what training makes small), metrics (what people look at) and the output block.
#include <algorithm>

#include "engine/model/catalogue/kinds.h"
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

}  // namespace

void add_loss_kinds(Catalogue& catalogue) {
    BlockKind cross = two_inputs(
        "cross_entropy", "Cross-entropy", Category::loss,
        "Loss for choosing one class: the mean of -log(softmax(scores)) at the right class.",
        "scores", "label", "loss");
    cross.default_name = "loss";
    cross.keywords = "classification softmax nll negative log likelihood";
    cross.shape = [](const ShapeQuery& q) {
        check_classes("Cross-entropy", q);
        return scalar_answer();
    };
    cross.build = [](BuildContext& c) -> std::vector<Tensor> {
        return {nn::cross_entropy(c.input(0), c.input(1))};
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
    bce.default_name = "loss";
    bce.keywords = "bce logistic yes no";
    bce.params = {choice_param("prediction_is", "Prediction is", "score", {"score", "probability"},
                               "score: any number, the loss applies the sigmoid itself (more "
                               "precise); probability: 0 to 1, after a Sigmoid.")};
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

}  // namespace gradweave::model
