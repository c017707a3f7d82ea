// SPDX-License-Identifier: Apache-2.0
// Loops that only copy, from an order in which one axis is innermost to one in which another is.
#include <algorithm>

#include "engine/backends/cpu/step.h"
#include "engine/backends/cpu/tile_program.h"
#include "engine/backends/cpu/transpose/transpose.h"

namespace gradweave::backends::cpu {

using compiler::LoopKernel;

namespace {

/// The axis of the loop along which the access walks from element to element, or -1.
int innermost(const LoopKernel& kernel, const compiler::Access& access) {
    for (std::size_t axis = 0; axis < kernel.sizes.size(); ++axis) {
        if (access.strides[axis] == 1 && kernel.sizes[axis] > 1) return static_cast<int>(axis);
    }
    return -1;
}

class TransposeStep final : public CpuStep {
  public:
    TransposeStep(const LoopKernel& kernel, std::size_t from_axis, std::size_t to_axis)
        : from_(kernel.loads[0].access), to_(kernel.stores[0].access), sizes_(kernel.sizes) {
        rows_ = sizes_[from_axis];
        columns_ = sizes_[to_axis];
        from_row_ = from_.strides[to_axis];
        to_row_ = to_.strides[from_axis];
        first_axis_outer_ = from_axis != 0 && to_axis != 0;
        for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
            if (axis != from_axis && axis != to_axis) outer_.push_back(axis);
        }
        for (const std::size_t axis : outer_)
            matrices_ *= sizes_[axis];
        // A task is whole squares along the rows of the result.
        const std::int64_t wanted = std::max<std::int64_t>(1, task_elements / columns_);
        rows_at_once_ = std::min(rows_, (wanted + square - 1) / square * square);
        parts_ = (rows_ + rows_at_once_ - 1) / rows_at_once_;
    }

    void bind(const Places& places) override {
        from_place_ = reinterpret_cast<const float*>(places.of(from_.value)) + from_.offset;
        to_place_ = reinterpret_cast<float*>(places.of(to_.value)) + to_.offset;
    }

    void run() override {
        // Small matrices share a task.
        const std::int64_t one = rows_at_once_ * columns_;
        const std::int64_t together = std::max<std::int64_t>(1, task_elements / one);
        const std::int64_t pieces = matrices_ * parts_;
        parallel_for((pieces + together - 1) / together, [&](std::int64_t task) {
            const std::int64_t end = std::min(pieces, (task + 1) * together);
            for (std::int64_t piece = task * together; piece < end; ++piece)
                run_rows(piece / parts_, piece % parts_ * rows_at_once_, rows_at_once_);
        });
    }

    bool goes_by_images() const override { return first_axis_outer_; }
    void run_images(std::int64_t first, std::int64_t images, std::int64_t batch) override {
        const std::int64_t per_image = matrices_ / batch;
        for (std::int64_t i = first * per_image; i < (first + images) * per_image; ++i)
            run_rows(i, 0, rows_);
    }

    std::int64_t iterations() const override { return matrices_ * rows_ * columns_; }

  private:
    static constexpr std::int64_t square = 16;

    void run_rows(std::int64_t matrix, std::int64_t row, std::int64_t rows) const {
        const float* from = from_place_ + row;
        float* to = to_place_ + row * to_row_;
        for (std::size_t i = outer_.size(); i-- > 0;) {
            const std::size_t axis = outer_[i];
            const std::int64_t index = matrix % sizes_[axis];
            matrix /= sizes_[axis];
            from += index * from_.strides[axis];
            to += index * to_.strides[axis];
        }
        native_transpose().run(std::min(rows, rows_ - row), columns_, from, from_row_, to, to_row_);
    }

    compiler::Access from_, to_;
    Axes sizes_;
    std::vector<std::size_t> outer_;
    std::int64_t rows_, columns_;  ///< of a matrix of the result
    std::int64_t from_row_, to_row_, matrices_ = 1, rows_at_once_, parts_;
    bool first_axis_outer_;
    const float* from_place_ = nullptr;
    float* to_place_ = nullptr;
};

}  // namespace

StepPtr make_transpose_step(const LoopKernel& kernel) {
    // Narrower matrices are rows to copy.
    constexpr std::int64_t least = 8;
    const bool copies = !kernel.reduce && kernel.code.empty() && kernel.loads.size() == 1 &&
                        kernel.stores.size() == 1 && !kernel.loads[0].is_index() &&
                        kernel.stores[0].operand.kind == compiler::LoopOperand::Kind::load;
    if (!copies || size_of(kernel.loads[0].dtype) != sizeof(float) || kernel.iterations() == 0)
        return nullptr;
    const int from = innermost(kernel, kernel.loads[0].access);
    const int to = innermost(kernel, kernel.stores[0].access);
    if (from < 0 || to < 0 || from == to) return nullptr;
    const auto from_axis = static_cast<std::size_t>(from), to_axis = static_cast<std::size_t>(to);
    if (kernel.sizes[from_axis] < least || kernel.sizes[to_axis] < least) return nullptr;
    return std::make_unique<TransposeStep>(kernel, from_axis, to_axis);
}

}  // namespace gradweave::backends::cpu
