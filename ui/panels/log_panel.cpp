// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/log_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTextBlock>
#include <QTime>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// The pieces of a line, kept in their formats so that a change of theme can colour them again.
enum class Part { time, sentence, warning, error };
constexpr int partProperty = QTextFormat::UserProperty + 1;

QTextCharFormat formatOf(Part part) {
    const Theme& t = theme();
    QTextCharFormat format;
    format.setProperty(partProperty, static_cast<int>(part));
    format.setForeground(part == Part::time      ? t.mutedText
                         : part == Part::warning ? t.warning
                         : part == Part::error   ? t.error
                                                 : t.text);
    if (part == Part::warning || part == Part::error) format.setFontWeight(QFont::DemiBold);
    return format;
}

/// One sentence stays one block, whatever line breaks it has.
QString inOneBlock(QString sentence) {
    sentence = sentence.trimmed();
    sentence.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    sentence.replace(QLatin1Char('\n'), QChar::LineSeparator);
    sentence.replace(QChar::ParagraphSeparator, QChar::LineSeparator);
    return sentence;
}

}  // namespace

LogPanel::LogPanel(QWidget* parent)
    : QWidget(parent),
      m_pages(new QStackedLayout(this)),
      m_empty(new QLabel(tr("What happens is written here."), this)),
      m_view(new QPlainTextEdit(this)) {
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_view->setObjectName(QStringLiteral("logText"));
    m_view->setAccessibleName(tr("Log"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setReadOnly(true);
    m_view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_view->setUndoRedoEnabled(false);
    m_view->setMaximumBlockCount(mostLines);
    m_view->document()->setDocumentMargin(metrics().gap * 0.75);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &LogPanel::showMenu);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_view->isVisible()) m_follows = value >= m_view->verticalScrollBar()->maximum();
    });
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &LogPanel::recolour);
}

void LogPanel::add(Level level, const QString& sentence) {
    // What is selected or being read stays where it is: the text is changed by a cursor of its own.
    const bool follows = m_follows;
    QTextCursor cursor(m_view->document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    if (!m_view->document()->isEmpty()) cursor.insertBlock();
    cursor.insertText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")),
                      formatOf(Part::time));
    if (level == Level::warning) cursor.insertText(tr("Warning") + "  ", formatOf(Part::warning));
    if (level == Level::error) cursor.insertText(tr("Error") + "  ", formatOf(Part::error));
    cursor.insertText(inOneBlock(sentence), formatOf(Part::sentence));
    cursor.endEditBlock();
    m_pages->setCurrentWidget(m_view);
    m_follows = follows;
    if (follows) scrollToEnd();
    if (level == Level::info || isVisible()) return;
    ++m_unread;
    m_worst = std::max(m_worst, level);
    emit unreadChanged(m_unread, m_worst);
}

void LogPanel::clear() {
    m_view->clear();
    m_follows = true;
    m_pages->setCurrentWidget(m_empty);
    read();
}

QString LogPanel::text() const {
    return m_view->toPlainText();
}

void LogPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_follows) scrollToEnd();
    read();
}

void LogPanel::scrollToEnd() {
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
}

void LogPanel::read() {
    if (m_unread == 0) return;
    m_unread = 0;
    m_worst = Level::info;
    emit unreadChanged(0, m_worst);
}

void LogPanel::showMenu(const QPoint& at) {
    auto* menu = new QMenu(m_view);
    menu->setObjectName(QStringLiteral("logMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* copy = menu->addAction(icon(QStringLiteral("copy")), tr("Copy"), QKeySequence::Copy,
                                 m_view, &QPlainTextEdit::copy);
    copy->setObjectName(QStringLiteral("logCopy"));
    copy->setEnabled(m_view->textCursor().hasSelection());
    auto* all = menu->addAction(tr("Copy all"), this,
                                [this] { QApplication::clipboard()->setText(text()); });
    all->setObjectName(QStringLiteral("logCopyAll"));
    menu->addSeparator();
    auto* clearAction = menu->addAction(tr("Clear"), this, &LogPanel::clear);
    clearAction->setObjectName(QStringLiteral("logClear"));
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void LogPanel::recolour() {
    QTextCursor cursor(m_view->document());
    cursor.beginEditBlock();
    for (QTextBlock block = m_view->document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const QVariant part = fragment.charFormat().property(partProperty);
            if (!part.isValid()) continue;
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(formatOf(static_cast<Part>(part.toInt())));
        }
    }
    cursor.endEditBlock();
}

}  // namespace gradweave::ui
