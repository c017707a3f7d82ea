// SPDX-License-Identifier: Apache-2.0
// The only file that knows oneDNN (2.6; its C++ API differs from 3.x).
#include <omp.h>

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "engine/backends/cpu/libraries.h"
#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/array.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"

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

using Description = dnnl::memory::desc;

/// Where element i of a dense row-major tensor is in the library's order of it: [o][c] blocks of 16
/// and the like, with some elements of padding.
std::vector<std::int32_t> places_in(const Description& description) {
    const dnnl_memory_desc_t& d = description.data;
    GW_ASSERT(d.format_kind == dnnl_blocked && description.get_size() < (std::size_t{1} << 31));
    const dnnl_blocking_desc_t& blocking = d.format_desc.blocking;
    std::int64_t count = 1;
    for (int axis = 0; axis < d.ndims; ++axis)
        count *= d.dims[axis];
    std::vector<std::int32_t> places(static_cast<std::size_t>(count));
    std::int64_t index[DNNL_MAX_NDIMS] = {};
    for (auto& place : places) {
        std::int64_t rest[DNNL_MAX_NDIMS];
        std::copy_n(index, d.ndims, rest);
        std::int64_t offset = d.offset0, stride = 1;
        for (int block = blocking.inner_nblks; block-- > 0;) {
            auto& position = rest[blocking.inner_idxs[block]];
            offset += position % blocking.inner_blks[block] * stride;
            position /= blocking.inner_blks[block];
            stride *= blocking.inner_blks[block];
        }
        for (int axis = 0; axis < d.ndims; ++axis)
            offset += rest[axis] * blocking.strides[axis];
        place = static_cast<std::int32_t>(offset);
        for (int axis = d.ndims; axis-- > 0 && ++index[axis] == d.dims[axis];)
            index[axis] = 0;
    }
    return places;
}

Array array_for(const Description& description, std::size_t count = 1) {
    return Array(DType::u8, Shape{static_cast<std::int64_t>(description.get_size() * count)});
}

/// task(begin, end) over ranges that together are [0, count).
void parallel_ranges(std::int64_t count,
                     FunctionRef<void(std::int64_t begin, std::int64_t end)> task) {
    constexpr std::int64_t range = 8192;
    parallel_for((count + range - 1) / range,
                 [&](std::int64_t i) { task(i * range, std::min(count, (i + 1) * range)); });
}

/// Pieces of as many images each: one primitive, which any number of threads may execute.
class PieceKind {
  public:
    PieceKind(const ConvProblem& problem, std::int64_t images) : pass_(problem.pass) {
        using dnnl::memory;
        const auto type = memory::data_type::f32;
        const auto tag = data_tag(problem.input.size(), problem.channels_last);
        memory::dims input = problem.input, output = problem.output;
        input[0] = output[0] = images;
        input_desc_ = {input, type, tag};
        output_desc_ = {output, type, tag};
        memory::dims weight = problem.weight;
        if (problem.groups > 1) {
            weight[0] /= problem.groups;
            weight.insert(weight.begin(), problem.groups);
        }
        memory::dims strides(weight.size());
        memory::dim stride = 1;
        for (std::size_t i = weight.size(); i-- > 0;) {
            strides[i] = stride;
            stride *= weight[i];
        }
        const Description any_weight(weight, type, memory::format_tag::any);
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
        if (weight_desc_ != Description(weight, type, strides)) places_ = places_in(weight_desc_);
    }

    /// Arguments of one piece. They and what they point to must stay while it may run.
    std::vector<dnnl::memory> arguments(float* input, float* weight, float* output,
                                        std::byte* scratch) const {
        return {{input_desc_, cpu_engine(), input},
                {weight_desc_, cpu_engine(), weight},
                {output_desc_, cpu_engine(), output},
                {scratch_desc_, cpu_engine(), scratch}};
    }

    /// The C interface: the C++ one allocates once more.
    void run(const std::vector<dnnl::memory>& arguments, const dnnl::stream& stream) const {
        const bool to_input = pass_ == ConvPass::input_gradient;
        const bool to_weight = pass_ == ConvPass::weight_gradient;
        const bool forward = pass_ == ConvPass::forward;
        const dnnl_exec_arg_t list[] = {
            {to_input ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, arguments[0].get()},
            {to_weight ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, arguments[1].get()},
            {forward ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, arguments[2].get()},
            {DNNL_ARG_SCRATCHPAD, arguments[3].get()}};
        const SingleThread scope;
        const auto status =
            dnnl_primitive_execute(primitive_.get(), stream.get(), std::size(list), list);
        GW_ASSERT(status == dnnl_success);
    }

    const Description& weight_desc() const { return weight_desc_; }
    const Description& scratch_desc() const { return scratch_desc_; }
    /// Of each element of the weight, see places_in(); empty if the orders are the same.
    const std::vector<std::int32_t>& places() const { return places_; }

  private:
    ConvPass pass_;
    Description input_desc_, output_desc_, weight_desc_, scratch_desc_;
    dnnl::primitive primitive_;
    std::vector<std::int32_t> places_;
};

