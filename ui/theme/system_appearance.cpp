// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/system_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QPalette>

namespace gradweave::ui {

namespace {

const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearanceGroup = QStringLiteral("org.freedesktop.appearance");
const QString schemeKey = QStringLiteral("color-scheme");
const QString contrastKey = QStringLiteral("contrast");

}  // namespace

SystemAppearance::SystemAppearance(const QPalette& platform, QObject* parent)
    : QObject(parent),
      m_platformDark(platform.color(QPalette::Window).lightness() <
                     platform.color(QPalette::WindowText).lightness()),
      m_dark(m_platformDark) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(portalService, portalPath, settingsInterface, QStringLiteral("SettingChanged"),
                this, SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(schemeKey);
    ask(contrastKey);
}

void SystemAppearance::ask(const QString& key) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    QDBusMessage read = QDBusMessage::createMethodCall(portalService, portalPath, settingsInterface,
                                                       QStringLiteral("Read"));
    read << appearanceGroup << key;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError()) take(key, reply.value().variant());
        watcher->deleteLater();
    });
}

void SystemAppearance::settingChanged(const QString& group, const QString& key,
                                      const QDBusVariant& value) {
    if (group == appearanceGroup && (key == schemeKey || key == contrastKey))
        take(key, value.variant());
}

void SystemAppearance::take(const QString& key, QVariant value) {
    // Read() wraps the answer in a variant of its own.
    if (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
    const uint number = value.toUInt();
    bool& known = key == contrastKey ? m_contrast : m_dark;
    // Of the scheme: 1 dark, 2 light, 0 no preference; of the contrast: 1 high.
    const bool now = number == 1 || (key == schemeKey && number == 0 && m_platformDark);
    if (now == known) return;
    known = now;
    emit changed();
}

}  // namespace gradweave::ui
