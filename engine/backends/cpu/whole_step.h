// SPDX-License-Identifier: Apache-2.0
// What steps that compute a whole node share.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/backends/cpu/step.h"
#include "engine/core/threads.h"

namespace gradweave::backends::cpu {

/// task(i) for each i < count, on several threads where there is enough to do: each call works on
/// about `elements` of them, and a thread is given tens of thousands.
template <class F>
void for_each(std::int64_t count, std::int64_t elements, const F& task) {
    constexpr std::int64_t enough = 32 * 1024;
    const std::int64_t group = enough / std::clamp<std::int64_t>(elements, 1, enough);
    parallel_for((count + group - 1) / group, [&](std::int64_t part) {
        const std::int64_t end = std::min(count, (part + 1) * group);
        for (std::int64_t i = part * group; i < end; ++i)
            task(i);
    });
}

/// A tensor as [outer, length, inner] around one axis.
struct Around {
    std::int64_t outer = 1, length = 1, inner = 1;
    Around(const Shape& shape, std::int64_t axis) {
        for (int i = 0; i < shape.rank(); ++i)
            (i < axis ? outer : i == axis ? length : inner) *= shape[i];
    }
};

/// The inputs' and the output's addresses; what all steps of this file share.
class WholeStep : public CpuStep {
  public:
    explicit WholeStep(const compiler::NodeStep& step) : step_(step) {}

    void bind(const Places& places) override {
        inputs_.clear();
        for (const auto id : step_.inputs)
            inputs_.push_back(places.of(id));
        output_ = places.of(step_.output);
    }

  protected:
    const graph::Node& node() const { return *step_.node; }
    template <class T>
    const T* input(std::size_t i) const {
        return reinterpret_cast<const T*>(inputs_[i]);
    }
    template <class T>
    T* output() const {
        return reinterpret_cast<T*>(output_);
    }

    compiler::NodeStep step_;
    std::vector<std::byte*> inputs_;
    std::byte* output_ = nullptr;
};

}  // namespace gradweave::backends::cpu
