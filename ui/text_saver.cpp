// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text_saver.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QStandardPaths>
#include <QtConcurrentRun>

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/io/files.h"
#include "ui/sentence_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

struct Outcome {
    std::uint64_t bytes = 0;
    std::string problem;
};

Outcome write(const TextSaver::Make& make, const std::string& path) {
    try {
        const std::string text = make();
        io::write_file(path, text);
        return {text.size(), {}};
    } catch (const std::exception& error) {
        return {0, error.what()};
    }
}

}  // namespace

TextSaver::TextSaver(QWidget* window)
    : QObject(window),
      m_window(window),
      m_folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)) {}

void TextSaver::ask(const QString& title, const QString& name, const QString& filter, Make make) {
    auto* dialog = new QFileDialog(m_window, title, m_folder, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, make = std::move(make)](const QString& path) {
                m_folder = QFileInfo(path).path();
                save(path, make);
            });
    dialog->open();
}

void TextSaver::save(const QString& path, Make make) {
    auto* watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this, [this, watcher, path] {
        watcher->deleteLater();
        const Outcome outcome = watcher->result();
        if (outcome.problem.empty())
            emit saved(tr("Saved %1 (%2).").arg(path, bytesText(outcome.bytes)));
        else
            emit failed(sentenceText(outcome.problem));
    });
    watcher->setFuture(QtConcurrent::run(write, std::move(make), path.toStdString()));
}

}  // namespace gradweave::ui
