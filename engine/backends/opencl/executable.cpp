// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/executable.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <unordered_map>

#include "engine/backends/host_buffer.h"
#include "engine/backends/opencl/buffer.h"
#include "engine/backends/opencl/render/elements.h"
#include "engine/compiler/dump.h"
#include "engine/core/text.h"
#include "engine/graph/pooling.h"
#include "engine/graph/print.h"

namespace gradweave::backends::opencl {

using Clock = std::chrono::steady_clock;

compiler::Target target_of(const Device& device) {
    compiler::Target target;
    target.channels_last = true;
    target.alignment = std::max<std::uint64_t>(256, device.facts().alignment);
    target.serves = [](const graph::Node& node) {
        return node.dtype() == DType::f32 && !node.shape().empty() &&
               (graph::is_max_pool2d(node) || graph::is_max_pool2d_gradient(node));
    };
    return target;
}

namespace {

/// Results that are fetched with each run: a loss, metrics.
constexpr std::uint64_t small_output_bytes = 4096;

std::uint64_t aligned(std::uint64_t bytes, std::uint64_t unit) {
    return (std::max<std::uint64_t>(bytes, 1) + unit - 1) / unit * unit;
}

/// The text of all kernels, each once: one source, since drivers take long to begin with one.
class Source {
  public:
    explicit Source(bool doubles) : text_(prelude(doubles)) { count_lines(text_); }

    /// The kernel's name.
    std::string add(const std::string& text, const std::string& block) {
        const auto [known, fresh] = names_.try_emplace(text, concat("k", names_.size()));
        if (fresh) {
            const std::string kernel = concat("kernel void ", known->second, text);
            text_ += kernel;
            blocks_.emplace(line_, block);
            count_lines(kernel);
        }
        return known->second;
    }

    const std::string& text() const { return text_; }
    std::size_t count() const { return names_.size(); }
    std::string block_of_line(std::size_t line) const {
        auto next = blocks_.upper_bound(line);
        return next == blocks_.begin() ? std::string() : std::prev(next)->second;
    }

  private:
    void count_lines(const std::string& text) {
        line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    std::string text_;
    std::size_t line_ = 1;
    std::unordered_map<std::string, std::string> names_;
    std::map<std::size_t, std::string> blocks_;  ///< by the line they begin in
};

/// A kernel with its arguments bound, but for the leaves; or a product by CLBlast.
struct Launch {
    Kernel kernel;  ///< null: CLBlast
    Connection::Range range;
    std::size_t step;
    std::vector<std::pair<unsigned, std::size_t>> leaves;  ///< argument, index of the leaf
};

class OpenClExecutable final : public Executable {
  public:
    OpenClExecutable(DevicePtr device, const compiler::Program& program,
                     compiler::CompileOptions options)
        : device_(std::move(device)), poisoned_(options.poison_memory) {
        const auto start = Clock::now();
        // The pooling kernels are written for channels-last images.
        if (!options.channels_last) options.composites = false;
        const compiler::Target target = target_of(*device_);
        schedule_ = compiler::make_schedule(program, target, options);
        std::vector<StepPlan> plans;
        std::uint64_t scratch = 0;
        for (const auto& step : schedule_.steps) {
            plans.push_back(by_blast(step) ? StepPlan{}
                                           : plan_step(schedule_, step, device_->style()));
            std::uint64_t here = 0;
            for (const std::uint64_t bytes : plans.back().scratch)
                here += aligned(bytes, target.alignment);
            scratch = std::max(scratch, here);
        }
        schedule_.memory.scratch_bytes = scratch;
        allocate(scratch);
        build(plans, target.alignment);
        const std::chrono::duration<double, std::milli> spent = Clock::now() - start;
        report_.milliseconds = spent.count();
        dump_stages(program);
    }

