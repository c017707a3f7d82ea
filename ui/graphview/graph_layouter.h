// SPDX-License-Identifier: GPL-3.0-or-later
// Has the program dot place a picture's boxes while the window goes on.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <memory>
#include <set>

#include "engine/exchange/graph_layout.h"

namespace gradweave::ui {

/// One layout at a time; a new one takes the place of an old one. Without dot, or if it fails or
/// takes too long or is cancelled, the layout is our own. Lives in the UI thread.
class GraphLayouter : public QObject {
    Q_OBJECT

  public:
    using Picture = std::shared_ptr<const exchange::GraphPicture>;

    explicit GraphLayouter(QObject* parent = nullptr);
    ~GraphLayouter() override;

    void setProgram(const QString& program) { m_program = program; }
    void setTimeLimit(int milliseconds) { m_limit.setInterval(milliseconds); }

    void start(Picture picture, std::vector<exchange::Point> sizes,
               const exchange::TextMeasure& measure);
    /// Stops dot and goes on with our own layout.
    void cancel();
    /// Forgets everything; nothing is reported any more.
    void abandon();
    bool running() const { return m_running; }

  signals:
    /// `note` says why dot did not make the layout; empty if it did.
    void finished(const gradweave::exchange::GraphLayout& layout, const QString& note);

  private:
    void takeOutput();
    void processEnded(int code, QProcess::ExitStatus status);
    void fallBack(const QString& note);
    void killProcess();
    void parse();
    void report(exchange::GraphLayout layout, const QString& note);

    QString m_program = QStringLiteral("dot");
    Picture m_picture;
    std::vector<exchange::Point> m_sizes;
    std::unique_ptr<QProcess> m_process;
    std::set<QProcess*> m_dying;  ///< killed, not gone yet
    QByteArray m_output;
    QTimer m_limit;
    int m_generation = 0;  ///< answers of earlier layouts are recognised by it
    bool m_running = false;
};

}  // namespace gradweave::ui
