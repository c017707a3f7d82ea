// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/text_match.h"

#include <algorithm>
#include <vector>

namespace gradweave::ui {

namespace {

/// In steps that leave room between them.
enum Score {
    same = 0,
    start = 100,
    wordStart = 200,
    inside = 300,
    keyword = 400,
    insideKeyword = 500,
    letters = 600,
    help = 700
};

/// True if a word of the text begins with the needle; "MaxPool2d" has the words Max and Pool2d.
bool beginsWord(const QString& text, const QString& needle) {
    for (qsizetype at = text.indexOf(needle, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(needle, at + 1, Qt::CaseInsensitive)) {
        if (at == 0 || !text[at - 1].isLetterOrNumber()) return true;
        if (text[at].isUpper() && text[at - 1].isLower()) return true;
    }
    return false;
}

/// True if the letters come in this order: "xent" in "Cross-entropy" does not, "crent" does.
bool hasLetters(const QString& text, const QString& needle) {
    qsizetype at = 0;
    for (const QChar c : needle) {
        at = text.indexOf(c, at, Qt::CaseInsensitive);
        if (at < 0) return false;
        ++at;
    }
    return true;
}

std::optional<int> wordScore(const QString& word, const SearchText& text) {
    if (text.title.compare(word, Qt::CaseInsensitive) == 0) return same;
    if (text.title.startsWith(word, Qt::CaseInsensitive)) return start;
    if (beginsWord(text.title, word)) return wordStart;
    if (text.title.contains(word, Qt::CaseInsensitive)) return inside;
    if (beginsWord(text.keywords, word)) return keyword;
    if (text.keywords.contains(word, Qt::CaseInsensitive)) return insideKeyword;
    // "sofmax" is Softmax before it is LogSoftmax: the fewer letters are left over the better.
    if (word.size() > 1 && hasLetters(text.title, word))
        return letters + std::min<int>(99, static_cast<int>(text.title.size() - word.size()));
    if (word.size() > 2 && beginsWord(text.help, word)) return help;
    return std::nullopt;
}

/// Number of letters to insert, remove or change (Levenshtein).
int editDistance(const QString& a, const QString& b) {
    std::vector<int> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int change = a[i - 1] == b[static_cast<qsizetype>(j) - 1] ? 0 : 1;
            const int best = std::min({row[j] + 1, row[j - 1] + 1, diagonal + change});
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row.back();
}

}  // namespace

std::optional<int> matchScore(const QString& needle, const SearchText& text) {
    const QStringList words = needle.split(' ', Qt::SkipEmptyParts);
    if (words.isEmpty()) return static_cast<int>(same);
    // "batch norm" is meant as one name before it is meant as two words.
    if (words.size() > 1 && text.title.startsWith(words.join(QString()), Qt::CaseInsensitive))
        return static_cast<int>(start);
    int worst = same;
    for (const QString& word : words) {
        const auto score = wordScore(word, text);
        if (!score) return std::nullopt;
        worst = std::max(worst, *score);
    }
    return worst;
}

QString nearestTitle(const QString& needle, const QStringList& titles) {
    QString best;
    int least = std::max(2, static_cast<int>(needle.size()) / 3) + 1;
    for (const QString& title : titles) {
        const int distance = editDistance(needle.toLower(), title.toLower());
        if (distance < least) {
            least = distance;
            best = title;
        }
    }
    return best;
}

}  // namespace gradweave::ui
