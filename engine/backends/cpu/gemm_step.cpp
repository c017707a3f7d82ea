// SPDX-License-Identifier: Apache-2.0
// Matrix products: cut into tiles whose sizes depend on the shapes alone, one library call a tile.
#include <algorithm>

#include "engine/backends/cpu/libraries.h"
#include "engine/backends/cpu/step.h"
#include "engine/core/threads.h"
#include "engine/graph/reference.h"

namespace gradweave::backends::cpu {

using compiler::GemmStep;
using compiler::MatrixAccess;

namespace {

/// Below this many multiply-adds a tile is not worth handing to another thread.
constexpr std::int64_t least_work = 1 << 20;
/// The library packs an operand anew for each tile, so tiles are few until each has this much to
/// do: 784 x 128 on 256 rows takes 17 % longer in 16 tiles than in 4.
constexpr std::int64_t few_tiles = 4, enough_work = 24 << 20, most_tiles = 64;
/// Tiles end at multiples of this, the widest vector of the micro-kernels.
constexpr std::int64_t granule = 16;

class GemmTiles final : public CpuStep {
  public:
    GemmTiles(const GemmStep& gemm) : gemm_(gemm), size_(size_of(gemm.dtype)) {
        // Cut the longer side of the result; a batch is cut already.
        const std::int64_t work = gemm.m * gemm.n * gemm.k;
        const std::int64_t wanted =
            std::max(std::clamp<std::int64_t>(work / least_work, 1, few_tiles),
                     std::min(work / enough_work, most_tiles));
        cut_rows_ = gemm.m >= gemm.n;
        const std::int64_t length = cut_rows_ ? gemm.m : gemm.n;
        const std::int64_t even = (length + wanted - 1) / wanted;
        tile_ = std::max<std::int64_t>(granule, (even + granule - 1) / granule * granule);
        // BLAS refuses the leading dimension 0 of a matrix without columns, also for no work at
        // all.
        tiles_ = gemm.m == 0 || gemm.n == 0 ? 0 : (length + tile_ - 1) / tile_;
    }

    void bind(const Places& places) override {
        lhs_ = places.of(gemm_.lhs.value) + static_cast<std::size_t>(gemm_.lhs.offset) * size_;
        rhs_ = places.of(gemm_.rhs.value) + static_cast<std::size_t>(gemm_.rhs.offset) * size_;
        out_ = places.of(gemm_.output);
    }

    void run() override {
        parallel_for(gemm_.batch * tiles_, [this](std::int64_t task) {
            const std::int64_t batch = task / tiles_, first = task % tiles_ * tile_;
            if (cut_rows_)
                run_tile(batch, first, std::min(tile_, gemm_.m - first), 0, gemm_.n);
            else
                run_tile(batch, 0, gemm_.m, first, std::min(tile_, gemm_.n - first));
        });
    }

    std::string library() const override {
        return gemm_.dtype == DType::f32 ? "oneDNN" : gemm_.dtype == DType::f64 ? "OpenBLAS" : "";
    }

  private:
    void run_tile(std::int64_t batch, std::int64_t row, std::int64_t rows, std::int64_t column,
                  std::int64_t columns) {
        const auto element = [&](std::byte* base, std::int64_t offset) {
            return base + static_cast<std::size_t>(offset) * size_;
        };
        const MatrixAccess& a = gemm_.lhs;
        const MatrixAccess& b = gemm_.rhs;
        std::byte* lhs = element(lhs_, batch * a.batch_stride + row * a.row_stride);
        std::byte* rhs = element(rhs_, batch * b.batch_stride + column * b.column_stride);
        std::byte* out = element(out_, (batch * gemm_.m + row) * gemm_.n + column);
        if (gemm_.dtype != DType::f32 && gemm_.dtype != DType::f64)
            return plain(lhs, rhs, out, rows, columns);
        if (gemm_.k == 0) {
            for (std::int64_t i = 0; i < rows; ++i) {
                std::fill_n(out + static_cast<std::size_t>(i * gemm_.n) * size_,
                            static_cast<std::size_t>(columns) * size_, std::byte{0});
            }
            return;
        }
        GemmArguments arguments{a.column_stride != 1,
                                b.column_stride != 1,
                                rows,
                                columns,
                                gemm_.k,
                                a.column_stride != 1 ? a.column_stride : a.row_stride,
                                b.column_stride != 1 ? b.column_stride : b.row_stride,
                                gemm_.n};
        if (gemm_.dtype == DType::f32) {
            sgemm(arguments, reinterpret_cast<float*>(lhs), reinterpret_cast<float*>(rhs),
                  reinterpret_cast<float*>(out));
        } else {
            dgemm(arguments, reinterpret_cast<double*>(lhs), reinterpret_cast<double*>(rhs),
                  reinterpret_cast<double*>(out));
        }
    }

    /// Integers, for which there is no library.
    void plain(const std::byte* lhs, const std::byte* rhs, std::byte* out, std::int64_t rows,
               std::int64_t columns) const {
        visit_dtype(gemm_.dtype, [&]<class T>(std::type_identity<T>) {
            if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
                const auto* a = reinterpret_cast<const T*>(lhs);
                const auto* b = reinterpret_cast<const T*>(rhs);
                auto* c = reinterpret_cast<T*>(out);
                for (std::int64_t i = 0; i < rows; ++i) {
                    for (std::int64_t j = 0; j < columns; ++j) {
                        std::int64_t sum = 0;
                        for (std::int64_t k = 0; k < gemm_.k; ++k) {
                            const auto x = static_cast<std::int64_t>(
                                a[i * gemm_.lhs.row_stride + k * gemm_.lhs.column_stride]);
                            const auto y = static_cast<std::int64_t>(
                                b[k * gemm_.rhs.row_stride + j * gemm_.rhs.column_stride]);
                            using graph::reference::binary;
                            sum = binary<graph::Op::add>(sum, binary<graph::Op::mul>(x, y));
                        }
                        c[i * gemm_.n + j] = static_cast<T>(sum);
                    }
                }
            }
        });
    }

    GemmStep gemm_;
    std::size_t size_;
    bool cut_rows_;
    std::int64_t tile_, tiles_;
    std::byte *lhs_ = nullptr, *rhs_ = nullptr, *out_ = nullptr;
};

}  // namespace

StepPtr make_gemm_step(const GemmStep& gemm) {
    return std::make_unique<GemmTiles>(gemm);
}

}  // namespace gradweave::backends::cpu
