// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/embedded_project.h"

#include <charconv>

#include "engine/core/text.h"
#include "engine/exchange/svg_writer.h"
#include "engine/exchange/utf8.h"
#include "engine/io/files.h"
#include "engine/io/safetensors.h"
#include "engine/model/project.h"

namespace gradweave::exchange {

namespace {

constexpr std::string_view tag = "gradweave:project";

/// JSON text in which characters that XML cannot hold are written as JSON's own escapes, so that
/// nothing is lost. They only occur within strings.
std::string json_for_xml(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    while (!json.empty()) {
        const char32_t code = take_code_point(json);
        const bool control = code >= 0x7F && code < 0xA0;
        if (!control && code != 0xFFFE && code != 0xFFFF) {
            append_utf8(out, code);
            continue;
        }
        constexpr char hex[] = "0123456789abcdef";
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            out += hex[code >> shift & 15];
    }
    return out;
}

/// The character that an entity such as "amp" or "#x41" stands for.
std::optional<char32_t> entity(std::string_view name) {
    if (name == "amp") return '&';
    if (name == "lt") return '<';
    if (name == "gt") return '>';
    if (name == "quot") return '"';
    if (name == "apos") return '\'';
    if (!name.starts_with('#')) return std::nullopt;
    name.remove_prefix(1);
    const bool hex = name.starts_with('x');
    if (hex) name.remove_prefix(1);
    unsigned long code = 0;
    const auto [end, failure] =
        std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (failure != std::errc{} || end != name.data() + name.size() || name.empty() || code == 0 ||
        code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return std::nullopt;
    return static_cast<char32_t>(code);
}

/// Character data with entities and CDATA sections resolved; nothing if it holds elements.
std::optional<std::string> character_data(std::string_view xml) {
    constexpr std::string_view cdata = "<![CDATA[", cdata_end = "]]>";
    std::string out;
    while (!xml.empty()) {
        if (xml.starts_with(cdata)) {
            const std::size_t end = xml.find(cdata_end);
            if (end == std::string_view::npos) return std::nullopt;
            out += xml.substr(cdata.size(), end - cdata.size());
            xml.remove_prefix(end + cdata_end.size());
        } else if (xml[0] == '&') {
            const std::size_t end = xml.find(';');
            const auto code = end < 12 ? entity(xml.substr(1, end - 1)) : std::nullopt;
            if (!code) return std::nullopt;
            append_utf8(out, *code);
            xml.remove_prefix(end + 1);
        } else if (xml[0] == '<') {
            return std::nullopt;
        } else {
            out += xml[0];
            xml.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace

std::string project_element(std::string_view json) {
    return concat("<metadata>\n<", tag, " version=\"1\">", xml_text(json_for_xml(json)), "</", tag,
                  ">\n</metadata>\n");
}

std::optional<std::string> project_in_svg(std::string_view svg) {
    if (svg.find("<svg") == std::string_view::npos) return std::nullopt;
    const std::size_t element = svg.find(concat("<", tag));
    if (element == std::string_view::npos) return std::nullopt;
    const std::size_t begin = svg.find('>', element);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t end = svg.find(concat("</", tag), begin);
    if (end == std::string_view::npos) return std::nullopt;
    auto json = character_data(svg.substr(begin + 1, end - begin - 1));
    if (!json || json->find('{') == std::string::npos) return std::nullopt;
    return json;
}

std::optional<std::string> project_in_metadata(const std::map<std::string, std::string>& metadata) {
    const auto found = metadata.find(project_key);
    if (found == metadata.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

bool may_carry_project(const std::filesystem::path& path) {
    return path.extension() == ".safetensors" || path.extension() == ".svg" ||
           path.extension() == ".png";
}

model::Document carried_project(const std::filesystem::path& path,
                                const model::Catalogue& catalogue) {
    std::optional<std::string> text;
    if (path.extension() == ".safetensors") {
        text = project_in_metadata(io::read_safetensors_header(path).metadata);
    } else if (path.extension() == ".svg") {
        text = project_in_svg(io::read_text(path));
    } else if (path.extension() == ".png") {
        text = project_in_png(io::read_text(path));
    } else {
        throw io::file_error(ErrorKind::unsupported, path,
                             "only .safetensors, .svg and .png files carry their project");
    }
    if (!text) throw io::file_error(ErrorKind::bad_input, path, "it carries no Gradweave project");
    try {
        return model::document_from_text(*text, catalogue);
    } catch (const Error& error) {
        throw io::file_error(error.kind(), path, error.what());
    }
}

}  // namespace gradweave::exchange
