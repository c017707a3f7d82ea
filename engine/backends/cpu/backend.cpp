// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/backend.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <variant>

#include "engine/backends/cpu/jit/code_request.h"
#include "engine/backends/cpu/jit/jit.h"
#include "engine/backends/cpu/step.h"
#include "engine/backends/cpu/step_check.h"
#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/backends/host_buffer.h"
#include "engine/compiler/dump.h"
#include "engine/compiler/explain.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"
#include "engine/graph/pooling.h"
#include "engine/graph/print.h"

namespace gradweave::backends {

namespace cpu {

std::byte* thread_workspace(std::size_t bytes) {
    thread_local Array workspace(DType::u8, Shape{0});
    if (workspace.byte_size() < bytes)
        workspace = Array(DType::u8, Shape{static_cast<std::int64_t>(bytes)});
    return workspace.data();
}

namespace {

compiler::Target cpu_target() {
    compiler::Target target;
    target.channels_last = true;
    target.epilogues = true;
    target.node_epilogues = [](const graph::Node& node) {
        return node.op() != graph::Op::conv_grad_weight && is_library_convolution(node);
    };
    target.row_kernels = true;
    const auto is_pooling = [](const graph::Node& node) {
        return node.dtype() == DType::f32 && !node.shape().empty() &&
               (graph::is_max_pool2d(node) || graph::is_max_pool2d_gradient(node));
    };
    target.by_images = [=](const graph::Node& node) {
        return is_pooling(node) ||
               (node.op() != graph::Op::conv_grad_weight && is_library_convolution(node));
    };
    target.follows_images = is_pooling;
    target.serves = is_pooling;
    return target;
}

StepPtr make_step(const compiler::Step& step) {
    if (const auto* loop = std::get_if<compiler::LoopKernel>(&step.work))
        return make_loop_step(*loop);
    if (const auto* rows = std::get_if<compiler::RowKernel>(&step.work))
        return make_row_step(*rows);
    if (const auto* gemm = std::get_if<compiler::GemmStep>(&step.work))
        return make_gemm_step(*gemm);
    const auto& node = std::get<compiler::NodeStep>(step.work);
    for (const auto make : {make_conv_step, make_pool_step, make_index_step, make_along_step}) {
        if (StepPtr made = make(node)) return made;
    }
    return make_reference_step(node);
}

class CpuExecutable final : public Executable {
  public:
    CpuExecutable(const compiler::Program& program, compiler::CompileOptions options) {
        const Progress progress = std::move(options.progress);
        options.progress = {{}, progress.cancelled};
        // The pooling steps are written for channels-last images.
        if (!options.channels_last) options.composites = false;
        schedule_ = compiler::make_schedule(program, cpu_target(), options);
        options_ = options;
        options_.progress = {};
        arena_ = Array(DType::u8, Shape{static_cast<std::int64_t>(schedule_.memory.arena_bytes)});
        if (options.poison_memory) find_dying_values();
        for (const auto& step : schedule_.steps) {
            progress.check();
            steps_.push_back(make_step(step));
            schedule_.memory.scratch_bytes += steps_.back()->scratch_bytes();
        }
        small_ = is_small();
        if (options.machine_code) ask_for_code(options.expected_runs);
        dump_stages(program);
        if (!options.background) finish_compiling(progress);
        if (code_ == nullptr) report_compiled();
    }

    ~CpuExecutable() override {
        if (!seconds_.empty() && runs_ > 0) compiler::write_dump("time of each step", times_text());
    }

    const std::vector<graph::NodePtr>& leaves() const override { return schedule_.leaves; }

    void bind(std::span<const BufferPtr> buffers) override {
        check_binding(schedule_.leaves, buffers);
        buffers_.assign(buffers.begin(), buffers.end());
        std::vector<std::byte*> leaves;
        for (const auto& buffer : buffers_)
            leaves.push_back(buffer->host_array()->data());
        const Places places(schedule_, arena_.data(), std::move(leaves));
        for (const auto& step : steps_)
            step->bind(places);
        if (verify_wanted()) places_ = places;
    }

    void unbind() override { buffers_.clear(); }

    void run() override {
        GW_ASSERT(buffers_.size() == schedule_.leaves.size());
        if (code_ != nullptr) take_code();
        if (places_) return run_verified();
        if (!dying_.empty()) return run_poisoned();
        if (!seconds_.empty()) return run_timed();
        std::optional<OneThread> alone;
        if (small_) alone.emplace();
        run_steps();
    }

