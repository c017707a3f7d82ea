// SPDX-License-Identifier: Apache-2.0
// Writing when the system refuses: full disks, short writes, failing syncs, death at every step.
// This program has its own write, fsync, rename and open, which fail on demand and otherwise call
// the kernel; io::write_file is linked as users have it.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstring>

#include "engine/io/files.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
namespace fs = std::filesystem;

namespace {

/// What the calls below do while a test is on. Counting starts at 1.
struct Plan {
    const char* call = "";        ///< the call that fails
    int at = 0;                   ///< which one of them, 0: none
    int error = 0;                ///< errno that it fails with
    std::size_t most = SIZE_MAX;  ///< bytes that one write takes
    int die_at = 0;  ///< step, before or after any call, at which the process is killed
};
Plan plan;
int calls_seen = 0, steps_seen = 0;

void step() {
    if (plan.die_at != 0 && ++steps_seen == plan.die_at) {
        syscall(SYS_kill, getpid(), SIGKILL);
    }
}

bool fails(const char* call) {
    step();
    if (std::strcmp(call, plan.call) != 0 || ++calls_seen != plan.at) return false;
    errno = plan.error;
    return true;
}

/// Sets a plan for as long as it lives.
struct During {
    explicit During(Plan wanted) {
        calls_seen = steps_seen = 0;
        plan = wanted;
    }
    ~During() { plan = {}; }
};

}  // namespace

extern "C" {
ssize_t write(int file, const void* bytes, std::size_t count) {
    if (fails("write")) return -1;
    const ssize_t result = syscall(SYS_write, file, bytes, std::min(count, plan.most));
    step();
    return result;
}
int fsync(int file) {
    if (fails("fsync")) return -1;
    const auto result = static_cast<int>(syscall(SYS_fsync, file));
    step();
    return result;
}
int rename(const char* from, const char* to) noexcept {
    if (fails("rename")) return -1;
    const auto result = static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
    step();
    return result;
}
int open(const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (fails("open")) return -1;
    const auto result = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
    step();
    return result;
}
}

class TestWriteFaults : public QObject {
    Q_OBJECT

  private slots:
    void failingCalls_data();
    void failingCalls();
    void newFilesLeaveNothing();
    void interruptedAndShortWrites();
    void fileSystemsWithoutSync();
    void folderThatCannotBeSynced();
    void limitOnFileSizes();
    void fullFileSystem();
    void killedAtEveryStep();
};

