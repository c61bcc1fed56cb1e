// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cordon::model {

/// A JSON text as it stands, members in their order. Read by the library, kept in a type of ours: the library's own
/// keeps the last of duplicate keys in silence, and its header would be in every file.
struct JsonValue {
    using List = std::vector<JsonValue>;
    using Member = std::pair<std::string, JsonValue>;
    using Members = std::vector<Member>;

    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, List, Members> held = nullptr;

    [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<std::nullptr_t>(held); }

    [[nodiscard]] const bool* as_bool() const noexcept { return std::get_if<bool>(&held); }

    [[nodiscard]] const std::string* as_text() const noexcept { return std::get_if<std::string>(&held); }

    [[nodiscard]] const List* as_list() const noexcept { return std::get_if<List>(&held); }

    [[nodiscard]] const Members* as_members() const noexcept { return std::get_if<Members>(&held); }

    [[nodiscard]] std::optional<double> as_number() const noexcept;
    /// Nothing where the number is not whole or not in range; "5.0" is whole.
    [[nodiscard]] std::optional<std::int64_t> as_whole() const noexcept;
    [[nodiscard]] std::optional<std::uint64_t> as_unsigned() const noexcept;

    /// The member of that name; null where there is none or this is no object.
    [[nodiscard]] const JsonValue* find(std::string_view key) const noexcept;
};

/// Why a text is not taken, and where in it (RFC 6901; "" where it is not JSON at all).
struct JsonFault {
    std::string pointer;
    std::string what;
};

/// Deep enough for a MultiPolygon in an order in a document (9), shallow enough for any stack.
inline constexpr std::size_t max_json_depth = 32;

/// Refused: what is not JSON in UTF-8, a key twice in one object, nesting deeper than `max_json_depth`, numbers beyond
/// a double, and U+0000 in a text, which PostgreSQL cannot keep.
[[nodiscard]] Result<JsonValue, JsonFault> parse_json(std::string_view text);

/// Sorted keys, no white space, the shortest form of each number that reads back the same.
[[nodiscard]] std::string canonical_json(const JsonValue& value);

/// The text in quotation marks, escaped; bytes that are not UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

/// The shortest form that reads back the same; null for what JSON has no number for.
void append_json_number(std::string& out, double number);

/// One step of a JSON pointer: "~" and "/" escaped.
[[nodiscard]] std::string pointer_step(std::string_view key);
[[nodiscard]] std::string pointer_step(std::size_t index);

/// What a value is, for a fault: short, a text cut at 40 bytes, lists and objects by their name alone.
[[nodiscard]] std::string said_of(const JsonValue& value);

}  // namespace cordon::model
