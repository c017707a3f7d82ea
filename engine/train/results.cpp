// SPDX-License-Identifier: Apache-2.0
#include "engine/train/results.h"

#include <algorithm>

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/model/project.h"

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

std::vector<std::pair<std::string, std::string>> write_results(Run& run, const History& history,
                                                               const fs::path& folder,
                                                               const std::string& name) {
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
    add("weights", "weights.safetensors",
        [&](const fs::path& path) { io::write_safetensors(path, run.weights()); });
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
