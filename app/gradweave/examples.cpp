// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/examples.h"

#include <QCoreApplication>
#include <algorithm>
#include <iterator>

#include "app/gradweave/example_texts.h"
#include "engine/core/error.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/locations.h"
#include "ui/text.h"

namespace gradweave::app {

using ui::qtext;

QString exampleText(const std::string& text) {
    static_assert(std::size(exampleTexts) > 0);  // lists for the translators what is asked for here
    return text.empty() ? QString() : QCoreApplication::translate("Examples", text.c_str());
}

std::vector<Example> findExamples() {
    std::vector<Example> examples;
    for (const std::string& name : io::example_names()) {
        try {
            const auto path = io::example_path(name);
            const io::Json json = io::parse_json(io::read_text(path));
            Example example{qtext(path.string()), qtext(name), {}, 1000};
            if (const io::Json* about = json.find("about")) {
                if (const io::Json* title = about->find("title"))
                    example.title = exampleText(title->string());
                if (const io::Json* text = about->find("text"))
                    example.text = exampleText(text->string());
                if (const io::Json* order = about->find("order"))
                    example.order = static_cast<int>(order->integer());
            }
            examples.push_back(std::move(example));
        } catch (const Error&) {
            continue;  // the others are still of use
        }
    }
    std::stable_sort(examples.begin(), examples.end(),
                     [](const Example& a, const Example& b) { return a.order < b.order; });
    return examples;
}

}  // namespace gradweave::app
