// SPDX-License-Identifier: Apache-2.0
// The arrows between rooms: includes go down, never up; each library is known in one room; every
// file names its licence.
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <vector>

namespace fs = std::filesystem;

namespace {

/// Rooms from the bottom up. A room may include itself and rooms before it.
const std::vector<std::string> rooms = {
    "engine/core",     "engine/io",      "engine/graph",    "engine/autodiff", "engine/compiler",
    "engine/backends", "engine/runtime", "engine/tensor",   "engine/data",     "engine/optim",
    "engine/nn",       "engine/model",   "engine/exchange", "engine/train",    "ui",
    "ui/theme",        "ui/charts",      "ui/graphview",    "ui/canvas",       "ui/panels",
    "app/cli",         "app/gradweave",
};

/// What the window may see of the engine. Of io because files are written whole or not at all
/// there.
const std::vector<std::string> seen_by_ui = {"engine/core",  "engine/io",       "engine/data",
                                             "engine/model", "engine/exchange", "engine/train"};

/// Libraries and the one room that includes their headers. Opening modules takes two rooms:
/// plug-ins that are blocks, and the compiler of machine code.
const std::multimap<std::string, std::string> libraries = {
    {"nlohmann/", "engine/io"},         {"zlib.h", "engine/io"},
    {"oneapi/dnnl", "engine/backends"}, {"cblas.h", "engine/backends"},
    {"omp.h", "engine/backends"},       {"CL/", "engine/backends"},
    {"clblast", "engine/backends"},
    {"llvm/", "engine/backends"},       {"CLI/", "app/cli"},
    {"dlfcn.h", "engine/model"},        {"dlfcn.h", "engine/backends"},
    {"onnx/", "engine/exchange"},       {"google/protobuf", "engine/exchange"},
    {"QtCharts", "ui/charts"},          {"QChart", "ui/charts"},
    {"QLineSeries", "ui/charts"},
};

std::string room_of(const std::string& path) {
    std::string best;
    for (const auto& room : rooms) {
        if (path.starts_with(room + "/") && room.size() > best.size()) best = room;
    }
    return best;
}

std::size_t level(const std::string& room) {
    return static_cast<std::size_t>(std::find(rooms.begin(), rooms.end(), room) - rooms.begin());
}

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Source {
    std::string path;  ///< relative to the project
    std::string text;
};

std::vector<Source> sources(std::initializer_list<const char*> folders) {
    const fs::path root = GRADWEAVE_SOURCE_DIR;
    std::vector<Source> result;
    for (const char* folder : folders) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if (entry.is_regular_file() &&
                (extension == ".h" || extension == ".cpp" || extension == ".c" ||
                 extension == ".inc" || extension == ".def")) {
                result.push_back({fs::relative(entry.path(), root).string(), read(entry.path())});
            }
        }
    }
    return result;
}

/// The names in a file's include lines.
std::vector<std::string> includes(const std::string& text) {
    static const std::regex line("(?:^|\n)[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]+)[>\"]");
    std::vector<std::string> names;
    for (std::sregex_iterator match(text.begin(), text.end(), line), end; match != end; ++match)
        names.push_back((*match)[1]);
    return names;
}

}  // namespace

class TestRooms : public QObject {
    Q_OBJECT

  private slots:
    void includesGoDown();
    void uiRoomsDoNotKnowEachOther();
    void librariesStayInTheirRoom();
    void engineAndCommandLineKnowNoQt();
    void everyFileNamesItsLicence();
};

void TestRooms::includesGoDown() {
    QStringList wrong;
    for (const Source& source : sources({"engine", "ui", "app"})) {
        const std::string room = room_of(source.path);
        QVERIFY2(!room.empty(), (source.path + " is in no room").c_str());
        for (const std::string& name : includes(source.text)) {
            const std::string target = room_of(name);
            if (target.empty() || target == room) continue;
            const bool from_ui = room.starts_with("ui") && target.starts_with("engine");
            const bool seen =
                std::find(seen_by_ui.begin(), seen_by_ui.end(), target) != seen_by_ui.end();
            if (level(target) > level(room) || (from_ui && !seen))
                wrong << QString::fromStdString(source.path + " includes " + name);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

void TestRooms::uiRoomsDoNotKnowEachOther() {
    QStringList wrong;
    for (const Source& source : sources({"ui"})) {
        const std::string room = room_of(source.path);
        for (const std::string& name : includes(source.text)) {
            const std::string target = room_of(name);
            if (target.starts_with("ui/") && target != room && target != "ui/theme")
                wrong << QString::fromStdString(source.path + " includes " + name);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

void TestRooms::librariesStayInTheirRoom() {
    QStringList wrong;
    for (const Source& source : sources({"engine", "ui", "app", "plugins"})) {
        for (const std::string& name : includes(source.text)) {
            const bool header_file = source.path.ends_with(".h");
            bool known = false, allowed = false;
            for (const auto& [header, room] : libraries) {
                if (!name.starts_with(header)) continue;
                known = true;
                // The module for machine code is one shared object, whose headers nobody else sees.
                const bool hidden = source.path.starts_with("engine/backends/cpu/jit/module/");
                allowed = allowed || (room_of(source.path) == room &&
                                      !(header_file && room.starts_with("engine") && !hidden));
            }
            if (known && !allowed)
                wrong << QString::fromStdString(source.path + " includes " + name);
            // LLVM is for the module alone: it is not linked to anything else.
            if (name.starts_with("llvm/") &&
                !source.path.starts_with("engine/backends/cpu/jit/module/"))
                wrong << QString::fromStdString(source.path + " includes " + name);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

void TestRooms::engineAndCommandLineKnowNoQt() {
    QStringList wrong;
    for (const Source& source : sources({"engine", "app/cli", "plugins"})) {
        for (const std::string& name : includes(source.text)) {
            if (name.starts_with("Q") || name.starts_with("ui/"))
                wrong << QString::fromStdString(source.path + " includes " + name);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

void TestRooms::everyFileNamesItsLicence() {
    QStringList wrong;
    for (const Source& source : sources({"engine", "ui", "app", "plugins", "tests"})) {
        const std::string first = source.text.substr(0, source.text.find('\n'));
        const bool gpl = source.path.starts_with("ui/") ||
                         source.path.starts_with("app/gradweave/") ||
                         source.path.starts_with("tests/ui/");
        if (first.find(gpl ? "SPDX-License-Identifier: GPL-3.0-or-later"
                           : "SPDX-License-Identifier: Apache-2.0") == std::string::npos) {
            wrong << QString::fromStdString(source.path);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n")));
}

QTEST_GUILESS_MAIN(TestRooms)
#include "test_rooms.moc"
