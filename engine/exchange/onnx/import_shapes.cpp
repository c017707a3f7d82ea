// SPDX-License-Identifier: Apache-2.0
// Shapes as blocks: axes moved, cut, put together and added; borders and scaling.
#include <algorithm>

#include "engine/core/text.h"
#include "engine/exchange/onnx/functions.h"
#include "engine/exchange/onnx/import_rows.h"

namespace gradweave::exchange::onnx {

namespace {

using model::BlockId;
using model::Socket;

/// Axes of two shapes that hold the same elements, in groups of equal products.
struct Group {
    int before_begin, before_end, after_begin, after_end;
};
std::vector<Group> grouped_axes(const Shape& before, const Shape& after) {
    std::vector<Group> groups;
    int i = 0, k = 0;
    while (i < before.rank() && k < after.rank()) {
        Group group{i, i + 1, k, k + 1};
        std::int64_t left = before[i++], right = after[k++];
        while (left != right) {
            if (left < right ? i == before.rank() : k == after.rank()) return {};
            if (left < right)
                left *= before[i++];
            else
                right *= after[k++];
        }
        group.before_end = i;
        group.after_end = k;
        groups.push_back(group);
    }
    // Axes of size 1 that are left over belong to the last.
    if (groups.empty()) return {};
    groups.back().before_end = before.rank();
    groups.back().after_end = after.rank();
    return groups;
}

/// A shape whose batch is not in front, where the batch stays an axis of its own: the other axes
/// are reshaped with the batch in front, and the result is seen in the wanted order.
bool around_batch(Importer& im, const Node& node) {
    const std::string &from = input(node, 0), &to = node.outputs[0];
    if (!im.is_data(from)) return false;
    const View& seen = im.view(from);
    const Shape &before = im.shape(from), &after = im.shape(to);
    const auto at = std::find(seen.axes.begin(), seen.axes.end(), 0);
    if (at == seen.axes.end()) return false;
    const int batch = static_cast<int>(at - seen.axes.begin());
    const auto groups = grouped_axes(before, after);
    const auto own = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
        return group.before_begin == batch && group.before_end == batch + 1 &&
               group.after_end == group.after_begin + 1;
    });
    if (own == groups.end()) return false;
    View front{seen.socket, {0}};
    for (const int axis : seen.axes) {
        if (axis != 0) front.axes.push_back(axis);
    }
    Axes sizes;
    std::vector<int> axes;
    for (int i = 0; i < after.rank(); ++i) {
        axes.push_back(i == own->after_begin ? 0 : static_cast<int>(sizes.size()) + 1);
        if (i != own->after_begin) sizes.push_back(after[i]);
    }
    const Socket socket = im.socket_of(front, concat(from, "_front"));
    const BlockId id =
        im.add("reshape", im.name_for(node), {{"shape", sizes}, {"keep_batch", true}});
    im.connect(socket, id, "x");
    im.set_view(to, {{id, im.catalogue().find("reshape")->outputs[0].name}, std::move(axes)});
    return true;
}

