// SPDX-License-Identifier: Apache-2.0
// The compiler's steps, each by its definition.
#include <cstring>

#include "engine/backends/host_buffer.h"
#include "engine/backends/reference/interpreter.h"
#include "engine/backends/reference/kernels.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::backends {

using compiler::GemmStep;
using compiler::LoopKernel;
using compiler::MatrixAccess;
using compiler::NodeStep;
using compiler::RowKernel;
using compiler::ValueId;

namespace {

template <class T>
void multiply(const GemmStep& gemm, const PlaceOf& place_of) {
    const auto at = [&](const MatrixAccess& matrix, std::int64_t b, std::int64_t i,
                        std::int64_t j) {
        return reinterpret_cast<const T*>(
            place_of(matrix.value))[matrix.offset + b * matrix.batch_stride +
                                    i * matrix.row_stride + j * matrix.column_stride];
    };
    T* out = reinterpret_cast<T*>(place_of(gemm.output));
    for (std::int64_t b = 0; b < gemm.batch; ++b) {
        for (std::int64_t i = 0; i < gemm.m; ++i) {
            for (std::int64_t j = 0; j < gemm.n; ++j) {
                using Wide = std::conditional_t<std::is_floating_point_v<T>, double, std::uint64_t>;
                Wide sum = 0;
                for (std::int64_t k = 0; k < gemm.k; ++k)
                    sum += static_cast<Wide>(at(gemm.lhs, b, i, k)) *
                           static_cast<Wide>(at(gemm.rhs, b, k, j));
                *out++ = static_cast<T>(sum);
            }
        }
    }
}

class KernelExecutable final : public Executable {
  public:
    KernelExecutable(const compiler::Program& program, const compiler::CompileOptions& options) {
        compiler::Target target;
        target.row_kernels = true;
        schedule_ = compiler::make_schedule(program, target, options);
        arena_ = Array(DType::u8, Shape{static_cast<std::int64_t>(schedule_.memory.arena_bytes)});
    }

    const std::vector<graph::NodePtr>& leaves() const override { return schedule_.leaves; }

    void bind(std::span<const BufferPtr> buffers) override {
        check_binding(schedule_.leaves, buffers);
        buffers_.assign(buffers.begin(), buffers.end());
    }

    void unbind() override { buffers_.clear(); }

    void run() override {
        GW_ASSERT(buffers_.size() == schedule_.leaves.size());
        const PlaceOf place_of = [this](ValueId id) { return place(id); };
        for (const auto& step : schedule_.steps) {
            if (const auto* loop = std::get_if<LoopKernel>(&step.work))
                interpret(*loop, place_of);
            else if (const auto* rows = std::get_if<RowKernel>(&step.work))
                interpret(*rows, place_of);
            else if (const auto* gemm = std::get_if<GemmStep>(&step.work))
                visit_dtype(gemm->dtype,
                            [&]<class T>(std::type_identity<T>) { multiply<T>(*gemm, place_of); });
            else
                run_node(std::get<NodeStep>(step.work));
        }
    }

    Array output(std::size_t i) const override {
        const auto& output = schedule_.outputs.at(i);
        return array(output.value, output.shape);
    }

    compiler::MemoryReport memory() const override { return schedule_.memory; }
    std::vector<compiler::StepReport> steps() const override {
        return compiler::reports(schedule_);
    }
    std::string dump() const override { return compiler::to_string(schedule_); }

  private:
    std::byte* place(ValueId id) const {
        const auto& value = schedule_.values[static_cast<std::size_t>(id)];
        if (value.leaf >= 0)
            return buffers_[static_cast<std::size_t>(value.leaf)]->host_array()->data();
        return const_cast<std::byte*>(arena_.data()) + value.offset;
    }

    Array array(ValueId id, const Shape& shape) const {
        Array copy(schedule_.values[static_cast<std::size_t>(id)].dtype, shape);
        std::memcpy(copy.data(), place(id), copy.byte_size());
        return copy;
    }

    void run_node(const NodeStep& step) {
        std::vector<Array> inputs;
        for (std::size_t i = 0; i < step.inputs.size(); ++i)
            inputs.push_back(array(step.inputs[i], step.node->input(i)->shape()));
        const Array result = interpret(*step.node, inputs);
        std::memcpy(place(step.output), result.data(), result.byte_size());
    }

    compiler::Schedule schedule_;
    Array arena_;
    std::vector<BufferPtr> buffers_;
};

class KernelBackend final : public Backend {
  public:
    std::string name() const override { return "kernels"; }
    std::string description() const override { return "each compiled step by its definition"; }
    BufferPtr allocate(DType dtype, const Shape& shape) override {
        return std::make_shared<HostBuffer>(dtype, shape);
    }
    std::unique_ptr<Executable> compile(const compiler::Program& program,
                                        const compiler::CompileOptions& options) override {
        return std::make_unique<KernelExecutable>(program, options);
    }
};

}  // namespace

std::unique_ptr<Backend> make_kernel_interpreter() {
    return std::make_unique<KernelBackend>();
}

}  // namespace gradweave::backends
