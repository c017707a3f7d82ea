// SPDX-License-Identifier: Apache-2.0
// Matrix products by CLBlast, where it is installed, right and faster.
//
// The library is opened when a device first wants it. Before it is used on a device and driver it
// is tried against the host; on some drivers its results are wrong. Which products are its own says
// a table measured by `selftest --tune` and kept on disk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/backends/opencl/driver/api.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::backends::opencl {

/// Whether CLBlast can compute this product: f32 or f64, nothing empty.
bool blast_serves(const compiler::GemmStep& gemm);

/// Queues the product. Throws Error(device) with CLBlast's number.
void blast_gemm(const Connection& connection, const compiler::GemmStep& gemm, const Memory& lhs,
                const Memory& rhs, const Memory& out);

/// Why CLBlast is not to be used on the device: not installed, or its results are wrong. Empty if
/// it is right. Tries it: seconds where its kernels have to be compiled.
std::string problem_with_blast(const Connection& connection);

/// What was found out about one device and driver.
class GemmTable {
  public:
    struct Row {
        double volume;      ///< m * n * k of the batch
        double own, blast;  ///< seconds
    };

    /// Reads what is kept on disk for the device; nothing if it was never measured.
    explicit GemmTable(const DeviceFacts& facts);

    /// Whether CLBlast was faster at the measured volume nearest to this one.
    bool prefers_blast(double volume) const;
    /// Whether it was faster anywhere.
    bool uses_blast() const;
    bool measured() const { return !rows_.empty(); }
    const std::string& problem() const { return problem_; }
    /// Until the next store nothing is CLBlast's.
    void clear() { rows_.clear(); }

    /// Takes new measurements and writes them to disk; false if that could not be done. `problem`:
    /// why CLBlast is not used.
    bool store(std::vector<Row> rows, std::string problem);

  private:
    std::string path_;
    std::string problem_;
    std::vector<Row> rows_;
};

}  // namespace gradweave::backends::opencl
