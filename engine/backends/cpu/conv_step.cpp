// SPDX-License-Identifier: Apache-2.0
// Convolutions: the batch is cut into pieces whose number depends on the batch alone; each piece is
// computed by one thread. So the result is the same for any number of threads.
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "engine/backends/convolution_order.h"
#include "engine/backends/cpu/convolution/direct.h"
#include "engine/backends/cpu/jit/machine_loop.h"
#include "engine/backends/cpu/libraries.h"
#include "engine/backends/cpu/step.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;
using graph::Op;

namespace {

/// What follows a convolution element by element: as machine code on each piece of the images while
/// it is in a cache, or without that as a loop over all of them.
class ImageEpilogue {
  public:
    explicit ImageEpilogue(const NodeStep& step)
        : sizes_(step.epilogue->sizes),
          per_image_(sizes_[0] / step.node->shape()[0]),
          loop_(make_loop_step(*step.epilogue)) {
        if (sizes_.size() <= most_axes)
            machine_ = jit::MachineLoop::make(*step.epilogue, jit::LoopForm::Kind::map,
                                              static_cast<int>(sizes_.size()));
    }

    const jit::LoopForm* wanted_code() const { return machine_ ? &machine_->form() : nullptr; }
    std::int64_t iterations() const { return loop_->iterations(); }
    void use_code(jit::LoopFunction function) { machine_->use(function); }

    /// `places` says where the convolution's result is.
    void bind(const Places& places) {
        if (machine_) machine_->bind(places);
        loop_->bind(places);
    }

    bool by_pieces() const { return machine_ && *machine_; }
    void run(std::int64_t image, std::int64_t images) const {
        std::int64_t first[most_axes] = {image * per_image_}, box[most_axes];
        std::copy(sizes_.begin(), sizes_.end(), box);
        box[0] = images * per_image_;
        machine_->run({first, sizes_.size()}, {box, sizes_.size()});
    }
    void run_all() { loop_->run(); }

  private:
    static constexpr std::size_t most_axes = 4;

    Axes sizes_;
    std::int64_t per_image_;  ///< indices of the first axis
    StepPtr loop_;
    std::optional<jit::MachineLoop> machine_;
};

class ConvStep final : public CpuStep {
  public:
    explicit ConvStep(const NodeStep& step) : step_(step) {
        if (step.epilogue) epilogue_.emplace(step);
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
        const ConvProblem problem{pass_,
                                  input.sizes(),
                                  weight.sizes(),
                                  output.sizes(),
                                  attributes.stride,
                                  attributes.low,
                                  attributes.high,
                                  attributes.dilation,
                                  attributes.groups,
                                  step.channels_last,
                                  images_per_piece(batch, pass_ == ConvPass::forward)};
        // For comparison: the library wherever it does it.
        const char* asked = std::getenv("GRADWEAVE_CONVOLUTION");
        if (asked == nullptr || std::string_view(asked) != "onednn")
            convolution_ = pass_ == ConvPass::weight_gradient ? make_direct_weight_gradient(problem)
                                                              : make_direct_convolution(problem);
        own_ = convolution_ != nullptr;
        if (!own_) convolution_ = make_convolution(problem);
    }

    void bind(const Places& places) override {
        auto* first = reinterpret_cast<float*>(places.of(step_.inputs[0]));
        auto* second = reinterpret_cast<float*>(places.of(step_.inputs[1]));
        std::byte* place = places.of(epilogue_ ? step_.place : step_.output);
        if (epilogue_) epilogue_->bind(places.with(step_.output, place));
        auto* result = reinterpret_cast<float*>(place);
        switch (pass_) {
            case ConvPass::forward:
                return convolution_->bind(first, second, result);
            case ConvPass::input_gradient:
                return convolution_->bind(result, second, first);
            case ConvPass::weight_gradient:
                return convolution_->bind(first, result, second);
        }
    }

    void run() override {
        if (goes_by_images()) return run_pieces([](std::int64_t, std::int64_t) {});
        convolution_->run([](std::int64_t, std::int64_t) {});
        epilogue_->run_all();
    }

    bool goes_by_images() const override { return !epilogue_ || epilogue_->by_pieces(); }
    void run_pieces(FunctionRef<void(std::int64_t, std::int64_t)> done) override {
        convolution_->run([&](std::int64_t image, std::int64_t images) {
            if (epilogue_) epilogue_->run(image, images);
            done(image, images);
        });
    }

    const jit::LoopForm* wanted_code() const override {
        return epilogue_ ? epilogue_->wanted_code() : nullptr;
    }
    std::int64_t iterations() const override { return epilogue_ ? epilogue_->iterations() : 0; }
    void use_code(jit::LoopFunction function) override { epilogue_->use_code(function); }
    std::string library() const override { return own_ ? "" : "oneDNN"; }
    std::uint64_t scratch_bytes() const override { return convolution_->scratch_bytes(); }

  private:
    NodeStep step_;
    ConvPass pass_;
    bool own_ = false;
    std::unique_ptr<Convolution> convolution_;
    std::optional<ImageEpilogue> epilogue_;
};

}  // namespace

bool is_library_convolution(const graph::Node& node) {
    const Op op = node.op();
    if (op != Op::conv && op != Op::conv_grad_input && op != Op::conv_grad_weight) return false;
    const Shape& shape = node.shape();
    if (node.dtype() != DType::f32 || shape.rank() > 5) return false;
    // oneDNN takes no empty tensors. What comes of them is empty or zero, in any layout.
    return !shape.empty() && !node.input(0)->shape().empty() && !node.input(1)->shape().empty();
}

StepPtr make_conv_step(const NodeStep& step) {
    return is_library_convolution(*step.node) ? std::make_unique<ConvStep>(step) : nullptr;
}

}  // namespace gradweave::backends::cpu
