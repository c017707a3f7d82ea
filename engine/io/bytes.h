// SPDX-License-Identifier: Apache-2.0
// Numbers as files hold them: either byte order, any alignment.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace gradweave::io {

static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory, and the formats are little-endian");

/// The T whose little-endian bytes begin at `from`, which needs no alignment.
template <class T>
T load_little(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// The same for big-endian bytes.
template <class T>
T load_big(const std::byte* from) {
    std::byte turned[sizeof(T)];
    std::reverse_copy(from, from + sizeof(T), turned);
    return load_little<T>(turned);
}

/// Reverses the bytes of each element of `size` bytes.
inline void swap_bytes(std::span<std::byte> bytes, std::size_t size) {
    for (std::size_t i = 0; i + size <= bytes.size(); i += size)
        std::reverse(bytes.data() + i, bytes.data() + i + size);
}

}  // namespace gradweave::io
