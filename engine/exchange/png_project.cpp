// SPDX-License-Identifier: Apache-2.0
// Projects in PNG pictures: an iTXt chunk, not compressed, right behind the header.
#include <array>
#include <cstdint>

#include "engine/core/error.h"
#include "engine/exchange/embedded_project.h"

namespace gradweave::exchange {

namespace {

constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);
/// Behind the signature and the header chunk, which always come first and have this length.
constexpr std::size_t behind_header = 8 + 12 + 13;

std::uint32_t crc32(std::string_view bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = value & 1 ? 0xEDB88320U ^ (value >> 1) : value >> 1;
            entries[i] = value;
        }
        return entries;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (crc >> 8);
    return crc ^ 0xFFFFFFFFU;
}

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xFF);
    return bytes;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// What an iTXt chunk of ours begins with: the key, no compression, no language, no translation.
std::string opening() {
    std::string text(project_key);
    text += std::string(5, '\0');
    return text;
}

}  // namespace

std::optional<std::string> project_in_png(std::string_view png) {
    if (!png.starts_with(signature)) return std::nullopt;
    const std::string begin = opening();
    std::size_t at = signature.size();
    while (png.size() - at >= 12) {
        const std::size_t length = number_at(png, at);
        if (length > png.size() - at - 12) return std::nullopt;
        const std::string_view data = png.substr(at + 8, length);
        if (png.substr(at + 4, 4) == "iTXt" && data.starts_with(begin)) {
            if (number_at(png, at + 8 + length) != crc32(png.substr(at + 4, 4 + length)))
                return std::nullopt;
            return std::string(data.substr(begin.size()));
        }
        at += 12 + length;
    }
    return std::nullopt;
}

std::string png_with_project(std::string_view png, std::string_view json) {
    if (!png.starts_with(signature) || png.size() < behind_header)
        throw Error(ErrorKind::bad_input, "this is no PNG picture");
    std::string chunk = "iTXt" + opening();
    chunk += json;
    std::string result(png.substr(0, behind_header));
    result += big_endian(static_cast<std::uint32_t>(chunk.size() - 4));
    result += chunk;
    result += big_endian(crc32(chunk));
    result += png.substr(behind_header);
    return result;
}

}  // namespace gradweave::exchange
