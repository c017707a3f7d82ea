// SPDX-License-Identifier: Apache-2.0
#include "engine/core/memory.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>

#include "engine/core/error.h"
#include "engine/core/text.h"

namespace gradweave {

namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
/// Below this size asking the operating system costs more than it is worth.
constexpr std::uint64_t small_allocation = 16u << 20;

std::atomic<std::uint64_t> held{0};
std::atomic<std::uint64_t> limit{0};

std::uint64_t read_number(const char* path) {
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? value : unlimited;  // "max" is not a number: unlimited
}

std::uint64_t system_available() {
    std::ifstream file("/proc/meminfo");
    std::string key, unit;
    std::uint64_t kilobytes;
    while (file >> key >> kilobytes) {
        if (key == "MemAvailable:") return kilobytes * 1024;
        std::getline(file, unit);
    }
    return unlimited;
}

std::uint64_t group_available() {
    const std::uint64_t most = read_number("/sys/fs/cgroup/memory.max");
    if (most == unlimited) return unlimited;
    const std::uint64_t used = read_number("/sys/fs/cgroup/memory.current");
    return used == unlimited ? most : most - std::min(most, used);
}

}  // namespace

void set_memory_limit(std::uint64_t bytes) {
    limit = bytes;
}
std::uint64_t memory_in_use() {
    return held;
}

std::uint64_t memory_available() {
    std::uint64_t available = std::min(system_available(), group_available());
    if (const std::uint64_t most = limit) {
        const std::uint64_t used = held;
        available = std::min(available, most - std::min(most, used));
    }
    return available;
}

void require_memory(std::uint64_t bytes, const char* what) {
    if (bytes < small_allocation && limit == 0) return;
    const std::uint64_t available = memory_available();
    if (bytes > available) {
        throw Error(ErrorKind::failed,
                    concat(what, " would need ", byte_text(bytes), " of memory, ",
                           byte_text(available), " can be had; use a smaller batch or less data"));
    }
}

std::shared_ptr<std::byte> allocate_zeroed(std::uint64_t bytes) {
    require_memory(bytes, "an array");
    const std::uint64_t padded = (std::max<std::uint64_t>(bytes, 1) + 63) / 64 * 64;
    auto* memory = static_cast<std::byte*>(std::aligned_alloc(64, padded));
    if (memory == nullptr) {
        throw Error(ErrorKind::failed,
                    concat("out of memory: ", byte_text(bytes), " were refused"));
    }
    std::memset(memory, 0, padded);
    held += padded;
    return {memory, [padded](std::byte* pointer) {
                std::free(pointer);
                held -= padded;
            }};
}

}  // namespace gradweave