    Array output(std::size_t i) const override {
        const auto& output = schedule_.outputs.at(i);
        const auto& value = schedule_.values[static_cast<std::size_t>(output.value)];
        Array array(value.dtype, output.shape);
        read_output(i, array);
        return array;
    }

    void read_output(std::size_t i, Array& into) const override {
        const auto& output = schedule_.outputs.at(i);
        const auto& value = schedule_.values[static_cast<std::size_t>(output.value)];
        GW_ASSERT(into.dtype() == value.dtype && into.shape() == output.shape);
        std::copy_n(arena_.data() + value.offset, into.byte_size(), into.data());
    }

    compiler::MemoryReport memory() const override { return schedule_.memory; }

    std::vector<compiler::StepReport> steps() const override {
        auto reports = compiler::reports(schedule_);
        for (std::size_t i = 0; i < steps_.size(); ++i)
            reports[i].library = steps_[i]->library();
        return reports;
    }

    std::vector<double> time_steps(int runs) override {
        GW_ASSERT(buffers_.size() == schedule_.leaves.size());
        if (code_ != nullptr) take_code();
        std::vector<double> least(steps_.size(), std::numeric_limits<double>::infinity());
        for (int i = 0; i < runs; ++i)
            time_chains([&](std::size_t step, double seconds) {
                least[step] = std::min(least[step], seconds);
            });
        for (double& seconds : least) {
            if (!std::isfinite(seconds)) seconds = 0;
        }
        return least;
    }

    compiler::CompileReport compile_report() const override { return compile_report_; }

    compiler::CompileProgress compiling() const override {
        if (code_ == nullptr) return {};
        return {code_->done(), code_->total()};
    }

    void finish_compiling(const Progress& progress) override {
        if (code_ == nullptr) return;
        code_->wait(progress);
        take_code();
    }

    void stop_compiling() override {
        code_.reset();
        wanting_.clear();
    }

    std::string dump() const override { return compiler::to_string(schedule_); }

    std::string why(std::string_view block) const override {
        return compiler::why_text(schedule_, options_, block);
    }

  private:
    /// Adds the elements that a step reads and writes; false for a convolution, which does far more
    /// with them.
    static bool add_node(const compiler::NodeStep& step, double& work) {
        using graph::Op;
        const Op op = step.node->op();
        if (op == Op::conv || op == Op::conv_grad_input || op == Op::conv_grad_weight) return false;
        work += static_cast<double>(step.node->shape().element_count());
        for (const auto& operand : step.node->inputs())
            work += static_cast<double>(operand->shape().element_count());
        return true;
    }

    /// A program of some microseconds, such as a step on one sample, is done before another thread
    /// has helped. Decided by the shapes; the results are the same bits either way.
    bool is_small() const {
        constexpr double little_work = 2e6;  // multiply-adds, or elements of loops
        double work = 0;
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            const auto& step = schedule_.steps[i].work;
            if (const auto* gemm = std::get_if<compiler::GemmStep>(&step))
                work += static_cast<double>(gemm->batch) * static_cast<double>(gemm->m) *
                        static_cast<double>(gemm->n) * static_cast<double>(gemm->k);
            else if (std::holds_alternative<compiler::LoopKernel>(step) ||
                     std::holds_alternative<compiler::RowKernel>(step))
                work += static_cast<double>(steps_[i]->iterations());
            else if (!add_node(std::get<compiler::NodeStep>(step), work))
                return false;
        }
        return work < little_work;
    }

    /// Machine code for the loops that will compute enough elements to repay the milliseconds it
    /// takes to make.
    void ask_for_code(std::int64_t expected_runs) {
        constexpr double worth_it = 4e6;
        std::vector<jit::WantedLoop> loops;
        for (const auto& step : steps_) {
            const auto* form = step->wanted_code();
            const double elements =
                static_cast<double>(step->iterations()) * static_cast<double>(expected_runs);
            if (form == nullptr || (elements < worth_it && !jit::wanted_always())) continue;
            loops.push_back({form, step->iterations()});
            wanting_.push_back(step.get());
        }
        code_begin_ = std::chrono::steady_clock::now();
        if (!loops.empty()) code_ = std::make_unique<jit::CodeRequest>(loops);
    }

