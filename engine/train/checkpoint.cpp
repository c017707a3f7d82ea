// SPDX-License-Identifier: Apache-2.0
// What a run leaves behind: its weights, and all that it needs to go on later.
#include "engine/core/text.h"
#include "engine/exchange/embedded_project.h"
#include "engine/model/project.h"
#include "engine/train/run_state.h"

namespace gradweave::train {

namespace {

/// Numbers with spaces between them, and back.
std::string numbers_text(const std::vector<double>& numbers) {
    std::string text;
    for (const double number : numbers)
        text += concat(text.empty() ? "" : " ", number);
    return text;
}
std::vector<double> numbers_in(const std::string& text) {
    std::vector<double> numbers;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            numbers.push_back(parse_double(word).value_or(NAN));
            word.clear();
        }
    }
    return numbers;
}

constexpr const char* best_prefix = "best/";
constexpr const char* epoch_prefix = "epoch/";

}  // namespace

io::TensorFile Run::Impl::file_of(const std::map<std::string, Array>& tensors) const {
    io::TensorFile file;
    file.tensors = tensors;
    file.metadata["format"] = "pt";
    file.metadata[exchange::project_key] = model::to_text(job.document);
    // Who uses the weights elsewhere has to scale samples in the same way.
    io::Json::Object scaling;
    for (std::size_t field = 0; field < dataset->info().fields.size(); ++field) {
        const auto& figures = dataset->normalization(field);
        if (figures.none()) continue;
        const auto list = [](const std::vector<double>& values) {
            return io::Json::List(values.begin(), values.end());
        };
        scaling[dataset->info().fields[field].name] =
            io::Json::Object{{"divisor", list(figures.divisor)}, {"offset", list(figures.offset)}};
    }
    if (!scaling.empty()) file.metadata["gradweave.normalization"] = io::to_text(scaling);
    return file;
}

io::TensorFile Run::Impl::checkpoint() const {
    io::TensorFile file = file_of(network->values(true));
    for (const auto& [name, value] : best_weights)
        file.tensors.emplace(best_prefix + name, value);
    for (const auto& [name, value] : epoch_weights)
        file.tensors.emplace(epoch_prefix + name, value);
    const auto put = [&](const char* key, const auto& value) {
        file.metadata[std::string("gradweave.") + key] = concat(value);
    };
    put("step", steps);
    put("epoch", epoch);
    put("batch", next_batch);
    put("seed", static_cast<std::int64_t>(job.settings.seed));
    put("batch_size", started.batch_size);
    put("best_epoch", best_epoch);
    put("best_figure", best_figure);
    put("snapshot_epoch", snapshot_epoch);
    put("sums", numbers_text(mean.numbers()));
    put("schedule", numbers_text(scheduler.memory()));
    return file;
}

void Run::Impl::resume(const io::TensorFile& file) {
    const auto text = [&](const std::string& key) -> const std::string& {
        const auto found = file.metadata.find("gradweave." + key);
        if (found == file.metadata.end())
            throw Error(ErrorKind::bad_input,
                        concat("this is no checkpoint: ", in_quotes(key), " is missing"));
        return found->second;
    };
    const auto integer = [&](const std::string& key) {
        const auto value = parse_int(text(key));
        if (!value || *value < 0)
            throw Error(ErrorKind::bad_input, concat("the checkpoint is damaged: ", in_quotes(key),
                                                     " is ", in_quotes(text(key))));
        return *value;
    };
    if (integer("seed") != static_cast<std::int64_t>(job.settings.seed) ||
        integer("batch_size") != started.batch_size) {
        throw Error(ErrorKind::bad_input,
                    concat("the checkpoint was made with seed ", text("seed"), " and batch size ",
                           text("batch_size"), "; go on with the same"));
    }
    std::map<std::string, Array> current, best, at_epoch;
    for (const auto& [name, value] : file.tensors) {
        if (name.starts_with(best_prefix))
            best.emplace(name.substr(std::string_view(best_prefix).size()), value);
        else if (name.starts_with(epoch_prefix))
            at_epoch.emplace(name.substr(std::string_view(epoch_prefix).size()), value);
        else
            current.emplace(name, value);
    }
    const auto now = network->values(true);
    for (const auto& [name, value] : now) {
        const auto found = current.find(name);
        if (found == current.end() || found->second.shape() != value.shape() ||
            found->second.dtype() != value.dtype()) {
            throw Error(ErrorKind::bad_input,
                        concat("the checkpoint does not belong to this network and optimiser: ",
                               in_quotes(name),
                               found == current.end() ? " is missing" : " has another shape"));
        }
    }
    if (current.size() != now.size())
        throw Error(ErrorKind::bad_input,
                    "the checkpoint holds values that this network does not have");
    network->set_values(current);
    steps = integer("step");
    epoch = integer("epoch");
    next_batch = integer("batch");
    best_epoch = integer("best_epoch");
    best_figure = parse_double(text("best_figure")).value_or(INFINITY);
    snapshot_epoch = integer("snapshot_epoch");
    best_weights = std::move(best);
    epoch_weights = std::move(at_epoch);
    const auto sums = numbers_in(text("sums"));
    if (sums.size() < 2)
        throw Error(ErrorKind::bad_input, "the checkpoint is damaged: \"sums\" is incomplete");
    mean.set_numbers(sums);
    // Checkpoints of earlier versions know no schedules.
    if (file.metadata.contains("gradweave.schedule"))
        scheduler.set_memory(numbers_in(text("schedule")));
}

}  // namespace gradweave::train
