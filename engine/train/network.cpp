// SPDX-License-Identifier: Apache-2.0
#include "engine/train/network.h"

#include <algorithm>
#include <cmath>

#include "engine/core/text.h"

namespace gradweave::train {

using graph::NodePtr;
using runtime::BufferPtr;

Network::Network(const model::Document& document, const model::Catalogue& catalogue,
                 const model::Analysis& analysis, const Recipe& recipe, std::uint64_t seed,
                 std::shared_ptr<runtime::Backend> device)
    : document_(document),
      catalogue_(&catalogue),
      analysis_(analysis),
      recipe_(recipe),
      seed_(seed),
      device_(std::move(device)) {
    // Lowering once names the parameters and metrics, whatever is compiled later.
    for (const auto& metric : lower(Purpose::measure, 1).metrics)
        metric_names_.push_back(metric.name);
    set_scalar(leaves_.seed(), static_cast<std::int64_t>(seed));
    if (recipe_.ema_decay > 0) {
        for (const auto& parameter : leaves_.parameters()) {
            if (parameter.trainable) optimizer_leaves_.mean_of(parameter);
        }
    }
}

model::Lowered Network::lower(Purpose purpose, std::int64_t batch_size) {
    model::LowerOptions options;
    options.training = purpose == Purpose::train;
    options.outputs_only = purpose == Purpose::predict;
    options.batch = batch_size;
    return model::lower(document_, *catalogue_, analysis_, leaves_, options);
}

BufferPtr Network::buffer_of(const NodePtr& leaf) {
    auto& buffer = buffers_[leaf.get()];
    if (buffer) return buffer;
    buffer = device_->allocate(leaf->dtype(), leaf->shape());
    const auto state =
        std::find_if(optimizer_leaves_.states().begin(), optimizer_leaves_.states().end(),
                     [&](const OptimizerState& s) { return s.leaf == leaf; });
    const bool is_state = state != optimizer_leaves_.states().end();
    if (is_state && state->initial != 0) {
        buffer->write(nn::initial_value(nn::Init::constant(state->initial), leaf->dtype(),
                                        leaf->shape(), 0, ""));
    }
    // A moving mean begins as its parameter.
    const NodePtr& named = is_state && state->mean_of ? state->mean_of : leaf;
    for (const auto& parameter : leaves_.parameters()) {
        if (parameter.leaf == named)
            buffer->write(nn::initial_value(parameter.init, leaf->dtype(), leaf->shape(), seed_,
                                            parameter.name));
    }
    return buffer;
}

void Network::bind(Compiled& compiled, Purpose purpose) {
    // Whoever does not train sees the moving means in the parameters' places.
    std::map<const graph::Node*, NodePtr> means;
    for (const auto& state : optimizer_leaves_.states()) {
        if (purpose != Purpose::train && state.mean_of)
            means.emplace(state.mean_of.get(), state.leaf);
    }
    std::vector<BufferPtr> buffers;
    compiled.input_buffers.assign(compiled.inputs.size(), nullptr);
    for (const NodePtr& leaf : compiled.executable->leaves()) {
        BufferPtr buffer;
        for (std::size_t i = 0; i < compiled.inputs.size(); ++i) {
            if (!(compiled.inputs[i].leaf == leaf)) continue;
            buffer = device_->allocate(leaf->dtype(), leaf->shape());
            compiled.input_buffers[i] = buffer;
        }
        const auto mean = means.find(leaf.get());
        buffers.push_back(buffer ? buffer : buffer_of(mean == means.end() ? leaf : mean->second));
    }
    compiled.executable->bind(buffers);
}

Network::Compiled& Network::compiled(Purpose purpose, std::int64_t batch_size,
                                     const Progress& progress) {
    Compiled& entry = compiled_[{purpose, batch_size}];
    if (entry.executable) return entry;
    progress.check();
    const model::Lowered lowered = lower(purpose, batch_size);
    compiler::Program program;
    if (purpose == Purpose::train) {
        program = train::training_step(lowered, leaves_, optimizer_leaves_, recipe_);
    } else if (purpose == Purpose::measure) {
        program = evaluation_step(lowered);
    } else {
        for (const auto& output : lowered.outputs)
            program.outputs.push_back(output.value.node());
    }
    entry.inputs = lowered.inputs;
    for (const auto& output : program.outputs)
        entry.outputs.emplace_back(output->dtype(), output->shape());
    compiler::CompileOptions options;
    options.background = true;
    options.progress = progress;
    entry.executable = device_->compile(program, options);
    bind(entry, purpose);
    return entry;
}

namespace {

std::int64_t rows_of(const Network::Batch& batch) {
    return batch.front().shape()[0];
}

}  // namespace

void Network::feed(Compiled& compiled, const Batch& batch) const {
    for (std::size_t i = 0; i < compiled.inputs.size(); ++i) {
        if (!compiled.input_buffers[i]) continue;
        auto& input = *compiled.input_buffers[i];
        const Array& array = batch.at(compiled.inputs[i].field);
        const Array* own = input.host_array();
        if (own == nullptr || own->data() != array.data()) input.write(array);
    }
}

void Network::share_inputs(Purpose purpose, Batch& batch) {
    const Compiled& program = compiled(purpose, rows_of(batch));
    for (std::size_t i = 0; i < program.inputs.size(); ++i) {
        if (!program.input_buffers[i]) continue;
        if (const Array* own = program.input_buffers[i]->host_array())
            batch.at(program.inputs[i].field) = *own;
    }
}

const Figures& Network::run(Compiled& compiled, const Batch& batch) {
    feed(compiled, batch);
    compiled.executable->run();
    for (std::size_t i = 0; i <= metric_names_.size(); ++i)
        compiled.executable->read_output(i, compiled.outputs[i]);
    figures_.loss = compiled.outputs.front().number(0);
    figures_.metrics.resize(metric_names_.size());
    for (std::size_t i = 0; i < metric_names_.size(); ++i)
        figures_.metrics[i] = compiled.outputs[i + 1].number(0);
    return figures_;
}

template <class T>
void Network::set_scalar(const NodePtr& leaf, T value) {
    // Kept, since a step must not ask for memory.
    auto [entry, fresh] = scalars_.try_emplace(leaf.get());
    if (fresh) entry->second = Array(dtype_of<T>, Shape{});
    entry->second.template as<T>()[0] = value;
    buffer_of(leaf)->write(entry->second);
}

const Figures& Network::train(const Batch& batch, const Numbers& now) {
    Compiled& step_program = compiled(Purpose::train, rows_of(batch));
    set_scalar(optimizer_leaves_.learning_rate(), now.learning_rate);
    set_scalar(leaves_.step(), static_cast<double>(now.step));
    if (recipe_.moves_momentum) set_scalar(optimizer_leaves_.momentum(), now.momentum);
    if (recipe_.accumulation > 1) {
        set_scalar(optimizer_leaves_.update(), static_cast<double>(now.update));
        set_scalar(optimizer_leaves_.applies(), now.applies ? 1.0 : 0.0);
        set_scalar(optimizer_leaves_.share(), now.share);
    }
    return run(step_program, batch);
}

const Figures& Network::measure(const Batch& batch) {
    return run(compiled(Purpose::measure, rows_of(batch)), batch);
}

std::vector<Array> Network::predict(const Batch& batch) {
    std::vector<Array> outputs;
    predict(batch, outputs);
    return outputs;
}

void Network::predict(const Batch& batch, std::vector<Array>& outputs) {
    Compiled& program = compiled(Purpose::predict, rows_of(batch));
    feed(program, batch);
    program.executable->run();
    outputs.resize(program.outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const Array& like = program.outputs[i];
        if (outputs[i].dtype() != like.dtype() || outputs[i].shape() != like.shape())
            outputs[i] = Array(like.dtype(), like.shape());
        program.executable->read_output(i, outputs[i]);
    }
}

std::vector<std::string> Network::output_names() {
    std::vector<std::string> names;
    for (const auto& output : lower(Purpose::predict, 1).outputs)
        names.push_back(output.name);
    return names;
}

void Network::prepare_training(std::int64_t batch_size, const Progress& progress) {
    compiled(Purpose::train, batch_size, progress);
}

void Network::finish_compiling(const Progress& progress) {
    for (auto& [key, entry] : compiled_) {
        if (entry.executable) entry.executable->finish_compiling(progress);
    }
}

void Network::stop_compiling() {
    for (auto& [key, entry] : compiled_) {
        if (entry.executable) entry.executable->stop_compiling();
    }
}

const runtime::Executable& Network::training_step(std::int64_t batch_size) {
    return *compiled(Purpose::train, batch_size).executable;
}

const runtime::Executable& Network::prediction_step(std::int64_t batch_size) {
    return *compiled(Purpose::predict, batch_size).executable;
}

std::vector<compiler::StepReport> Network::timed_steps(Purpose purpose, std::int64_t batch_size,
                                                       const Progress& progress) {
    Compiled& program = compiled(purpose, batch_size, progress);
    program.executable->finish_compiling(progress);
    constexpr int runs = 3;
    auto steps = program.executable->steps();
    const auto seconds = program.executable->time_steps(runs);
    for (std::size_t i = 0; i < seconds.size(); ++i)
        steps[i].seconds = seconds[i];
    return steps;
}

Culprit Network::find_culprit(const Batch& batch, std::int64_t step) {
    const auto value_text = [](const Array& array) {
        for (std::int64_t i = 0; i < array.element_count(); ++i) {
            if (const double value = array.number(i); !std::isfinite(value))
                return number_text(value);
        }
        return std::string("a number");
    };
    for (const auto& parameter : leaves_.parameters()) {
        const Array value = buffer_of(parameter.leaf)->read();
        if (all_finite(value)) continue;
        const std::string block = document_.at(parameter.block).name;
        return {block, concat("the step before had made ", in_quotes(parameter.name), " in block ",
                              in_quotes(block), " ", value_text(value))};
    }
    for (const Array& field : batch) {
        if (!all_finite(field)) return {"", concat("the data itself contains ", value_text(field))};
    }
    // The same forward computation again, every value of it kept and looked at in order.
    const model::Lowered lowered = lower(Purpose::train, rows_of(batch));
    compiler::Program program;
    std::vector<const graph::Node*> nodes;
    for (const graph::Node* node : graph::topological_order(std::span(&lowered.loss->node(), 1))) {
        if (node->op() == graph::Op::parameter || node->op() == graph::Op::constant ||
            !is_floating(node->dtype()))
            continue;
        nodes.push_back(node);
        program.outputs.push_back(graph::share(*node));
    }
    compiler::CompileOptions once;
    once.expected_runs = 1;
    Compiled probe{device_->compile(program, once), lowered.inputs, {}};
    bind(probe, Purpose::train);
    set_scalar(leaves_.step(), static_cast<double>(step));
    feed(probe, batch);
    probe.executable->run();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Array value = probe.executable->output(i);
        if (all_finite(value)) continue;
        const auto& origin = nodes[i]->origin();
        const std::string block = origin.block ? *origin.block : std::string();
        const std::string_view operation =
            nodes[i]->op() == graph::Op::composite
                ? nodes[i]->as<graph::CompositeAttributes>().spec->name
                : graph::name_of(nodes[i]->op());
        return {block, concat("the first such value is ", value_text(value), ", out of block ",
                              in_quotes(block), " (", operation, ")")};
    }
    return {};
}

