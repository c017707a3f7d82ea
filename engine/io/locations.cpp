// SPDX-License-Identifier: Apache-2.0
#include "engine/io/locations.h"

#include <algorithm>
#include <cstdlib>

#include "engine/core/error.h"
#include "engine/core/text.h"

namespace gradweave::io {

namespace fs = std::filesystem;

namespace {

constexpr const char* project_suffix = ".gradweave";

}  // namespace

fs::path state_directory() {
    // Relative values are to be ignored, as the specification says.
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
        return fs::path(state) / "gradweave";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
        return fs::path(home) / ".local" / "state" / "gradweave";
    return fs::temp_directory_path() / "gradweave";
}

fs::path resource_directory() {
    if (const char* given = std::getenv("GRADWEAVE_RESOURCES")) return given;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) return {};
    const fs::path folder = program.parent_path().parent_path() / "share" / "gradweave";
    return fs::is_directory(folder, error) ? folder : fs::path();
}

std::vector<std::string> example_names() {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(resource_directory() / "examples", error), end;
         !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == project_suffix)
            names.push_back(entry->path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

fs::path example_path(const std::string& name) {
    const auto names = example_names();
    if (std::find(names.begin(), names.end(), name) != names.end())
        return resource_directory() / "examples" / (name + project_suffix);
    std::string all;
    for (const auto& known : names)
        all += concat(all.empty() ? "" : ", ", known);
    throw Error(ErrorKind::usage,
                concat("there is no example ", in_quotes(name),
                       names.empty() ? "; none are installed" : "; there are " + all));
}

}  // namespace gradweave::io
