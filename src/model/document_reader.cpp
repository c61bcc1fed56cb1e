// SPDX-License-Identifier: Apache-2.0
#include "document_reader.hpp"

#include <algorithm>

namespace cordon::model {

namespace {

bool has(DocumentReader::Keys keys, std::string_view key)
{
    return std::ranges::find(keys, key) != keys.end();
}

std::optional<unsigned> digits(std::string_view text) noexcept
{
    unsigned number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number;
}

/// "2026-03-29", years 1970 to 9999.
std::optional<std::chrono::year_month_day> date_of(std::string_view text) noexcept
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto y = digits(text.substr(0, 4));
    const auto m = digits(text.substr(5, 2));
    const auto d = digits(text.substr(8, 2));
    if (!y || !m || !d || *y < 1970) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*y)}, std::chrono::month{*m},
                                           std::chrono::day{*d}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

}  // namespace

void DocumentReader::fault(std::string_view at, std::string what)
{
    ++count_;
    if (faults_.size() < most_faults) {
        faults_.push_back({.pointer = std::string{at}, .what = std::move(what)});
    }
}

std::vector<DocumentFault> DocumentReader::take()
{
    if (count_ > faults_.size()) {
        faults_.push_back({.pointer = "", .what = fmt::format("has {} more faults", count_ - faults_.size())});
    }
    return std::move(faults_);
}

const JsonValue* DocumentReader::given(const JsonValue* object, std::string_view key) noexcept
{
    return object == nullptr ? nullptr : object->find(key);
}

const JsonValue* DocumentReader::unless_null(const JsonValue* object, std::string_view key) noexcept
{
    const JsonValue* value = given(object, key);
    return value == nullptr || value->is_null() ? nullptr : value;
}

bool DocumentReader::object(std::string_view at, const JsonValue& value, Keys must, Keys may)
{
    const JsonValue::Members* members = value.as_members();
    if (members == nullptr) {
        fault(at, fmt::format("is {}; must be an object", said_of(value)));
        return false;
    }
    for (const auto& [key, member] : *members) {
        if (!has(must, key) && !has(may, key)) {
            fault(std::string{at} + pointer_step(key),
                  fmt::format("unknown key; known here: {}{}{}", fmt::join(must, ", "),
                              must.size() * may.size() == 0 ? "" : ", ", fmt::join(may, ", ")));
        }
    }
    for (const std::string_view key : must) {
        if (value.find(key) == nullptr) {
            fault(std::string{at} + pointer_step(key), "is missing");
        }
    }
    return true;
}

const JsonValue::List& DocumentReader::items(std::string_view at, const JsonValue* value, bool some)
{
    static const JsonValue::List none;
    if (value == nullptr) {
        return none;
    }
    const JsonValue::List* list = value->as_list();
    if (list == nullptr) {
        fault(at, fmt::format("is {}; must be a list", said_of(*value)));
        return none;
    }
    if (some && list->empty()) {
        fault(at, "must not be empty");
    }
    return *list;
}

std::string DocumentReader::text(std::string_view at, const JsonValue* value)
{
    if (value == nullptr) {
        return {};
    }
    const std::string* words = value->as_text();
    if (words == nullptr || words->empty()) {
        fault(at, fmt::format("is {}; must be a text", said_of(*value)));
        return {};
    }
    if (words->size() > longest_text) {
        fault(at, fmt::format("has {} bytes; must have at most {}", words->size(), longest_text));
        return {};
    }
    return *words;
}

std::string DocumentReader::id(std::string_view at, const JsonValue* value)
{
    std::string words = text(at, value);
    const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
    if (words.size() > longest_id) {
        fault(at, fmt::format("has {} bytes; an id has at most {}", words.size(), longest_id));
    } else if (std::ranges::any_of(words, is_control) || words.starts_with(' ') || words.ends_with(' ')) {
        fault(at, fmt::format("is {}; an id has no control characters and no space at its ends", said_of(*value)));
    }
    return words;
}

double DocumentReader::number(std::string_view at, const JsonValue* value, Limits limits, double otherwise)
{
    if (value == nullptr) {
        return otherwise;
    }
    const auto number = value->as_number();
    if (!number || *number < limits.low || *number > limits.high || (limits.above && *number == limits.low)) {
        fault(at, fmt::format("is {}; must be a number {} {} to {}", said_of(*value),
                              limits.above ? "more than" : "from", limits.low, limits.high));
        return otherwise;
    }
    return *number;
}

std::int64_t DocumentReader::whole(std::string_view at, const JsonValue* value, std::int64_t low, std::int64_t high,
                                   std::int64_t otherwise)
{
    if (value == nullptr) {
        return otherwise;
    }
    const auto number = value->as_whole();
    if (!number || *number < low || *number > high) {
        fault(at, fmt::format("is {}; must be a whole number from {} to {}", said_of(*value), low, high));
        return otherwise;
    }
    return *number;
}

bool DocumentReader::yes_or_no(std::string_view at, const JsonValue* value)
{
    if (value == nullptr) {
        return false;
    }
    if (value->as_bool() == nullptr) {
        fault(at, fmt::format("is {}; must be true or false", said_of(*value)));
        return false;
    }
    return *value->as_bool();
}

std::optional<UtcTime> DocumentReader::time(std::string_view at, const JsonValue* value)
{
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto read = value->as_text() == nullptr ? std::nullopt : parse_utc(*value->as_text());
    if (!read) {
        fault(at, fmt::format("is {}; must be a time such as 2026-03-29T00:59:30Z", said_of(*value)));
    }
    return read;
}

std::optional<std::chrono::year_month_day> DocumentReader::date(std::string_view at, const JsonValue* value)
{
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto read = value->as_text() == nullptr ? std::nullopt : date_of(*value->as_text());
    if (!read) {
        fault(at, fmt::format("is {}; must be a date such as 2026-03-29", said_of(*value)));
    }
    return read;
}

std::pair<UtcTime, std::optional<UtcTime>> DocumentReader::span(std::string_view at, const JsonValue& object)
{
    const auto from = time(fmt::format("{}/from", at), given(&object, "from"));
    const auto to = time(fmt::format("{}/to", at), unless_null(&object, "to"));
    if (from && to && *to <= *from) {
        fault(fmt::format("{}/to", at), "must be after from");
    }
    return {from.value_or(UtcTime{}), to};
}

}  // namespace cordon::model
