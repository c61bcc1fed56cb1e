// SPDX-License-Identifier: Apache-2.0
#include "order_names.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/model/order.hpp>

#include <array>
#include <variant>

namespace cordon::model {

namespace {

/// In the order of the alternatives of `Rule`.
constexpr std::array<std::string_view, std::variant_size_v<Rule>> rule_names{
    "exclusion_zone", "inclusion_zone", "restriction_zone", "curfew", "attendance", "proximity", "trail"};

}  // namespace

std::string_view to_string(OrderType type) noexcept
{
    return name_of(order_types, type);
}

std::optional<OrderType> order_type_named(std::string_view name) noexcept
{
    return value_named(order_types, name);
}

std::string_view rule_name(const Rule& rule) noexcept
{
    ensure(rule.index() < rule_names.size(), "a condition has a rule");
    return rule_names[rule.index()];
}

}  // namespace cordon::model
