// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix.hpp"

#include <cordon/model/order.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace cordon::engine {

/// What one watch is about: a condition, or the part of it that is decided by itself – one address of a curfew, one
/// window of an attendance, one protected device of a proximity.
struct Duty {
    model::Condition condition;         ///< its rule cut down to that part
    std::optional<DeviceNumber> other;  ///< the protected person's device
};

/// Whether the next version of an order asks for the same: only the name may differ.
[[nodiscard]] bool same(const Duty& a, const Duty& b);

/// All that an order asks to be watched, in the order of its conditions. `number_of` numbers its devices. A trail asks
/// for nothing.
[[nodiscard]] std::vector<Duty> duties_of(const model::Order& order,
                                          const std::function<DeviceNumber(const DeviceId&)>& number_of);

/// The windows in which it holds; null where it always does.
[[nodiscard]] const model::Schedule* schedule_of(const Duty& duty);

}  // namespace cordon::engine
