// SPDX-License-Identifier: Apache-2.0
// Matrix products: cut into tiles whose sizes depend on the shapes alone, each followed by the
// elementwise work that takes it.
#include <algorithm>

#include "engine/backends/cpu/jit/machine_loop.h"
#include "engine/backends/cpu/libraries.h"
#include "engine/backends/cpu/products/products.h"
#include "engine/backends/cpu/step.h"
#include "engine/core/threads.h"
#include "engine/graph/reference.h"

namespace gradweave::backends::cpu {

using compiler::GemmStep;
using compiler::LoopKernel;
using compiler::MatrixAccess;

namespace {

/// Below this many multiply-adds a tile is not worth handing to another thread.
constexpr std::int64_t least_work = 1 << 20;
/// OpenBLAS packs an operand anew for each tile, so tiles are few until each has this much to do.
constexpr std::int64_t few_tiles = 4, enough_work = 24 << 20, most_tiles = 64;
/// Tiles end at multiples of this: two of the widest vectors of the micro-kernels.
constexpr std::int64_t granule = 32;

bool packs_left(const GemmStep& gemm) {
    return is_left_packed(gemm.m, gemm.n, gemm.k, gemm.lhs.row_stride, gemm.lhs.column_stride);
}

struct Tile {
    std::int64_t batch, row, rows, column, columns;
};

/// How the results of a product are shared out. What a library computes is cut by the shapes alone,
/// since its bits may depend on them.
class Tiling {
  public:
    Tiling(const GemmStep& gemm, bool own) : batch_(gemm.batch), m_(gemm.m), n_(gemm.n) {
        // BLAS refuses the leading dimension 0 of a matrix without columns, also for no work at
        // all.
        if (m_ == 0 || n_ == 0) return;
        const std::int64_t work = gemm.m * gemm.n * gemm.k;
        rows_ = m_;
        columns_ = n_;
        if (!own) {
            const std::int64_t wanted =
                std::max(std::clamp<std::int64_t>(work / least_work, 1, few_tiles),
                         std::min(work / enough_work, most_tiles));
            cut(m_ >= n_ ? rows_ : columns_, wanted, granule);
        } else if (packs_left(gemm) || m_ > most_rows_at_once(gemm)) {
            // The rows of a tile stay in the second cache, and are brought there for many columns.
            cut(rows_, (m_ + most_rows_at_once(gemm) - 1) / most_rows_at_once(gemm), granule);
            down_ = (m_ + rows_ - 1) / rows_;
            // The bits do not depend on how; so there are as many as keep the threads busy.
            cut(columns_, 2 * thread_count() / down_, 4 * granule);
        } else {
            cut(own_by_rows(gemm) ? rows_ : columns_,
                std::clamp<std::int64_t>(work / least_work, 1, most_tiles), granule);
        }
        down_ = (m_ + rows_ - 1) / rows_;
        across_ = (n_ + columns_ - 1) / columns_;
    }

    std::int64_t count() const { return batch_ * down_ * across_; }
    Tile operator[](std::int64_t i) const {
        const std::int64_t column = i % across_ * columns_;
        const std::int64_t row = i / across_ % down_ * rows_;
        return {i / across_ / down_, row, std::min(rows_, m_ - row), column,
                std::min(columns_, n_ - column)};
    }
    std::int64_t most_rows() const { return rows_; }
    std::int64_t most_columns() const { return columns_; }

  private:
    /// Cuts a length into about `pieces` of multiples of `unit`.
    static void cut(std::int64_t& length, std::int64_t pieces, std::int64_t unit) {
        pieces = std::max<std::int64_t>(pieces, 1);
        const std::int64_t even = (length + pieces - 1) / pieces;
        length = std::min(length, std::max(unit, (even + unit - 1) / unit * unit));
    }

    /// As many as fill half of a second cache of 2 MiB.
    static std::int64_t most_rows_at_once(const GemmStep& gemm) {
        constexpr std::int64_t elements = 256 << 10, most = 1024;
        return std::clamp(elements / std::max<std::int64_t>(depth_at_once(gemm.k), 1), granule,
                          most);
    }

    /// Our kernels rearrange mostly the right operand, so columns can be cut for nothing; rows
    /// where they leave it as it is. The gradient of a weight, x^T dy with the left side
    /// transposed, is cut by rows if possible: they are the columns of the forward product, and
    /// each thread then updates the weights that it will read.
    static bool own_by_rows(const GemmStep& gemm) {
        const bool packed = is_packed(gemm.m, gemm.k, gemm.rhs.row_stride, gemm.rhs.column_stride);
        const bool gradient = gemm.lhs.column_stride != 1 && gemm.m >= 2 * granule && !packed;
        return gemm.n < 2 * granule || gradient;
    }

