// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the data of a block in another thread; the newest wish counts.
#pragma once

#include <QObject>
#include <atomic>
#include <filesystem>

#include "engine/model/catalogue.h"
#include "ui/panels/samples.h"

namespace gradweave::ui {

/// One reading at a time as far as anybody can see: a new one makes the earlier one stop and its
/// result is forgotten. Lives in the UI thread.
class DataLoader : public QObject {
    Q_OBJECT

  public:
    explicit DataLoader(std::shared_ptr<const model::Catalogue> catalogue,
                        QObject* parent = nullptr);
    ~DataLoader() override;

    void load(const model::Block& block, const std::filesystem::path& base);
    void cancel();
    bool busy() const { return m_task != nullptr; }
    /// What is done so far, 0 to 1.
    double fraction() const;

  signals:
    void loaded(const gradweave::ui::LoadedDataPtr& data);
    /// `place` is the parameter to look at, if it is one.
    void failed(const QString& sentence, const QString& place);

  private:
    struct Task {
        std::atomic<bool> cancelled{false};
        std::atomic<double> fraction{0};
    };

    std::shared_ptr<const model::Catalogue> m_catalogue;
    std::shared_ptr<Task> m_task;
};

}  // namespace gradweave::ui