/// The same elements in another shape: nothing to do where only axes of size 1 come or go.
void reshape(Importer& im, const Node& node) {
    const std::string &from = input(node, 0), &to = node.outputs[0];
    const Shape &before = im.shape(from), &after = im.shape(to);
    if (im.is_data(from)) {
        const View& seen = im.view(from);
        std::vector<int> kept;  // axes of `before` that are not added ones of size 1
        for (int i = 0; i < before.rank(); ++i) {
            if (before[i] != 1 || seen.axes[static_cast<std::size_t>(i)] == 0)
                kept.push_back(seen.axes[static_cast<std::size_t>(i)]);
        }
        std::vector<int> axes;
        std::size_t next = 0;
        bool fits = true;
        for (int i = 0; i < after.rank(); ++i) {
            const bool one = after[i] == 1 &&
                             !(next < kept.size() && kept[next] == 0 && im.batch() == 1 && i == 0);
            if (one) {
                axes.push_back(-1);
            } else {
                fits = fits && next < kept.size();
                axes.push_back(fits ? kept[next++] : -1);
            }
        }
        fits = fits && next == kept.size();
        // The kept sizes in order must be the same.
        std::vector<std::int64_t> left, right;
        for (const std::int64_t size : before) {
            if (size != 1) left.push_back(size);
        }
        for (const std::int64_t size : after) {
            if (size != 1) right.push_back(size);
        }
        // Axes of size 1 that the block itself has would be lost to a view.
        const bool own_ones = std::any_of(seen.axes.begin(), seen.axes.end(), [&](int axis) {
            return axis > 0 &&
                   before[static_cast<int>(std::find(seen.axes.begin(), seen.axes.end(), axis) -
                                           seen.axes.begin())] == 1;
        });
        if (fits && left == right && !own_ones) {
            im.set_view(to, {seen.socket, std::move(axes)});
            return;
        }
    }
    if (after.rank() == 0) unsupported("a shape without the batch");
    const bool keep = after[0] == im.batch() && before.rank() > 0 && before[0] == im.batch();
    if (!keep && around_batch(im, node)) return;
    if (keep && after.rank() == 2 && im.catalogue().find("flatten") != nullptr)
        return im.map(node, "flatten", from);
    if (!keep && after[0] % im.batch() != 0) unsupported("the batch is no longer in front");
    Axes sizes(after.begin() + 1, after.end());
    if (!keep) sizes.insert(sizes.begin(), -1);
    im.map(node, "reshape", from, {{"shape", sizes}, {"keep_batch", keep}});
}

void transpose(Importer& im, const Node& node) {
    const View& seen = im.view(input(node, 0));
    Axes order = fn::axes_from(0, static_cast<int>(seen.axes.size()));
    std::reverse(order.begin(), order.end());
    View turned{seen.socket, {}};
    for (const std::int64_t axis : im.call(node).integers("perm", order))
        turned.axes.push_back(seen.axes.at(static_cast<std::size_t>(axis)));
    im.set_view(node.outputs[0], std::move(turned));
}

void concat_op(Importer& im, const Node& node) {
    const int rank = im.shape(input(node, 0)).rank();
    const int axis = fn::axis_of(im.call(node).integer("axis", 1), rank);
    std::vector<Socket> parts;
    for (const std::string& name : node.inputs)
        parts.push_back(im.socket(name));
    if (parts.size() == 1) return pass_on(im, node);
    const BlockId id = im.add("concat", im.name_for(node),
                              {{"axis", static_cast<std::int64_t>(axis)},
                               {"inputs", static_cast<std::int64_t>(parts.size())}});
    for (std::size_t i = 0; i < parts.size(); ++i)
        im.connect(parts[i], id, concat("x", i + 1));
    im.give(node.outputs[0], id);
}

/// "start:stop:step" on one axis.
std::string ranges_text(int axis, const std::string& range) {
    std::string text;
    for (int i = 0; i < axis; ++i)
        text += ":, ";
    return text + range;
}

void slice(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const Shape& shape = im.shape(input(node, 0));
    const bool old = c.version() < 10;
    const Axes starts = old ? c.integers("starts") : c.integers_of(1),
               ends = old ? c.integers("ends") : c.integers_of(2);
    Axes axes = c.integers_in(3, "axes"), steps = c.has(4) ? c.integers_of(4) : Axes{};
    if (axes.empty()) axes = fn::axes_from(0, static_cast<int>(starts.size()));
    if (steps.empty()) steps.assign(starts.size(), 1);
    std::vector<std::string> parts(static_cast<std::size_t>(shape.rank()), ":");
    for (std::size_t i = 0; i < axes.size() && i < starts.size() && i < ends.size(); ++i) {
        const int axis = fn::axis_of(axes[i], shape.rank());
        const IndexRange part = resolve(
            range(std::clamp<std::int64_t>(starts[i], -shape[axis] - 1, shape[axis]),
                  std::clamp<std::int64_t>(ends[i], -shape[axis] - 1, shape[axis]), steps[i]),
            shape[axis]);
        if (part.count == shape[axis] && steps[i] == 1) continue;
        const std::int64_t stop = part.start + part.count * steps[i];
        parts[static_cast<std::size_t>(axis)] =
            concat(part.start, ":", stop < 0 ? std::string() : std::to_string(stop), ":", steps[i]);
    }
    std::string text;
    for (const std::string& part : parts)
        text += concat(text.empty() ? "" : ", ", part);
    im.map(node, "slice", input(node, 0), {{"ranges", text}});
}

