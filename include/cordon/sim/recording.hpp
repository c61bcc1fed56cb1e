// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/model/order_document.hpp>
#include <cordon/sim/population.hpp>
#include <cordon/sim/tag.hpp>

#include <span>
#include <string>
#include <vector>

namespace cordon::sim {

/// What all tags of a run said, as the server would have taken it in: without sockets, in no time.
struct Recording {
    std::vector<std::string> lines;           ///< observations (interface.md) as received, then a tick at the end
    std::vector<std::vector<UtcTime>> fixes;  ///< by person: times of their GNSS fixes, ascending, each once
};

/// Plays every tag from 0 to `settings.until`, which has to be finite. A packet arrives one to four seconds after it
/// was sent; one whose acknowledgement is lost arrives again half a minute later, the same. A person's device says
/// nothing while they do not wear it (`Wearer::worn`), whenever that arrives.
[[nodiscard]] Recording record(std::span<const Wearer> wearers, const TagSettings& settings);

/// Where everybody really was: a line for each straight piece of each way, `{"person","device","from","until","a","b",
/// "sky"}`, `a` and `b` as [longitude, latitude].
[[nodiscard]] std::vector<std::string> way_lines(std::span<const Wearer> wearers, const TagSettings& settings);

/// What really happened under these orders, as `evaluate` reads it: a `watched` line an order, and a line an episode
/// with `fixes` (of `recording`) and, where there are none, `gap_s`. From the true ways alone:
/// - exclusion zone: in it; the boundary belongs to it. `crossing` where no fix fell in.
/// - curfew: out of the place in a window, one episode a window and absence.
/// - proximity: nearer than the distance to the protected person.
/// Conditions of other types are left out. Only while the order's own wearer wears the device. `orders` stand in the
/// order of the people who have one.
[[nodiscard]] std::vector<std::string> happened_lines(std::span<const Wearer> wearers,
                                                      std::span<const model::OrderText> orders,
                                                      const TagSettings& settings, const Recording& recording);

}  // namespace cordon::sim
