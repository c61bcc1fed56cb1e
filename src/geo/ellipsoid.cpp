// SPDX-License-Identifier: Apache-2.0
#include "ellipsoid.hpp"

#include <cmath>
#include <numbers>

namespace cordon::geo {

namespace {

constexpr double equatorial_radius = 6'378'137.0;
constexpr double eccentricity_squared = 6.694'379'990'14e-3;
constexpr double radians = std::numbers::pi / 180.0;

/// sin(x) for |x| ≤ π/4, by its series: the first term left out is below 1e-17.
double sine(double x) noexcept
{
    const double z = x * x;
    double sum = 1.0 / 355'687'428'096'000.0;  // 1/17!
    sum = sum * z - 1.0 / 1'307'674'368'000.0;
    sum = sum * z + 1.0 / 6'227'020'800.0;
    sum = sum * z - 1.0 / 39'916'800.0;
    sum = sum * z + 1.0 / 362'880.0;
    sum = sum * z - 1.0 / 5'040.0;
    sum = sum * z + 1.0 / 120.0;
    sum = sum * z - 1.0 / 6.0;
    sum = sum * z + 1.0;
    return sum * x;
}

}  // namespace

Scale scale_at(double lat_deg) noexcept
{
    const double half = sine(lat_deg * radians / 2.0);
    const double h = half * half;
    const double cosine = 1.0 - 2.0 * h;
    const double sine_squared = 4.0 * h * (1.0 - h);
    const double w = 1.0 - eccentricity_squared * sine_squared;
    const double root = std::sqrt(w);
    return {.east = radians * equatorial_radius / root * cosine,
            .north = radians * equatorial_radius * (1.0 - eccentricity_squared) / (w * root)};
}

}  // namespace cordon::geo
