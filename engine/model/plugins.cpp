// SPDX-License-Identifier: Apache-2.0
#include "engine/model/plugins.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "engine/core/text.h"
#include "engine/model/plugin_api.h"
#include "engine/model/plugin_block.h"

namespace gradweave::model {

namespace fs = std::filesystem;

namespace {

/// A module that does not answer within this time is refused.
constexpr unsigned probe_seconds = 5;
constexpr int most_blocks = 1000, most_ports = 64;

bool is_text(const char* text) {
    return text != nullptr && std::strlen(text) < 4096;
}

/// Why the description cannot be used, or nothing. Reads all of it, so a bad pointer shows here.
std::string check(const gw_plugin* plugin) {
    if (plugin == nullptr) return "its entry point returns nothing";
    if (plugin->magic != GW_PLUGIN_MAGIC)
        return "it is no Gradweave plug-in (its magic number is wrong)";
    if (plugin->abi != GW_PLUGIN_ABI) {
        return concat("it was made for version ", plugin->abi,
                      " of the plug-in interface, this program has version ", GW_PLUGIN_ABI);
    }
    if (plugin->struct_size != sizeof(gw_plugin)) {
        return concat("its description has ", plugin->struct_size, " bytes instead of ",
                      sizeof(gw_plugin));
    }
    if (!is_text(plugin->name) || !is_text(plugin->version)) return "it has no name or version";
    if (plugin->block_count < 0 || plugin->block_count > most_blocks ||
        (plugin->block_count > 0 && plugin->blocks == nullptr)) {
        return concat("it claims to have ", plugin->block_count, " blocks");
    }
    for (int i = 0; i < plugin->block_count; ++i) {
        const gw_block& block = plugin->blocks[i];
        const std::string which = concat("its block ", i + 1);
        if (!is_text(block.id) || !is_text(block.title) || !is_text(block.help) || *block.id == 0)
            return which + " has no id, title or help";
        if (block.shape == nullptr || block.build == nullptr)
            return which + " has no shape or build function";
        if (block.input_count < 0 || block.input_count > most_ports || block.setting_count < 0 ||
            block.setting_count > most_ports) {
            return which + " has an impossible number of inputs or settings";
        }
        for (int k = 0; k < block.input_count; ++k) {
            if (!is_text(block.input_names[k])) return which + " has an input without a name";
        }
        for (int k = 0; k < block.setting_count; ++k) {
            if (!is_text(block.settings[k].key) || !is_text(block.settings[k].label))
                return which + " has a setting without key or label";
        }
    }
    return {};
}

/// Opens the module and calls its entry point; fills in `problem` otherwise.
const gw_plugin* open(const fs::path& path, std::string& problem) {
    void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) {
        problem = concat("it cannot be loaded (", ::dlerror(), ")");
        return nullptr;
    }
    const auto entry = reinterpret_cast<gw_plugin_entry>(::dlsym(module, GW_PLUGIN_ENTRY));
    if (entry == nullptr) {
        problem = concat("it does not export ", GW_PLUGIN_ENTRY);
    } else {
        try {
            const gw_plugin* plugin = entry();
            problem = check(plugin);
            if (problem.empty()) return plugin;
        } catch (...) {
            problem = "it threw an exception";
        }
    }
    ::dlclose(module);
    return nullptr;
}

/// Loads the module in a child process. Returns why it cannot be used, or nothing.
std::string probe(const fs::path& path) {
    int channel[2];
    if (::pipe(channel) != 0) return "it could not be tried (no pipe)";
    const pid_t child = ::fork();
    if (child < 0) {
        ::close(channel[0]);
        ::close(channel[1]);
        return "it could not be tried (no process)";
    }
    if (child == 0) {
        for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGALRM})
            std::signal(signal, SIG_DFL);
        ::close(channel[0]);
        ::alarm(probe_seconds);
        // Success is said, not only survived: a module may end the process by itself.
        std::string problem;
        open(path, problem);
        const std::string answer = problem.empty() ? "good" : "bad:" + problem;
        static_cast<void>(!::write(channel[1], answer.data(), answer.size()));
        ::_exit(0);
    }
    ::close(channel[1]);
    std::string answer;
    char buffer[512];
    for (ssize_t count; (count = ::read(channel[0], buffer, sizeof buffer)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(count));
    ::close(channel[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) {
        if (WTERMSIG(status) == SIGALRM)
            return concat("it did not answer within ", probe_seconds, " seconds");
        return concat("it crashes when it is loaded (", ::strsignal(WTERMSIG(status)), ")");
    }
    if (answer == "good") return {};
    return answer.starts_with("bad:") ? answer.substr(4) : "it ends the program when it is loaded";
}

PluginReport load(Catalogue& catalogue, const fs::path& path) {
    PluginReport report;
    report.path = path;
    std::string problem = probe(path);
    const gw_plugin* plugin = problem.empty() ? open(path, problem) : nullptr;
    if (plugin != nullptr) {
        for (int i = 0; i < plugin->block_count; ++i) {
            if (catalogue.find(plugin->blocks[i].id) != nullptr) {
                problem = concat("there is a block ", in_quotes(plugin->blocks[i].id), " already");
                plugin = nullptr;
                break;
            }
        }
    }
    if (plugin == nullptr) {
        report.problem =
            concat("The plug-in ", path.filename().string(), " was not loaded: ", problem, ".");
        return report;
    }
    report.name = plugin->name;
    report.version = plugin->version;
    for (int i = 0; i < plugin->block_count; ++i) {
        catalogue.add(plugin_block_kind(plugin->blocks[i]));
        report.blocks.emplace_back(plugin->blocks[i].id);
    }
    return report;
}

}  // namespace

std::vector<PluginReport> load_plugins(Catalogue& catalogue, const std::vector<fs::path>& folders) {
    std::vector<PluginReport> reports;
    std::vector<fs::path> seen;
    for (const fs::path& folder : folders) {
        std::vector<fs::path> modules;
        std::error_code error;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            if (entry->path().extension() == ".so" && entry->is_regular_file(error))
                modules.push_back(entry->path());
        }
        std::sort(modules.begin(), modules.end());
        for (const fs::path& module : modules) {
            const fs::path real = fs::weakly_canonical(module, error);
            if (std::find(seen.begin(), seen.end(), real) != seen.end()) continue;
            seen.push_back(real);
            reports.push_back(load(catalogue, module));
        }
    }
    return reports;
}

std::vector<fs::path> plugin_folders() {
    std::vector<fs::path> folders;
    if (const char* list = std::getenv("GRADWEAVE_PLUGINS")) {
        std::string folder;
        for (const char c : std::string(list) + ":") {
            if (c != ':')
                folder += c;
            else if (!folder.empty())
                folders.push_back(std::exchange(folder, {}));
        }
    }
    const char* home = std::getenv("HOME");
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/') {
        folders.push_back(fs::path(data) / "gradweave" / "plugins");
    } else if (home != nullptr) {
        folders.push_back(fs::path(home) / ".local" / "share" / "gradweave" / "plugins");
    }
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error)
        folders.push_back(program.parent_path().parent_path() / "lib" / "gradweave" / "plugins");
    return folders;
}

}  // namespace gradweave::model
