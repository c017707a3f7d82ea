// SPDX-License-Identifier: Apache-2.0
// Files read whole and written whole: limits, links, permissions, what is no file, sweeping.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/io/files.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
namespace fs = std::filesystem;

class TestFiles : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatIsThere();
    void readsWithALimit();
    void readsRegularFilesOnly();
    void readsByPosition();
    void writesAndOverwrites();
    void followsLinks();
    void keepsPermissions();
    void respectsReadOnly();
    void refusesWhatIsNoFile();
    void longNames();
    void partsMayThrow();
    void sweepsOrphansOnly();
    void showsOddPaths();
};

void TestFiles::readsWhatIsThere() {
    const Folder folder;
    const std::string bytes("a\0b\xFF\n", 5);
    COMPARE_TEXT(io::read_text(folder.put("a", bytes)), bytes);
    QCOMPARE(io::read_file(folder / "a", 5).size(), 5u);
    QCOMPARE(io::read_file(folder.put("empty", ""), 0).size(), 0u);
    const std::string large(3'000'001, 'x');
    QVERIFY(io::read_text(folder.put("large", large)) == large);
    // Its size is said to be 0.
    QVERIFY(io::read_text("/proc/self/status").starts_with("Name:"));
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder / "none"); }),
                 "io: none: could not be read: there is no such file or folder");
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder / "a/b"); }),
                 "io: a/b: could not be read: a part of the path is not a folder");
    // A name with a zero byte inside must not open the file named by its first half.
    COMPARE_TEXT(
        failure(folder, [&] { io::read_text(folder / std::string("a\0b", 3)); }).substr(0, 4),
        "io: ");
}

void TestFiles::readsWithALimit() {
    const Folder folder;
    const auto path = folder.put("a", std::string(1001, 'x'));
    QCOMPARE(io::read_text(path, 1001).size(), 1001u);
    COMPARE_TEXT(failure(folder, [&] { io::read_text(path, 1000); }),
                 "io: a: is too large: 1.0 kB, the most is 1.0 kB");
    QVERIFY(failure(folder, [&] {
                io::read_text("/proc/self/status", 10);
            }).starts_with("io: /proc/self/status: is too large"));
}

void TestFiles::readsRegularFilesOnly() {
    const Folder folder;
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder.path()); }),
                 "io: " + folder.path().native() + ": is a folder, not a file; choose a file");
    QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder / "pipe"); }),
                 "io: pipe: is a pipe, not a file; choose a file");
    COMPARE_TEXT(failure(folder, [&] { io::read_text("/dev/zero"); }),
                 "io: /dev/zero: is a device, not a file; choose a file");
    fs::create_symlink("pipe", folder / "link");
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder / "link"); }),
                 "io: link: is a pipe, not a file; choose a file");
    fs::create_symlink("nowhere", folder / "dangling");
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder / "dangling"); }),
                 "io: dangling: could not be read: there is no such file or folder");
    fs::create_symlink("loop", folder / "loop");
    COMPARE_TEXT(failure(folder, [&] { io::read_text(folder / "loop"); }),
                 "io: loop: could not be read: its links lead in a circle");
}

void TestFiles::readsByPosition() {
    const Folder folder;
    const auto path = folder.put("a", "0123456789");
    const io::InputFile file(path);
    QCOMPARE(file.size(), 10u);
    std::array<std::byte, 4> four;
    file.read(6, four);
    QCOMPARE(std::to_integer<char>(four[3]), '9');
    QCOMPARE(file.read_some(8, four), 2u);
    QCOMPARE(file.read_some(100, four), 0u);
    // Renamed over: the open file keeps its content.
    io::write_file(path, std::string_view("new"));
    file.read(0, four);
    QCOMPARE(std::to_integer<char>(four[0]), '0');
    // Shortened in place: said, not zeros.
    const io::InputFile shortened(path);
    QCOMPARE(::truncate(path.c_str(), 1), 0);
    COMPARE_TEXT(failure(folder, [&] { shortened.read(0, std::span(four).first(3)); }),
                 "io: a: ends at byte 1, 3 bytes were there when it was opened: another program "
                 "changed it; try again");
}

