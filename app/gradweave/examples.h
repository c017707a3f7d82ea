// SPDX-License-Identifier: GPL-3.0-or-later
// The example projects that came with the program.
#pragma once

#include <QString>
#include <string>
#include <vector>

namespace gradweave::app {

struct Example {
    QString path, title, text;
    int order = 0;
};

/// A title or text of an example in the window's language; itself where it is none of ours.
QString exampleText(const std::string& text);

/// In the order that they ask for. Files that are no projects are left out.
std::vector<Example> findExamples();

}  // namespace gradweave::app
