// SPDX-License-Identifier: Apache-2.0
#include "app/cli/projects.h"

#include <algorithm>
#include <iostream>

#include "engine/core/text.h"
#include "engine/io/locations.h"
#include "engine/model/project.h"

namespace gradweave::cli {

namespace fs = std::filesystem;

fs::path project_path(const std::string& given) {
    std::error_code error;
    if (fs::exists(given, error) || given.find('/') != std::string::npos ||
        given.ends_with(model::project_suffix))
        return given;
    const auto names = io::example_names();
    return std::find(names.begin(), names.end(), given) != names.end() ? io::example_path(given)
                                                                       : fs::path(given);
}

fs::path folder_of(const fs::path& project) {
    return project.has_parent_path() ? project.parent_path() : fs::path(".");
}

train::Job make_job(const Context& context, const fs::path& project,
                    const std::optional<std::string>& device) {
    train::Job job;
    job.document = model::load_project(project, *context.catalogue);
    job.catalogue = context.catalogue;
    job.base = folder_of(project);
    job.allow_outside = context.allow_outside;
    if (device) job.document.apply(model::SetTraining{"device", *device});
    return job;
}

void write_new(const Context& context, const model::Document& document, const std::string& output) {
    if (fs::exists(output))
        throw Error(ErrorKind::io, concat(output, ": exists already; choose another name"))
            .in_file(output);
    model::save_project(document, output);
    if (context.json)
        context.print(io::Json::Object{{"project", output}});
    else
        std::cout << "wrote " << output << "\n";
}

void rethrow_for(const fs::path& project, const Error& error) {
    if (!error.file().empty() || error.kind() == ErrorKind::cancelled ||
        error.kind() == ErrorKind::device)
        throw error;
    throw Error(error.kind(), concat(project.string(), ": ", error.what()))
        .in_file(project.string())
        .in_block(error.block());
}

}  // namespace gradweave::cli
