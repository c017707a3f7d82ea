// SPDX-License-Identifier: Apache-2.0
// What the engine asks of BLAS and oneDNN, so that their headers stay in one file each.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/core/shape.h"
#include "engine/core/threads.h"

namespace gradweave::backends::cpu {

/// OpenBLAS: c (m x n, row-major, dense rows of ldc) = a (m x k) times b (k x n). A transposed operand is
/// stored as its transpose; lda and ldb are the distances between stored rows. Runs on the calling
/// thread.
struct DgemmArguments {
    bool transpose_a, transpose_b;
    std::int64_t m, n, k, lda, ldb, ldc;
};
void dgemm(const DgemmArguments& arguments, const double* a, const double* b, double* c);

enum class ConvPass { forward, input_gradient, weight_gradient };

/// One convolution (or gradient) over one to three spatial axes, f32.
struct ConvProblem {
    ConvPass pass;
    Axes input, weight, output;  ///< sizes: N C spatial; O C/groups spatial; N O spatial
    Axes stride, low, high, dilation;
    std::int64_t groups;
    bool channels_last;  ///< order of input and output elements; weights are always O C spatial
    /// Images that are computed in one piece; the last piece takes what is left. Weight gradients
    /// of the pieces are added in their order.
    std::int64_t images_per_piece;
};

/// A convolution made ready for its addresses. run() uses the threads of parallel_for, one piece a
/// task; the result depends on the pieces, not on the threads.
class Convolution {
  public:
    virtual ~Convolution() = default;
    /// input, weight and output (or their gradients; the one that is computed is written).
    virtual void bind(float* input, float* weight, float* output) = 0;
    /// Asks for no memory itself. oneDNN does, some 300 bytes a piece: it copies the list of
    /// arguments in every call.
    /// `done` is called for each piece of the images as soon as that is computed, on the thread
    /// that did: its first image and their number. Not for the weight's gradient, which is all
    /// pieces' sum.
    virtual void run(FunctionRef<void(std::int64_t image, std::int64_t images)> done) = 0;
    virtual std::uint64_t scratch_bytes() const = 0;
};

/// Throws Error(failed) if oneDNN cannot do it.
std::unique_ptr<Convolution> make_convolution(const ConvProblem& problem);

}  // namespace gradweave::backends::cpu