    std::int64_t batch_, m_, n_;
    std::int64_t rows_ = 0, columns_ = 0;  ///< of a tile
    std::int64_t down_ = 0, across_ = 0;   ///< tiles in a matrix
};

/// What follows the product, element by element: as machine code on each tile, or without that as a
/// loop over the whole.
class Epilogue {
  public:
    Epilogue(const GemmStep& gemm, std::int64_t tile_columns)
        : product_(gemm.output),
          bytes_(byte_count(gemm.dtype, Shape{gemm.batch, gemm.m, gemm.n})),
          loop_(make_loop_step(*gemm.epilogue)) {
        LoopKernel kernel = *gemm.epilogue;
        sizes_ = kernel.sizes;
        for (std::size_t i = 0; i < kernel.loads.size(); ++i) {
            if (kernel.loads[i].is_index() || kernel.loads[i].access.value != product_) continue;
            load_ = i;
            Axes& strides = kernel.loads[i].access.strides;
            std::fill(strides.begin(), strides.end(), 0);
            strides.end()[-2] = tile_columns;
            strides.end()[-1] = 1;
        }
        if (sizes_.size() <= Shape::max_rank)
            machine_ = jit::MachineLoop::make(kernel, jit::LoopForm::Kind::map, 2);
    }

    const jit::LoopForm* wanted_code() const { return machine_ ? &machine_->form() : nullptr; }
    std::int64_t iterations() const { return loop_->iterations(); }
    void use_code(jit::LoopFunction function) {
        machine_->use(function);
        whole_ = Array(DType::u8, Shape{0});
    }
    std::uint64_t whole_bytes() const { return whole_.byte_size(); }

    /// Whether it goes tile by tile. Else the product is wanted as a whole, at whole().
    bool by_tiles() const { return machine_ && *machine_; }
    std::byte* whole() { return whole_.data(); }

    void bind(const Places& places) {
        // Machine code may still be on its way: until it is there the product needs its place.
        if (machine_) machine_->bind(places);
        if (by_tiles()) return;
        if (whole_.byte_size() != bytes_)
            whole_ = Array(DType::u8, Shape{static_cast<std::int64_t>(bytes_)});
        loop_->bind(places.with(product_, whole_.data()));
    }

    /// On a tile of the product: rows [row, row + rows) of all matrices of the batch together.
    void run(std::int64_t row, std::int64_t rows, std::int64_t column, std::int64_t columns,
             std::byte* tile, std::size_t row_bytes) const {
        std::int64_t first[Shape::max_rank] = {};
        const std::size_t last = sizes_.size() - 2;  // the innermost axis of rows
        first[last + 1] = column;
        for (std::int64_t done = 0; done < rows;) {
            std::int64_t rest = (row + done) / sizes_[last];
            first[last] = (row + done) % sizes_[last];
            for (std::size_t axis = last; axis-- > 0;) {
                first[axis] = rest % sizes_[axis];
                rest /= sizes_[axis];
            }
            const std::int64_t box[2] = {std::min(rows - done, sizes_[last] - first[last]),
                                         columns};
            machine_->run(
                {first, sizes_.size()}, box,
                jit::MachineLoop::Moved{load_, tile + static_cast<std::size_t>(done) * row_bytes});
            done += box[0];
        }
    }

    void run_whole() { loop_->run(); }

  private:
    compiler::ValueId product_;
    std::uint64_t bytes_;
    StepPtr loop_;
    Axes sizes_;
    std::size_t load_ = 0;
    std::optional<jit::MachineLoop> machine_;
    Array whole_{DType::u8, Shape{0}};
};

class GemmTiles final : public CpuStep {
  public:
    explicit GemmTiles(const GemmStep& gemm)
        : gemm_(gemm),
          size_(size_of(gemm.dtype)),
          own_(gemm.dtype == DType::f32),
          tiling_(gemm, own_) {
        if (gemm.epilogue) epilogue_.emplace(gemm, tiling_.most_columns());
        if (own_) {
            const Product whole =
                own_product({0, 0, tiling_.most_rows(), 0, tiling_.most_columns()}, nullptr,
                            nullptr, nullptr, gemm_.n);
            constexpr std::size_t alignment = 64;
            panel_bytes_ =
                (native_products().workspace_bytes(whole) + alignment - 1) / alignment * alignment;
        }
    }

    const jit::LoopForm* wanted_code() const override {
        return epilogue_ ? epilogue_->wanted_code() : nullptr;
    }
    std::int64_t iterations() const override { return epilogue_ ? epilogue_->iterations() : 0; }
    void use_code(jit::LoopFunction function) override { epilogue_->use_code(function); }

    void bind(const Places& places) override {
        lhs_ = places.of(gemm_.lhs.value) + static_cast<std::size_t>(gemm_.lhs.offset) * size_;
        rhs_ = places.of(gemm_.rhs.value) + static_cast<std::size_t>(gemm_.rhs.offset) * size_;
        if (!epilogue_) {
            out_ = places.of(gemm_.output);
            return;
        }
        epilogue_->bind(places);
        out_ = epilogue_->whole();
    }

