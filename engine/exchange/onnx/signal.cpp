// SPDX-License-Identifier: Apache-2.0
// Windows and Fourier transforms, as products with matrices of sines and cosines.
#include <cmath>
#include <numbers>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

/// sum of a_k cos(2 pi k n / N).
Results cosine_window(const Call& c, const std::vector<double>& factors) {
    const std::int64_t size = c.integer_of(0);
    if (size < 0 || size > (1 << 28)) refuse(concat("a window of ", size, " elements"));
    const bool periodic = c.integer("periodic", 1) != 0;
    const double period = static_cast<double>(periodic ? size : size - 1);
    std::vector<double> values;
    for (std::int64_t n = 0; n < size; ++n) {
        double value = 0;
        for (std::size_t k = 0; k < factors.size(); ++k) {
            value += factors[k] * std::cos(2 * std::numbers::pi * static_cast<double>(k) *
                                           static_cast<double>(n) / period);
        }
        values.push_back(value);
    }
    return {make_value(Array::of(values, Shape{size}),
                       static_cast<ElementType>(c.integer("output_datatype", 1)))};
}

Results hann(const Call& c) {
    return cosine_window(c, {0.5, -0.5});
}
Results hamming(const Call& c) {
    return cosine_window(c, {25.0 / 46, -21.0 / 46});
}
Results blackman(const Call& c) {
    return cosine_window(c, {0.42, -0.5, 0.08});
}

/// The transform of the last but one axis of x [..., N, 1 or 2] (real and imaginary part).
Tensor transformed(const Tensor& x, std::int64_t bins, bool inverse) {
    const std::int64_t size = x.shape()[-2];
    const auto work = checked_multiply(size, bins);
    if (!work || *work > (1 << 26)) unsupported("transforms of so many elements");
    Array cosine(DType::f64, Shape{size, bins}), sine(DType::f64, Shape{size, bins});
    for (std::int64_t n = 0; n < size; ++n) {
        for (std::int64_t k = 0; k < bins; ++k) {
            const double angle = (inverse ? 2 : -2) * std::numbers::pi *
                                 static_cast<double>((n * k) % size) / static_cast<double>(size);
            const auto at = static_cast<std::size_t>(n * bins + k);
            cosine.as<double>()[at] = std::cos(angle) / (inverse ? static_cast<double>(size) : 1);
            sine.as<double>()[at] = std::sin(angle) / (inverse ? static_cast<double>(size) : 1);
        }
    }
    const int last = x.rank() - 1;
    const auto part = [&](int i) {
        std::vector<Index> index(static_cast<std::size_t>(last), all);
        index.push_back(i);
        return x(index).to(DType::f64);
    };
    const Tensor re = part(0);
    Tensor real = matmul(re, Tensor(cosine)), imaginary = matmul(re, Tensor(sine));
    if (x.shape()[-1] == 2) {
        const Tensor im = part(1);
        real = real - matmul(im, Tensor(sine));
        imaginary = imaginary + matmul(im, Tensor(cosine));
    }
    return stack({real, imaginary}, -1).to(x.dtype());
}

