// SPDX-License-Identifier: Apache-2.0
// Loops that store what they compute, as machine code or tile by tile.
#include "engine/backends/cpu/jit/machine_loop.h"
#include "engine/backends/cpu/tile_program.h"
#include "engine/core/threads.h"

namespace gradweave::backends::cpu {

using compiler::LoopKernel;
using compiler::LoopOperand;
using graph::Op;

namespace {

/// A loop that stores one or more results per iteration.
class MapStep final : public CpuStep {
  public:
    explicit MapStep(const LoopKernel& kernel)
        : program_(kernel), iterations_(kernel.iterations()) {
        const auto& stores = program_.kernel().stores;
        GW_ASSERT(stores.size() <= LoopKernel::most_stores);
        for (const auto& store : stores) {
            operands_.push_back(store.operand);
            const DType dtype = operand_dtype(program_.kernel(), store.operand);
            Walk::Kind kind = kind_of(program_.kernel().sizes, store.access.strides);
            if (iterations_ == 1) kind = Walk::Kind::direct;
            stores_.push_back({kind, size_of(dtype), store.access.offset, store.access.strides});
        }
        const auto& sizes = program_.kernel().sizes;
        const std::size_t rank = std::min(sizes.size(), most_machine_axes);
        outer_axes_ = sizes.size() - rank;
        if (iterations_ > 0 && sizes.size() <= Shape::max_rank) {
            machine_ = jit::MachineLoop::make(program_.kernel(), jit::LoopForm::Kind::map,
                                              static_cast<int>(rank));
            cut_into_tasks();
        }
    }

    const jit::LoopForm* wanted_code() const override {
        return machine_ ? &machine_->form() : nullptr;
    }
    std::int64_t iterations() const override { return iterations_; }
    void use_code(jit::LoopFunction function) override { machine_->use(function); }

    void bind(const Places& places) override {
        program_.bind(places);
        if (machine_) machine_->bind(places);
        const auto& kernel = program_.kernel();
        for (std::size_t i = 0; i < stores_.size(); ++i) {
            stores_[i].base = places.of(kernel.stores[i].access.value);
            // With several results, one of them may overwrite what the next is computed from.
            const bool last = stores_.size() == 1 &&
                              operands_[i].index + 1 == static_cast<int>(kernel.code.size());
            direct_.resize(stores_.size());
            direct_[i] = stores_[i].kind == Walk::Kind::direct &&
                         operands_[i].kind == LoopOperand::Kind::instruction &&
                         (last || !program_.reads_from(stores_[i].base));
        }
    }

    void run() override {
        if (machine_ && *machine_)
            return parallel_for(tasks_, [this](std::int64_t task) { run_box(task); });
        const std::int64_t tasks = (iterations_ + task_elements - 1) / task_elements;
        parallel_for(tasks, [this](std::int64_t task) {
            std::byte* workspace = thread_workspace(program_.workspace_bytes() + register_bytes);
            const std::int64_t end = std::min(iterations_, (task + 1) * task_elements);
            for (std::int64_t start = task * task_elements; start < end; start += tile_size) {
                run_tile(start, std::min(tile_size, end - start), workspace);
            }
        });
    }

    bool goes_by_images() const override { return machine_ && *machine_ && outer_axes_ == 0; }
    void run_images(std::int64_t first, std::int64_t images, std::int64_t batch) override {
        const auto& sizes = program_.kernel().sizes;
        const std::int64_t per_image = sizes[0] / batch;
        std::int64_t begin[Shape::max_rank] = {first * per_image}, box[Shape::max_rank];
        std::copy(sizes.begin(), sizes.end(), box);
        box[0] = images * per_image;
        machine_->run({begin, sizes.size()}, {box, sizes.size()});
    }

  private:
    /// Loops inside the machine code; axes outside of them are walked here.
    static constexpr std::size_t most_machine_axes = 4;

    /// A task is one index of each axis before `cut_axis_`, `cut_` indices of that one, and all of
    /// the axes after it: about task_elements elements.
    void cut_into_tasks() {
        const auto& sizes = program_.kernel().sizes;
        std::int64_t inside = iterations_;
        tasks_ = 1;
        for (cut_axis_ = 0;; ++cut_axis_) {
            inside /= sizes[cut_axis_];
            cut_ = std::max<std::int64_t>(1, task_elements / inside);
            // Axes outside of the machine code are taken one index at a time.
            if (cut_axis_ < outer_axes_) cut_ = 1;
            const bool fine_enough = inside <= task_elements || cut_axis_ + 1 == sizes.size();
            if (cut_axis_ >= outer_axes_ && fine_enough) break;
            tasks_ *= sizes[cut_axis_];
        }
        tasks_ *= (sizes[cut_axis_] + cut_ - 1) / cut_;
    }

    void run_box(std::int64_t task) const {
        const auto& sizes = program_.kernel().sizes;
        std::int64_t first[Shape::max_rank] = {}, box[Shape::max_rank];
        const std::int64_t cuts = (sizes[cut_axis_] + cut_ - 1) / cut_;
        std::copy(sizes.begin(), sizes.end(), box);
        first[cut_axis_] = task % cuts * cut_;
        box[cut_axis_] = std::min(cut_, sizes[cut_axis_] - first[cut_axis_]);
        std::int64_t rest = task / cuts;
        for (std::size_t axis = cut_axis_; axis-- > 0;) {
            first[axis] = rest % sizes[axis];
            rest /= sizes[axis];
            box[axis] = 1;
        }
        machine_->run({first, sizes.size()}, {box + outer_axes_, sizes.size() - outer_axes_});
    }

    void run_tile(std::int64_t start, std::int64_t count, std::byte* workspace) const {
        std::byte* direct[LoopKernel::most_stores] = {};
        for (std::size_t i = 0; i < stores_.size(); ++i) {
            const Walk& store = stores_[i];
            if (direct_[i])
                direct[i] =
                    store.base + static_cast<std::size_t>(store.offset + start) * store.size;
        }
        program_.run(start, count, workspace, operands_.data(), direct, stores_.size());
        for (std::size_t i = 0; i < stores_.size(); ++i) {
            if (direct_[i]) continue;
            const Walk& store = stores_[i];
            const std::byte* tile = program_.elements(operands_[i], start, count, workspace,
                                                      workspace + program_.workspace_bytes());
            if (store.kind == Walk::Kind::direct) {
                std::memmove(
                    store.base + static_cast<std::size_t>(store.offset + start) * store.size, tile,
                    static_cast<std::size_t>(count) * store.size);
            } else {
                with_element_size(store.size, [&]<class T>(std::type_identity<T>) {
                    copy_out<T>(store, program_.kernel().sizes, start, count, tile);
                });
            }
        }
    }

    TileProgram program_;
    std::optional<jit::MachineLoop> machine_;
    std::size_t outer_axes_ = 0, cut_axis_ = 0;
    std::int64_t cut_ = 1, tasks_ = 0;
    std::int64_t iterations_;
    std::vector<LoopOperand> operands_;
    std::vector<Walk> stores_;
    std::vector<bool> direct_;
};
}  // namespace

StepPtr make_loop_step(const LoopKernel& kernel) {
    if (kernel.reduce) return make_reduce_step(kernel);
    if (StepPtr step = make_transpose_step(kernel)) return step;
    return std::make_unique<MapStep>(kernel);
}

}  // namespace gradweave::backends::cpu
