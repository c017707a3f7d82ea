// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/chains.h"

#include <algorithm>

namespace gradweave::compiler {

namespace {

/// With fewer images there are not enough pieces for the threads, which a single step cuts finer.
constexpr std::int64_t least_images = 16;

/// Whether the loop touches element i of image n only in its iterations for image n, which are
/// those of a range of its first axis.
bool is_image_wise(const LoopKernel& loop, const Access& access, std::int64_t images,
                   std::int64_t elements) {
    if (loop.sizes.empty() || loop.sizes[0] % images != 0 || elements % images != 0) return false;
    const std::int64_t per_image = loop.sizes[0] / images, image = elements / images;
    if (access.offset != 0 || access.strides[0] * per_image != image) return false;
    std::int64_t last = (per_image - 1) * access.strides[0];
    for (std::size_t axis = 1; axis < loop.sizes.size(); ++axis) {
        if (access.strides[axis] < 0) return false;
        last += (loop.sizes[axis] - 1) * access.strides[axis];
    }
    return last < image;
}

class Chains {
  public:
    Chains(Schedule& schedule, const Target& target) : schedule_(schedule), target_(target) {}

    void run() {
        std::size_t start = 0;
        for (std::size_t s = 1; s < schedule_.steps.size(); ++s) {
            if (follows(start, s))
                schedule_.steps[s].joined = true;
            else
                start = s;
        }
    }

  private:
    /// Whether step s can go image by image with the chain that began at `start` and ends at s - 1.
    bool follows(std::size_t start, std::size_t s) const {
        const auto* leader = std::get_if<NodeStep>(&schedule_.steps[start].work);
        if (leader == nullptr || !target_.by_images(*leader->node)) return false;
        const std::int64_t images = leader->node->shape()[0];
        if (images < least_images || !goes_by_images(schedule_.steps[s], images)) return false;
        bool reads_chain = false;
        for (std::size_t before = start; before < s; ++before) {
            const Step& writer = schedule_.steps[before];
            for (const ValueId id : writer.writes) {
                // What a leaf receives may be read as it was by another image.
                if (value_of(id).leaf >= 0) return false;
                const auto& reads = schedule_.steps[s].reads;
                if (std::find(reads.begin(), reads.end(), id) == reads.end()) continue;
                reads_chain = true;
                if (!keeps_images(writer, id, images) ||
                    !keeps_images(schedule_.steps[s], id, images))
                    return false;
            }
        }
        const auto& writes = schedule_.steps[s].writes;
        return reads_chain && std::all_of(writes.begin(), writes.end(),
                                          [&](ValueId id) { return value_of(id).leaf < 0; });
    }

    bool goes_by_images(const Step& step, std::int64_t images) const {
        if (const auto* node = std::get_if<NodeStep>(&step.work))
            return !node->epilogue && target_.follows_images(*node->node) &&
                   node->node->shape()[0] == images;
        const auto* loop = std::get_if<LoopKernel>(&step.work);
        return loop != nullptr && !loop->reduce && !loop->sizes.empty() &&
               loop->sizes[0] % images == 0;
    }

    /// Whether the step touches image n of the value only with its images n.
    bool keeps_images(const Step& step, ValueId id, std::int64_t images) const {
        const std::int64_t elements = value_of(id).shape.element_count();
        const auto loop_keeps = [&](const LoopKernel& loop) {
            return std::all_of(loop.loads.begin(), loop.loads.end(),
                               [&](const LoopLoad& load) {
                                   return load.is_index() || load.access.value != id ||
                                          is_image_wise(loop, load.access, images, elements);
                               }) &&
                   std::all_of(loop.stores.begin(), loop.stores.end(), [&](const LoopStore& store) {
                       return store.access.value != id ||
                              is_image_wise(loop, store.access, images, elements);
                   });
        };
        if (const auto* loop = std::get_if<LoopKernel>(&step.work)) return loop_keeps(*loop);
        const auto& node = std::get<NodeStep>(step.work);
        // Every operand of a pooling or of its gradient has the images as its first axis.
        return value_of(id).shape.rank() > 0 && value_of(id).shape[0] == images &&
               (!node.epilogue || loop_keeps(*node.epilogue));
    }

    const Value& value_of(ValueId id) const {
        return schedule_.values[static_cast<std::size_t>(id)];
    }

    Schedule& schedule_;
    const Target& target_;
};

}  // namespace

void join_steps(Schedule& schedule, const Target& target) {
    Chains(schedule, target).run();
}

std::vector<int> chain_starts(const Schedule& schedule) {
    std::vector<int> starts;
    for (std::size_t s = 0; s < schedule.steps.size(); ++s)
        starts.push_back(schedule.steps[s].joined ? starts.back() : static_cast<int>(s));
    starts.push_back(static_cast<int>(schedule.steps.size()));
    return starts;
}

}  // namespace gradweave::compiler
