// SPDX-License-Identifier: Apache-2.0
// eval and predict: trained weights on the project's data, or on other samples.
#include <cmath>
#include <cstring>
#include <iostream>
#include <numeric>

#include "app/cli/commands.h"
#include "app/cli/projects.h"
#include "app/cli/signals.h"
#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"
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

/// One answer for each sample, computed in chunks. The network's first output.
Array answers_of(train::Run& run, const std::optional<Array>& samples, data::Split split,
                 const Progress& progress) {
    const std::int64_t count = samples ? samples->shape().rank() > 0 ? samples->shape()[0] : 0
                                       : run.dataset()->info().count(split);
    if (count == 0)
        throw Error(ErrorKind::bad_input, samples ? "there are no samples in the input"
                                                  : "the data has no samples in that split; choose "
                                                    "another with --split");
    std::vector<Array> parts;
    for (std::int64_t first = 0; first < count; first += chunk) {
        progress.check();
        const std::int64_t size = std::min(chunk, count - first);
        if (samples) {
            parts.push_back(run.predict(rows(*samples, first, size)).front());
        } else {
            std::vector<std::int64_t> numbers(static_cast<std::size_t>(size));
            std::iota(numbers.begin(), numbers.end(), first);
            parts.push_back(run.predict(split, numbers).front());
        }
    }
    return joined(parts);
}

}  // namespace

int evaluate(Context& context, const EvalOptions& options) {
    const fs::path project = project_path(options.project);
    const SignalScope signals;
    const Progress progress{{}, [] { return SignalScope::received() != 0; }};
    train::Job job = make_job(context, project, options.device);
    job.trains = false;
    job.weights = io::read_safetensors(options.weights);
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
    std::optional<Array> samples;
    if (!options.input.empty()) {
        samples = io::read_npy(options.input);
        samples = samples->cast(computed_in(samples->dtype()));  // f16 is how they are stored
    }
    const SignalScope signals;
    const Progress progress{{}, [] { return SignalScope::received() != 0; }};
    train::Job job = make_job(context, project, options.device);
    job.trains = false;
    job.weights = io::read_safetensors(options.weights);
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
        rethrow_for(
            samples && error.kind() == ErrorKind::bad_input ? fs::path(options.input) : project,
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
