// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/driver/probe.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "engine/backends/object_cache.h"
#include "engine/core/process.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace fs = std::filesystem;

namespace {

constexpr const char* program_name = "gradweave_opencl_probe";
constexpr std::size_t field_count = 18;

/// The helper beside the program: ../lib/gradweave as installed and built; tests lie deeper.
std::vector<fs::path> helper_places() {
    if (const char* given = std::getenv("GRADWEAVE_OPENCL_PROBE")) return {given};
    std::error_code error;
    fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    std::vector<fs::path> places;
    for (int up = 0; up < 3 && !error && folder.has_parent_path(); ++up) {
        folder = folder.parent_path();
        places.push_back(folder / GRADWEAVE_LIBRARY_FOLDER / "gradweave" / program_name);
        places.push_back(folder / "lib" / "gradweave" / program_name);
    }
    return places;
}

/// Without the characters that separate fields and lines.
std::string field(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end == text.npos ? text.npos : end - begin));
        if (end == text.npos) return parts;
        begin = end + 1;
    }
}

std::uint64_t number(const std::string& text) {
    const auto value = parse_int(text);
    if (!value || *value < 0)
        throw Error(ErrorKind::device, concat("the helper that asks OpenCL's drivers wrote ",
                                              in_quotes(text), " where a number belongs"));
    return static_cast<std::uint64_t>(*value);
}

ProbedDevice device_from(const std::string& line) {
    const auto parts = split(line, '\t');
    if (parts.size() != field_count)
        throw Error(ErrorKind::device,
                    concat("the helper that asks OpenCL's drivers wrote a line that is no device: ",
                           in_quotes(line)));
    ProbedDevice device;
    auto& f = device.facts;
    f.platform = static_cast<int>(number(parts[0]));
    f.device = static_cast<int>(number(parts[1]));
    f.name = parts[2];
    f.vendor = parts[3];
    f.driver = parts[4];
    f.version = parts[5];
    f.is_cpu = number(parts[6]) != 0;
    f.is_gpu = number(parts[7]) != 0;
    f.doubles = number(parts[8]) != 0;
    f.halves = number(parts[9]) != 0;
    f.exact_division = number(parts[10]) != 0;
    f.memory = number(parts[11]);
    f.largest_buffer = number(parts[12]);
    f.local_memory = number(parts[13]);
    f.alignment = number(parts[14]);
    f.group_size = number(parts[15]);
    f.compute_units = number(parts[16]);
    device.problem = parts[17];
    return device;
}

Probe ask() {
    Probe result;
    if (!library_present(result.problem)) return result;
    if (!has_driver()) {
        result.problem =
            "no OpenCL driver is installed (pocl-opencl-icd computes on the processor; "
            "for a graphics card, its maker's driver)";
        return result;
    }
    prepare_environment();
    std::error_code error;
    std::string program;
    for (const fs::path& place : helper_places()) {
        if (program.empty() && fs::exists(place, error)) program = place.string();
    }
    ProgramLimits limits;
    limits.time = std::chrono::seconds(30);
    limits.output_bytes = 1u << 20;
    const ProgramResult answer = program.empty() ? ProgramResult{ProgramEnd::missing, {}}
                                                 : run_program({program}, "", limits);
    if (answer.end == ProgramEnd::missing) {
        result.problem =
            "the helper gradweave_opencl_probe, which asks OpenCL's drivers, is not "
            "installed with the program";
        return result;
    }
    try {
        // What was written before a crash holds; half a line does not.
        result.devices = from_text(answer.output.substr(0, answer.output.rfind('\n') + 1));
    } catch (const Error& failure) {
        result.problem = failure.what();
    }
    if (!result.devices.empty() || !result.problem.empty()) return result;
    result.problem = answer.end == ProgramEnd::timed_out
                         ? "a driver of OpenCL did not answer within 30 seconds"
                     : answer.end == ProgramEnd::finished
                         ? "the installed OpenCL drivers know no device"
                         : "a driver of OpenCL crashed while it was asked for its devices";
    return result;
}