namespace {

const std::string old_text = "the old content";
const std::string new_text(100'000, 'n');

std::string write_new(const Folder& folder) {
    return failure(folder, [&] {
        io::write_file_in_parts(folder / "file", new_text.size(), [](const io::Append& append) {
            const auto bytes = std::as_bytes(std::span(new_text.data(), new_text.size()));
            append(bytes.first(60'000));
            append(bytes.subspan(60'000));
        });
    });
}

/// Runs `work` in a child process; its exit code, or -1 if it was killed by SIGKILL.
template <class Work>
int in_child(Work&& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace

void TestWriteFaults::failingCalls_data() {
    QTest::addColumn<QString>("call");
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("sentence");
    const QString safe = "; the file that was there before is unchanged";
    QTest::newRow("full at once") << "write" << 1 << ENOSPC
                                  << "no space is left on the device; 100 kB are needed, ";
    QTest::newRow("full at the end")
        << "write" << 2 << ENOSPC << "no space is left on the device; 100 kB are needed, ";
    QTest::newRow("quota") << "write" << 2 << EDQUOT
                           << "the disk quota is used up; 100 kB are needed" + safe;
    QTest::newRow("device error") << "write" << 1 << EIO
                                  << "the device reports an input/output error" + safe;
    QTest::newRow("sync fails") << "fsync" << 1 << EIO
                                << "the device reports an input/output error" + safe;
    QTest::newRow("sync finds the disk full")
        << "fsync" << 1 << ENOSPC << "no space is left on the device; 100 kB are needed, ";
    QTest::newRow("rename fails") << "rename" << 1 << EIO
                                  << "the device reports an input/output error" + safe;
    QTest::newRow("no new file") << "open" << 1 << EROFS << "its folder ";
}

void TestWriteFaults::failingCalls() {
    QFETCH(QString, call);
    QFETCH(int, at);
    QFETCH(int, error);
    QFETCH(QString, sentence);
    const Folder folder;
    folder.put("file", old_text);
    const QByteArray name = call.toLatin1();
    std::string text;
    {
        const During fault(Plan{name.constData(), at, error});
        text = write_new(folder);
    }
    const QString expected = "io: file: could not be written: " + sentence;
    QVERIFY2(QString::fromStdString(text).startsWith(expected), text.c_str());
    QVERIFY2(text.ends_with("the file that was there before is unchanged"), text.c_str());
    if (error == ENOSPC) QVERIFY2(text.find(" are free; ") != text.npos, text.c_str());
    COMPARE_TEXT(slurp(folder / "file"), old_text);
    QCOMPARE(folder.names(), std::vector<std::string>{"file"});
    // And the next attempt works.
    COMPARE_TEXT(write_new(folder), "nothing");
    QVERIFY(slurp(folder / "file") == new_text);
}

void TestWriteFaults::newFilesLeaveNothing() {
    const Folder folder;
    {
        const During fault(Plan{"write", 2, ENOSPC});
        const std::string text = write_new(folder);
        QVERIFY2(text.ends_with("; no file was written"), text.c_str());
    }
    QVERIFY(folder.names().empty());
}

void TestWriteFaults::interruptedAndShortWrites() {
    const Folder folder;
    {
        const During fault(Plan{"write", 1, EINTR, 777});
        COMPARE_TEXT(write_new(folder), "nothing");
    }
    QVERIFY(slurp(folder / "file") == new_text);
    // A device that takes nothing without saying why must not be asked for ever.
    const During fault(Plan{"", 0, 0, 0});
    const std::string text = write_new(folder);
    QVERIFY2(text.starts_with("io: file: could not be written: no space is left"), text.c_str());
}

void TestWriteFaults::fileSystemsWithoutSync() {
    const Folder folder;
    for (const int at : {1, 2}) {
        const During fault(Plan{"fsync", at, EINVAL});
        COMPARE_TEXT(write_new(folder), "nothing");
    }
    QVERIFY(slurp(folder / "file") == new_text);
}

void TestWriteFaults::folderThatCannotBeSynced() {
    const Folder folder;
    folder.put("file", old_text);
    {
        const During fault(Plan{"fsync", 2, EIO});
        COMPARE_TEXT(write_new(folder),
                     "io: file: is written, but its folder could not be synced (the device reports "
                     "an input/output error); a power cut may bring the previous file back");
    }
    QVERIFY(slurp(folder / "file") == new_text);
    QCOMPARE(folder.names(), std::vector<std::string>{"file"});
}

// The kernel's own refusal, through a limit that every user can set.
void TestWriteFaults::limitOnFileSizes() {
    const Folder folder;
    folder.put("file", old_text);
    const int result = in_child([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{70'000, 70'000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
        return write_new(folder) ==
                       "io: file: could not be written: the file would be larger than the system's "
                       "limit on file sizes; 100 kB are needed; the file that was there before is "
                       "unchanged"
                   ? 0
                   : 1;
    });
    QCOMPARE(result, 0);
    COMPARE_TEXT(slurp(folder / "file"), old_text);
    QCOMPARE(folder.names(), std::vector<std::string>{"file"});
}

// A file system of 64 kB that is really full, where the system lets us make one.
void TestWriteFaults::fullFileSystem() {
    const Folder folder;
    fs::create_directory(folder / "small");
    const int result = in_child([&] {
        if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return 77;
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
        const auto small = folder / "small";
        if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=64k") != 0) return 77;
        io::write_file(small / "file", old_text);
        const std::string text = failure(folder, [&] { io::write_file(small / "file", new_text); });
        if (!text.starts_with("io: small/file: could not be written: no space is left on the "
                              "device; 100 kB are needed, ")) {
            return 1;
        }
        if (slurp(small / "file") != old_text) return 2;
        return std::distance(fs::directory_iterator(small), {}) == 1 ? 0 : 3;
    });
    if (result == 77) QSKIP("this user may not mount a small file system");
    QCOMPARE(result, 0);
}

void TestWriteFaults::killedAtEveryStep() {
    int died = 0, seen_old = 0, seen_new = 0;
    for (int at = 1; at < 100; ++at) {
        const Folder folder;
        folder.put("file", old_text);
        const int result = in_child([&] {
            const During fault(Plan{"", 0, 0, 40'000, at});
            return write_new(folder) == "nothing" ? 0 : 1;
        });
        const std::string content = slurp(folder / "file");
        QVERIFY2(content == old_text || content == new_text, qPrintable(QString::number(at)));
        if (result == 0) {
            QVERIFY(content == new_text);
            break;
        }
        QCOMPARE(result, -1);
        ++died;
        ++(content == old_text ? seen_old : seen_new);
        // At most one orphan, which a later start sweeps away.
        const int left = static_cast<int>(folder.names().size()) - 1;
        QVERIFY(left == 0 || left == 1);
        QCOMPARE(io::sweep_unfinished(folder.path()), left);
        QCOMPARE(folder.names(), std::vector<std::string>{"file"});
    }
    // open, three writes or more, fsync, rename, open and fsync of the folder; before and after.
    QVERIFY(died >= 16);
    QVERIFY(seen_old > 0 && seen_new > 0);
}

QTEST_GUILESS_MAIN(TestWriteFaults)
#include "test_write_faults.moc"
