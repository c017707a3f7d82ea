// SPDX-License-Identifier: Apache-2.0
// Project files on the command line: finding, making, and naming them in errors.
#pragma once

#include <filesystem>

#include "app/cli/commands.h"
#include "engine/train/run.h"

namespace gradweave::cli {

/// A project file, or the name of an example where there is no such file.
std::filesystem::path project_path(const std::string& given);

/// The folder that a project's relative paths start from.
std::filesystem::path folder_of(const std::filesystem::path& project);

/// What a run of this project needs; without data and settings, which may still be changed.
train::Job make_job(const Context& context, const std::filesystem::path& project,
                    const std::optional<std::string>& device);

/// Writes a project that must not exist yet, and says so.
void write_new(const Context& context, const model::Document& document, const std::string& output);

/// Throws the error again with the project's name before its sentence, unless it names a file
/// already or is not about a file.
[[noreturn]] void rethrow_for(const std::filesystem::path& project, const Error& error);

}  // namespace gradweave::cli