/// Whether files can be made in the folder, which is made if it does not exist.
bool can_write(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    return !error && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

}  // namespace

std::string to_text(const std::vector<ProbedDevice>& devices) {
    std::string text;
    for (const auto& [f, problem] : devices) {
        text += concat(f.platform, '\t', f.device, '\t', field(f.name), '\t', field(f.vendor), '\t',
                       field(f.driver), '\t', field(f.version), '\t', int(f.is_cpu), '\t',
                       int(f.is_gpu), '\t', int(f.doubles), '\t', int(f.halves), '\t',
                       int(f.exact_division), '\t', f.memory, '\t', f.largest_buffer, '\t',
                       f.local_memory, '\t', f.alignment, '\t', f.group_size, '\t', f.compute_units,
                       '\t', field(problem), '\n');
    }
    return text;
}

std::vector<ProbedDevice> from_text(std::string_view text) {
    std::vector<ProbedDevice> devices;
    for (const std::string& line : split(text, '\n')) {
        if (!line.empty()) devices.push_back(device_from(line));
    }
    return devices;
}

const Probe& probe(bool again) {
    static std::mutex mutex;
    static std::vector<std::unique_ptr<const Probe>> answers;  // references given out stay valid
    const std::lock_guard lock(mutex);
    if (answers.empty() || again) answers.push_back(std::make_unique<const Probe>(ask()));
    return *answers.back();
}

namespace {

/// Where the loader looks for drivers.
fs::path driver_place() {
    for (const char* variable : {"OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH"}) {
        if (const char* given = std::getenv(variable); given != nullptr && *given != '\0')
            return given;
    }
    return "/etc/OpenCL/vendors";
}

}  // namespace

bool has_driver() {
    const fs::path place = driver_place();
    std::error_code error;
    if (!fs::is_directory(place, error)) {
        // A single .icd file, or the name of a driver's library.
        return fs::exists(place, error) || !place.has_parent_path();
    }
    for (fs::directory_iterator entry(place, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".icd") return true;
    }
    return false;
}

bool has_accelerator() {
    if (!has_driver()) return false;
    std::uint64_t key = 2;
    std::error_code error;
    const fs::path place = driver_place();
    std::vector<fs::path> files;
    if (fs::is_directory(place, error)) {
        for (fs::directory_iterator entry(place, error), end; !error && entry != end;
             entry.increment(error))
            files.push_back(entry->path());
        std::sort(files.begin(), files.end());
    }
    for (const fs::path& file : files) {
        for (const char c : file.string())
            key = mix_key(key, static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
        const auto time = fs::last_write_time(file, error).time_since_epoch().count();
        key = mix_key(key, static_cast<std::uint64_t>(time));
    }
    fs::path folder = ObjectCache::default_folder("GRADWEAVE_OPENCL_CACHE", "opencl");
    // An answer is an empty file.
    const auto answer = [&](bool yes) {
        return folder / concat("accelerator-", key, yes ? "-yes" : "-no");
    };
    if (!folder.empty()) {
        for (const bool yes : {false, true}) {
            if (fs::exists(answer(yes), error)) return yes;
        }
    }
    const Probe& asked = probe();
    const bool found = std::any_of(asked.devices.begin(), asked.devices.end(), [](const auto& d) {
        return !d.facts.is_cpu && d.problem.empty();
    });
    if (!folder.empty() && can_write(folder)) std::ofstream(answer(found)).close();
    return found;
}

void prepare_environment() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (std::getenv("POCL_CACHE_DIR") != nullptr) return;
        fs::path folder = ObjectCache::default_folder("GRADWEAVE_OPENCL_CACHE", "opencl");
        if (!folder.empty()) folder /= "pocl";
        if (folder.empty() || !can_write(folder)) {
            std::string temporary = (fs::temp_directory_path() / "gradweave-pocl-XXXXXX").string();
            if (::mkdtemp(temporary.data()) == nullptr) return;
            folder = temporary;
        }
        ::setenv("POCL_CACHE_DIR", folder.c_str(), 0);
    });
}

}  // namespace gradweave::backends::opencl
