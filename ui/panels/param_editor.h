// SPDX-License-Identifier: GPL-3.0-or-later
// A field for one value of a ParamSpec, whatever its type.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>
#include <filesystem>
#include <memory>

#include "engine/model/catalogue.h"

namespace gradweave::ui {

/// Shows a value and reports edits that fit the spec; says what is wrong with others and keeps them
/// for correction. Knows nothing of documents, so that training settings use it too.
class ParamEditor : public QWidget {
    Q_OBJECT

  public:
    /// The editor for the spec's type. Texts that name a column take suggestions.
    static ParamEditor* make(const model::ParamSpec& spec, QWidget* parent);

    const model::ParamSpec& spec() const { return m_spec; }
    /// Shows the value without reporting it. A text that is being typed and means this value stays.
    virtual void setValue(const model::ParamValue& value) = 0;
    /// For files: the folder that paths are written relative to.
    virtual void setBase(const std::filesystem::path&) {}

    /// An entry of a list that a text can be taken from.
    struct Suggestion {
        QString text;
        QString description;  ///< shown beside the text
        bool available = true;
    };
    /// For texts with suggestions: replaces those of the spec.
    virtual void setSuggestions(const QList<Suggestion>&) {}
    /// For texts: what an empty one means.
    virtual void setEmptyMeaning(const QString&) {}

  signals:
    /// The next edit is another intent than the last one, and another step of undo, however soon it
    /// comes: a click, a press of an arrow, a choice. Typing goes on without.
    void begun();
    void edited(const gradweave::model::ParamValue& value);
    /// What was typed does not fit; a sentence.
    void refused(const QString& sentence);
    /// The wrong text is gone again.
    void accepted();
    /// The list of suggestions is being opened: the time to look what there is.
    void suggestionsWanted();

  protected:
    ParamEditor(const model::ParamSpec& spec, QWidget* parent);
    /// Puts the control into the editor and names it.
    void adopt(QWidget* control);
    /// Reports the text's value, or why it has none.
    void take(const QString& text);
    /// Shows the value again in place of a text that was refused.
    virtual void showValue() {}

  private:
    model::ParamSpec m_spec;
    bool m_refused = false;
};

}  // namespace gradweave::ui