    /// Puts the machine code that became ready in place of tiles: the same bits, so it does not
    /// matter when.
    void take_code() {
        const int ready = code_->done();
        if (ready == taken_ && ready < code_->total()) return;
        taken_ = ready;
        for (std::size_t i = 0; i < wanting_.size(); ++i) {
            if (const jit::LoopFunction function = code_->function(i))
                wanting_[i]->use_code(function);
        }
        if (ready < code_->total()) return;
        code_->count(compile_report_);
        compile_report_.machine_code_milliseconds = milliseconds_since(code_begin_);
        code_.reset();
        wanting_.clear();
        report_compiled();
    }

    void report_compiled() {
        compile_report_.milliseconds = milliseconds_since(begin_);
        if (!compiler::wants_dump(compiler::Dump::time)) return;
        const auto& report = compile_report_;
        compiler::write_dump(
            "time to compile",
            concat(report.milliseconds, " ms, of that machine code ",
                   report.machine_code_milliseconds, " ms: ", report.loops_made, " made, ",
                   report.loops_from_disk, " from disk, ", report.loops_known, " known"));
    }

    static double milliseconds_since(std::chrono::steady_clock::time_point begin) {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count();
    }

    /// Per step the values whose place nobody needs after it.
    void find_dying_values() {
        const auto& values = schedule_.values;
        dying_.resize(schedule_.steps.size());
        for (const auto& value : values) {
            const auto step = static_cast<std::size_t>(value.last_step);
            if (value.leaf >= 0 || value.first_step < 0 || step >= dying_.size()) continue;
            // Not if another value lives there by then: one computed in place.
            const bool taken = std::any_of(values.begin(), values.end(), [&](const auto& other) {
                return other.leaf < 0 && other.first_step >= 0 &&
                       other.first_step <= value.last_step && other.last_step > value.last_step &&
                       other.offset < value.offset + value.bytes() &&
                       value.offset < other.offset + other.bytes();
            });
            if (!taken) dying_[step].push_back(&value);
        }
    }

    /// What GRADWEAVE_DUMP asks for.
    void dump_stages(const compiler::Program& program) {
        using compiler::Dump;
        using compiler::wants_dump;
        if (wants_dump(Dump::graph)) compiler::write_dump("graph", graph::print(program.roots()));
        if (wants_dump(Dump::groups))
            compiler::write_dump("groups", dump() + "kept apart:\n" + why({}));
        if (wants_dump(Dump::why)) compiler::write_dump("why", why({}));
        if (wants_dump(Dump::dot)) {
            compiler::write_dump("graph as DOT", compiler::graph_dot(program.roots()));
            compiler::write_dump("groups as DOT", compiler::groups_dot(schedule_));
        }
        if (wants_dump(Dump::memory))
            compiler::write_dump("memory", compiler::memory_text(schedule_));
        if (wants_dump(Dump::kernel))
            compiler::write_dump("kernel", compiler::kernels_text(schedule_));
        if (wants_dump(Dump::code)) {
            for (std::size_t i = 0; i < steps_.size(); ++i) {
                if (const auto* form = steps_[i]->wanted_code())
                    compiler::write_dump(concat("asm of step ", i),
                                         jit::text_of(*form) + jit::assembly(*form));
            }
        }
        if (wants_dump(Dump::time)) seconds_.resize(steps_.size());
    }

    void run_timed() {
        ++runs_;
        time_chains([this](std::size_t step, double seconds) { seconds_[step] += seconds; });
    }

