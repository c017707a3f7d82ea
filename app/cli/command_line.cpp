// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "app/cli/commands.h"
#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"

namespace gradweave::cli {

namespace {

constexpr const char* command_names[] = {"train",  "eval",  "predict", "export",
                                         "import", "check", "devices", "selftest",
                                         "blocks", "new",   "bench",   "onnx-run"};

/// "512M", "2G", "1000000": bytes.
std::uint64_t parse_size(const std::string& text) {
    std::uint64_t factor = 1;
    std::string digits = text;
    if (!digits.empty()) {
        switch (digits.back()) {
            case 'k':
            case 'K':
                factor = 1ull << 10;
                break;
            case 'm':
            case 'M':
                factor = 1ull << 20;
                break;
            case 'g':
            case 'G':
                factor = 1ull << 30;
                break;
            default:
                break;
        }
        if (factor != 1) digits.pop_back();
    }
    const auto number = parse_int(digits);
    std::uint64_t bytes = 0;
    if (!number || *number <= 0 ||
        __builtin_mul_overflow(static_cast<std::uint64_t>(*number), factor, &bytes)) {
        throw Error(ErrorKind::usage,
                    concat("--max-memory: ", in_quotes(text), " is no size; write 512M or 2G"));
    }
    return bytes;
}

void report(const Context& context, const std::string& program, const Error& error) {
    if (context.json) {
        io::Json::Object object{
            {"event", "error"}, {"kind", name_of(error.kind())}, {"message", error.what()}};
        if (!error.file().empty()) object["file"] = error.file();
        if (!error.block().empty()) object["block"] = error.block();
        context.print(object);
    }
    std::cerr << program << ": " << error.what() << std::endl;
}

/// Adds a subcommand; `chosen` is what will be run if it is the one.
CLI::App* command(CLI::App& app, const char* name, const char* help, std::function<int()>& chosen,
                  std::function<int()> action) {
    CLI::App* sub = app.add_subcommand(name, help);
    sub->fallthrough();  // --json and the like may follow the command
    sub->callback([&chosen, action = std::move(action)] { chosen = action; });
    return sub;
}

}  // namespace

ExitCode exit_code(const Error& error) {
    switch (error.kind()) {
        case ErrorKind::usage:
            return ExitCode::usage;
        case ErrorKind::unsupported:
            return ExitCode::not_supported;
        case ErrorKind::bad_input:
            return ExitCode::bad_input;
        case ErrorKind::io:
            return ExitCode::input_output;
        case ErrorKind::device:
            return ExitCode::device;
        case ErrorKind::numeric:
            return ExitCode::numeric;
        case ErrorKind::cancelled:
            return ExitCode::interrupted;
        case ErrorKind::failed:
            break;
    }
    return ExitCode::failed;
}

void Context::print(const io::Json& object) const {
    std::cout << io::to_text(object) << std::endl;
}

bool is_command(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return false;
    const std::string& first = arguments.front();
    if (first == "--version" || first == "--help" || first == "-h") return true;
    return std::any_of(std::begin(command_names), std::end(command_names),
                       [&](const char* name) { return first == name; });
}

int run(const std::string& program, const std::vector<std::string>& arguments) {
    std::signal(SIGPIPE, SIG_IGN);  // `| head` ends quietly: writes fail instead
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is an error like a full disk
    Context context;
    std::function<int()> chosen;
    std::string max_memory, file, output, dump;
    bool verify = false;
    TrainOptions train_options;
    EvalOptions eval_options;
    PredictOptions predict_options;
    ExportOptions export_options;
    BenchOptions bench_options;
    OnnxRunOptions onnx_options;

    CLI::App app("Gradweave: build and train neural networks by sight.", program);
    app.set_version_flag("--version", concat(program, " ", GRADWEAVE_VERSION));
    app.require_subcommand(1);
    app.add_flag("--json", context.json, "Machine-readable output: JSON on stdout");
    app.add_flag("--allow-outside", context.allow_outside,
                 "Let a project read data outside its folder");
    app.add_option("--max-memory", max_memory,
                   "The most memory that data and training may take, like 2G");
    app.add_option(
        "--dump", dump,
        "Write what the compiler does to stderr: graph, groups, memory, kernel, asm, why, "
        "dot, time or all, with commas between");
    app.add_flag(
        "--verify", verify,
        "Compute every step a second time by the definitions of its operations and name the "
        "first that differs; very slow");

    auto* train_command = command(app, "train", "Train a project", chosen,
                                  [&] { return train(context, train_options); });
    train_command
        ->add_option("PROJECT", train_options.project, "Project file, or the name of an example")
        ->required();
    auto* epochs =
        train_command->add_option("--epochs", train_options.epochs, "Passes over the data")
            ->check(CLI::PositiveNumber);
    train_command->add_option("--steps", train_options.steps, "Stop after so many batches")
        ->check(CLI::PositiveNumber)
        ->excludes(epochs);
    train_command->add_option("--batch", train_options.batch, "Samples per step")
        ->check(CLI::PositiveNumber);
    train_command->add_option("--lr", train_options.learning_rate, "Learning rate")
        ->check(CLI::NonNegativeNumber);
    train_command->add_option("--device", train_options.device,
                              "cpu, opencl, opencl:1, opencl:NAME-PART or auto");
    train_command
        ->add_option("--threads", train_options.threads,
                     "Threads to compute with; the result does not depend on it")
        ->check(CLI::PositiveNumber);
    train_command
        ->add_option("--seed", train_options.seed, "Of initial weights, orders and dropout")
        ->check(CLI::NonNegativeNumber);
    train_command->add_option("--out", train_options.out,
                              "Folder for the results; default: a new one in the state folder");
    train_command
        ->add_option("--checkpoint-every", train_options.checkpoint_every,
                     "Write a checkpoint after every N epochs")
        ->check(CLI::PositiveNumber);
    train_command->add_option("--resume", train_options.resume,
                              "Go on from a checkpoint, or from the newest in a results folder");
    train_command->add_option("--weights", train_options.weights,
                              "Begin with the weights of a safetensors file");
    train_command->add_option("--set", train_options.set,
                              "Change a parameter: fc1.units=256, training.momentum=0.9");

    auto* eval_command = command(app, "eval", "Measure trained weights", chosen,
                                 [&] { return evaluate(context, eval_options); });
    eval_command
        ->add_option("PROJECT", eval_options.project, "Project file, or the name of an example")
        ->required();
    eval_command->add_option("--weights", eval_options.weights,
                             "Weights as safetensors; without: those that the project begins with");
    eval_command->add_option("--split", eval_options.split, "train, validation or test")
        ->check(CLI::IsMember({"train", "validation", "test"}));
    eval_command->add_option("--device", eval_options.device,
                             "cpu, opencl, opencl:1, opencl:NAME-PART or auto");

    auto* predict_command = command(app, "predict", "Write what a trained network answers", chosen,
                                    [&] { return predict(context, predict_options); });
    predict_command
        ->add_option("PROJECT", predict_options.project, "Project file, or the name of an example")
        ->required();
    predict_command->add_option(
        "--weights", predict_options.weights,
        "Weights as safetensors; without: those that the project begins with");
    predict_command->add_option("--input", predict_options.input,
                                "Samples as .npy, [N, ...] in the data's own units; without it, "
                                "those of --split. Of a network with several inputs NAME=FILE for "
                                "each");
    predict_command
        ->add_option("--output", predict_options.output, "Answers, as .npy or .csv by its suffix")
        ->required();
    predict_command->add_option("--split", predict_options.split, "train, validation or test")
        ->check(CLI::IsMember({"train", "validation", "test"}));
    predict_command->add_option("--device", predict_options.device,
                                "cpu, opencl, opencl:1, opencl:NAME-PART or auto");

    auto* export_command = command(app, "export", "Write a project in another form", chosen,
                                   [&] { return export_file(context, export_options); });
    export_command
        ->add_option("PROJECT", export_options.project, "Project file, or the name of an example")
        ->required();
    export_command
        ->add_option("-o,--output", export_options.output,
                     "File to write; its suffix says what: .safetensors .onnx .svg .dot .json")
        ->required();
    export_command->add_option("--weights", export_options.weights,
                               "Trained weights; without: those that training begins with");
    export_command
        ->add_option(
            "--view", export_options.view,
            "What a picture shows; kernels: the steps that training is compiled to, timed here")
        ->check(CLI::IsMember({"network", "forward", "training", "kernels"}));

    auto* import_command =
        command(app, "import", "Make a project of an ONNX or an exported file, or of data", chosen,
                [&] { return import_project(context, file, output); });
    import_command
        ->add_option(
            "FILE", file,
            "An .onnx model, a .safetensors, .svg or .png that carries its project, or data "
            "(.csv, .tsv, .txt, MNIST's IDX files), which gets a network to begin with")
        ->required();
    import_command->add_option("-o,--output", output, "Project file to write")->required();

    auto* check_command = command(app, "check", "Say what a file holds and whether it is sound",
                                  chosen, [&] { return check(context, file); });
    check_command->add_option("FILE", file, "A project, safetensors, npy, IDX, CSV or ONNX file")
        ->required();

    auto* onnx_command = command(app, "onnx-run", "Compute an ONNX model", chosen,
                                 [&] { return onnx_run(context, onnx_options); });
    onnx_command->add_option("MODEL", onnx_options.model, "The .onnx file")->required();
    onnx_command
        ->add_option("--inputs", onnx_options.inputs,
                     "Folder with input_0.npy, input_1.npy, ... (or .pb) in the model's order")
        ->required();
    onnx_command
        ->add_option("--outputs", onnx_options.outputs,
                     "Folder for output_0.npy, ...; made if it is not there")
        ->required();

    std::string measured_project;
    auto* devices_command = command(app, "devices", "List the devices to compute with", chosen,
                                    [&] { return list_devices(context, measured_project); });
    devices_command->add_option("project", measured_project,
                                "a project: how fast it trains on each of them, measured");
    bool tune = false;
    std::string tested_device = "cpu";
    auto* selftest_command =
        command(app, "selftest", "Compare what a device computes with the CPU", chosen,
                [&] { return self_test(context, tested_device, tune); });
    selftest_command->add_option("--device", tested_device,
                                 "cpu, opencl, opencl:1 or opencl:NAME-PART");
    selftest_command->add_flag(
        "--tune", tune,
        "Measure which matrix products CLBlast computes faster, and keep the "
        "answer for this device and driver");
    std::string kind_name;
    auto* blocks_command = command(app, "blocks", "List the kinds of blocks, or explain one",
                                   chosen, [&] { return list_blocks(context, kind_name); });
    blocks_command->add_option("NAME", kind_name, "A kind, such as linear");
    auto* new_command = command(app, "new", "Make a project from an example", chosen,
                                [&] { return new_project(context, file, output); });
    new_command->add_option("TEMPLATE", file, "empty, or the name of an example")->required();
    new_command->add_option("-o,--output", output, "Project file to write")->required();

    auto* bench_command = command(
        app, "bench",
        "Measure steps per second. A step takes a shuffled batch out of data in memory (scaled and "
        "copied), computes it and fetches the loss and the metrics (train) or the outputs (infer); "
        "reading files, compiling and measuring on the validation split are not part of it. "
        "compile_ms goes from the document until all machine code is there, first_step_ms until a "
        "step could run without it; cold is the first time in the process, with an empty cache on "
        "disk (or as it is in GRADWEAVE_JIT_CACHE), warm is once more with the code from disk; "
        "peak_rss_bytes is the whole process with its data",
        chosen, [&] { return bench(context, bench_options); });
    bench_command
        ->add_option("PROJECT", bench_options.project, "Project file, or the name of an example")
        ->required();
    bench_command->add_option("--mode", bench_options.mode, "train or infer")
        ->check(CLI::IsMember({"train", "infer"}));
    bench_command->add_option("--batch", bench_options.batch, "Samples per step")
        ->check(CLI::PositiveNumber);
    bench_command->add_option("--threads", bench_options.threads, "Threads to compute with")
        ->check(CLI::PositiveNumber);
    bench_command->add_option("--seconds", bench_options.seconds, "How long to measure")
        ->check(CLI::Range(0.0, 3600.0));
    bench_command->add_option("--device", bench_options.device,
                              "cpu, opencl, opencl:1, opencl:NAME-PART or auto");
    bench_command->add_option("--parity", bench_options.parity,
                              "First check the losses against those that PyTorch recorded in this "
                              "file; nothing is measured if they differ");
    bench_command->add_option("--why", bench_options.why,
                              "Say what keeps the steps of this block and their neighbours from "
                              "being one (\"\": of all blocks), and measure nothing");
    bench_command->add_option("--set", bench_options.set,
                              "Change a parameter: fc1.units=256, training.learning_rate=0.01");

    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return app.exit(error);  // --help, --version
        const bool json =
            std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
        context.json = json;
        report(context, program,
               Error(ErrorKind::usage,
                     concat(error.what(), " (", program, " --help lists what there is)")));
        return ExitCode::usage;
    }
    try {
        // Read once, where the first program is compiled.
        if (!dump.empty()) ::setenv("GRADWEAVE_DUMP", dump.c_str(), 1);
        if (verify) ::setenv("GRADWEAVE_VERIFY", "1", 1);
        if (!max_memory.empty()) set_memory_limit(parse_size(max_memory));
        context.catalogue = std::make_shared<model::Catalogue>();
        context.plugins = model::load_plugins(*context.catalogue, model::plugin_folders());
        for (const auto& plugin : context.plugins) {
            if (!plugin.problem.empty())
                std::cerr << program << ": " << plugin.problem << std::endl;
        }
        return chosen();
    } catch (const Error& error) {
        report(context, program, error);
        return exit_code(error);
    } catch (const std::bad_alloc&) {
        report(context, program,
               Error(ErrorKind::failed, "out of memory; use a smaller batch or less data"));
        return ExitCode::failed;
    } catch (const std::exception& error) {
        report(context, program, Error(ErrorKind::failed, error.what()));
        return ExitCode::failed;
    }
}

}  // namespace gradweave::cli
