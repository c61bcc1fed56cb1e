// SPDX-License-Identifier: Apache-2.0
#include "zone_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace cordon::sim {

namespace {

std::string point(const Plane& plane, Place place)
{
    const auto position = plane.position_of(place);
    return fmt::format("[{:.6f},{:.6f}]", position.lon(), position.lat());
}

/// A star-shaped ring: its corners go round the centre, so it never crosses itself.
std::string ring(const Plane& plane, Place centre, double from_m, double to_m, int corners, Random& chance)
{
    std::string text = "[";
    std::string first;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2.0 * std::numbers::pi * (i + chance.between(-0.25, 0.25)) / corners;
        const double out = chance.between(from_m, to_m);
        const auto corner = point(plane, {.east_m = centre.east_m + out * std::cos(angle),
                                          .north_m = centre.north_m + out * std::sin(angle)});
        first = i == 0 ? corner : first;
        text += corner + ",";
    }
    return text + first + "]";
}

Place moved(Place from, double metres, double angle)
{
    return {.east_m = from.east_m + metres * std::cos(angle), .north_m = from.north_m + metres * std::sin(angle)};
}

std::string geometry(const Plane& plane, Place centre, double reach_m, Random& chance)
{
    const double kind = chance.uniform();
    const double angle = chance.between(0, 2.0 * std::numbers::pi);
    const auto corners = static_cast<int>(chance.whole(6, 14));
    if (kind < 0.55) {
        return fmt::format(R"({{"type":"Point","coordinates":{}}},"radius_m":{:.0f})", point(plane, centre), reach_m);
    }
    if (kind < 0.80) {
        return fmt::format(R"({{"type":"Polygon","coordinates":[{}]}})",
                           ring(plane, centre, 0.6 * reach_m, reach_m, corners, chance));
    }
    if (kind < 0.92) {
        const auto outside = ring(plane, centre, 0.75 * reach_m, reach_m, corners, chance);
        const auto hole = ring(plane, moved(centre, 0.25 * reach_m, angle), 0.10 * reach_m, 0.18 * reach_m, 4, chance);
        return fmt::format(R"({{"type":"Polygon","coordinates":[{},{}]}})", outside, hole);
    }
    const auto one = ring(plane, moved(centre, 0.55 * reach_m, angle), 0.25 * reach_m, 0.45 * reach_m, corners, chance);
    const auto two =
        ring(plane, moved(centre, -0.55 * reach_m, angle), 0.25 * reach_m, 0.45 * reach_m, corners, chance);
    return fmt::format(R"({{"type":"MultiPolygon","coordinates":[[{}],[{}]]}})", one, two);
}

}  // namespace

std::string zone_text(const Plane& plane, Place centre, double reach_m, int number, Random& chance)
{
    const auto where = geometry(plane, centre, reach_m, chance);
    const double buffer = chance.chance(0.4) ? 50.0 * static_cast<double>(chance.whole(2, 5)) : 0.0;
    auto text = fmt::format(R"({{"id":"Z{}","type":"exclusion_zone","name":"Invented address {}","geometry":{})",
                            number, number, where);
    if (buffer > 0) {
        text += fmt::format(R"(,"buffer_m":{:.0f})", buffer);
    }
    return text + "}";
}

}  // namespace cordon::sim
