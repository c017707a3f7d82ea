// SPDX-License-Identifier: Apache-2.0
// Values of parameters: reading with defaults, checking against limits, text.
#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/model/catalogue.h"

namespace gradweave::model {

bool is_shown(const ParamSpec& spec, const ParamValue& other) {
    const auto& values = spec.shown_if_values;
    return spec.shown_if_key.empty() ||
           std::find(values.begin(), values.end(), to_text(other)) != values.end();
}

const ParamSpec* find_spec(const std::vector<ParamSpec>& specs, const std::string& key) {
    const auto found = std::find_if(specs.begin(), specs.end(),
                                    [&](const ParamSpec& spec) { return spec.key == key; });
    return found == specs.end() ? nullptr : &*found;
}

const ParamValue& fallback_of(const ParamSpec& spec, const std::vector<ParamSpec>& specs,
                              const Params& params) {
    if (spec.fallback_key.empty()) return spec.fallback;
    const ParamSpec* other = find_spec(specs, spec.fallback_key);
    GW_ASSERT(other != nullptr);
    const auto set = params.find(spec.fallback_key);
    const auto own =
        spec.fallbacks.find(to_text(set == params.end() ? other->fallback : set->second));
    return own == spec.fallbacks.end() ? spec.fallback : own->second;
}

namespace {

/// The alternative of ParamValue that a type uses.
std::size_t alternative(ParamType type) {
    switch (type) {
        case ParamType::boolean:
            return 0;
        case ParamType::integer:
            return 1;
        case ParamType::real:
            return 2;
        case ParamType::choice:
        case ParamType::text:
        case ParamType::file:
            return 3;
        case ParamType::integers:
            return 4;
    }
    return 0;
}

const char* wanted(ParamType type) {
    switch (type) {
        case ParamType::boolean:
            return "true or false";
        case ParamType::integer:
            return "a whole number";
        case ParamType::real:
            return "a number";
        case ParamType::choice:
            return "one of the choices";
        case ParamType::text:
            return "a text";
        case ParamType::file:
            return "a path";
        case ParamType::integers:
            return "whole numbers";
    }
    return "";
}

std::optional<std::string> check_range(const ParamSpec& spec, double number) {
    if (!std::isfinite(number)) return "must be a finite number";
    if (number < spec.minimum) return concat("must be at least ", spec.minimum);
    if (number > spec.maximum) return concat("must be at most ", spec.maximum);
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<std::string> check_value(const ParamSpec& spec, const ParamValue& value) {
    if (value.index() != alternative(spec.type)) return concat("must be ", wanted(spec.type));
    switch (spec.type) {
        case ParamType::integer:
            return check_range(spec, static_cast<double>(std::get<std::int64_t>(value)));
        case ParamType::real:
            return check_range(spec, std::get<double>(value));
        case ParamType::integers: {
            const auto& list = std::get<Axes>(value);
            if (list.size() > Shape::max_rank)
                return concat("must be at most ", Shape::max_rank, " numbers");
            for (const std::int64_t entry : list) {
                if (auto problem = check_range(spec, static_cast<double>(entry)))
                    return "each entry " + *problem;
            }
            return std::nullopt;
        }
        case ParamType::choice: {
            if (std::find(spec.choices.begin(), spec.choices.end(), std::get<std::string>(value)) !=
                spec.choices.end()) {
                return std::nullopt;
            }
            std::string all;
            for (const auto& choice : spec.choices)
                all += concat(all.empty() ? "" : ", ", choice);
            return "must be one of " + all;
        }
        default:
            return std::nullopt;
    }
}

ParamValue parse_value(const ParamSpec& spec, const std::string& text) {
    const std::string_view trim = trimmed(text);
    std::optional<ParamValue> value;
    switch (spec.type) {
        case ParamType::boolean:
            if (trim == "true" || trim == "yes" || trim == "1") value = true;
            if (trim == "false" || trim == "no" || trim == "0") value = false;
            break;
        case ParamType::integer:
            if (const auto number = parse_int(trim)) value = *number;
            break;
        case ParamType::real:
            if (const auto number = parse_double(trim)) value = *number;
            break;
        case ParamType::choice:
        case ParamType::text:
        case ParamType::file:
            value = std::string(spec.type == ParamType::choice ? trim : std::string_view(text));
            break;
        case ParamType::integers: {
            Axes list;
            std::string_view rest = trim;
            bool good = true;
            while (good && !rest.empty()) {
                const std::size_t end = std::min(rest.find_first_of(", x"), rest.size());
                if (const auto number = parse_int(rest.substr(0, end)))
                    list.push_back(*number);
                else
                    good = false;
                rest = trimmed(rest.substr(end));
                if (!rest.empty() && (rest.front() == ',' || rest.front() == 'x'))
                    rest = trimmed(rest.substr(1));
            }
            if (good) value = std::move(list);
            break;
        }
    }
    if (!value)
        throw Error(ErrorKind::usage,
                    concat(spec.label, " must be ", wanted(spec.type), ", not ", in_quotes(text)));
    if (const auto problem = check_value(spec, *value))
        throw Error(ErrorKind::usage, concat(spec.label, " ", *problem));
    return *value;
}

std::string to_text(const ParamValue& value) {
    struct Text {
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return number_text(v); }
        std::string operator()(const std::string& v) const { return v; }
        std::string operator()(const Axes& v) const {
            std::string text;
            for (std::size_t i = 0; i < v.size(); ++i)
                text += concat(i ? ", " : "", v[i]);
            return text;
        }
    };
    return std::visit(Text{}, value);
}

const ParamValue& ParamReader::value(const std::string& key) const {
    const ParamSpec* spec = find_spec(*specs_, key);
    GW_ASSERT(spec != nullptr);
    const auto found = params_->find(key);
    if (found == params_->end()) return fallback_of(*spec, *specs_, *params_);
    if (const auto problem = check_value(*spec, found->second)) {
        throw BlockProblem{
            concat(spec->label, " ", *problem, "; it is ", in_quotes(to_text(found->second)), "."),
            key};
    }
    return found->second;
}

bool ParamReader::boolean(const std::string& key) const {
    return std::get<bool>(value(key));
}
std::int64_t ParamReader::integer(const std::string& key) const {
    return std::get<std::int64_t>(value(key));
}
double ParamReader::real(const std::string& key) const {
    return std::get<double>(value(key));
}
const std::string& ParamReader::text(const std::string& key) const {
    return std::get<std::string>(value(key));
}
const Axes& ParamReader::integers(const std::string& key) const {
    return std::get<Axes>(value(key));
}

}  // namespace gradweave::model
