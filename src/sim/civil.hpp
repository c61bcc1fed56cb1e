// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/model/order.hpp>

#include <chrono>
#include <utility>
#include <vector>

namespace cordon::sim {

/// Whether clocks in London are an hour ahead of UTC: from the last Sunday of March to the last of October, 01:00 UTC
/// both. From the law and not from tzdata: what is compared with `model`'s civil time must not be made by it.
[[nodiscard]] bool london_summer(UtcTime at);

/// The windows of a schedule that overlap `[from, until)`, Europe/London, joined where they meet: an edge in the
/// missing hour moves to its end, a doubled edge is the first for a start and the second for an end (rules.md §5). Only
/// windows by days of the week, every week, without exceptions: what a staged order has.
[[nodiscard]] std::vector<std::pair<UtcTime, UtcTime>> london_windows(const model::Schedule& schedule, UtcTime from,
                                                                      UtcTime until);

}  // namespace cordon::sim
