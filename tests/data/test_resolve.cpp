// SPDX-License-Identifier: Apache-2.0
// A project finds its data, and nothing outside its folder unless that is allowed.
#include <sys/stat.h>

#include "engine/data/source.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;
namespace fs = std::filesystem;

class TestResolve : public QObject {
    Q_OBJECT

  private slots:
    void insideTheFolder();
    void outsideTheFolder_data();
    void outsideTheFolder();
    void linksThatLeadOut();
    void noFiles();
    void dataSets();
    void dataSetNames_data();
    void dataSetNames();
};

void TestResolve::insideTheFolder() {
    const Folder folder;
    fs::create_directories(folder / "project/data");
    folder.put("project/data/a.csv", "x");
    const fs::path base = folder / "project";
    COMPARE_TEXT(resolve("data/a.csv", base, false).native(), (base / "data/a.csv").native());
    COMPARE_TEXT(resolve("./data/../data/a.csv", base, false).native(),
                 (base / "data/a.csv").native());
    COMPARE_TEXT(resolve((base / "data/a.csv").native(), base, false).native(),
                 (base / "data/a.csv").native());
    COMPARE_TEXT(resolve("data/a.csv", base / "", false).native(), (base / "data/a.csv").native());
    fs::create_symlink("data/a.csv", base / "link");
    COMPARE_TEXT(resolve("link", base, false).native(), (base / "link").native());
    // A base that is itself reached through a link, or named relative to the current folder.
    fs::create_directory_symlink("project", folder / "alias");
    resolve("data/a.csv", folder / "alias", false);
    const fs::path before = fs::current_path();
    fs::current_path(base);
    COMPARE_TEXT(resolve("data/a.csv", "", false).native(), "data/a.csv");
    COMPARE_TEXT(resolve("data/a.csv", ".", false).native(), "data/a.csv");
    // What does not exist is not outside for that.
    std::string missing[3];
    const char* bases[] = {"", ".", "data"};
    for (int i = 0; i < 3; ++i)
        missing[i] = failure(folder, [&] { resolve("none.csv", bases[i], false); });
    const std::string out = failure(folder, [&] { resolve("../other", ".", false); });
    fs::current_path(before);
    COMPARE_TEXT(missing[0], "io: none.csv: could not be read: there is no such file or folder");
    COMPARE_TEXT(missing[1], missing[0]);
    COMPARE_TEXT(missing[2],
                 "io: data/none.csv: could not be read: there is no such file or folder");
    COMPARE_TEXT(out,
                 "bad_input: ../other: lies outside the project's folder project; move it "
                 "there, or allow it (--allow-outside)");
}

void TestResolve::outsideTheFolder_data() {
    QTest::addColumn<QString>("path");
    for (const char* path : {"../a.csv", "data/../../a.csv", "..", "../project2/a.csv",
                             "/etc/hostname", "/proc/self/environ"}) {
        QTest::newRow(path) << path;
    }
}

void TestResolve::outsideTheFolder() {
    QFETCH(QString, path);
    const Folder folder;
    fs::create_directory(folder / "project");
    fs::create_directory(folder / "project2");
    folder.put("project2/a.csv", "x");
    folder.put("a.csv", "x");
    COMPARE_TEXT(failure(folder, [&] { resolve(path.toStdString(), folder / "project", false); }),
                 "bad_input: " + path.toStdString() +
                     ": lies outside the project's folder project; move it there, or allow it "
                     "(--allow-outside)");
    if (path.endsWith("a.csv")) resolve(path.toStdString(), folder / "project", true);
}

void TestResolve::linksThatLeadOut() {
    const Folder folder;
    fs::create_directory(folder / "project");
    folder.put("a.csv", "x");
    fs::create_symlink("../a.csv", folder / "project/link");
    fs::create_directory_symlink("..", folder / "project/up");
    for (const char* path : {"link", "up/a.csv"}) {
        const auto text = failure(folder, [&] { resolve(path, folder / "project", false); });
        QVERIFY2(text.find("lies outside the project's folder") != text.npos, text.c_str());
        resolve(path, folder / "project", true);
    }
}

void TestResolve::noFiles() {
    const Folder folder;
    const auto problem = [&](const std::string& path) {
        return failure(folder, [&] { resolve(path, folder.path(), false); });
    };
    COMPARE_TEXT(problem(""), "bad_input: no data file is named; choose one");
    COMPARE_TEXT(problem("none.csv"),
                 "io: none.csv: could not be read: there is no such file or folder");
    QVERIFY(problem(".").ends_with("is a folder, not a file; choose a file"));
    QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    COMPARE_TEXT(problem("pipe"), "io: pipe: is a pipe, not a file; choose a file");
    QVERIFY(problem("file:///etc/passwd").starts_with("io: "));
    QVERIFY(problem(std::string("a\0b", 3)).starts_with("bad_input: "));
    COMPARE_TEXT(failure(folder, [&] { resolve("/dev/zero", folder.path(), true); }),
                 "io: /dev/zero: is a device, not a file; choose a file");
}

void TestResolve::dataSets() {
    const Folder folder;
    fs::create_directories(folder / "one/digits");
    fs::create_directories(folder / "two/digits");
    folder.put("one/digits/a.gz", "1");
    folder.put("two/digits/a.gz", "2");
    folder.put("two/digits/b.gz", "2");
    qputenv("GRADWEAVE_DATASETS",
            QByteArray::fromStdString("/nowhere::" + (folder / "one").native() + ":" +
                                      (folder / "two").native()));
    // The first folder wins; no permission is needed, whatever the base.
    COMPARE_TEXT(slurp(resolve("dataset:digits/a.gz", "/", false)), "1");
    COMPARE_TEXT(slurp(resolve("dataset:digits/b.gz", folder / "one", false)), "2");
    const auto text = failure(folder, [&] { resolve("dataset:digits/c.gz", "/", true); });
    qunsetenv("GRADWEAVE_DATASETS");
    COMPARE_TEXT(text, "io: dataset:digits/c.gz: was not found in /nowhere, " +
                           (folder / "one").native().substr(folder.path().native().size() + 1) +
                           ", two, /usr/share/datasets; install the package dataset-digits, or "
                           "name the folder that holds it in GRADWEAVE_DATASETS");
    COMPARE_TEXT(failure(folder, [&] { resolve("dataset:no-such-set/a", "/", true); }),
                 "io: dataset:no-such-set/a: was not found in /usr/share/datasets; install the "
                 "package dataset-no-such-set, or name the folder that holds it in "
                 "GRADWEAVE_DATASETS");
}

void TestResolve::dataSetNames_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"", ".", "..", "/etc/hostname", "../datasets/x", "a/../../x", "x/"})
        QTest::newRow(name) << name;
}

void TestResolve::dataSetNames() {
    QFETCH(QString, name);
    const std::string path = "dataset:" + name.toStdString();
    COMPARE_TEXT(failure(Folder(), [&] { resolve(path, "/", true); }),
                 "bad_input: " + path + ": names no file of a data set; write dataset:NAME/FILE");
}

QTEST_GUILESS_MAIN(TestResolve)
#include "test_resolve.moc"
