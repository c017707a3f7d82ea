// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, sentence by sentence, with the time of day.
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedLayout;

namespace gradweave::ui {

/// Keeps the newest sentences; the oldest go first. Follows what arrives only while its end is in
/// view, so that somebody can read in peace. Lives in the UI thread.
class LogPanel : public QWidget {
    Q_OBJECT

  public:
    enum class Level { info, warning, error };
    Q_ENUM(Level)

    /// Sentences that are kept.
    static constexpr int mostLines = 10'000;

    explicit LogPanel(QWidget* parent = nullptr);

    void add(Level level, const QString& sentence);
    void clear();
    /// All of it, a line a sentence: time, level if it is not info, sentence.
    QString text() const;
    QPlainTextEdit* view() const { return m_view; }

  signals:
    /// Warnings and errors that came while the panel was hidden, and the worst of them; 0 once it
    /// has been seen.
    void unreadChanged(int count, gradweave::ui::LogPanel::Level worst);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void showMenu(const QPoint& at);
    void recolour();
    void read();
    void scrollToEnd();

    QStackedLayout* m_pages;
    QLabel* m_empty;
    QPlainTextEdit* m_view;
    bool m_follows = true;  ///< the end is, or was last, in view
    int m_unread = 0;
    Level m_worst = Level::info;
};

}  // namespace gradweave::ui
