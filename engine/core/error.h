// SPDX-License-Identifier: Apache-2.0
// The one exception of the engine: a kind, a full sentence, and where it happened.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace gradweave {

/// What went wrong, in the terms a caller can act on. The command line's exit codes follow it.
enum class ErrorKind {
    failed,       ///< anything else, among it mistakes in our own code
    usage,        ///< a call or a command that makes no sense
    unsupported,  ///< understood, but this program cannot do it
    bad_input,    ///< a file or a value from outside breaks its rules
    io,           ///< the operating system refused a read or a write
    device,       ///< a compute device is missing or failed
    numeric,      ///< a computation left the finite numbers
    cancelled     ///< the user asked to stop
};

/// Name used in machine-readable output: "bad_input", "io", ...
const char* name_of(ErrorKind kind);

/// Thrown by the engine for every input or programmer error. what() is one full sentence that names
/// the place and, where there is one, the remedy. `file()` and `block()` repeat the place in
/// fields.
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, std::string message)
        : std::runtime_error(std::move(message)), kind_(kind) {}

    ErrorKind kind() const { return kind_; }
    const std::string& file() const { return file_; }
    const std::string& block() const { return block_; }

    /// Says which file the sentence is about. Returns the error, to be thrown.
    Error&& in_file(std::string path) && {
        file_ = std::move(path);
        return std::move(*this);
    }
    /// Says which block (node of the user's document) the sentence is about.
    Error&& in_block(std::string name) && {
        block_ = std::move(name);
        return std::move(*this);
    }

  private:
    ErrorKind kind_;
    std::string file_;
    std::string block_;
};

/// A broken promise inside the engine. Not for conditions that input can cause.
[[noreturn]] void internal_error(const char* condition, const char* file, int line);

}  // namespace gradweave

/// Checks an invariant of the engine's own making; cheap enough to stay on in release builds.
#define GW_ASSERT(condition) \
    ((condition) ? void(0) : ::gradweave::internal_error(#condition, __FILE__, __LINE__))
