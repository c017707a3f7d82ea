// SPDX-License-Identifier: Apache-2.0
#define CL_TARGET_OPENCL_VERSION 120
#include "engine/backends/opencl/blast.h"

#include <CL/cl.h>
#include <clblast_c.h>
#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "engine/backends/object_cache.h"
#include "engine/core/array.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace fs = std::filesystem;
using compiler::GemmStep;
using compiler::MatrixAccess;

namespace {

struct Blast {
    decltype(&::CLBlastSgemmStridedBatched) single = nullptr;
    decltype(&::CLBlastDgemmStridedBatched) twofold = nullptr;
};

const Blast& blast() {
    static const Blast opened = [] {
        Blast library;
        void* handle = ::dlopen("libclblast.so.1", RTLD_NOW | RTLD_LOCAL);
        if (handle == nullptr) return library;
        library.single = reinterpret_cast<decltype(library.single)>(
            ::dlsym(handle, "CLBlastSgemmStridedBatched"));
        library.twofold = reinterpret_cast<decltype(library.twofold)>(
            ::dlsym(handle, "CLBlastDgemmStridedBatched"));
        return library;
    }();
    return opened;
}

/// A matrix as BLAS sees it.
struct Operand {
    CLBlastTranspose transpose;
    std::size_t leading;
};

/// Row-major with `columns` per row: by rows if they are contiguous, else transposed.
std::optional<Operand> operand(const MatrixAccess& a, std::int64_t rows, std::int64_t columns) {
    const auto leading = [](std::int64_t stride, std::int64_t length) {
        return static_cast<std::size_t>(std::max(stride, length));
    };
    if (a.batch_stride < 0 || a.offset < 0) return std::nullopt;
    if ((a.column_stride == 1 || columns == 1) && (a.row_stride >= columns || rows == 1))
        return Operand{CLBlastTransposeNo, leading(rows == 1 ? columns : a.row_stride, columns)};
    if ((a.row_stride == 1 || rows == 1) && (a.column_stride >= rows || columns == 1))
        return Operand{CLBlastTransposeYes, leading(columns == 1 ? rows : a.column_stride, rows)};
    return std::nullopt;
}

template <class Function, class Number>
void multiply(Function function, const Connection& connection, const GemmStep& gemm,
              const Memory& lhs, const Memory& rhs, const Memory& out, Number one, Number zero) {
    const auto a = operand(gemm.lhs, gemm.m, gemm.k), b = operand(gemm.rhs, gemm.k, gemm.n);
    GW_ASSERT(function != nullptr && a && b);
    const auto size = [](std::int64_t value) { return static_cast<std::size_t>(value); };
    cl_command_queue queue = connection.queue();
    const auto status = function(
        CLBlastLayoutRowMajor, a->transpose, b->transpose, size(gemm.m), size(gemm.n), size(gemm.k),
        one, lhs.get(), size(gemm.lhs.offset), a->leading, size(gemm.lhs.batch_stride), rhs.get(),
        size(gemm.rhs.offset), b->leading, size(gemm.rhs.batch_stride), zero, out.get(), 0,
        size(gemm.n), size(gemm.m * gemm.n), size(gemm.batch), &queue, nullptr);
    if (status != CLBlastSuccess)
        throw Error(ErrorKind::device, concat("CLBlast's product failed with ", int(status), " on ",
                                              connection.facts().name));
}

/// A product of small whole numbers, exact in f32, on the device; the wrong elements.
std::int64_t wrong_elements(const Connection& connection, bool turn_lhs, bool turn_rhs) {
    constexpr std::int64_t m = 70, n = 90, k = 150;
    Generator generator(12);
    Array a(DType::f32, Shape{m * k}), b(DType::f32, Shape{k * n}), c(DType::f32, Shape{m * n});
    for (Array* array : {&a, &b}) {
        for (float& x : array->as<float>())
            x = static_cast<float>(generator.below(9)) - 4;
    }
    GemmStep gemm{1, m, n, k, DType::f32, {}, {}, 0};
    gemm.lhs = turn_lhs ? MatrixAccess{0, 0, 0, 1, m} : MatrixAccess{0, 0, 0, k, 1};
    gemm.rhs = turn_rhs ? MatrixAccess{0, 0, 0, 1, k} : MatrixAccess{0, 0, 0, n, 1};
    const Memory x = connection.make_buffer(a.byte_size()),
                 y = connection.make_buffer(b.byte_size()),
                 z = connection.make_buffer(c.byte_size());
    const Event sent_a = connection.write(x, a.data(), a.byte_size());
    const Event sent_b = connection.write(y, b.data(), b.byte_size());
    blast_gemm(connection, gemm, x, y, z);
    const Event read = connection.read(z, c.data(), c.byte_size());
    try {
        connection.flush();
        connection.wait(read, std::chrono::minutes(5));
    } catch (...) {
        // The device may still read and write them.
        for (const Array& array : {a, b, c})
            static_cast<void>(new Array(array));
        throw;
    }
    std::int64_t wrong = 0;
    for (std::int64_t i = 0; i < m; ++i) {
        for (std::int64_t j = 0; j < n; ++j) {
            float sum = 0;
            for (std::int64_t p = 0; p < k; ++p)
                sum += a.as<float>()[static_cast<std::size_t>(i * gemm.lhs.row_stride +
                                                              p * gemm.lhs.column_stride)] *
                       b.as<float>()[static_cast<std::size_t>(p * gemm.rhs.row_stride +
                                                              j * gemm.rhs.column_stride)];
            wrong += c.as<float>()[static_cast<std::size_t>(i * n + j)] == sum ? 0 : 1;
        }
    }
    return wrong;
}

}  // namespace

