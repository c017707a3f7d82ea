// SPDX-License-Identifier: Apache-2.0
// Loads plug-ins: shared modules that add kinds of blocks through the C interface of plugin_api.h.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/model/catalogue.h"

namespace gradweave::model {

/// What became of one module.
struct PluginReport {
    std::filesystem::path path;
    std::string name, version;        ///< empty if it was not loaded
    std::vector<std::string> blocks;  ///< ids of the kinds that it added
    std::string problem;  ///< a full sentence if it was refused; nothing of it is used then
};

/// Loads every module (*.so) of the folders, in order of their names, into the catalogue. A module
/// is first tried in a child process, so that one that crashes, hangs or exits costs nothing but
/// itself. Loaded modules stay until the program ends. Call before the program has threads.
std::vector<PluginReport> load_plugins(Catalogue& catalogue,
                                       const std::vector<std::filesystem::path>& folders);

/// Folders that are looked into: those of GRADWEAVE_PLUGINS (colon separated), the user's
/// ($XDG_DATA_HOME/gradweave/plugins), and the one beside the program. Never a project's.
std::vector<std::filesystem::path> plugin_folders();

}  // namespace gradweave::model
