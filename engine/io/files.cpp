// SPDX-License-Identifier: Apache-2.0
// Reading of whole regular files, and how paths and the system's refusals are put into sentences.
#include "engine/io/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/io/utf8.h"

namespace gradweave::io {

namespace {

void require_regular(const std::filesystem::path& path, mode_t mode) {
    if (!S_ISREG(mode))
        throw file_error(ErrorKind::io, path,
                         concat("is ", detail::kind_of(mode), ", not a file; choose a file"));
}

[[noreturn]] void could_not_read(const std::filesystem::path& path, int number) {
    throw file_error(ErrorKind::io, path, concat("could not be read: ", detail::reason(number)));
}

/// Reads to the end, `take(bytes)` makes room for that many and says where they go. Files whose
/// size is not known beforehand (those of /proc) are read as well.
template <class Container>
Container read_whole(const std::filesystem::path& path, std::uint64_t most_bytes) {
    const InputFile file(path);
    const auto too_large = [&](std::uint64_t size) {
        return file_error(
            ErrorKind::io, path,
            concat("is too large: ", byte_text(size), ", the most is ", byte_text(most_bytes)));
    };
    if (file.size() > most_bytes) throw too_large(file.size());
    require_memory(file.size(), path_text(path).c_str());
    Container content;
    std::size_t used = 0;
    for (;;) {
        // One byte more than expected, to notice the end without another round.
        const std::uint64_t room = used == 0 ? file.size() + 1 : used * 2 + 4096;
        content.resize(std::min(room, most_bytes + 1));
        const std::span<std::byte> free =
            std::as_writable_bytes(std::span(content.data(), content.size())).subspan(used);
        const std::size_t got = file.read_some(used, free);
        used += got;
        if (used > most_bytes) throw too_large(used);
        if (got < free.size()) break;
    }
    content.resize(used);
    return content;
}

}  // namespace

std::string detail::reason(int number) {
    switch (number) {
        case ENOENT:
            return "there is no such file or folder";
        case ENOTDIR:
            return "a part of the path is not a folder";
        case EACCES:
        case EPERM:
            return "permission denied";
        case EROFS:
            return "the file system is read-only";
        case ENOSPC:
            return "no space is left on the device";
        case EDQUOT:
            return "the disk quota is used up";
        case EFBIG:
            return "the file would be larger than the system's limit on file sizes";
        case EIO:
            return "the device reports an input/output error";
        case ELOOP:
            return "its links lead in a circle";
        case ENAMETOOLONG:
            return "the name is too long";
        default:
            break;
    }
    const char* text = strerrordesc_np(number);
    return text != nullptr ? text : concat("error ", number);
}

const char* detail::kind_of(unsigned mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

std::string path_text(const std::filesystem::path& path) {
    const std::string& text = path.native();
    const bool plain = !text.empty() && valid_utf8_prefix(text) == text.size() &&
                       std::none_of(text.begin(), text.end(), [](char c) {
                           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
                       });
    if (plain) return text;
    std::string valid;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t good = valid_utf8_prefix(rest);
        valid += rest.substr(0, good);
        rest.remove_prefix(good);
        if (rest.empty()) break;
        valid += "\xEF\xBF\xBD";  // U+FFFD, the replacement character
        rest.remove_prefix(1);
    }
    return in_quotes(valid, 4096);
}

Error file_error(ErrorKind kind, const std::filesystem::path& path, std::string_view sentence) {
    return Error(kind, concat(path_text(path), ": ", sentence)).in_file(path.native());
}

InputFile::InputFile(std::filesystem::path path) : path_(std::move(path)), descriptor_(-1) {
    // A path with a NUL inside would open another file than its text says.
    if (path_.native().find('\0') != std::string::npos) could_not_read(path_, ENOENT);
    // Looked at before it is opened, because opening a device may already do something.
    struct stat status;
    if (::stat(path_.c_str(), &status) != 0) could_not_read(path_, errno);
    require_regular(path_, status.st_mode);
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor_ < 0) could_not_read(path_, errno);
    const int failed = ::fstat(descriptor_, &status) != 0 ? errno : 0;
    if (failed != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor_);
        if (failed != 0) could_not_read(path_, failed);
        require_regular(path_, status.st_mode);
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() {
    ::close(descriptor_);
}

std::size_t InputFile::read_some(std::uint64_t offset, std::span<std::byte> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
        const std::size_t piece = std::min<std::size_t>(out.size() - done, 1u << 30);
        const ssize_t got =
            ::pread(descriptor_, out.data() + done, piece, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) could_not_read(path_, errno);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

void InputFile::read(std::uint64_t offset, std::span<std::byte> out) const {
    const std::size_t got = read_some(offset, out);
    if (got != out.size()) {
        throw file_error(ErrorKind::io, path_,
                         concat("ends at byte ", offset + got, ", ", size_,
                                " bytes were there when it was opened: another program changed it; "
                                "try again"));
    }
}

std::vector<std::byte> read_file(const std::filesystem::path& path, std::uint64_t most_bytes) {
    return read_whole<std::vector<std::byte>>(path, most_bytes);
}

std::string read_text(const std::filesystem::path& path, std::uint64_t most_bytes) {
    return read_whole<std::string>(path, most_bytes);
}

}  // namespace gradweave::io
