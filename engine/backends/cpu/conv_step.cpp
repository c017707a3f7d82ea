// SPDX-License-Identifier: Apache-2.0
// Convolutions: the batch is cut into chunks whose number depends on the batch alone; each chunk is
// one single-threaded library call, and weight gradients of the chunks are added in order. So the
// result is the same for any number of threads.
#include <algorithm>
#include <cstring>

#include "engine/backends/cpu/libraries.h"
#include "engine/backends/cpu/step.h"
#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/threads.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;
using graph::Op;

namespace {

constexpr std::int64_t images_per_chunk = 8;
constexpr std::int64_t most_chunks = 16;

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
        chunk_ =
            std::max((batch + most_chunks - 1) / most_chunks, std::min(batch, images_per_chunk));
        image_elements_ = input.element_count() / batch;
        output_elements_ = output.element_count() / batch;
        weight_elements_ = weight.element_count();
        for (std::int64_t begin = 0; begin < batch; begin += chunk_) {
            const std::int64_t images = std::min(chunk_, batch - begin);
            chunks_.push_back(make_convolution(
                {pass_, input.with(0, images).sizes(), weight.sizes(),
                 output.with(0, images).sizes(), attributes.stride, attributes.low, attributes.high,
                 attributes.dilation, attributes.groups, step.channels_last}));
        }
        if (pass_ == ConvPass::weight_gradient && chunks_.size() > 1) {
            partial_ = Array(DType::f32,
                             Shape{static_cast<std::int64_t>(chunks_.size()), weight_elements_});
            add_ = find_elementwise(Op::add, DType::f32, DType::f32, Scalars::none);
        }
    }

    void bind(const Places& places) override {
        auto* first = reinterpret_cast<float*>(places.of(step_.inputs[0]));
        auto* second = reinterpret_cast<float*>(places.of(step_.inputs[1]));
        auto* result = reinterpret_cast<float*>(places.of(step_.output));
        result_ = result;
        float* input = pass_ == ConvPass::input_gradient ? result : first;
        float* weight = pass_ == ConvPass::weight_gradient ? result : second;
        float* output = pass_ == ConvPass::forward          ? result
                        : pass_ == ConvPass::input_gradient ? first
                                                            : second;
        for (std::size_t i = 0; i < chunks_.size(); ++i) {
            const std::int64_t begin = static_cast<std::int64_t>(i) * chunk_;
            float* own = add_ == nullptr ? weight
                                         : partial_.as<float>().data() +
                                               static_cast<std::int64_t>(i) * weight_elements_;
            chunks_[i]->bind(input + begin * image_elements_, own,
                             output + begin * output_elements_);
        }
    }

    void run() override {
        parallel_for(static_cast<std::int64_t>(chunks_.size()),
                     [this](std::int64_t i) { chunks_[static_cast<std::size_t>(i)]->run(); });
        if (add_ == nullptr) return;
        parallel_for((weight_elements_ + tile_size - 1) / tile_size, [this](std::int64_t block) {
            const std::int64_t begin = block * tile_size,
                               count = std::min(tile_size, weight_elements_ - begin);
            auto* sum = reinterpret_cast<std::byte*>(result_ + begin);
            const auto* part =
                reinterpret_cast<const std::byte*>(partial_.as<float>().data() + begin);
            std::memcpy(sum, part, static_cast<std::size_t>(count) * sizeof(float));
            for (std::size_t i = 1; i < chunks_.size(); ++i) {
                add_(sum, sum,
                     part + i * static_cast<std::size_t>(weight_elements_) * sizeof(float), nullptr,
                     count);
            }
        });
    }

    std::string library() const override { return "oneDNN"; }
    std::uint64_t scratch_bytes() const override {
        std::uint64_t bytes = partial_.byte_size();
        for (const auto& chunk : chunks_)
            bytes += chunk->scratch_bytes();
        return bytes;
    }

  private:
    NodeStep step_;
    ConvPass pass_;
    std::int64_t chunk_, image_elements_, output_elements_, weight_elements_;
    std::vector<std::unique_ptr<Convolution>> chunks_;
    Array partial_;
    TileFunction add_ = nullptr;
    float* result_ = nullptr;
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