    ~OpenClExecutable() override {
        for (Fetched& fetched : fetched_)
            settle(*device_, fetched.done, fetched.elements);
        if (!seconds_.empty() && runs_ > 0) compiler::write_dump("time of each step", times_text());
    }

    const std::vector<graph::NodePtr>& leaves() const override { return schedule_.leaves; }

    void bind(std::span<const BufferPtr> buffers) override {
        check_binding(schedule_.leaves, buffers);
        for (const auto& buffer : buffers) {
            const auto* own = dynamic_cast<const DeviceBuffer*>(buffer.get());
            if (own == nullptr || &own->device() != device_.get())
                throw Error(ErrorKind::failed,
                            "internal error: a buffer of another device was bound");
        }
        bound_ = false;
        buffers_.assign(buffers.begin(), buffers.end());
        for (const Launch& launch : launches_) {
            for (const auto& [argument, leaf] : launch.leaves)
                set_argument(launch.kernel, argument,
                             static_cast<const DeviceBuffer&>(*buffers_[leaf]).memory());
        }
        bound_ = true;
    }

    void unbind() override {
        // What is queued keeps the memory as long as it needs it.
        buffers_.clear();
        bound_ = false;
    }

    void run() override {
        GW_ASSERT(bound_);
        const auto& connection = device_->connection();
        if (poisoned_) poison();
        if (!seconds_.empty()) {
            run_timed();
        } else {
            for (const Launch& launch : launches_)
                enqueue(launch);
        }
        for (Fetched& fetched : fetched_) {
            if (fetched.done != nullptr) device_->wait(fetched.done);
            fetched.done.reset();
            device_->queued([&] {
                fetched.done = connection.read(fetched.memory, fetched.elements.data(),
                                               fetched.elements.byte_size());
            });
        }
        connection.flush();
    }

    Array output(std::size_t i) const override {
        const auto& output = schedule_.outputs.at(i);
        const auto& value = schedule_.values[static_cast<std::size_t>(output.value)];
        Array array(value.dtype, output.shape);
        if (array.byte_size() == 0) return array;
        for (const Fetched& fetched : fetched_) {
            if (fetched.output != i) continue;
            if (fetched.done != nullptr) device_->wait(fetched.done);
            std::copy_n(fetched.elements.data(), array.byte_size(), array.data());
            return array;
        }
        const auto& connection = device_->connection();
        Event done;
        device_->queued(
            [&] { done = connection.read(view(output.value), array.data(), array.byte_size()); });
        try {
            connection.flush();
            device_->wait(done);
        } catch (...) {
            settle(*device_, done, array);
            throw;
        }
        return array;
    }

    compiler::MemoryReport memory() const override { return schedule_.memory; }

    std::vector<compiler::StepReport> steps() const override {
        auto reports = compiler::reports(schedule_);
        for (std::size_t i = 0; i < reports.size(); ++i) {
            if (by_blast(schedule_.steps[i])) reports[i].library = "CLBlast";
        }
        return reports;
    }

    compiler::CompileReport compile_report() const override { return report_; }
    std::string dump() const override { return compiler::to_string(schedule_); }

  private:
    /// Whether the device's table gives this step to CLBlast.
    bool by_blast(const compiler::Step& step) const {
        const auto* gemm = std::get_if<compiler::GemmStep>(&step.work);
        return gemm != nullptr &&
               device_->products().prefers_blast(
                   static_cast<double>(gemm->batch) * static_cast<double>(gemm->m) *
                   static_cast<double>(gemm->n) * static_cast<double>(gemm->k)) &&
               blast_serves(*gemm);
    }

    Memory place(compiler::ValueId id) const {
        const int leaf = schedule_.values[static_cast<std::size_t>(id)].leaf;
        if (leaf < 0) return view(id);
        return static_cast<const DeviceBuffer&>(*buffers_[static_cast<std::size_t>(leaf)]).memory();
    }

