// SPDX-License-Identifier: Apache-2.0
#include "ellipsoid.hpp"

#include <cordon/geo/distance.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace cordon::geo {

namespace {

constexpr double degree_e7 = 1e-7;

}  // namespace

Metres ground_distance(model::Position a, model::Position b) noexcept
{
    const Scale scale = scale_at((a.lat() + b.lat()) / 2.0);
    const double east = (b.lon() - a.lon()) * scale.east;
    const double north = (b.lat() - a.lat()) * scale.north;
    return {std::sqrt(east * east + north * north)};
}

Metres no_farther_than(model::Position a, model::Position b) noexcept
{
    const auto east = std::abs(std::int64_t{a.lon_e7()} - b.lon_e7());
    const auto north = std::abs(std::int64_t{a.lat_e7()} - b.lat_e7());
    return {static_cast<double>(east) * (longest_scale.east * degree_e7) +
            static_cast<double>(north) * (longest_scale.north * degree_e7)};
}

}  // namespace cordon::geo
