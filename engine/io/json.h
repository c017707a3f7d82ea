// SPDX-License-Identifier: Apache-2.0
// JSON values that keep integers exact, refuse what is ambiguous, and print the same way every
// time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gradweave::io {

/// A JSON value. Objects are sorted by key, so equal values have equal text.
class Json {
  public:
    using List = std::vector<Json>;
    using Object = std::map<std::string, Json>;

    Json() = default;
    Json(std::nullptr_t) {}                           // NOLINT(google-explicit-constructor)
    Json(bool value) : value_(value) {}               // NOLINT(google-explicit-constructor)
    Json(int value) : value_(std::int64_t{value}) {}  // NOLINT(google-explicit-constructor)
    Json(std::int64_t value) : value_(value) {}       // NOLINT(google-explicit-constructor)
    /// NaN and infinities become the strings "nan", "inf" and "-inf", which JSON has no numbers
    /// for.
    Json(double value);                                      // NOLINT(google-explicit-constructor)
    Json(const char* value) : value_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
    Json(std::string value) : value_(std::move(value)) {}    // NOLINT(google-explicit-constructor)
    Json(std::string_view value)
        : value_(std::string(value)) {}               // NOLINT(google-explicit-constructor)
    Json(List value) : value_(std::move(value)) {}    // NOLINT(google-explicit-constructor)
    Json(Object value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
    /// An integer or a fraction.
    bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_list() const { return std::holds_alternative<List>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    // The value as the type that it has; throws Error(bad_input) naming both types otherwise.
    bool boolean() const;
    std::int64_t integer() const;
    double number() const;
    const std::string& string() const;
    const List& list() const;
    const Object& object() const;
    List& list();
    Object& object();

    /// The member of an object, or null if there is none (or this is no object).
    const Json* find(const std::string& key) const;
    /// The member of an object; throws Error(bad_input) naming the key if there is none.
    const Json& at(const std::string& key) const;

    bool operator==(const Json&) const = default;

  private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Object> value_;
};

/// Parses a whole text. Throws Error(bad_input) with line and column for anything that is not JSON
/// in UTF-8, for duplicate keys, for integers outside 64 bits, and for nesting deeper than 64.
Json parse_json(std::string_view text);

/// The text of a value: shortest numbers that read back equal, sorted keys. Lists and objects
/// nested less deep than `open_levels` have one entry a line; 0 gives everything on one line.
std::string to_text(const Json& value, int open_levels = 0);

}  // namespace gradweave::io
