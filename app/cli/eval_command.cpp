// SPDX-License-Identifier: Apache-2.0
// eval and predict: trained weights on the project's data, or on other samples.
#include <cmath>
#include <cstring>
#include <iostream>
#include <map>
#include <numeric>

#include "app/cli/commands.h"
#include "app/cli/projects.h"
#include "app/cli/signals.h"
#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"
#include "engine/train/attached_weights.h"
#include "engine/train/run.h"

namespace gradweave::cli {

namespace fs = std::filesystem;

namespace {

/// Samples that are computed together.
constexpr std::int64_t chunk = 256;

data::Split split_named(const std::string& name) {
    return name == "train"        ? data::Split::train
           : name == "validation" ? data::Split::validation
                                  : data::Split::test;
}

/// Rows [first, first + count) of an array.
Array rows(const Array& array, std::int64_t first, std::int64_t count) {
    Array result(array.dtype(), array.shape().with(0, count));
    const auto total = static_cast<std::size_t>(array.shape()[0]);
    const std::size_t row = total == 0 ? 0 : array.bytes().size() / total;
    std::memcpy(result.data(), array.bytes().data() + static_cast<std::size_t>(first) * row,
                static_cast<std::size_t>(count) * row);
    return result;
}

/// The answers of all chunks as one array.
Array joined(const std::vector<Array>& parts) {
    std::int64_t count = 0;
    for (const Array& part : parts)
        count += part.shape()[0];
    Array result(parts.front().dtype(), parts.front().shape().with(0, count));
    std::size_t at = 0;
    for (const Array& part : parts) {
        std::memcpy(result.data() + at, part.bytes().data(), part.bytes().size());
        at += part.bytes().size();
    }
    return result;
}

/// A row a sample, a column an entry of the answer.
std::string as_csv(const Array& answers, const std::string& name) {
    const std::int64_t samples = answers.shape()[0];
    const std::int64_t columns = samples == 0 ? 0 : answers.element_count() / samples;
    std::string text = "sample";
    for (std::int64_t column = 0; column < columns; ++column)
        text += concat(",", name, columns > 1 ? concat("_", column) : std::string());
    text += '\n';
    for (std::int64_t sample = 0; sample < samples; ++sample) {
        text += concat(sample);
        for (std::int64_t column = 0; column < columns; ++column)
            text +=
                ',' + number_text(static_cast<float>(answers.number(sample * columns + column)));
        text += '\n';
    }
    return text;
}

/// Samples from files, by the input that they are for; no name where there is one input only.
using Samples = std::map<std::string, Array>;

Samples read_samples(const std::vector<std::string>& files) {
    Samples samples;
    for (const std::string& given : files) {
        const std::size_t equals = files.size() > 1 ? given.find('=') : std::string::npos;
        if (files.size() > 1 && equals == std::string::npos)
            throw Error(ErrorKind::usage,
                        concat(given, ": of several inputs each is given as NAME=FILE"));
        const bool named = equals != std::string::npos;
        const Array array = io::read_npy(named ? given.substr(equals + 1) : given);
        // f16 is how they are stored.
        samples.emplace(named ? given.substr(0, equals) : std::string(),
                        array.cast(computed_in(array.dtype())));
    }
    return samples;
}

std::vector<Array> predicted(train::Run& run, const Samples& samples) {
    return samples.size() == 1 && samples.begin()->first.empty()
               ? run.predict(samples.begin()->second)
               : run.predict(samples);
}

/// One answer for each sample, computed in chunks. The network's first output.
Array answers_of(train::Run& run, const Samples& samples, data::Split split,
                 const Progress& progress) {
    std::int64_t count = run.dataset()->info().count(split);
    for (const auto& [name, array] : samples) {
        const std::int64_t own = array.shape().rank() > 0 ? array.shape()[0] : 0;
        if (&array != &samples.begin()->second && own != count)
            throw Error(ErrorKind::bad_input,
                        concat("the inputs have ", count, " and ", own, " samples"));
        count = own;
    }
    if (count == 0)
        throw Error(ErrorKind::bad_input, !samples.empty()
                                              ? "there are no samples in the input"
                                              : "the data has no samples in that split; choose "
                                                "another with --split");
    std::vector<Array> parts;
    for (std::int64_t first = 0; first < count; first += chunk) {
        progress.check();
        const std::int64_t size = std::min(chunk, count - first);
        if (!samples.empty()) {
            Samples part;
            for (const auto& [name, array] : samples)
                part.emplace(name, rows(array, first, size));
            parts.push_back(predicted(run, part).front());
        } else {
            std::vector<std::int64_t> numbers(static_cast<std::size_t>(size));
            std::iota(numbers.begin(), numbers.end(), first);
            parts.push_back(run.predict(split, numbers).front());
        }
    }
    return joined(parts);
}

/// Given ones, or those that the project begins with: initial ones would measure nothing.
void take_weights(train::Job& job, const std::string& given) {
    if (!given.empty())
        job.weights = io::read_safetensors(given);
    else if (!train::has_attached_weights(job.document))
        throw Error(ErrorKind::usage,
                    "the project begins with no weights of a file; name trained ones with "
                    "--weights");
}

}  // namespace

int evaluate(Context& context, const EvalOptions& options) {
    const fs::path project = project_path(options.project);
    const SignalScope signals;
    const Progress progress{{}, [] { return SignalScope::received() != 0; }};
    train::Job job = make_job(context, project, options.device);
    job.trains = false;
    take_weights(job, options.weights);
    std::optional<train::Figures> figures;
    std::vector<std::string> metrics;
    std::int64_t samples = 0;
    const auto split = split_named(options.split);
    try {
        job.settings = train::settings_of(job.document);
        train::Run run(std::move(job), progress);
        figures = run.measure(split, progress);
        metrics = run.started().metrics;
        samples = run.dataset()->info().count(split);
    } catch (const Error& error) {
        rethrow_for(project, error);
    }
    if (!figures)
        throw Error(ErrorKind::bad_input,
                    concat(project.string(), ": the data has no ", options.split,
                           " split; choose another with --split"))
            .in_file(project.string());
    if (context.json) {
        io::Json::Object object{{"project", project.string()},
                                {"split", options.split},
                                {"samples", samples},
                                {"loss", figures->loss}};
        for (std::size_t i = 0; i < metrics.size(); ++i)
            object[metrics[i]] = figures->metrics[i];
        context.print(object);
    } else {
        std::cout << options.split << ": " << samples << " samples, loss "
                  << number_text(static_cast<float>(figures->loss));
        for (std::size_t i = 0; i < metrics.size(); ++i)
            std::cout << ", " << metrics[i] << " "
                      << number_text(static_cast<float>(figures->metrics[i]));
        std::cout << std::endl;
    }
    return std::isfinite(figures->loss) ? ExitCode::done : ExitCode::numeric;
}

int predict(Context& context, const PredictOptions& options) {
    const fs::path project = project_path(options.project), output = options.output;
    const std::string suffix = output.extension().string();
    if (suffix != ".npy" && suffix != ".csv")
        throw Error(ErrorKind::usage,
                    concat(output.string(), ": answers are written as .npy or .csv"));
    const Samples samples = read_samples(options.input);
    const SignalScope signals;
    const Progress progress{{}, [] { return SignalScope::received() != 0; }};
    train::Job job = make_job(context, project, options.device);
    job.trains = false;
    take_weights(job, options.weights);
    std::optional<Array> answers;
    std::string name;
    try {
        job.settings = train::settings_of(job.document);
        train::Run run(std::move(job), progress);
        const auto names = run.output_names();
        if (names.empty())
            throw Error(ErrorKind::bad_input, "the network has no output; add an Output block");
        name = names.front();
        answers = answers_of(run, samples, split_named(options.split), progress);
    } catch (const Error& error) {
        rethrow_for(options.input.size() == 1 && error.kind() == ErrorKind::bad_input
                        ? fs::path(options.input.front())
                        : project,
                    error);
    }
    if (suffix == ".npy")
        io::write_npy(output, *answers);
    else
        io::write_file(output, as_csv(*answers, name));
    const std::int64_t count = answers->shape()[0];
    if (context.json)
        context.print(
            io::Json::Object{{"file", output.string()}, {"samples", count}, {"output", name}});
    else
        std::cout << "wrote " << output.string() << " (" << grouped(count) << " samples, " << name
                  << " " << to_string(answers->shape()) << ")\n";
    return ExitCode::done;
}

}  // namespace gradweave::cli
