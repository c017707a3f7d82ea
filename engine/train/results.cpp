// SPDX-License-Identifier: Apache-2.0
#include "engine/train/results.h"

#include <algorithm>

#include "engine/core/text.h"
#include "engine/exchange/svg.h"
#include "engine/io/files.h"
#include "engine/model/project.h"
#include "engine/train/model_graph.h"

namespace gradweave::train {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kept_checkpoints = 3;

std::string numbered(std::int64_t step) {
    std::string digits = std::to_string(step);
    while (digits.size() < 9)
        digits.insert(0, 1, '0');
    return concat("checkpoint-", digits, ".safetensors");
}

}  // namespace

exchange::Plot loss_plot(const History& history, std::int64_t batches_per_epoch) {
    exchange::Plot plot;
    plot.title = "Loss";
    plot.y_label = "loss";
    plot.smoothing = 0.9;
    plot.steps_per_epoch = static_cast<double>(batches_per_epoch);
    exchange::PlotCurve steps, epochs;
    steps.name = "training, each step";
    for (std::size_t i = 0; i < history.losses().size(); ++i)
        steps.data.append(static_cast<double>(history.steps()[i]), history.losses()[i]);
    epochs.name = "validation";
    epochs.colour = 1;
    epochs.markers = true;
    for (const auto& epoch : history.epochs()) {
        if (epoch.validation)
            epochs.data.append(static_cast<double>(epoch.step), epoch.validation->loss);
    }
    plot.curves.push_back(std::move(steps));
    if (!epochs.data.empty()) plot.curves.push_back(std::move(epochs));
    return plot;
}

std::vector<std::pair<std::string, std::string>> write_results(
    Run& run, const History& history, const fs::path& folder, const std::string& name,
    std::chrono::milliseconds layout_limit) {
    std::vector<std::pair<std::string, std::string>> files;
    const auto add = [&](const char* kind, const std::string& file, const auto& write) {
        const fs::path path = folder / file;
        write(path);
        files.emplace_back(kind, path.string());
    };
    const auto text = [](std::string content) {
        return
            [content = std::move(content)](const fs::path& path) { io::write_file(path, content); };
    };
    const auto graph = [&](bool training) {
        return graph_svg(run.document(), run.catalogue(), run.analysis(), {.training = training},
                         name + (training ? ", training step" : ", forward"), layout_limit);
    };
    add("weights", "weights.safetensors",
        [&](const fs::path& path) { io::write_safetensors(path, run.weights()); });
    add("network", "network.svg",
        text(exchange::network_svg(run.document(), run.catalogue(), run.analysis(), name)));
    add("graph_forward", "graph-forward.svg", text(graph(false)));
    add("graph_training", "graph-training.svg", text(graph(true)));
    add("loss", "loss.svg",
        text(exchange::plot_svg(loss_plot(history, run.started().batches_per_epoch),
                                &run.document())));
    add("metrics", "metrics.csv", text(history.steps_csv()));
    add("epochs", "epochs.csv", text(history.epochs_csv()));
    add("project", name + model::project_suffix, text(model::to_text(run.document())));
    return files;
}

fs::path write_checkpoint(const Run& run, const fs::path& folder) {
    const io::TensorFile checkpoint = run.checkpoint();
    const auto step = parse_int(checkpoint.metadata.at("gradweave.step"));
    const fs::path path = folder / numbered(step.value_or(0));
    io::write_safetensors(path, checkpoint);
    std::vector<fs::path> old;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string file = entry->path().filename().string();
        if (file.starts_with("checkpoint-") && entry->path().extension() == ".safetensors")
            old.push_back(entry->path());
    }
    std::sort(old.begin(), old.end());
    for (std::size_t i = 0; i + kept_checkpoints < old.size(); ++i)
        fs::remove(old[i], error);
    return path;
}

}  // namespace gradweave::train
