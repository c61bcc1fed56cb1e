// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_value.hpp"
#include "names.hpp"

#include <cordon/core/time.hpp>
#include <cordon/model/order_document.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon::model {

/// A number's limits, and whether `low` itself is one.
struct Limits {
    double low = 0;
    double high = 0;
    bool above = false;  ///< more than `low`
};

/// Reads the plain things of a document and remembers each fault with its pointer. What could not be read comes back
/// as nothing or as a default: a document with a fault is never used.
class DocumentReader {
public:
    using Keys = std::initializer_list<std::string_view>;

    void fault(std::string_view at, std::string what);

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// All faults; beyond `most_faults` one that says how many more there are.
    [[nodiscard]] std::vector<DocumentFault> take();

    /// The value at `key` of an object, or null: nothing is said.
    [[nodiscard]] static const JsonValue* given(const JsonValue* object, std::string_view key) noexcept;
    /// The same, null as well where it stands as null.
    [[nodiscard]] static const JsonValue* unless_null(const JsonValue* object, std::string_view key) noexcept;

    /// Whether it is an object; each key that is missing or unknown is a fault.
    bool object(std::string_view at, const JsonValue& value, Keys must, Keys may);
    /// The items; none where it is no list. With `some`, an empty list is a fault.
    [[nodiscard]] const JsonValue::List& items(std::string_view at, const JsonValue* value, bool some);
    /// A text that is not empty and not longer than `longest_text`. `value` null (missing): "" and no fault.
    std::string text(std::string_view at, const JsonValue* value);
    /// An id: shorter, and without control characters and spaces at its ends.
    std::string id(std::string_view at, const JsonValue* value);
    double number(std::string_view at, const JsonValue* value, Limits limits, double otherwise = 0);
    std::int64_t whole(std::string_view at, const JsonValue* value, std::int64_t low, std::int64_t high,
                       std::int64_t otherwise);
    bool yes_or_no(std::string_view at, const JsonValue* value);
    std::optional<UtcTime> time(std::string_view at, const JsonValue* value);
    std::optional<std::chrono::year_month_day> date(std::string_view at, const JsonValue* value);

    template <class Value, std::size_t many>
    Value word(std::string_view at, const JsonValue* value, const Names<Value, many>& names)
    {
        const std::string* words = value == nullptr ? nullptr : value->as_text();
        const auto found = words == nullptr ? std::nullopt : value_named(names, *words);
        if (value != nullptr && !found) {
            fault(at, fmt::format("is {}; must be one of {}", said_of(*value), listed(names)));
        }
        return found.value_or(Value{});
    }

    /// `from` and, where it is there, `to`, which must be after it.
    std::pair<UtcTime, std::optional<UtcTime>> span(std::string_view at, const JsonValue& object);

private:
    std::vector<DocumentFault> faults_;
    std::size_t count_ = 0;
};

/// A person mends a document by its faults; nobody reads more than these at once, and a hostile document must not make
/// an answer larger than itself.
inline constexpr std::size_t most_faults = 1000;

/// No name, reason or identifier of a court is longer; bytes.
inline constexpr std::size_t longest_text = 2000;
inline constexpr std::size_t longest_id = 200;

}  // namespace cordon::model
