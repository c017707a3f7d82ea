// SPDX-License-Identifier: Apache-2.0
// Max-pooling and its gradient as steps: image by image.
#include "engine/backends/cpu/pooling/pooling.h"
#include "engine/backends/cpu/step.h"
#include "engine/graph/pooling.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;

namespace {

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
        parallel_for(geometry_.images, [this](std::int64_t image) { run_image(image); });
    }

    bool goes_by_images() const override { return true; }
    void run_pieces(FunctionRef<void(std::int64_t, std::int64_t)> done) override {
        parallel_for(geometry_.images, [&](std::int64_t image) {
            run_image(image);
            done(image, 1);
        });
    }
    void run_images(std::int64_t first, std::int64_t images, std::int64_t /*batch*/) override {
        for (std::int64_t image = first; image < first + images; ++image)
            run_image(image);
    }

  private:
    void run_image(std::int64_t image) const {
        const std::int64_t in = geometry_.channels * geometry_.height * geometry_.width;
        const std::int64_t out = geometry_.channels * geometry_.out_height * geometry_.out_width;
        const PoolingTable& table = native_pooling();
        if (gradient_)
            table.backward(geometry_, x_ + image * in, dy_ + image * out, result_ + image * in);
        else
            table.forward(geometry_, x_ + image * in, result_ + image * out);
    }

    NodeStep step_;
    bool gradient_;
    PoolGeometry geometry_;
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
