// SPDX-License-Identifier: Apache-2.0
// Examples of use that the catalogue's entries carry: as values, and as sentences.
#include "engine/core/text.h"
#include "engine/model/catalogue.h"

namespace gradweave::model {

namespace {

std::string_view without_spaces(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    return text;
}

}  // namespace

Params example_params(const BlockKind& kind) {
    Params params;
    std::string_view rest = kind.example.settings;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view setting = without_spaces(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = std::min(setting.find('='), setting.size());
        const std::string key(setting.substr(0, equals));
        const ParamSpec* spec = find_spec(kind.params, key);
        if (spec == nullptr || equals == setting.size()) {
            throw Error(ErrorKind::usage, concat(kind.title, " has no parameter ", in_quotes(key),
                                                 " for its example"));
        }
        params[key] = parse_value(*spec, std::string(setting.substr(equals + 1)));
    }
    return params;
}

std::vector<TensorType> example_inputs(const BlockKind& kind) {
    std::vector<TensorType> types;
    for (const std::string& text : kind.example.inputs) {
        const auto type = parse_type(text);
        if (!type)
            throw Error(ErrorKind::usage,
                        concat(in_quotes(text), " is no shape, in the example of ", kind.title));
        types.push_back(*type);
    }
    return types;
}

std::string example_text(const BlockKind& kind) {
    const BlockExample& example = kind.example;
    if (example.use.empty()) return {};
    std::string text = example.use;
    if (example.output.empty()) return text;
    text += example.settings.empty() ? " " : concat(" With ", example.settings, ": ");
    const auto ports = kind.input_ports(example_params(kind));
    for (std::size_t i = 0; i < std::min(ports.size(), example.inputs.size()); ++i)
        text += concat(i ? " and " : "", ports[i].name, " ", example.inputs[i]);
    text += example.inputs.empty() ? "it gives " : " gives ";
    return text +
           concat(kind.output_ports(example_params(kind)).front().name, " ", example.output, ".");
}

}  // namespace gradweave::model
