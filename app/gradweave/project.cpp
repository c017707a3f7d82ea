// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/project.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

#include "engine/exchange/embedded_project.h"
#include "engine/exchange/onnx/import.h"
#include "engine/model/project.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::qtext;

namespace {

/// What a thread brings back: a document or a sentence.
struct Loaded {
    model::Document document;
    QString problem;
};

QString sentence(const std::exception& error) {
    QString text = qtext(error.what());
    if (!text.endsWith('.')) text += '.';
    return text;
}

/// The title that an example carries.
QString exampleTitle(const model::Document& document, const QString& path) {
    const auto about = document.extra().find("about");
    if (about != document.extra().end()) {
        if (const io::Json* title = about->second.find("title")) return qtext(title->string());
    }
    return QFileInfo(path).completeBaseName();
}

/// A file of the program's own, which it saves to; others are read and become new documents.
bool isProjectFile(const QString& path) {
    return !exchange::may_carry_project(path.toStdString()) &&
           !exchange::onnx::is_onnx_file(path.toStdString());
}

}  // namespace

Project::Project(ui::DocumentModel& model, ui::DataCache& data, QObject* parent)
    : QObject(parent), m_model(model), m_data(data), m_name(tr("Untitled")) {
    connect(&m_guard, &FileGuard::changedOnDisk, this, &Project::changedOnDisk);
}

bool Project::modified() const {
    return !m_model.undoStack()->isClean();
}

void Project::setBusy(bool busy, const QString& what) {
    m_busy = busy;
    emit busyChanged(busy, what);
}

void Project::take(model::Document document, const QString& path, const QString& name,
                   const QString& folder) {
    m_path = path;
    m_name = name;
    m_guard.hold(path);
    m_guard.noteContent();
    m_data.setBase(folder.toStdString());
    m_model.reset(std::move(document));
    emit changed();
}

void Project::makeEmpty() {
    ++m_loading;
    take({}, {}, tr("Untitled"), {});
}

void Project::open(const QString& path) {
    load(path, [this, path](model::Document document) {
        const QFileInfo info(path);
        if (!isProjectFile(path)) {
            // What carried it is not where it is saved to.
            take(std::move(document), {}, info.completeBaseName(), info.absolutePath());
            return;
        }
        take(std::move(document), info.absoluteFilePath(), info.fileName(), info.absolutePath());
        emit opened(info.absoluteFilePath());
    });
}

void Project::openExample(const QString& path) {
    load(path, [this, path](model::Document document) {
        const QString title = exampleTitle(document, path);
        // A copy of an example is not about the example any more.
        auto extra = document.extra();
        extra.erase("about");
        document.set_extra(std::move(extra));
        take(std::move(document), {}, title, {});
    });
}

void Project::recover(const QString& file, const QString& path, const QString& name,
                      const std::function<void()>& then) {
    load(file, [=, this](model::Document document) {
        auto extra = document.extra();
        extra.erase("autosave");
        document.set_extra(std::move(extra));
        take(std::move(document), path, name,
             path.isEmpty() ? QString() : QFileInfo(path).absolutePath());
        m_model.undoStack()->resetClean();  // it is not what is in the file
        then();
    });
}

void Project::load(const QString& path, const std::function<void(model::Document)>& then) {
    const int request = ++m_loading;
    setBusy(true, tr("Opening %1…").arg(QFileInfo(path).fileName()));
    auto* watcher = new QFutureWatcher<Loaded>(this);
    connect(watcher, &QFutureWatcher<Loaded>::finished, this, [=, this] {
        watcher->deleteLater();
        if (request != m_loading) return;
        setBusy(false);
        Loaded loaded = watcher->result();
        if (loaded.problem.isEmpty())
            then(std::move(loaded.document));
        else
            emit failed(loaded.problem);
    });
    const auto catalogue = m_model.sharedCatalogue();
    watcher->setFuture(QtConcurrent::run([path, catalogue]() -> Loaded {
        try {
            const std::filesystem::path file(path.toStdString());
            if (exchange::onnx::is_onnx_file(file))
                return {exchange::onnx::import_file(file, *catalogue).document, {}};
            return {exchange::may_carry_project(file) ? exchange::carried_project(file, *catalogue)
                                                      : model::load_project(file, *catalogue),
                    {}};
        } catch (const std::exception& error) {
            return {{}, sentence(error)};
        }
    }));
}

/// With what the data blocks hold, so that shapes stay known where the data is missing.
model::Document Project::documentToSave() const {
    model::Document document = m_model.document();
    for (const auto& [id, block] : m_model.document().blocks()) {
        const model::BlockKind* kind = m_model.catalogue().find(block.kind);
        if (kind == nullptr || kind->category != model::Category::data) continue;
        if (const auto status = m_data.statusOf(block); status.info)
            model::remember_data(document, id, *status.info);
    }
    return document;
}

void Project::save(const QString& path, const std::function<void()>& then) {
    if (readOnly() && QFileInfo(path).absoluteFilePath() == m_path) {
        emit failed(tr("%1 is open in another window and can only be saved under another name.")
                        .arg(m_name));
        return;
    }
    setBusy(true, tr("Saving %1…").arg(QFileInfo(path).fileName()));
    const int savedIndex = m_model.undoStack()->index();
    const int request = m_loading;
    auto* watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcher<QString>::finished, this, [=, this] {
        watcher->deleteLater();
        setBusy(false);
        if (const QString problem = watcher->result(); !problem.isEmpty()) {
            emit failed(problem);
            return;
        }
        emit saved(path);
        if (request == m_loading) {  // still the document that was written
            m_path = QFileInfo(path).absoluteFilePath();
            m_name = QFileInfo(path).fileName();
            m_guard.hold(m_path);
            m_guard.noteContent();
            m_data.setBase(QFileInfo(path).absolutePath().toStdString());
            // What was edited while the file was being written is not in it.
            if (m_model.undoStack()->index() == savedIndex) m_model.undoStack()->setClean();
            emit changed();
        }
        if (then) then();
    });
    watcher->setFuture(QtConcurrent::run([path, document = documentToSave()]() -> QString {
        try {
            model::save_project(document, path.toStdString());
            return {};
        } catch (const std::exception& error) {
            return sentence(error);
        }
    }));
}

}  // namespace gradweave::app