std::map<std::string, Array> Network::values(bool optimizer) {
    std::map<std::string, Array> result;
    for (const auto& parameter : leaves_.parameters())
        result.emplace(parameter.name, buffer_of(parameter.leaf)->read());
    for (const auto& state : optimizer_leaves_.states()) {
        if (optimizer || state.mean_of) result.emplace(state.name, buffer_of(state.leaf)->read());
    }
    return result;
}

std::map<std::string, Array> Network::weights() {
    std::map<std::string, Array> result;
    for (const auto& parameter : leaves_.parameters())
        result.emplace(parameter.name, buffer_of(parameter.leaf)->read());
    for (const auto& state : optimizer_leaves_.states()) {
        if (!state.mean_of) continue;
        for (const auto& parameter : leaves_.parameters()) {
            if (parameter.leaf == state.mean_of)
                result[parameter.name] = buffer_of(state.leaf)->read();
        }
    }
    return result;
}

void Network::set_values(const std::map<std::string, Array>& values) {
    std::map<std::string, NodePtr> leaf_of;
    for (const auto& parameter : leaves_.parameters())
        leaf_of.emplace(parameter.name, parameter.leaf);
    for (const auto& state : optimizer_leaves_.states())
        leaf_of.emplace(state.name, state.leaf);
    for (const auto& [name, value] : values)
        buffer_of(leaf_of.at(name))->write(value);
    for (const auto& state : optimizer_leaves_.states()) {
        if (!state.mean_of || values.contains(state.name)) continue;
        for (const auto& parameter : leaves_.parameters()) {
            const auto value = values.find(parameter.name);
            if (parameter.leaf == state.mean_of && value != values.end())
                buffer_of(state.leaf)->write(value->second);
        }
    }
}