    /// Runs all steps and tells what each took; the time of a chain is its first step's.
    template <class F>
    void time_chains(F&& tell) {
        for (std::size_t i = 0; i < steps_.size();) {
            const auto start = std::chrono::steady_clock::now();
            const std::size_t next = run_chain(i);
            tell(i,
                 std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
            i = next;
        }
    }

    /// Time and bytes moved, of each step and of each block.
    std::string times_text() const {
        struct Total {
            double microseconds = 0;
            std::uint64_t bytes = 0;
        };
        const auto line = [](const Total& total) {
            return concat(
                total.microseconds, " us, ", byte_text(total.bytes), ", ",
                static_cast<double>(total.bytes) / std::max(total.microseconds, 1e-3) / 1e3,
                " GB/s  ");
        };
        std::string text;
        std::map<std::string, Total> blocks;
        const auto reports = steps();
        for (std::size_t i = 0; i < seconds_.size(); ++i) {
            const Total one{seconds_[i] / static_cast<double>(runs_) * 1e6,
                            compiler::bytes_moved(schedule_, schedule_.steps[i])};
            text += concat(i, ": ", line(one), reports[i].what,
                           reports[i].block.empty() ? "" : "  # ", reports[i].block, "\n");
            Total& block = blocks[reports[i].block];
            block.microseconds += one.microseconds;
            block.bytes += one.bytes;
        }
        text += "by block:\n";
        for (const auto& [name, total] : blocks)
            text += concat(line(total), name.empty() ? "no block" : name, "\n");
        return text + concat(runs_, " runs\n");
    }

    /// All steps; those that are joined image by image with the first of their chain.
    void run_steps() {
        for (std::size_t i = 0; i < steps_.size();)
            i = run_chain(i);
    }

    /// Runs the chain that begins at step `first`; returns the step after it.
    std::size_t run_chain(std::size_t first) {
        std::size_t end = first + 1;
        while (end < steps_.size() && schedule_.steps[end].joined)
            ++end;
        // Those whose machine code is not there yet, and what comes after them, follow as a whole.
        std::size_t together = first;
        while (together < end && steps_[together]->goes_by_images())
            ++together;
        if (together > first + 1) {
            const auto& leader = std::get<compiler::NodeStep>(schedule_.steps[first].work);
            const std::int64_t batch = leader.node->shape()[0];
            steps_[first]->run_pieces([&](std::int64_t image, std::int64_t images) {
                for (std::size_t i = first + 1; i < together; ++i)
                    steps_[i]->run_images(image, images, batch);
            });
        } else {
            together = first + 1;
            steps_[first]->run();
        }
        for (std::size_t i = together; i < end; ++i)
            steps_[i]->run();
        return end;
    }

    /// Throws Error(failed) naming the first step whose results are not those of the definitions.
    void run_verified() {
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            const compiler::Step& step = schedule_.steps[i];
            StepCheck check(schedule_, step);
            check.remember(*places_);
            steps_[i]->run();
            const auto wrong = check.compare(*places_);
            if (!wrong) continue;
            const auto info = compiler::report(schedule_, step);
            throw Error(
                ErrorKind::failed,
                concat("verify: step ", i, " (", info.what, ") ",
                       info.block.empty() ? "" : concat("in block ", in_quotes(info.block), " "),
                       "differs from the definition: ", *wrong))
                .in_block(info.block);
        }
    }

    void run_poisoned() {
        constexpr std::byte poison{0xFF};
        std::fill_n(arena_.data(), arena_.byte_size(), poison);
        for (std::size_t i = 0; i < steps_.size();) {
            for (const std::size_t next = run_chain(i); i < next; ++i) {
                for (const auto* value : dying_[i])
                    std::fill_n(arena_.data() + value->offset, value->bytes(), poison);
            }
        }
    }

    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    compiler::Schedule schedule_;
    compiler::CompileOptions options_;
    compiler::CompileReport compile_report_;
    Array arena_;
    std::vector<StepPtr> steps_;
    /// Machine code that is not taken yet: null once all of it is.
    std::unique_ptr<jit::CodeRequest> code_;
    std::vector<CpuStep*> wanting_;  ///< per loop asked for
    std::chrono::steady_clock::time_point code_begin_;
    int taken_ = 0;  ///< forms that were ready when last looked
    std::vector<BufferPtr> buffers_;
    /// Per step, over all runs; empty unless GRADWEAVE_DUMP asks for it.
    std::vector<double> seconds_;
    std::int64_t runs_ = 0;
    std::optional<Places> places_;  ///< only where every step is to be verified
    bool small_ = false;            ///< done by the calling thread alone
    /// Per step; empty unless CompileOptions::poison_memory asks for it.
    std::vector<std::vector<const compiler::Value*>> dying_;
};

class CpuBackend final : public Backend {
  public:
    std::string name() const override { return "cpu"; }
    std::string description() const override {
        const int threads = thread_count();
        return concat("CPU, ", threads, threads == 1 ? " thread, " : " threads, ",
                      native_tiles().name, " loops, ",
                      jit::available() ? std::string("compiled at run time")
                                       : "not compiled: " + jit::unavailable_reason());
    }
    BufferPtr allocate(DType dtype, const Shape& shape) override {
        return std::make_shared<HostBuffer>(dtype, shape);
    }
    std::unique_ptr<Executable> compile(const compiler::Program& program,
                                        const compiler::CompileOptions& options) override {
        return std::make_unique<CpuExecutable>(program, options);
    }
};

}  // namespace
}  // namespace cpu

std::unique_ptr<Backend> make_cpu_backend() {
    return std::make_unique<cpu::CpuBackend>();
}

}  // namespace gradweave::backends
