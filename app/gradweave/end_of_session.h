// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody else ends the program: the session, a signal. Unsaved work is kept at once.
#pragma once

#include <QObject>

class QSocketNotifier;

namespace gradweave::app {

class Windows;

/// While it lives, SIGTERM, SIGINT and SIGHUP end the event loop in good order, with a copy of what
/// is not saved left for the next start; a second signal ends the program as it always does. When
/// the desktop's session asks to end, which it may still take back, copies are written as well.
/// One at a time, in the UI thread.
class EndOfSession : public QObject {
    Q_OBJECT

  public:
    explicit EndOfSession(Windows& windows, QObject* parent = nullptr);
    ~EndOfSession() override;

  private:
    void leave();

    Windows& m_windows;
    QSocketNotifier* m_notifier;
};

}  // namespace gradweave::app
