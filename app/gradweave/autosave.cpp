// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/autosave.h"

#include <QDir>
#include <QFutureWatcher>
#include <QTimer>
#include <QUuid>
#include <QtConcurrent>
#include <algorithm>

#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/locations.h"
#include "engine/model/project.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::qtext;

namespace {

/// Member of the copy that says what it is a copy of.
const char* const originKey = "autosave";
const QString lockSuffix = QStringLiteral(".lock");

QString lockOf(const QString& file) {
    return file + lockSuffix;
}

/// A lock that is only stale when its program is gone, however long that runs.
std::unique_ptr<QLockFile> makeLock(const QString& file) {
    auto lock = std::make_unique<QLockFile>(lockOf(file));
    lock->setStaleLockTime(0);
    return lock;
}

QString writeCopy(const model::Document& document, const QString& file) {
    try {
        std::filesystem::create_directories(QFileInfo(file).absolutePath().toStdString());
        model::save_project(document, file.toStdString());
        return {};
    } catch (const std::exception& error) {
        return ui::sentenceText(error.what());
    }
}

}  // namespace

Autosave::Autosave(ui::DocumentModel& model, Project& project, const QString& folder,
                   QObject* parent)
    : QObject(parent),
      m_model(model),
      m_project(project),
      m_folder(folder),
      m_timer(new QTimer(this)) {
    m_file = QDir(folder).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) +
                                   QLatin1String(model::project_suffix));
    m_timer->setSingleShot(true);
    m_timer->setInterval(delaySeconds * 1000);
    connect(m_timer, &QTimer::timeout, this, &Autosave::write);
    connect(&model, &ui::DocumentModel::edited, this, &Autosave::changed);
    connect(&model, &ui::DocumentModel::documentReset, this, &Autosave::forget);
    connect(model.undoStack(), &QUndoStack::cleanChanged, this, [this](bool clean) {
        if (clean) forget();
    });
}

Autosave::~Autosave() {
    // The window was closed: what was not saved was given up.
    if (!m_left) remove();
}

void Autosave::setDelay(int milliseconds) {
    m_timer->setInterval(milliseconds);
}

int Autosave::dueIn() const {
    return m_timer->remainingTime();
}

bool Autosave::settled() const {
    return !m_writing && m_kept == m_edits;
}

void Autosave::changed() {
    ++m_edits;
    // Not begun anew by each edit: somebody who never rests is kept safe as well.
    if (!m_timer->isActive() && !m_writing) m_timer->start();
}

void Autosave::adopt(const Leftover& leftover) {
    m_file = leftover.file;
    m_lock = leftover.lock;
}

model::Document Autosave::copy() {
    if (!m_lock) {
        QDir().mkpath(m_folder);
        m_lock = makeLock(m_file);
        m_lock->tryLock(0);
    }
    model::Document document = m_model.document();
    auto extra = document.extra();
    extra[originKey] = io::Json::Object{{"path", m_project.path().toStdString()},
                                        {"name", m_project.name().toStdString()}};
    document.set_extra(std::move(extra));
    return document;
}

void Autosave::write() {
    if (m_writing) return;
    // Undone to what is in the file: nothing to keep.
    if (!m_project.modified()) return forget();
    m_writing = true;
    auto* watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcher<QString>::finished, this, [this, watcher, edits = m_edits] {
        watcher->deleteLater();
        m_writing = false;
        if (m_removing) return remove();
        finish(watcher->result(), edits);
        if (m_kept < m_edits && !m_timer->isActive()) m_timer->start();
    });
    m_future =
        QtConcurrent::run([document = copy(), file = m_file] { return writeCopy(document, file); });
    watcher->setFuture(m_future);
}

void Autosave::finish(const QString& problem, int edits) {
    if (problem.isEmpty()) {
        m_kept = std::max(m_kept, edits);
        emit kept();
    } else if (!m_told) {
        emit failed(tr("Unsaved changes are not kept safe: %1. Save the project.").arg(problem));
    }
    m_told = !problem.isEmpty();
}

void Autosave::keepNow() {
    // Two writers of one file would be one too many, and the later copy has to be the newer one.
    if (m_writing) m_future.waitForFinished();
    if (m_removing || !m_project.modified() || (m_kept == m_edits && !m_writing)) return;
    m_timer->stop();
    finish(writeCopy(copy(), m_file), m_edits);
}

void Autosave::leaveBehind() {
    keepNow();
    m_left = m_project.modified();
}

void Autosave::forget() {
    m_timer->stop();
    m_kept = m_edits;
    m_removing = true;
    if (!m_writing) remove();
}

void Autosave::remove() {
    m_removing = false;
    if (!m_lock) return;
    QFile::remove(m_file);
    m_lock.reset();
}

QString Autosave::defaultFolder() {
    return qtext((io::state_directory() / "autosave").string());
}

std::vector<Leftover> Autosave::leftovers(const QString& folder) {
    io::sweep_unfinished(folder.toStdString());
    std::vector<Leftover> found;
    const QStringList filter{QLatin1Char('*') + QLatin1String(model::project_suffix)};
    for (const QFileInfo& info : QDir(folder).entryInfoList(filter, QDir::Files, QDir::Time)) {
        std::shared_ptr<QLockFile> lock = makeLock(info.filePath());
        if (!lock->tryLock(0)) continue;  // somebody works on it
        Leftover leftover{info.filePath(), {}, info.baseName(), info.lastModified(), lock};
        try {
            const io::Json json = io::parse_json(io::read_text(info.filePath().toStdString()));
            if (const io::Json* origin = json.find(originKey)) {
                if (const io::Json* path = origin->find("path"))
                    leftover.path = qtext(path->string());
                if (const io::Json* name = origin->find("name"))
                    leftover.name = qtext(name->string());
            }
        } catch (const std::exception&) {
            // Not ours, or damaged by something else: opening it will say so.
        }
        found.push_back(std::move(leftover));
    }
    return found;
}

void Autosave::discard(const Leftover& leftover) {
    QFile::remove(leftover.file);
    leftover.lock->unlock();
}

}  // namespace gradweave::app
