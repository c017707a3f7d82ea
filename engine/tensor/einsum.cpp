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
    int hidden(std::string_view term, const Tensor& x) const {
        const auto letters = static_cast<int>(std::count_if(term.begin(), term.end(), is_letter));
        const bool dots = term.find("...") != term.npos;
        if (dots ? letters > x.rank() : letters != x.rank()) {
            refuse(concat(in_quotes(std::string(term)), " does not fit an operand of shape ",
                          to_string(x.shape())));
        }
        return x.rank() - letters;
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

Tensor einsum(std::string_view text, const std::vector<Tensor>& operands) {
    const Formula formula(text, operands.size());
    DType type = operands[0].dtype();
    for (const Tensor& operand : operands)
        type = promote(type, operand.dtype());
    if (type == DType::boolean) formula.refuse("bool has no sums; convert it to a number");

    std::vector<Named> named;
    std::map<Label, std::int64_t> sizes;  // of each axis, after broadcasting
    int most_hidden = 0;
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const std::string& term = formula.terms[i];
        const int hidden = formula.hidden(term, operands[i]);
        most_hidden = std::max(most_hidden, hidden);
        named.push_back({operands[i].to(type), formula.labels(term, hidden)});
        for (std::size_t axis = 0; axis < named[i].labels.size(); ++axis) {
            const std::int64_t size = operands[i].shape()[static_cast<int>(axis)];
            auto& known = sizes.try_emplace(named[i].labels[axis], size).first->second;
            if (known == 1) known = size;
            if (size != known && size != 1) {
                const Label label = named[i].labels[axis];
                formula.refuse(
                    concat("axis ",
                           label < 0 ? std::string("of \"...\"")
                                     : in_quotes(std::string(1, static_cast<char>(label))),
                           " has ", known, " elements in one operand and ", size, " in another"));
            }
        }
    }

    Labels result;
    if (formula.result) {
        result = formula.labels(*formula.result, most_hidden);
        for (const Label label : result) {
            if (!sizes.contains(label))
                formula.refuse("the result names an axis that no operand has");
            if (std::count(result.begin(), result.end(), label) > 1)
                formula.refuse("the result names an axis twice");
        }
    } else {
        std::map<Label, int> uses;
        for (const Named& x : named) {
            for (const Label label : x.labels)
                ++uses[label];
        }
        for (const auto& [label, count] : uses) {
            if (count == 1 || label < 0) result.push_back(label);
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
