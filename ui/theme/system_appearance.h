// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop is dark: what its portal says, else what the platform's palette looks like.
#pragma once

#include <QDBusVariant>
#include <QObject>

class QPalette;

namespace gradweave::ui {

/// Asks the desktop portal once and then listens. Qt 6.4 has no colour scheme of its own. Never
/// waits: until the portal has answered (or where there is none) the palette decides.
class SystemAppearance : public QObject {
    Q_OBJECT

  public:
    /// `platform` is the palette before any theme of ours was applied.
    SystemAppearance(const QPalette& platform, QObject* parent);

    bool dark() const { return m_dark; }
    bool highContrast() const { return m_contrast; }

  signals:
    void changed();

  private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void ask(const QString& key);
    void take(const QString& key, QVariant value);

    bool m_platformDark = false;
    bool m_dark = false;
    bool m_contrast = false;
};

}  // namespace gradweave::ui
