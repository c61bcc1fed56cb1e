// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/plane.hpp>

#include <cmath>
#include <numbers>

namespace cordon::sim {

double distance_m(Place a, Place b) noexcept
{
    return std::hypot(b.east_m - a.east_m, b.north_m - a.north_m);
}

Plane::Plane(model::Position origin) noexcept : origin_{origin}
{
    const double lat = origin.lat() * std::numbers::pi / 180.0;
    north_per_e7_ = (111132.954 - 559.822 * std::cos(2 * lat) + 1.175 * std::cos(4 * lat)) * 1e-7;
    east_per_e7_ = (111412.84 * std::cos(lat) - 93.5 * std::cos(3 * lat) + 0.118 * std::cos(5 * lat)) * 1e-7;
}

Place Plane::place_of(model::Position position) const noexcept
{
    return {.east_m = (position.lon_e7() - origin_.lon_e7()) * east_per_e7_,
            .north_m = (position.lat_e7() - origin_.lat_e7()) * north_per_e7_};
}

model::Position Plane::position_of(Place place) const noexcept
{
    const auto lat_e7 = origin_.lat_e7() + std::llround(place.north_m / north_per_e7_);
    const auto lon_e7 = origin_.lon_e7() + std::llround(place.east_m / east_per_e7_);
    // A scenario stays in its city; at the edge of the world the origin is as good as any place.
    return model::Position::from_e7(lat_e7, lon_e7).value_or(origin_);
}

}  // namespace cordon::sim