    void enqueue(const Launch& launch) const {
        if (launch.kernel != nullptr) {
            device_->queued([&] { device_->connection().launch(launch.kernel, launch.range); });
            return;
        }
        const auto& gemm = std::get<compiler::GemmStep>(schedule_.steps[launch.step].work);
        blast_gemm(device_->connection(), gemm, place(gemm.lhs.value), place(gemm.rhs.value),
                   place(gemm.output));
    }

    /// An output on its way to the host.
    struct Fetched {
        std::size_t output;
        Memory memory;
        Array elements;
        Event done;
    };

    void allocate(std::uint64_t scratch) {
        arena_ = device_->allocate(schedule_.memory.arena_bytes, "the program's arena");
        if (scratch > 0) scratch_ = device_->allocate(scratch, "the program's workspace");
    }

    /// The place of a value in the arena. Values that share one share the view: a kernel that
    /// computes in place sees one buffer.
    const Memory& view(compiler::ValueId id) const {
        const auto& value = schedule_.values[static_cast<std::size_t>(id)];
        const std::uint64_t bytes = aligned(value.bytes(), 64);
        Memory& known = views_[{value.offset, bytes}];
        if (known == nullptr) known = device_->connection().make_view(arena_, value.offset, bytes);
        return known;
    }

    void build(const std::vector<StepPlan>& plans, std::uint64_t alignment) {
        Source source(device_->facts().doubles);
        std::vector<std::string> names;
        for (std::size_t step = 0; step < plans.size(); ++step) {
            const auto& origin = schedule_.steps[step].origin;
            for (const KernelLaunch& launch : plans[step].launches)
                names.push_back(source.add(launch.text, origin.block ? *origin.block : ""));
        }
        if (compiler::wants_dump(compiler::Dump::code))
            compiler::write_dump("OpenCL C", source.text());
        Program program;
        if (!names.empty()) {
            const auto start = Clock::now();
            const Device::Built built = device_->build(
                source.text(), [&](std::size_t line) { return source.block_of_line(line); });
            program = built.program;
            (built.from_disk ? report_.loops_from_disk : report_.loops_made) =
                static_cast<int>(source.count());
            const std::chrono::duration<double, std::milli> spent = Clock::now() - start;
            report_.machine_code_milliseconds = spent.count();
        }
        std::size_t next = 0;
        for (std::size_t step = 0; step < plans.size(); ++step) {
            if (by_blast(schedule_.steps[step])) launches_.push_back({nullptr, {}, step, {}});
            const auto workspaces = scratch_views(plans[step], alignment);
            for (const KernelLaunch& launch : plans[step].launches) {
                launches_.push_back(
                    create(launch, make_kernel(program, names[next++]), step, workspaces));
            }
        }
        for (std::size_t i = 0; i < schedule_.outputs.size(); ++i) {
            const auto& output = schedule_.outputs[i];
            const auto& value = schedule_.values[static_cast<std::size_t>(output.value)];
            const std::uint64_t bytes = value.bytes();
            if (bytes == 0 || bytes > small_output_bytes) continue;
            fetched_.push_back({i, view(output.value), Array(value.dtype, output.shape), nullptr});
        }
    }

    std::vector<Memory> scratch_views(const StepPlan& plan, std::uint64_t alignment) const {
        std::vector<Memory> views;
        std::uint64_t offset = 0;
        for (const std::uint64_t bytes : plan.scratch) {
            const std::uint64_t size = aligned(bytes, alignment);
            views.push_back(device_->connection().make_view(scratch_, offset, size));
            offset += size;
        }
        return views;
    }

