// SPDX-License-Identifier: Apache-2.0
// Max-pooling over images with channels innermost, and its gradient, one element per work item.
#include "engine/backends/opencl/render/kernel.h"
#include "engine/core/text.h"
#include "engine/graph/pooling.h"

namespace gradweave::backends::opencl {

using compiler::NodeStep;
using Kind = KernelArgument::Kind;

namespace {

/// Looks through the window of output pixel (oy, ox) and leaves its winner's value and place: the
/// first of the largest ones, or the first NaN. Places outside the image never win.
std::string find_winner(const graph::Pooling& p, std::int64_t height, std::int64_t width) {
    return concat(
        "float best = -INFINITY;\nint winner = -1;\nfor (int ky = 0; ky < ", p.size[0],
        "; ++ky) for (int kx = 0; kx < ", p.size[1], "; ++kx) {\nconst int wy = oy * ", p.stride[0],
        " - ", p.low[0], " + ky, wx = ox * ", p.stride[1], " - ", p.low[1],
        " + kx;\nif (wy < 0 || wx < 0 || wy >= ", height, " || wx >= ", width,
        ") continue;\nconst float v = image[(wy * ", width,
        " + wx) * CHANNELS + c];\n"
        "if (winner < 0 || (best == best && (v > best || v != v))) { best = v; winner = wy "
        "* ",
        width, " + wx; }\n}\n");
}

KernelLaunch launch(std::string text, std::vector<KernelArgument> arguments, std::int64_t count,
                    std::int64_t channels, const Style& style) {
    for (std::size_t at = text.find("CHANNELS"); at != text.npos; at = text.find("CHANNELS", at))
        text.replace(at, 8, std::to_string(channels));
    KernelLaunch launch{std::move(text), std::move(arguments), {}};
    const std::int64_t group = style.group;
    launch.range.global[0] = static_cast<std::size_t>((count + group - 1) / group * group);
    launch.range.local[0] = static_cast<std::size_t>(group);
    return launch;
}

/// On a processor: sixteen channels at once, one image or row of the output per work item. The
/// gradient is added window by window, so that each window is looked through once.
class PoolWalk {
  public:
    explicit PoolWalk(const NodeStep& step)
        : forward_(graph::is_max_pool2d(*step.node)),
          pooling_(graph::pooling_of(*step.node)),
          x_(step.node->input(0)->shape()),
          y_(forward_ ? step.node->shape() : step.node->input(1)->shape()) {}

    KernelLaunch launch(const NodeStep& step) const {
        KernelLaunch launch;
        const std::int64_t images = x_[0], in = x_[1] * x_[2] * x_[3], out = y_[1] * y_[2] * y_[3];
        for (const auto id : step.inputs)
            launch.arguments.push_back({Kind::value, id});
        launch.arguments.push_back({Kind::value, step.output});
        if (forward_) {
            launch.text = concat(
                "(global const float* x, global float* y) {\nconst long n = get_global_id(0), oy = "
                "n % ",
                y_[2], ";\nglobal const float* image = x + n / ", y_[2], " * ", in,
                ";\nglobal float* row = y + n / ", y_[2], " * ", out, " + oy * ", y_[3] * y_[1],
                ";\nfor (int ox = 0; ox < ", y_[3], "; ++ox) {\n", channels(), "}\n}\n");
            launch.range.global[0] = static_cast<std::size_t>(images * y_[2]);
        } else {
            launch.text = concat(
                "(global const float* x, global const float* dy, global float* dx) {\nconst long n "
                "= "
                "get_global_id(0);\nglobal const float* image = x + n * ",
                in, ";\nglobal const float* gradient = dy + n * ", out,
                ";\nglobal float* to = dx + n * ", in, ";\nfor (int i = 0; i < ", in,
                "; ++i) to[i] = 0;\nfor (int oy = 0; oy < ", y_[2],
                "; ++oy) for (int ox = 0; ox < ", y_[3], "; ++ox) {\n", channels(), "}\n}\n");
            launch.range.global[0] = static_cast<std::size_t>(images);
        }
        return launch;
    }

  private:
    /// All channels of one window.
    std::string channels() const {
        return concat(
            "int c = 0;\n",
            x_[1] < 16 ? std::string()
                       : concat("for (; c + 16 <= ", x_[1], "; c += 16) {\n", window(true), "}\n"),
            "for (; c < ", x_[1], "; ++c) {\n", window(false), "}\n");
    }

    /// `body` for each place of the window that lies in the image: `at` is its offset, `k` its
    /// number.
    std::string places(const std::string& body) const {
        return concat("for (int ky = 0; ky < ", pooling_.size[0], "; ++ky) for (int kx = 0; kx < ",
                      pooling_.size[1], "; ++kx) {\nconst int wy = oy * ", pooling_.stride[0],
                      " - ", pooling_.low[0], " + ky, wx = ox * ", pooling_.stride[1], " - ",
                      pooling_.low[1], " + kx;\nif (wy < 0 || wx < 0 || wy >= ", x_[2],
                      " || wx >= ", x_[3], ") continue;\nconst int at = (wy * ", x_[3], " + wx) * ",
                      x_[1], " + c, k = ky * ", pooling_.size[1], " + kx;\n", body, "}\n");
    }

