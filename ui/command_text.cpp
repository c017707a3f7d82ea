// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/command_text.h"

#include <QCoreApplication>

namespace gradweave::ui {

namespace {

constexpr const char* wholeTexts[] = {
    QT_TRANSLATE_NOOP("Commands", "Connect"),
    QT_TRANSLATE_NOOP("Commands", "Copy wires"),
    QT_TRANSLATE_NOOP("Commands", "Move wire"),
    QT_TRANSLATE_NOOP("Commands", "Move wires"),
    QT_TRANSLATE_NOOP("Commands", "Remove wire"),
    QT_TRANSLATE_NOOP("Commands", "Remove wires"),
    QT_TRANSLATE_NOOP("Commands", "Remove the wire"),
    QT_TRANSLATE_NOOP("Commands", "Move block"),
    QT_TRANSLATE_NOOP("Commands", "Move blocks"),
    QT_TRANSLATE_NOOP("Commands", "Align"),
    QT_TRANSLATE_NOOP("Commands", "Arrange"),
    QT_TRANSLATE_NOOP("Commands", "Cut"),
    QT_TRANSLATE_NOOP("Commands", "Paste block"),
    QT_TRANSLATE_NOOP("Commands", "Rename block"),
    QT_TRANSLATE_NOOP("Commands", "Bypass"),
    QT_TRANSLATE_NOOP("Commands", "Take bypass off"),
    QT_TRANSLATE_NOOP("Commands", "Take the bypass off"),
    QT_TRANSLATE_NOOP("Commands", "Mute"),
    QT_TRANSLATE_NOOP("Commands", "Unmute"),
    QT_TRANSLATE_NOOP("Commands", "Collapse"),
    QT_TRANSLATE_NOOP("Commands", "Open"),
    QT_TRANSLATE_NOOP("Commands", "Pin"),
    QT_TRANSLATE_NOOP("Commands", "Unpin"),
    QT_TRANSLATE_NOOP("Commands", "Frame"),
    QT_TRANSLATE_NOOP("Commands", "Group"),
    QT_TRANSLATE_NOOP("Commands", "Open group"),
    QT_TRANSLATE_NOOP("Commands", "Close group"),
    QT_TRANSLATE_NOOP("Commands", "Remove frame"),
    QT_TRANSLATE_NOOP("Commands", "Remove frames"),
    QT_TRANSLATE_NOOP("Commands", "Rename frame"),
    QT_TRANSLATE_NOOP("Commands", "Colour frame"),
    QT_TRANSLATE_NOOP("Commands", "Resize frame"),
    QT_TRANSLATE_NOOP("Commands", "Move frame"),
    QT_TRANSLATE_NOOP("Commands", "Take out of frame"),
    QT_TRANSLATE_NOOP("Commands", "Put into frame"),
    QT_TRANSLATE_NOOP("Commands", "Add reroute point"),
    QT_TRANSLATE_NOOP("Commands", "Remove reroute point"),
    QT_TRANSLATE_NOOP("Commands", "Remove reroute points"),
    QT_TRANSLATE_NOOP("Commands", "Move reroute point"),
    QT_TRANSLATE_NOOP("Commands", "Pull out"),
    QT_TRANSLATE_NOOP("Commands", "Make a starter network"),
    QT_TRANSLATE_NOOP("Commands", "Skip bad rows"),
    QT_TRANSLATE_NOOP("Commands", "Predict a quantity"),
};

/// With a name or number of its own; the more particular ones first.
constexpr const char* patterns[] = {
    QT_TRANSLATE_NOOP("Commands", "Make a starter network for %1"),
    QT_TRANSLATE_NOOP("Commands", "Delete %1 blocks"),
    QT_TRANSLATE_NOOP("Commands", "Paste %1 blocks"),
    QT_TRANSLATE_NOOP("Commands", "Delete %1"),
    QT_TRANSLATE_NOOP("Commands", "Insert %1"),
    QT_TRANSLATE_NOOP("Commands", "Add %1"),
    QT_TRANSLATE_NOOP("Commands", "Change %1"),
    QT_TRANSLATE_NOOP("Commands", "Connect %1"),
    QT_TRANSLATE_NOOP("Commands", "Unmute %1"),
    QT_TRANSLATE_NOOP("Commands", "Remove the wire %1"),
    QT_TRANSLATE_NOOP("Commands", "Use %1 instead"),
    QT_TRANSLATE_NOOP("Commands", "Set %1"),
    QT_TRANSLATE_NOOP("Commands", "Ignore %1"),
};

}  // namespace

QString commandText(const std::string& text) {
    // What a repair leads to stands behind it: "Insert Flatten → [N, 784]".
    if (const std::size_t arrow = text.find(" → "); arrow != std::string::npos)
        return commandText(text.substr(0, arrow)) + QString::fromStdString(text.substr(arrow));
    const QString given = QString::fromStdString(text);
    for (const char* whole : wholeTexts) {
        if (text == whole) return QCoreApplication::translate("Commands", whole);
    }
    for (const char* pattern : patterns) {
        const QString form = QString::fromUtf8(pattern);
        const QString before = form.section(QStringLiteral("%1"), 0, 0),
                      after = form.section(QStringLiteral("%1"), 1);
        if (!given.startsWith(before) || !given.endsWith(after)) continue;
        const QString inner = given.mid(before.size(), given.size() - before.size() - after.size());
        return QCoreApplication::translate("Commands", pattern).arg(inner);
    }
    return given;
}

}  // namespace gradweave::ui
