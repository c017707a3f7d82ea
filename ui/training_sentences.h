// SPDX-License-Identifier: GPL-3.0-or-later
// What a training run says when it ends otherwise than planned, for translation.
#pragma once

#include <QtGlobal>

namespace gradweave::ui {

/// As in network_sentences.h.
inline constexpr const char* trainingSentences[] = {
    QT_TRANSLATE_NOOP("Sentences",
                      "The loss became %1 in epoch %2, batch %3; %4. The weights are back at %5. "
                      "Try a smaller learning rate, such as %6."),
    QT_TRANSLATE_NOOP("Sentences",
                      "The loss became %1 in epoch %2, batch %3. The weights are back at %4. Try a "
                      "smaller learning rate, such as %5."),
    QT_TRANSLATE_NOOP("Sentences", "the step before had made \"%1\" in block \"%2\" %3"),
    QT_TRANSLATE_NOOP("Sentences", "the data itself contains %1"),
    QT_TRANSLATE_NOOP("Sentences", "the first such value is %1, out of block \"%2\" (%3)"),
    QT_TRANSLATE_NOOP("Sentences", "their initial values"),
    QT_TRANSLATE_NOOP("Sentences", "the end of epoch %1"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1. The weights are back at %2; train again with the device cpu, or try "
                      "this device once more"),
    QT_TRANSLATE_NOOP("Sentences", "%1; a batch of %2 would fit (now %3)"),
    QT_TRANSLATE_NOOP("Sentences", "there is no loss to measure; add one"),
    QT_TRANSLATE_NOOP("Sentences", "the network reads from no data block; add one"),
    QT_TRANSLATE_NOOP("Sentences",
                      "there are no training samples: make the validation and test shares smaller"),
    QT_TRANSLATE_NOOP("Sentences", "the weights do not fit the network: %1"),
    QT_TRANSLATE_NOOP("Sentences", "Training needs a thread, and the system gives no more (%1)"),
    QT_TRANSLATE_NOOP("Sentences", "block \"%1\": %2"),
    QT_TRANSLATE_NOOP("Sentences",
                      "Begins with the weights of %1; %2 begins anew, as the file has none of that "
                      "name and shape: %3."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Begins with the weights of %1; %2 begin anew, as the file has none of that "
                      "name and shape: %3."),
    QT_TRANSLATE_NOOP("Sentences", "Begins with the weights of %1."),
    QT_TRANSLATE_NOOP("Sentences", "%1 and %2 more"),
    QT_TRANSLATE_NOOP("Sentences", "and %1 more"),
    QT_TRANSLATE_NOOP("Sentences",
                      "holds no weights that can be read; choose a .safetensors or .onnx file"),
    QT_TRANSLATE_NOOP("Sentences", "this is no checkpoint: \"%1\" is missing"),
    QT_TRANSLATE_NOOP("Sentences", "the checkpoint is damaged: \"%1\" is \"%2\""),
    QT_TRANSLATE_NOOP("Sentences", "the checkpoint is damaged: \"sums\" is incomplete"),
    QT_TRANSLATE_NOOP(
        "Sentences", "the checkpoint was made with seed %1 and batch size %2; go on with the same"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the checkpoint does not belong to this network and optimiser: %1"),
    QT_TRANSLATE_NOOP("Sentences", "the checkpoint holds values that this network does not have"),
    QT_TRANSLATE_NOOP("Sentences", "the checkpoint's schedule is incomplete"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is missing"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" has another shape"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is %2 in the file and %3 in the network"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" has no place in the network"),
    QT_TRANSLATE_NOOP("Sentences", "trying %1"),
    QT_TRANSLATE_NOOP("Sentences", "training, each step"),
    QT_TRANSLATE_NOOP("Sentences", "the samples are %1; the network takes one or more of nothing"),
    QT_TRANSLATE_NOOP("Sentences", "there are no samples"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the samples of \"%1\" are %2; the network takes one or more of %3, as many "
                      "for each input"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the samples of \"%1\" are %2; the network takes one or more of %3"),
    QT_TRANSLATE_NOOP("Sentences", "the samples are %1; the network takes one or more of %2"),
    QT_TRANSLATE_NOOP("Sentences", "the network has no input \"%1\""),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "block \"%1\" only says what samples look like: put a data block in its place to train"),
    QT_TRANSLATE_NOOP("Sentences", "there is no loss to train with"),
    QT_TRANSLATE_NOOP("Sentences", "there is nothing to train: the network has no parameters"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is no optimiser; choose one of %2"),
    QT_TRANSLATE_NOOP("Sentences", "the schedule %1 has no \"%2\""),
    QT_TRANSLATE_NOOP("Sentences", "the schedule %1: %2 must be %3 to %4"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is no schedule; choose one of %2"),
    QT_TRANSLATE_NOOP("Sentences", "%1: %2 must be %3 to %4; it is %5"),
    QT_TRANSLATE_NOOP("Sentences", "%1 has no \"%2\""),
    QT_TRANSLATE_NOOP("Sentences", "update: %1 parameters but %2 gradients"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "the value of \"%1\" is not known here; only a training session can compute with it"),
    QT_TRANSLATE_NOOP("Sentences",
                      "The weights are back at %1. Try a smaller learning rate, such as %2."),
};

}  // namespace gradweave::ui
