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

#include "engine/core/error.h"

namespace gradweave::io {

/// A path as a sentence shows it: as it is, or in quotes with escapes where it holds control
/// characters or bytes that are not UTF-8.
std::string path_text(const std::filesystem::path& path);

/// An error about a file: the sentence is "PATH: `sentence`" and file() is the path.
Error file_error(ErrorKind kind, const std::filesystem::path& path, std::string_view sentence);

/// A regular file, open for reading by position. Keeps reading the same content when the path is
/// renamed over. May be used by several threads at once.
class InputFile {
  public:
    /// Throws Error(io) if the file cannot be opened or is no regular file (a folder, a pipe, a
    /// device); never blocks.
    explicit InputFile(std::filesystem::path path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// Bytes in the file when it was opened.
    std::uint64_t size() const { return size_; }

    /// Fills `out` as far as the file goes; returns how many bytes that were. Throws Error(io).
    std::size_t read_some(std::uint64_t offset, std::span<std::byte> out) const;
    /// Fills all of `out`. Throws Error(io) also if the file ends before: someone shortened it.
    void read(std::uint64_t offset, std::span<std::byte> out) const;

  private:
    std::filesystem::path path_;
    int descriptor_;
    std::uint64_t size_ = 0;
};

/// The bytes of a regular file. Throws Error(io) naming file and reason if it cannot be read, is no
/// regular file (a folder, a pipe, a device), or is larger than `most_bytes`. Never blocks on a
/// pipe.
std::vector<std::byte> read_file(const std::filesystem::path& path, std::uint64_t most_bytes);
std::string read_text(const std::filesystem::path& path, std::uint64_t most_bytes = 64u << 20);

/// Writes a file whole or not at all: a new file beside it, every write checked, flushed to the
/// device, then renamed over the old one; the folder is synced. On any failure the old file is
/// untouched and no new one remains, and Error(io) says what failed, how much space it needs and
/// how much there is. (One exception: if syncing the folder fails, the new file is in place and the
/// sentence says that a power cut may undo it.) A link is followed, permissions of an existing file
/// are kept; a file that may not be written, or is no regular file, is refused.
///
/// A process that exceeds its limit on file sizes receives SIGXFSZ; a program that wants the error
/// instead of the signal ignores it at start.
void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
void write_file(const std::filesystem::path& path, std::string_view text);

/// A sink for write_file_in_parts: appends bytes.
using Append = std::function<void(std::span<const std::byte>)>;
/// The same for content that need not be in memory at once; `produce` calls its argument any number
/// of times. What it throws passes through. `expected_bytes` is for the error message.
void write_file_in_parts(const std::filesystem::path& path, std::uint64_t expected_bytes,
                         const std::function<void(const Append&)>& produce);

/// Removes what write_file left behind in a folder when its process was killed: files named
/// ".NAME.gradweave-XXXXXX" that no living process is writing. Returns how many. Throws nothing: a
/// folder that cannot be read has nothing to sweep.
int sweep_unfinished(const std::filesystem::path& folder);

namespace detail {
/// The operating system's reason for `number` (an errno), in English in every locale.
std::string reason(int number);
/// What a file is that is no regular one, by its st_mode: "a folder", "a pipe", ...
const char* kind_of(unsigned mode);
}  // namespace detail

}  // namespace gradweave::io
