// SPDX-License-Identifier: GPL-3.0-or-later
// How well something fits what a person typed.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace gradweave::ui {

/// What a search compares with.
struct SearchText {
    QString title;     ///< "MaxPool2d"
    QString keywords;  ///< "pooling downsample"
    QString help;
};

/// 0 for the very title, more the looser the match; nothing if it does not fit. Every word of the
/// needle must fit somewhere; upper and lower case are the same. An empty needle fits everything.
std::optional<int> matchScore(const QString& needle, const SearchText& text);

/// The title that differs from a mistyped needle by the fewest letters; empty if none is near.
QString nearestTitle(const QString& needle, const QStringList& titles);

}  // namespace gradweave::ui