    std::string window(bool vectors) const {
        const std::string number = vectors ? "float16" : "float", whole = vectors ? "int16" : "int";
        const auto load = [&](const std::string& place) {
            return vectors ? concat("vload16(0, &", place, ")") : place;
        };
        const auto store = [&](const std::string& value, const std::string& place) {
            return vectors ? concat("vstore16(", value, ", 0, &", place, ");\n")
                           : concat(place, " = ", value, ";\n");
        };
        std::string text = concat(number, " best = -INFINITY;\n");
        if (forward_) {
            text += places(concat("const ", number, " v = ", load("image[at]"),
                                  ";\nbest = select(best, v, (v > best) | (v != v));\n"));
            return text + store("best", concat("row[ox * ", x_[1], " + c]"));
        }
        text += concat(whole, " winner = -1;\n");
        text +=
            places(concat("const ", number, " v = ", load("image[at]"), ";\nconst ", whole,
                          " better = (winner < 0) | ((best == best) & ((v > best) | (v != v)));\n"
                          "best = select(best, v, better);\nwinner = select(winner, (",
                          whole, ")k, better);\n"));
        text += concat("const ", number,
                       " g = ", load(concat("gradient[(oy * ", y_[3], " + ox) * ", x_[1], " + c]")),
                       ";\n");
        return text + places(store(concat(load("to[at]"), " + select((", number,
                                          ")0, g, winner == (", whole, ")k)"),
                                   "to[at]"));
    }

    bool forward_;
    graph::Pooling pooling_;
    const Shape& x_;
    const Shape& y_;
};

}  // namespace

StepPlan plan_pool(const NodeStep& step, const Style& style) {
    const auto& node = *step.node;
    GW_ASSERT(step.channels_last && node.dtype() == DType::f32);
    if (style.processor) return {{PoolWalk(step).launch(step)}, {}};
    const bool forward = graph::is_max_pool2d(node);
    const graph::Pooling p = graph::pooling_of(node);
    const Shape& x = node.input(0)->shape();
    const Shape& y = forward ? node.shape() : node.input(1)->shape();
    const std::int64_t channels = x[1], height = x[2], width = x[3];
    const std::int64_t out_height = y[2], out_width = y[3];
    const std::int64_t count = node.shape().element_count();
    const char* index =
        x.element_count() + y.element_count() < (std::int64_t{1} << 30) ? "int" : "long";
    const std::string start = concat("const ", index, " n = get_global_id(0);\nif (n >= (", index,
                                     ")", count, ") return;\nconst int c = n % CHANNELS;\n");
    const std::string image =
        concat("global const float* image = x + n / (", index, ")",
               forward ? channels * out_height * out_width : channels * height * width, " * (",
               index, ")", channels * height * width, ";\n");
    if (forward) {
        std::string text = concat("(global const float* x, global float* y) {\n", start,
                                  "const int ox = n / CHANNELS % ", out_width, ", oy = n / ",
                                  channels * out_width, " % ", out_height, ";\n", image,
                                  find_winner(p, height, width), "y[n] = best;\n}\n");
        return {
            {launch(std::move(text), {{Kind::value, step.inputs[0]}, {Kind::value, step.output}},
                    count, channels, style)},
            {}};
    }
    // Each element looks at the windows that cover it.
    const auto windows = [&](const char* name, const char* at, int axis, std::int64_t outputs) {
        return concat("const int first_", name, " = max(0, (", at, " + ", p.low[axis], " - ",
                      p.size[axis], " + ", p.stride[axis], ") / ", p.stride[axis], "), last_", name,
                      " = min(", outputs - 1, ", (", at, " + ", p.low[axis], ") / ", p.stride[axis],
                      ");\n");
    };
    std::string text = concat(
        "(global const float* x, global const float* dy, global float* dx) {\n", start,
        "const int ix = n / CHANNELS % ", width, ", iy = n / ", channels * width, " % ", height,
        ";\n", image, windows("y", "iy", 0, out_height), windows("x", "ix", 1, out_width),
        "global const float* gradient = dy + n / (", index, ")", channels * height * width, " * (",
        index, ")", channels * out_height * out_width,
        ";\nfloat sum = 0;\nfor (int oy = first_y; oy <= last_y; ++oy) for (int ox = first_x; ox "
        "<= "
        "last_x; ++ox) {\n",
        find_winner(p, height, width), "if (winner == iy * ", width,
        " + ix) sum += gradient[(oy * ", out_width,
        " + ox) * CHANNELS + c];\n}\ndx[n] = sum;\n}\n");
    return {{launch(std::move(text),
                    {{Kind::value, step.inputs[0]},
                     {Kind::value, step.inputs[1]},
                     {Kind::value, step.output}},
                    count, channels, style)},
            {}};
}

}  // namespace gradweave::backends::opencl
