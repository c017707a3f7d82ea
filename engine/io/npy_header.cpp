// SPDX-License-Identifier: Apache-2.0
// Parses the header of an NPY file: a Python dictionary literal with exactly three keys.
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include <algorithm>
#include <array>
#include <optional>

#include "engine/core/text.h"
#include "engine/io/bytes.h"
#include "engine/io/npy_types.h"

namespace gradweave::io {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
/// NumPy itself refuses more than 10,000 bytes.
constexpr std::uint64_t longest_header = 65'536;

/// Reads the one kind of literal that the format allows. It never recurses: nested brackets are
/// simply not what is expected.
class Literal {
  public:
    Literal(const std::filesystem::path& path, std::string_view text) : path_(path), text_(text) {}

    struct Values {
        std::optional<std::string> descr;
        std::optional<bool> fortran_order;
        std::optional<Axes> shape;
    };

    Values run() {
        Values values;
        expect('{');
        while (!taken('}')) {
            const std::string key = string("a key");
            expect(':');
            if (key == "descr")
                put(key, values.descr, descr());
            else if (key == "fortran_order")
                put(key, values.fortran_order, boolean());
            else if (key == "shape")
                put(key, values.shape, tuple());
            else
                fail(concat("holds the key ", in_quotes(key), " that the format does not know"));
            if (taken(',')) continue;
            expect('}');
            break;
        }
        skip_blanks();
        if (at_ != text_.size()) fail(concat("has more after its end, at byte ", at_));
        if (!values.descr || !values.fortran_order || !values.shape)
            fail("lacks one of the keys descr, fortran_order and shape");
        return values;
    }

  private:
    [[noreturn]] void fail(std::string_view sentence) const {
        throw file_error(ErrorKind::bad_input, path_, concat("its NPY header ", sentence));
    }
    [[noreturn]] void expected(std::string_view what) const {
        fail(concat("has ", at_ < text_.size() ? in_quotes(text_.substr(at_, 12)) : "its end",
                    " at byte ", at_, " where ", what, " should stand"));
    }

    template <class T>
    void put(const std::string& key, std::optional<T>& place, T value) const {
        if (place) fail(concat("holds the key ", in_quotes(key), " twice"));
        place = std::move(value);
    }

    void skip_blanks() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos)
            ++at_;
    }
    bool taken(char c) {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!taken(c)) expected(concat("'", c, "'"));
    }
    bool taken_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    std::string string(const char* what) {
        skip_blanks();
        if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) expected(what);
        const std::size_t end = text_.find(text_[at_], at_ + 1);
        if (end == text_.npos) fail("has a text without an end");
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        if (inside.find('\\') != inside.npos) fail("has a text with escapes");
        at_ = end + 1;
        return std::string(inside);
    }

    std::string descr() {
        skip_blanks();
        if (at_ < text_.size() && text_[at_] == '[') {
            throw file_error(ErrorKind::unsupported, path_,
                             "holds records of several fields; save each field as an array");
        }
        return string("the element type in quotes");
    }

    bool boolean() {
        skip_blanks();
        if (taken_word("True")) return true;
        if (taken_word("False")) return false;
        expected("True or False");
    }

    std::int64_t size() {
        skip_blanks();
        std::size_t end = at_;
        while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9')
            ++end;
        const auto value = parse_int(text_.substr(at_, end - at_));
        if (!value) expected("a size");
        at_ = end;
        taken_word("L");  // as Python 2 wrote long integers
        return *value;
    }

    /// "()", "(3,)" or "(3, 4)"; "(3)" is a number in Python.
    Axes tuple() {
        Axes sizes;
        expect('(');
        while (!taken(')')) {
            sizes.push_back(size());
            if (taken(',')) continue;
            if (sizes.size() == 1) expected("','");
            expect(')');
            break;
        }
        return sizes;
    }

    const std::filesystem::path& path_;
    std::string_view text_;
    std::size_t at_ = 0;
};

