// SPDX-License-Identifier: Apache-2.0
// Chooses the reader for a source, and finds data files without leaving the project's folder
// unasked.
#include "engine/data/source.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "engine/core/text.h"
#include "engine/data/readers.h"
#include "engine/io/files.h"
#include "engine/io/locations.h"

namespace gradweave::data {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view scheme = "dataset:";
constexpr const char* system_folder = "/usr/share/datasets";

template <class... Functions>
struct Cases : Functions... {
    using Functions::operator()...;
};

bool is_regular(const fs::path& path) {
    struct stat status;
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

std::vector<fs::path> dataset_folders() {
    std::vector<fs::path> folders;
    if (const char* list = std::getenv("GRADWEAVE_DATASETS")) {
        std::string_view rest = list;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(':'), rest.size());
            if (end != 0) folders.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    if (const fs::path own = io::resource_directory(); !own.empty())
        folders.push_back(own / "data");
    folders.emplace_back(system_folder);
    return folders;
}

fs::path find_dataset(const std::string& path) {
    const fs::path name = fs::path(path.substr(scheme.size())).lexically_normal();
    if (name.is_absolute() || !name.has_filename() || *name.begin() == ".." || name == ".") {
        throw io::file_error(ErrorKind::bad_input, path,
                             "names no file of a data set; write dataset:NAME/FILE");
    }
    std::string tried;
    for (const fs::path& folder : dataset_folders()) {
        if (is_regular(folder / name)) return folder / name;
        tried += concat(tried.empty() ? "" : ", ", io::path_text(folder));
    }
    throw io::file_error(
        ErrorKind::io, path,
        concat("was not found in ", tried, "; install the package dataset-", name.begin()->native(),
               ", or name the folder that holds it in GRADWEAVE_DATASETS"));
}

[[noreturn]] void outside(const std::string& path, const fs::path& folder) {
    const fs::path named = folder == "." ? fs::current_path() : folder;
    throw io::file_error(ErrorKind::bad_input, path,
                         concat("lies outside the project's folder ", io::path_text(named),
                                "; move it there, or allow it (--allow-outside)"));
}

}  // namespace

DatasetInfo describe(const Source& source) {
    return std::visit(
        Cases{[](const IdxImages& images) { return describe_idx(images); },
              [](const CsvTable& table) { return describe_csv(table, {}); },
              [](const Generated& generated) { return describe_generated(generated); },
              [](const Patterns& patterns) { return describe_patterns(patterns); },
              [](const TextSequences& text) { return describe_text(text); },
              [](const Declared& declared) { return describe_declared(declared); }},
        source);
}

DatasetPtr load(const Source& source, const Progress& progress) {
    return std::visit(
        Cases{[&](const IdxImages& images) { return load_idx(images, progress); },
              [&](const CsvTable& table) { return load_csv(table, progress); },
              [&](const Generated& generated) { return load_generated(generated, progress); },
              [&](const Patterns& patterns) { return load_patterns(patterns, progress); },
              [&](const TextSequences& text) { return load_text(text, progress); },
              [&](const Declared& declared) { return load_declared(declared); }},
        source);
}

Progress part_of(const Progress& whole, double begin, double end) {
    Progress part = whole;
    if (whole.report) {
        part.report = [report = whole.report, begin, end](double fraction, std::string_view what) {
            report(begin + (end - begin) * fraction, what);
        };
    }
    return part;
}

fs::path resolve(const std::string& path, const fs::path& base, bool allow_outside) {
    if (path.empty()) throw Error(ErrorKind::bad_input, "no data file is named; choose one");
    if (path.find('\0') != std::string::npos)
        throw io::file_error(ErrorKind::bad_input, path, "holds a zero byte; choose another file");
    if (path.starts_with(scheme)) return find_dataset(path);

    const fs::path folder = base.empty() ? fs::path(".") : base;
    const fs::path full = (folder / path).lexically_normal();
    if (!allow_outside) {
        // Absolute before links are followed: of a relative path whose first name does not exist,
        // weakly_canonical keeps the relative form, which lies in no absolute folder.
        const fs::path plain = fs::absolute(full).lexically_normal();
        const fs::path plain_folder = fs::absolute(folder).lexically_normal();
        const auto leads_out = [](const fs::path& to, const fs::path& from) {
            const fs::path way = to.lexically_relative(from);
            return way.empty() || *way.begin() == "..";
        };
        // First by the text alone, so that nothing outside is even looked at; then with links
        // followed.
        if (leads_out(plain, plain_folder)) outside(path, folder);
        std::error_code failed, failed_too;
        const fs::path real = fs::weakly_canonical(plain, failed);
        const fs::path real_folder = fs::weakly_canonical(plain_folder, failed_too);
        if (!failed && !failed_too && leads_out(real, real_folder)) outside(path, folder);
    }
    // Opening tells what is wrong with it, if anything is.
    const io::InputFile file(full);
    return full;
}

}  // namespace gradweave::data
