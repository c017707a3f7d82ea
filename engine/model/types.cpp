// SPDX-License-Identifier: Apache-2.0
#include "engine/model/types.h"

#include <algorithm>

#include "engine/core/text.h"

namespace gradweave::model {

Shape TensorType::shape(std::int64_t batch) const {
    Axes sizes;
    for (const Dim& dim : dims) {
        const auto size = dim.batch ? checked_multiply(dim.size, batch) : dim.size;
        if (!size)
            throw Error(ErrorKind::bad_input, concat("the axis ", to_string(dim),
                                                     " is too large for a batch of ", batch));
        sizes.push_back(*size);
    }
    return Shape(std::move(sizes));
}

std::string to_string(const Dim& dim) {
    if (!dim.batch) return std::to_string(dim.size);
    return dim.size == 1 ? "N" : concat(dim.size, "·N");
}

std::string to_string(const std::vector<Dim>& dims) {
    std::string text = "[";
    for (std::size_t i = 0; i < dims.size(); ++i)
        text += concat(i ? ", " : "", to_string(dims[i]));
    return text + "]";
}

std::optional<TensorType> parse_type(std::string_view text) {
    const std::size_t close = text.find(']');
    if (!text.starts_with('[') || close == std::string_view::npos) return std::nullopt;
    TensorType type;
    std::string_view sizes = text.substr(1, close - 1), rest = text.substr(close + 1);
    while (!sizes.empty()) {
        const std::size_t comma = std::min(sizes.find(','), sizes.size());
        std::string_view size = sizes.substr(0, comma);
        sizes.remove_prefix(std::min(comma + 1, sizes.size()));
        if (size.starts_with(' ')) size.remove_prefix(1);
        Dim dim;
        if (size.ends_with('N')) {
            dim = batch_dim;
            size.remove_suffix(1);
            if (size.ends_with("·")) size.remove_suffix(std::string_view("·").size());
        }
        if (!size.empty()) {
            const auto number = parse_int(size);
            if (!number || *number < 0) return std::nullopt;
            dim.size = *number;
        } else if (!dim.batch) {
            return std::nullopt;
        }
        type.dims.push_back(dim);
    }
    if (rest.empty()) return type;
    constexpr std::string_view before = " of ", after = " classes";
    if (!rest.starts_with(before) || !rest.ends_with(after)) return std::nullopt;
    rest.remove_prefix(before.size());
    rest.remove_suffix(after.size());
    const auto classes = parse_int(rest);
    if (!classes || *classes < 1) return std::nullopt;
    type.dtype = DType::i64;
    type.classes = *classes;
    return type;
}

std::string describe(const TensorType& type) {
    std::string text = to_string(type.dims);
    const auto role_name = [](char role) -> const char* {
        switch (role) {
            case 'N':
                return "batch";
            case 'C':
                return "channels";
            case 'H':
                return "height";
            case 'W':
                return "width";
            case 'T':
                return "time";
            case 'F':
                return "features";
            default:
                return nullptr;
        }
    };
    std::string roles;
    for (const Dim& dim : type.dims) {
        const char* name = role_name(dim.role);
        if (name == nullptr) return text;
        roles += concat(roles.empty() ? "" : ", ", name);
    }
    return type.dims.empty() ? text : concat(text, " (", roles, ")");
}

std::optional<Dim> product(const std::vector<Dim>& dims) {
    Dim result;
    for (const Dim& dim : dims) {
        if (dim.batch && result.batch) return std::nullopt;
        result.batch |= dim.batch;
        const auto size = checked_multiply(result.size, dim.size);
        if (!size) return std::nullopt;
        result.size = *size;
    }
    return result;
}

}  // namespace gradweave::model
