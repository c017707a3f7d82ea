// SPDX-License-Identifier: GPL-3.0-or-later
// What one sees before a project is open: examples, recent projects, an empty canvas.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace gradweave::app {

class RecentFiles;

class StartPage : public QWidget {
    Q_OBJECT

  public:
    /// The focus goes to the first example.
    explicit StartPage(RecentFiles& recent, QWidget* parent = nullptr);

    /// "CPU (8 threads) ready"; what is not there has its reason in the tooltip.
    void setDevices(const QString& line, const QString& details);

  signals:
    void exampleChosen(const QString& path);
    void projectChosen(const QString& path);
    void emptyChosen();
    void openChosen();
    void dataChosen();

  private:
    void addExamples(QVBoxLayout& layout);
    void fillRecent();

    RecentFiles& m_recent;
    QVBoxLayout* m_recentLayout;
    QLabel* m_devices;
};

}  // namespace gradweave::app
