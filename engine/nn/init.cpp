// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/init.h"

#include <cmath>
#include <span>
#include <string>

#include "engine/core/rng.h"

namespace gradweave::nn {

namespace {

double fan(std::int64_t count) {
    return static_cast<double>(count < 1 ? 1 : count);
}

/// FNV-1a, so that a parameter's stream follows from its name on every machine.
std::uint64_t hash(const std::string& text) {
    std::uint64_t value = 0xCBF29CE484222325;
    for (const char c : text)
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return value;
}

}  // namespace

Init Init::torch_default(std::int64_t fan_in) {
    return uniform(1 / std::sqrt(fan(fan_in)));
}
Init Init::kaiming_normal(std::int64_t fan_in) {
    return normal(std::sqrt(2 / fan(fan_in)));
}
Init Init::kaiming_uniform(std::int64_t fan_in) {
    return uniform(std::sqrt(6 / fan(fan_in)));
}
Init Init::xavier_normal(std::int64_t fan_in, std::int64_t fan_out) {
    return normal(std::sqrt(2 / (fan(fan_in) + fan(fan_out))));
}
Init Init::xavier_uniform(std::int64_t fan_in, std::int64_t fan_out) {
    return uniform(std::sqrt(6 / (fan(fan_in) + fan(fan_out))));
}

Fans fans_of(const Shape& weight) {
    if (weight.rank() < 2) return {weight.element_count(), weight.element_count()};
    std::int64_t window = 1;
    for (int i = 2; i < weight.rank(); ++i)
        window *= weight[i];
    return {weight[1] * window, weight[0] * window};
}

namespace {

/// Normal numbers whose rows are made orthonormal one after the other, twice each, since the first
/// time leaves rounding behind (Gram and Schmidt; Giraud et al. 2005). A wide matrix has its rows
/// so, a tall one its columns.
void make_orthogonal(std::span<double> values, const Shape& shape, double gain) {
    const auto rows = static_cast<std::size_t>(shape.rank() == 0 ? 1 : shape[0]);
    const std::size_t columns = rows == 0 ? 0 : values.size() / rows;
    const bool wide = rows <= columns;
    const std::size_t count = wide ? rows : columns, length = wide ? columns : rows;
    const auto at = [&](std::size_t vector, std::size_t i) -> double& {
        return values[wide ? vector * columns + i : i * columns + vector];
    };
    const auto product = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t i = 0; i < length; ++i)
            sum += at(a, i) * at(b, i);
        return sum;
    };
    for (std::size_t k = 0; k < count; ++k) {
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t j = 0; j < k; ++j) {
                const double overlap = product(k, j);
                for (std::size_t i = 0; i < length; ++i)
                    at(k, i) -= overlap * at(j, i);
            }
        }
        const double size = std::sqrt(product(k, k));
        for (std::size_t i = 0; i < length; ++i)
            at(k, i) = size > 0 ? at(k, i) / size : 0;
    }
    for (double& value : values)
        value *= gain;
}

}  // namespace

Array initial_value(const Init& init, DType dtype, const Shape& shape, std::uint64_t seed,
                    const std::string& name) {
    Array array(DType::f64, shape);
    Generator generator(mix_key(seed, hash(name)));
    for (double& value : array.as<double>()) {
        switch (init.kind) {
            case Init::Kind::constant:
                value = init.scale;
                break;
            case Init::Kind::uniform:
                value = init.scale * (2 * generator.uniform() - 1);
                break;
            case Init::Kind::normal:
                value = init.scale * generator.normal();
                break;
            case Init::Kind::truncated_normal:
                do
                    value = generator.normal();
                while (std::abs(value) > 2);
                value *= init.scale;
                break;
            case Init::Kind::orthogonal:
                value = generator.normal();
                break;
        }
    }
    if (init.kind == Init::Kind::orthogonal) make_orthogonal(array.as<double>(), shape, init.scale);
    return array.cast(dtype);
}

}  // namespace gradweave::nn
