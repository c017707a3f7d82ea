// SPDX-License-Identifier: Apache-2.0
#include "engine/core/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <thread>

#include "engine/core/error.h"

extern char** environ;

namespace gradweave {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int poll_milliseconds = 20;

/// A file descriptor that closes itself.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    int get() const { return number_; }
    bool open() const { return number_ >= 0; }
    void reset(int number) {
        close();
        number_ = number;
    }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

  private:
    int number_ = -1;
};

/// A connected pair of sockets: unlike a pipe, writing to a dead reader gives an error, no signal.
void connect_pair(Descriptor& ours, Descriptor& theirs) {
    std::array<int, 2> ends{-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw Error(ErrorKind::io, "no connection to another program could be made");
    ours.reset(ends[0]);
    theirs.reset(ends[1]);
    fcntl(ours.get(), F_SETFL, O_NONBLOCK);
}

/// Starts the program with its streams connected; 0 if there is none such.
pid_t start(const std::vector<std::string>& command, int input, int output) {
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    // A group of its own: so that all of it can be killed, and Ctrl+C is ours to handle.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    pid_t process = 0;
    const int failure =
        posix_spawnp(&process, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure == 0 ? process : 0;
}

/// Exit status once the process has ended.
std::optional<int> ended(pid_t process) {
    int status = 0;
    const pid_t result = waitpid(process, &status, WNOHANG);
    if (result == process) return status;
    if (result < 0 && errno != EINTR) return -1;  // somebody else has waited for it
    return std::nullopt;
}

void kill_and_wait(pid_t process) {
    kill(-process, SIGKILL);
    kill(process, SIGKILL);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
}

class Conversation {
  public:
    Conversation(const std::string& input, Descriptor& to, Descriptor& from)
        : input_(input), to_(to), from_(from) {}

    /// Moves what can be moved within a few milliseconds. False if the output grew too large.
    bool step(std::string& output, std::size_t most_bytes) {
        if (sent_ == input_.size()) to_.close();
        std::array<pollfd, 2> waits{pollfd{from_.get(), POLLIN, 0}, pollfd{to_.get(), POLLOUT, 0}};
        if (poll(waits.data(), waits.size(), poll_milliseconds) <= 0) return true;
        if (to_.open() && waits[1].revents != 0) send_some();
        if (waits[0].revents != 0) receive_some(output);
        return output.size() <= most_bytes;
    }
    bool open() const { return from_.open(); }

  private:
    void send_some() {
        const ssize_t count =
            send(to_.get(), input_.data() + sent_, input_.size() - sent_, MSG_NOSIGNAL);
        if (count > 0)
            sent_ += static_cast<std::size_t>(count);
        else if (errno != EAGAIN && errno != EINTR)
            sent_ = input_.size();  // it does not want to read all; its answer decides
    }

    void receive_some(std::string& output) {
        std::array<char, 65536> buffer;
        const ssize_t count = read(from_.get(), buffer.data(), buffer.size());
        if (count > 0)
            output.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 || (errno != EAGAIN && errno != EINTR))
            from_.close();
    }

    const std::string& input_;
    Descriptor& to_;
    Descriptor& from_;
    std::size_t sent_ = 0;
};

}  // namespace

ProgramResult run_program(const std::vector<std::string>& command, const std::string& input,
                          const ProgramLimits& limits) {
    Descriptor to, from, their_input, their_output;
    connect_pair(to, their_input);
    connect_pair(from, their_output);
    const auto deadline = Clock::now() + limits.time;
    ProgramResult result;
    const pid_t process = start(command, their_input.get(), their_output.get());
    their_input.close();
    their_output.close();
    if (process == 0) {
        result.end = ProgramEnd::missing;
        return result;
    }
    const auto stop = [&](ProgramEnd why) {
        kill_and_wait(process);
        result.output.clear();
        result.end = why;
        return result;
    };
    Conversation conversation(input, to, from);
    while (true) {
        if (limits.cancelled && limits.cancelled()) return stop(ProgramEnd::cancelled);
        if (Clock::now() >= deadline) return stop(ProgramEnd::timed_out);
        if (conversation.open()) {
            if (!conversation.step(result.output, limits.output_bytes))
                return stop(ProgramEnd::failed);
        } else if (const auto status = ended(process)) {
            const bool good = WIFEXITED(*status) && WEXITSTATUS(*status) == 0;
            result.end = good ? ProgramEnd::finished : ProgramEnd::failed;
            return result;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

}  // namespace gradweave
