// SPDX-License-Identifier: Apache-2.0
// What tests of files share: a folder that goes away, bytes put into it, and errors caught whole.
#pragma once

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "engine/core/error.h"

namespace gradweave::test {

/// A folder for one test. Paths in it are short in sentences: name(path) is what remains.
class Folder {
  public:
    std::filesystem::path operator/(std::string_view name) const {
        return std::filesystem::path(directory_.path().toStdString()) / name;
    }
    std::filesystem::path path() const { return directory_.path().toStdString(); }

    /// Writes a file and returns its path.
    std::filesystem::path put(std::string_view name, std::string_view bytes) const {
        const auto path = *this / name;
        // Some file systems wait for the device when a file is truncated and written again.
        std::filesystem::remove(path);
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    /// Names of all files in it, hidden ones included.
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path()))
            names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }

    /// A sentence with this folder's part of each path taken out.
    std::string shorten(std::string sentence) const {
        const std::string prefix = path().native() + "/";
        for (auto at = sentence.find(prefix); at != std::string::npos; at = sentence.find(prefix))
            sentence.erase(at, prefix.size());
        return sentence;
    }

  private:
    QTemporaryDir directory_;
};

inline std::string slurp(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// What a call throws: "bad_input: a.csv: line 3: ...", or "nothing".
template <class Call>
std::string failure(const Folder& folder, Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return folder.shorten(std::string(name_of(error.kind())) + ": " + error.what());
    }
    return "nothing";
}

/// Bytes of a number, little-endian or big-endian.
template <class T>
std::string little(T value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}
template <class T>
std::string big(T value) {
    std::string bytes = little(value);
    return {bytes.rbegin(), bytes.rend()};
}

}  // namespace gradweave::test

/// Compares two std::strings and prints both.
#define COMPARE_TEXT(actual, expected) \
    QCOMPARE(QString::fromStdString(actual), QString::fromStdString(expected))