std::map<std::string, Array> check_weights(const std::vector<model::ModelParameter>& parameters,
                                           const io::TensorFile& file) {
    std::map<std::string, Array> result;
    std::vector<std::string> problems;
    for (const auto& parameter : parameters) {
        const auto found = file.tensors.find(parameter.name);
        if (found == file.tensors.end()) {
            problems.push_back(concat(in_quotes(parameter.name), " is missing"));
        } else if (found->second.shape() != parameter.leaf->shape()) {
            problems.push_back(concat(in_quotes(parameter.name), " is ",
                                      to_string(found->second.shape()), " in the file and ",
                                      to_string(parameter.leaf->shape()), " in the network"));
        } else {
            result.emplace(parameter.name, found->second.cast(parameter.leaf->dtype()));
        }
    }
    for (const auto& [name, tensor] : file.tensors) {
        // PyTorch counts batches there; nothing here needs it.
        if (result.contains(name) || name.ends_with(".num_batches_tracked")) continue;
        const bool wanted = std::any_of(parameters.begin(), parameters.end(),
                                        [&](const auto& p) { return p.name == name; });
        if (!wanted) problems.push_back(concat(in_quotes(name), " has no place in the network"));
    }
    if (problems.empty()) return result;
    std::string sentence = "the weights do not fit the network: ";
    for (std::size_t i = 0; i < std::min<std::size_t>(problems.size(), 8); ++i)
        sentence += concat(i ? "; " : "", problems[i]);
    if (problems.size() > 8) sentence += concat("; and ", problems.size() - 8, " more");
    throw Error(ErrorKind::bad_input, sentence);
}

}  // namespace gradweave::train
