// SPDX-License-Identifier: Apache-2.0
// gradweave-cli: everything the window does, without Qt and without a display.
#include "app/cli/command_line.h"
#include "app/cli/count_allocations.h"

int main(int argc, char** argv) {
    gradweave::cli::provide_allocation_counter();
    return gradweave::cli::run("gradweave-cli", {argv + 1, argv + argc});
}
