// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/sim/population.hpp>

#include <span>
#include <string>

namespace cordon::sim {

/// The orders document (interface.md) of these people: an order each with its zones and a trail, its activation, and
/// the device. Times hang on the month of `now` alone, so that a second start of the demonstration imports the same
/// text: each order began 8 to 60 days before that month and ends 6 to 12 months after it. No shorter than the longest
/// stretch `--speed` may play.
[[nodiscard]] std::string orders_document(std::span<const Wearer> wearers, const std::string& time_zone, UtcTime now);

/// The same for a scenario that is played from `from` to `until`: each order holds from a day before to a day after it,
/// and each device is bound for as long as it is worn.
[[nodiscard]] std::string orders_document(std::span<const Wearer> wearers, const std::string& time_zone, UtcTime from,
                                          UtcTime until);

}  // namespace cordon::sim
