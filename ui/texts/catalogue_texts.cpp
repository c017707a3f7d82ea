// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the catalogue's texts as source that lupdate understands: the catalogue is the engine's,
// which knows nothing of Qt. Run by the target update_translations and by the test of the
// translations.
#include <cctype>
#include <iostream>
#include <set>
#include <string>

#include "engine/model/catalogue.h"

using namespace gradweave;

namespace {

class Texts {
  public:
    void add(const std::string& text) {
        if (text.empty() || !seen_.insert(text).second) return;
        std::cout << "    QT_TRANSLATE_NOOP(\"Catalogue\", \"";
        for (const char c : text) {
            if (c == '"' || c == '\\') std::cout << '\\';
            if (c == '\n')
                std::cout << "\\n";
            else
                std::cout << c;
        }
        std::cout << "\"),\n";
    }

    /// One of nothing but values and signs reads the same in every language.
    void add_summary(const std::string& summary) {
        bool inside = false;
        int letters = 0;
        for (const char c : summary) {
            if (c == '{') inside = true;
            if (!inside && std::isalpha(static_cast<unsigned char>(c))) ++letters;
            if (c == '}') inside = false;
        }
        if (letters > 1) add(summary);
    }

    void add(const std::vector<model::ParamSpec>& specs) {
        for (const model::ParamSpec& spec : specs) {
            add(spec.label);
            add(spec.help);
        }
    }

    void add(const std::vector<model::PortSpec>& ports) {
        for (const model::PortSpec& port : ports)
            add(port.help);
    }

  private:
    std::set<std::string> seen_;
};

}  // namespace

int main() {
    const model::Catalogue catalogue;
    Texts texts;
    std::cout << "static const char* const texts[] = {\n";
    for (const model::CatalogueSection& section : catalogue.sections()) {
        texts.add(model::name_of(section.category));
        texts.add(section.group);
        for (const model::BlockKind* kind : section.kinds) {
            texts.add(kind->help);
            texts.add(kind->example.use);
            texts.add_summary(kind->summary);
            texts.add(kind->params);
            texts.add(kind->inputs);
            texts.add(kind->outputs);
            // Ports that depend on parameters, as they are at first.
            texts.add(kind->input_ports({}));
        }
    }
    texts.add(model::training_settings());
    std::cout << "};\n";
}
