// SPDX-License-Identifier: GPL-3.0-or-later
// What the example projects say of themselves, for translation.
#pragma once

#include <QtGlobal>

namespace gradweave::app {

/// Titles and texts of the files in resources/examples.
inline constexpr const char* exampleTexts[] = {
    QT_TRANSLATE_NOOP("Examples", "Writing, with a transformer"),
    QT_TRANSLATE_NOOP(
        "Examples", "Four layers of causal attention learn which character of a text comes next."),
    QT_TRANSLATE_NOOP("Examples", "A curve from raw operations"),
    QT_TRANSLATE_NOOP("Examples",
                      "y = tanh(x W1 + b1) W2 + b2, drawn with tensor operations alone."),
    QT_TRANSLATE_NOOP("Examples", "A differential equation"),
    QT_TRANSLATE_NOOP("Examples",
                      "A network finds the sine from u'' = -u alone, by gradients of gradients."),
    QT_TRANSLATE_NOOP("Examples", "Clothes, with convolutions"),
    QT_TRANSLATE_NOOP("Examples",
                      "The same images; two convolutions see patterns wherever they are."),
    QT_TRANSLATE_NOOP("Examples", "Clothes, a first network"),
    QT_TRANSLATE_NOOP("Examples", "28x28 images of clothes, ten classes; three linear layers."),
    QT_TRANSLATE_NOOP("Examples", "A Hessian-vector product"),
    QT_TRANSLATE_NOOP("Examples",
                      "How a slope changes along one direction: the gradient of a gradient."),
    QT_TRANSLATE_NOOP("Examples", "Iris"),
    QT_TRANSLATE_NOOP("Examples", "150 flowers, four measurements, three species: a table."),
    QT_TRANSLATE_NOOP("Examples", "Waves, with an LSTM"),
    QT_TRANSLATE_NOOP("Examples", "A memory goes along noisy sequences and counts their periods."),
    QT_TRANSLATE_NOOP("Examples", "Stripes, a residual network"),
    QT_TRANSLATE_NOOP(
        "Examples",
        "Three stages of blocks whose input goes past them as well; images are generated."),
    QT_TRANSLATE_NOOP("Examples", "Three spirals"),
    QT_TRANSLATE_NOOP("Examples", "Points in the plane that no straight line divides."),
};

}  // namespace gradweave::app
