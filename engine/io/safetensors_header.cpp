// SPDX-License-Identifier: Apache-2.0
// Reads and checks the header of a safetensors file, rule by rule, without trusting any number.
// Format: https://github.com/huggingface/safetensors, README, "Format".
#include <algorithm>
#include <array>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/io/bytes.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/safetensors.h"
#include "engine/io/safetensors_types.h"

namespace gradweave::io {

namespace {

constexpr std::uint64_t longest_by_format = 100'000'000;
/// Memory that the parsed header takes, at most, for each byte of its text ("[[],[],[]...").
constexpr std::uint64_t parsed_bytes_per_byte = 40;

/// The rules for one file. Every member function checks one thing and says what is wrong with it.
class HeaderCheck {
  public:
    explicit HeaderCheck(const InputFile& file) : file_(file) {}

    SafetensorsHeader run() {
        const std::string text = header_text();
        // A byte order mark would be passed over by the parser; other readers stumble over it.
        if (text.starts_with('\xEF')) fail("its header does not begin with '{'");
        Json root;
        try {
            root = parse_json(text);
        } catch (const Error& error) {
            fail(concat("its header is ", error.what()));
        }
        if (!root.is_object()) fail("its header is no JSON object");
        for (const auto& [name, value] : root.object()) {
            if (name == "__metadata__")
                take_metadata(value);
            else
                header_.entries.push_back(entry(name, value));
        }
        check_places();
        return std::move(header_);
    }

  private:
    [[noreturn]] void fail(std::string_view sentence) const {
        throw file_error(ErrorKind::bad_input, file_.path(), sentence);
    }
    [[noreturn]] void fail(const std::string& tensor, std::string_view sentence) const {
        fail(concat("tensor ", in_quotes(tensor), ": ", sentence));
    }

    std::string header_text() {
        if (file_.size() < 8)
            fail(concat("has ", byte_text(file_.size()),
                        "; a safetensors file begins with 8 bytes that give its header's length"));
        std::array<std::byte, 8> first;
        file_.read(0, first);
        const auto length = load_little<std::uint64_t>(first.data());
        if (length > longest_by_format) {
            fail(concat("its first 8 bytes give a header of ", length,
                        " bytes, the format allows 100,000,000; it is no safetensors file"));
        }
        if (length > file_.size() - 8) {
            fail(concat("its header of ", length, " bytes is longer than the ", file_.size() - 8,
                        " bytes that follow; the file was cut short"));
        }
        if (length > longest_safetensors_header) {
            throw file_error(ErrorKind::unsupported, file_.path(),
                             concat("its header has ", byte_text(length), ", headers of up to ",
                                    byte_text(longest_safetensors_header),
                                    " are read; split it into several files"));
        }
        require_memory(length * parsed_bytes_per_byte,
                       concat("the header of ", path_text(file_.path())).c_str());
        std::string text(length, '\0');
        file_.read(8, std::as_writable_bytes(std::span(text.data(), text.size())));
        header_.data_begin = 8 + length;
        data_size_ = file_.size() - header_.data_begin;
        return text;
    }

    void take_metadata(const Json& value) {
        if (!value.is_object()) fail("\"__metadata__\" is no object of texts");
        for (const auto& [key, text] : value.object()) {
            if (!text.is_string())
                fail(concat("\"__metadata__\" holds something else than a text under ",
                            in_quotes(key)));
            header_.metadata.emplace(key, text.string());
        }
    }

    const Json& member(const std::string& name, const Json& value, const char* key) const {
        const Json* found = value.find(key);
        if (found == nullptr) fail(name, concat("has no \"", key, "\""));
        return *found;
    }

    /// JSON numbers such as 1.0, 1e2 and -1 are not what the format means by a number.
    std::uint64_t unsigned_number(const std::string& name, const Json& value,
                                  const char* what) const {
        if (!value.is_integer() || value.integer() < 0)
            fail(name, concat(what, " is no non-negative whole number"));
        return static_cast<std::uint64_t>(value.integer());
    }

