// SPDX-License-Identifier: Apache-2.0
// Commands that list, and those that make project files.
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/projects.h"
#include "engine/core/text.h"
#include "engine/io/locations.h"
#include "engine/model/project.h"
#include "engine/runtime/devices.h"

namespace gradweave::cli {

int list_devices(Context& context) {
    io::Json::List list;
    for (const auto& device : runtime::list_devices()) {
        if (context.json) {
            list.push_back(io::Json::Object{{"name", device.name},
                                            {"description", device.description},
                                            {"available", device.available},
                                            {"reason", device.reason}});
        } else {
            std::cout << device.name << "\t"
                      << (device.available ? device.description : "not available: " + device.reason)
                      << "\n";
        }
    }
    if (context.json) context.print(io::Json::Object{{"devices", std::move(list)}});
    return ExitCode::done;
}

namespace {

io::Json describe(const model::BlockKind& kind) {
    io::Json::List params, inputs, outputs;
    for (const auto& spec : kind.params) {
        params.push_back(io::Json::Object{{"key", spec.key},
                                          {"label", spec.label},
                                          {"default", model::to_text(spec.fallback)},
                                          {"help", spec.help}});
    }
    for (const auto& port : kind.inputs)
        inputs.push_back(io::Json::Object{{"name", port.name}, {"help", port.help}});
    for (const auto& port : kind.outputs)
        outputs.push_back(io::Json::Object{{"name", port.name}, {"help", port.help}});
    return io::Json::Object{{"kind", kind.id},
                            {"title", kind.title},
                            {"category", model::name_of(kind.category)},
                            {"help", kind.help},
                            {"params", std::move(params)},
                            {"inputs", std::move(inputs)},
                            {"outputs", std::move(outputs)}};
}

}  // namespace

int list_blocks(Context& context) {
    io::Json::List list;
    std::optional<model::Category> category;
    for (const auto& kind : context.catalogue->kinds()) {
        if (context.json) {
            list.push_back(describe(*kind));
            continue;
        }
        if (category != kind->category)
            std::cout << (category ? "\n" : "") << model::name_of(kind->category) << "\n";
        category = kind->category;
        std::string params;
        for (const auto& spec : kind->params)
            params +=
                concat(params.empty() ? "" : ", ", spec.key, "=", model::to_text(spec.fallback));
        std::cout << "  " << kind->id
                  << std::string(kind->id.size() < 16 ? 17 - kind->id.size() : 1, ' ')
                  << kind->title << (params.empty() ? "" : "  (" + params + ")") << "\n";
    }
    if (context.json) context.print(io::Json::Object{{"blocks", std::move(list)}});
    return ExitCode::done;
}

int new_project(Context& context, const std::string& name, const std::string& output) {
    const model::Document document =
        name == "empty" ? model::Document()
                        : model::load_project(io::example_path(name), *context.catalogue);
    write_new(context, document, output);
    return ExitCode::done;
}

}  // namespace gradweave::cli
