// SPDX-License-Identifier: Apache-2.0
#include "engine/nn/init.h"

#include <cmath>
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
Init Init::xavier_uniform(std::int64_t fan_in, std::int64_t fan_out) {
    return uniform(std::sqrt(6 / (fan(fan_in) + fan(fan_out))));
}

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
        }
    }
    return array.cast(dtype);
}

}  // namespace gradweave::nn
