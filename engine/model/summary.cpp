// SPDX-License-Identifier: Apache-2.0
// What a block says of itself at a glance.
#include <filesystem>

#include "engine/core/text.h"
#include "engine/model/catalogue.h"

namespace gradweave::model {

namespace {

/// The parameter as the summary shows it; `copies` is the length of lists of which one number
/// stands for all, or 0.
std::string value_text(const BlockKind& kind, const Params& values, const std::string& key,
                       std::size_t copies) {
    const ParamSpec* spec = find_spec(kind.params, key);
    GW_ASSERT(spec != nullptr);
    const auto given = values.find(key);
    const ParamValue& value = given == values.end() ? spec->fallback : given->second;
    if (spec->type == ParamType::file)
        return std::filesystem::path(to_text(value)).filename().string();
    const auto* list = std::get_if<Axes>(&value);
    if (list == nullptr || copies == 0 || list->empty()) return to_text(value);
    std::string text;
    for (std::size_t i = 0; i < copies; ++i)
        text += concat(i ? "×" : "", list->at(std::min(i, list->size() - 1)));
    return text;
}

}  // namespace

std::string summary_of(const BlockKind& kind, const Params& values) {
    return summary_of(kind, kind.summary, values);
}

std::string summary_of(const BlockKind& kind, const std::string& pattern, const Params& values) {
    std::string text;
    std::string_view rest = pattern;
    while (!rest.empty()) {
        const std::size_t open = std::min(rest.find('{'), rest.size());
        text += rest.substr(0, open);
        if (open == rest.size()) break;
        const std::size_t close = rest.find('}', open);
        GW_ASSERT(close != std::string_view::npos);
        const std::string_view name = rest.substr(open + 1, close - open - 1);
        const std::size_t colon = std::min(name.find(':'), name.size());
        const auto copies = colon < name.size() ? parse_int(name.substr(colon + 1))
                                                : std::optional<std::int64_t>(0);
        const std::string value = value_text(kind, values, std::string(name.substr(0, colon)),
                                             static_cast<std::size_t>(copies.value_or(0)));
        if (value.empty()) return {};
        text += value;
        rest.remove_prefix(close + 1);
    }
    return text;
}

}  // namespace gradweave::model