class OneDnnConvolution final : public Convolution {
  public:
    explicit OneDnnConvolution(const ConvProblem& problem)
        : pass_(problem.pass),
          batch_(problem.input[0]),
          images_(problem.images_per_piece),
          image_elements_(count(problem.input) / problem.input[0]),
          output_elements_(count(problem.output) / problem.output[0]),
          weight_elements_(count(problem.weight)) {
        const SingleThread scope;
        const std::int64_t batch = problem.input[0];
        const std::int64_t whole = batch / images_, rest = batch % images_;
        if (whole > 0) add_pieces(PieceKind(problem, images_), whole);
        if (rest > 0) add_pieces(PieceKind(problem, rest), 1);
        add_ = find_elementwise(graph::Op::add, DType::f32, DType::f32, Scalars::none);
    }

    void bind(float* input, float* weight, float* output) override {
        weight_ = weight;
        std::int64_t image = 0;
        for (Group& group : groups_) {
            for (std::size_t i = 0; i < group.count; ++i) {
                std::byte* scratch =
                    group.scratch.data() + i * group.kind.scratch_desc().get_size();
                pieces_[group.first + i].arguments =
                    group.kind.arguments(input + image * image_elements_, weight_of(group, i),
                                         output + image * output_elements_, scratch);
                image += images_;
            }
        }
    }

    void run(FunctionRef<void(std::int64_t, std::int64_t)> done) override {
        const bool to_weight = pass_ == ConvPass::weight_gradient;
        if (!to_weight) {
            for (Group& group : groups_)
                arrange(group);
        }
        parallel_for(static_cast<std::int64_t>(pieces_.size()), [&](std::int64_t i) {
            const Piece& piece = pieces_[static_cast<std::size_t>(i)];
            groups_[piece.group].kind.run(piece.arguments, piece.stream);
            // Every piece but the last has as many images.
            if (!to_weight) done(i * images_, std::min(images_, batch_ - i * images_));
        });
        if (to_weight) add_up();
    }

    std::uint64_t scratch_bytes() const override {
        std::uint64_t bytes = 0;
        for (const Group& group : groups_)
            bytes += group.weights.byte_size() + group.scratch.byte_size() +
                     group.kind.places().size() * sizeof(std::int32_t);
        return bytes;
    }

  private:
    struct Piece {
        std::size_t group;
        std::vector<dnnl::memory> arguments;
        dnnl::stream stream{cpu_engine()};
    };
    /// Pieces of one kind, with what they share.
    struct Group {
        PieceKind kind;
        std::size_t first, count;  ///< pieces
        /// In the library's order: the weight, or one gradient per piece. Empty where the user's
        /// own place serves.
        Array weights;
        Array scratch;  ///< one per piece
    };

    static std::int64_t count(const Axes& sizes) { return Shape(Axes(sizes)).element_count(); }

    void add_pieces(PieceKind kind, std::int64_t number) {
        const auto pieces = static_cast<std::size_t>(number);
        const bool to_weight = pass_ == ConvPass::weight_gradient;
        const bool in_place =
            kind.places().empty() && (!to_weight || (pieces == 1 && pieces_.empty()));
        Group group{std::move(kind), pieces_.size(), pieces, Array(), Array()};
        if (!in_place) group.weights = array_for(group.kind.weight_desc(), to_weight ? pieces : 1);
        group.scratch = array_for(group.kind.scratch_desc(), pieces);
        for (std::size_t i = 0; i < pieces; ++i)
            pieces_.push_back({groups_.size(), {}});
        groups_.push_back(std::move(group));
    }

    static float* elements(Group& group, std::size_t piece = 0) {
        return reinterpret_cast<float*>(group.weights.data() +
                                        piece * group.kind.weight_desc().get_size());
    }

    float* weight_of(Group& group, std::size_t piece) const {
        if (group.weights.byte_size() == 0) return weight_;
        return elements(group, pass_ == ConvPass::weight_gradient ? piece : 0);
    }

    /// The weight in the library's order, once for all pieces.
    void arrange(Group& group) const {
        if (group.weights.byte_size() == 0) return;
        float* to = elements(group);
        const std::int32_t* place = group.kind.places().data();
        parallel_ranges(weight_elements_, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i)
                to[place[i]] = weight_[i];
        });
    }

    /// Sums the pieces' gradients in their order, then puts the sum into the user's order.
    void add_up() {
        bool first = true;
        for (Group& group : groups_) {
            if (group.weights.byte_size() == 0) {
                first = false;
                continue;
            }
            const std::size_t bytes = group.kind.weight_desc().get_size();
            auto* sum = group.weights.data();
            parallel_ranges(static_cast<std::int64_t>(bytes / sizeof(float)),
                            [&](std::int64_t begin, std::int64_t end) {
                                std::byte* here =
                                    sum + static_cast<std::size_t>(begin) * sizeof(float);
                                for (std::size_t i = 1; i < group.count; ++i)
                                    add_(here, here, here + i * bytes, nullptr, end - begin);
                            });
            give(group, first);
            first = false;
        }
    }

    void give(Group& group, bool first) const {
        const float* from = elements(group);
        const std::int32_t* place =
            group.kind.places().empty() ? nullptr : group.kind.places().data();
        parallel_ranges(weight_elements_, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                const float sum = from[place != nullptr ? place[i] : i];
                weight_[i] = first ? sum : weight_[i] + sum;
            }
        });
    }

    ConvPass pass_;
    std::int64_t batch_, images_, image_elements_, output_elements_, weight_elements_;
    std::vector<Group> groups_;  ///< one or two
    std::vector<Piece> pieces_;
    float* weight_ = nullptr;
    TileFunction add_ = nullptr;
};

}  // namespace

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