/// A border along any axes but the batch.
void pad_op(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const int rank = im.shape(input(node, 0)).rank();
    const Axes given = c.version() < 11 ? c.integers("pads") : c.integers_of(1);
    Axes axes = c.has(3) ? c.integers_of(3) : fn::axes_from(0, rank);
    const std::string mode = c.text("mode", "constant");
    if (mode != "constant" && mode != "reflect" && mode != "edge")
        unsupported(concat("the mode ", in_quotes(mode)));
    if (given.size() != 2 * axes.size()) refuse("pads need two numbers for each axis");
    Axes low(static_cast<std::size_t>(rank), 0), high = low;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = static_cast<std::size_t>(fn::axis_of(axes[i], rank));
        low[axis] = given[i];
        high[axis] = given[i + axes.size()];
        if (low[axis] < 0 || high[axis] < 0) unsupported("a border that cuts off");
    }
    if (low[0] != 0 || high[0] != 0) unsupported("a border around the batch");
    // Only the last axes that have one.
    std::size_t first = 1;
    while (first + 1 < low.size() && low[first] == 0 && high[first] == 0)
        ++first;
    low.erase(low.begin(), low.begin() + static_cast<std::ptrdiff_t>(first));
    high.erase(high.begin(), high.begin() + static_cast<std::ptrdiff_t>(first));
    model::Params params{{"before", low},
                         {"after", high},
                         {"mode", std::string(mode == "edge" ? "replicate" : mode)}};
    if (mode == "constant")
        params["value"] = c.version() < 11 ? c.real("value", 0) : c.has(2) ? c.number_of(2) : 0.0;
    im.map(node, "pad", input(node, 0), params);
}

/// Enlarging by whole numbers.
void resize(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const bool old = c.version() < 11 || node.op == "Upsample";
    const Shape &before = im.shape(input(node, 0)), &after = im.shape(node.outputs[0]);
    const std::string mode = c.text("mode", "nearest");
    const std::string place =
        old ? "asymmetric" : c.text("coordinate_transformation_mode", "half_pixel");
    const std::string rounding = old ? "floor" : c.text("nearest_mode", "round_prefer_floor");
    if (mode != "nearest" && mode != "linear" && mode != "bilinear" && mode != "trilinear")
        unsupported(concat("the mode ", in_quotes(mode)));
    if (before.rank() < 3) unsupported(concat("a tensor ", to_string(before)));
    Axes factor;
    for (int i = 0; i < before.rank(); ++i) {
        if (before[i] == 0 || after[i] % before[i] != 0 || (i < 2 && after[i] != before[i]))
            unsupported(concat("from ", to_string(before), " to ", to_string(after),
                               ", which is no whole number of times"));
        if (i >= 2) factor.push_back(after[i] / before[i]);
    }
    const bool centred = place == "half_pixel" || place == "pytorch_half_pixel";
    const bool nearest = mode == "nearest";
    // Of whole numbers the centre of a place never lies between two.
    if (nearest ? !(centred && rounding.starts_with("round")) &&
                      !(place == "asymmetric" && rounding == "floor")
                : !centred && place != "align_corners")
        unsupported(concat("places chosen by ", in_quotes(place)));
    if (std::equal(factor.begin() + 1, factor.end(), factor.begin())) factor.resize(1);
    im.map(node, "upsample", input(node, 0),
           {{"factor", factor},
            {"mode", std::string(nearest ? "nearest" : "linear")},
            {"align_corners", !nearest && place == "align_corners"}});
}

