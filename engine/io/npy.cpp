// SPDX-License-Identifier: Apache-2.0
// The elements of NPY files: widened, turned to the machine's byte order and to row-major order.
#include "engine/io/npy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/io/bytes.h"
#include "engine/io/npy_types.h"

namespace gradweave::io {

namespace {

constexpr std::size_t piece_elements = 1u << 18;

/// Element i of the bytes, which are in the machine's order by now.
template <class From, class To>
void widen(std::span<const std::byte> bytes, std::span<To> out) {
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<To>(load_little<From>(bytes.data() + i * sizeof(From)));
}

void convert(std::string_view type, std::span<const std::byte> bytes, Array& array,
             std::size_t first, std::size_t count) {
    if (type == "u2")
        widen<std::uint16_t>(bytes, array.as<std::int32_t>().subspan(first, count));
    else if (type == "u4")
        widen<std::uint32_t>(bytes, array.as<std::int64_t>().subspan(first, count));
    else if (type == "b1") {
        for (std::size_t i = 0; i < count; ++i)
            array.data()[first + i] = std::byte{bytes[i] != std::byte{0}};
    } else {
        std::memcpy(array.data() + first * size_of(array.dtype()), bytes.data(), bytes.size());
    }
}

/// The array that is stored with its first axis fastest, as one with the last axis fastest.
Array to_row_major(const Array& stored, const Shape& shape) {
    Array result(stored.dtype(), shape);
    const std::size_t size = size_of(stored.dtype());
    const auto rank = static_cast<std::size_t>(shape.rank());
    // Steps of each axis in the file, whose strides grow from the first axis on.
    std::array<std::size_t, Shape::max_rank> sizes{}, step{}, index{};
    std::size_t stride = 1;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        sizes[axis] = static_cast<std::size_t>(shape[static_cast<int>(axis)]);
        step[axis] = std::exchange(stride, stride * sizes[axis]);
    }
    std::size_t from = 0;
    for (std::size_t to = 0; to < static_cast<std::size_t>(shape.element_count()); ++to) {
        std::memcpy(result.data() + to * size, stored.data() + from * size, size);
        for (std::size_t axis = rank; axis-- > 0;) {
            from += step[axis];
            if (++index[axis] < sizes[axis]) break;
            from -= step[axis] * sizes[axis];
            index[axis] = 0;
        }
    }
    return result;
}

std::string npy_name(DType dtype) {
    for (const detail::NpyType& type : detail::npy_types) {
        if (type.becomes == dtype && type.size == size_of(dtype))
            return concat(type.size == 1 ? "|" : "<", type.name);
    }
    internal_error("every dtype has an NPY type", __FILE__, __LINE__);
}

}  // namespace

Array read_npy(const std::filesystem::path& path, const Progress& progress) {
    const InputFile file(path);
    const NpyHeader header = detail::check_npy_header(file);
    const std::string_view name = std::string_view(header.descr).substr(1);
    const std::uint64_t size = detail::find_npy_type(name)->size;
    const bool turned = header.fortran_order && header.shape.rank() > 1;
    require_memory(byte_count(header.dtype, header.shape) * (turned ? 2 : 1),
                   concat("the array in ", path_text(path)).c_str());
    const std::string what = concat("reading ", path_text(path.filename()));

    Array array(header.dtype, header.shape);
    const auto elements = static_cast<std::size_t>(header.shape.element_count());
    std::vector<std::byte> piece(std::min(elements, piece_elements) * size);
    for (std::size_t done = 0; done < elements;) {
        progress.check();
        progress(static_cast<double>(done) / static_cast<double>(elements), what);
        const std::size_t count = std::min(elements - done, piece_elements);
        const auto bytes = std::span(piece).first(count * size);
        file.read(header.data_begin + done * size, bytes);
        if (header.descr[0] == '>' && size > 1) swap_bytes(bytes, size);
        convert(name, bytes, array, done, count);
        done += count;
    }
    return turned ? to_row_major(array, header.shape) : array;
}

void write_npy(const std::filesystem::path& path, const Array& given) {
    // NumPy has no bfloat16.
    const Array array = given.dtype() == DType::bf16 ? given.cast(DType::f32) : given;
    std::string sizes;
    for (int axis = 0; axis < array.shape().rank(); ++axis)
        sizes += concat(axis != 0 ? " " : "", array.shape()[axis], ",");
    if (array.shape().rank() > 1) sizes.pop_back();
    std::string head = concat("{'descr': '", npy_name(array.dtype()),
                              "', 'fortran_order': False, 'shape': (", sizes, "), }");
    // Magic, version, length and the line end count towards the multiple of 64.
    head.resize((head.size() + 11 + 63) / 64 * 64 - 11, ' ');
    head += '\n';
    const auto length = static_cast<std::uint16_t>(head.size());
    std::string start("\x93NUMPY\x01\x00", 8);
    start.append(reinterpret_cast<const char*>(&length), sizeof length);
    start += head;
    write_file_in_parts(path, start.size() + array.byte_size(), [&](const Append& append) {
        append(std::as_bytes(std::span(start.data(), start.size())));
        append(array.bytes());
    });
}

}  // namespace gradweave::io
