// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ensure.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cordon::model {

/// The words of an enumeration, in the order of its values, which start at 0.
template <class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

template <class Value, std::size_t count>
[[nodiscard]] std::string_view name_of(const Names<Value, count>& names, Value value) noexcept
{
    const auto index = static_cast<std::size_t>(value);
    ensure(index < count && names[index].first == value, "a value of an enumeration has a name");
    return names[index].second;
}

template <class Value, std::size_t count>
[[nodiscard]] std::optional<Value> value_named(const Names<Value, count>& names, std::string_view name) noexcept
{
    for (const auto& [value, word] : names) {
        if (word == name) {
            return value;
        }
    }
    return std::nullopt;
}

/// "a, b, c", for a sentence that says what would be right.
template <class Value, std::size_t count>
[[nodiscard]] std::string listed(const Names<Value, count>& names)
{
    std::string out;
    for (const auto& [value, word] : names) {
        out += out.empty() ? "" : ", ";
        out += word;
    }
    return out;
}

}  // namespace cordon::model
