// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/dot.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/error.h"
#include "engine/core/process.h"
#include "engine/core/text.h"
#include "engine/exchange/palette.h"
#include "engine/exchange/utf8.h"

namespace gradweave::exchange {

using graph::Phase;

namespace {

/// Gradients stand beside what they are of and run upwards; steps of a program follow one another.
bool runs_back(const GraphPicture& picture, const PictureEdge& edge) {
    const auto phase = [&](int box) { return picture.boxes[static_cast<std::size_t>(box)].phase; };
    return picture.grain != Grain::kernels && phase(edge.from) == Phase::gradient &&
           phase(edge.to) == Phase::gradient;
}

constexpr double points_per_inch = 72;
/// Above this many boxes dot gets limits and draws straight lines.
constexpr std::size_t many_boxes = 300;

/// A text in dot's quotes. Control characters become spaces; a line feed stays one.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const char32_t code = take_code_point(text);
        if (code == '\n')
            out += "\\n";
        else if (code == '"' || code == '\\')
            out.append("\\").push_back(static_cast<char>(code));
        else if (code < 0x20 || code == 0x7F)
            out.push_back(' ');
        else
            append_utf8(out, code);
    }
    return out + "\"";
}

std::string inches(double points) {
    return number_text(std::round(points / points_per_inch * 1e4) / 1e4);
}

class DotWriter {
  public:
    DotWriter(const GraphPicture& picture, const std::vector<Point>& sizes, DotUse use,
              const TextMeasure& measure)
        : picture_(picture), sizes_(sizes), use_(use), measure_(measure) {}

    std::string write() {
        head();
        for (std::size_t i = 0; i < picture_.boxes.size(); ++i)
            node(i);
        groups();
        for (const PictureEdge& e : picture_.edges)
            edge(e);
        rows();
        return text_ + "}\n";
    }

  private:
    bool many() const { return picture_.boxes.size() > many_boxes; }
    const PictureBox& box(int i) const { return picture_.boxes[static_cast<std::size_t>(i)]; }

    void head() {
        text_ =
            "digraph computation {\n  graph [rankdir=TB, newrank=true, ranksep=0.42, "
            "nodesep=0.3";
        // A fifth of the time that higher limits take, and edges that are no longer.
        if (many()) text_ += ", splines=line, nslimit=0.1, nslimit1=0.1, mclimit=0.05";
        text_ += "];\n  node [shape=box";
        if (use_ == DotUse::file)
            text_ += ", fontname=\"DejaVu Sans\", fontsize=11, margin=\"0.12,0.06\"";
        else
            text_ += ", fixedsize=true, label=\"\"";
        text_ += "];\n  edge [";
        text_ += use_ == DotUse::file
                     ? concat("fontname=\"DejaVu Sans\", fontsize=9, arrowsize=0.6, color=",
                              quoted(palette::wire))
                     : "arrowhead=none, arrowtail=none";
        text_ += "];\n";
    }

    void node(std::size_t i) {
        const PictureBox& b = picture_.boxes[i];
        text_ += concat("  n", i, " [");
        if (use_ == DotUse::layout) {
            text_ += concat("width=", inches(sizes_[i].x), ", height=", inches(sizes_[i].y));
        } else {
            std::string label = b.title;
            for (const std::string& line : b.lines)
                label += "\n" + line;
            const BoxColours looks = colours_of(b);
            text_ += concat(
                "label=", quoted(label), ", style=",
                quoted(b.phase == Phase::gradient ? "rounded,filled,dashed" : "rounded,filled"),
                ", color=", quoted(looks.line), ", fillcolor=", quoted(looks.fill));
        }
        text_ += "];\n";
    }

    /// Forward groups on one side, gradients and updates on the other.
    void groups() {
        if (many() || picture_.groups.empty()) return;
        for (const bool forward : {true, false}) {
            text_ += concat(" subgraph cluster_", forward ? "forward" : "backward",
                            " {graph [style=invis, margin=1];\n");
            for (std::size_t i = 0; i < picture_.groups.size(); ++i) {
                if ((picture_.groups[i].phase == Phase::forward) == forward) group(i);
            }
            text_ += " }\n";
        }
    }

    void group(std::size_t i) {
        const PictureGroup& g = picture_.groups[i];
        text_ += concat("  subgraph cluster_", i, " {graph [margin=", GroupFrame::margin,
                        ", labeljust=l, label=", label(g.title));
        if (use_ == DotUse::file) text_ += concat(", style=rounded, color=", quoted(palette::grid));
        text_ += "];";
        for (const int box : g.boxes)
            text_ += concat(" n", box, ";");
        text_ += "}\n";
    }