void TestFiles::writesAndOverwrites() {
    const Folder folder;
    const std::string bytes("x\0y", 3);
    io::write_file(folder / "a", bytes);
    COMPARE_TEXT(slurp(folder / "a"), bytes);
    io::write_file(folder / "a", std::string_view{});
    COMPARE_TEXT(slurp(folder / "a"), "");
    io::write_file_in_parts(folder / "a", 6, [](const io::Append& append) {
        for (const char* part : {"one", "two"})
            append(std::as_bytes(std::span(part, 3)));
    });
    COMPARE_TEXT(slurp(folder / "a"), "onetwo");
    QCOMPARE(folder.names(), std::vector<std::string>{"a"});

    // A path without a folder means the current one.
    const auto before = fs::current_path();
    fs::current_path(folder.path());
    io::write_file("b", std::string_view("here"));
    fs::current_path(before);
    COMPARE_TEXT(slurp(folder / "b"), "here");
}

void TestFiles::followsLinks() {
    const Folder folder;
    fs::create_directory(folder / "far");
    folder.put("far/file", "old");
    fs::create_symlink("far/file", folder / "near");
    fs::create_symlink("near", folder / "nearer");
    io::write_file(folder / "nearer", std::string_view("new"));
    QVERIFY(fs::is_symlink(folder / "nearer") && fs::is_symlink(folder / "near"));
    COMPARE_TEXT(slurp(folder / "far/file"), "new");
    fs::create_symlink("far/fresh", folder / "dangling");
    io::write_file(folder / "dangling", std::string_view("new"));
    COMPARE_TEXT(slurp(folder / "far/fresh"), "new");
    fs::create_symlink("loop", folder / "loop");
    COMPARE_TEXT(failure(folder, [&] { io::write_file(folder / "loop", std::string_view("x")); }),
                 "io: loop: could not be written: its links lead in a circle; no file was written");
}

void TestFiles::keepsPermissions() {
    const Folder folder;
    const auto mode = [&](const char* name) {
        struct stat status;
        ::stat((folder / name).c_str(), &status);
        return status.st_mode & 07777;
    };
    const auto path = folder.put("private", "old");
    ::chmod(path.c_str(), 0640);
    io::write_file(path, std::string_view("new"));
    QCOMPARE(mode("private"), 0640u);
    const mode_t umask = ::umask(027);
    io::write_file(folder / "fresh", std::string_view("new"));
    ::umask(umask);
    QCOMPARE(mode("fresh"), 0640u);
}

