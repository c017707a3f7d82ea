// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/object_cache.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <vector>

#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::backends {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t magic = 0x3130'4A57'4752'4147;  // also the version of this layout
constexpr std::uintmax_t most_file_bytes = 8u << 20;
constexpr const char* extension = ".object";

std::uint64_t hash(std::uint64_t seed, std::string_view text) {
    std::uint64_t state = mix_key(seed, text.size());
    for (std::size_t i = 0; i < text.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, std::min<std::size_t>(8, text.size() - i));
        state = mix_key(state, word);
    }
    return state;
}

/// An object, or one that was never finished; others may keep files in the folder as well.
bool is_own(const fs::path& path) {
    return path.extension() == extension || path.filename().string().starts_with('.');
}

/// What a file starts with; the text and the object follow.
struct Header {
    std::uint64_t magic, text_bytes, object_bytes, checksum;
};

}  // namespace

ObjectCache::ObjectCache(fs::path folder, std::uint64_t most_bytes)
    : folder_(std::move(folder)), most_bytes_(most_bytes) {}

fs::path ObjectCache::default_folder(const char* variable, const char* name) {
    if (const char* given = std::getenv(variable)) return given;
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
        return fs::path(cache) / "gradweave" / name;
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
        return fs::path(home) / ".cache" / "gradweave" / name;
    return {};
}

fs::path ObjectCache::file_of(const std::string& text) const {
    return folder_ / concat(hash(1, text), "-", hash(2, text), extension);
}

std::optional<std::string> ObjectCache::find(const std::string& text) const {
    if (folder_.empty()) return std::nullopt;
    const fs::path path = file_of(text);
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return std::nullopt;
    const std::uintmax_t size = fs::file_size(path, error);
    Header header{};
    if (error || size < sizeof header || size > most_file_bytes) return std::nullopt;
    std::string content(static_cast<std::size_t>(size), '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(content.data(), static_cast<std::streamsize>(size))) return std::nullopt;
    std::memcpy(&header, content.data(), sizeof header);
    const std::uint64_t rest = size - sizeof header;
    if (header.magic != magic || header.text_bytes != text.size() || header.text_bytes > rest ||
        header.object_bytes != rest - header.text_bytes)
        return std::nullopt;
    const std::string_view body = std::string_view(content).substr(sizeof header);
    if (body.substr(0, text.size()) != text || hash(3, body) != header.checksum)
        return std::nullopt;
    return std::string(body.substr(text.size()));
}

void ObjectCache::store(const std::string& text, const std::string& object) {
    if (folder_.empty()) return;
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return;
    // What find() would not read has no place there either.
    if (text.size() + object.size() > most_file_bytes - sizeof(Header)) return;
    const std::string body = text + object;
    const Header header{magic, text.size(), object.size(), hash(3, body)};
    // Beside its place under a name that no other process takes, then moved there. Not flushed to
    // the device: after a power cut the checksum finds what is missing.
    static std::atomic<int> count{0};
    const fs::path path = file_of(text);
    const fs::path unfinished = folder_ / concat(".", ::getpid(), "-", count.fetch_add(1));
    {
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        file.write(reinterpret_cast<const char*>(&header), sizeof header);
        file.write(body.data(), static_cast<std::streamsize>(body.size()));
        file.close();
        if (!file) {
            fs::remove(unfinished, error);
            return;
        }
    }
    fs::rename(unfinished, path, error);
    if (error) {
        fs::remove(unfinished, error);
        return;
    }
    trim(sizeof header + body.size());
}

void ObjectCache::trim(std::uint64_t added) {
    struct File {
        fs::file_time_type time;
        std::uintmax_t size;
        fs::path path;
    };
    const std::lock_guard lock(mutex_);
    if (total_ && *total_ + added <= most_bytes_) {
        *total_ += added;
        return;
    }
    std::vector<File> files;
    std::uint64_t total = 0;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code gone;
        const std::uintmax_t size = entry->file_size(gone);
        const auto time = entry->last_write_time(gone);
        if (gone || !entry->is_regular_file(gone) || !is_own(entry->path())) continue;
        files.push_back({time, size, entry->path()});
        total += size;
    }
    if (total > most_bytes_) {
        std::sort(files.begin(), files.end(),
                  [](const File& a, const File& b) { return a.time < b.time; });
        for (const File& file : files) {
            if (total <= most_bytes_ / 4 * 3) break;
            if (fs::remove(file.path, error)) total -= file.size;
        }
    }
    total_ = total;
}

}  // namespace gradweave::backends
