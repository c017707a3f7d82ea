// SPDX-License-Identifier: Apache-2.0
// Commands that list, and those that make project files.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/projects.h"
#include "engine/core/text.h"
#include "engine/io/locations.h"
#include "engine/model/project.h"
#include "engine/runtime/devices.h"
#include "engine/runtime/selftest.h"
#include "engine/train/devices.h"
#include "engine/train/run.h"

namespace gradweave::cli {

namespace {

std::vector<train::DeviceSpeed> measured_speeds(const Context& context,
                                                const std::filesystem::path& project) {
    try {
        train::Job job = make_job(context, project, std::nullopt);
        job.settings = train::settings_of(job.document);
        return train::measure_devices(std::move(job), {});
    } catch (const Error& error) {
        rethrow_for(project, error);
        throw;
    }
}

/// What is known of matrix products on the device, which is tried for that; one that fails is no
/// longer available.
std::string products_of(runtime::DeviceInfo& device) {
    if (!device.available) return {};
    try {
        return runtime::library_text(*runtime::open_device(device.name));
    } catch (const Error& error) {
        device.available = false;
        device.reason = error.what();
        return {};
    }
}

}  // namespace

int list_devices(Context& context, const std::string& project) {
    std::vector<train::DeviceSpeed> speeds;
    if (!project.empty()) speeds = measured_speeds(context, project_path(project));
    io::Json::List list;
    for (auto device : runtime::list_devices()) {
        const std::string products = products_of(device);
        const auto speed = std::find_if(speeds.begin(), speeds.end(),
                                        [&](const auto& s) { return s.device == device.name; });
        if (context.json) {
            io::Json::Object object{{"name", device.name},
                                    {"description", device.description},
                                    {"memory", static_cast<std::int64_t>(device.memory)},
                                    {"available", device.available},
                                    {"reason", device.reason}};
            if (!products.empty()) object["products"] = products;
            if (speed != speeds.end()) {
                object["samples_per_s"] = speed->samples_per_second;
                object["problem"] = speed->problem;
            }
            list.push_back(std::move(object));
        } else {
            std::cout << device.name << "\t"
                      << (device.available ? device.description : "not available: " + device.reason)
                      << (products.empty() ? "" : "\t" + products)
                      << (speed == speeds.end() ? std::string() : "\t" + to_text(*speed)) << "\n";
        }
    }
    if (context.json) context.print(io::Json::Object{{"devices", std::move(list)}});
    return ExitCode::done;
}

namespace {

/// Billions of multiplications and additions in a second.
double gigaflops(const runtime::ProductSpeed& speed, double seconds) {
    return seconds <= 0 ? 0
                        : 2e-9 * static_cast<double>(speed.m) * static_cast<double>(speed.n) *
                              static_cast<double>(speed.k) / seconds;
}

std::string one_decimal(double value) {
    return number_text(std::round(value * 10) / 10);
}

io::Json tune_device(Context& context, runtime::Backend& device) {
    std::string problem;
    io::Json::List list;
    for (const auto& speed : runtime::tune(device, problem)) {
        const double own = gigaflops(speed, speed.own), library = gigaflops(speed, speed.library);
        list.push_back(io::Json::Object{{"m", speed.m},
                                        {"n", speed.n},
                                        {"k", speed.k},
                                        {"own_gflops", own},
                                        {"clblast_gflops", library}});
        if (!context.json)
            std::cout << concat("product of ", speed.m, ": ", one_decimal(own), " GFLOP/s",
                                library > 0 ? concat(", CLBlast ", one_decimal(library)) : "")
                      << std::endl;
    }
    if (!context.json && !problem.empty()) std::cout << problem << std::endl;
    return io::Json::Object{{"products", std::move(list)}, {"problem", problem}};
}

}  // namespace

int self_test(Context& context, const std::string& name, bool tune) {
    const auto device = runtime::open_device(name);
    if (!context.json) std::cout << device->name() << "\t" << device->description() << std::endl;
    bool right = true;
    io::Json::List list;
    for (const auto& row : runtime::self_test(*device)) {
        right = right && row.problem.empty();
        list.push_back(io::Json::Object{{"what", row.what}, {"problem", row.problem}});
        if (!context.json)
            std::cout << row.what << ": " << (row.problem.empty() ? "right" : row.problem)
                      << std::endl;
    }
    io::Json::Object object{
        {"device", device->name()}, {"right", right}, {"tests", std::move(list)}};
    if (tune) object["tuning"] = tune_device(context, *device);
    if (context.json) context.print(object);
    return right ? ExitCode::done : ExitCode::device;
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
                            {"group", kind.group},
                            {"help", kind.help},
                            {"example", model::example_text(kind)},
                            {"params", std::move(params)},
                            {"inputs", std::move(inputs)},
                            {"outputs", std::move(outputs)}};
}

/// Everything about one kind, for people.
void explain(const model::BlockKind& kind) {
    std::cout << kind.title << " (" << kind.id << ", " << model::name_of(kind.category) << ")\n\n"
              << kind.help << "\n";
    if (const std::string example = model::example_text(kind); !example.empty())
        std::cout << "\nExample: " << example << "\n";
    const auto ports = [](const char* title, const std::vector<model::PortSpec>& list) {
        if (!list.empty()) std::cout << "\n" << title << "\n";
        for (const auto& port : list)
            std::cout << "  " << port.name << (port.optional ? " (optional)" : "") << ": "
                      << port.help << "\n";
    };
    ports("Inputs", kind.inputs);
    ports("Outputs", kind.outputs);
    if (!kind.params.empty()) std::cout << "\nParameters\n";
    for (const auto& spec : kind.params) {
        std::cout << "  " << spec.key << "=" << model::to_text(spec.fallback) << ": " << spec.help;
        if (spec.type == model::ParamType::choice) {
            std::cout << " One of";
            for (const auto& choice : spec.choices)
                std::cout << " " << choice;
            std::cout << ".";
        }
        std::cout << "\n";
    }
}

}  // namespace

int list_blocks(Context& context, const std::string& name) {
    if (!name.empty()) {
        const model::BlockKind* kind = context.catalogue->find(name);
        if (kind == nullptr)
            throw Error(ErrorKind::usage, concat("there is no kind of block ", in_quotes(name),
                                                 "; the command blocks without a name lists them"));
        if (context.json)
            context.print(describe(*kind));
        else
            explain(*kind);
        return ExitCode::done;
    }
    io::Json::List list;
    bool first = true;
    for (const model::CatalogueSection& section : context.catalogue->sections()) {
        if (!context.json)
            std::cout << (first ? "" : "\n") << model::name_of(section.category)
                      << (section.group.empty() ? "" : ": " + section.group) << "\n";
        first = false;
        for (const model::BlockKind* kind : section.kinds) {
            if (context.json) {
                list.push_back(describe(*kind));
                continue;
            }
            std::string params;
            for (const auto& spec : kind->params)
                params += concat(params.empty() ? "" : ", ", spec.key, "=",
                                 model::to_text(spec.fallback));
            std::cout << "  " << kind->id
                      << std::string(kind->id.size() < 16 ? 17 - kind->id.size() : 1, ' ')
                      << kind->title << (params.empty() ? "" : "  (" + params + ")") << "\n";
        }
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