void TestFiles::respectsReadOnly() {
    if (::geteuid() == 0) {
        // Root may write everything; ask again as nobody in a child.
        const Folder folder;
        ::chmod(folder.path().c_str(), 0777);
        const auto path = folder.put("a", "old");
        ::chmod(path.c_str(), 0444);
        fs::create_directory(folder / "closed");
        const pid_t child = ::fork();
        if (child == 0) {
            if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(77);
            const auto file = failure(folder, [&] { io::write_file(path, std::string_view("x")); });
            const auto closed = failure(
                folder, [&] { io::write_file(folder / "closed/b", std::string_view("x")); });
            const bool good =
                file ==
                    "io: a: could not be written: the file is read-only (permission denied); "
                    "the file that was there before is unchanged" &&
                closed.starts_with("io: closed/b: could not be written: its folder ") &&
                closed.ends_with("takes no new file: permission denied; no file was written");
            ::_exit(good ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
            QSKIP("the tests run as root and may not become another user");
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        COMPARE_TEXT(slurp(path), "old");
        return;
    }
    const Folder folder;
    const auto path = folder.put("a", "old");
    ::chmod(path.c_str(), 0444);
    COMPARE_TEXT(failure(folder, [&] { io::write_file(path, std::string_view("x")); }),
                 "io: a: could not be written: the file is read-only (permission denied); the file "
                 "that was there before is unchanged");
    fs::create_directory(folder / "closed");
    ::chmod((folder / "closed").c_str(), 0555);
    QVERIFY(failure(folder, [&] {
                io::write_file(folder / "closed/b", std::string_view("x"));
            }).ends_with("takes no new file: permission denied; no file was written"));
    ::chmod((folder / "closed").c_str(), 0755);
}

void TestFiles::refusesWhatIsNoFile() {
    const Folder folder;
    const auto write = [&](const fs::path& path) {
        return failure(folder, [&] { io::write_file(path, std::string_view("x")); });
    };
    COMPARE_TEXT(write(folder / "no/such/folder"),
                 "io: no/such/folder: could not be written: there is no folder " +
                     folder.shorten((folder / "no/such").native()) +
                     "; create it first; no file was written");
    fs::create_directory(folder / "folder");
    COMPARE_TEXT(write(folder / "folder"),
                 "io: folder: is a folder, not a file; choose another name");
    for (const char* path : {"", ".", "..", "folder/", "/"}) {
        QVERIFY2(write(path).ends_with("the path names no file; no file was written"), path);
    }
    // Never renamed over, or the device would be gone.
    COMPARE_TEXT(write("/dev/full"), "io: /dev/full: is a device, not a file; choose another name");
    QVERIFY(fs::is_character_file("/dev/full"));
    QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    COMPARE_TEXT(write(folder / "pipe"), "io: pipe: is a pipe, not a file; choose another name");
}

void TestFiles::longNames() {
    const Folder folder;
    std::string longest(255, 'n');
    io::write_file(folder / longest, std::string_view("x"));
    COMPARE_TEXT(slurp(folder / longest), "x");
    std::string umlauts;
    for (int i = 0; i < 127; ++i)
        umlauts += "ü";
    io::write_file(folder / umlauts, std::string_view("y"));
    COMPARE_TEXT(slurp(folder / umlauts), "y");
    QVERIFY(failure(folder, [&] {
                io::write_file(folder / (longest + "n"), std::string_view(""));
            }).ends_with("could not be written: the name is too long; no file was written"));
}

void TestFiles::partsMayThrow() {
    const Folder folder;
    const auto path = folder.put("a", "old");
    const auto text = failure(folder, [&] {
        io::write_file_in_parts(path, 10, [](const io::Append& append) {
            append(std::as_bytes(std::span("new", 3)));
            throw Error(ErrorKind::cancelled, "stopped as asked");
        });
    });
    COMPARE_TEXT(text, "cancelled: stopped as asked");
    COMPARE_TEXT(slurp(path), "old");
    QCOMPARE(folder.names(), std::vector<std::string>{"a"});
}

void TestFiles::sweepsOrphansOnly() {
    const Folder folder;
    folder.put(".a.gradweave-abc123", "left by a dead process");
    folder.put(".b.gradweave-abc123", "being written");
    for (const char* name : {".gradweave-abc123", "c.gradweave-abc123", ".c.gradweave-abc1234",
                             ".c.gradweave-abc12", ".keep"}) {
        folder.put(name, "someone else's");
    }
    fs::create_directory(folder / ".d.gradweave-abc123");
    fs::create_symlink(".keep", folder / ".e.gradweave-abc123");
    const int writer = ::open((folder / ".b.gradweave-abc123").c_str(), O_WRONLY);
    QCOMPARE(::flock(writer, LOCK_EX), 0);
    const auto before = folder.names().size();
    QCOMPARE(io::sweep_unfinished(folder.path()), 1);
    QVERIFY(!fs::exists(folder / ".a.gradweave-abc123"));
    QCOMPARE(folder.names().size(), before - 1);
    ::close(writer);
    QCOMPARE(io::sweep_unfinished(folder.path()), 1);
    QCOMPARE(io::sweep_unfinished(folder / "nowhere"), 0);

    // A sweep while a file is being written leaves that file alone.
    io::write_file_in_parts(folder / "f", 3, [&](const io::Append& append) {
        QCOMPARE(io::sweep_unfinished(folder.path()), 0);
        append(std::as_bytes(std::span("new", 3)));
    });
    COMPARE_TEXT(slurp(folder / "f"), "new");
}

void TestFiles::showsOddPaths() {
    COMPARE_TEXT(io::path_text("a b/ü.csv"), "a b/ü.csv");
    COMPARE_TEXT(io::path_text("a\nb"), "\"a\\x0ab\"");
    COMPARE_TEXT(io::path_text("a\xFF"), "\"a\xEF\xBF\xBD\"");
    COMPARE_TEXT(io::path_text(""), "\"\"");
    const auto error = io::file_error(ErrorKind::io, "dir/a.csv", "is missing");
    COMPARE_TEXT(error.file(), "dir/a.csv");
    COMPARE_TEXT(std::string(error.what()), "dir/a.csv: is missing");
}

QTEST_GUILESS_MAIN(TestFiles)
#include "test_files.moc"
