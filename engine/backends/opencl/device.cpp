// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/device.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace fs = std::filesystem;

namespace {

fs::path cache_folder() {
    return ObjectCache::default_folder("GRADWEAVE_OPENCL_CACHE", "opencl");
}

/// The whole log of a failed build, kept beside the cache; empty if it cannot be written.
std::string keep_log(const std::string& log, const std::string& source) {
    fs::path folder = cache_folder();
    std::error_code error;
    if (folder.empty()) folder = fs::temp_directory_path(error);
    fs::create_directories(folder, error);
    const fs::path path = folder / "failed-build.log";
    std::ofstream file(path, std::ios::trunc);
    file << log << "\n\n" << source;
    file.close();
    return file ? path.string() : std::string();
}

/// The line of the source that the first line about an error names, as "file:3:5:" or "file(3)"; 0
/// if it names none.
std::size_t line_of_error(const std::string& log, std::string& message) {
    const std::size_t at = log.find("error");
    if (at == log.npos) return 0;
    std::size_t begin = log.rfind('\n', at);
    begin = begin == log.npos ? 0 : begin + 1;
    const std::size_t end = std::min(log.find('\n', at), log.size());
    message = log.substr(begin, end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        if (log[i] != ':' && log[i] != '(') continue;
        const std::size_t first = i + 1;
        std::size_t last = first;
        while (last < end && log[last] >= '0' && log[last] <= '9')
            ++last;
        if (last > first)
            return static_cast<std::size_t>(
                parse_int(std::string_view(log).substr(first, last - first)).value_or(0));
    }
    return 0;
}

}  // namespace

Device::Device(std::string name, const DeviceFacts& facts, std::function<void()> give_back)
    : name_(std::move(name)),
      connection_(facts),
      style_(style_of(facts)),
      give_back_(std::move(give_back)),
      in_use_(std::make_shared<std::atomic<std::uint64_t>>(0)),
      cache_(cache_folder(), 256u << 20),
      products_(facts),
      // PoCL keeps its own cache, and would compile each kernel once more for the binary.
      keeps_programs_(facts.version.find("PoCL") == std::string::npos) {
    if (const char* wish = std::getenv("GRADWEAVE_OPENCL_MEMORY"); wish != nullptr)
        limit_ = static_cast<std::uint64_t>(std::max<std::int64_t>(parse_int(wish).value_or(0), 0));
}

std::uint64_t Device::size() const {
    const std::uint64_t limit = limit_;
    return limit != 0 ? std::min(limit, facts().memory) : facts().memory;
}

std::uint64_t Device::available() const {
    const std::uint64_t all = size();
    const std::uint64_t used = *in_use_;
    return all > used ? all - used : 0;
}

void Device::free_caches() {
    if (give_back_) give_back_();
}

void Device::refuse(const CallFailed& failure) const {
    const std::uint64_t used = *in_use_;
    throw OutOfDeviceMemory(
        used, used / 2,
        concat("what training keeps on ", facts().name, " needs ", byte_text(used),
               ", and the device, which has ", byte_text(size()), ", has no more (", failure.what(),
               "): use a smaller batch, or the device cpu"));
}

Memory Device::allocate(std::uint64_t bytes, const char* what) {
    // Whole vectors, and never nothing.
    const std::uint64_t size = std::max<std::uint64_t>((bytes + 63) / 64 * 64, 64);
    const auto refuse = [&](const std::string& reason) {
        return OutOfDeviceMemory(
            size, std::min(available(), facts().largest_buffer),
            concat(what, " needs ", byte_text(size), " on ", facts().name, ", which has ",
                   byte_text(this->size()), " of memory, ", byte_text(available()), " of it free",
                   reason, ": use a smaller batch, or the device cpu"));
    };
    const auto fits = [&] {
        return size <= available() && size <= std::max(facts().largest_buffer, std::uint64_t{1});
    };
    if (!fits()) free_caches();
    if (size > facts().largest_buffer)
        throw refuse(concat(" and at most ", byte_text(facts().largest_buffer), " in one piece"));
    if (!fits()) throw refuse("");
    Memory memory;
    try {
        try {
            memory = connection_.make_buffer(size);
        } catch (const CallFailed& failure) {
            if (!failure.is_out_of_memory()) throw;
            free_caches();
            memory = connection_.make_buffer(size);
        }
    } catch (const CallFailed& failure) {
        if (!failure.is_out_of_memory()) throw;
        throw refuse(concat(" (", failure.what(), ")"));
    }
    *in_use_ += size;
    return {memory.get(), [memory, size, in_use = in_use_](_cl_mem*) mutable {
                memory.reset();
                *in_use -= size;
            }};
}

Device::Built Device::build(const std::string& source,
                            const std::function<std::string(std::size_t)>& place_of_line) {
    // Without warnings: some drivers write them to the program's own error output.
    std::string options = "-cl-std=CL1.2 -w";
    if (facts().exact_division) options += " -cl-fp32-correctly-rounded-divide-sqrt";
    const std::string key = concat(facts().name, "\n", facts().driver, "\n", facts().version, "\n",
                                   options, "\n", source);
    if (!keeps_programs_) return {compile(source, options, place_of_line), false};
    if (const auto binary = cache_.find(key)) {
        if (Program program = connection_.load(*binary, options)) return {std::move(program), true};
    }
    Program program = compile(source, options, place_of_line);
    if (const std::string binary = connection_.binary_of(program); !binary.empty())
        cache_.store(key, binary);
    return {std::move(program), false};
}

Program Device::compile(const std::string& source, const std::string& options,
                        const std::function<std::string(std::size_t)>& place_of_line) const {
    std::string log;
    try {
        return connection_.build(source, options, log);
    } catch (const CallFailed& failure) {
        if (log.empty()) throw;
        std::string message = log.substr(0, 200);
        const std::size_t line = line_of_error(log, message);
        const std::string place = line == 0 ? std::string() : place_of_line(line);
        const std::string kept = keep_log(log, source);
        throw Error(ErrorKind::device,
                    concat("the driver of ", facts().name, " does not compile a program of ours",
                           place.empty() ? "" : concat(" (block ", in_quotes(place), ")"), ": ",
                           in_quotes(message, 200),
                           kept.empty() ? std::string() : concat("; the whole log is in ", kept),
                           "; choose the device cpu"))
            .in_block(place);
    }
}

void Device::wait(const Event& event) const {
    static const std::int64_t seconds = [] {
        const char* given = std::getenv("GRADWEAVE_OPENCL_TIMEOUT");
        return given == nullptr ? std::int64_t{300} : parse_int(given).value_or(300);
    }();
    try {
        connection_.wait(event, std::chrono::seconds(seconds));
    } catch (const Error&) {
        lost_ = true;
        throw;
    }
}

}  // namespace gradweave::backends::opencl
