// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "engine/core/text.h"

namespace gradweave::ui {

QString groupedText(std::int64_t number) {
    //: How thousands are parted; with a thin space where a comma would begin a fraction.
    const QString example = QCoreApplication::translate("Numbers", "1,000");
    return qtext(grouped(number)).replace(',', example.mid(1).chopped(3));
}

QString bytesText(std::uint64_t bytes) {
    // Only the smallest unit is a word.
    if (bytes >= 1000) return qtext(byte_text(bytes));
    if (bytes == 1) return QCoreApplication::translate("Numbers", "1 byte");
    return QCoreApplication::translate("Numbers", "%1 bytes").arg(bytes);
}

QString secondsText(double seconds) {
    if (seconds < 0.095)
        return QCoreApplication::translate("Numbers", "%1 ms")
            .arg(std::max(1, qRound(seconds * 1000)));
    return QCoreApplication::translate("Numbers", "%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

}  // namespace gradweave::ui
