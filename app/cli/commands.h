// SPDX-License-Identifier: Apache-2.0
// The commands, each with its options as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "engine/io/json.h"

namespace gradweave::cli {

/// What all commands share.
struct Context {
    std::shared_ptr<model::Catalogue> catalogue;
    std::vector<model::PluginReport> plugins;
    bool json = false;
    bool allow_outside = false;
    std::uint64_t max_memory = 0;

    /// One JSON object as a line on stdout.
    void print(const io::Json& object) const;
};

struct TrainOptions {
    std::string project;
    std::optional<std::int64_t> epochs, steps, batch, seed;
    std::optional<double> learning_rate;
    std::optional<std::string> device;
    std::optional<std::int64_t> threads;
    std::string out;
    std::int64_t checkpoint_every = 0;  ///< epochs; 0: never but on interruption
    std::string resume, weights;
    std::vector<std::string> set;
};
int train(Context& context, const TrainOptions& options);

struct EvalOptions {
    std::string project, weights, split = "test";
    std::optional<std::string> device;
};
int evaluate(Context& context, const EvalOptions& options);

struct PredictOptions {
    std::string project, weights, output, split = "test";
    std::vector<std::string> input;
    std::optional<std::string> device;
};
int predict(Context& context, const PredictOptions& options);

struct BenchOptions {
    std::string project, mode = "train";
    std::optional<std::string>
        why;  ///< a block, or "" for all: says why its steps are apart, no more
    std::optional<std::int64_t> batch, threads;
    std::optional<std::string> device;
    double seconds = 2;
    std::string parity;
    std::vector<std::string> set;
};
int bench(Context& context, const BenchOptions& options);

struct ExportOptions {
    std::string project, output, weights, view = "network";
};
int export_file(Context& context, const ExportOptions& options);

/// A model on given inputs.
struct OnnxRunOptions {
    std::string model, inputs, outputs;
};
int onnx_run(Context& context, const OnnxRunOptions& options);

int check(Context& context, const std::string& file);
int import_project(Context& context, const std::string& file, const std::string& output);
int list_devices(Context& context, const std::string& project);
/// Compares a device with the CPU; with `tune` measures its matrix products as well. Exit code 6 if
/// something is wrong.
int self_test(Context& context, const std::string& device, bool tune);
/// All kinds of blocks, or with a name what there is to know about one.
int list_blocks(Context& context, const std::string& name = {});
int new_project(Context& context, const std::string& name, const std::string& output);

/// "block.param=value" applied to a document; throws Error(usage) with a sentence.
void apply_setting(model::Document& document, const model::Catalogue& catalogue,
                   const std::string& assignment);

/// The exit code that an error means.
ExitCode exit_code(const Error& error);

}  // namespace gradweave::cli
