// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/units.hpp>
#include <cordon/model/position.hpp>

namespace cordon::geo {

/// A place in degrees, between the whole units that fixes have: a point on the straight path from one to the next.
struct Place {
    double lat = 0;
    double lon = 0;
};

[[nodiscard]] constexpr Place place_of(model::Position position) noexcept
{
    return {position.lat(), position.lon()};
}

/// Distance on the WGS84 ellipsoid, by its radii of curvature at the latitude half-way (Gauss's mid-latitude formula,
/// the one rules_reference.py settles): 3 mm off the geodesic at 10 km, below 0.1 % to several hundred. Not across the
/// date line. The same bits on every machine: no trigonometric function of the C library is called. Any thread.
[[nodiscard]] Metres ground_distance(model::Position a, model::Position b) noexcept;

/// At least `ground_distance`, at most a few times that, for a fiftieth of its price. Any thread.
[[nodiscard]] Metres no_farther_than(model::Position a, model::Position b) noexcept;

}  // namespace cordon::geo
