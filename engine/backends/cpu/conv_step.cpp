// SPDX-License-Identifier: Apache-2.0
// Convolutions: the batch is cut into pieces whose number depends on the batch alone; each piece is
// one single-threaded library call. So the result is the same for any number of threads.
#include <algorithm>

#include "engine/backends/cpu/libraries.h"
#include "engine/backends/cpu/step.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;
using graph::Op;

namespace {

constexpr std::int64_t images_per_piece = 8;
constexpr std::int64_t most_pieces = 16;

class ConvStep final : public CpuStep {
  public:
    explicit ConvStep(const NodeStep& step) : step_(step) {
        const auto& node = *step.node;
        const auto& attributes = node.as<graph::ConvAttributes>();
        pass_ = node.op() == Op::conv              ? ConvPass::forward
                : node.op() == Op::conv_grad_input ? ConvPass::input_gradient
                                                   : ConvPass::weight_gradient;
        const Shape& first = node.input(0)->shape();
        const Shape& second = node.input(1)->shape();
        const Shape& input = pass_ == ConvPass::input_gradient ? node.shape() : first;
        const Shape& weight = pass_ == ConvPass::weight_gradient ? node.shape() : second;
        const Shape& output = pass_ == ConvPass::forward          ? node.shape()
                              : pass_ == ConvPass::input_gradient ? first
                                                                  : second;
        const std::int64_t batch = input[0];
        const std::int64_t images =
            std::max((batch + most_pieces - 1) / most_pieces, std::min(batch, images_per_piece));
        convolution_ =
            make_convolution({pass_, input.sizes(), weight.sizes(), output.sizes(),
                              attributes.stride, attributes.low, attributes.high,
                              attributes.dilation, attributes.groups, step.channels_last, images});
    }

    void bind(const Places& places) override {
        auto* first = reinterpret_cast<float*>(places.of(step_.inputs[0]));
        auto* second = reinterpret_cast<float*>(places.of(step_.inputs[1]));
        auto* result = reinterpret_cast<float*>(places.of(step_.output));
        switch (pass_) {
            case ConvPass::forward:
                return convolution_->bind(first, second, result);
            case ConvPass::input_gradient:
                return convolution_->bind(result, second, first);
            case ConvPass::weight_gradient:
                return convolution_->bind(first, result, second);
        }
    }

    void run() override { convolution_->run(); }
    std::string library() const override { return "oneDNN"; }
    std::uint64_t scratch_bytes() const override { return convolution_->scratch_bytes(); }

  private:
    NodeStep step_;
    ConvPass pass_;
    std::unique_ptr<Convolution> convolution_;
};

}  // namespace

StepPtr make_conv_step(const NodeStep& step) {
    const Op op = step.node->op();
    if (op != Op::conv && op != Op::conv_grad_input && op != Op::conv_grad_weight) return nullptr;
    const Shape& shape = step.node->shape();
    if (step.node->dtype() != DType::f32 || shape.rank() > 5) return nullptr;
    // oneDNN takes no empty tensors. What comes of them is empty or zero, in any layout.
    if (shape.empty() || step.node->input(0)->shape().empty() ||
        step.node->input(1)->shape().empty()) {
        return nullptr;
    }
    return std::make_unique<ConvStep>(step);
}

}  // namespace gradweave::backends::cpu
