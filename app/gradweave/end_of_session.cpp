// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/end_of_session.h"

#include <fcntl.h>
#include <unistd.h>

#include <QGuiApplication>
#include <QSocketNotifier>
#include <cerrno>
#include <csignal>
#include <utility>

#include "app/gradweave/windows.h"

namespace gradweave::app {

namespace {

constexpr int endings[] = {SIGTERM, SIGINT, SIGHUP};
constexpr int readEnd = 0, writeEnd = 1;

/// A handler may do next to nothing but write: the event loop reads the other end.
int pipeEnds[2] = {-1, -1};

void note(int signal) {
    const int before = errno;
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = ::write(pipeEnds[writeEnd], &byte, 1);
    errno = before;
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART | SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

EndOfSession::EndOfSession(Windows& windows, QObject* parent)
    : QObject(parent), m_windows(windows), m_notifier(nullptr) {
    connect(
        qGuiApp, &QGuiApplication::commitDataRequest, this, [this] { m_windows.keepUnsaved(); },
        Qt::DirectConnection);
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0) return;  // signals end it as ever
    m_notifier = new QSocketNotifier(pipeEnds[readEnd], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &EndOfSession::leave);
    for (const int signal : endings)
        handle(signal, note);
}

EndOfSession::~EndOfSession() {
    if (m_notifier == nullptr) return;
    for (const int signal : endings)
        handle(signal, SIG_DFL);
    delete m_notifier;
    for (int& end : pipeEnds)
        ::close(std::exchange(end, -1));
}

void EndOfSession::leave() {
    unsigned char signal = 0;
    if (::read(pipeEnds[readEnd], &signal, 1) != 1) return;
    m_windows.leaveUnsaved();
    QCoreApplication::exit(128 + signal);  // what a shell says of a program that a signal ended
}

}  // namespace gradweave::app