    TensorEntry entry(const std::string& name, const Json& value) const {
        if (!value.is_object()) fail(name, "its entry is no object");
        TensorEntry result;
        result.name = name;
        const Json& dtype = member(name, value, "dtype");
        if (!dtype.is_string()) fail(name, "its \"dtype\" is no text");
        result.dtype = dtype.string();
        const detail::SafetensorsType* type = detail::find_safetensors_type(result.dtype);
        if (type == nullptr)
            fail(name, concat("safetensors has no element type ", in_quotes(result.dtype)));

        const Json& shape = member(name, value, "shape");
        if (!shape.is_list()) fail(name, "its \"shape\" is no list");
        for (const Json& size : shape.list()) {
            result.sizes.push_back(
                static_cast<std::int64_t>(unsigned_number(name, size, "a size in its \"shape\"")));
        }
        const Json& offsets = member(name, value, "data_offsets");
        if (!offsets.is_list() || offsets.list().size() != 2)
            fail(name, "its \"data_offsets\" is no list of two numbers");
        result.begin = unsigned_number(name, offsets.list()[0], "its first offset");
        result.end = unsigned_number(name, offsets.list()[1], "its second offset");
        check_size(result, *type);
        note_support(result, *type);
        return result;
    }

    void check_size(const TensorEntry& entry, const detail::SafetensorsType& type) const {
        std::int64_t elements = 1;
        for (const std::int64_t size : entry.sizes) {
            const auto product = checked_multiply(elements, size);
            if (!product) fail(entry.name, "has more elements than can be counted");
            elements = *product;
        }
        const auto bits = checked_multiply(elements, static_cast<std::int64_t>(type.bits));
        if (!bits) fail(entry.name, "has more elements than can be counted");
        if (*bits % 8 != 0) {
            fail(entry.name,
                 concat(elements, " elements of ", type.bits, " bits do not fill whole bytes"));
        }
        if (entry.begin > entry.end) {
            fail(entry.name,
                 concat("its offsets ", entry.begin, "..", entry.end, " run backwards"));
        }
        const auto bytes = static_cast<std::uint64_t>(*bits / 8);
        if (entry.end - entry.begin != bytes) {
            fail(entry.name,
                 concat("its offsets ", entry.begin, "..", entry.end, " span ",
                        entry.end - entry.begin, " bytes, its shape and type need ", bytes));
        }
    }

    static void note_support(TensorEntry& entry, const detail::SafetensorsType& type) {
        if (!type.becomes) {
            entry.unsupported = concat("the element type ", entry.dtype, " is not supported");
            return;
        }
        try {
            (void)Shape(entry.sizes);
        } catch (const Error& error) {
            entry.unsupported = error.what();
        }
    }

    /// The tensors must cover the data part once: no hole, no overlap, nothing left over.
    void check_places() {
        auto& entries = header_.entries;
        std::sort(entries.begin(), entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
            return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
        });
        std::uint64_t at = 0;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const TensorEntry& entry = entries[i];
            const std::string offsets = concat("its offsets ", entry.begin, "..", entry.end);
            if (entry.end > data_size_) {
                fail(entry.name, concat(offsets, " lie outside the ", data_size_,
                                        " bytes of data; the file was cut short"));
            }
            if (entry.begin < at) {
                fail(entry.name,
                     concat(offsets, " overlap tensor ", in_quotes(entries[i - 1].name)));
            }
            if (entry.begin > at) {
                fail(entry.name, concat(offsets, " leave a hole: bytes ", at, "..", entry.begin,
                                        " belong to no tensor"));
            }
            at = entry.end;
        }
        if (at != data_size_) {
            fail(concat("its tensors take ", at, " bytes, but ", data_size_,
                        " follow the header; the rest belongs to no tensor"));
        }
    }

    const InputFile& file_;
    SafetensorsHeader header_;
    std::uint64_t data_size_ = 0;
};

}  // namespace

SafetensorsHeader read_safetensors_header(const std::filesystem::path& path) {
    const InputFile file(path);
    return HeaderCheck(file).run();
}

SafetensorsHeader detail::check_safetensors_header(const InputFile& file) {
    return HeaderCheck(file).run();
}

}  // namespace gradweave::io
