// SPDX-License-Identifier: Apache-2.0
#include <onnx/onnx_pb.h>

#include "engine/exchange/onnx/literals.h"

#include <optional>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/io/bytes.h"
#include "engine/io/files.h"

namespace gradweave::exchange::onnx {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void wrong(const std::string& sentence) {
    throw Error(ErrorKind::bad_input, sentence);
}

/// The bytes of a tensor that lie in a file of their own. Only a regular file inside the model's
/// folder is opened: a model is somebody else's file and must not read ours.
std::string external_bytes(const ::onnx::TensorProto& proto, std::uint64_t expected,
                           const fs::path& folder) {
    std::string location;
    std::int64_t offset = 0;
    std::optional<std::int64_t> length;
    for (const auto& entry : proto.external_data()) {
        if (entry.key() == "location") {
            location = entry.value();
        } else if (entry.key() == "offset" || entry.key() == "length") {
            const auto number = parse_int(entry.value());
            if (!number || *number < 0)
                wrong(concat("external data: ", entry.key(), " is ", in_quotes(entry.value())));
            if (entry.key() == "offset")
                offset = *number;
            else
                length = number;
        }
    }
    if (folder.empty()) wrong("its data lies in another file, which is not read from here");
    const fs::path relative(location);
    bool outside = location.empty() || relative.is_absolute();
    fs::path here = folder;
    for (const fs::path& part : relative) {
        outside = outside || part == "..";
        if (outside) break;
        here /= part;
        if (fs::is_symlink(fs::symlink_status(here))) outside = true;
    }
    if (outside) {
        wrong(concat("its data is to be read from ", in_quotes(location),
                     ", which is no file inside the model's folder"));
    }
    if (length && static_cast<std::uint64_t>(*length) != expected)
        wrong(concat("external data has ", *length, " bytes instead of ", expected));
    const io::InputFile file(here);
    const auto begin = static_cast<std::uint64_t>(offset);
    if (begin > file.size() || file.size() - begin < expected) {
        wrong(concat(io::path_text(here), " has ", file.size(), " bytes; ", expected, " from byte ",
                     begin, " on were wanted"));
    }
    require_memory(expected, "the model's data");
    std::string bytes(expected, '\0');
    file.read(begin, std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

/// Element i of raw data as the held type.
template <class T>
T raw_element(ElementType type, const std::byte* at) {
    switch (type) {
        case ElementType::f16:
            return static_cast<T>(half_to_float(io::load_little<std::uint16_t>(at)));
        case ElementType::bf16:
            return static_cast<T>(bfloat_to_float(io::load_little<std::uint16_t>(at)));
        case ElementType::i8:
            return static_cast<T>(io::load_little<std::int8_t>(at));
        case ElementType::i16:
            return static_cast<T>(io::load_little<std::int16_t>(at));
        case ElementType::u16:
            return static_cast<T>(io::load_little<std::uint16_t>(at));
        case ElementType::u32:
            return static_cast<T>(io::load_little<std::uint32_t>(at));
        case ElementType::boolean:
            return static_cast<T>(io::load_little<std::uint8_t>(at) != 0);
        default:
            return io::load_little<T>(at);
    }
}

/// The typed field that this type's elements lie in when they are not raw.
template <class T>
std::size_t typed_elements(const ::onnx::TensorProto& p, ElementType type, std::span<T> out) {
    const auto copy = [&](const auto& field) {
        const auto count = static_cast<std::size_t>(field.size());
        if (count == out.size()) std::copy(field.begin(), field.end(), out.begin());
        return count;
    };
    switch (type) {
        case ElementType::f32:
            return copy(p.float_data());
        case ElementType::f64:
            return copy(p.double_data());
        case ElementType::i64:
            return copy(p.int64_data());
        case ElementType::u32:
        case ElementType::u64:
            return copy(p.uint64_data());
        case ElementType::f16:
        case ElementType::bf16: {
            const auto count = static_cast<std::size_t>(p.int32_data_size());
            for (std::size_t i = 0; count == out.size() && i < count; ++i) {
                const auto bits = static_cast<std::uint16_t>(p.int32_data(static_cast<int>(i)));
                out[i] = static_cast<T>(type == ElementType::f16 ? half_to_float(bits)
                                                                 : bfloat_to_float(bits));
            }
            return count;
        }
        default:
            return copy(p.int32_data());
    }
}

}  // namespace

Literal literal_of(const ::onnx::TensorProto& proto, const fs::path& folder) {
    Literal literal;
    literal.type = static_cast<ElementType>(proto.data_type());
    if (proto.has_segment()) wrong("it is cut into segments, which nobody writes any more");
    literal.shape = Shape(Axes(proto.dims().begin(), proto.dims().end()));
    const auto count = static_cast<std::size_t>(literal.shape.element_count());
    const auto expect = [&](std::uint64_t found, std::uint64_t wanted, const char* what) {
        if (found == wanted) return;
        wrong(concat("it has ", found, ' ', what, " where ", name_of(literal.type),
                     to_string(literal.shape), " needs ", wanted));
    };
    if (literal.type == ElementType::text) {
        expect(static_cast<std::uint64_t>(proto.string_data_size()), count, "texts");
        literal.texts.assign(proto.string_data().begin(), proto.string_data().end());
        return literal;
    }
    const DType dtype = held(literal.type);
    const std::uint64_t raw_size = raw_size_of(literal.type);
    const bool external = proto.data_location() == ::onnx::TensorProto::EXTERNAL;
    // Sizes are compared before memory is taken: a shape may claim anything.
    if (proto.has_raw_data() && !external)
        expect(proto.raw_data().size(), count * raw_size, "bytes");
    std::string from_file;
    if (external) from_file = external_bytes(proto, count * raw_size, folder);
    const bool raw = external || proto.has_raw_data();
    if (!raw) {
        const int most =
            std::max({proto.float_data_size(), proto.int32_data_size(), proto.int64_data_size(),
                      proto.double_data_size(), proto.uint64_data_size()});
        expect(static_cast<std::uint64_t>(most), count, "elements");
    }
    literal.array = Array(dtype, literal.shape);
    visit_dtype(dtype, [&]<class T>(std::type_identity<T>) {
        const auto out = literal.array.as<T>();
        if (!raw) {
            expect(typed_elements<T>(proto, literal.type, out), count, "elements");
            return;
        }
        const std::string& source = external ? from_file : proto.raw_data();
        const auto* bytes = reinterpret_cast<const std::byte*>(source.data());
        for (std::size_t i = 0; i < count; ++i)
            out[i] = raw_element<T>(literal.type, bytes + i * raw_size);
    });
    if (literal.type == ElementType::u64) {
        for (const std::int64_t element : literal.array.as<std::int64_t>()) {
            if (element < 0) {
                throw Error(ErrorKind::unsupported, "a uint64 of 2^63 or more cannot be held here");
            }
        }
    }
    return literal;
}

void fill(::onnx::TensorProto& proto, const Literal& literal) {
    for (const std::int64_t size : literal.shape)
        proto.add_dims(size);
    proto.set_data_type(static_cast<std::int32_t>(literal.type));
    if (literal.type == ElementType::text) {
        for (const std::string& text : literal.texts)
            proto.add_string_data(text);
        return;
    }
    if (size_of(literal.array.dtype()) != raw_size_of(literal.type)) {
        throw Error(ErrorKind::unsupported,
                    concat("elements of type ", name_of(literal.type), " are not written"));
    }
    const auto bytes = literal.array.bytes();
    proto.set_raw_data(bytes.data(), bytes.size());
}

}  // namespace gradweave::exchange::onnx