/// Parts as one block.
void split(Importer& im, const Node& node) {
    const std::string& x = input(node, 0);
    const int axis = fn::axis_of(im.call(node).integer("axis", 0), im.shape(x).rank());
    if (node.outputs.size() == 1) return pass_on(im, node);
    Axes sizes;
    for (const std::string& output : node.outputs)
        sizes.push_back(im.shape(output)[axis]);
    const Socket from = im.socket(x);
    const BlockId id = im.add("split", im.name_for(node),
                              {{"axis", static_cast<std::int64_t>(axis)}, {"sizes", sizes}});
    im.connect(from, id, "x");
    for (std::size_t i = 0; i < node.outputs.size(); ++i)
        im.give(node.outputs[i], id, i);
}

void gather(Importer& im, const Node& node) {
    const Call c = im.call(node);
    const std::string &data = input(node, 0), &indices = input(node, 1);
    const int axis = fn::axis_of(c.integer("axis", 0), im.shape(data).rank());
    if (!im.is_data(data) && im.is_data(indices)) {
        const Array table = im.weights_of(data);
        if (table.shape().rank() != 2 || axis != 0) unsupported("a table that is no matrix");
        const Socket from = im.socket(indices);
        const BlockId id = im.add("embedding", im.name_for(node, data),
                                  {{"size", table.shape()[1]}, {"entries", table.shape()[0]}});
        im.connect(from, id, "x");
        im.set_weight(id, "weight", table);
        im.give(node.outputs[0], id);
        return;
    }
    if (im.is_data(indices) || im.shape(indices).rank() != 0)
        unsupported("elements that are picked by other than one fixed number");
    im.map(node, "slice", data, {{"ranges", ranges_text(axis, std::to_string(c.integer_of(1)))}});
}

void reduce(Importer& im, const Node& node, const char* kind, model::Params params = {}) {
    const Call c = im.call(node);
    const int rank = im.shape(input(node, 0)).rank();
    Axes axes = c.integers_in(1, "axes");
    if (axes.empty() && c.integer("noop_with_empty_axes", 0) != 0) return pass_on(im, node);
    for (std::int64_t& axis : axes)
        axis = fn::axis_of(axis, rank);
    params["axes"] = axes;
    params["keep_axes"] = c.integer("keepdims", 1) != 0;
    im.map(node, kind, input(node, 0), params);
}

/// Repeated along axes of size 1, and along new ones in front.
void expand(Importer& im, const Node& node) {
    const Shape& shape = im.shape(node.outputs[0]);
    if (shape == im.shape(input(node, 0))) return pass_on(im, node);
    if (shape.rank() == 0 || shape[0] != im.batch())
        unsupported("a result whose first axis is not the batch");
    im.map(node, "broadcast", input(node, 0), {{"shape", Axes(shape.begin() + 1, shape.end())}});
}

}  // namespace

std::span<const ImportRow> shape_rows() {
    static constexpr ImportRow rows[] = {
        {"Reshape", reshape},
        {"Flatten", reshape},
        {"Squeeze", reshape},
        {"Unsqueeze", reshape},
        {"Transpose", transpose},
        {"Identity", pass_on},
        {"Concat", concat_op},
        {"Slice", slice},
        {"Split", split},
        {"Gather", gather},
        {"Pad", pad_op},
        {"Resize", resize},
        {"Upsample", resize},
        {"Expand", expand},
        {"ReduceSum", [](Importer& im, const Node& node) { reduce(im, node, "sum"); }},
        {"ReduceMean", [](Importer& im, const Node& node) { reduce(im, node, "mean"); }},
        {"ReduceMax", [](Importer& im, const Node& node) { reduce(im, node, "max"); }},
        {"ReduceMin", [](Importer& im, const Node& node) { reduce(im, node, "min"); }},
        {"ReduceProd", [](Importer& im, const Node& node) { reduce(im, node, "prod"); }},
        {"ReduceLogSumExp", [](Importer& im, const Node& node) { reduce(im, node, "logsumexp"); }},
        {"ReduceL1",
         [](Importer& im, const Node& node) {
             reduce(im, node, "norm", {{"p", 1.0}});
         }},
        {"ReduceL2",
         [](Importer& im, const Node& node) {
             reduce(im, node, "norm", {{"p", 2.0}});
         }},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
