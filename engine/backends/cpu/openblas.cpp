// SPDX-License-Identifier: Apache-2.0
// The only file that knows OpenBLAS.
#include <cblas.h>

#include "engine/backends/cpu/libraries.h"

namespace gradweave::backends::cpu {

void dgemm(const DgemmArguments& g, const double* a, const double* b, double* c) {
    // Our own tasks are the parallelism; threads below them would fight for the cores, and could
    // change the order of additions.
    static const bool single = [] {
        openblas_set_num_threads(1);
        return true;
    }();
    static_cast<void>(single);
    cblas_dgemm(CblasRowMajor, g.transpose_a ? CblasTrans : CblasNoTrans,
                g.transpose_b ? CblasTrans : CblasNoTrans, static_cast<blasint>(g.m),
                static_cast<blasint>(g.n), static_cast<blasint>(g.k), 1.0, a,
                static_cast<blasint>(g.lda), b, static_cast<blasint>(g.ldb), 0.0, c,
                static_cast<blasint>(g.ldc));
}

}  // namespace gradweave::backends::cpu
