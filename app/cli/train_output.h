// SPDX-License-Identifier: Apache-2.0
// What `train` tells on stdout while it runs: JSON lines, a progress line, or plain lines.
#pragma once

#include <chrono>

#include "app/cli/commands.h"
#include "engine/train/run.h"

namespace gradweave::cli {

class TrainOutput {
  public:
    TrainOutput(const Context& context, std::string project);
    ~TrainOutput();

    void preparing(double fraction, std::string_view what);
    void started(const train::Started& started);
    void compiling(const train::Compiling& compiling);
    void compiled(const train::Compiled& compiled);
    void step(const train::StepDone& step);
    void epoch(const train::EpochDone& epoch);
    /// The last words, with the files that were written (kind, path).
    void end(const train::Finished& finished,
             const std::vector<std::pair<std::string, std::string>>& files,
             const std::string& folder);

  private:
    using Clock = std::chrono::steady_clock;
    void line(const std::string& text);
    void finish_progress_line();
    std::string metric_text(const train::Figures& figures) const;
    void add_figures(io::Json::Object& object, const std::string& prefix,
                     const train::Figures& figures) const;

    const Context& context_;
    std::string project_;
    train::Started started_{};
    bool terminal_;
    std::string compiling_;  ///< what is to be said of it; empty once it is done
    std::size_t shown_ = 0;  ///< characters of the progress line that is on the screen
    Clock::time_point begin_, last_;
};

}  // namespace gradweave::cli
