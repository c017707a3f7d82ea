// SPDX-License-Identifier: Apache-2.0
#include "engine/model/project.h"

#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/io/files.h"

namespace gradweave::model {

using io::Json;

namespace {

constexpr const char* format_name = "gradweave-project";
constexpr std::int64_t format_version = 1;
constexpr std::size_t most_blocks = 100'000;
/// Coordinates beyond this are of no use to anybody and make painting fail.
constexpr double farthest = 1e6;
constexpr std::size_t most_frames = 10'000, most_bends = 1'000, most_title = 10'000;

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::bad_input, sentence);
}

Json to_json(const ParamValue& value) {
    struct Convert {
        Json operator()(bool v) const { return v; }
        Json operator()(std::int64_t v) const { return v; }
        Json operator()(double v) const { return v; }
        Json operator()(const std::string& v) const { return v; }
        Json operator()(const Axes& v) const {
            Json::List list;
            for (const std::int64_t entry : v)
                list.emplace_back(entry);
            return list;
        }
    };
    return std::visit(Convert{}, value);
}

/// The value in the type that the spec wants where that is possible, else in its own.
std::optional<ParamValue> from_json(const Json& json, const ParamSpec* spec) {
    if (json.is_bool()) return json.boolean();
    if (json.is_integer()) {
        if (spec && spec->type == ParamType::real) return json.number();
        return json.integer();
    }
    if (json.is_number()) return json.number();
    if (json.is_string()) return json.string();
    if (json.is_list()) {
        Axes list;
        for (const Json& entry : json.list()) {
            if (!entry.is_integer()) return std::nullopt;
            list.push_back(entry.integer());
        }
        return list;
    }
    return std::nullopt;
}

Json::Object to_json(const Params& params) {
    Json::Object object;
    for (const auto& [key, value] : params)
        object.emplace(key, to_json(value));
    return object;
}

const char* name_of(BlockMode mode) {
    return mode == BlockMode::muted ? "muted" : "bypassed";
}

Json to_json(const Block& block) {
    Json::Object object = block.extra;
    if (block.marks.mode != BlockMode::active) object["mode"] = name_of(block.marks.mode);
    if (block.marks.collapsed) object["collapsed"] = true;
    if (block.marks.pinned) object["pinned"] = true;
    if (block.frame != 0) object["frame"] = block.frame;
    object["id"] = block.id;
    object["kind"] = block.kind;
    object["v"] = std::int64_t{block.version};
    object["name"] = block.name;
    object["x"] = block.position.x;
    object["y"] = block.position.y;
    Json::Object params = to_json(block.params);
    // Parameters of a newer version whose values have a form unknown here.
    if (const auto kept = block.extra.find("params"); kept != block.extra.end())
        params.insert(kept->second.object().begin(), kept->second.object().end());
    if (!params.empty()) object["params"] = std::move(params);
    return object;
}

double coordinate(const Json& json) {
    const double value = json.number();
    return std::clamp(value, -farthest, farthest);
}

Json to_json(const Frame& frame) {
    Json::Object object = frame.extra;
    object["id"] = frame.id;
    object["title"] = frame.title;
    object["colour"] = std::int64_t{frame.colour};
    object["x"] = frame.position.x;
    object["y"] = frame.position.y;
    object["width"] = frame.size.x;
    object["height"] = frame.size.y;
    if (frame.closed) object["closed"] = true;
    return object;
}

Frame frame_from_json(const Json& json) {
    Frame frame;
    frame.id = json.at("id").integer();
    frame.title = json.at("title").string();
    if (frame.title.size() > most_title) refuse("the title is too long");
    if (const Json* colour = json.find("colour"))
        frame.colour = static_cast<int>(std::clamp<std::int64_t>(colour->integer(), 0, 1000));
    frame.position = {coordinate(json.at("x")), coordinate(json.at("y"))};
    frame.size = {std::max(0.0, coordinate(json.at("width"))),
                  std::max(0.0, coordinate(json.at("height")))};
    if (const Json* closed = json.find("closed")) frame.closed = closed->boolean();
    for (const auto& [key, value] : json.object()) {
        if (key != "id" && key != "title" && key != "colour" && key != "x" && key != "y" &&
            key != "width" && key != "height" && key != "closed")
            frame.extra.emplace(key, value);
    }
    return frame;
}

