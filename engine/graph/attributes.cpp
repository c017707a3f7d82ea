// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/attributes.h"

#include <bit>

#include "engine/core/convert.h"
#include "engine/core/text.h"
#include "engine/graph/composite.h"

namespace gradweave::graph {

std::int64_t Scalar::as_integer() const {
    return is_integer() ? std::get<std::int64_t>(value_)
                        : convert<std::int64_t>(std::get<double>(value_));
}

Scalar Scalar::as(DType type) const {
    return visit_stored(type, [&]<class T>(std::type_identity<T>) -> Scalar {
        const T element = is_integer() ? convert<T>(as_integer()) : convert<T>(as_double());
        if constexpr (!std::is_integral_v<T>)
            return static_cast<double>(element);
        else
            return static_cast<std::int64_t>(element);
    });
}

bool Scalar::operator==(const Scalar& other) const {
    if (is_integer() != other.is_integer()) return false;
    if (is_integer()) return as_integer() == other.as_integer();
    return std::bit_cast<std::uint64_t>(as_double()) ==
           std::bit_cast<std::uint64_t>(other.as_double());
}

std::size_t Scalar::hash() const {
    return is_integer() ? std::hash<std::int64_t>{}(as_integer())
                        : std::hash<std::uint64_t>{}(std::bit_cast<std::uint64_t>(as_double()));
}

namespace {

std::size_t hash_field(const Scalar& value) {
    return value.hash();
}
std::size_t hash_field(std::int64_t value) {
    return std::hash<std::int64_t>{}(value);
}
std::size_t hash_field(const std::shared_ptr<const Leaf>& leaf) {
    return std::hash<const Leaf*>{}(leaf.get());
}
std::size_t hash_field(const CompositeSpec* spec) {
    return std::hash<const void*>{}(spec);
}
template <class T>
std::size_t hash_field(const std::vector<T>& values) {
    std::size_t seed = values.size();
    for (const T& value : values)
        hash_combine(seed, std::hash<T>{}(value));
    return seed;
}

std::string text_of(const Axes& values) {
    std::string text = "[";
    for (std::size_t i = 0; i < values.size(); ++i)
        text += concat(i ? ", " : "", values[i]);
    return text + "]";
}

std::string text_of(const Scalar& value) {
    return value.is_integer() ? std::to_string(value.as_integer()) : number_text(value.as_double());
}

struct Printer {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const ConstantAttributes& a) const { return text_of(a.value); }
    std::string operator()(const LeafAttributes& a) const { return a.leaf->name; }
    std::string operator()(const AxisAttributes& a) const { return concat("axis=", a.axis); }
    std::string operator()(const AlongAttributes& a) const {
        return concat("axis=", a.axis, a.reverse ? " reverse" : "");
    }
    std::string operator()(const AxesAttributes& a) const { return "axes=" + text_of(a.axes); }
    std::string operator()(const PadAttributes& a) const {
        return concat("low=", text_of(a.low), " high=", text_of(a.high),
                      " interior=", text_of(a.interior), " value=", text_of(a.value));
    }
    std::string operator()(const SliceAttributes& a) const {
        return concat("start=", text_of(a.start), " step=", text_of(a.step));
    }
    std::string operator()(const WindowAttributes& a) const {
        return concat("axes=", text_of(a.axes), " size=", text_of(a.size),
                      " stride=", text_of(a.stride), " dilation=", text_of(a.dilation));
    }
    std::string operator()(const DotAttributes& a) const {
        return concat("batch=", text_of(a.lhs_batch), "x", text_of(a.rhs_batch),
                      " contract=", text_of(a.lhs_contract), "x", text_of(a.rhs_contract));
    }
    std::string operator()(const ConvAttributes& a) const {
        return concat("stride=", text_of(a.stride), " low=", text_of(a.low),
                      " high=", text_of(a.high), " dilation=", text_of(a.dilation),
                      " groups=", a.groups);
    }
    std::string operator()(const CompositeAttributes& a) const {
        return concat(a.spec->name, a.integers.empty() ? "" : " " + text_of(a.integers));
    }
};

}  // namespace

bool equal(const Attributes& a, const Attributes& b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&]<class T>(const T& left) {
            if constexpr (std::is_same_v<T, std::monostate>)
                return true;
            else
                return left.fields() == std::get<T>(b).fields();
        },
        a);
}

std::size_t hash_of(const Attributes& attributes) {
    std::size_t seed = attributes.index();
    std::visit(
        [&]<class T>(const T& value) {
            if constexpr (!std::is_same_v<T, std::monostate>) {
                std::apply(
                    [&](const auto&... field) { (hash_combine(seed, hash_field(field)), ...); },
                    value.fields());
            }
        },
        attributes);
    return seed;
}

std::string to_string(const Attributes& attributes) {
    return std::visit(Printer{}, attributes);
}

}  // namespace gradweave::graph
