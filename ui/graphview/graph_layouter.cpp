// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/graphview/graph_layouter.h"

#include <signal.h>
#include <unistd.h>

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include "engine/core/error.h"
#include "engine/exchange/dot.h"

namespace gradweave::ui {

namespace {

constexpr int defaultLimit = 15000;
constexpr qsizetype mostOutput = 64 << 20;

/// The kernels of a step are no mirrored ladders, and dot improves the places of their many long
/// edges for half a minute; after a tenth of that it is as good as done (a residual network of 248
/// kernels: 36 s and 3 s).
QStringList argumentsFor(const exchange::GraphPicture& picture) {
    QStringList arguments{QStringLiteral("-Tplain")};
    if (picture.grain == exchange::Grain::kernels)
        arguments << QStringLiteral("-Gnslimit=3") << QStringLiteral("-Gnslimit1=3")
                  << QStringLiteral("-Gmclimit=0.5");
    return arguments;
}

/// Result of work on another thread.
struct Placed {
    exchange::GraphLayout layout;
    bool good = true;
};

}  // namespace

GraphLayouter::GraphLayouter(QObject* parent) : QObject(parent) {
    m_limit.setSingleShot(true);
    m_limit.setInterval(defaultLimit);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        fallBack(tr("Graphviz needed more than %1 s for this graph, so this is a simpler layout.")
                     .arg(m_limit.interval() / 1000.0));
    });
}

GraphLayouter::~GraphLayouter() {
    killProcess();
    // What was killed before ends at once; nobody else would take it away.
    for (QProcess* process : m_dying) {
        process->disconnect(this);
        process->waitForFinished();
        delete process;
    }
}

void GraphLayouter::start(Picture picture, std::vector<exchange::Point> sizes,
                          const exchange::TextMeasure& measure) {
    abandon();
    m_picture = std::move(picture);
    m_sizes = std::move(sizes);
    m_running = true;
    m_output.clear();
    m_process = std::make_unique<QProcess>();
    // A group of its own, so that what dot may have started is killed with it.
    m_process->setChildProcessModifier([] { ::setpgid(0, 0); });
    m_process->setStandardErrorFile(QProcess::nullDevice());
    QProcess* process = m_process.get();
    connect(process, &QProcess::readyReadStandardOutput, this, &GraphLayouter::takeOutput);
    connect(process, &QProcess::finished, this, &GraphLayouter::processEnded);
    connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fallBack(
                tr("The program “dot” (package graphviz) was not found, so this is a simpler "
                   "layout."));
    });
    m_limit.start();
    process->start(m_program, argumentsFor(*m_picture));
    if (!m_process) return;  // it failed to start at once
    process->write(QByteArray::fromStdString(
        exchange::dot_text(*m_picture, m_sizes, exchange::DotUse::layout, measure)));
    process->closeWriteChannel();
}

void GraphLayouter::cancel() {
    if (m_process) fallBack(tr("Graphviz was stopped, so this is a simpler layout."));
}

void GraphLayouter::abandon() {
    ++m_generation;
    m_running = false;
    m_limit.stop();
    killProcess();
}

void GraphLayouter::killProcess() {
    if (!m_process) return;
    m_process->disconnect(this);
    if (const auto group = static_cast<pid_t>(m_process->processId()); group > 0)
        ::kill(-group, SIGKILL);
    m_process->kill();
    // It ends in its own time: waiting for it would hold up the window.
    QProcess* process = m_process.release();
    m_dying.insert(process);
    const auto bury = [this, process] {
        m_dying.erase(process);
        process->deleteLater();
    };
    if (process->state() == QProcess::NotRunning)
        bury();
    else
        connect(process, &QProcess::finished, this, bury);
}

void GraphLayouter::takeOutput() {
    m_output += m_process->readAllStandardOutput();
    if (m_output.size() > mostOutput)
        fallBack(tr("Graphviz gave an answer that is too long, so this is a simpler layout."));
}

void GraphLayouter::processEnded(int code, QProcess::ExitStatus status) {
    m_limit.stop();
    takeOutput();
    if (!m_process) return;  // too much of it
    killProcess();
    if (code == 0 && status == QProcess::NormalExit) return parse();
    fallBack(tr("Graphviz failed, so this is a simpler layout."));
}

void GraphLayouter::parse() {
    auto* watcher = new QFutureWatcher<Placed>(this);
    connect(watcher, &QFutureWatcher<Placed>::finished, this,
            [this, watcher, generation = m_generation] {
                watcher->deleteLater();
                if (generation != m_generation) return;
                Placed placed = watcher->result();
                if (placed.good) return report(std::move(placed.layout), {});
                fallBack(
                    tr("Graphviz gave an answer that makes no sense, so this is a simpler "
                       "layout."));
            });
    watcher->setFuture(
        QtConcurrent::run([picture = m_picture, output = m_output.toStdString()]() -> Placed {
            try {
                return {exchange::layout_from_plain(*picture, output), true};
            } catch (const Error&) {
                return {{}, false};
            }
        }));
}

void GraphLayouter::fallBack(const QString& note) {
    m_limit.stop();
    killProcess();
    auto* watcher = new QFutureWatcher<Placed>(this);
    connect(watcher, &QFutureWatcher<Placed>::finished, this,
            [this, watcher, note, generation = m_generation] {
                watcher->deleteLater();
                if (generation == m_generation) report(watcher->result().layout, note);
            });
    watcher->setFuture(QtConcurrent::run([picture = m_picture, sizes = m_sizes]() -> Placed {
        return {exchange::layered_graph_layout(*picture, sizes), true};
    }));
}

void GraphLayouter::report(exchange::GraphLayout layout, const QString& note) {
    m_running = false;
    emit finished(layout, note);
}

}  // namespace gradweave::ui
