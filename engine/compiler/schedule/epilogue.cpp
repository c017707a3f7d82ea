// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/epilogue.h"

#include <algorithm>
#include <optional>

namespace gradweave::compiler {

namespace {

/// Strides of the one load of the product, or null if there are several, or none.
const Access* only_load(const LoopKernel& kernel, ValueId product) {
    const Access* found = nullptr;
    for (const auto& load : kernel.loads) {
        if (load.is_index() || load.access.value != product) continue;
        if (found != nullptr) return nullptr;
        found = &load.access;
    }
    return found;
}

bool is_row_major(const Axes& sizes, const Axes& strides) {
    std::int64_t stride = 1;
    for (std::size_t axis = sizes.size(); axis-- > 0;) {
        if (sizes[axis] != 1 && strides[axis] != stride) return false;
        stride *= sizes[axis];
    }
    return true;
}

/// The same loop with a last axis of n elements and at least one axis before it, if the axes allow
/// that.
std::optional<LoopKernel> in_rows(LoopKernel kernel, std::int64_t n) {
    const std::int64_t last = kernel.sizes.empty() ? 1 : kernel.sizes.back();
    if (n < 1 || last % n != 0) return std::nullopt;
    const std::int64_t rows = last / n;
    const auto split = [&](Axes& strides) {
        const std::int64_t stride = strides.empty() ? 0 : strides.back();
        if (strides.empty()) strides.push_back(0);
        strides.insert(strides.end() - 1, rows == 1 ? 0 : stride * n);
        if (n == 1) strides.back() = 0;
    };
    // Not if the last axis is a row already and has others before it.
    if (last != n || kernel.sizes.size() < 2) {
        for (auto& load : kernel.loads)
            split(load.access.strides);
        for (auto& store : kernel.stores)
            split(store.access.strides);
        if (kernel.sizes.empty()) kernel.sizes.push_back(1);
        kernel.sizes.back() = n;
        kernel.sizes.insert(kernel.sizes.end() - 1, rows);
        kernel.reduced.assign(kernel.sizes.size(), false);
    }
    return kernel;
}

class Epilogues {
  public:
    Epilogues(LoweredSteps& lowered, const Target& target)
        : schedule_(lowered.schedule), target_(target), readers_(schedule_.values.size()) {
        std::vector<bool> kept(schedule_.values.size(), false);
        for (const auto& output : schedule_.outputs)
            kept[static_cast<std::size_t>(output.value)] = true;
        for (const ValueId id : lowered.assigned)
            kept[static_cast<std::size_t>(id)] = true;
        for (std::size_t s = 0; s < schedule_.steps.size(); ++s) {
            for (const ValueId id : schedule_.steps[s].reads)
                readers_[static_cast<std::size_t>(id)].push_back(s);
        }
        for (std::size_t id = 0; id < kept.size(); ++id) {
            if (kept[id]) readers_[id].clear();
        }
    }

    void run() {
        std::vector<bool> gone(schedule_.steps.size(), false);
        // The last product of a loop that adds several gets it: the others are ready by then.
        for (std::size_t s = schedule_.steps.size(); s-- > 0;)
            gone[s] = fuse(s);
        std::vector<Step> left;
        for (std::size_t s = 0; s < gone.size(); ++s) {
            if (!gone[s]) left.push_back(std::move(schedule_.steps[s]));
        }
        schedule_.steps = std::move(left);
    }

  private:
    /// Moves the product to where its loop is, if it has one of the right kind. The step then is
    /// still the product's: it is called by the block of the convolution, not of the ReLU behind
    /// it.
    bool fuse(std::size_t s) {
        const Step& step = schedule_.steps[s];
        Step* fused = nullptr;
        if (const auto* gemm = std::get_if<GemmStep>(&step.work)) fused = fuse_product(*gemm);
        if (const auto* node = std::get_if<NodeStep>(&step.work)) fused = fuse_node(*node);
        if (fused == nullptr) return false;
        if (step.origin.block) fused->origin = step.origin;
        return true;
    }

    /// The step whose loop alone reads the value, each element once and in the order in which they
    /// lie.
    Step* only_reader(ValueId value, std::int64_t elements) {
        const auto& readers = readers_[static_cast<std::size_t>(value)];
        if (readers.size() != 1) return nullptr;
        Step& reader = schedule_.steps[readers.front()];
        const auto* loop = std::get_if<LoopKernel>(&reader.work);
        if (loop == nullptr || loop->reduce || loop->code.empty() || elements == 0 ||
            loop->iterations() != elements)
            return nullptr;
        const Access* load = only_load(*loop, value);
        const bool fits =
            load != nullptr && load->offset == 0 && is_row_major(loop->sizes, load->strides);
        return fits ? &reader : nullptr;
    }

    Step* fuse_product(const GemmStep& gemm) {
        if (!target_.epilogues || (gemm.dtype != DType::f32 && gemm.dtype != DType::f64))
            return nullptr;
        Step* reader = only_reader(gemm.output, gemm.batch * gemm.m * gemm.n);
        if (reader == nullptr) return nullptr;
        auto epilogue = in_rows(std::get<LoopKernel>(reader->work), gemm.n);
        if (!epilogue) return nullptr;
        GemmStep fused = gemm;
        fused.epilogue = std::move(*epilogue);
        reader->work = std::move(fused);
        list_accesses(*reader);
        return reader;
    }

    Step* fuse_node(const NodeStep& node) {
        const Shape& shape = node.node->shape();
        if (shape.rank() == 0 || !target_.node_epilogues(*node.node)) return nullptr;
        Step* reader = only_reader(node.output, shape.element_count());
        if (reader == nullptr) return nullptr;
        const auto& loop = std::get<LoopKernel>(reader->work);
        if (loop.sizes.empty() || loop.sizes[0] % shape[0] != 0) return nullptr;
        const Access& load = *only_load(loop, node.output);
        const auto place =
            std::find_if(loop.stores.begin(), loop.stores.end(), [&](const LoopStore& store) {
                return store.access.offset == 0 && store.access.strides == load.strides &&
                       operand_dtype(loop, store.operand) == node.node->dtype() &&
                       value_of(store.access.value).bytes() == value_of(node.output).bytes();
            });
        if (place == loop.stores.end()) return nullptr;
        NodeStep fused = node;
        fused.place = place->access.value;
        fused.epilogue = loop;
        reader->work = std::move(fused);
        list_accesses(*reader);
        return reader;
    }

    const Value& value_of(ValueId id) const {
        return schedule_.values[static_cast<std::size_t>(id)];
    }

    Schedule& schedule_;
    const Target& target_;
    std::vector<std::vector<std::size_t>> readers_;  ///< steps per value; none if it is kept
};

}  // namespace

void fuse_epilogues(LoweredSteps& lowered, const Target& target) {
    Epilogues(lowered, target).run();
}

}  // namespace gradweave::compiler