Results dft(const Call& c) {
    Tensor x = c.x();
    if (x.rank() < 2 || x.shape()[-1] < 1 || x.shape()[-1] > 2)
        refuse("the last axis must hold real and imaginary parts");
    const int axis = fn::axis_of(c.integer("axis", 1), x.rank());
    if (axis == x.rank() - 1) refuse("the last axis holds real and imaginary parts");
    const bool inverse = c.integer("inverse", 0) != 0, half = c.integer("onesided", 0) != 0;
    if (inverse && half) refuse("an inverse transform of one side");
    if (c.has(1)) {
        const std::int64_t length = c.integer_of(1), size = x.shape()[axis];
        if (length < 1) refuse(concat("a transform of ", length, " elements"));
        if (length < size) {
            std::vector<Index> index(static_cast<std::size_t>(axis), all);
            index.push_back(until(length));
            x = x(index);
        } else {
            Axes high(static_cast<std::size_t>(x.rank()), 0), low = high;
            high[static_cast<std::size_t>(axis)] = length - size;
            x = pad(x, low, high);
        }
    }
    // The axis goes to the place before the parts, and back.
    Axes order = fn::axes_from(0, x.rank());
    order.erase(order.begin() + axis);
    order.insert(order.end() - 1, axis);
    Axes back(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        back[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
    const std::int64_t size = x.shape()[axis];
    return c.same(transformed(x.permute(order), half ? size / 2 + 1 : size, inverse).permute(back));
}

Results stft(const Call& c) {
    Tensor x = c.x();
    if (x.rank() == 2) x = x.reshape(Shape{x.shape()[0], x.shape()[1], 1});
    if (x.rank() != 3) refuse(concat("it needs [N, length, parts], not ", to_string(x.shape())));
    const std::int64_t step = c.integer_of(1), length = x.shape()[1];
    const std::int64_t size = c.has(3)   ? c.integer_of(3)
                              : c.has(2) ? c.x(2).shape().element_count()
                                         : 0;
    if (step < 1 || size < 1 || size > length) refuse("frames do not fit the signal");
    Axes rows;
    const std::int64_t frames = (length - size) / step + 1;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        for (std::int64_t i = 0; i < size; ++i)
            rows.push_back(frame * step + i);
    }
    Tensor cut =
        take(x, fn::list(rows), 1).reshape(Shape{x.shape()[0], frames, size, x.shape()[2]});
    if (c.has(2)) cut = cut * c.x(2).reshape(Shape{size, 1});
    const bool half = c.integer("onesided", 1) != 0;
    return c.same(transformed(cut, half ? size / 2 + 1 : size, false));
}

Results mel_weights(const Call& c) {
    const std::int64_t bands = c.integer_of(0), length = c.integer_of(1), rate = c.integer_of(2);
    if (bands < 1 || length < 1 || rate < 1 || bands > 100'000 || length > 1'000'000)
        refuse("bands, length and rate do not fit");
    const auto to_mel = [](double hz) { return 2595 * std::log10(1 + hz / 700); };
    const double low = to_mel(c.number_of(3)), high = to_mel(c.number_of(4));
    const std::int64_t bins = length / 2 + 1;
    std::vector<std::int64_t> at;
    for (std::int64_t i = 0; i < bands + 2; ++i) {
        const double mel =
            low + static_cast<double>(i) * (high - low) / static_cast<double>(bands + 2);
        const double hz = 700 * (std::pow(10, mel / 2595) - 1);
        at.push_back(static_cast<std::int64_t>(static_cast<double>(length + 1) * hz /
                                               static_cast<double>(rate)));
    }
    Array weights(DType::f64, Shape{bins, bands});
    const auto w = weights.as<double>();
    for (std::int64_t band = 0; band < bands; ++band) {
        const auto k = static_cast<std::size_t>(band);
        const std::int64_t from = at[k], top = at[k + 1], to = at[k + 2];
        const auto set = [&](std::int64_t bin, double value) {
            if (bin >= 0 && bin < bins) w[static_cast<std::size_t>(bin * bands + band)] = value;
        };
        if (top == from) set(top, 1);
        for (std::int64_t bin = from; top != from && bin <= top; ++bin)
            set(bin, static_cast<double>(bin - from) / static_cast<double>(top - from));
        for (std::int64_t bin = top; to != top && bin < to; ++bin)
            set(bin, static_cast<double>(to - bin) / static_cast<double>(to - top));
    }
    return {make_value(weights, static_cast<ElementType>(c.integer("output_datatype", 1)))};
}

}  // namespace

std::span<const OperatorRow> signal_operators() {
    static constexpr OperatorRow rows[] = {
        {"HannWindow", 17, 17, hann},
        {"HammingWindow", 17, 17, hamming},
        {"BlackmanWindow", 17, 17, blackman},
        {"DFT", 17, 17, dft},
        {"STFT", 17, 17, stft},
        {"MelWeightMatrix", 17, 17, mel_weights},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
