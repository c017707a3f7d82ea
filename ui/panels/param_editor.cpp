// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/param_editor.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QToolButton>
#include <functional>

#include "ui/catalogue_text.h"
#include "ui/panels/field_undo.h"
#include "ui/panels/number_field.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/icons.h"

namespace gradweave::ui {

ParamEditor::ParamEditor(const model::ParamSpec& spec, QWidget* parent)
    : QWidget(parent), m_spec(spec) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    connect(this, &ParamEditor::accepted, this, [this] { m_refused = false; });
}

void ParamEditor::adopt(QWidget* control) {
    control->setObjectName(QStringLiteral("param.%1").arg(qtext(m_spec.key)));
    control->setAccessibleName(catalogueText(m_spec.label));
    control->setAccessibleDescription(catalogueText(m_spec.help));
    layout()->addWidget(control);
    setFocusProxy(control);
    new FieldUndo(control, [this] {
        if (!m_refused) return false;
        showValue();
        emit accepted();
        return true;
    });
}

void ParamEditor::take(const QString& text) {
    try {
        const model::ParamValue value = model::parse_value(m_spec, text.toStdString());
        emit accepted();
        emit edited(value);
    } catch (const Error& error) {
        m_refused = true;
        emit refused(sentenceText(error.what()) + QStringLiteral("."));
    }
}

namespace {

class BooleanEditor : public ParamEditor {
  public:
    BooleanEditor(const model::ParamSpec& spec, QWidget* parent)
        : ParamEditor(spec, parent), m_box(new QCheckBox(this)) {
        adopt(m_box);
        connect(m_box, &QCheckBox::clicked, this, [this](bool on) {
            emit begun();
            emit edited(on);
        });
    }
    void setValue(const model::ParamValue& value) override {
        m_box->setChecked(std::get<bool>(value));
    }

  private:
    QCheckBox* m_box;
};

class NumberEditor : public ParamEditor {
  public:
    NumberEditor(const model::ParamSpec& spec, QWidget* parent)
        : ParamEditor(spec, parent), m_field(new NumberField(this->spec(), this)) {
        adopt(m_field);
        connect(m_field, &NumberField::begun, this, &ParamEditor::begun);
        connect(m_field, &NumberField::textTyped, this, [this](const QString& t) { take(t); });
        connect(m_field, &NumberField::left, this, [this] {
            showValue();
            emit accepted();
        });
    }
    void setValue(const model::ParamValue& value) override {
        m_value = value;
        m_field->showText(qtext(model::to_text(value)));
    }

  private:
    void showValue() override { m_field->setText(qtext(model::to_text(m_value))); }

    NumberField* m_field;
    model::ParamValue m_value;
};

class ChoiceEditor : public ParamEditor {
  public:
    ChoiceEditor(const model::ParamSpec& spec, QWidget* parent)
        : ParamEditor(spec, parent), m_box(new QComboBox(this)) {
        for (const std::string& choice : spec.choices)
            m_box->addItem(qtext(choice));
        m_box->setFocusPolicy(Qt::StrongFocus);
        m_box->installEventFilter(this);
        adopt(m_box);
        connect(m_box, &QComboBox::textActivated, this, [this](const QString& text) {
            if (!m_held) emit begun();
            take(text);
        });
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::KeyPress)
            m_held = static_cast<QKeyEvent*>(event)->isAutoRepeat();
        else if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::Wheel)
            m_held = false;
        return ParamEditor::eventFilter(watched, event);
    }
    void setValue(const model::ParamValue& value) override {
        m_box->setCurrentIndex(m_box->findText(qtext(model::to_text(value))));
    }

  private:
    QComboBox* m_box;
    bool m_held = false;  ///< an arrow is held down
};

/// Texts and lists of whole numbers.
class TextEditor : public ParamEditor {
  public:
    TextEditor(const model::ParamSpec& spec, QWidget* parent)
        : ParamEditor(spec, parent), m_field(new QLineEdit(this)) {
        if (spec.type == model::ParamType::integers)
            m_field->setPlaceholderText(QObject::tr("such as 3 or 3, 3"));
        adopt(m_field);
        connect(m_field, &QLineEdit::textEdited, this, [this](const QString& t) { take(t); });
        connect(m_field, &QLineEdit::editingFinished, this, [this] {
            showValue();
            emit accepted();
        });
    }
    void setValue(const model::ParamValue& value) override {
        m_value = value;
        if (m_field->hasFocus() && means(m_field->text(), value)) return;
        showValue();
    }

  protected:
    QLineEdit* field() const { return m_field; }

  private:
    void showValue() override {
        if (const QString text = qtext(model::to_text(m_value)); m_field->text() != text)
            m_field->setText(text);
    }
    bool means(const QString& text, const model::ParamValue& value) const {
        try {
            return model::parse_value(spec(), text.toStdString()) == value;
        } catch (const Error&) {
            return false;
        }
    }

    QLineEdit* m_field;
    model::ParamValue m_value;
};

/// A list that says when it is opened.
class SuggestionBox : public QComboBox {
  public:
    SuggestionBox(std::function<void()> opened, QWidget* parent)
        : QComboBox(parent), m_opened(std::move(opened)) {}
    void showPopup() override {
        m_opened();
        QComboBox::showPopup();
    }

