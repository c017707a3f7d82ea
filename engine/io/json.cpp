// SPDX-License-Identifier: Apache-2.0
#include "engine/io/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/core/error.h"
#include "engine/core/text.h"

namespace gradweave::io {

namespace {

constexpr std::size_t deepest = 64;

[[noreturn]] void wrong_type(const char* wanted) {
    throw Error(ErrorKind::bad_input, concat("expected ", wanted));
}

/// What is wrong, out of nlohmann's "[json.exception.parse_error.101] parse error at line 1, column
/// 2: syntax error while parsing value - unexpected ']'; last read: '[1,]'; expected ...". What was
/// last read is left out: it may be megabytes, and need not be UTF-8.
std::string plain_words(std::string text) {
    if (const auto colon = text.find(": "); colon != std::string::npos) text.erase(0, colon + 2);
    const auto read = text.find("; last read: ");
    if (read == std::string::npos) return text;
    const auto expected = text.rfind("'; expected ");
    const bool follows = expected != std::string::npos && expected > read;
    return text.substr(0, read) + (follows ? text.substr(expected + 1) : "");
}

/// Builds a Json from nlohmann's events: the only interface of it that sees duplicate keys.
class Builder : public nlohmann::json_sax<nlohmann::json> {
  public:
    bool null() override { return add({}); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(INT64_MAX))
            return refuse("an integer does not fit in 64 bits");
        return add(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t value, const string_t& text) override {
        // Integers that do not fit arrive here, rounded.
        if (text.find_first_of(".eE") == string_t::npos)
            return refuse("an integer does not fit in 64 bits");
        return std::isfinite(value) ? add(value) : refuse("a number is too large");
    }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return refuse("binary data"); }
    bool start_object(std::size_t) override { return open(Json::Object{}); }
    bool start_array(std::size_t) override { return open(Json::List{}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        if (stack_.back()->object().contains(value)) {
            return refuse(concat("the key ", in_quotes(value), " stands twice in one object"));
        }
        key_ = value;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        position_ = position;
        return refuse(error.id == 406 ? "a number is too large" : plain_words(error.what()));
    }

    Json root;
    std::string problem;
    std::size_t position() const { return position_; }

  private:
    bool refuse(std::string text) {
        problem = std::move(text);
        return false;
    }
    Json* place(Json value) {
        if (stack_.empty()) {
            root = std::move(value);
            return &root;
        }
        if (stack_.back()->is_list()) {
            stack_.back()->list().push_back(std::move(value));
            return &stack_.back()->list().back();
        }
        return &(stack_.back()->object()[key_] = std::move(value));
    }
    bool add(Json value) {
        place(std::move(value));
        return true;
    }
    bool open(Json value) {
        if (stack_.size() == deepest)
            return refuse(concat("nesting deeper than ", deepest, " levels"));
        stack_.push_back(place(std::move(value)));
        return true;
    }
    bool close() {
        stack_.pop_back();
        return true;
    }

    // Pointers stay valid: a list grows only while it is on top of the stack.
    std::vector<Json*> stack_;
    std::string key_;
    std::size_t position_ = 0;
};

/// An iterator over text that knows how far the parser has read.
class Reader {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Reader(const char* at, std::size_t* read) : at_(at), read_(read) {}
    reference operator*() const { return *at_; }
    Reader& operator++() {
        ++at_;
        if (read_ != nullptr) ++*read_;
        return *this;
    }
    bool operator==(const Reader& other) const { return at_ == other.at_; }
    bool operator!=(const Reader& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    std::size_t* read_;
};

void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    constexpr char hex[] = "0123456789abcdef";
                    out += "\\u00";
                    out += hex[static_cast<unsigned char>(c) >> 4];
                    out += hex[static_cast<unsigned char>(c) & 15];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

std::string fraction_text(double value) {
    std::string text = number_text(value);
    // A fraction that happens to be whole stays a fraction when it is read again.
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

void append(std::string& out, const Json& value, int open_levels, int level);

template <class Range, class Entry>
void append_entries(std::string& out, const Range& range, char begin, char end, int open_levels,
                    int level, Entry&& entry) {
    const bool lines = level < open_levels && !range.empty();
    const auto indent = [&](int depth) {
        if (lines) out += '\n' + std::string(static_cast<std::size_t>(depth), ' ');
    };
    out += begin;
    bool first = true;
    for (const auto& item : range) {
        if (!first) out += lines ? "," : ", ";
        first = false;
        indent(level + 1);
        entry(item);
    }
    indent(level);
    out += end;
}

void append(std::string& out, const Json& value, int open_levels, int level) {
    if (value.is_null())
        out += "null";
    else if (value.is_bool())
        out += value.boolean() ? "true" : "false";
    else if (value.is_integer())
        out += std::to_string(value.integer());
    else if (value.is_number())
        out += fraction_text(value.number());
    else if (value.is_string())
        append_string(out, value.string());
    else if (value.is_list()) {
        append_entries(out, value.list(), '[', ']', open_levels, level,
                       [&](const Json& item) { append(out, item, open_levels, level + 1); });
    } else {
        append_entries(out, value.object(), '{', '}', open_levels, level, [&](const auto& member) {
            append_string(out, member.first);
            out += ": ";
            append(out, member.second, open_levels, level + 1);
        });
    }
}

}  // namespace

Json::Json(double value) {
    if (std::isfinite(value))
        value_ = value;
    else
        value_ = number_text(value);
}

bool Json::boolean() const {
    if (!is_bool()) wrong_type("true or false");
    return std::get<bool>(value_);
}
std::int64_t Json::integer() const {
    if (!is_integer()) wrong_type("a whole number");
    return std::get<std::int64_t>(value_);
}
double Json::number() const {
    if (is_integer()) return static_cast<double>(std::get<std::int64_t>(value_));
    if (!is_number()) wrong_type("a number");
    return std::get<double>(value_);
}
const std::string& Json::string() const {
    if (!is_string()) wrong_type("a text");
    return std::get<std::string>(value_);
}
const Json::List& Json::list() const {
    if (!is_list()) wrong_type("a list");
    return std::get<List>(value_);
}
const Json::Object& Json::object() const {
    if (!is_object()) wrong_type("an object");
    return std::get<Object>(value_);
}
Json::List& Json::list() {
    return const_cast<List&>(std::as_const(*this).list());
}
Json::Object& Json::object() {
    return const_cast<Object&>(std::as_const(*this).object());
}

const Json* Json::find(const std::string& key) const {
    if (!is_object()) return nullptr;
    const auto found = object().find(key);
    return found == object().end() ? nullptr : &found->second;
}

const Json& Json::at(const std::string& key) const {
    const Json* member = is_object() ? find(key) : nullptr;
    if (member == nullptr)
        throw Error(ErrorKind::bad_input, concat("the member ", in_quotes(key), " is missing"));
    return *member;
}

Json parse_json(std::string_view text) {
    const auto fail_at = [&](std::size_t at, std::string_view problem) {
        std::size_t line = 1, column = 1;
        for (const char c : text.substr(0, at)) {
            if (c == '\n') {
                ++line;
                column = 1;
            } else {
                ++column;
            }
        }
        throw Error(ErrorKind::bad_input,
                    concat("not valid JSON at line ", line, ", column ", column, ": ", problem));
    };
    // nlohmann takes a zero byte for the end of the text.
    if (const auto zero = text.find('\0'); zero != text.npos) fail_at(zero, "a zero byte");
    Builder builder;
    std::size_t read = 0;
    const bool good = nlohmann::json::sax_parse(
        Reader(text.data(), &read), Reader(text.data() + text.size(), nullptr), &builder);
    if (!good) {
        // Both count characters up to and including the one that the problem was seen at.
        const std::size_t seen = builder.position() != 0 ? builder.position() : read;
        fail_at(std::min(seen - std::min<std::size_t>(seen, 1), text.size()), builder.problem);
    }
    return std::move(builder.root);
}

std::string to_text(const Json& value, int open_levels) {
    std::string text;
    append(text, value, open_levels, 0);
    return text;
}

}  // namespace gradweave::io
