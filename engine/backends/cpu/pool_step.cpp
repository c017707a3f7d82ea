// SPDX-License-Identifier: Apache-2.0
// Max-pooling over images whose channels are innermost: each window position is a loop over
// channels that becomes vector code.
#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/backends/cpu/step.h"
#include "engine/core/threads.h"
#include "engine/graph/pooling.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;

namespace {

struct Geometry {
    std::int64_t images, channels, height, width, out_height, out_width;
    graph::Pooling pooling;
};

/// The part of a window that lies inside the image.
struct Range {
    std::int64_t begin, end;
};
Range inside(std::int64_t position, std::int64_t size, std::int64_t stride, std::int64_t low,
             std::int64_t length) {
    const std::int64_t begin = position * stride - low;
    return {std::max<std::int64_t>(begin, 0), std::min(begin + size, length)};
}

template <class F>
void for_each_window(const Geometry& g, F&& f) {
    const auto& p = g.pooling;
    for (std::int64_t oh = 0; oh < g.out_height; ++oh) {
        const Range rows = inside(oh, p.size[0], p.stride[0], p.low[0], g.height);
        for (std::int64_t ow = 0; ow < g.out_width; ++ow) {
            f(oh * g.out_width + ow, rows, inside(ow, p.size[1], p.stride[1], p.low[1], g.width));
        }
    }
}

void forward(const Geometry& g, const float* x, float* y) {
    for_each_window(g, [&](std::int64_t position, Range rows, Range columns) {
        float* out = y + position * g.channels;
        std::fill_n(out, g.channels, -std::numeric_limits<float>::infinity());
        for (std::int64_t h = rows.begin; h < rows.end; ++h) {
            for (std::int64_t w = columns.begin; w < columns.end; ++w) {
                const float* in = x + (h * g.width + w) * g.channels;
#pragma GCC ivdep
                for (std::int64_t c = 0; c < g.channels; ++c) {
                    const float v = in[c];
                    out[c] = v > out[c] || v != v ? v : out[c];
                }
            }
        }
    });
}

/// `best` and `where` have one element per channel.
void backward(const Geometry& g, const float* x, const float* dy, float* dx, float* best,
              std::int32_t* where) {
    std::memset(dx, 0, static_cast<std::size_t>(g.height * g.width * g.channels) * sizeof(float));
    for_each_window(g, [&](std::int64_t position, Range rows, Range columns) {
        std::fill_n(best, g.channels, -std::numeric_limits<float>::infinity());
        std::fill_n(where, g.channels, 0);
        std::int32_t number = 0;
        const auto each = [&](auto&& visit) {
            number = 0;
            for (std::int64_t h = rows.begin; h < rows.end; ++h) {
                for (std::int64_t w = columns.begin; w < columns.end; ++w, ++number)
                    visit((h * g.width + w) * g.channels);
            }
        };
        each([&](std::int64_t at) {
            const float* in = x + at;
#pragma GCC ivdep
            for (std::int64_t c = 0; c < g.channels; ++c) {
                // A NaN that is the best already stays (the first one wins). Without short cuts,
                // which would keep this from becoming vector code.
                const float v = in[c], b = best[c];
                const bool better = (b == b) & ((v > b) | (v != v));
                best[c] = better ? v : b;
                where[c] = better ? number : where[c];
            }
        });
        const float* from = dy + position * g.channels;
        each([&](std::int64_t at) {
            float* to = dx + at;
#pragma GCC ivdep
            for (std::int64_t c = 0; c < g.channels; ++c) {
                const float gradient = from[c];
                to[c] += where[c] == number ? gradient : 0.0f;
            }
        });
    });
}

class PoolStep final : public CpuStep {
  public:
    PoolStep(const NodeStep& step, bool gradient) : step_(step), gradient_(gradient) {
        const Shape& x = step.node->input(0)->shape();
        const Shape& y = gradient ? step.node->input(1)->shape() : step.node->shape();
        geometry_ = {x[0], x[1], x[2], x[3], y[2], y[3], graph::pooling_of(*step.node)};
    }

    void bind(const Places& places) override {
        x_ = reinterpret_cast<const float*>(places.of(step_.inputs[0]));
        if (gradient_) dy_ = reinterpret_cast<const float*>(places.of(step_.inputs[1]));
        result_ = reinterpret_cast<float*>(places.of(step_.output));
    }

    void run() override {
        const std::int64_t in = geometry_.channels * geometry_.height * geometry_.width;
        const std::int64_t out = geometry_.channels * geometry_.out_height * geometry_.out_width;
        parallel_for(geometry_.images, [&](std::int64_t image) {
            if (!gradient_) return forward(geometry_, x_ + image * in, result_ + image * out);
            auto* space = thread_workspace(static_cast<std::size_t>(geometry_.channels) * 8);
            backward(geometry_, x_ + image * in, dy_ + image * out, result_ + image * in,
                     reinterpret_cast<float*>(space),
                     reinterpret_cast<std::int32_t*>(space) + geometry_.channels);
        });
    }

  private:
    NodeStep step_;
    bool gradient_;
    Geometry geometry_;
    const float *x_ = nullptr, *dy_ = nullptr;
    float* result_ = nullptr;
};

}  // namespace

StepPtr make_pool_step(const NodeStep& step) {
    const bool forward = graph::is_max_pool2d(*step.node);
    if (!forward && !graph::is_max_pool2d_gradient(*step.node)) return nullptr;
    GW_ASSERT(step.node->dtype() == DType::f32);
    return std::make_unique<PoolStep>(step, !forward);
}

}  // namespace gradweave::backends::cpu
