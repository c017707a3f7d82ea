// SPDX-License-Identifier: Apache-2.0
// What a run leaves on disk.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/exchange/plot.h"
#include "engine/train/history.h"
#include "engine/train/run.h"

namespace gradweave::train {

/// The loss of each step, and of the validation split after each epoch.
exchange::Plot loss_plot(const History& history, std::int64_t batches_per_epoch);

/// Writes weights.safetensors, network.svg, graph-forward.svg, graph-training.svg, loss.svg,
/// metrics.csv, epochs.csv and the project as trained (NAME.gradweave) into a folder that exists;
/// each whole or not at all. Returns (kind, path): weights, network, graph_forward, graph_training,
/// loss, metrics, epochs, project. Throws Error(io) at the first that fails; earlier ones stay.
/// A graph that `dot` does not lay out within the limit is laid out in a plainer way.
std::vector<std::pair<std::string, std::string>> write_results(
    Run& run, const History& history, const std::filesystem::path& folder, const std::string& name,
    std::chrono::milliseconds layout_limit = std::chrono::seconds(10));

/// Writes checkpoint-NNNNNN.safetensors (numbered by step) into a folder that exists and removes
/// all but the newest three, after the new one is safe. Returns its path.
std::filesystem::path write_checkpoint(const Run& run, const std::filesystem::path& folder);

}  // namespace gradweave::train
