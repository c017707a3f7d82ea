// SPDX-License-Identifier: Apache-2.0
// What a node carries beside its inputs: one small value type per kind of operation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "engine/core/array.h"
#include "engine/core/shape.h"

namespace gradweave::graph {

/// A number that keeps integers exact.
class Scalar {
  public:
    Scalar(double value) : value_(value) {}        // NOLINT(google-explicit-constructor)
    Scalar(std::int64_t value) : value_(value) {}  // NOLINT(google-explicit-constructor)

    bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
    double as_double() const {
        return is_integer() ? static_cast<double>(std::get<std::int64_t>(value_))
                            : std::get<double>(value_);
    }
    std::int64_t as_integer() const;
    /// The nearest value of this type, so that equal elements compare equal.
    Scalar as(DType type) const;
    /// Equal bits: NaN equals itself, and 0.0 differs from -0.0.
    bool operator==(const Scalar& other) const;
    std::size_t hash() const;

  private:
    std::variant<double, std::int64_t> value_;
};

/// Identity of a value that comes from outside the graph: data, a parameter, an optimiser's state,
/// the learning rate. Two leaves are never the same, whatever their name.
struct Leaf {
    std::string name;            ///< shown to people; may be empty
    std::optional<Array> value;  ///< the elements, where they are known when the graph is built
};

class Node;
struct CompositeSpec;

/// constant: every element is `value`.
struct ConstantAttributes {
    Scalar value;
    auto fields() const { return std::tie(value); }
};
/// parameter
struct LeafAttributes {
    std::shared_ptr<const Leaf> leaf;
    auto fields() const { return std::tie(leaf); }
};
/// iota: the index along `axis`. concat, argmax, argmin, gather, scatter_add: the axis meant.
struct AxisAttributes {
    std::int64_t axis;
    auto fields() const { return std::tie(axis); }
};
/// scan_*: along `axis`, from its last element on if `reverse`. argsort: along `axis`, the largest
/// element first if `reverse`.
struct AlongAttributes {
    std::int64_t axis;
    bool reverse;
    auto fields() const { return std::tie(axis, reverse); }
};
/// reduce_*: the axes that vanish, ascending. permute: output axis i is input axis axes[i].
/// broadcast: input axis i becomes output axis axes[i], ascending; the other axes are new.
struct AxesAttributes {
    Axes axes;
    auto fields() const { return std::tie(axes); }
};
/// pad: elements before, after and between the input's, all equal to `value`.
struct PadAttributes {
    Axes low, high, interior;
    Scalar value;
    auto fields() const { return std::tie(low, high, interior, value); }
};
/// slice: start, start + step, ... ; `count` elements per axis (the output's sizes). step != 0.
struct SliceAttributes {
    Axes start, step;
    auto fields() const { return std::tie(start, step); }
};
/// window: sliding windows over `axes` (ascending). The output has the number of positions on those
/// axes, and one new axis of each size at the end. window_adjoint adds them up again.
struct WindowAttributes {
    Axes axes, size, stride, dilation;
    auto fields() const { return std::tie(axes, size, stride, dilation); }
};
/// dot: axes that pair up and stay (batch) or are summed over (contract). The output's axes are
/// batch, then lhs free, then rhs free.
struct DotAttributes {
    Axes lhs_batch, rhs_batch, lhs_contract, rhs_contract;
    auto fields() const { return std::tie(lhs_batch, rhs_batch, lhs_contract, rhs_contract); }
};
/// conv and its two gradients: input [N, C, spatial...], weight [O, C/groups, spatial...],
/// output [N, O, spatial...]; cross-correlation, as PyTorch and ONNX have it.
struct ConvAttributes {
    Axes stride, low, high, dilation;
    std::int64_t groups = 1;
    auto fields() const { return std::tie(stride, low, high, dilation, groups); }
};
/// composite: a named function of the inputs with its body in the closed set.
struct CompositeAttributes {
    const CompositeSpec* spec;
    Axes integers;              ///< meaning given by the spec
    std::vector<double> reals;  ///< meaning given by the spec
    auto fields() const { return std::tie(spec, integers, reals); }
};

using Attributes = std::variant<std::monostate, ConstantAttributes, LeafAttributes, AxisAttributes,
                                AlongAttributes, AxesAttributes, PadAttributes, SliceAttributes,
                                WindowAttributes, DotAttributes, ConvAttributes,
                                CompositeAttributes>;

bool equal(const Attributes& a, const Attributes& b);
std::size_t hash_of(const Attributes& attributes);
/// "axes=[0, 1] stride=[2]": for dumps and labels.
std::string to_string(const Attributes& attributes);

/// Mixes a value into a hash so that every bit of both reaches every bit of the result: the low
/// bits of a double that is a whole number are all zero. (The finaliser of MurmurHash3.)
inline void hash_combine(std::size_t& seed, std::size_t value) {
    seed ^= value + 0x9E3779B97F4A7C15 + (seed << 6) + (seed >> 2);
    seed ^= seed >> 33;
    seed *= 0xFF51AFD7ED558CCD;
    seed ^= seed >> 33;
    seed *= 0xC4CEB9FE1A85EC53;
    seed ^= seed >> 33;
}

}  // namespace gradweave::graph
