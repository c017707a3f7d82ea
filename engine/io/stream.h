// SPDX-License-Identifier: Apache-2.0
// A file's content from front to back, inflated on the way if it is gzipped.
#pragma once

#include <memory>

#include "engine/io/files.h"

namespace gradweave::io {

/// Reads a regular file in order. Whether it is gzipped shows in its first bytes (1F 8B), not in
/// its name. Memory is bounded whatever the file claims: the caller gives the room.
class InputStream {
  public:
    /// Throws Error(io) as InputFile does.
    explicit InputStream(std::filesystem::path path);
    ~InputStream();
    InputStream(const InputStream&) = delete;
    InputStream& operator=(const InputStream&) = delete;

    const std::filesystem::path& path() const;
    bool compressed() const;

    /// The next bytes of the content; fewer than there is room for only at its end. Throws
    /// Error(io), or Error(bad_input) if the compressed data are damaged or cut short, or their
    /// checksum does not fit.
    std::size_t read(std::span<std::byte> out);

    /// The content cannot be longer than this: the file's size, or what deflate could at best have
    /// packed into it (1032 bytes into one). For refusing promises before memory is taken.
    std::uint64_t most_content() const;
    /// Share of the file that has been read, 0 to 1.
    double fraction() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gradweave::io
