// SPDX-License-Identifier: Apache-2.0
// export and import: a project in other forms, and back.
#include <iostream>

#include "app/cli/commands.h"
#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/safetensors.h"
#include "engine/model/project.h"
#include "engine/train/run.h"

namespace gradweave::cli {

int export_file(Context&, const ExportOptions&) { return ExitCode::not_supported; }
int import_project(Context&, const std::string&, const std::string&) { return ExitCode::not_supported; }

}  // namespace gradweave::cli
