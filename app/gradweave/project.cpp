// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/project.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

#include "app/gradweave/examples.h"
#include "engine/core/text.h"
#include "engine/exchange/embedded_project.h"
#include "engine/exchange/onnx/import.h"
#include "engine/io/safetensors.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::qtext;

/// What a thread brings back: a document or a sentence.
struct Project::Loaded {
    model::Document document;
    QString problem;
    bool foreign = false;
    QStringList placeholders;
};

namespace {

namespace fs = std::filesystem;

QString sentence(const std::exception& error) {
    QString text = ui::sentenceText(error.what());
    if (!text.endsWith('.')) text += '.';
    return text;
}

/// The title that an example carries.
QString exampleTitle(const model::Document& document, const QString& path) {
    const auto about = document.extra().find("about");
    if (about != document.extra().end()) {
        if (const io::Json* title = about->second.find("title"))
            return exampleText(title->string());
    }
    return QFileInfo(path).completeBaseName();
}

/// A file of the program's own, which it saves to; others are read and become new documents.
bool isProjectFile(const QString& path) {
    return !exchange::may_carry_project(path.toStdString()) &&
           !exchange::onnx::is_onnx_file(path.toStdString());
}

/// A file that carries weights: a run of what is made of it begins with them.
void beginWith(model::Document& document, const fs::path& file) {
    document.apply(model::SetTraining{model::weights_key, fs::absolute(file).string()});
}

/// A name that no file has: "net.safetensors", "net-weights.safetensors", ...
fs::path freeWeightsFile(const fs::path& project) {
    const fs::path folder = project.parent_path();
    const std::string stem = project.stem().string();
    fs::path file = folder / (stem + ".safetensors");
    for (int i = 1; fs::exists(file); ++i)
        file = folder / concat(stem, "-weights", i == 1 ? "" : std::to_string(i), ".safetensors");
    return file;
}

/// Weights of an imported model are written beside the project when it is saved, so that it does
/// not depend on the model's file; those of a project that moves to another folder are named in
/// full. What the setting has become, or nothing.
std::optional<std::string> keepWeights(model::Document& document, const fs::path& project,
                                       const fs::path& base, const model::Catalogue& catalogue) {
    const auto set = document.training().find(model::weights_key);
    const auto* name =
        set == document.training().end() ? nullptr : std::get_if<std::string>(&set->second);
    if (name == nullptr || name->empty()) return std::nullopt;
    fs::path file(*name);
    const bool moves = file.is_relative() && fs::absolute(project).parent_path() != base;
    if (file.is_relative()) file = base / file;
    std::string now;
    if (exchange::onnx::is_onnx_file(file)) {
        io::TensorFile tensors;
        tensors.tensors = exchange::onnx::import_file(file, catalogue).weights;
        const fs::path target = freeWeightsFile(project);
        io::write_safetensors(target, tensors);
        now = target.filename().string();
    } else if (moves) {
        now = file.string();
    } else {
        return std::nullopt;
    }
    document.apply(model::SetTraining{model::weights_key, now});
    return now;
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
        if (!loaded.problem.isEmpty()) {
            emit failed(loaded.problem);
            return;
        }
        then(std::move(loaded.document));
        if (loaded.foreign) emit imported(path, loaded.placeholders);
    });
    const auto catalogue = m_model.sharedCatalogue();
    watcher->setFuture(QtConcurrent::run([path, catalogue]() -> Loaded {
        try {
            const fs::path file(path.toStdString());
            if (exchange::onnx::is_onnx_file(file)) {
                auto imported = exchange::onnx::import_file(file, *catalogue);
                Loaded loaded{std::move(imported.document), {}, true, {}};
                for (const std::string& node : imported.unmapped)
                    loaded.placeholders << ui::sentenceText(node);
                if (!imported.weights.empty()) beginWith(loaded.document, file);
                return loaded;
            }
            if (!exchange::may_carry_project(file))
                return {model::load_project(file, *catalogue), {}, false, {}};
            Loaded loaded{exchange::carried_project(file, *catalogue), {}, true, {}};
            if (file.extension() == ".safetensors") beginWith(loaded.document, file);
            return loaded;
        } catch (const std::exception& error) {
            return {{}, sentence(error), false, {}};
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
    /// What went wrong, or what has become of the weights that the project begins with.
    struct Saved {
        QString problem;
        std::optional<std::string> weights;
    };
    auto* watcher = new QFutureWatcher<Saved>(this);
    connect(watcher, &QFutureWatcher<Saved>::finished, this, [=, this] {
        watcher->deleteLater();
        setBusy(false);
        const Saved result = watcher->result();
        if (!result.problem.isEmpty()) {
            emit failed(result.problem);
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
            const bool same = m_model.undoStack()->index() == savedIndex;
            if (result.weights)
                m_model.run(
                    model::set_training(m_model.document(), model::weights_key, *result.weights));
            if (same) m_model.undoStack()->setClean();
            emit changed();
        }
        if (then) then();
    });
    watcher->setFuture(
        QtConcurrent::run([path, document = documentToSave(), base = m_data.base(),
                           catalogue = m_model.sharedCatalogue()]() mutable -> Saved {
            try {
                const fs::path file(path.toStdString());
                const auto weights = keepWeights(document, file, base, *catalogue);
                model::save_project(document, file);
                return {{}, weights};
            } catch (const std::exception& error) {
                return {sentence(error), std::nullopt};
            }
        }));
}

}  // namespace gradweave::app