    void edge(const PictureEdge& e) {
        const Phase from = box(e.from).phase, to = box(e.to).phase;
        const bool in_turn = picture_.grain == Grain::kernels;
        const bool back = runs_back(picture_, e);
        const bool across = from != to;
        text_ += concat("  n", back ? e.to : e.from, " -> n", back ? e.from : e.to, " [");
        std::string options;
        const auto add = [&](const std::string& option) {
            options += (options.empty() ? "" : ", ") + option;
        };
        if (back) add("dir=back");
        if (!in_turn && (from == Phase::forward ? across : box(e.from).block.empty()))
            add("constraint=false");
        if (!across && picture_.grain == Grain::blocks) {
            add("weight=4");
            if (!many()) add("label=" + label(e.label));
        }
        if (use_ == DotUse::file && across) add("style=dashed");
        text_ += options + "];\n";
    }

    /// For the layout an empty box of the label's size, so that dot needs no fonts.
    std::string label(const std::string& text) const {
        if (use_ == DotUse::file) return quoted(text);
        double width = 0, height = 0;
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            width =
                std::max(width, measure_(text.substr(begin, end - begin), BoxText::edge, false));
            height += BoxText::edge * 1.3;
            begin = end + 1;
        }
        return concat("<<TABLE BORDER=\"0\" CELLBORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"",
                      static_cast<int>(width) + 8, "\" HEIGHT=\"", static_cast<int>(height) + 4,
                      "\"><TR><TD></TD></TR></TABLE>>");
    }

    /// Gradient and update boxes in the row of their forward box.
    void rows() {
        std::map<int, std::vector<std::size_t>> beside;
        for (std::size_t i = 0; i < picture_.boxes.size(); ++i) {
            if (picture_.boxes[i].twin) beside[*picture_.boxes[i].twin].push_back(i);
        }
        for (auto& [forward, others] : beside) {
            std::stable_sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
                return picture_.boxes[a].phase < picture_.boxes[b].phase;
            });
            if (picture_.grain == Grain::operations) {
                for (const std::size_t other : others)
                    text_ += concat("  n", forward, " -> n", other,
                                    " [style=invis, minlen=0, weight=0];\n");
                continue;
            }
            text_ += concat("  {rank=same; n", forward);
            for (const std::size_t other : others)
                text_ += concat("; n", other);
            text_ += "}\n";
        }
    }

    const GraphPicture& picture_;
    const std::vector<Point>& sizes_;
    DotUse use_;
    const TextMeasure& measure_;
    std::string text_;
};

