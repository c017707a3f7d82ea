// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes and sizes in words, for the inspector and the status line.
#pragma once

#include <set>
#include <vector>

#include "engine/model/analysis.h"
#include "ui/panels/facts_view.h"

namespace gradweave::ui {

/// Inputs with where they come from, outputs, parameters, multiply-adds of one block.
std::vector<Fact> factsOf(const model::Block& block, const model::BlockKind& kind,
                          const model::Document& document, const model::Analysis& analysis);
/// Sums over some blocks.
std::vector<Fact> factsOf(const std::set<model::BlockId>& blocks, const model::Analysis& analysis);
/// Facts about the whole document.
std::vector<Fact> factsOf(const model::Document& document, const model::Analysis& analysis);

/// Errors and warnings.
int problemCount(const model::Analysis& analysis);
/// "Valid · 109,386 parameters · 427 KB · 0 problems"
QString statusOf(const model::Analysis& analysis);

}  // namespace gradweave::ui