bool blast_serves(const GemmStep& gemm) {
    if (gemm.batch * gemm.m * gemm.n == 0 || gemm.k == 0) return false;
    const bool library = gemm.dtype == DType::f32   ? blast().single != nullptr
                         : gemm.dtype == DType::f64 ? blast().twofold != nullptr
                                                    : false;
    return library && operand(gemm.lhs, gemm.m, gemm.k) && operand(gemm.rhs, gemm.k, gemm.n);
}

void blast_gemm(const Connection& connection, const GemmStep& gemm, const Memory& lhs,
                const Memory& rhs, const Memory& out) {
    if (gemm.dtype == DType::f32)
        multiply(blast().single, connection, gemm, lhs, rhs, out, 1.0f, 0.0f);
    else
        multiply(blast().twofold, connection, gemm, lhs, rhs, out, 1.0, 0.0);
}

std::string problem_with_blast(const Connection& connection) {
    if (blast().single == nullptr) return "CLBlast (package libclblast1) is not installed";
    try {
        for (const bool turn_lhs : {false, true}) {
            for (const bool turn_rhs : {false, true}) {
                if (const auto wrong = wrong_elements(connection, turn_lhs, turn_rhs); wrong > 0)
                    return concat("CLBlast computes wrong products on this device (", wrong,
                                  " of 6300 elements)");
            }
        }
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

GemmTable::GemmTable(const DeviceFacts& facts) {
    const fs::path folder = ObjectCache::default_folder("GRADWEAVE_OPENCL_CACHE", "opencl");
    if (folder.empty()) return;
    std::uint64_t key = 1;
    for (const char c : concat(facts.name, "\n", facts.driver, "\n", facts.version))
        key = mix_key(key, static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    path_ = (folder / concat("products-", key, ".txt")).string();
    std::ifstream file(path_);
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with("problem ")) {
            problem_ = line.substr(8);
            continue;
        }
        // volume own blast
        std::vector<double> numbers;
        std::size_t begin = 0;
        while (begin <= line.size()) {
            const std::size_t end = std::min(line.find(' ', begin), line.size());
            const auto number = parse_double(std::string_view(line).substr(begin, end - begin));
            if (number && *number > 0) numbers.push_back(*number);
            begin = end + 1;
        }
        if (numbers.size() == 3) rows_.push_back({numbers[0], numbers[1], numbers[2]});
    }
}

bool GemmTable::prefers_blast(double volume) const {
    if (!problem_.empty() || rows_.empty()) return false;
    const Row* nearest = &rows_.front();
    for (const Row& row : rows_) {
        if (std::abs(std::log(row.volume / volume)) < std::abs(std::log(nearest->volume / volume)))
            nearest = &row;
    }
    return nearest->blast < nearest->own;
}

bool GemmTable::uses_blast() const {
    return problem_.empty() && std::any_of(rows_.begin(), rows_.end(),
                                           [](const Row& row) { return row.blast < row.own; });
}

bool GemmTable::store(std::vector<Row> rows, std::string problem) {
    rows_ = std::move(rows);
    problem_ = std::move(problem);
    if (path_.empty()) return false;
    std::error_code error;
    fs::create_directories(fs::path(path_).parent_path(), error);
    const std::string unfinished = path_ + ".new";
    {
        std::ofstream file(unfinished, std::ios::trunc);
        if (!problem_.empty()) file << "problem " << problem_ << "\n";
        for (const Row& row : rows_)
            file << concat(row.volume, " ", row.own, " ", row.blast) << "\n";
        file.close();
        if (!file) return false;
    }
    fs::rename(unfinished, path_, error);
    return !error;
}

}  // namespace gradweave::backends::opencl
