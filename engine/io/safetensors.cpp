// SPDX-License-Identifier: Apache-2.0
// The elements of safetensors files, read into arrays and written from them.
#include "engine/io/safetensors.h"

#include <algorithm>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/io/bytes.h"
#include "engine/io/json.h"
#include "engine/io/safetensors_types.h"
#include "engine/io/utf8.h"

namespace gradweave::io {

namespace {

constexpr std::uint64_t piece_bytes = 8u << 20;

DType type_of(const TensorEntry& entry) {
    return *detail::find_safetensors_type(entry.dtype)->becomes;
}

void require_support(const InputFile& file, const SafetensorsHeader& header) {
    std::uint64_t total = 0;
    for (const TensorEntry& entry : header.entries) {
        if (!entry.supported()) {
            throw file_error(ErrorKind::unsupported, file.path(),
                             concat("tensor ", in_quotes(entry.name), ": ", entry.unsupported));
        }
        // Cannot overflow: these are bytes of the file.
        total += byte_count(type_of(entry), Shape(entry.sizes));
    }
    require_memory(total, concat("the tensors of ", path_text(file.path())).c_str());
}

Array read_tensor(const InputFile& file, std::uint64_t from, const TensorEntry& entry,
                  const Progress& progress) {
    Array array(type_of(entry), Shape(entry.sizes));
    const std::uint64_t size = array.byte_size();
    for (std::uint64_t done = 0; done < size; done += piece_bytes) {
        progress.check();
        file.read(from + done, {array.data() + done, std::min(size - done, piece_bytes)});
    }
    // A bool whose byte is neither 0 nor 1 is undefined in C++.
    if (array.dtype() == DType::boolean) {
        for (std::uint64_t i = 0; i < size; ++i)
            array.data()[i] = std::byte{array.data()[i] != std::byte{0}};
    }
    return array;
}

std::size_t writing_rank(DType dtype) {
    // A dtype may stand for several of the file's; the one of its own size is what is written.
    for (std::size_t i = detail::safetensors_types.size(); i-- > 0;) {
        const detail::SafetensorsType& type = detail::safetensors_types[i];
        if (type.becomes == dtype && type.bits == 8 * size_of(dtype)) return i;
    }
    internal_error("every dtype has a safetensors type", __FILE__, __LINE__);
}

using Item = std::pair<const std::string, Array>;

/// In the order of their data: largest alignment first, so that all tensors are aligned.
std::vector<const Item*> writing_order(const TensorFile& file) {
    std::vector<const Item*> items;
    for (const Item& item : file.tensors)
        items.push_back(&item);
    // Stable: the map gives the names in order.
    std::stable_sort(items.begin(), items.end(), [](const Item* a, const Item* b) {
        return writing_rank(a->second.dtype()) > writing_rank(b->second.dtype());
    });
    return items;
}

std::string quoted(const std::filesystem::path& path, const std::string& text) {
    if (valid_utf8_prefix(text) != text.size()) {
        throw file_error(ErrorKind::bad_input, path,
                         concat("a name or text that should go into it is not UTF-8, after ",
                                in_quotes(text.substr(0, valid_utf8_prefix(text)))));
    }
    return to_text(Json(text));
}

std::string metadata_text(const std::filesystem::path& path, const TensorFile& file) {
    auto metadata = file.metadata;
    metadata.try_emplace("format", "pt");
    std::string text = "{\"__metadata__\":{";
    for (const auto& [key, value] : metadata) {
        if (text.back() != '{') text += ',';
        text += concat(quoted(path, key), ":", quoted(path, value));
    }
    return text + "}";
}

std::string header_text(const std::filesystem::path& path, const TensorFile& file,
                        const std::vector<const Item*>& items) {
    std::string text = metadata_text(path, file);
    std::uint64_t at = 0;
    for (const Item* item : items) {
        const auto& [name, array] = *item;
        if (name == "__metadata__") {
            throw file_error(ErrorKind::bad_input, path,
                             "a tensor cannot be named \"__metadata__\" in it; rename the tensor");
        }
        text +=
            concat(",", quoted(path, name), ":{\"dtype\":\"",
                   detail::safetensors_types[writing_rank(array.dtype())].name, "\",\"shape\":[");
        for (int axis = 0; axis < array.shape().rank(); ++axis)
            text += concat(axis != 0 ? "," : "", array.shape()[axis]);
        text += concat("],\"data_offsets\":[", at, ",", at + array.byte_size(), "]}");
        at += array.byte_size();
    }
    text += '}';
    text.resize((text.size() + 7) / 8 * 8, ' ');
    if (text.size() > longest_safetensors_header) {
        throw file_error(
            ErrorKind::unsupported, path,
            concat("its header would have ", byte_text(text.size()), ", headers of up to ",
                   byte_text(longest_safetensors_header), " can be read again"));
    }
    return text;
}

}  // namespace

TensorFile read_safetensors(const std::filesystem::path& path, const Progress& progress) {
    const InputFile file(path);
    SafetensorsHeader header = detail::check_safetensors_header(file);
    require_support(file, header);
    TensorFile result;
    result.metadata = std::move(header.metadata);
    const std::string what = concat("reading ", path_text(path.filename()));
    for (const TensorEntry& entry : header.entries) {
        progress(static_cast<double>(entry.begin) / static_cast<double>(file.size()), what);
        result.tensors.emplace(entry.name,
                               read_tensor(file, header.data_begin + entry.begin, entry, progress));
    }
    return result;
}

void write_safetensors(const std::filesystem::path& path, const TensorFile& file) {
    const std::vector<const Item*> items = writing_order(file);
    const std::string header = header_text(path, file, items);
    const std::uint64_t length = header.size();
    std::uint64_t total = 8 + length;
    for (const Item* item : items)
        total += item->second.byte_size();
    write_file_in_parts(path, total, [&](const Append& append) {
        append(std::as_bytes(std::span(&length, 1)));
        append(std::as_bytes(std::span(header.data(), header.size())));
        for (const Item* item : items)
            append(item->second.bytes());
    });
}

}  // namespace gradweave::io
