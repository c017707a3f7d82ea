// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says of plug-ins and their blocks, for translation.
#pragma once

#include <QtGlobal>

namespace gradweave::ui {

/// As in network_sentences.h: the more particular ones first.
inline constexpr const char* pluginSentences[] = {
    QT_TRANSLATE_NOOP("Sentences", "The plug-in %1 was not loaded: %2."),
    QT_TRANSLATE_NOOP("Sentences", "its entry point returns nothing"),
    QT_TRANSLATE_NOOP("Sentences", "it is no Gradweave plug-in (its magic number is wrong)"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "it was made for version %1 of the plug-in interface, this program has version %2"),
    QT_TRANSLATE_NOOP("Sentences", "its description has %1 bytes instead of %2"),
    QT_TRANSLATE_NOOP("Sentences", "it has no name or version"),
    QT_TRANSLATE_NOOP("Sentences", "it claims to have %1 blocks"),
    QT_TRANSLATE_NOOP("Sentences", "its block %1 has no id, title or help"),
    QT_TRANSLATE_NOOP("Sentences", "its block %1 has no shape or build function"),
    QT_TRANSLATE_NOOP("Sentences", "its block %1 has an impossible number of inputs or settings"),
    QT_TRANSLATE_NOOP("Sentences", "its block %1 has an input without a name"),
    QT_TRANSLATE_NOOP("Sentences", "its block %1 has a setting without key or label"),
    QT_TRANSLATE_NOOP("Sentences", "it cannot be loaded (%1)"),
    QT_TRANSLATE_NOOP("Sentences", "it does not export %1"),
    QT_TRANSLATE_NOOP("Sentences", "it threw an exception"),
    QT_TRANSLATE_NOOP("Sentences", "it could not be tried (no pipe)"),
    QT_TRANSLATE_NOOP("Sentences", "it could not be tried (no process)"),
    QT_TRANSLATE_NOOP("Sentences", "it did not answer within %1 seconds"),
    QT_TRANSLATE_NOOP("Sentences", "it crashes when it is loaded (%1)"),
    QT_TRANSLATE_NOOP("Sentences", "it ends the program when it is loaded"),
    QT_TRANSLATE_NOOP("Sentences", "there is a block \"%1\" already"),
    QT_TRANSLATE_NOOP("Sentences", "a tensor of this number does not exist"),
    QT_TRANSLATE_NOOP("Sentences", "there is no operation \"%1\""),
    QT_TRANSLATE_NOOP("Sentences", "a list of axes is not valid"),
    QT_TRANSLATE_NOOP("Sentences", "an input of this number does not exist"),
    QT_TRANSLATE_NOOP("Sentences", "%1 computes with f32; this wire carries %2 of type %3."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the plug-in threw an exception."),
    QT_TRANSLATE_NOOP("Sentences", "the plug-in threw an exception"),
    QT_TRANSLATE_NOOP("Sentences", "%1: the plug-in refuses these inputs."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the plug-in gives a tensor of %2 axes."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the plug-in gives an axis of size %2."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the plug-in has %2 parameters."),
    QT_TRANSLATE_NOOP("Sentences", "%1: a parameter of the plug-in has no name."),
    QT_TRANSLATE_NOOP("Sentences", "the plug-in gave no result"),
    QT_TRANSLATE_NOOP("Sentences", "An input."),
    QT_TRANSLATE_NOOP("Sentences", "The result."),
    QT_TRANSLATE_NOOP("Sentences", "there is a kind of block \"%1\" already"),
};

}  // namespace gradweave::ui
