// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/windows.h"

#include "engine/core/text.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/graph/build.h"

namespace gradweave::exchange::onnx {

Windows windows_of(const Call& c, const Shape& x, Axes size) {
    if (x.rank() < 3) refuse(concat("it needs [N, C, ...], not ", to_string(x)));
    const auto axes = static_cast<std::size_t>(x.rank() - 2);
    Windows w;
    w.size = std::move(size);
    w.stride = c.integers("strides", Axes(axes, 1));
    w.dilation = c.integers("dilations", Axes(axes, 1));
    const Axes pads = c.integers("pads", Axes(2 * axes, 0));
    const std::string automatic = c.text("auto_pad", "NOTSET");
    if (w.size.size() != axes || w.stride.size() != axes || w.dilation.size() != axes ||
        pads.size() != 2 * axes) {
        refuse(concat("kernel, strides, dilations and pads do not fit ", axes, " axes"));
    }
    const bool up = c.integer("ceil_mode", 0) != 0;
    for (std::size_t i = 0; i < axes; ++i) {
        const std::int64_t n = x[static_cast<int>(i) + 2];
        constexpr std::int64_t most = std::int64_t{1} << 31;
        const auto sane = [](std::int64_t value, std::int64_t least) {
            if (value < least || value >= most) refuse(concat("a size of ", value, " in a window"));
        };
        sane(w.size[i], 1);
        sane(w.stride[i], 1);
        sane(w.dilation[i], 1);
        const auto span = checked_multiply(w.size[i] - 1, w.dilation[i]);
        if (!span) refuse("the window is too large");
        const std::int64_t reach = *span + 1;
        std::int64_t low = pads[i], high = pads[i + axes];
        if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER") {
            const std::int64_t wanted = (n + w.stride[i] - 1) / w.stride[i];
            const std::int64_t total =
                std::max<std::int64_t>((wanted - 1) * w.stride[i] + reach - n, 0);
            low = automatic == "SAME_UPPER" ? total / 2 : total - total / 2;
            high = total - low;
        } else if (automatic == "VALID") {
            low = high = 0;
        } else if (automatic != "NOTSET") {
            unsupported(concat("auto_pad ", in_quotes(automatic)));
        }
        sane(low, 0);
        sane(high, 0);
        const std::int64_t room = n + low + high - reach;
        if (room < 0) {
            refuse(concat("a window of ", reach, " does not fit in ", n + low + high, " elements"));
        }
        std::int64_t positions = room / w.stride[i] + 1;
        if (up && room % w.stride[i] != 0) {
            ++positions;
            high += w.stride[i] - room % w.stride[i];
        }
        w.low.push_back(low);
        w.high.push_back(high);
        w.positions.push_back(positions);
    }
    return w;
}

Tensor slide(const Tensor& x, const Windows& w, double fill) {
    Axes low{0, 0}, high{0, 0};
    low.insert(low.end(), w.low.begin(), w.low.end());
    high.insert(high.end(), w.high.begin(), w.high.end());
    const Tensor padded = pad(x, low, high, fill);
    const Axes axes = fn::axes_from(2, x.rank());
    const Tensor windows(graph::window(padded.node(), {axes, w.size, w.stride, w.dilation}));
    Axes sizes(windows.shape().begin(), windows.shape().begin() + x.rank());
    std::int64_t count = 1;
    for (const std::int64_t size : w.size)
        count *= size;
    sizes.push_back(count);
    return windows.reshape(Shape(std::move(sizes)));
}

}  // namespace gradweave::exchange::onnx
