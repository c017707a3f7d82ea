// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/plot.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/core/text.h"

namespace gradweave::exchange {

namespace {

std::string formatted(double value, std::chars_format format, int digits) {
    std::array<char, 64> buffer;
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, digits);
    return std::string(buffer.data(), end.ptr);
}

/// A tick's number with as many decimals as its step needs; as a power from `many` on.
std::string tick_text(double value, double step, double many = 1e5) {
    if (std::abs(value) < step * 1e-9) return "0";
    const double largest = std::abs(value);
    if (largest >= many || largest < 1e-4) {
        std::string text = formatted(value, std::chars_format::scientific, 6);
        const std::size_t e = text.find('e');
        std::string digits = text.substr(0, e);
        while (digits.ends_with('0'))
            digits.pop_back();
        if (digits.ends_with('.')) digits.pop_back();
        const int exponent = static_cast<int>(std::floor(std::log10(largest) + 1e-12));
        return concat(digits, "e", exponent);
    }
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    return formatted(value, std::chars_format::fixed, std::min(decimals, 12));
}

/// The round number (1, 2 or 5 times a power of ten) nearest above.
double round_step(double rough) {
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * (1 - 1e-9)) return factor * power;
    }
    return 10 * power;
}

}  // namespace

std::vector<Tick> linear_ticks(double low, double high, int about) {
    std::vector<Tick> ticks;
    if (!(high > low) || !std::isfinite(high - low) || about < 1) return ticks;
    const double step = round_step((high - low) / about);
    if (!(step > 0) || !std::isfinite(step)) return ticks;
    const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
    // Far from zero the step may be below what a double can tell apart.
    if (last - first > 4.0 * about || std::abs(first) > 1e14) return ticks;
    for (double i = first; i <= last; ++i)
        ticks.push_back({i * step, tick_text(i * step, step)});
    return ticks;
}

std::vector<Tick> log_ticks(double low, double high, int about) {
    if (!(low > 0) || !(high > low)) return {};
    const double decades = std::log10(high) - std::log10(low);
    std::vector<Tick> ticks;
    const auto add = [&](double at) {
        if (at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9))
            ticks.push_back({at, tick_text(at, at, decades > 4 ? 1e4 : 1e5)});
    };
    const int every = std::max(1, static_cast<int>(std::ceil(decades / about)));
    const int first = static_cast<int>(std::floor(std::log10(low)));
    const int last = static_cast<int>(std::ceil(std::log10(high)));
    for (int exponent = first; exponent <= last; ++exponent) {
        if (exponent % every != 0) continue;
        const double power = std::pow(10, exponent);
        add(power);
        if (decades * 3 > about || every > 1) continue;
        add(2 * power);
        add(5 * power);
    }
    return ticks.size() >= 2 ? ticks : linear_ticks(low, high, about);
}

bool counts_epochs(double low, double high, double steps_per_epoch) {
    return steps_per_epoch > 0 && (high - low) / steps_per_epoch > 3;
}

std::vector<Tick> step_ticks(double low, double high, double steps_per_epoch, int about) {
    const double unit = counts_epochs(low, high, steps_per_epoch) ? steps_per_epoch : 1;
    std::vector<Tick> ticks = linear_ticks(low / unit, high / unit, about);
    // There is no half step and no half epoch.
    std::erase_if(ticks, [](const Tick& tick) { return tick.at != std::round(tick.at); });
    for (Tick& tick : ticks) {
        tick.label = grouped(std::llround(tick.at));
        tick.at *= unit;
    }
    return ticks;
}

std::string plot_csv(const Plot& plot) {
    const auto cell = [](const std::string& name) {
        if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
        std::string quoted = "\"";
        for (const char c : name)
            quoted.append(c == '"' ? 2 : 1, c);
        return quoted + "\"";
    };
    std::string text = "step";
    for (const PlotCurve& curve : plot.curves)
        text += "," + cell(curve.name);
    text += "\n";
    std::vector<std::size_t> at(plot.curves.size(), 0);
    while (true) {
        std::optional<double> step;
        for (std::size_t i = 0; i < at.size(); ++i) {
            const CurveData& data = plot.curves[i].data;
            if (at[i] < data.size() && (!step || data.x(at[i]) < *step)) step = data.x(at[i]);
        }
        if (!step) return text;
        text += number_text(*step);
        for (std::size_t i = 0; i < at.size(); ++i) {
            const CurveData& data = plot.curves[i].data;
            text += ",";
            if (at[i] < data.size() && data.x(at[i]) == *step)
                text += number_text(static_cast<float>(data.y(at[i]++)));
        }
        text += "\n";
    }
}

std::string figure_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6))
        return formatted(value, std::chars_format::scientific, 2);
    if (size >= 1000) return formatted(value, std::chars_format::fixed, 1);
    return formatted(value, std::chars_format::fixed, size >= 100 ? 2 : size >= 10 ? 3 : 4);
}

}  // namespace gradweave::exchange
