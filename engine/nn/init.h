// SPDX-License-Identifier: Apache-2.0
// Initial values of parameters.
#pragma once

#include <cstdint>

#include "engine/core/array.h"

namespace gradweave::nn {

/// How a parameter begins. The factory functions name the usual schemes.
struct Init {
    enum class Kind { constant, uniform, normal, truncated_normal, orthogonal };
    Kind kind = Kind::constant;
    /// constant: the value; uniform: in [-scale, scale); normal: the standard deviation;
    /// truncated_normal: that of the normal distribution whose numbers beyond two deviations are
    /// drawn again; orthogonal: what the orthogonal matrix is multiplied by.
    double scale = 0;

    static Init constant(double value) { return {Kind::constant, value}; }
    static Init uniform(double bound) { return {Kind::uniform, bound}; }
    static Init normal(double deviation) { return {Kind::normal, deviation}; }
    /// PyTorch's default for linear layers and convolutions, weight and bias alike: uniform within
    /// 1/sqrt(fan_in) (He et al. 2015 with a = sqrt(5)).
    static Init torch_default(std::int64_t fan_in);
    /// He et al. 2015, arXiv:1502.01852, for ReLU: normal with variance 2 / fan_in.
    static Init kaiming_normal(std::int64_t fan_in);
    /// The same within sqrt(3) times that deviation.
    static Init kaiming_uniform(std::int64_t fan_in);
    /// Glorot and Bengio 2010: normal with variance 2 / (fan_in + fan_out).
    static Init xavier_normal(std::int64_t fan_in, std::int64_t fan_out);
    static Init truncated_normal(double deviation) { return {Kind::truncated_normal, deviation}; }
    /// Saxe et al., arXiv:1312.6120: the first axis' rows (the others as one) are orthonormal, or
    /// its columns where there are fewer of those.
    static Init orthogonal(double gain = 1) { return {Kind::orthogonal, gain}; }
    /// Glorot and Bengio 2010: uniform within sqrt(6 / (fan_in + fan_out)).
    static Init xavier_uniform(std::int64_t fan_in, std::int64_t fan_out);
};

/// How many inputs and outputs a weight connects: PyTorch's rule. [out, in, window...]; the
/// window's elements count into both.
struct Fans {
    std::int64_t in, out;
};
Fans fans_of(const Shape& weight);

/// The initial elements; equal seed and name give equal elements, whatever else the model holds.
Array initial_value(const Init& init, DType dtype, const Shape& shape, std::uint64_t seed,
                    const std::string& name);

}  // namespace gradweave::nn
