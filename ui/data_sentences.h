// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says of data and its files, for translation. Tables and texts come from people,
// so these are the sentences that are read most.
#pragma once

#include <QtGlobal>

namespace gradweave::ui {

/// As in network_sentences.h.
inline constexpr const char* dataSentences[] = {
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: line %2, column \"%3\": %4; %5, or choose to skip bad rows"),
    QT_TRANSLATE_NOOP("Sentences", "%1: line %2: %3; %4, or choose to skip bad rows"),
    QT_TRANSLATE_NOOP("Sentences", "%1: line %2: the header has %3"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: line %2: columns %3 and %4 are both named \"%5\"; rename one of them"),
    QT_TRANSLATE_NOOP("Sentences", "%1: there is no column \"%2\" to predict; the columns are %3"),
    QT_TRANSLATE_NOOP("Sentences", "%1: there is no column \"%2\" to ignore; the columns are %3"),
    QT_TRANSLATE_NOOP("Sentences", "%1: all its columns are ignored; keep some"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the column \"%2\" is to be predicted and ignored at once; choose one"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: there is no column to predict \"%2\" from; is the separator really \"%3\"?"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the column \"%2\" has %3 different values in %4 rows, too many to be "
                      "classes; predict it as a quantity, or choose another column"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the column \"%2\" holds more than %3 different texts such as \"%4\", "
                      "too many for a column of each; ignore it, or replace its texts by numbers"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the column \"%2\" holds %3 different texts such as \"%4\", too many for "
                      "a column of each; ignore it, or replace its texts by numbers"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the column \"%2\" holds text such as \"%3\" in %4 of %5 cells, and "
                      "numbers are needed; predict it as a class, or choose another column"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: line %2, column \"%3\": it is not clear what the point in \"%4\" means, "
                      "since \"%5\" in line %6, column \"%7\", has a comma; write both in one way, "
                      "or ignore the column"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: line %2, column \"%3\": it is not clear whether the comma in \"%4\" "
                      "parts thousands or fractions; write thousands without a comma and fractions "
                      "with a decimal point, or ignore the column"),
    QT_TRANSLATE_NOOP("Sentences", "%1: has no rows below its header"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: none of its %2 rows can be used: line %3, column \"%4\": %5; %6"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the column \"%2\" holds %3, which is too far from the other rows to be "
                      "scaled with them; correct it, or choose no scaling"),
    QT_TRANSLATE_NOOP("Sentences", "%1: is text in UTF-16; save it as CSV in UTF-8"),
    QT_TRANSLATE_NOOP("Sentences", "%1: is empty: it has no rows"),
    QT_TRANSLATE_NOOP("Sentences", "the cell is empty"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is too large or too small for a number"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is not a number"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is not a finite number"),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is too large for a 32-bit number"),
    QT_TRANSLATE_NOOP("Sentences", "write decimal points instead of commas"),
    QT_TRANSLATE_NOOP("Sentences", "fill it in"),
    QT_TRANSLATE_NOOP("Sentences", "correct it"),
    QT_TRANSLATE_NOOP("Sentences", "has %1 cells, the header has %2"),
    QT_TRANSLATE_NOOP("Sentences", "has %1 cell, the header has %2"),
    QT_TRANSLATE_NOOP("Sentences", "has %1 cells, the first row has %2"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1 of %2 rows were skipped (lines %3); the first: line %4, column \"%5\": %6; %7"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1 of %2 rows was skipped (line %3); the first: line %4, column \"%5\": %6; %7"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the column \"%1\" holds texts: a column for each of its %2 values"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "all rows have the class \"%1\" in the column \"%2\": there is nothing to tell apart"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the %1 split is empty: a share of %2 of %3 samples is less than one sample "
                      "that can be spared"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "the %1 split is empty: a share of %2 of %3 characters is less than one sequence"),
    QT_TRANSLATE_NOOP("Sentences", "Choose a file for %1."),
    QT_TRANSLATE_NOOP("Sentences", "%1: could not be read: %2"),
    QT_TRANSLATE_NOOP("Sentences", "%1: could not be written: %2"),
    QT_TRANSLATE_NOOP("Sentences", "there is no such file or folder"),
    QT_TRANSLATE_NOOP("Sentences", "a part of the path is not a folder"),
    QT_TRANSLATE_NOOP("Sentences", "permission denied"),
    QT_TRANSLATE_NOOP("Sentences", "the file system is read-only"),
    QT_TRANSLATE_NOOP("Sentences", "no space is left on the device"),
    QT_TRANSLATE_NOOP("Sentences", "%1: is a folder, not a file; choose a file"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: was not found in %2; install the package dataset-%3, or name the folder "
                      "that holds it in GRADWEAVE_DATASETS"),
    QT_TRANSLATE_NOOP("Sentences", "%1: ends within %2; it was cut short or is no IDX file"),
    QT_TRANSLATE_NOOP("Sentences", "%1: is no IDX file: it does not begin with two zero bytes"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: holds an array of %2 numbers; labels are one number for each image"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: holds an array of %2; images are [count, height, width] or [count, "
                      "channels, height, width]"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: %2 images in %3 but %4 labels here; choose the files that belong together"),
    QT_TRANSLATE_NOOP("Sentences",
                      "files with training images and training labels are needed; choose them"),
    QT_TRANSLATE_NOOP("Sentences",
                      "test images and test labels belong together; choose both files or neither"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: is no text in UTF-8: byte %2 (counted from 0) begins no character; convert the file"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: leaves %2 characters for training, a sequence of %3 needs %4; choose a "
                      "longer text or shorter sequences"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the validation share %1 and the test share %2 leave nothing to train on; "
                      "choose smaller ones"),
    QT_TRANSLATE_NOOP("Sentences", "line %1, column \"%2\""),
    QT_TRANSLATE_NOOP("Sentences", "line %1"),
    QT_TRANSLATE_NOOP("Sentences", "column %1"),
    QT_TRANSLATE_NOOP("Sentences", "the header %1"),
    QT_TRANSLATE_NOOP("Sentences", "columns %1 and %2 are both named \"%3\"; rename one of them"),
    QT_TRANSLATE_NOOP("Sentences", "is text in UTF-16; save it as CSV in UTF-8"),
    QT_TRANSLATE_NOOP("Sentences", "is empty: it has no rows"),
    QT_TRANSLATE_NOOP("Sentences", "has %1 cell, the first row has %2"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "holds a zero byte, so it is no text in UTF-8 (perhaps UTF-16); save it as CSV in UTF-8"),
    QT_TRANSLATE_NOOP("Sentences", "has text after the closing quote of cell %1"),
    QT_TRANSLATE_NOOP("Sentences",
                      "a cell that begins here is longer than %1; is a quote not closed, or the "
                      "separator not what it seems?"),
    QT_TRANSLATE_NOOP("Sentences", "a row is longer than %1"),
    QT_TRANSLATE_NOOP("Sentences", "has more than %1 cells"),
    QT_TRANSLATE_NOOP("Sentences",
                      "a quote that opens here is never closed; close it, or double it"),
    QT_TRANSLATE_NOOP("Sentences",
                      "cell %1 is not UTF-8 text (byte %2); save the file as CSV in UTF-8"),
    QT_TRANSLATE_NOOP("Sentences",
                      "cell %1 is UTF-8 text, but line %2 is not; save the file as CSV in UTF-8"),
    QT_TRANSLATE_NOOP("Sentences",
                      "line %1 is not UTF-8 text: the file was read as Windows-1252; if letters "
                      "look wrong, save it as CSV in UTF-8"),
    QT_TRANSLATE_NOOP(
        "Sentences", "commas are decimal commas: \"%1\" in line %2, column \"%3\", was read as %4"),
    QT_TRANSLATE_NOOP("Sentences", "the table in %1"),
    QT_TRANSLATE_NOOP("Sentences", "reading the text"),
    QT_TRANSLATE_NOOP("Sentences", "reading %1"),
    QT_TRANSLATE_NOOP("Sentences", "generating points"),
    QT_TRANSLATE_NOOP("Sentences", "generating patterns"),
    QT_TRANSLATE_NOOP("Sentences", "the generated patterns"),
    QT_TRANSLATE_NOOP("Sentences", "the images of %1"),
    QT_TRANSLATE_NOOP("Sentences", "the sequences of %1"),
    QT_TRANSLATE_NOOP("Sentences", "a batch of %1 samples makes no sense; choose at least 1"),
    QT_TRANSLATE_NOOP("Sentences", "there is no column \"%1\" to predict; the columns are %2"),
    QT_TRANSLATE_NOOP("Sentences", "there is no column \"%1\" to ignore; the columns are %2"),
    QT_TRANSLATE_NOOP("Sentences", "all its columns are ignored; keep some"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the column \"%1\" is to be predicted and ignored at once; choose one"),
    QT_TRANSLATE_NOOP("Sentences",
                      "there is no column to predict \"%1\" from; is the separator really \"%2\"?"),
    QT_TRANSLATE_NOOP("Sentences", "the number of classes is %1; choose %2 to %3"),
    QT_TRANSLATE_NOOP("Sentences", "the number of samples is %1; choose %2 to %3"),
    QT_TRANSLATE_NOOP("Sentences", "the noise is %1; choose %2 to %3"),
    QT_TRANSLATE_NOOP("Sentences", "a spiral of %1 arms cannot be made; choose 2 to %2"),
    QT_TRANSLATE_NOOP("Sentences", "upper moon"),
    QT_TRANSLATE_NOOP("Sentences", "lower moon"),
    QT_TRANSLATE_NOOP("Sentences",
                      "holds an array of %1 numbers; labels are one number for each image"),
    QT_TRANSLATE_NOOP("Sentences", "holds fractions (%1); labels are whole numbers"),
    QT_TRANSLATE_NOOP("Sentences",
                      "label %1 (counted from 0) is %2; classes are numbered from 0 to at most %3"),
    QT_TRANSLATE_NOOP("Sentences",
                      "label %1 (counted from 0) is %2, but the training labels have the %3 "
                      "classes 0 to %4 only"),
    QT_TRANSLATE_NOOP("Sentences", "holds no images: its shape is %1"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 image in %2 but %3 label here; choose the files that belong together"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 image in %2 but %3 labels here; choose the files that belong together"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 images in %2 but %3 label here; choose the files that belong together"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 images in %2 but %3 labels here; choose the files that belong together"),
    QT_TRANSLATE_NOOP("Sentences",
                      "holds an array of %1; images are [count, height, width] or [count, "
                      "channels, height, width]"),
    QT_TRANSLATE_NOOP("Sentences",
                      "test images are %1 of %2, training images in %3 are %4 of %5; choose the "
                      "files that belong together"),
    QT_TRANSLATE_NOOP("Sentences",
                      "holds pixels that are not finite 32-bit numbers; correct the file"),
    QT_TRANSLATE_NOOP("Sentences", "%1 is %2; choose %3 to %4"),
    QT_TRANSLATE_NOOP("Sentences", "the number of samples"),
    QT_TRANSLATE_NOOP("Sentences", "the number of classes"),
    QT_TRANSLATE_NOOP("Sentences", "the size of the images"),
    QT_TRANSLATE_NOOP("Sentences", "the length of the sequences"),
    QT_TRANSLATE_NOOP("Sentences", "the number of channels"),
    QT_TRANSLATE_NOOP("Sentences", "names no file of a data set; write dataset:NAME/FILE"),
    QT_TRANSLATE_NOOP("Sentences",
                      "was not found in %1; install the package dataset-%2, or name the folder "
                      "that holds it in GRADWEAVE_DATASETS"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "lies outside the project's folder %1; move it there, or allow it (--allow-outside)"),
    QT_TRANSLATE_NOOP("Sentences", "no data file is named; choose one"),
    QT_TRANSLATE_NOOP("Sentences", "holds a zero byte; choose another file"),
    QT_TRANSLATE_NOOP("Sentences", "the %1 share %2 is not in the range from 0 to below 1"),
    QT_TRANSLATE_NOOP("Sentences", "character %1"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "is no text in UTF-8: byte %1 (counted from 0) begins no character; convert the file"),
    QT_TRANSLATE_NOOP("Sentences", "has %1 different characters, more than %2; choose a text"),
    QT_TRANSLATE_NOOP("Sentences", "a sequence of %1 characters cannot be made; choose 1 to %2"),
    QT_TRANSLATE_NOOP("Sentences", "the distance between sequences is %1; choose 0 or more"),
    QT_TRANSLATE_NOOP("Sentences",
                      "leaves %1 characters for training, a sequence of %2 needs %3; choose a "
                      "longer text or shorter sequences"),
    QT_TRANSLATE_NOOP("Sentences", "none of its %1 rows can be used: %2"),
    QT_TRANSLATE_NOOP("Sentences", "%1, or choose to skip bad rows"),
    QT_TRANSLATE_NOOP("Sentences", "is too large to be held in memory"),
    QT_TRANSLATE_NOOP("Sentences", "arm %1"),
    QT_TRANSLATE_NOOP("Sentences", "%1 period"),
    QT_TRANSLATE_NOOP("Sentences", "%1 periods"),
    QT_TRANSLATE_NOOP("Sentences", "Ankle boot"),
};

}  // namespace gradweave::ui
