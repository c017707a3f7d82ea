// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of blocks as entries of a search, in the order in which they are likely to be wanted.
#pragma once

#include <vector>

#include <map>
#include "ui/add_request.h"
#include "ui/document_model.h"

#include "ui/panels/search_popup.h"

namespace gradweave::ui {

/// The kinds that can be put where the request says: all of them, or those that take the wire.
/// First what fits as it is, then what fits after a change of parameters; among these first what
/// this user put in such a place most often (`uses`, by kind), then by category and name
/// (all kinds: in the catalogue's order).
std::vector<SearchEntry> kindsFor(const DocumentModel& model, const AddRequest& request,
                                  const std::map<QString, int>& uses = {});

/// The kind of the block that the new one is to follow, or that it is to feed ("to linear"); empty
/// if it is to stand alone.
QString neighbourOf(const DocumentModel& model, const AddRequest& request);

/// What the search says about itself: "Blocks that take [N, 784]".
QString promptFor(const DocumentModel& model, const AddRequest& request);

/// The blocks of the document, for "Find block".
std::vector<SearchEntry> blocksOf(const DocumentModel& model);

}  // namespace gradweave::ui
