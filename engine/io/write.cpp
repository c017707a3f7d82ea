// SPDX-License-Identifier: Apache-2.0
// Writing of files whole or not at all: a locked file beside the target, checked, synced, renamed.
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/utf8.h"

namespace gradweave::io {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = ".gradweave-";
constexpr std::size_t random_letters = 6;

/// Where the bytes must go, and what is there now.
struct Target {
    fs::path shown;  ///< as the caller named it
    fs::path path;   ///< with links followed
    bool exists = false;
    struct stat status {};

    fs::path folder() const { return path.has_parent_path() ? path.parent_path() : fs::path("."); }
};

std::string old_file_is_safe(const Target& target) {
    return target.exists ? "the file that was there before is unchanged" : "no file was written";
}

[[noreturn]] void could_not_write(const Target& target, std::string_view why) {
    throw file_error(ErrorKind::io, target.shown,
                     concat("could not be written: ", why, "; ", old_file_is_safe(target)));
}

/// The file that a path means after following links, also if the last one leads nowhere yet.
fs::path follow_links(const Target& target) {
    fs::path path = target.shown;
    for (int links = 0; links < 40; ++links) {
        std::array<char, 4096> text;
        const ssize_t length = ::readlink(path.c_str(), text.data(), text.size());
        if (length < 0) return path;  // no link, or nothing there
        const fs::path next(std::string_view(text.data(), static_cast<std::size_t>(length)));
        path = next.is_absolute() ? next : path.parent_path() / next;
    }
    could_not_write(target, detail::reason(ELOOP));
}

Target look_at(const fs::path& path) {
    Target target;
    target.shown = path;
    if (path.native().find('\0') != std::string::npos || !path.has_filename() ||
        path.filename() == "." || path.filename() == "..") {
        could_not_write(target, "the path names no file");
    }
    target.path = follow_links(target);
    if (::stat(target.path.c_str(), &target.status) == 0) {
        if (!S_ISREG(target.status.st_mode)) {
            throw file_error(ErrorKind::io, path,
                             concat("is ", detail::kind_of(target.status.st_mode),
                                    ", not a file; choose another name"));
        }
        target.exists = true;
        // Renaming needs only the folder's permission; the file's own is respected as well.
        if (::faccessat(AT_FDCWD, target.path.c_str(), W_OK, AT_EACCESS) != 0)
            could_not_write(target, concat("the file is read-only (", detail::reason(errno), ")"));
    } else if (errno != ENOENT) {
        could_not_write(target, detail::reason(errno));
    }
    return target;
}

fs::path temporary_path(const Target& target) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::array<unsigned char, random_letters> random{};
    if (::getentropy(random.data(), random.size()) != 0)
        could_not_write(target, detail::reason(errno));
    std::string name = concat(".", target.path.filename().native());
    // File systems allow names of 255 bytes, some of them only whole characters.
    constexpr std::size_t most = 255 - mark.size() - random_letters;
    if (name.size() > most) name.resize(valid_utf8_prefix(std::string_view(name).substr(0, most)));
    name += mark;
    for (const unsigned char byte : random)
        name += letters[byte % letters.size()];
    return target.folder() / name;
}

