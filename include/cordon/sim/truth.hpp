// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/core/units.hpp>
#include <cordon/geo/prepared_zone.hpp>
#include <cordon/model/order.hpp>
#include <cordon/sim/person.hpp>
#include <cordon/sim/population.hpp>
#include <cordon/sim/tag.hpp>

#include <optional>
#include <string>
#include <vector>

namespace cordon::sim {

/// A stay in a zone, by the true path: from the first millisecond in it (its boundary included) to the first after it.
struct Visit {
    SimTime entered{0};
    std::optional<SimTime> left;  ///< none: still in at the end
    Metres deepest;               ///< the smallest signed distance met, to a quarter of a metre

    bool operator==(const Visit&) const = default;
};

/// Every stay of `person` in `zone` from time 0 to `until`. The person is walked from the beginning.
[[nodiscard]] std::vector<Visit> visits_of(Person person, const geo::PreparedZone& zone, SimTime until);

/// What really happened to one wearer, a line each in the shape of `cordon replay`: order, condition, kind, started,
/// ended; and beside them the device, the deepest distance and how many reports fell into the stay. A stay that no
/// report fell into is a `crossing`, any other an `exclusion_zone`. `order` is the wearer's own, as the server reads
/// it.
[[nodiscard]] std::vector<std::string> truth_lines(const Wearer& wearer, const model::Order& order,
                                                   const TagSettings& settings, SimTime until);

}  // namespace cordon::sim
