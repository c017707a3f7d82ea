// SPDX-License-Identifier: Apache-2.0
// The command line: the same commands in gradweave-cli and in the desktop program.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/catalogue.h"
#include "engine/model/plugins.h"

namespace gradweave::cli {

/// Exit codes, fixed for scripts.
enum ExitCode {
    done = 0,
    failed = 1,
    usage = 2,
    not_supported = 3,
    bad_input = 4,
    input_output = 5,
    device = 6,
    numeric = 7,
    interrupted = 130,
    terminated = 143
};

/// True if the arguments begin with a command (or an option) that this module knows, so that the
/// desktop program can tell them from files to open.
bool is_command(const std::vector<std::string>& arguments);

/// Runs a command and returns the exit code. Errors are one line on stderr, or with --json one
/// object on stdout.
int run(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace gradweave::cli
