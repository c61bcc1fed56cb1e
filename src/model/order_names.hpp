// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "names.hpp"

#include <cordon/model/order.hpp>

namespace cordon::model {

inline constexpr Names<OrderType, 6> order_types{{
    {OrderType::licence, "licence"},
    {OrderType::community_order, "community_order"},
    {OrderType::suspended_sentence, "suspended_sentence"},
    {OrderType::bail, "bail"},
    {OrderType::dapo, "dapo"},
    {OrderType::civil, "civil"},
}};

inline constexpr Names<Party, 2> parties{{
    {Party::tag, "tag"},
    {Party::protected_person, "protected"},
}};

}  // namespace cordon::model