BlockMarks marks_from_json(const Json& json) {
    BlockMarks marks;
    if (const Json* mode = json.find("mode")) {
        const std::string name = mode->string();
        if (name == "bypassed")
            marks.mode = BlockMode::bypassed;
        else if (name == "muted")
            marks.mode = BlockMode::muted;
        else
            refuse(concat("the mode ", in_quotes(name), " is neither bypassed nor muted"));
    }
    if (const Json* collapsed = json.find("collapsed")) marks.collapsed = collapsed->boolean();
    if (const Json* pinned = json.find("pinned")) marks.pinned = pinned->boolean();
    return marks;
}

Block block_from_json(const Json& json, const Catalogue& catalogue) {
    Block block;
    block.marks = marks_from_json(json);
    if (const Json* frame = json.find("frame")) block.frame = frame->integer();
    block.id = json.at("id").integer();
    block.kind = json.at("kind").string();
    block.name = json.at("name").string();
    block.version =
        json.find("v")
            ? static_cast<int>(std::clamp<std::int64_t>(json.at("v").integer(), 0, 1'000'000))
            : 1;
    block.position = {coordinate(json.at("x")), coordinate(json.at("y"))};
    const BlockKind* kind = catalogue.find(block.kind);
    Json::Object unread;
    if (const Json* params = json.find("params")) {
        for (const auto& [key, value] : params->object()) {
            auto param = from_json(value, kind ? find_spec(kind->params, key) : nullptr);
            if (param)
                block.params.emplace(key, std::move(*param));
            else
                unread.emplace(key, value);
        }
    }
    for (const auto& [key, value] : json.object()) {
        if (key != "id" && key != "kind" && key != "v" && key != "name" && key != "x" &&
            key != "y" && key != "params" && key != "mode" && key != "collapsed" &&
            key != "pinned" && key != "frame") {
            block.extra.emplace(key, value);
        }
    }
    if (!unread.empty()) block.extra.emplace("params", std::move(unread));
    return block;
}

/// Adds "in block 3" to what went wrong inside.
template <class F>
auto in_place(const std::string& place, F&& f) {
    try {
        return f();
    } catch (const Error& error) {
        refuse(concat(place, ": ", error.what()));
    }
}

void read_wires(const Json& json, Document& document) {
    std::size_t number = 0;
    for (const Json& entry : json.list()) {
        ++number;
        in_place(concat("wire ", number), [&] {
            const auto& ends = entry.list();
            if (ends.size() != 4) refuse("expected [block, output, block, input]");
            const Wire wire{{ends[0].integer(), ends[1].string()},
                            {ends[2].integer(), ends[3].string()}};
            document.apply(InsertWire{wire});
        });
    }
}

/// Each entry: block, input, then x and y of every bend of the wire that ends there.
void read_bends(const Json& json, Document& document) {
    std::size_t number = 0;
    for (const Json& entry : json.list()) {
        ++number;
        in_place(concat("bends ", number), [&] {
            const auto& values = entry.list();
            if (values.size() < 4 || values.size() % 2 != 0)
                refuse("expected [block, input, x, y, ...]");
            if (values.size() > 2 * most_bends) refuse("a wire has too many bends");
            SetBends edit{{values[0].integer(), values[1].string()}, {}};
            for (std::size_t i = 2; i < values.size(); i += 2)
                edit.bends.push_back({coordinate(values[i]), coordinate(values[i + 1])});
            document.apply(edit);
        });
    }
}

