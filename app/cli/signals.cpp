// SPDX-License-Identifier: Apache-2.0
#include "app/cli/signals.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
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

SignalScope::SignalScope()
    // The processor's registers are pushed there: some kilobytes.
    : stack_(std::max<std::size_t>(static_cast<std::size_t>(SIGSTKSZ), 64 << 10)) {
    caught = 0;
    stack_t own{};
    own.ss_sp = stack_.data();
    own.ss_size = stack_.size();
    ::sigaltstack(&own, nullptr);
    struct sigaction action {};
    action.sa_handler = handle;
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::sigaction(signal, &action, nullptr);
}

SignalScope::~SignalScope() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, SIG_DFL);
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
}

int SignalScope::received() {
    return caught;
}

}  // namespace gradweave::cli
