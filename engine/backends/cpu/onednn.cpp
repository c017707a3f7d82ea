// SPDX-License-Identifier: Apache-2.0
// The only file that knows oneDNN (2.6; its C++ API differs from 3.x).
#include <omp.h>

#include <cstring>
#include <oneapi/dnnl/dnnl.hpp>

#include "engine/backends/cpu/libraries.h"
#include "engine/core/array.h"
#include "engine/core/text.h"

namespace gradweave::backends::cpu {

namespace {

/// oneDNN takes its thread count from OpenMP, when a primitive is made and when it runs. Inside
/// this scope it is one: our own tasks are the parallelism, and results must not depend on it.
class SingleThread {
  public:
    SingleThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
    ~SingleThread() { omp_set_num_threads(before_); }
    SingleThread(const SingleThread&) = delete;
    SingleThread& operator=(const SingleThread&) = delete;

  private:
    int before_;
};

const dnnl::engine& cpu_engine() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

dnnl::memory::format_tag data_tag(std::size_t rank, bool channels_last) {
    using Tag = dnnl::memory::format_tag;
    switch (rank) {
        case 3:
            return channels_last ? Tag::nwc : Tag::ncw;
        case 4:
            return channels_last ? Tag::nhwc : Tag::nchw;
        default:
            return channels_last ? Tag::ndhwc : Tag::ncdhw;
    }
}

class OneDnnConvolution final : public Convolution {
  public:
    explicit OneDnnConvolution(const ConvProblem& problem) : pass_(problem.pass) {
        const SingleThread scope;
        using dnnl::memory;
        const auto type = memory::data_type::f32;
        const auto tag = data_tag(problem.input.size(), problem.channels_last);
        input_desc_ = {problem.input, type, tag};
        output_desc_ = {problem.output, type, tag};
        memory::dims weight_dims = problem.weight;
        if (problem.groups > 1) {
            weight_dims[0] /= problem.groups;
            weight_dims.insert(weight_dims.begin(), problem.groups);
        }
        memory::dims strides(weight_dims.size());
        memory::dim stride = 1;
        for (std::size_t i = weight_dims.size(); i-- > 0;) {
            strides[i] = stride;
            stride *= weight_dims[i];
        }
        user_weight_desc_ = {weight_dims, type, strides};
        const memory::desc any_weight(weight_dims, type, memory::format_tag::any);
        memory::dims dilation = problem.dilation;
        for (auto& d : dilation)
            --d;  // oneDNN counts the gaps

        dnnl::primitive_attr attributes;
        attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        const auto algorithm = dnnl::algorithm::convolution_direct;
        const dnnl::convolution_forward::desc forward_desc(
            dnnl::prop_kind::forward_training, algorithm, input_desc_, any_weight, output_desc_,
            problem.stride, dilation, problem.low, problem.high);
        const dnnl::convolution_forward::primitive_desc forward(forward_desc, attributes,
                                                                cpu_engine());
        switch (pass_) {
            case ConvPass::forward:
                weight_desc_ = forward.weights_desc();
                scratch_desc_ = forward.scratchpad_desc();
                primitive_ = dnnl::convolution_forward(forward);
                break;
            case ConvPass::input_gradient: {
                const dnnl::convolution_backward_data::desc desc(
                    algorithm, input_desc_, any_weight, output_desc_, problem.stride, dilation,
                    problem.low, problem.high);
                const dnnl::convolution_backward_data::primitive_desc backward(
                    desc, attributes, cpu_engine(), forward);
                weight_desc_ = backward.weights_desc();
                scratch_desc_ = backward.scratchpad_desc();
                primitive_ = dnnl::convolution_backward_data(backward);
                break;
            }
            case ConvPass::weight_gradient: {
                const dnnl::convolution_backward_weights::desc desc(
                    algorithm, input_desc_, any_weight, output_desc_, problem.stride, dilation,
                    problem.low, problem.high);
                const dnnl::convolution_backward_weights::primitive_desc backward(
                    desc, attributes, cpu_engine(), forward);
                weight_desc_ = backward.diff_weights_desc();
                scratch_desc_ = backward.scratchpad_desc();
                primitive_ = dnnl::convolution_backward_weights(backward);
                break;
            }
        }
        reorders_ = weight_desc_ != user_weight_desc_;
        if (reorders_) own_weight_ = bytes(weight_desc_);
        scratch_ = bytes(scratch_desc_);
    }

    void bind(float* input, float* weight, float* output) override {
        const SingleThread scope;
        using dnnl::memory;
        const memory user_weight(user_weight_desc_, cpu_engine(), weight);
        const memory used_weight =
            reorders_ ? memory(weight_desc_, cpu_engine(), own_weight_.data()) : user_weight;
        const memory in(input_desc_, cpu_engine(), input), out(output_desc_, cpu_engine(), output);
        const bool to_weight = pass_ == ConvPass::weight_gradient;
        arguments_ = {{DNNL_ARG_SCRATCHPAD, memory(scratch_desc_, cpu_engine(), scratch_.data())},
                      {pass_ == ConvPass::input_gradient ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, in},
                      {to_weight ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, used_weight},
                      {pass_ == ConvPass::forward ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, out}};
        if (reorders_) {
            reorder_from_ = to_weight ? used_weight : user_weight;
            reorder_to_ = to_weight ? user_weight : used_weight;
            reorder_ = dnnl::reorder(reorder_from_, reorder_to_);
        }
    }

    void run() override {
        const SingleThread scope;
        const bool to_weight = pass_ == ConvPass::weight_gradient;
        if (reorders_ && !to_weight) reorder_.execute(stream_, reorder_from_, reorder_to_);
        primitive_.execute(stream_, arguments_);
        if (reorders_ && to_weight) reorder_.execute(stream_, reorder_from_, reorder_to_);
    }

    std::uint64_t scratch_bytes() const override {
        return own_weight_.byte_size() + scratch_.byte_size();
    }

  private:
    static Array bytes(const dnnl::memory::desc& desc) {
        return Array(DType::u8, Shape{static_cast<std::int64_t>(desc.get_size())});
    }

    ConvPass pass_;
    dnnl::memory::desc input_desc_, output_desc_, user_weight_desc_, weight_desc_, scratch_desc_;
    dnnl::primitive primitive_;
    dnnl::reorder reorder_;
    dnnl::memory reorder_from_, reorder_to_;
    dnnl::stream stream_{cpu_engine()};
    std::unordered_map<int, dnnl::memory> arguments_;
    bool reorders_ = false;
    Array own_weight_, scratch_;
};

}  // namespace

void sgemm(const GemmArguments& g, const float* a, const float* b, float* c) {
    const SingleThread scope;
    const auto status = dnnl_sgemm(g.transpose_a ? 'T' : 'N', g.transpose_b ? 'T' : 'N', g.m, g.n,
                                   g.k, 1.0f, a, g.lda, b, g.ldb, 0.0f, c, g.ldc);
    GW_ASSERT(status == dnnl_success);
}

std::unique_ptr<Convolution> make_convolution(const ConvProblem& problem) {
    try {
        return std::make_unique<OneDnnConvolution>(problem);
    } catch (const dnnl::error& error) {
        throw Error(
            ErrorKind::failed,
            concat("oneDNN refused a convolution of ", to_string(Shape(Axes(problem.input))),
                   " with ", to_string(Shape(Axes(problem.weight))), ": ", error.what()));
    }
}

}  // namespace gradweave::backends::cpu
