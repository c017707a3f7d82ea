// SPDX-License-Identifier: Apache-2.0
// Reductions, positions of extremes, softmax and its family, sums of products.
#include <algorithm>
#include <map>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

struct Reduction {
    Axes axes;
    bool keep;
    bool nothing;  ///< no axes, and that means none
};

Reduction reduction_of(const Call& c) {
    const bool keep = c.integer("keepdims", 1) != 0;
    Axes axes = c.integers_in(1, "axes");
    const bool nothing = axes.empty() && c.integer("noop_with_empty_axes", 0) != 0;
    const int rank = c.x().rank();
    for (std::int64_t& axis : axes)
        axis = fn::axis_of(axis, rank);
    if (axes.empty()) axes = fn::axes_from(0, rank);
    return {std::move(axes), keep, nothing};
}

/// A reduction over no axes of a scalar is the scalar; the engine reads no axes as all.
template <Tensor (*f)(const Tensor&, Axes, bool)>
Tensor over(const Tensor& x, const Reduction& r) {
    return f(x, r.axes, r.keep);
}

template <Tensor (*f)(const Tensor&, Axes, bool)>
Results plain(const Call& c) {
    const Reduction r = reduction_of(c);
    return c.same(r.nothing ? c.x() : over<f>(c.x(), r));
}

Results reduce_l1(const Call& c) {
    return c.same(over<sum>(abs(c.x()), reduction_of(c)));
}
Results reduce_l2(const Call& c) {
    const Tensor x = c.x();
    return c.same(sqrt(over<sum>(x * x, reduction_of(c))));
}
Results reduce_sum_square(const Call& c) {
    const Tensor x = c.x();
    return c.same(over<sum>(x * x, reduction_of(c)));
}
Results reduce_log_sum(const Call& c) {
    return c.same(log(over<sum>(c.x(), reduction_of(c))));
}
Results reduce_log_sum_exp(const Call& c) {
    const Tensor x = c.x();
    const Reduction r = reduction_of(c);
    const Tensor largest = max(x, r.axes, true);
    // An infinite maximum would give inf - inf.
    const Tensor shift = where(less(abs(largest), 1e300), largest, fn::number_like(0, largest));
    return c.same(log(over<sum>(exp(x - shift), r)) + over<max>(shift, r));
}

template <Tensor (*f)(const Tensor&, std::int64_t)>
Results position(const Call& c) {
    Tensor x = c.x();
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    const bool last = c.integer("select_last_index", 0) != 0;
    const std::int64_t size = x.shape()[axis];
    if (last) {
        std::vector<Index> backwards(static_cast<std::size_t>(axis), all);
        backwards.push_back(every(-1));
        x = x(backwards);
    }
    Tensor at = f(x, axis);
    if (last) at = static_cast<double>(size - 1) - at;
    if (c.integer("keepdims", 1) != 0) at = at.reshape(x.shape().with(axis, 1));
    return {make_value(at, ElementType::i64)};
}

/// Softmax and its family looked at a matrix before version 13: all axes from `axis` on at once.
template <Tensor (*f)(const Tensor&, std::int64_t)>
Results along(const Call& c) {
    const Tensor x = c.x();
    if (c.version() >= 13) return c.same(f(x, fn::axis_of(c.integer("axis", -1), x.rank())));
    const int axis = fn::axis_of(c.integer("axis", 1), x.rank());
    std::int64_t columns = 1;
    for (int i = axis; i < x.rank(); ++i)
        columns *= x.shape()[i];
    const std::int64_t rows = columns == 0 ? 0 : x.shape().element_count() / columns;
    return c.same(f(x.reshape(Shape{rows, columns}), 1).reshape(x.shape()));
}

Tensor hardmax(const Tensor& x, std::int64_t axis) {
    const auto number = static_cast<int>(axis);
    const Tensor at = argmax(x, axis).reshape(x.shape().with(number, 1));
    return equal(fn::counted(x.shape(), number), at).to(x.dtype());
}

/// A letter for each axis; "..." stands for axes of its own, written as the letters 0, 1, ...
std::string letters_of(const std::string& term, int rank, int most_dots) {
    std::string letters;
    for (std::size_t i = 0; i < term.size(); ++i) {
        if (term.compare(i, 3, "...") == 0) {
            int named = 0;
            for (const char letter : term)
                named += letter != '.';
            const int dots = rank < 0 ? most_dots : rank - named;
            if (dots < 0 || dots > 9) refuse("the dots stand for too many axes");
            // Aligned at the right, as broadcasting is.
            for (int k = most_dots - dots; k < most_dots; ++k)
                letters += static_cast<char>('0' + k);
            i += 2;
        } else if (std::isalpha(static_cast<unsigned char>(term[i]))) {
            letters += term[i];
        } else {
            refuse(concat("the equation has a ", in_quotes(term.substr(i, 1))));
        }
    }
    if (rank >= 0 && static_cast<int>(letters.size()) != rank)
        refuse(concat("a term names ", letters.size(), " axes of a tensor of rank ", rank));
    return letters;
}

