// SPDX-License-Identifier: Apache-2.0
// Documents as files: JSON with sorted keys, one block or wire a line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/data/source.h"
#include "engine/model/catalogue.h"
#include "engine/model/document.h"

namespace gradweave::model {

inline constexpr const char* project_suffix = ".gradweave";

/// The document's text. The same document always gives the same bytes, and reading them gives an
/// equal document.
std::string to_text(const Document& document);

/// Reads a project. Parameters are read by the catalogue's types; blocks of unknown kinds and
/// members of unknown names are kept and written back. Throws Error(bad_input) with the place for
/// anything that would lose or change something: no project, a newer format, ids or names used
/// twice, wires without an end. A cycle, an unknown kind and a wrong value are no errors here; the
/// analysis shows them.
Document document_from_text(const std::string& text, const Catalogue& catalogue);

/// The same for a file; errors name it.
Document load_project(const std::filesystem::path& path, const Catalogue& catalogue);
/// Whole or not at all.
void save_project(const Document& document, const std::filesystem::path& path);

/// What the block's `extra` says of the data that it had when it was saved.
std::optional<data::DatasetInfo> remembered_data(const Block& block);
/// Puts it there; to be done before saving.
void remember_data(Document& document, BlockId id, const data::DatasetInfo& info);

/// Where a data block reads from. `base` is the project's folder. Throws Error(io) or
/// Error(bad_input) as data::resolve does, and BlockProblem for a wrong parameter.
data::Source data_source(const Block& block, const Catalogue& catalogue,
                         const std::filesystem::path& base, bool allow_outside);

}  // namespace gradweave::model
