// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/sim/plane.hpp>
#include <cordon/sim/random.hpp>

#include <string>

namespace cordon::sim {

/// A made-up exclusion zone, as JSON of the orders document, around the invented protected address at `centre` on
/// `plane`: a circle more often than not, else a polygon, some with a hole (a station that may be used), a few in two
/// parts; nowhere farther than `reach_m` from the centre. Some have an approach ring.
[[nodiscard]] std::string zone_text(const Plane& plane, Place centre, double reach_m, int number, Random& chance);

}  // namespace cordon::sim
