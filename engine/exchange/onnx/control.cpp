// SPDX-License-Identifier: Apache-2.0
// Branches, loops, sequences and optionals. Conditions and counts must be known when the graph is
// made; loops are written out.
#include <algorithm>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/functions.h"

namespace gradweave::exchange::onnx {

namespace {

constexpr std::int64_t most_rounds = 100'000;

Value boolean(bool value) {
    Array array(DType::boolean, Shape{});
    array.as<bool>()[0] = value;
    return make_value(array, ElementType::boolean);
}

Value whole_number(std::int64_t value) {
    return make_value(Array::of(Axes{value}, Shape{}), ElementType::i64);
}

bool holds(const Value& condition) {
    const Tensor* tensor = condition.tensor();
    if (tensor == nullptr || tensor->shape().element_count() != 1) refuse("a condition is no flag");
    const auto array = elements_of(*tensor);
    if (!array) unsupported("a condition depends on data that is not known before it runs");
    return array->number(0) != 0;
}

Results branch(const Call& c) {
    return c.around().run_body(c.body(holds(c.value()) ? "then_branch" : "else_branch"), {});
}

Tensor stacked(const std::vector<Value>& values) {
    std::vector<Tensor> rows;
    for (const Value& value : values) {
        if (value.tensor() == nullptr) refuse("what a loop collects is no tensor");
        rows.push_back(*value.tensor());
    }
    return stack(rows, 0);
}

Results loop(const Call& c) {
    const Graph& body = c.body("body");
    const std::int64_t most = c.has(0) ? c.integer_of(0) : INT64_MAX;
    Value condition = c.has(1) ? c.value(1) : boolean(true);
    std::vector<Value> carried(
        c.inputs().begin() +
            std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(c.input_count())),
        c.inputs().end());
    const std::size_t states = carried.size();
    if (body.outputs.size() < states + 1) refuse("its subgraph gives too few outputs");
    std::vector<std::vector<Value>> collected(body.outputs.size() - 1 - states);
    for (std::int64_t round = 0; round < most && holds(condition); ++round) {
        if (round == most_rounds) unsupported(concat("more than ", most_rounds, " rounds"));
        std::vector<Value> inputs{whole_number(round), condition};
        inputs.insert(inputs.end(), carried.begin(), carried.end());
        std::vector<Value> outputs = c.around().run_body(body, inputs);
        condition = outputs[0];
        std::move(outputs.begin() + 1, outputs.begin() + 1 + static_cast<std::ptrdiff_t>(states),
                  carried.begin());
        for (std::size_t i = 0; i < collected.size(); ++i)
            collected[i].push_back(std::move(outputs[1 + states + i]));
    }
    Results results = std::move(carried);
    for (std::size_t i = 0; i < collected.size(); ++i) {
        if (collected[i].empty()) {
            const ValueInfo& info = body.outputs[1 + states + i];
            Axes sizes{0};
            for (const AxisInfo& axis : info.axes.value_or(std::vector<AxisInfo>{}))
                sizes.push_back(axis.size.value_or(0));
            results.push_back(
                make_value(zeros(Shape(std::move(sizes)), held(info.type)), info.type));
        } else {
            results.push_back(make_value(stacked(collected[i]), collected[i][0].type));
        }
    }
    return results;
}

/// Before version 9 the first input were lengths of sequences in a batch.
Results scan(const Call& c) {
    if (c.version() < 9) {
        if (c.has(0)) unsupported("sequences of different lengths");
    }
    const bool batched = c.version() < 9;
    const Graph& body = c.body("body");
    const std::size_t first = batched ? 1 : 0;
    const auto scanned = static_cast<std::size_t>(c.integer("num_scan_inputs", 0));
    if (scanned == 0 || first + scanned > c.input_count()) refuse("num_scan_inputs does not fit");
    const std::size_t states = c.input_count() - first - scanned;
    const Axes in_axes = c.integers("scan_input_axes", Axes(scanned, 0)),
               in_directions =
                   c.integers(batched ? "directions" : "scan_input_directions", Axes(scanned, 0));
    if (body.outputs.size() < states) refuse("its subgraph gives too few outputs");
    const std::size_t given = body.outputs.size() - states;
    const Axes out_axes = c.integers("scan_output_axes", Axes(given, 0)),
               out_directions = c.integers("scan_output_directions", Axes(given, 0));
    if (in_axes.size() != scanned || in_directions.size() != scanned || out_axes.size() != given ||
        out_directions.size() != given) {
        refuse("axes and directions do not fit the inputs and outputs");
    }
    const std::int64_t samples = batched ? c.x(first).shape()[0] : 1;
    std::vector<std::vector<Tensor>> of_samples(states + given);
    Results results;
    for (std::int64_t n = 0; n < samples; ++n) {
        const auto input = [&](std::size_t i) {
            const Tensor x = c.x(first + i);
            return batched ? x({n}) : x;
        };
        std::vector<Value> state;
        for (std::size_t i = 0; i < states; ++i)
            state.push_back(make_value(input(i), c.type(first + i)));
        std::vector<std::vector<Value>> collected(given);
        const Tensor leader = input(states);
        const std::int64_t length = leader.shape()[fn::axis_of(in_axes[0], leader.rank())];
        if (length > most_rounds) unsupported(concat("more than ", most_rounds, " rounds"));
        for (std::int64_t t = 0; t < length; ++t) {
            std::vector<Value> inputs = state;
            for (std::size_t i = 0; i < scanned; ++i) {
                const Tensor x = input(states + i);
                std::vector<Index> row(static_cast<std::size_t>(fn::axis_of(in_axes[i], x.rank())),
                                       all);
                row.emplace_back(in_directions[i] == 0 ? t : length - 1 - t);
                inputs.push_back(make_value(x(row), c.type(first + states + i)));
            }
            std::vector<Value> outputs = c.around().run_body(body, inputs);
            std::move(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(states),
                      state.begin());
            for (std::size_t i = 0; i < given; ++i)
                collected[i].push_back(std::move(outputs[states + i]));
        }
        for (std::size_t i = 0; i < given; ++i) {
            if (collected[i].empty()) unsupported("a scan of nothing");
            if (out_directions[i] != 0) std::reverse(collected[i].begin(), collected[i].end());
            std::vector<Tensor> rows;
            for (const Value& value : collected[i])
                rows.push_back(*value.tensor());
            state.push_back(make_value(stack(rows, out_axes[i]), collected[i][0].type));
        }
        if (!batched) return state;
        for (std::size_t i = 0; i < state.size(); ++i) {
            of_samples[i].push_back(*state[i].tensor());
            if (n == 0) results.push_back(state[i]);
        }
    }
    for (std::size_t i = 0; i < results.size(); ++i)
        results[i] = make_value(stack(of_samples[i], 0), results[i].type);
    return results;
}

Results sequence_empty(const Call&) {
    return {make_value(Sequence{})};
}
Results sequence_construct(const Call& c) {
    return {make_value(Sequence(c.inputs()))};
}
Results sequence_length(const Call& c) {
    return {whole_number(static_cast<std::int64_t>(c.sequence().size()))};
}

/// A position in a sequence of `size`; `end` may be meant where something is inserted.
std::size_t place(const Call& c, std::size_t input, std::size_t size, bool end) {
    const auto count = static_cast<std::int64_t>(size);
    std::int64_t at = c.integer_of(input);
    if (at < 0) at += count;
    if (at < 0 || at > count || (at == count && !end))
        refuse(concat("position ", at, " does not exist in a sequence of ", count));
    return static_cast<std::size_t>(at);
}

Results sequence_at(const Call& c) {
    return {c.sequence()[place(c, 1, c.sequence().size(), false)]};
}
Results sequence_insert(const Call& c) {
    Sequence sequence = c.sequence();
    const std::size_t at = c.has(2) ? place(c, 2, sequence.size(), true) : sequence.size();
    sequence.insert(sequence.begin() + static_cast<std::ptrdiff_t>(at), c.value(1));
    return {make_value(std::move(sequence))};
}
Results sequence_erase(const Call& c) {
    Sequence sequence = c.sequence();
    if (sequence.empty()) refuse("the sequence is empty");
    const std::size_t at = c.has(1) ? place(c, 1, sequence.size(), false) : sequence.size() - 1;
    sequence.erase(sequence.begin() + static_cast<std::ptrdiff_t>(at));
    return {make_value(std::move(sequence))};
}

Results concat_from_sequence(const Call& c) {
    std::vector<Tensor> parts;
    for (const Value& value : c.sequence()) {
        if (value.tensor() == nullptr) refuse("an element is no tensor");
        parts.push_back(*value.tensor());
    }
    if (parts.empty()) refuse("the sequence is empty");
    const std::int64_t axis = c.integer("axis", 0);
    const bool fresh = c.integer("new_axis", 0) != 0;
    const int at = fn::axis_of(axis, parts[0].rank() + (fresh ? 1 : 0));
    return {make_value(fresh ? stack(parts, at) : cat(parts, at), c.sequence()[0].type)};
}

Results split_to_sequence(const Call& c) {
    const Tensor x = c.x();
    const int axis = fn::axis_of(c.integer("axis", 0), x.rank());
    const std::int64_t size = x.shape()[axis];
    Axes parts;
    bool keep = true;
    if (c.has(1) && c.x(1).rank() == 1) {
        parts = c.integers_of(1);
    } else {
        keep = c.has(1) || c.integer("keepdims", 1) != 0;
        const std::int64_t part = c.has(1) ? c.integer_of(1) : 1;
        if (part < 1) refuse(concat("parts of ", part, " elements"));
        for (std::int64_t begin = 0; begin < size; begin += part)
            parts.push_back(std::min(part, size - begin));
    }
    Sequence sequence;
    std::int64_t begin = 0;
    for (const std::int64_t part : parts) {
        if (part < 0 || part > size - begin) refuse("the parts are larger than the axis");
        std::vector<Index> index(static_cast<std::size_t>(axis), all);
        index.push_back(keep ? range(begin, begin + part) : Index(begin));
        sequence.push_back(make_value(x(index), c.type()));
        begin += part;
    }
    return {make_value(std::move(sequence))};
}

Results sequence_map(const Call& c) {
    const Graph& body = c.body("body");
    std::vector<Sequence> results(body.outputs.size());
    const std::size_t count = c.sequence().size();
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<Value> inputs;
        for (std::size_t k = 0; k < c.input_count(); ++k) {
            const Sequence* sequence = c.value(k).sequence();
            if (sequence != nullptr && sequence->size() != count)
                refuse("the sequences differ in length");
            inputs.push_back(sequence == nullptr ? c.value(k) : (*sequence)[i]);
        }
        std::vector<Value> outputs = c.around().run_body(body, inputs);
        for (std::size_t k = 0; k < outputs.size(); ++k)
            results[k].push_back(std::move(outputs[k]));
    }
    Results values;
    for (Sequence& sequence : results)
        values.push_back(make_value(std::move(sequence)));
    return values;
}

Results optional(const Call& c) {
    return {c.has(0) ? c.value() : Value{}};
}
Results optional_has_element(const Call& c) {
    return {boolean(c.has(0))};
}
Results optional_get_element(const Call& c) {
    if (!c.has(0)) refuse("the optional is empty");
    return {c.value()};
}

}  // namespace

std::span<const OperatorRow> control_operators() {
    static constexpr OperatorRow rows[] = {
        {"If", 1, 17, branch},
        {"Loop", 1, 17, loop},
        {"Scan", 8, 17, scan},
        {"SequenceEmpty", 11, 17, sequence_empty},
        {"SequenceConstruct", 11, 17, sequence_construct},
        {"SequenceLength", 11, 17, sequence_length},
        {"SequenceAt", 11, 17, sequence_at},
        {"SequenceInsert", 11, 17, sequence_insert},
        {"SequenceErase", 11, 17, sequence_erase},
        {"ConcatFromSequence", 11, 17, concat_from_sequence},
        {"SplitToSequence", 11, 17, split_to_sequence},
        {"SequenceMap", 17, 17, sequence_map},
        {"Optional", 15, 17, optional},
        {"OptionalHasElement", 15, 17, optional_has_element},
        {"OptionalGetElement", 15, 17, optional_get_element},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
