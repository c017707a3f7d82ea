// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/einsum.h"

#include <algorithm>
#include <map>
#include <string>

#include "engine/core/text.h"
#include "engine/graph/build.h"
#include "engine/tensor/ops.h"
#include "engine/tensor/shaping.h"

namespace gradweave {

namespace {

/// An axis' name: a letter, or a number below 0 for the axes of "...", -1 the last of them.
using Label = int;
using Labels = std::vector<Label>;

bool contains(const Labels& labels, Label label) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The formula taken apart.
class Formula {
  public:
    Formula(std::string_view text, std::size_t operands) : text_(text) {
        std::string plain;
        for (const char c : text) {
            if (c != ' ') plain += c;
        }
        std::string_view rest = plain;
        if (const auto arrow = rest.find("->"); arrow != rest.npos) {
            result = std::string(rest.substr(arrow + 2));
            rest = rest.substr(0, arrow);
        }
        for (;;) {
            const auto comma = rest.find(',');
            terms.emplace_back(rest.substr(0, comma));
            if (comma == rest.npos) break;
            rest = rest.substr(comma + 1);
        }
        if (terms.size() != operands)
            refuse(concat("it names ", terms.size(), " operands, ", operands, " are given"));
    }

    [[noreturn]] void refuse(const std::string& reason) const {
        graph::fail(concat("einsum ", in_quotes(text_), ": ", reason));
    }

    /// A term's letters, with `hidden` axes in place of "...".
    Labels labels(std::string_view term, int hidden) const {
        Labels labels;
        bool dots = false;
        for (std::size_t i = 0; i < term.size(); ++i) {
            if (term.substr(i, 3) == "..." && !dots) {
                for (int k = hidden; k > 0; --k)
                    labels.push_back(-k);
                dots = true;
                i += 2;
            } else if (is_letter(term[i])) {
                labels.push_back(term[i]);
            } else {
                refuse(concat("what is ", in_quotes(std::string(1, term[i])),
                              "? Axes are letters, or one \"...\" per operand"));
            }
        }
        return labels;
    }

    /// How many axes "..." stands for in this operand.
    int hidden(std::string_view term, int rank, const std::string& shape) const {
        const auto letters = static_cast<int>(std::count_if(term.begin(), term.end(), is_letter));
        const bool dots = term.find("...") != term.npos;
        if (dots ? letters > rank : letters != rank) {
            refuse(
                concat(in_quotes(std::string(term)), " does not fit an operand of shape ", shape));
        }
        return rank - letters;
    }

    EinsumAxes axes(const std::vector<int>& ranks, const std::vector<std::string>& shapes) const {
        EinsumAxes axes;
        int most_hidden = 0;
        std::map<Label, int> uses;
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            const int count = hidden(terms[i], ranks[i], shapes[i]);
            most_hidden = std::max(most_hidden, count);
            axes.operands.push_back(labels(terms[i], count));
            for (const Label label : axes.operands.back())
                ++uses[label];
        }
        if (!result) {
            for (const auto& [label, count] : uses) {
                if (count == 1 || label < 0) axes.result.push_back(label);
            }
            return axes;
        }
        axes.result = labels(*result, most_hidden);
        for (const Label label : axes.result) {
            if (!uses.contains(label)) refuse("the result names an axis that no operand has");
            if (std::count(axes.result.begin(), axes.result.end(), label) > 1)
                refuse("the result names an axis twice");
        }
        return axes;
    }

    std::vector<std::string> terms;
    std::optional<std::string> result;

