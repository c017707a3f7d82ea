// SPDX-License-Identifier: Apache-2.0
// The IDX reader: 00 00 TT DD, DD sizes, elements, all of it big-endian.
// Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section
// "File formats".
#include "engine/io/idx.h"

#include <array>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/io/bytes.h"
#include "engine/io/stream.h"

namespace gradweave::io {

namespace {

constexpr std::size_t piece_bytes = 1u << 20;

struct Header {
    IdxHeader meaning;
    int code = 0;                    ///< TT
    std::uint64_t size_in_file = 0;  ///< bytes of one element in the file

    std::uint64_t data_bytes() const {
        return static_cast<std::uint64_t>(meaning.shape.element_count()) * size_in_file;
    }
    std::uint64_t header_bytes() const {
        return 4 + 4 * static_cast<std::uint64_t>(meaning.shape.rank());
    }
};

void read_exactly(InputStream& stream, std::span<std::byte> out, const char* what) {
    if (stream.read(out) != out.size()) {
        throw file_error(ErrorKind::bad_input, stream.path(),
                         concat("ends within ", what, "; it was cut short or is no IDX file"));
    }
}

void take_type(Header& header, const std::filesystem::path& path, int code) {
    header.code = code;
    const auto is = [&](DType dtype, std::uint64_t size) {
        header.meaning.dtype = dtype;
        header.size_in_file = size;
    };
    switch (code) {
        case 0x08:
            return is(DType::u8, 1);
        case 0x09:
            return is(DType::i32, 1);
        case 0x0B:
            return is(DType::i32, 2);
        case 0x0C:
            return is(DType::i32, 4);
        case 0x0D:
            return is(DType::f32, 4);
        case 0x0E:
            return is(DType::f64, 8);
        default:
            throw file_error(ErrorKind::bad_input, path,
                             concat("names the element type ", code,
                                    " at byte 2; IDX knows 8, 9, 11, 12, 13 and 14"));
    }
}

/// Refuses what the file cannot hold before anything is allocated for it.
void check_size(const InputStream& stream, const Header& header) {
    const std::uint64_t promised = header.header_bytes() + header.data_bytes();
    const std::uint64_t most = stream.most_content();
    if (stream.compressed() ? promised <= most : promised == most) return;
    const std::string sizes = to_string(header.meaning.shape);
    if (stream.compressed()) {
        throw file_error(ErrorKind::bad_input, stream.path(),
                         concat("promises ", sizes, " elements, ", byte_text(promised),
                                ", which cannot be packed into a file this small; it is damaged"));
    }
    throw file_error(
        ErrorKind::bad_input, stream.path(),
        concat("promises ", sizes, " elements, ", grouped(static_cast<std::int64_t>(promised)),
               " bytes with its header, but has ", grouped(static_cast<std::int64_t>(most)),
               promised > most ? "; it was cut short" : "; it is damaged"));
}

Header read_header(InputStream& stream) {
    std::array<std::byte, 4> magic;
    read_exactly(stream, magic, "its first four bytes");
    if (magic[0] != std::byte{0} || magic[1] != std::byte{0}) {
        throw file_error(ErrorKind::bad_input, stream.path(),
                         "is no IDX file: it does not begin with two zero bytes");
    }
    Header header;
    take_type(header, stream.path(), std::to_integer<int>(magic[2]));
    Axes sizes(std::to_integer<std::size_t>(magic[3]));
    for (std::int64_t& size : sizes) {
        std::array<std::byte, 4> bytes;
        read_exactly(stream, bytes, "its sizes");
        size = load_big<std::uint32_t>(bytes.data());
    }
    try {
        header.meaning.shape = Shape(std::move(sizes));
    } catch (const Error& error) {
        throw file_error(error.kind(), stream.path(), error.what());
    }
    check_size(stream, header);
    return header;
}

/// Widens and turns the elements of one piece.
void convert_piece(const Header& header, std::span<const std::byte> piece, Array& array,
                   std::size_t first) {
    if (header.code == 0x09 || header.code == 0x0B) {
        const auto out = array.as<std::int32_t>().subspan(first);
        for (std::size_t i = 0; i < piece.size() / header.size_in_file; ++i) {
            out[i] = header.code == 0x09 ? load_big<std::int8_t>(piece.data() + i)
                                         : load_big<std::int16_t>(piece.data() + 2 * i);
        }
        return;
    }
    std::byte* const out = array.data() + first * header.size_in_file;
    std::memcpy(out, piece.data(), piece.size());
    if (header.size_in_file > 1) swap_bytes({out, piece.size()}, header.size_in_file);
}

[[noreturn]] void wrong_length(const InputStream& stream, const Header& header, std::uint64_t got) {
    const std::uint64_t promised = header.data_bytes();
    throw file_error(
        ErrorKind::bad_input, stream.path(),
        concat("promises ", to_string(header.meaning.shape), " elements, ",
               grouped(static_cast<std::int64_t>(promised)), " bytes, but ",
               got < promised
                   ? concat("holds ", grouped(static_cast<std::int64_t>(got)), "; it was cut short")
                   : std::string("more follow; it is damaged")));
}

}  // namespace

IdxHeader read_idx_header(const std::filesystem::path& path) {
    InputStream stream(path);
    return read_header(stream).meaning;
}

Array read_idx(const std::filesystem::path& path, const Progress& progress) {
    InputStream stream(path);
    const Header header = read_header(stream);
    const std::string what = concat("reading ", path_text(path.filename()));
    require_memory(byte_count(header.meaning.dtype, header.meaning.shape),
                   concat("the array in ", path_text(path)).c_str());
    Array array(header.meaning.dtype, header.meaning.shape);
    const std::uint64_t promised = header.data_bytes();
    std::vector<std::byte> piece(std::min<std::uint64_t>(promised, piece_bytes));
    for (std::uint64_t done = 0; done < promised;) {
        progress.check();
        progress(static_cast<double>(done) / static_cast<double>(promised), what);
        const auto wanted = std::span(piece).first(std::min(promised - done, piece_bytes + 0ul));
        const std::size_t got = stream.read(wanted);
        if (got != wanted.size()) wrong_length(stream, header, done + got);
        convert_piece(header, wanted, array, done / header.size_in_file);
        done += got;
    }
    // Reading on also makes zlib compare the checksum.
    std::byte beyond;
    if (stream.read({&beyond, 1}) != 0) wrong_length(stream, header, promised + 1);
    return array;
}

}  // namespace gradweave::io
