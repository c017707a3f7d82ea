// SPDX-License-Identifier: GPL-3.0-or-later
// What a training run says when it ends otherwise than planned, for translation.
#pragma once

#include <QtGlobal>

namespace gradweave::ui {

/// As in sentence_text.cpp: the more particular ones first.
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
};

}  // namespace gradweave::ui
