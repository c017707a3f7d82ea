// SPDX-License-Identifier: Apache-2.0
#include "app/cli/signals.h"

#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace gradweave::cli {

namespace {

volatile std::sig_atomic_t caught = 0;

void handle(int signal) {
    if (caught != 0) ::_exit(128 + signal);
    caught = signal;
}

}  // namespace

SignalScope::SignalScope() {
    caught = 0;
    std::signal(SIGINT, handle);
    std::signal(SIGTERM, handle);
    std::signal(SIGHUP, handle);
}

SignalScope::~SignalScope() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, SIG_DFL);
}

int SignalScope::received() {
    return caught;
}

}  // namespace gradweave::cli
