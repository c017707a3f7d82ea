// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says of names, values, files, memory and devices, for translation.
#pragma once

#include <QtGlobal>

namespace gradweave::ui {

/// As in network_sentences.h.
inline constexpr const char* fileSentences[] = {
    QT_TRANSLATE_NOOP("Sentences", "A block needs a name: its weights are saved under it."),
    QT_TRANSLATE_NOOP("Sentences", "A name can have at most 200 characters."),
    QT_TRANSLATE_NOOP("Sentences", "A name cannot begin or end with a space."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "A name cannot contain dots or slashes: \"fc1.weight\" means the weight of fc1."),
    QT_TRANSLATE_NOOP("Sentences", "Another block is called \"%1\" already."),
    QT_TRANSLATE_NOOP("Sentences", "%1 must be %2, not \"%3\""),
    QT_TRANSLATE_NOOP("Sentences", "%1 must be a finite number"),
    QT_TRANSLATE_NOOP("Sentences", "%1 must be at least %2"),
    QT_TRANSLATE_NOOP("Sentences", "%1 must be at most %2 numbers"),
    QT_TRANSLATE_NOOP("Sentences", "%1 must be at most %2"),
    QT_TRANSLATE_NOOP("Sentences", "%1 must be one of %2"),
    QT_TRANSLATE_NOOP("Sentences", "true or false"),
    QT_TRANSLATE_NOOP("Sentences", "a whole number"),
    QT_TRANSLATE_NOOP("Sentences", "a number"),
    QT_TRANSLATE_NOOP("Sentences", "one of the choices"),
    QT_TRANSLATE_NOOP("Sentences", "whole numbers"),
    QT_TRANSLATE_NOOP("Sentences", "this text holds no copied blocks"),
    QT_TRANSLATE_NOOP("Sentences", "%1: not valid JSON at line %2, column %3: %4"),
    QT_TRANSLATE_NOOP("Sentences", "%1: this is no Gradweave project"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the project was written by a newer Gradweave (format %2, this program "
                      "reads up to %3); update the program"),
    QT_TRANSLATE_NOOP("Sentences", "%1: %2 blocks are more than the %3 that are supported"),
    QT_TRANSLATE_NOOP("Sentences", "%1: it carries no Gradweave project"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: only .safetensors, .svg and .png files carry their project"),
    QT_TRANSLATE_NOOP("Sentences", "%1: could not be written: %2; %3 are needed, %4 are free; %5"),
    QT_TRANSLATE_NOOP("Sentences", "%1: could not be written: %2; %3 are needed; %4"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: could not be written: its folder %2 takes no new file: %3; %4"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: could not be written: there is no folder %2; create it first; %3"),
    QT_TRANSLATE_NOOP("Sentences", "%1: could not be written: the file is read-only (%2); %3"),
    QT_TRANSLATE_NOOP("Sentences", "%1: could not be written: %2; %3"),
    QT_TRANSLATE_NOOP("Sentences", "the file that was there before is unchanged"),
    QT_TRANSLATE_NOOP("Sentences", "no file was written"),
    QT_TRANSLATE_NOOP(
        "Sentences", "%1 would need %2 of memory, %3 can be had; use a smaller batch or less data"),
    QT_TRANSLATE_NOOP("Sentences", "there is no device \"%1\"%2; available: %3"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 needs %2 on %3, which has %4 of memory, %5 of it free%6: use a smaller "
                      "batch, or the device cpu"),
    QT_TRANSLATE_NOOP("Sentences", "%1: the model has no input"),
    QT_TRANSLATE_NOOP("Sentences", "Nothing was trained yet."),
    QT_TRANSLATE_NOOP("Sentences", "The network is empty."),
    QT_TRANSLATE_NOOP("Sentences", "The network has no weights."),
    QT_TRANSLATE_NOOP("Sentences", "could not be read: %1"),
    QT_TRANSLATE_NOOP("Sentences", "could not be written: %1"),
    QT_TRANSLATE_NOOP("Sentences", "is %1, not a file; choose another name"),
    QT_TRANSLATE_NOOP("Sentences", "is %1, not a file; choose a file"),
    QT_TRANSLATE_NOOP("Sentences", "is too large: %1, the most is %2"),
    QT_TRANSLATE_NOOP("Sentences", "the disk quota is used up"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the file would be larger than the system's limit on file sizes"),
    QT_TRANSLATE_NOOP("Sentences", "the device reports an input/output error"),
    QT_TRANSLATE_NOOP("Sentences", "its links lead in a circle"),
    QT_TRANSLATE_NOOP("Sentences", "the name is too long"),
    QT_TRANSLATE_NOOP("Sentences", "error %1"),
    QT_TRANSLATE_NOOP("Sentences", "a folder"),
    QT_TRANSLATE_NOOP("Sentences", "a device"),
    QT_TRANSLATE_NOOP("Sentences", "a pipe"),
    QT_TRANSLATE_NOOP("Sentences", "a socket"),
    QT_TRANSLATE_NOOP("Sentences",
                      "ends at byte %1, %2 bytes were there when it was opened: another program "
                      "changed it; try again"),
    QT_TRANSLATE_NOOP("Sentences", "the path names no file"),
    QT_TRANSLATE_NOOP("Sentences", "no temporary file could be made beside it"),
    QT_TRANSLATE_NOOP("Sentences", "the file is read-only (%1)"),
    QT_TRANSLATE_NOOP("Sentences", "there is no folder %1; create it first"),
    QT_TRANSLATE_NOOP("Sentences", "its folder %1 takes no new file: %2"),
    QT_TRANSLATE_NOOP("Sentences", "%1 are needed, %2 are free"),
    QT_TRANSLATE_NOOP("Sentences", "%1 are needed"),
    QT_TRANSLATE_NOOP("Sentences",
                      "is written, but its folder could not be synced (%1); a power cut may bring "
                      "the previous file back"),
    QT_TRANSLATE_NOOP("Sentences", "out of memory: %1 were refused"),
    QT_TRANSLATE_NOOP("Sentences", "an array"),
};

}  // namespace gradweave::ui