void read_training(const Json& json, Document& document) {
    for (const auto& [key, value] : json.object()) {
        const auto setting = from_json(value, find_spec(training_settings(), key));
        if (!setting)
            refuse(concat("training: ", in_quotes(key), " has a value of an unknown form"));
        document.apply(SetTraining{key, *setting});
    }
}

}  // namespace

std::string to_text(const Document& document) {
    Json::Object object = document.extra();
    object["format"] = format_name;
    object["version"] = format_version;
    object["app"] = GRADWEAVE_VERSION;
    Json::List blocks, wires;
    for (const auto& [id, block] : document.blocks())
        blocks.push_back(to_json(block));
    for (const auto& [to, from] : document.wires())
        wires.push_back(Json::List{from.block, from.port, to.block, to.port});
    object["blocks"] = std::move(blocks);
    object["wires"] = std::move(wires);
    // Left out where there are none, so that projects without them look as they always did.
    if (!document.frames().empty()) {
        Json::List frames;
        for (const auto& [id, frame] : document.frames())
            frames.push_back(to_json(frame));
        object["frames"] = std::move(frames);
    }
    if (!document.all_bends().empty()) {
        Json::List bends;
        for (const auto& [to, points] : document.all_bends()) {
            Json::List entry{to.block, to.port};
            for (const Point& point : points) {
                entry.emplace_back(point.x);
                entry.emplace_back(point.y);
            }
            bends.push_back(std::move(entry));
        }
        object["bends"] = std::move(bends);
    }
    object["training"] = to_json(document.training());
    return to_text(Json(std::move(object)), 2) + "\n";
}

Document document_from_text(const std::string& text, const Catalogue& catalogue) {
    const Json json = io::parse_json(text);
    const Json* format = json.find("format");
    if (format == nullptr || !format->is_string() || format->string() != format_name)
        refuse("this is no Gradweave project");
    const std::int64_t version = json.at("version").integer();
    if (version > format_version) {
        refuse(concat("the project was written by a newer Gradweave (format ", version,
                      ", this program reads up to ", format_version, "); update the program"));
    }
    Document document;
    const auto& blocks = json.at("blocks").list();
    if (blocks.size() > most_blocks)
        refuse(concat(blocks.size(), " blocks are more than the ", most_blocks,
                      " that are supported"));
    if (const Json* frames = json.find("frames")) {
        if (frames->list().size() > most_frames)
            refuse(concat(frames->list().size(), " frames are more than the ", most_frames,
                          " that are supported"));
        for (std::size_t i = 0; i < frames->list().size(); ++i) {
            in_place(concat("frame ", i + 1),
                     [&] { document.apply(InsertFrame{frame_from_json(frames->list()[i])}); });
        }
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        in_place(concat("block ", i + 1),
                 [&] { document.apply(InsertBlock{block_from_json(blocks[i], catalogue)}); });
    }
    if (const Json* wires = json.find("wires")) read_wires(*wires, document);
    if (const Json* bends = json.find("bends")) read_bends(*bends, document);
    if (const Json* training = json.find("training")) read_training(*training, document);
    Json::Object extra;
    for (const auto& [key, value] : json.object()) {
        if (key != "format" && key != "version" && key != "app" && key != "blocks" &&
            key != "wires" && key != "training" && key != "frames" && key != "bends")
            extra.emplace(key, value);
    }
    document.set_extra(std::move(extra));
    return document;
}

Document load_project(const std::filesystem::path& path, const Catalogue& catalogue) {
    const std::string text = io::read_text(path);
    try {
        return document_from_text(text, catalogue);
    } catch (const Error& error) {
        throw Error(error.kind(), concat(path.string(), ": ", error.what())).in_file(path.string());
    }
}

void save_project(const Document& document, const std::filesystem::path& path) {
    io::write_file(path, to_text(document));
}

}  // namespace gradweave::model
