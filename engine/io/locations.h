// SPDX-License-Identifier: Apache-2.0
// Where files of the program and of its user belong (XDG base directories).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gradweave::io {

/// Run folders, recent files, recovery: $XDG_STATE_HOME/gradweave or ~/.local/state/gradweave.
std::filesystem::path state_directory();

/// What came with the program: examples/, data/. GRADWEAVE_RESOURCES, or ../share/gradweave beside
/// the program. Empty if there is none.
std::filesystem::path resource_directory();

/// Example projects by name without suffix, sorted.
std::vector<std::string> example_names();
/// The file of an example; throws Error(usage) naming those there are.
std::filesystem::path example_path(const std::string& name);

}  // namespace gradweave::io
