// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue's texts in the window's language.
#pragma once

#include <QString>

#include "engine/model/catalogue.h"

namespace gradweave::ui {

/// The translation of a help text, a label or a heading of the catalogue; itself where there is
/// none. Titles of kinds and values of parameters stay as they are: they are the field's terms, and
/// stand in files. `texts/catalogue_texts.cpp` lists for the translators what is asked for here.
QString catalogueText(const std::string& text);

/// model::summary_of and model::example_text, in the window's language.
QString summaryText(const model::BlockKind& kind, const model::Params& values);
QString exampleText(const model::BlockKind& kind);

}  // namespace gradweave::ui
