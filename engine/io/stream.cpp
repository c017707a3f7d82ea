// SPDX-License-Identifier: Apache-2.0
// Inflation through zlib, one bounded piece at a time.
#include "engine/io/stream.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "engine/core/text.h"

namespace gradweave::io {

struct InputStream::State {
    explicit State(std::filesystem::path path) : file(std::move(path)) {
        std::array<std::byte, 2> magic{};
        compressed = file.read_some(0, magic) == 2 && magic[0] == std::byte{0x1F} &&
                     magic[1] == std::byte{0x8B};
        if (!compressed) return;
        // 16: a gzip wrapper, whose checksum and length zlib then verifies.
        if (inflateInit2(&zlib, 15 + 16) != Z_OK)
            throw file_error(ErrorKind::failed, file.path(), "there is no memory to inflate it");
        input.resize(1u << 18);
    }
    ~State() {
        if (compressed) inflateEnd(&zlib);
    }

    std::size_t inflate_into(std::span<std::byte> out);
    bool refill();
    bool next_member();

    InputFile file;
    bool compressed = false;
    std::uint64_t offset = 0;  ///< of the next bytes to take from the file
    std::vector<std::byte> input;
    z_stream zlib{};
    bool ended = false;
};

/// Puts the next piece of the file before zlib; false at the end of the file.
bool InputStream::State::refill() {
    const std::size_t got = file.read_some(offset, input);
    offset += got;
    zlib.next_in = reinterpret_cast<Bytef*>(input.data());
    zlib.avail_in = static_cast<uInt>(got);
    return got != 0;
}

/// After the end of a compressed part: another may follow (gzip allows it), anything else may not.
bool InputStream::State::next_member() {
    if (zlib.avail_in == 0 && !refill()) return false;
    if (*zlib.next_in != 0x1F) {
        throw file_error(ErrorKind::bad_input, file.path(),
                         concat("other data follow its compressed data at byte ",
                                offset - zlib.avail_in, "; the file is damaged"));
    }
    inflateReset(&zlib);
    return true;
}

std::size_t InputStream::State::inflate_into(std::span<std::byte> out) {
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = static_cast<uInt>(out.size());
    while (zlib.avail_out != 0 && !ended) {
        if (zlib.avail_in == 0 && !refill()) {
            throw file_error(ErrorKind::bad_input, file.path(),
                             concat("its compressed data end early, at byte ", offset,
                                    "; the file was cut short, get it again"));
        }
        const int result = inflate(&zlib, Z_NO_FLUSH);
        if (result == Z_STREAM_END) {
            ended = !next_member();
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            throw file_error(
                ErrorKind::bad_input, file.path(),
                concat("its compressed data are damaged near byte ", offset - zlib.avail_in, " (",
                       zlib.msg != nullptr ? zlib.msg : "no details", "); get the file again"));
        }
    }
    return out.size() - zlib.avail_out;
}

InputStream::InputStream(std::filesystem::path path)
    : state_(std::make_unique<State>(std::move(path))) {}

InputStream::~InputStream() = default;

const std::filesystem::path& InputStream::path() const {
    return state_->file.path();
}

bool InputStream::compressed() const {
    return state_->compressed;
}

std::size_t InputStream::read(std::span<std::byte> out) {
    State& state = *state_;
    if (!state.compressed) {
        const std::size_t got = state.file.read_some(state.offset, out);
        state.offset += got;
        return got;
    }
    std::size_t done = 0;
    while (done < out.size()) {
        const std::size_t piece = std::min<std::size_t>(out.size() - done, 1u << 30);
        const std::size_t got = state.inflate_into(out.subspan(done, piece));
        done += got;
        if (got < piece) break;
    }
    return done;
}

std::uint64_t InputStream::most_content() const {
    const std::uint64_t size = state_->file.size();
    if (!state_->compressed) return size;
    constexpr std::uint64_t best = 1032;
    return size > std::numeric_limits<std::uint64_t>::max() / best
               ? std::numeric_limits<std::uint64_t>::max()
               : size * best;
}

double InputStream::fraction() const {
    const std::uint64_t size = state_->file.size();
    if (size == 0) return 1;
    const std::uint64_t left = state_->compressed ? state_->zlib.avail_in : 0;
    return std::min(1.0, static_cast<double>(state_->offset - left) / static_cast<double>(size));
}

}  // namespace gradweave::io
