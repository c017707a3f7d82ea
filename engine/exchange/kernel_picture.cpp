// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/kernel_picture.h"

#include <cmath>
#include <cstdio>
#include <set>

#include "engine/core/text.h"
#include "engine/model/document.h"

namespace gradweave::exchange {

namespace {

/// "matmul [64, 784] x [784, 128] then add, max" in lines: the work, and what it takes along.
std::vector<std::string> work_lines(const std::string& what) {
    static constexpr std::string_view then = " then ";
    const auto at = what.find(then);
    if (at == std::string::npos) return {what};
    return {what.substr(0, at), "then " + what.substr(at + then.size())};
}

std::string share_text(double part, double all) {
    const double percent = part / all * 100;
    return percent < 1 ? "< 1 %" : concat(static_cast<std::int64_t>(std::llround(percent)), " %");
}

}  // namespace

std::string duration_text(double seconds) {
    static constexpr struct {
        double unit;
        const char* name;
    } units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "\xc2\xb5s"}};
    for (const auto& [unit, name] : units) {
        if (seconds < unit && unit > 1e-6) continue;
        const double number = seconds / unit;
        char digits[32];
        // snprintf writes the locale's point; these are whole numbers.
        if (number >= 9.95)
            return concat(static_cast<std::int64_t>(std::llround(number)), " ", name);
        const std::int64_t tenths = std::llround(number * 10);
        std::snprintf(digits, sizeof digits, "%lld.%lld", static_cast<long long>(tenths / 10),
                      static_cast<long long>(tenths % 10));
        return concat(std::string_view(digits), " ", name);
    }
    return {};
}

GraphPicture kernel_picture(std::span<const compiler::StepReport> steps, bool training,
                            const model::Document* document, const model::Catalogue* catalogue) {
    GraphPicture picture;
    picture.grain = Grain::kernels;
    picture.training = training;
    double all = 0;
    for (const auto& step : steps)
        all += step.seconds;
    for (const auto& step : steps) {
        PictureBox box;
        box.block = step.block;
        box.phase = step.phase;
        box.operation = step.what;
        box.bytes = step.bytes;
        box.lines = work_lines(step.what);
        box.title = step.block.empty() ? box.lines.front() : step.block;
        if (step.block.empty()) box.lines.erase(box.lines.begin());
        if (step.phase == graph::Phase::gradient && !step.block.empty())
            box.title = "\xe2\x88\x87 " + box.title;
        if (all > 0 && step.seconds > 0)
            box.lines.push_back(
                concat(duration_text(step.seconds), ", ", share_text(step.seconds, all)));
        if (document != nullptr && catalogue != nullptr) {
            const model::Block* block = document->find(step.block);
            const model::BlockKind* kind = block ? catalogue->find(block->kind) : nullptr;
            if (kind) box.category = kind->category;
        }
        const int to = static_cast<int>(picture.boxes.size());
        for (const int from : std::set<int>(step.inputs.begin(), step.inputs.end()))
            picture.edges.push_back({from, to, {}});
        picture.boxes.push_back(std::move(box));
    }
    return picture;
}

}  // namespace gradweave::exchange
