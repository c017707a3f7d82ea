// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sentence_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <vector>

#include "ui/catalogue_text.h"
#include "ui/data_sentences.h"
#include "ui/file_sentences.h"
#include "ui/training_sentences.h"

namespace gradweave::ui {

namespace {

// The more particular ones first; at the end, what stands in their places.
constexpr const char* sentences[] = {
    QT_TRANSLATE_NOOP("Sentences", "%1: connect the input \"%2\" (%3)"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the input \"%2\" comes from \"%3\", which is muted; connect another "
                      "block or unmute it."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1 is bypassed but has no input to pass on; connect one or take the bypass off."),
    QT_TRANSLATE_NOOP("Sentences", "%1 has no input \"%2\"; remove the wire that ends there."),
    QT_TRANSLATE_NOOP("Sentences", "%1 has no input \"%2\"."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: the wire comes from an output \"%2\" that \"%3\" does not have; remove it."),
    QT_TRANSLATE_NOOP("Sentences",
                      "There is no block of the kind \"%1\" here; it may come from a plug-in that "
                      "is not installed. It is kept as it is."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 would have %2 parameters; training them needs %3, this machine has %4."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Add a loss, such as Cross-entropy or Mean squared error: it tells training "
                      "what to make small."),
    QT_TRANSLATE_NOOP("Sentences",
                      "The network reads from two data sources, \"%1\" and \"%2\"; their samples "
                      "do not belong together. Use one."),
    QT_TRANSLATE_NOOP("Sentences", "Add a data source and wire it to the network and to the loss."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Nothing here can be trained: add a layer or a Parameter before the loss."),
    QT_TRANSLATE_NOOP("Sentences", "The data is still being read."),
    QT_TRANSLATE_NOOP("Sentences", "The wires form a loop: %1. Remove one of them."),
    QT_TRANSLATE_NOOP("Sentences", "This would form a loop through %1 and %2."),
    QT_TRANSLATE_NOOP("Sentences", "%1 cannot feed itself."),
    QT_TRANSLATE_NOOP("Sentences", "%1 is of a kind that is not known here."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 computes with fractions; this wire carries class numbers (%2)."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs class numbers at \"%2\"; this wire carries %3."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1 needs numbers with a fraction (f32); this wire carries %2 of type %3, class numbers."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 needs numbers with a fraction (f32); this wire carries %2 of type %3."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs class numbers %2; this wire carries %3 of type %4."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Linear needs a matrix [N, features]; this wire carries %1. Put a Flatten "
                      "block before it."),
    QT_TRANSLATE_NOOP("Sentences", "Linear needs a matrix [N, features]; this wire carries %1."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Bilinear needs two matrices [N, features]; this wire carries %1."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "PReLU needs [N, channels, ...]; this wire carries %1. Switch off \"Each channel\"."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs sequences [N, T, features]; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 needs scores [N, classes] or [N, T, classes]; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs one target for each sample; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences",
                      "The order must name each axis from 0 to %1 once; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences",
                      "The batch axis has no fixed size and cannot be cut; write : for it."),
    QT_TRANSLATE_NOOP("Sentences", "Samples cannot be joined along the batch axis."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs an even number of features; there are %2."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1 needs an even number of features in each head; there are %2 for %3 heads."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the ignored positions must be %2; this wire carries %3."),
    QT_TRANSLATE_NOOP("Sentences", "%1 goes through at most %2 steps; this wire carries %3."),
    QT_TRANSLATE_NOOP("Sentences",
                      "An axis of %1 cannot be taken apart in this way; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences", "The result has no axis %1; this wire carries %2."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Split: the first %1 of %2 elements leave nothing for the rest; choose fewer."),
    QT_TRANSLATE_NOOP("Sentences",
                      "A reflected border of %1 needs more than %2 elements; there are %3."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Before and after need an entry each for the same last axes; this wire carries %1."),
    QT_TRANSLATE_NOOP("Sentences", "CTC: the blank %1 is none of the %2 classes."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs matrices [..., rows, columns]; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences", "%1 needs %2; this wire carries %3."),
    QT_TRANSLATE_NOOP("Sentences",
                      "GLU halves an axis, and %1 cannot be halved; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences", "%1: %2 heads do not divide %3 features evenly."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: %2 groups do not divide %3 input channels and %4 output channels evenly."),
    QT_TRANSLATE_NOOP("Sentences", "%1: %2 groups do not divide %3 channels evenly."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: x has %2 features and %3 %4; put a Linear block before one of them."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: causal attention needs as many positions in the context (%2) as in x (%3)."),
    QT_TRANSLATE_NOOP("Sentences",
                      "\"Same size\" needs a stride of 1: larger steps make the output smaller."),
    QT_TRANSLATE_NOOP("Sentences", "%1: an extra size of %2 must be below the stride of %3."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: the output would have no places along axis %2; change padding, stride or kernel."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1: a window of %2 does not fit in %3 elements. Make it smaller, or add padding."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the padding may be at most half the window's size."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: %2 elements do not make %3 positions; choose fewer, or put an Upsample "
                      "block before it."),
    QT_TRANSLATE_NOOP("Sentences", "Give one number for height and width, or two."),
    QT_TRANSLATE_NOOP("Sentences", "Give one number."),
    QT_TRANSLATE_NOOP("Sentences", "Axis %1 does not exist; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences", "Axis %1 is not of size 1; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences",
                      "LayerNorm over %1 axes needs more axes than that; this wire carries %2."),
    QT_TRANSLATE_NOOP("Sentences", "LayerNorm cannot normalise over the batch."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the scores %2 and the labels %3 are not for the same samples."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the data has %2 classes, but there are scores for %3 only. Give the "
                      "last layer %4 units."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 compares number by number: the prediction is %2, the target %3."),
    QT_TRANSLATE_NOOP("Sentences", "\"%1\" is no weight; write numbers such as 1, 0.5."),
    QT_TRANSLATE_NOOP("Sentences", "There are %1 class weights for %2 classes."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "Binary cross-entropy is for two classes, the target has %1. Use Cross-entropy."),
    QT_TRANSLATE_NOOP("Sentences", "%1 compares vectors of equal length: %2 and %3."),
    QT_TRANSLATE_NOOP("Sentences", "Embedding needs class numbers; this wire carries %1."),
    QT_TRANSLATE_NOOP("Sentences",
                      "The number of classes is not known; say how many entries the table has."),
    QT_TRANSLATE_NOOP("Sentences", "The data has %1 classes, but the table %2 entries only."),
    QT_TRANSLATE_NOOP("Sentences", "Only one size may be -1."),
    QT_TRANSLATE_NOOP(
        "Sentences", "%1: %2 and %3 do not fit: counted from the right, sizes must be equal or 1."),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "%1 cannot be repeated to %2: counted from the right, sizes must be equal or 1."),
    QT_TRANSLATE_NOOP("Sentences", "%1 has %2 values; they do not fit the shape %3."),
    QT_TRANSLATE_NOOP("Sentences", "MatMul needs matrices; the left one is %1."),
    QT_TRANSLATE_NOOP("Sentences", "MatMul needs matrices; the right one is %1."),
    QT_TRANSLATE_NOOP("Sentences", "MatMul: inner sizes differ: left %1 (%2), right %3 (%4)."),
    QT_TRANSLATE_NOOP("Sentences", "MatMul: the leading axes of %1 and %2 do not fit."),
    QT_TRANSLATE_NOOP("Sentences", "Concat: %1 and %2 differ in more than axis %3."),
    QT_TRANSLATE_NOOP("Sentences", "An axis is named twice."),
    QT_TRANSLATE_NOOP("Sentences",
                      "\"%1\" is no range; write start:stop, start:stop:step or a number."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Gradient: y is not computed from x, so there is no derivative; wire to x a "
                      "tensor that y's block, or one before it, is given."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: rotary positions need an even number of features a head, not %2."),
    QT_TRANSLATE_NOOP("Sentences", "%1: the lowest value, %2, is above the highest, %3."),
    QT_TRANSLATE_NOOP("Sentences", "MaskedFill: the mask %1 is larger than x, %2."),
    QT_TRANSLATE_NOOP("Sentences",
                      "TopK: the batch axis has no fixed number of elements to take from."),
    QT_TRANSLATE_NOOP("Sentences",
                      "TopK: %1 elements are more than the %2 of the axis; choose fewer."),
    QT_TRANSLATE_NOOP("Sentences", "Parameter: orthogonal values need a matrix."),
    QT_TRANSLATE_NOOP("Sentences", "Samples cannot be picked along the batch axis."),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1: the index %2 must have the axes of x, %3, none longer but axis %4."),
    QT_TRANSLATE_NOOP("Sentences", "Scatter: the updates %1 must have the shape of the index, %2."),
    QT_TRANSLATE_NOOP("Sentences", "OneHot: it is not known how many classes there are; say so."),
    QT_TRANSLATE_NOOP("Sentences",
                      "Einsum: axis %1 has %2 elements in one input and %3 in another."),
    QT_TRANSLATE_NOOP("Sentences", "Split: only one part may take what is left."),
    QT_TRANSLATE_NOOP("Sentences", "Split: the parts have %1 elements, and the axis has %2."),
    QT_TRANSLATE_NOOP("Sentences", "images [N, channels, height, width]"),
    QT_TRANSLATE_NOOP("Sentences", "sequences [N, channels, length]"),
    QT_TRANSLATE_NOOP("Sentences", "volumes [N, channels, depth, height, width]"),
    QT_TRANSLATE_NOOP("Sentences", "samples [N, ...]"),
    QT_TRANSLATE_NOOP("Sentences", "vectors [N, values]"),
    QT_TRANSLATE_NOOP("Sentences", "class numbers"),
    QT_TRANSLATE_NOOP("Sentences", "batch"),
    QT_TRANSLATE_NOOP("Sentences", "channels"),
    QT_TRANSLATE_NOOP("Sentences", "height"),
    QT_TRANSLATE_NOOP("Sentences", "width"),
    QT_TRANSLATE_NOOP("Sentences", "time"),
    QT_TRANSLATE_NOOP("Sentences", "features"),
};

struct Pattern {
    const char* source;
    QRegularExpression form;
};

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> made;
        std::vector<const char*> sources(std::begin(sentences), std::end(sentences));
        sources.insert(sources.end(), std::begin(fileSentences), std::end(fileSentences));
        sources.insert(sources.end(), std::begin(dataSentences), std::end(dataSentences));
        sources.insert(sources.end(), std::begin(trainingSentences), std::end(trainingSentences));
        for (const char* source : sources) {
            QString form = QRegularExpression::escape(QString::fromUtf8(source));
            form.replace(QRegularExpression(QStringLiteral("\\\\%[1-9]")), QStringLiteral("(.+?)"));
            made.push_back({source, QRegularExpression(QRegularExpression::anchoredPattern(form))});
        }
        return made;
    }();
    return all;
}

QString said(const QString& text, int depth);

/// What stands in a place of a sentence: "[N, 1, 28, 28] (batch, channels, height, width)", a help.
QString placeText(const QString& text, int depth) {
    if (const QString help = catalogueText(text.toStdString()); help != text) return help;
    const qsizetype open = text.lastIndexOf(QStringLiteral(" ("));
    if (open > 0 && text.endsWith(')')) {
        QStringList words;
        for (const QString& word : text.mid(open + 2).chopped(1).split(QStringLiteral(", ")))
            words << said(word, depth + 1);
        return QStringLiteral("%1 (%2)").arg(text.left(open), words.join(QStringLiteral(", ")));
    }
    return said(text, depth + 1);
}

QString said(const QString& text, int depth) {
    if (depth > 2) return text;
    for (const Pattern& pattern : patterns()) {
        const auto match = pattern.form.match(text);
        if (!match.hasMatch()) continue;
        // From the last on: what is put in may hold a %1 of its own.
        QString result = QCoreApplication::translate("Sentences", pattern.source);
        for (int place = match.lastCapturedIndex(); place > 0; --place)
            result.replace(QStringLiteral("%%1").arg(place),
                           placeText(match.captured(place), depth));
        return result;
    }
    return text;
}

}  // namespace

QString sentenceText(const std::string& sentence) {
    const QString text = QString::fromStdString(sentence);
    // In English nothing has to be looked for.
    static const char* const probe = "The data is still being read.";
    if (QCoreApplication::translate("Sentences", probe) == QLatin1String(probe)) return text;
    return said(text, 0);
}

}  // namespace gradweave::ui
