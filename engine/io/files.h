// SPDX-License-Identifier: Apache-2.0
// Whole files: read with a limit, written completely or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gradweave::io {

/// The bytes of a regular file. Throws Error(io) naming file and reason if it cannot be read, is no
/// regular file (a folder, a pipe, a device), or is larger than `most_bytes`. Never blocks on a
/// pipe.
std::vector<std::byte> read_file(const std::filesystem::path& path, std::uint64_t most_bytes);
std::string read_text(const std::filesystem::path& path, std::uint64_t most_bytes = 64u << 20);

/// Writes a file whole or not at all: a new file beside it, every write checked, flushed to the
/// device, then renamed over the old one; the folder is synced. On any failure the old file is
/// untouched and no new one remains, and Error(io) says what failed, how much space it needs and
/// how much there is. A link is followed, permissions of an existing file are kept.
void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
void write_file(const std::filesystem::path& path, std::string_view text);

/// A sink for write_file_in_parts: appends bytes.
using Append = std::function<void(std::span<const std::byte>)>;
/// The same for content that need not be in memory at once; `produce` calls its argument any number
/// of times. `expected_bytes` is for the error message.
void write_file_in_parts(const std::filesystem::path& path, std::uint64_t expected_bytes,
                         const std::function<void(const Append&)>& produce);

}  // namespace gradweave::io
