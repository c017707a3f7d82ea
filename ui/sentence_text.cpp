// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sentence_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <span>
#include <vector>

#include "ui/catalogue_text.h"
#include "ui/data_sentences.h"
#include "ui/device_sentences.h"
#include "ui/document_sentences.h"
#include "ui/file_sentences.h"
#include "ui/format_sentences.h"
#include "ui/network_sentences.h"
#include "ui/onnx_operator_sentences.h"
#include "ui/onnx_sentences.h"
#include "ui/plugin_sentences.h"
#include "ui/tensor_sentences.h"
#include "ui/training_sentences.h"

namespace gradweave::ui {

namespace {

/// Sentences stand in sentences: "FILE: node NODE: OPERATOR: WHAT IS WRONG; WHAT TO DO".
constexpr int deepest = 8;

struct Pattern {
    const char* source;
    QString longest;   ///< the longest stretch without a place, which is looked for first
    qsizetype weight;  ///< how many letters are its own
    QRegularExpression form;
};

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> made;
        static const QRegularExpression place(QStringLiteral("%[1-9]"));
        static const QRegularExpression escaped(QStringLiteral("\\\\%[1-9]"));
        const std::span<const char* const> lists[] = {
            networkSentences,  fileSentences,     dataSentences,        formatSentences,
            trainingSentences, documentSentences, pluginSentences,      onnxSentences,
            deviceSentences,   tensorSentences,   onnxOperatorSentences};
        for (const auto list : lists) {
            for (const char* source : list) {
                const QString text = QString::fromUtf8(source);
                QString longest;
                for (const QString& stretch : text.split(place))
                    if (stretch.size() > longest.size()) longest = stretch;
                QString form = QRegularExpression::escape(text);
                form.replace(escaped, QStringLiteral("(.+?)"));
                const auto whole = QRegularExpression::anchoredPattern(form);
                made.push_back(
                    {source, longest, QString(text).remove(place).size(),
                     QRegularExpression(whole, QRegularExpression::DotMatchesEverythingOption)});
            }
        }
        // The one that says most itself is the most particular.
        std::stable_sort(made.begin(), made.end(),
                         [](const Pattern& a, const Pattern& b) { return a.weight > b.weight; });
        return made;
    }();
    return all;
}

/// Where " (" stands that the bracket at the text's end closes; -1 if it ends with none.
qsizetype lastBracket(const QString& text) {
    int depth = 0;
    for (qsizetype i = text.size() - 1; i > 0 && text.endsWith(')'); --i) {
        if (text[i] == ')') ++depth;
        if (text[i] == '(' && --depth == 0) return text[i - 1] == ' ' ? i - 1 : -1;
    }
    return -1;
}

/// One sentence on its way, and what of it no list knows.
class Saying {
  public:
    QString said(const QString& text, int depth) {
        if (depth > deepest) return unknown(text);
        for (const Pattern& pattern : patterns()) {
            if (!text.contains(pattern.longest)) continue;
            const auto match = pattern.form.match(text);
            if (!match.hasMatch()) continue;
            // From the last on: what is put in may hold a %1 of its own.
            QString result = QCoreApplication::translate("Sentences", pattern.source);
            for (int place = match.lastCapturedIndex(); place > 0; --place)
                result.replace(QStringLiteral("%%1").arg(place),
                               placeText(match.captured(place), depth + 1));
            return result;
        }
        const qsizetype open = lastBracket(text);
        const bool bracketed = open >= 0;
        // "FILE: sentence", "sentence; remedy": each part by itself.
        for (const QString& between : {QStringLiteral(": "), QStringLiteral("; ")}) {
            const qsizetype at = text.indexOf(between);
            if (at <= 0 || (bracketed && at > open)) continue;
            return placeText(text.left(at), depth + 1) + between +
                   placeText(text.mid(at + between.size()), depth + 1);
        }
        if (!bracketed) return unknown(text);
        // "[N, 1, 28, 28] (batch, channels, height, width)"
        QStringList words;
        for (const QString& word : text.mid(open + 2).chopped(1).split(QStringLiteral(", ")))
            words << said(word, depth + 1);
        return QStringLiteral("%1 (%2)").arg(said(text.left(open), depth + 1),
                                             words.join(QStringLiteral(", ")));
    }

    QStringList left;

  private:
    QString unknown(const QString& text) {
        left << text;
        return text;
    }

    /// What stands in a place: a help text, or anything that is in a list.
    QString placeText(const QString& text, int depth) {
        const QString help = catalogueText(text.toStdString());
        return help != text ? help : said(text, depth);
    }
};

}  // namespace

QString sentenceText(const std::string& sentence) {
    const QString text = QString::fromStdString(sentence);
    // In English nothing has to be looked for.
    static const char* const probe = "The data is still being read.";
    if (QCoreApplication::translate("Sentences", probe) == QLatin1String(probe)) return text;
    return Saying().said(text, 0);
}

QStringList unknownParts(const std::string& sentence) {
    Saying saying;
    saying.said(QString::fromStdString(sentence), 0);
    return saying.left;
}

}  // namespace gradweave::ui