    Launch create(const KernelLaunch& planned, Kernel kernel, std::size_t step,
                  const std::vector<Memory>& workspaces) const {
        Launch launch{std::move(kernel), planned.range, step, {}};
        unsigned number = 0;
        for (const KernelArgument& argument : planned.arguments) {
            switch (argument.kind) {
                case KernelArgument::Kind::value: {
                    const auto id = static_cast<compiler::ValueId>(argument.index);
                    const int leaf = schedule_.values[static_cast<std::size_t>(id)].leaf;
                    if (leaf >= 0)
                        launch.leaves.emplace_back(number, static_cast<std::size_t>(leaf));
                    else
                        set_argument(launch.kernel, number, view(id));
                    break;
                }
                case KernelArgument::Kind::scratch:
                    set_argument(launch.kernel, number,
                                 workspaces[static_cast<std::size_t>(argument.index)]);
                    break;
                case KernelArgument::Kind::number:
                    set_argument(launch.kernel, number, argument.index);
                    break;
            }
            ++number;
        }
        return launch;
    }

    /// Fills the arena and the workspace with bytes that are NaN, so that reading what nobody wrote
    /// shows.
    void poison() {
        const auto& connection = device_->connection();
        if (schedule_.memory.arena_bytes > 0)
            connection.fill(arena_, 0xFFFFFFFF, schedule_.memory.arena_bytes / 4 * 4);
        if (schedule_.memory.scratch_bytes > 0)
            connection.fill(scratch_, 0xFFFFFFFF, schedule_.memory.scratch_bytes / 4 * 4);
    }

    /// What GRADWEAVE_DUMP asks for.
    void dump_stages(const compiler::Program& program) {
        using compiler::Dump;
        using compiler::wants_dump;
        if (wants_dump(Dump::graph)) compiler::write_dump("graph", graph::print(program.roots()));
        if (wants_dump(Dump::groups)) compiler::write_dump("groups", dump());
        if (wants_dump(Dump::memory))
            compiler::write_dump("memory", compiler::memory_text(schedule_));
        if (wants_dump(Dump::kernel))
            compiler::write_dump("kernel", compiler::kernels_text(schedule_));
        if (!wants_dump(Dump::time)) return;
        compiler::write_dump(
            "time to compile",
            concat(report_.milliseconds, " ms, of that the driver's ",
                   report_.machine_code_milliseconds, " ms for ", launches_.size(), " launches; ",
                   report_.loops_made, " kernels made, ", report_.loops_from_disk, " from disk"));
        seconds_.resize(schedule_.steps.size());
    }

    /// With a wait behind each kernel: slower as a whole, but each step's share is known.
    void run_timed() {
        const auto& connection = device_->connection();
        ++runs_;
        for (const Launch& launch : launches_) {
            const auto start = Clock::now();
            enqueue(launch);
            const Event done = connection.marker();
            connection.flush();
            device_->wait(done);
            seconds_[launch.step] += std::chrono::duration<double>(Clock::now() - start).count();
        }
    }

    std::string times_text() const {
        std::string text;
        const auto reports = steps();
        for (std::size_t i = 0; i < seconds_.size(); ++i) {
            text += concat(i, ": ", seconds_[i] / static_cast<double>(runs_) * 1e6, " us  ",
                           reports[i].what, reports[i].block.empty() ? "" : "  # ",
                           reports[i].block, "\n");
        }
        return text + concat(runs_, " runs\n");
    }

    DevicePtr device_;
    bool poisoned_;
    compiler::Schedule schedule_;
    compiler::CompileReport report_;
    Memory arena_, scratch_;
    mutable std::map<std::pair<std::uint64_t, std::uint64_t>, Memory> views_;
    std::vector<Launch> launches_;
    std::vector<Fetched> fetched_;
    std::vector<BufferPtr> buffers_;
    bool bound_ = false;
    /// Per step, over all runs; empty unless GRADWEAVE_DUMP asks for it.
    std::vector<double> seconds_;
    std::int64_t runs_ = 0;
};

}  // namespace

std::unique_ptr<Executable> make_executable(DevicePtr device, const compiler::Program& program,
                                            const compiler::CompileOptions& options) {
    return std::make_unique<OpenClExecutable>(std::move(device), program, options);
}

}  // namespace gradweave::backends::opencl
