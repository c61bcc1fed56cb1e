// SPDX-License-Identifier: Apache-2.0
#include "json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cordon::model {

namespace {

/// Every whole number up to here is a double of its own.
constexpr double exact_whole = 9007199254740992.0;

struct Canonical {
    std::string& out;

    void operator()(std::nullptr_t) const { out += "null"; }

    void operator()(bool value) const { out += value ? "true" : "false"; }

    void operator()(std::int64_t value) const { fmt::format_to(std::back_inserter(out), "{}", value); }

    void operator()(std::uint64_t value) const { fmt::format_to(std::back_inserter(out), "{}", value); }

    void operator()(double value) const { append_json_number(out, value); }

    void operator()(const std::string& value) const { append_json_text(out, value); }

    void operator()(const JsonValue::List& list) const
    {
        out += '[';
        for (const JsonValue& item : list) {
            if (&item != &list.front()) {
                out += ',';
            }
            std::visit(*this, item.held);
        }
        out += ']';
    }

    void operator()(const JsonValue::Members& members) const
    {
        std::vector<const JsonValue::Member*> sorted;
        sorted.reserve(members.size());
        for (const JsonValue::Member& member : members) {
            sorted.push_back(&member);
        }
        std::ranges::sort(sorted, {},
                          [](const JsonValue::Member* member) -> const std::string& { return member->first; });
        out += '{';
        for (const JsonValue::Member* member : sorted) {
            if (member != sorted.front()) {
                out += ',';
            }
            append_json_text(out, member->first);
            out += ':';
            std::visit(*this, member->second.held);
        }
        out += '}';
    }
};

struct Said {
    std::string operator()(std::nullptr_t) const { return "null"; }

    std::string operator()(bool value) const { return value ? "true" : "false"; }

    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }

    std::string operator()(std::uint64_t value) const { return fmt::format("{}", value); }

    std::string operator()(double value) const { return fmt::format("{}", value); }

    std::string operator()(const JsonValue::List&) const { return "a list"; }

    std::string operator()(const JsonValue::Members&) const { return "an object"; }

    std::string operator()(const std::string& value) const
    {
        constexpr std::size_t longest = 40;
        std::string quoted;
        append_json_text(quoted, value.size() <= longest ? value : value.substr(0, longest) + "…");
        return quoted;
    }
};

}  // namespace

std::optional<double> JsonValue::as_number() const noexcept
{
    if (const auto* value = std::get_if<std::int64_t>(&held)) {
        return static_cast<double>(*value);
    }
    if (const auto* value = std::get_if<std::uint64_t>(&held)) {
        return static_cast<double>(*value);
    }
    const auto* value = std::get_if<double>(&held);
    return value != nullptr && std::isfinite(*value) ? std::optional{*value} : std::nullopt;
}

std::optional<std::int64_t> JsonValue::as_whole() const noexcept
{
    if (const auto* value = std::get_if<std::int64_t>(&held)) {
        return *value;
    }
    if (const auto* value = std::get_if<std::uint64_t>(&held)) {
        return std::in_range<std::int64_t>(*value) ? std::optional{static_cast<std::int64_t>(*value)} : std::nullopt;
    }
    const auto* value = std::get_if<double>(&held);
    const bool whole = value != nullptr && std::abs(*value) <= exact_whole && std::trunc(*value) == *value;
    return whole ? std::optional{static_cast<std::int64_t>(*value)} : std::nullopt;
}

std::optional<std::uint64_t> JsonValue::as_unsigned() const noexcept
{
    if (const auto* value = std::get_if<std::uint64_t>(&held)) {
        return *value;
    }
    const auto whole = as_whole();
    return whole && *whole >= 0 ? std::optional{static_cast<std::uint64_t>(*whole)} : std::nullopt;
}

const JsonValue* JsonValue::find(std::string_view key) const noexcept
{
    const Members* members = as_members();
    if (members == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(*members, key, &Member::first);
    return found == members->end() ? nullptr : &found->second;
}

std::string canonical_json(const JsonValue& value)
{
    std::string out;
    std::visit(Canonical{out}, value.held);
    return out;
}

void append_json_number(std::string& out, double number)
{
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    if (std::abs(number) < exact_whole && std::trunc(number) == number) {
        fmt::format_to(std::back_inserter(out), "{}", static_cast<std::int64_t>(number));  // no "-0", no "1e+06"
        return;
    }
    fmt::format_to(std::back_inserter(out), "{}", number);
}

std::string pointer_step(std::string_view key)
{
    std::string step = "/";
    for (const char c : key) {
        if (c == '~') {
            step += "~0";
        } else if (c == '/') {
            step += "~1";
        } else {
            step += c;
        }
    }
    return step;
}

std::string pointer_step(std::size_t index)
{
    return fmt::format("/{}", index);
}

std::string said_of(const JsonValue& value)
{
    return std::visit(Said{}, value.held);
}

}  // namespace cordon::model
