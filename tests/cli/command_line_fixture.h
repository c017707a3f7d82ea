// SPDX-License-Identifier: Apache-2.0
// gradweave-cli run from outside in a folder of its own, and what it said.
#pragma once

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>
#include <memory>

#include "engine/core/text.h"
#include "engine/data/source.h"
#include "engine/exchange/embedded_project.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"
#include "engine/model/commands.h"
#include "engine/model/project.h"

namespace gradweave::testing {

struct Result {
    int code;
    QString out, err;
    /// The JSON objects on stdout, one a line.
    QVector<QJsonObject> lines() const {
        QVector<QJsonObject> objects;
        for (const QString& line : out.split('\n', Qt::SkipEmptyParts)) {
            QJsonParseError error;
            objects << QJsonDocument::fromJson(line.toUtf8(), &error).object();
            if (error.error != QJsonParseError::NoError) qWarning() << line << error.errorString();
        }
        return objects;
    }
    QVector<QJsonObject> events(const char* name) const {
        QVector<QJsonObject> found;
        for (const auto& object : lines()) {
            if (object["event"] == name) found << object;
        }
        return found;
    }
};

class CommandLine : public QObject {
  protected:
    void makeFolder() { m_folder = std::make_unique<QTemporaryDir>(); }
    Result run(const QStringList& arguments, const QStringList& environment = {});
    QString path(const QString& name) const { return m_folder->filePath(name); }
    void write(const QString& name, const std::string& text) {
        io::write_file(path(name).toStdString(), text);
    }
    /// A spirals network; small and fast.
    void writeSpirals(const QString& name,
                      const std::function<void(model::Document&)>& change = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    model::Catalogue m_catalogue;
};

inline Result CommandLine::run(const QStringList& arguments, const QStringList& environment) {
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.insert("GRADWEAVE_RESOURCES", GRADWEAVE_SOURCE_DIR "/resources");
    variables.insert("XDG_STATE_HOME", path("state"));
    variables.insert("XDG_DATA_HOME", path("data"));
    for (const QString& entry : environment)
        variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
    process.setProcessEnvironment(variables);
    process.start(GRADWEAVE_CLI, arguments);
    if (!process.waitForFinished(120000)) return {-1, "", "did not end"};
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    return {code, QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

inline void CommandLine::writeSpirals(const QString& name,
                                      const std::function<void(model::Document&)>& change) {
    auto document = model::load_project(
        GRADWEAVE_SOURCE_DIR "/resources/examples/spirals.gradweave", m_catalogue);
    document.apply(model::set_param(document, m_catalogue, 1, "samples", std::int64_t{200}));
    document.apply(model::set_param(document, m_catalogue, 1, "test", 0.2));
    document.apply(model::set_training(document, "epochs", std::int64_t{3}));
    if (change) change(document);
    model::save_project(document, path(name).toStdString());
}

}  // namespace gradweave::testing
