// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/order.hpp>
#include <cordon/model/order_document.hpp>

#include <vector>

namespace cordon::engine {

/// What an order asks for that this release does not watch: each condition, schedule or permission, by its JSON pointer
/// within the order ("/conditions/2/schedule"). Empty when all of it is watched. Whoever takes orders in refuses what
/// is named here: a condition nobody watches must never look as if somebody did. Any thread.
[[nodiscard]] std::vector<model::DocumentFault> unmonitored(const model::Order& order);

}  // namespace cordon::engine