/// Words of one line of dot's plain format; texts in quotes are words too.
std::vector<std::string_view> words(std::string_view line) {
    std::vector<std::string_view> result;
    std::size_t at = 0;
    while (at < line.size()) {
        if (line[at] == ' ') {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        if (line[at] == '"') {
            while (end < line.size() && line[end] != '"')
                end += line[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, line.size());
        } else {
            while (end < line.size() && line[end] != ' ')
                ++end;
        }
        result.push_back(line.substr(at, end - at));
        at = end;
    }
    return result;
}

class PlainReader {
  public:
    explicit PlainReader(const GraphPicture& picture) : picture_(picture) {
        layout_.boxes.resize(picture.boxes.size());
        layout_.edges.resize(picture.edges.size());
        for (std::size_t i = 0; i < picture.edges.size(); ++i) {
            const PictureEdge& edge = picture.edges[i];
            if (runs_back(picture, edge))
                waiting_[{edge.to, edge.from}].push_back(i);
            else
                waiting_[{edge.from, edge.to}].push_back(i);
        }
    }

    GraphLayout read(std::string_view plain) {
        bool stopped = false;
        std::size_t nodes = 0;
        while (!plain.empty() && !stopped) {
            const std::size_t end = plain.find('\n');
            const auto line = words(plain.substr(0, end));
            plain.remove_prefix(end == std::string_view::npos ? plain.size() : end + 1);
            if (line.empty()) continue;
            if (line[0] == "graph")
                page(line);
            else if (line[0] == "node")
                node(line), ++nodes;
            else if (line[0] == "edge")
                edge(line);
            else if (line[0] == "stop")
                stopped = true;
            else
                refuse("a line begins with no known word");
        }
        if (!stopped) refuse("it ends early");
        if (nodes != picture_.boxes.size()) refuse("it has another number of boxes");
        if (picture_.boxes.size() <= many_boxes) frame_groups(picture_, layout_);
        if (forward_is_right()) mirror(layout_);
        return std::move(layout_);
    }

  private:
    /// dot decides itself which of the two ladders comes first.
    bool forward_is_right() const {
        double sums[2] = {0, 0}, counts[2] = {0, 0};
        for (std::size_t i = 0; i < layout_.boxes.size(); ++i) {
            const int side = picture_.boxes[i].phase == Phase::forward ? 0 : 1;
            sums[side] += layout_.boxes[i].centre().x;
            ++counts[side];
        }
        return counts[0] > 0 && counts[1] > 0 && sums[0] / counts[0] > sums[1] / counts[1];
    }

    [[noreturn]] static void refuse(const char* why) {
        throw Error(ErrorKind::bad_input, concat("dot's answer cannot be read: ", why));
    }

    static double number(const std::vector<std::string_view>& line, std::size_t i) {
        const auto value = i < line.size() ? parse_double(line[i]) : std::nullopt;
        if (!value || !std::isfinite(*value) || std::abs(*value) > 1e6)
            refuse("a number is missing");
        return *value * points_per_inch;
    }

    int box_number(const std::vector<std::string_view>& line, std::size_t i) const {
        const auto value = i < line.size() && line[i].starts_with('n')
                               ? parse_int(line[i].substr(1))
                               : std::nullopt;
        if (!value || *value < 0 || *value >= static_cast<std::int64_t>(picture_.boxes.size()))
            refuse("it names an unknown box");
        return static_cast<int>(*value);
    }

    Point point(const std::vector<std::string_view>& line, std::size_t i) const {
        return {number(line, i), layout_.height - number(line, i + 1)};
    }

    void page(const std::vector<std::string_view>& line) {
        layout_.width = number(line, 2);
        layout_.height = number(line, 3);
    }

    void node(const std::vector<std::string_view>& line) {
        const Point centre = point(line, 2);
        const double width = number(line, 4), height = number(line, 5);
        layout_.boxes[static_cast<std::size_t>(box_number(line, 1))] = {
            centre.x - width / 2, centre.y - height / 2, width, height};
    }

    void edge(const std::vector<std::string_view>& line) {
        const int tail = box_number(line, 1), head = box_number(line, 2);
        auto& edges = waiting_[{tail, head}];
        if (edges.empty()) return;  // an invisible one
        const auto count = line.size() > 3 ? parse_int(line[3]) : std::nullopt;
        if (!count || *count < 4 || (*count - 1) % 3 != 0 ||
            static_cast<std::size_t>(*count) > line.size())
            refuse("an edge has no points");
        const std::size_t i = edges.back();
        edges.pop_back();
        EdgeCurve& curve = layout_.edges[i];
        const auto points = static_cast<std::size_t>(*count);
        for (std::size_t k = 0; k < points; ++k)
            curve.points.push_back(point(line, 4 + 2 * k));
        // A label adds its text and position before style and colour.
        const std::size_t after = 4 + 2 * points;
        if (line.size() >= after + 5) curve.label = point(line, after + 1);
        if (tail != picture_.edges[i].from) std::reverse(curve.points.begin(), curve.points.end());
    }

    const GraphPicture& picture_;
    GraphLayout layout_;
    std::map<std::pair<int, int>, std::vector<std::size_t>> waiting_;
};

}  // namespace

std::string dot_text(const GraphPicture& picture, const std::vector<Point>& sizes, DotUse use,
                     const TextMeasure& measure) {
    return DotWriter(picture, sizes, use, measure).write();
}

GraphLayout layout_from_plain(const GraphPicture& picture, std::string_view plain) {
    return PlainReader(picture).read(plain);
}

GraphLayoutResult lay_out_graph(const GraphPicture& picture, const std::vector<Point>& sizes,
                                const DotOptions& options) {
    const auto fall_back = [&](std::string why) {
        return GraphLayoutResult{layered_graph_layout(picture, sizes), std::move(why)};
    };
    if (picture.boxes.empty()) return {};
    ProgramLimits limits;
    limits.time = options.limit;
    limits.cancelled = options.cancelled;
    const ProgramResult result =
        run_program({options.program, "-Tplain"}, dot_text(picture, sizes, DotUse::layout), limits);
    switch (result.end) {
        case ProgramEnd::cancelled:
            throw Error(ErrorKind::cancelled, "the layout of the graph was stopped as asked");
        case ProgramEnd::missing:
            return fall_back("The program dot (Graphviz) was not found.");
        case ProgramEnd::timed_out:
            return fall_back(
                concat("The program dot took longer than ", options.limit.count() / 1000.0, " s."));
        case ProgramEnd::failed:
            return fall_back("The program dot failed.");
        case ProgramEnd::finished:
            break;
    }
    try {
        return {layout_from_plain(picture, result.output), {}};
    } catch (const Error& error) {
        return fall_back(error.what());
    }
}

}  // namespace gradweave::exchange
