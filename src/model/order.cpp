// SPDX-License-Identifier: Apache-2.0
#include "order_names.hpp"

#include <cordon/model/order.hpp>

namespace cordon::model {

namespace {

struct NameOfRule {
    std::string_view operator()(const ExclusionZone&) const noexcept { return "exclusion_zone"; }

    std::string_view operator()(const InclusionZone&) const noexcept { return "inclusion_zone"; }

    std::string_view operator()(const RestrictionZone&) const noexcept { return "restriction_zone"; }

    std::string_view operator()(const Curfew&) const noexcept { return "curfew"; }

    std::string_view operator()(const Attendance&) const noexcept { return "attendance"; }

    std::string_view operator()(const Proximity&) const noexcept { return "proximity"; }

    std::string_view operator()(const Trail&) const noexcept { return "trail"; }
};

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
    return std::visit(NameOfRule{}, rule);
}

}  // namespace cordon::model
