// SPDX-License-Identifier: Apache-2.0
// Steps that work along one axis: scans and argsort.
#include <cstring>
#include <type_traits>

#include "engine/backends/cpu/whole_step.h"
#include "engine/graph/reference.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;
using graph::Op;

namespace {

/// Lines that lie side by side are scanned together, so that memory is read in order.
class ScanStep final : public WholeStep {
  public:
    using WholeStep::WholeStep;

    void run() override {
        visit_dtype(node().dtype(), [&]<class T>(std::type_identity<T>) {
            switch (node().op()) {
                case Op::scan_sum:
                    return scan<Op::add, T>();
                case Op::scan_prod:
                    return scan<Op::mul, T>();
                case Op::scan_max:
                    return scan<Op::max, T>();
                default:
                    return scan<Op::min, T>();
            }
        });
    }

  private:
    template <Op op, class T>
    void scan() const {
        const auto& along = node().as<graph::AlongAttributes>();
        const Around around(node().shape(), along.axis);
        constexpr std::int64_t most = 256;
        const std::int64_t blocks = (around.inner + most - 1) / most;
        for_each(around.outer * blocks, around.length * std::min(around.inner, most),
                 [&](std::int64_t i) {
                     const std::int64_t column = i % blocks * most;
                     const std::int64_t first = i / blocks * around.length * around.inner + column;
                     scan_block<op, T>(input<T>(0) + first, output<T>() + first, around.length,
                                       around.inner, std::min(most, around.inner - column),
                                       along.reverse);
                 });
    }

    template <Op op, class T>
    static void scan_block(const T* x, T* y, std::int64_t length, std::int64_t stride,
                           std::int64_t width, bool reverse) {
        // As the definition has it: floating numbers in f64, integers in i64.
        using Wide = std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>;
        Wide sums[256];
        for (std::int64_t j = 0; j < length; ++j) {
            const std::int64_t row = (reverse ? length - 1 - j : j) * stride;
            for (std::int64_t i = 0; i < width; ++i) {
                const auto next = static_cast<Wide>(x[row + i]);
                sums[i] = j == 0 ? next : graph::reference::binary<op>(sums[i], next);
                y[row + i] = static_cast<T>(sums[i]);
            }
        }
    }
};

/// Merges runs of doubling length. Keys travel with their positions, in the thread's workspace.
class ArgSortStep final : public WholeStep {
  public:
    using WholeStep::WholeStep;

    void run() override {
        visit_dtype(node().input(0)->dtype(), [&]<class T>(std::type_identity<T>) { sort<T>(); });
    }

  private:
    template <class T>
    struct Entry {
        T key;
        std::int64_t position;
    };

    template <class T>
    void sort() const {
        const auto& along = node().as<graph::AlongAttributes>();
        const Around around(node().shape(), along.axis);
        const auto length = static_cast<std::size_t>(around.length);
        for_each(around.outer * around.inner, around.length, [&](std::int64_t line) {
            const std::int64_t first =
                line / around.inner * around.length * around.inner + line % around.inner;
            auto* from =
                reinterpret_cast<Entry<T>*>(thread_workspace(2 * length * sizeof(Entry<T>)));
            Entry<T>* to = from + length;
            for (std::int64_t k = 0; k < around.length; ++k)
                from[k] = {input<T>(0)[first + k * around.inner], k};
            for (std::size_t width = 1; width < length; width *= 2) {
                for (std::size_t begin = 0; begin < length; begin += 2 * width) {
                    const std::size_t middle = std::min(begin + width, length);
                    merge(from + begin, from + middle, from + std::min(begin + 2 * width, length),
                          to + begin, along.reverse);
                }
                std::swap(from, to);
            }
            for (std::int64_t k = 0; k < around.length; ++k)
                output<std::int64_t>()[first + k * around.inner] = from[k].position;
        });
    }

    /// [begin, middle) and [middle, end), each sorted; of equal keys the first half's go first.
    template <class T>
    static void merge(const Entry<T>* begin, const Entry<T>* middle, const Entry<T>* end,
                      Entry<T>* to, bool descending) {
        const Entry<T>* other = middle;
        while (begin < middle && other < end) {
            const bool second = graph::reference::sorts_before(other->key, begin->key, descending);
            *to++ = second ? *other++ : *begin++;
        }
        to = std::copy(begin, middle, to);
        std::copy(other, end, to);
    }
};

}  // namespace

StepPtr make_along_step(const NodeStep& step) {
    switch (step.node->op()) {
        case Op::scan_sum:
        case Op::scan_prod:
        case Op::scan_max:
        case Op::scan_min:
            return std::make_unique<ScanStep>(step);
        case Op::argsort:
            return std::make_unique<ArgSortStep>(step);
        default:
            return nullptr;
    }
}

}  // namespace gradweave::backends::cpu
