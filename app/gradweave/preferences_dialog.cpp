// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/preferences_dialog.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/gradweave/settings.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

namespace {

const QString keyGroup = QStringLiteral("keys/");

QString joined(const QList<QKeySequence>& keys) {
    QStringList texts;
    for (const QKeySequence& key : keys)
        texts << key.toString(QKeySequence::PortableText);
    return texts.join(' ');
}

QString shownText(const QAction& action) {
    return action.text().section('\t', 0, 0).remove('&').remove(QStringLiteral("…"));
}

}  // namespace

void applyKeys(ui::Actions& actions) {
    const auto settings = preferences();
    for (QAction* action : actions.all()) {
        const QString key = keyGroup + action->objectName();
        if (settings->contains(key))
            actions.setKeys(action, ui::Actions::keysOf(settings->value(key).toString()));
        else
            actions.setKeys(action, ui::Actions::defaultKeys(action));
    }
}

PreferencesDialog::PreferencesDialog(ui::Actions& actions, QWidget* parent)
    : QDialog(parent), m_actions(actions) {
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    auto* layout = new QVBoxLayout(this);
    auto* tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("preferenceTabs"));
    tabs->tabBar()->setAccessibleName(tr("Groups of preferences"));
    tabs->addTab(makeGeneralPage(), tr("General"));
    tabs->addTab(makeKeysPage(), tr("Keys"));
    layout->addWidget(tabs);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    const int unit = qRound(ui::metrics().unit);
    resize(unit * 36, unit * 28);
}

QComboBox* PreferencesDialog::choice(const QString& key, const QString& name,
                                     const QList<QPair<QString, QString>>& values) {
    auto* box = new QComboBox(this);
    box->setObjectName(QStringLiteral("preference.") + key);
    box->setAccessibleName(name);
    for (const auto& [value, text] : values)
        box->addItem(text, value);
    const QString now = preferences()->value(key, values.front().first).toString();
    box->setCurrentIndex(std::max(0, box->findData(now)));
    connect(box, &QComboBox::activated, this, [this, box, key] {
        preferences()->setValue(key, box->currentData());
        emit changed();
    });
    return box;
}

QWidget* PreferencesDialog::makeGeneralPage() {
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    form->setVerticalSpacing(qRound(ui::metrics().gap * 1.5));
    const auto row = [&](const QString& label, const QString& key,
                         const QList<QPair<QString, QString>>& values, const QString& note) {
        auto* box = choice(key, label, values);
        form->addRow(label, box);
        if (note.isEmpty()) return;
        auto* text = new QLabel(note, page);
        text->setWordWrap(true);
        text->setFont(ui::metrics().smallText);
        text->setForegroundRole(QPalette::PlaceholderText);
        text->setAlignment(Qt::AlignLeft | Qt::AlignTop);  // close to what it is about
        form->addRow(QString(), text);
    };
    row(tr("Appearance"), QStringLiteral("appearance"),
        {{QStringLiteral("system"), tr("As the system")},
         {QStringLiteral("light"), tr("Light")},
         {QStringLiteral("dark"), tr("Dark")},
         {QStringLiteral("contrast"), tr("High contrast")}},
        {});
    row(tr("Language"), QStringLiteral("language"),
        {{QStringLiteral("system"), tr("As the system")},
         {QStringLiteral("en"), QStringLiteral("English")},
         {QStringLiteral("de"), QStringLiteral("Deutsch")}},
        tr("Takes effect when Gradweave is started again."));
    row(tr("Wheel on the canvas"), QStringLiteral("canvas/wheel"),
        {{QStringLiteral("automatic"), tr("Zooms; two fingers on a touchpad scroll")},
         {QStringLiteral("zoom"), tr("Always zooms")},
         {QStringLiteral("scroll"), tr("Always scrolls")}},
        tr("Ctrl and the wheel zoom in every case, Shift and the wheel scroll sideways."));
    row(tr("Blocks snap to the grid"), QStringLiteral("canvas/snap"),
        {{QStringLiteral("yes"), tr("Yes; Ctrl while dragging prevents it")},
         {QStringLiteral("no"), tr("No; Ctrl while dragging snaps")}},
        {});
    row(tr("Minimap"), QStringLiteral("canvas/minimap"),
        {{QStringLiteral("automatic"), tr("From 60 blocks on")},
         {QStringLiteral("yes"), tr("Always")},
         {QStringLiteral("no"), tr("Never")}},
        {});
    return page;
}

// Keys