[[noreturn]] void unsupported_type(const InputFile& file, const std::string& descr) {
    const char* why = "";
    switch (descr.size() > 1 ? descr[1] : '?') {
        case 'O':
            why = ": Python objects are stored as a program, which is never run";
            break;
        case 'c':
            why = ": complex numbers";
            break;
        case 'S':
        case 'U':
            why = ": text";
            break;
        case 'V':
            why = ": raw bytes";
            break;
        case 'm':
        case 'M':
            why = ": dates and times";
            break;
        default:
            break;
    }
    throw file_error(ErrorKind::unsupported, file.path(),
                     concat("holds elements of NumPy's type ", in_quotes(descr), why,
                            "; save it as float32 with array.astype(\"float32\")"));
}

const detail::NpyType& type_of(const InputFile& file, const std::string& descr) {
    const detail::NpyType* type = nullptr;
    if (descr.size() == 3) type = detail::find_npy_type(std::string_view(descr).substr(1));
    if (type == nullptr) unsupported_type(file, descr);
    const bool order_is_known = std::string_view("<>=").find(descr[0]) != std::string_view::npos;
    if (!order_is_known && !(descr[0] == '|' && type->size == 1)) {
        throw file_error(ErrorKind::bad_input, file.path(),
                         concat("does not say the byte order of its elements: ", in_quotes(descr)));
    }
    return *type;
}

/// The text of the header; `data_begin` is where it ends.
std::string header_text(const InputFile& file, std::uint64_t& data_begin) {
    std::array<std::byte, 12> first{};
    const std::size_t got = file.read_some(0, first);
    if (got < 10 || std::memcmp(first.data(), magic.data(), magic.size()) != 0)
        throw file_error(ErrorKind::bad_input, file.path(),
                         "is no NPY file: it does not begin with \\x93NUMPY");
    const int major = std::to_integer<int>(first[6]), minor = std::to_integer<int>(first[7]);
    if (major < 1 || major > 3 || minor != 0) {
        throw file_error(
            ErrorKind::unsupported, file.path(),
            concat("is NPY version ", major, ".", minor, ", versions 1.0, 2.0 and 3.0 are read"));
    }
    const std::uint64_t length = major == 1 ? load_little<std::uint16_t>(first.data() + 8)
                                            : load_little<std::uint32_t>(first.data() + 8);
    const std::uint64_t begin = major == 1 ? 10 : 12;
    if (length > longest_header) {
        throw file_error(ErrorKind::bad_input, file.path(),
                         concat("its NPY header would have ", length, " bytes, the most is ",
                                longest_header, "; the file is damaged"));
    }
    if (file.size() < begin || length > file.size() - begin) {
        throw file_error(ErrorKind::bad_input, file.path(),
                         concat("its NPY header of ", length,
                                " bytes reaches past the end of the file; it was cut short"));
    }
    std::string text(length, '\0');
    file.read(begin, std::as_writable_bytes(std::span(text.data(), text.size())));
    data_begin = begin + length;
    return text;
}

}  // namespace

NpyHeader detail::check_npy_header(const InputFile& file) {
    NpyHeader header;
    const std::string text = header_text(file, header.data_begin);
    auto values = Literal(file.path(), text).run();
    header.descr = std::move(*values.descr);
    const detail::NpyType& type = type_of(file, header.descr);
    header.dtype = type.becomes;
    header.fortran_order = *values.fortran_order;
    try {
        header.shape = Shape(std::move(*values.shape));
    } catch (const Error& error) {
        throw file_error(error.kind(), file.path(), error.what());
    }
    const std::uint64_t promised =
        static_cast<std::uint64_t>(header.shape.element_count()) * type.size;
    const std::uint64_t there = file.size() - header.data_begin;
    if (promised > there) {
        throw file_error(
            ErrorKind::bad_input, file.path(),
            concat("its header promises ", promised, " bytes of data for ", to_string(header.shape),
                   " elements, ", there, " are there; it was cut short"));
    }
    header.trailing_bytes = there - promised;
    return header;
}

NpyHeader read_npy_header(const std::filesystem::path& path) {
    return detail::check_npy_header(InputFile(path));
}

}  // namespace gradweave::io