  private:
    std::function<void()> m_opened;
};

/// A text that is typed, or taken from a list with descriptions.
class SuggestionEditor : public ParamEditor {
  public:
    SuggestionEditor(const model::ParamSpec& spec, QWidget* parent)
        : ParamEditor(spec, parent),
          m_box(new SuggestionBox([this] { emit suggestionsWanted(); }, this)) {
        m_box->setEditable(true);
        m_box->setInsertPolicy(QComboBox::NoInsert);
        m_box->setCompleter(nullptr);
        m_box->setFocusPolicy(Qt::StrongFocus);
        m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_box->setMinimumContentsLength(8);
        QList<Suggestion> all;
        for (const std::string& choice : spec.choices)
            all.append({qtext(choice), {}, true});
        adopt(m_box);
        fill(all);
        connect(m_box, &QComboBox::activated, this, [this](int index) {
            // The list shows descriptions as well; the value is what stands before them.
            const QString text = m_box->itemData(index).toString();
            m_box->setEditText(text);
            emit begun();
            take(text);
        });
        connect(m_box->lineEdit(), &QLineEdit::textEdited, this,
                [this](const QString& text) { take(text); });
    }
    void setValue(const model::ParamValue& value) override {
        m_text = qtext(model::to_text(value));
        if (!m_box->lineEdit()->hasFocus() || m_box->currentText() != m_text)
            m_box->setEditText(m_text);
    }
    void setSuggestions(const QList<Suggestion>& all) override {
        fill(all);
        m_box->setEditText(m_text);
    }
    void setEmptyMeaning(const QString& meaning) override {
        m_box->lineEdit()->setPlaceholderText(meaning);
    }

  private:
    void showValue() override { m_box->setEditText(m_text); }
    void fill(const QList<Suggestion>& all) {
        const QSignalBlocker blocker(m_box);
        m_box->clear();
        auto* items = qobject_cast<QStandardItemModel*>(m_box->model());
        for (const Suggestion& entry : all) {
            const QString both = QStringLiteral("%1  ·  %2").arg(entry.text, entry.description);
            m_box->addItem(entry.description.isEmpty() ? entry.text
                           : entry.text.isEmpty()      ? entry.description
                                                       : both,
                           entry.text);
            m_box->setItemData(m_box->count() - 1, entry.description, Qt::ToolTipRole);
            if (items != nullptr) items->item(m_box->count() - 1)->setEnabled(entry.available);
        }
        // Wide enough for the descriptions, whatever the field's width is.
        m_box->view()->setMinimumWidth(m_box->view()->sizeHintForColumn(0));
    }

    SuggestionBox* m_box;
    QString m_text;
};

class FileEditor : public TextEditor {
  public:
    FileEditor(const model::ParamSpec& spec, QWidget* parent) : TextEditor(spec, parent) {
        auto* browse = new QToolButton(this);
        browse->setIcon(icon(QStringLiteral("folder")));
        browse->setAutoRaise(true);
        browse->setObjectName(QStringLiteral("browse.%1").arg(qtext(spec.key)));
        browse->setToolTip(QObject::tr("Choose a file"));
        browse->setAccessibleName(QObject::tr("Choose a file for %1").arg(qtext(spec.label)));
        layout()->addWidget(browse);
        field()->setPlaceholderText(QObject::tr("no file"));
        connect(browse, &QToolButton::clicked, this, &FileEditor::browse);
    }
    void setBase(const std::filesystem::path& base) override { m_base = base; }
    void setValue(const model::ParamValue& value) override {
        TextEditor::setValue(value);
        field()->setToolTip(field()->text());
    }

  private:
    void browse() {
        auto* dialog = new QFileDialog(this, catalogueText(spec().label), qtext(m_base.string()));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
            field()->setText(relative(path));
            emit begun();
            take(field()->text());
        });
        dialog->open();
    }

    /// Paths inside the project's folder move with it; others are written in full.
    QString relative(const QString& path) const {
        if (m_base.empty()) return path;
        const auto near = std::filesystem::path(path.toStdString()).lexically_relative(m_base);
        const bool inside = !near.empty() && *near.begin() != "..";
        return inside ? qtext(near.string()) : path;
    }

    std::filesystem::path m_base;
};

}  // namespace

ParamEditor* ParamEditor::make(const model::ParamSpec& spec, QWidget* parent) {
    switch (spec.type) {
        case model::ParamType::boolean:
            return new BooleanEditor(spec, parent);
        case model::ParamType::integer:
        case model::ParamType::real:
            return new NumberEditor(spec, parent);
        case model::ParamType::choice:
            return new ChoiceEditor(spec, parent);
        case model::ParamType::text:
            if (!spec.choices.empty() || spec.key == "target")
                return new SuggestionEditor(spec, parent);
            return new TextEditor(spec, parent);
        case model::ParamType::integers:
            return new TextEditor(spec, parent);
        case model::ParamType::file:
            break;
    }
    return new FileEditor(spec, parent);
}

}  // namespace gradweave::ui