  private:
    std::string text_;
};

/// A tensor whose axes have names, each once.
struct Named {
    Tensor tensor;
    Labels labels;
};

/// Letters that stand twice become one axis, the diagonal.
Named without_repeats(Named x) {
    for (std::size_t i = 0; i < x.labels.size();) {
        const auto again = std::find(x.labels.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                     x.labels.end(), x.labels[i]);
        if (again == x.labels.end()) {
            ++i;
            continue;
        }
        const auto k = again - x.labels.begin();
        const Label label = x.labels[i];
        x.tensor = diagonal(x.tensor, static_cast<std::int64_t>(i), k);
        x.labels.erase(again);
        x.labels.erase(x.labels.begin() + static_cast<std::ptrdiff_t>(i));
        x.labels.push_back(label);
        i = 0;
    }
    return x;
}

/// The sum over all axes that `keep` does not want.
template <class F>
Named summed(Named x, F keep) {
    Axes axes;
    Labels kept;
    for (std::size_t i = 0; i < x.labels.size(); ++i) {
        if (keep(x.labels[i]))
            kept.push_back(x.labels[i]);
        else
            axes.push_back(static_cast<std::int64_t>(i));
    }
    if (!axes.empty())
        x.tensor = Tensor(graph::reduce(graph::Op::reduce_sum, x.tensor.node(), axes));
    x.labels = std::move(kept);
    return x;
}

/// The product of two, summed over what both have and `keep` does not want.
template <class F>
Named product(const Named& a, const Named& b, F keep) {
    graph::DotAttributes dot;
    Labels batch, free;
    for (std::size_t i = 0; i < a.labels.size(); ++i) {
        const auto found = std::find(b.labels.begin(), b.labels.end(), a.labels[i]);
        if (found == b.labels.end()) {
            free.push_back(a.labels[i]);
            continue;
        }
        const bool stays = keep(a.labels[i]);
        (stays ? dot.lhs_batch : dot.lhs_contract).push_back(static_cast<std::int64_t>(i));
        (stays ? dot.rhs_batch : dot.rhs_contract).push_back(found - b.labels.begin());
        if (stays) batch.push_back(a.labels[i]);
    }
    for (const Label label : b.labels) {
        if (!contains(a.labels, label)) free.push_back(label);
    }
    batch.insert(batch.end(), free.begin(), free.end());
    return {Tensor(graph::dot(a.tensor.node(), b.tensor.node(), std::move(dot))), std::move(batch)};
}

}  // namespace

std::string einsum_axis_text(int name) {
    return name < 0 ? "of \"...\"" : in_quotes(std::string(1, static_cast<char>(name)));
}

EinsumAxes einsum_axes(std::string_view formula, const std::vector<int>& ranks,
                       const std::vector<std::string>& shapes) {
    return Formula(formula, ranks.size()).axes(ranks, shapes);
}

Tensor einsum(std::string_view text, const std::vector<Tensor>& operands) {
    const Formula formula(text, operands.size());
    DType type = operands[0].dtype();
    for (const Tensor& operand : operands)
        type = promote(type, operand.dtype());
    if (type == DType::boolean) formula.refuse("bool has no sums; convert it to a number");

    std::vector<int> ranks;
    std::vector<std::string> shapes;
    for (const Tensor& operand : operands) {
        ranks.push_back(operand.rank());
        shapes.push_back(to_string(operand.shape()));
    }
    EinsumAxes axes = formula.axes(ranks, shapes);
    const Labels& result = axes.result;
    std::vector<Named> named;
    std::map<Label, std::int64_t> sizes;  // of each axis, after broadcasting
    for (std::size_t i = 0; i < operands.size(); ++i) {
        named.push_back({operands[i].to(type), std::move(axes.operands[i])});
        for (std::size_t axis = 0; axis < named[i].labels.size(); ++axis) {
            const std::int64_t size = operands[i].shape()[static_cast<int>(axis)];
            auto& known = sizes.try_emplace(named[i].labels[axis], size).first->second;
            if (known == 1) known = size;
            if (size != known && size != 1) {
                formula.refuse(concat("axis ", einsum_axis_text(named[i].labels[axis]), " has ",
                                      known, " elements in one operand and ", size, " in another"));
            }
        }
    }

    for (Named& x : named) {
        // Axes of size 1 grow to what the others have.
        Axes grown;
        for (const Label label : x.labels)
            grown.push_back(sizes.at(label));
        x.tensor = broadcast_to(x.tensor, Shape(std::move(grown)));
        x = without_repeats(std::move(x));
    }
    Named sum = named[0];
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto needed = [&](Label label) {
            if (contains(result, label)) return true;
            return std::any_of(named.begin() + static_cast<std::ptrdiff_t>(i) + 1, named.end(),
                               [&](const Named& later) { return contains(later.labels, label); });
        };
        if (i > 0) {
            // Axes that one of the two has alone, and nobody else wants, go first.
            const Labels before = sum.labels;
            sum = summed(std::move(sum), [&](Label label) {
                return needed(label) || contains(named[i].labels, label);
            });
            const Named next = summed(
                named[i], [&](Label label) { return needed(label) || contains(before, label); });
            sum = product(sum, next, needed);
        }
        sum = summed(std::move(sum), needed);
    }

    Axes order;
    for (const Label label : result)
        order.push_back(std::find(sum.labels.begin(), sum.labels.end(), label) -
                        sum.labels.begin());
    return sum.tensor.permute(std::move(order));
}

}  // namespace gradweave