/// The new file while it is being written. Locked, so that a sweep can tell it from an orphan;
/// removed unless it was put in place.
class Unfinished {
  public:
    explicit Unfinished(const Target& target) : target_(target) {
        for (int tries = 0; tries < 100 && descriptor_ < 0; ++tries)
            create();
        if (descriptor_ < 0) could_not_write(target_, "no temporary file could be made beside it");
        if (target_.exists) {
            // Someone else's file stays theirs if we may do that. Without the owner, the bits that
            // lend the owner's rights must go.
            const bool same =
                ::fchown(descriptor_, target_.status.st_uid, target_.status.st_gid) == 0;
            ::fchmod(descriptor_, target_.status.st_mode & (same ? 07777 : 0777));
        }
    }
    ~Unfinished() {
        if (descriptor_ < 0) return;
        if (!in_place_) ::unlink(path_.c_str());
        ::close(descriptor_);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    void append(std::span<const std::byte> bytes, std::uint64_t expected) {
        while (!bytes.empty()) {
            const std::size_t piece = std::min<std::size_t>(bytes.size(), 1u << 30);
            const ssize_t written = ::write(descriptor_, bytes.data(), piece);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) fail(written < 0 ? errno : ENOSPC, expected);
            written_ += static_cast<std::uint64_t>(written);
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

    void put_in_place(std::uint64_t expected) {
        // Some file systems have nothing to sync and say so with EINVAL.
        if (::fsync(descriptor_) != 0 && errno != EINVAL) fail(errno, expected);
        if (::rename(path_.c_str(), target_.path.c_str()) != 0) fail(errno, expected);
        in_place_ = true;
        sync_folder();
    }

  private:
    void create() {
        path_ = temporary_path(target_);
        const mode_t mode = target_.exists ? target_.status.st_mode & 0777 : 0666;
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor_ < 0) {
            if (errno == EEXIST) return;
            const int number = errno;
            if (number == ENOENT)
                could_not_write(target_, concat("there is no folder ", path_text(target_.folder()),
                                                "; create it first"));
            could_not_write(target_, concat("its folder ", path_text(target_.folder()),
                                            " takes no new file: ", detail::reason(number)));
        }
        // A sweep between these two calls may have taken the file for an orphan: make another.
        struct stat status;
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            discard();
        else if (::fstat(descriptor_, &status) == 0 && status.st_nlink == 0)
            discard();
    }

    void discard() {
        ::unlink(path_.c_str());
        ::close(descriptor_);
        descriptor_ = -1;
    }

    [[noreturn]] void fail(int number, std::uint64_t expected) {
        // Removed first: what it held counts as free space again.
        discard();
        std::string why = detail::reason(number);
        if (number == ENOSPC || number == EDQUOT || number == EFBIG) {
            why += concat("; ", byte_text(std::max(expected, written_)), " are needed");
            struct statvfs volume;
            if (number == ENOSPC && ::statvfs(target_.folder().c_str(), &volume) == 0) {
                const std::uint64_t free = std::uint64_t{volume.f_bavail} * volume.f_frsize;
                why += concat(", ", byte_text(free), " are free");
            }
        }
        could_not_write(target_, why);
    }

    /// Makes the new name survive a power cut. A folder that may be written but not read cannot be
    /// opened, and some file systems sync no folders; neither makes the file less written.
    void sync_folder() {
        const int folder = ::open(target_.folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0) return;
        const int number = ::fsync(folder) != 0 ? errno : 0;
        ::close(folder);
        if (number != 0 && number != EINVAL) {
            throw file_error(
                ErrorKind::io, target_.shown,
                concat("is written, but its folder could not be synced (", detail::reason(number),
                       "); a power cut may bring the previous file back"));
        }
    }

    const Target& target_;
    fs::path path_;
    int descriptor_ = -1;
    std::uint64_t written_ = 0;
    bool in_place_ = false;
};

bool named_like_unfinished(std::string_view name) {
    return name.starts_with('.') && name.size() > mark.size() + random_letters + 1 &&
           name.substr(name.size() - mark.size() - random_letters, mark.size()) == mark;
}

/// Removes a file if nobody holds its lock: its process has ended.
bool remove_if_orphan(int folder, const char* name) {
    struct stat status;
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return false;
    const int file = ::openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return false;
    struct stat opened, named;
    const bool orphan = ::flock(file, LOCK_EX | LOCK_NB) == 0 && ::fstat(file, &opened) == 0 &&
                        ::fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                        opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
    const bool removed = orphan && ::unlinkat(folder, name, 0) == 0;
    ::close(file);
    return removed;
}

}  // namespace

void write_file_in_parts(const fs::path& path, std::uint64_t expected_bytes,
                         const std::function<void(const Append&)>& produce) {
    const Target target = look_at(path);
    Unfinished file(target);
    produce([&](std::span<const std::byte> bytes) { file.append(bytes, expected_bytes); });
    file.put_in_place(expected_bytes);
}

void write_file(const fs::path& path, std::span<const std::byte> bytes) {
    write_file_in_parts(path, bytes.size(), [&](const Append& append) { append(bytes); });
}

void write_file(const fs::path& path, std::string_view text) {
    write_file(path, std::as_bytes(std::span(text.data(), text.size())));
}

int sweep_unfinished(const fs::path& folder) {
    DIR* entries = ::opendir(folder.c_str());
    if (entries == nullptr) return 0;
    int removed = 0;
    while (const dirent* entry = ::readdir(entries)) {
        if (named_like_unfinished(entry->d_name) &&
            remove_if_orphan(::dirfd(entries), entry->d_name)) {
            ++removed;
        }
    }
    ::closedir(entries);
    return removed;
}

}  // namespace gradweave::io