    void run() override {
        if (epilogue_ && epilogue_->by_tiles()) {
            parallel_for(tiling_.count(), [this](std::int64_t task) { run_fused(tiling_[task]); });
            return;
        }
        parallel_for(tiling_.count(), [this](std::int64_t task) {
            const Tile tile = tiling_[task];
            std::byte* to = out_ + static_cast<std::size_t>(
                                       (tile.batch * gemm_.m + tile.row) * gemm_.n + tile.column) *
                                       size_;
            multiply(tile, to, gemm_.n, own_ ? thread_workspace(panel_bytes_) : nullptr);
        });
        if (epilogue_) epilogue_->run_whole();
    }

    std::string library() const override { return gemm_.dtype == DType::f64 ? "OpenBLAS" : ""; }

    std::uint64_t scratch_bytes() const override {
        return epilogue_ ? epilogue_->whole_bytes() : 0;
    }

  private:
    void run_fused(const Tile& tile) const {
        const std::int64_t width = tiling_.most_columns();
        const std::size_t row_bytes = static_cast<std::size_t>(width) * size_;
        std::byte* workspace = thread_workspace(
            panel_bytes_ + static_cast<std::size_t>(tiling_.most_rows()) * row_bytes);
        std::byte* product = workspace + panel_bytes_;
        multiply(tile, product, width, workspace);
        epilogue_->run(tile.batch * gemm_.m + tile.row, tile.rows, tile.column, tile.columns,
                       product, row_bytes);
    }

    Product own_product(const Tile& tile, const std::byte* lhs, const std::byte* rhs,
                        std::byte* out, std::int64_t out_row) const {
        return {tile.rows,
                tile.columns,
                gemm_.k,
                reinterpret_cast<const float*>(lhs),
                gemm_.lhs.row_stride,
                gemm_.lhs.column_stride,
                reinterpret_cast<const float*>(rhs),
                gemm_.rhs.row_stride,
                gemm_.rhs.column_stride,
                reinterpret_cast<float*>(out),
                out_row,
                gemm_.m};
    }

    /// A tile of the product to `out`, whose rows are `out_row` elements apart.
    void multiply(const Tile& tile, std::byte* out, std::int64_t out_row,
                  std::byte* workspace) const {
        const auto element = [&](std::byte* base, std::int64_t offset) {
            return base + static_cast<std::ptrdiff_t>(offset) * static_cast<std::ptrdiff_t>(size_);
        };
        const MatrixAccess& a = gemm_.lhs;
        const MatrixAccess& b = gemm_.rhs;
        std::byte* lhs = element(lhs_, tile.batch * a.batch_stride + tile.row * a.row_stride);
        std::byte* rhs = element(rhs_, tile.batch * b.batch_stride + tile.column * b.column_stride);
        if (!own_ && gemm_.dtype != DType::f64) return plain(lhs, rhs, out, tile);
        if (gemm_.k == 0) {
            for (std::int64_t i = 0; i < tile.rows; ++i)
                std::fill_n(element(out, i * out_row),
                            static_cast<std::size_t>(tile.columns) * size_, std::byte{0});
            return;
        }
        if (own_)
            return native_products().run(own_product(tile, lhs, rhs, out, out_row), workspace);
        const DgemmArguments arguments{a.column_stride != 1,
                                       b.column_stride != 1,
                                       tile.rows,
                                       tile.columns,
                                       gemm_.k,
                                       a.column_stride != 1 ? a.column_stride : a.row_stride,
                                       b.column_stride != 1 ? b.column_stride : b.row_stride,
                                       out_row};
        dgemm(arguments, reinterpret_cast<double*>(lhs), reinterpret_cast<double*>(rhs),
              reinterpret_cast<double*>(out));
    }

    /// Integers, for which there is no library.
    void plain(const std::byte* lhs, const std::byte* rhs, std::byte* out, const Tile& tile) const {
        visit_dtype(gemm_.dtype, [&]<class T>(std::type_identity<T>) {
            if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
                const auto* a = reinterpret_cast<const T*>(lhs);
                const auto* b = reinterpret_cast<const T*>(rhs);
                auto* c = reinterpret_cast<T*>(out);
                for (std::int64_t i = 0; i < tile.rows; ++i) {
                    for (std::int64_t j = 0; j < tile.columns; ++j) {
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
    bool own_;
    Tiling tiling_;
    std::size_t panel_bytes_ = 0;
    std::optional<Epilogue> epilogue_;
    std::byte *lhs_ = nullptr, *rhs_ = nullptr, *out_ = nullptr;
};

}  // namespace

StepPtr make_gemm_step(const GemmStep& gemm) {
    return std::make_unique<GemmTiles>(gemm);
}

}  // namespace gradweave::backends::cpu
