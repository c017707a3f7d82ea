// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/start_page.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/gradweave/card.h"
#include "app/gradweave/examples.h"
#include "app/gradweave/recent_files.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

using ui::icon;
using ui::metrics;

namespace {

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = metrics().strongText;
    label->setFont(font);
    return label;
}

QLabel* quiet(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QPushButton* action(const QString& name, const QString& text, QWidget* parent) {
    auto* button = new QPushButton(icon(name), text, parent);
    button->setFlat(true);
    button->setAutoDefault(true);  // Enter presses it
    button->setCursor(Qt::PointingHandCursor);
    button->setStyleSheet(QStringLiteral("text-align: left"));
    return button;
}

}  // namespace

StartPage::StartPage(RecentFiles& recent, QWidget* parent)
    : QWidget(parent), m_recent(recent), m_recentLayout(new QVBoxLayout) {
    setObjectName(QStringLiteral("startPage"));
    const int unit = qRound(metrics().unit);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setAccessibleName(tr("Start page"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* sheet = new QWidget(scroll);
    scroll->setWidget(sheet);
    auto* centring = new QHBoxLayout(sheet);
    auto* page = new QWidget(sheet);
    page->setMaximumWidth(unit * 62);
    centring->addStretch(1);
    centring->addWidget(page, 20);
    centring->addStretch(1);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * unit, 3 * unit, 2 * unit, 2 * unit);
    layout->setSpacing(unit);
    auto* head = new QHBoxLayout;
    auto* mark = new QLabel(page);
    mark->setPixmap(ui::applicationIcon().pixmap(unit * 4, unit * 4));
    auto* name = new QLabel(tr("Gradweave"), page);
    QFont large = metrics().strongText;
    large.setPointSizeF(large.pointSizeF() * 1.9);
    name->setFont(large);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(name);
    words->addWidget(quiet(tr("Build and train neural networks by sight"), page));
    words->addStretch();
    head->addWidget(mark);
    head->addSpacing(unit / 2);
    head->addLayout(words, 1);
    layout->addLayout(head);
    layout->addSpacing(unit);

    addExamples(*layout);

    auto* columns = new QHBoxLayout;
    columns->setSpacing(3 * unit);
    auto* begin = new QVBoxLayout;
    begin->setSpacing(unit / 2);
    begin->addWidget(heading(tr("Begin"), page));
    auto* empty = action(QStringLiteral("new"), tr("Empty canvas"), page);
    empty->setObjectName(QStringLiteral("startEmpty"));
    auto* open = action(QStringLiteral("open"), tr("Open…"), page);
    open->setObjectName(QStringLiteral("startOpen"));
    auto* data = action(QStringLiteral("category-data"), tr("Use my data…"), page);
    data->setObjectName(QStringLiteral("startData"));
    data->setToolTip(tr("A table as .csv or .tsv, a text, or images in MNIST's IDX files."));
    begin->addWidget(data);
    begin->addWidget(empty);
    begin->addWidget(open);
    begin->addSpacing(unit / 2);
    begin->addWidget(quiet(tr("Or drop a project, an .onnx model, exported weights or pictures, or "
                              "data anywhere on this "
                              "window."),
                           page));
    begin->addStretch(1);
    columns->addLayout(begin, 1);
    auto* recentColumn = new QVBoxLayout;
    recentColumn->setSpacing(unit / 2);
    recentColumn->addWidget(heading(tr("Recent"), page));
    m_recentLayout->setSpacing(0);
    recentColumn->addLayout(m_recentLayout);
    recentColumn->addStretch(1);
    columns->addLayout(recentColumn, 2);
    layout->addLayout(columns);
    layout->addStretch(1);
    m_devices = quiet({}, page);
    m_devices->setObjectName(QStringLiteral("devicesLine"));
    layout->addWidget(m_devices);
    connect(data, &QPushButton::clicked, this, &StartPage::dataChosen);
    connect(empty, &QPushButton::clicked, this, &StartPage::emptyChosen);
    connect(open, &QPushButton::clicked, this, &StartPage::openChosen);
    connect(&recent, &RecentFiles::changed, this, &StartPage::fillRecent);
    fillRecent();
}

void StartPage::addExamples(QVBoxLayout& layout) {
    const std::vector<Example> examples = findExamples();
    if (examples.empty()) return;
    QWidget* page = layout.parentWidget();
    layout.addWidget(heading(tr("Examples"), page));
    auto* grid = new QGridLayout;
    grid->setSpacing(qRound(metrics().unit * 0.8));
    int number = 0;
    for (const Example& example : examples) {
        auto* card = new Card(icon(QStringLiteral("canvas"), &ui::Theme::selection), example.title,
                              example.text, page);
        card->setObjectName(QStringLiteral("example.%1").arg(QFileInfo(example.path).baseName()));
        grid->addWidget(card, number / 3, number % 3);
        if (number == 0) setFocusProxy(card);
        ++number;
        connect(card, &QAbstractButton::clicked, this,
                [this, path = example.path] { emit exampleChosen(path); });
    }
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    layout.addLayout(grid);
    layout.addSpacing(qRound(metrics().unit));
}

void StartPage::fillRecent() {
    while (QLayoutItem* item = m_recentLayout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const QString& path : m_recent.paths()) {
        const QFileInfo file(path);
        auto* button =
            action(QStringLiteral("clock"),
                   QStringLiteral("%1   %2").arg(file.completeBaseName(), file.path()), this);
        button->setToolTip(path);
        m_recentLayout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, path] { emit projectChosen(path); });
    }
    if (m_recent.paths().isEmpty())
        m_recentLayout->addWidget(
            quiet(tr("Projects that you save or open are listed here."), this));
}

void StartPage::setDevices(const QString& line, const QString& details) {
    m_devices->setText(line);
    m_devices->setToolTip(details);
}

}  // namespace gradweave::app
