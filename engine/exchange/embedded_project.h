// SPDX-License-Identifier: Apache-2.0
// Projects inside other files: a picture or a weight file that opens again as the network it shows.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/catalogue.h"
#include "engine/model/document.h"

namespace gradweave::exchange {

inline constexpr const char* project_namespace = "urn:gradweave:project";
/// Key of the project's JSON text in the metadata of safetensors files.
inline constexpr const char* project_key = "gradweave.project";

/// A <metadata> element that holds the project's JSON text.
std::string project_element(std::string_view json);

/// The JSON text of the project that an SVG text carries, or nothing. Whether it is a project that
/// can be opened is document_from_text()'s business.
std::optional<std::string> project_in_svg(std::string_view svg);

/// The same for the metadata of a safetensors file.
std::optional<std::string> project_in_metadata(const std::map<std::string, std::string>& metadata);

/// The same for the bytes of a PNG picture.
std::optional<std::string> project_in_png(std::string_view png);

/// A PNG picture that carries the project's JSON text in a chunk which other programs pass over.
/// Throws Error(bad_input) if the bytes are no PNG.
std::string png_with_project(std::string_view png, std::string_view json);

/// Whether files with this suffix (".safetensors", ".svg", ".png") may carry a project.
bool may_carry_project(const std::filesystem::path& path);

/// The project in such a file. Throws Error(unsupported) for other suffixes, Error(bad_input) if
/// it carries none or one that cannot be read, Error(io).
model::Document carried_project(const std::filesystem::path& path,
                                const model::Catalogue& catalogue);

}  // namespace gradweave::exchange
