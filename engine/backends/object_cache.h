// SPDX-License-Identifier: Apache-2.0
// Compiled code on disk, by the text it was made from. Only ever a saving: whatever is wrong with
// the folder or a file in it, the code is compiled again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

namespace gradweave::backends {

class ObjectCache {
  public:
    /// An empty path keeps nothing. Objects beyond `most_bytes` in total are removed, oldest first;
    /// other files in the folder are left alone.
    explicit ObjectCache(std::filesystem::path folder, std::uint64_t most_bytes = 64u << 20);

    /// What the environment variable says (empty: none), else $XDG_CACHE_HOME/gradweave/NAME or
    /// ~/.cache/gradweave/NAME.
    static std::filesystem::path default_folder(const char* variable, const char* name);

    /// What was stored for exactly this text; nothing if the file is missing or damaged.
    std::optional<std::string> find(const std::string& text) const;
    /// Writes whole or not at all; failure is silent. What is over 8 MiB is not kept.
    void store(const std::string& text, const std::string& object);

  private:
    std::filesystem::path file_of(const std::string& text) const;
    void trim(std::uint64_t added);

    std::filesystem::path folder_;
    std::uint64_t most_bytes_;
    std::mutex mutex_;
    std::optional<std::uint64_t> total_;  ///< bytes in the folder, once counted
};

}  // namespace gradweave::backends