/// The diagonal where a letter stands twice, then axes in the order of `order`, missing ones of
/// size 1.
Tensor arranged(Tensor x, std::string letters, const std::string& order) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
        for (std::size_t j = letters.size() - 1; j > i; --j) {
            if (letters[j] != letters[i]) continue;
            const Tensor same = equal(fn::counted(x.shape(), static_cast<int>(i)),
                                      fn::counted(x.shape(), static_cast<int>(j)));
            x = sum(where(same, x, fn::number_like(0, x)), {static_cast<std::int64_t>(j)})
                    .to(x.dtype());
            letters.erase(j, 1);
        }
    }
    Axes permutation, sizes;
    for (const char letter : order) {
        const std::size_t at = letters.find(letter);
        if (at == std::string::npos) {
            sizes.push_back(1);
        } else {
            permutation.push_back(static_cast<std::int64_t>(at));
            sizes.push_back(x.shape()[static_cast<int>(at)]);
        }
    }
    return x.permute(permutation).reshape(Shape(std::move(sizes)));
}

/// Two operands at a time; letters that nobody needs any more are summed at once. Where each letter
/// is in both or in one and kept, the product is a matrix product to the compiler.
Results einsum(const Call& c) {
    std::string equation = c.text("equation", "");
    equation.erase(std::remove(equation.begin(), equation.end(), ' '), equation.end());
    const std::size_t arrow = equation.find("->");
    const std::string left = equation.substr(0, arrow);
    std::vector<std::string> terms{""};
    for (const char letter : left) {
        if (letter == ',')
            terms.emplace_back();
        else
            terms.back() += letter;
    }
    if (terms.size() != c.input_count())
        refuse(concat("the equation names ", terms.size(), " inputs, there are ", c.input_count()));
    int most_dots = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].find("...") == std::string::npos) continue;
        const int named = static_cast<int>(terms[i].size()) - 3;
        most_dots = std::max(most_dots, c.x(i).rank() - named);
    }
    std::map<char, int> uses;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        terms[i] = letters_of(terms[i], c.x(i).rank(), most_dots);
        for (const char letter : terms[i])
            ++uses[letter];
    }
    std::string result;
    if (arrow != std::string::npos) {
        result = letters_of(equation.substr(arrow + 2), -1, most_dots);
    } else {
        for (const auto& [letter, count] : uses) {
            if (count == 1 || std::isdigit(static_cast<unsigned char>(letter))) result += letter;
        }
    }
    Tensor total = c.x(0);
    std::string letters = terms[0];
    for (std::size_t i = 0; i < terms.size(); ++i) {
        std::string order = letters;
        if (i > 0) order += terms[i];
        std::string unique;
        for (const char letter : order) {
            if (unique.find(letter) == std::string::npos) unique += letter;
        }
        total = arranged(total, letters, unique);
        if (i > 0) total = total * arranged(c.x(i), terms[i], unique);
        Axes gone;
        letters.clear();
        for (std::size_t k = 0; k < unique.size(); ++k) {
            bool needed = result.find(unique[k]) != std::string::npos;
            for (std::size_t later = i + 1; later < terms.size(); ++later)
                needed = needed || terms[later].find(unique[k]) != std::string::npos;
            if (needed)
                letters += unique[k];
            else
                gone.push_back(static_cast<std::int64_t>(k));
        }
        if (!gone.empty()) total = sum(total, gone).to(c.x(0).dtype());
    }
    return c.same(arranged(total, letters, result));
}

}  // namespace

std::span<const OperatorRow> reduction_operators() {
    static constexpr OperatorRow rows[] = {
        {"ReduceSum", 1, 17, plain<sum>},        {"ReduceMean", 1, 17, plain<mean>},
        {"ReduceProd", 1, 17, plain<prod>},      {"ReduceMax", 1, 17, plain<max>},
        {"ReduceMin", 1, 17, plain<min>},        {"ReduceL1", 1, 17, reduce_l1},
        {"ReduceL2", 1, 17, reduce_l2},          {"ReduceSumSquare", 1, 17, reduce_sum_square},
        {"ReduceLogSum", 1, 17, reduce_log_sum}, {"ReduceLogSumExp", 1, 17, reduce_log_sum_exp},
        {"ArgMax", 1, 17, position<argmax>},     {"ArgMin", 1, 17, position<argmin>},
        {"Softmax", 1, 17, along<softmax>},      {"LogSoftmax", 1, 17, along<log_softmax>},
        {"Hardmax", 1, 17, along<hardmax>},      {"Einsum", 12, 17, einsum},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
