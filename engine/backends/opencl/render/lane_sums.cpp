// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/lane_sums.h"

#include <bit>

#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/reduction_order.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

static_assert(lanes == reduction_lanes);

LaneSums::LaneSums(const BodyText& body, std::string index_type, std::vector<Reduced> reduced,
                   std::vector<std::size_t> stored, bool vectors)
    : body_(body),
      type_(std::move(index_type)),
      reduced_(std::move(reduced)),
      stored_(std::move(stored)),
      vectors_(vectors && body.vectorizes()) {
    for (const Reduced& r : reduced_)
        vectors_ = vectors_ && r.dtype == DType::f32;
}

std::string LaneSums::reduce(const std::string& begin, const std::string& end, std::int64_t most,
                             const std::string& place) const {
    std::string text;
    for (const Reduced& r : reduced_)
        text += concat(type_name(r.dtype), " sum", r.store, " = ", identity(r.op, r.dtype), ";\n");
    if (most <= lanes)
        return text + concat("{\nconst ", type_, " base = ", begin, ";\n", few(most, place), "}\n");
    const bool one_block = most <= reduction_block;
    if (one_block)
        text += concat("{\nconst ", type_, " base = ", begin, ", stop = ", end, ";\n");
    else
        text += concat("for (", type_, " base = ", begin, "; base < ", end,
                       "; base += ", reduction_block, ") {\nconst ", type_, " stop = min(base + ",
                       reduction_block, ", (", type_, ")", end, ");\n");
    return text + (vectors_ ? block_of_vectors(place) : block_of_scalars(place)) + "}\n";
}

/// No more than the lanes: each is one element.
std::string LaneSums::few(std::int64_t count, const std::string& place) const {
    std::string text;
    for (const Reduced& r : reduced_)
        text += concat(type_name(r.dtype), " lane", r.store, "[", count, "];\n");
    text += concat("for (int k = 0; k < ", count, "; ++k) {\nconst ", type_, " r = base + k;\n",
                   place, body_.scalar_code("i"));
    for (const Reduced& r : reduced_)
        text += concat("lane", r.store, "[k] = ", body_.scalar_result(r.store), ";\n");
    text += scalar_stores() + "}\n";
    for (const Reduced& r : reduced_) {
        const std::string lane = concat("lane", r.store);
        text +=
            concat(tree(r, lane, static_cast<int>(count)), "sum", r.store, " = ", lane, "[0];\n");
    }
    return text;
}

std::string LaneSums::block_of_vectors(const std::string& place) const {
    std::string text;
    const auto result = [&](const Reduced& r, const std::string& value) {
        const std::string all = concat("all", r.store);
        return concat(all, " = ", combine_vectors(r.op, r.dtype, all, value), ";\n");
    };
    for (const Reduced& r : reduced_)
        text += concat("float16 all", r.store, " = ", identity(r.op, r.dtype), ";\n");
    text += concat(type_, " r = base;\nfor (; r + 16 <= stop; r += 16) {\n", place,
                   body_.vector_code("i", ""));
    for (const Reduced& r : reduced_)
        text += result(r, body_.vector_result(r.store, ""));
    for (const std::size_t store : stored_)
        text += body_.vector_store(store, "i", "");
    text += "}\nif (r < stop) {\n";
    for (const Reduced& r : reduced_)
        text += concat("float lane", r.store, "[16];\nfor (int k = 0; k < 16; ++k) lane", r.store,
                       "[k] = ", identity(r.op, r.dtype), ";\n");
    text += concat("for (int k = 0; r < stop; ++k, ++r) {\n", place, body_.scalar_code("i"));
    for (const Reduced& r : reduced_)
        text += concat("lane", r.store, "[k] = ", body_.scalar_result(r.store), ";\n");
    text += scalar_stores() + "}\n";
    for (const Reduced& r : reduced_)
        text += result(r, concat("vload16(0, lane", r.store, ")"));
    text += "}\n";
    for (const Reduced& r : reduced_) {
        const std::string sum = concat("sum", r.store), all = concat("all", r.store);
        text += concat(fold_lanes(r.op, r.dtype, all), sum, " = ",
                       combine_scalars(r.op, r.dtype, sum, all + ".s0"), ";\n");
    }
    return text;
}

std::string LaneSums::block_of_scalars(const std::string& place) const {
    std::string text;
    for (const Reduced& r : reduced_)
        text +=
            concat(type_name(r.dtype), " lane", r.store, "[16];\nfor (int k = 0; k < 16; ++k) lane",
                   r.store, "[k] = ", identity(r.op, r.dtype), ";\n");
    text +=
        concat("for (", type_, " r = base; r < stop; ++r) {\nconst int k = (int)(r - base) & 15;\n",
               place, body_.scalar_code("i"));
    for (const Reduced& r : reduced_) {
        const std::string lane = concat("lane", r.store, "[k]");
        text += concat(lane, " = ",
                       combine_scalars(r.op, r.dtype, lane, body_.scalar_result(r.store)), ";\n");
    }
    text += scalar_stores() + "}\n";
    for (const Reduced& r : reduced_) {
        const std::string sum = concat("sum", r.store), lane = concat("lane", r.store);
        text += concat(tree(r, lane, lanes), sum, " = ",
                       combine_scalars(r.op, r.dtype, sum, lane + "[0]"), ";\n");
    }
    return text;
}

std::string LaneSums::scalar_stores() const {
    std::string text;
    for (const std::size_t store : stored_)
        text += body_.scalar_store(store, "i");
    return text;
}

std::string LaneSums::tree(const Reduced& reduced, const std::string& array, int count) const {
    std::string text;
    for (int width = static_cast<int>(std::bit_ceil(static_cast<unsigned>(count))) / 2; width > 0;
         width /= 2) {
        for (int k = 0; k < width && k + width < count; ++k) {
            const std::string lower = concat(array, "[", k, "]");
            text += concat(lower, " = ",
                           combine_scalars(reduced.op, reduced.dtype, lower,
                                           concat(array, "[", k + width, "]")),
                           ";\n");
        }
        count = std::min(count, width);
    }
    return text;
}

}  // namespace gradweave::backends::opencl