QWidget* PreferencesDialog::makeKeysPage() {
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    auto* filter = new QLineEdit(page);
    filter->setObjectName(QStringLiteral("keyFilter"));
    filter->setPlaceholderText(tr("Search commands"));
    filter->setAccessibleName(tr("Search commands"));
    filter->setClearButtonEnabled(true);
    layout->addWidget(filter);
    m_keys = new QTreeWidget(page);
    m_keys->setObjectName(QStringLiteral("keyList"));
    m_keys->setAccessibleName(tr("Commands and their keys"));
    m_keys->setRootIsDecorated(false);
    m_keys->setHeaderLabels({tr("Command"), tr("Keys")});
    m_keys->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_keys->header()->setStretchLastSection(false);
    m_keys->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    layout->addWidget(m_keys, 1);
    auto* row = new QHBoxLayout;
    m_sequence = new QKeySequenceEdit(page);
    m_sequence->setObjectName(QStringLiteral("keySequence"));
    m_sequence->setAccessibleName(tr("New keys of the chosen command"));
    for (auto* field : m_sequence->findChildren<QLineEdit*>())
        field->setAccessibleName(m_sequence->accessibleName());
    auto* clear = new QPushButton(tr("No keys"), page);
    clear->setObjectName(QStringLiteral("clearKey"));
    auto* reset = new QPushButton(tr("Defaults for all"), page);
    reset->setObjectName(QStringLiteral("resetKeys"));
    // Return in the field of keys must not take them away.
    clear->setAutoDefault(false);
    reset->setAutoDefault(false);
    row->addWidget(m_sequence, 1);
    row->addWidget(clear);
    row->addWidget(reset);
    layout->addLayout(row);
    m_keyNote = new QLabel(page);
    m_keyNote->setObjectName(QStringLiteral("keyNote"));
    m_keyNote->setWordWrap(true);
    m_keyNote->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_keyNote);
    connect(filter, &QLineEdit::textChanged, this, &PreferencesDialog::filterKeys);
    connect(m_keys, &QTreeWidget::currentItemChanged, this, &PreferencesDialog::showKey);
    connect(m_sequence, &QKeySequenceEdit::editingFinished, this, [this] {
        if (!m_sequence->keySequence().isEmpty()) setKey(m_sequence->keySequence());
    });
    connect(clear, &QPushButton::clicked, this, [this] { setKey({}); });
    connect(reset, &QPushButton::clicked, this, &PreferencesDialog::resetKeys);
    fillKeys();
    return page;
}

void PreferencesDialog::fillKeys() {
    const QString chosen = actionId();
    m_keys->clear();
    for (const QAction* action : m_actions.all()) {
        QStringList texts;
        for (const QKeySequence& key : action->shortcuts())
            texts << key.toString(QKeySequence::NativeText);
        auto* item = new QTreeWidgetItem(m_keys, {shownText(*action), texts.join(", ")});
        item->setData(0, Qt::UserRole, action->objectName());
        item->setIcon(0, action->icon());
        if (action->objectName() == chosen) m_keys->setCurrentItem(item);
    }
    if (m_keys->currentItem() == nullptr) m_keys->setCurrentItem(m_keys->topLevelItem(0));
}

void PreferencesDialog::filterKeys(const QString& text) {
    for (int i = 0; i < m_keys->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_keys->topLevelItem(i);
        item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                        !item->text(1).contains(text, Qt::CaseInsensitive));
    }
}

QString PreferencesDialog::actionId() const {
    const QTreeWidgetItem* item = m_keys->currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void PreferencesDialog::showKey() {
    const QString id = actionId();
    m_sequence->setEnabled(!id.isEmpty());
    if (id.isEmpty()) return;
    m_sequence->setKeySequence(m_actions[id.toUtf8().constData()]->shortcut());
    m_keyNote->setText(tr("Press the keys for the chosen command in the field."));
}

void PreferencesDialog::setKey(const QKeySequence& keys) {
    const QString id = actionId();
    if (id.isEmpty()) return;
    QAction* action = m_actions[id.toUtf8().constData()];
    QString note =
        keys.isEmpty()
            ? tr("%1 has no keys now.").arg(shownText(*action))
            : tr("%1 is now %2.").arg(keys.toString(QKeySequence::NativeText), shownText(*action));
    const auto settings = preferences();
    // Keys that two commands have would do nothing at all.
    for (QAction* other : m_actions.all()) {
        QList<QKeySequence> left = other->shortcuts();
        if (other == action || keys.isEmpty() || left.removeAll(keys) == 0) continue;
        m_actions.setKeys(other, left);
        settings->setValue(keyGroup + other->objectName(), joined(left));
        note += ' ' + tr("%1 has lost it.").arg(shownText(*other));
    }
    const QList<QKeySequence> now = keys.isEmpty() ? QList<QKeySequence>{} : QList{keys};
    m_actions.setKeys(action, now);
    settings->setValue(keyGroup + id, joined(now));
    fillKeys();
    m_keyNote->setText(note);
    emit changed();
}

void PreferencesDialog::resetKeys() {
    const auto settings = preferences();
    for (QAction* action : m_actions.all())
        settings->remove(keyGroup + action->objectName());
    applyKeys(m_actions);
    fillKeys();
    m_keyNote->setText(tr("All commands have their own keys again."));
    emit changed();
}

}  // namespace gradweave::app
