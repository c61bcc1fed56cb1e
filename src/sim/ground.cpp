// SPDX-License-Identifier: Apache-2.0
#include "ground.hpp"

#include "zone_text.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/model/order_document.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <utility>
#include <variant>

namespace cordon::sim {

namespace {

/// The zone as the server will read it.
geo::PreparedZone zone_of(const std::string& condition)
{
    const auto order = model::read_order(fmt::format(
        R"({{"id":"O","type":"licence","time_zone":"UTC","starts":"2026-01-01T00:00:00Z","ends":"2027-01-01T00:00:00Z",)"
        R"("wearer":{{"id":"W"}},"activations":[],"conditions":[{}]}})",
        condition));
    ensure(order.has_value(), "a made-up zone is one that an orders document may have");
    return geo::PreparedZone{std::get<model::ExclusionZone>(order.value().conditions.at(0).rule).shape};
}

}  // namespace

Ground::Ground(const Plane& plane, double reach_m, std::string condition)
    : plane_{plane}, reach_m_{reach_m}, condition_{std::move(condition)}, zone_{zone_of(condition_)}
{
}

Ground Ground::with_zone(model::Position centre, Random& chance)
{
    const Plane plane{centre};
    const double reach = std::round(chance.between(200, 450));
    return {plane, reach, zone_text(plane, Place{}, reach, 1, chance)};
}

Ground Ground::with_circle(model::Position centre, double radius_m)
{
    return {Plane{centre}, radius_m,
            fmt::format(
                R"({{"id":"Z1","type":"exclusion_zone","geometry":{{"type":"Point","coordinates":[{:.7f},{:.7f}]}},)"
                R"("radius_m":{}}})",
                centre.lon(), centre.lat(), radius_m)};
}

double Ground::distance(Place place) const
{
    return zone_.distance(plane_.position_of(place)).value;
}

Place Ground::beside(double angle, double metres) const
{
    double far = reach_m_ + metres + 10;
    double near = far;
    while (near > 0 && distance(out(angle, near)) > metres) {
        far = near;
        near -= 1;
    }
    for (int i = 0; i < 20; ++i) {
        const double middle = (near + far) / 2;
        (distance(out(angle, middle)) > metres ? far : near) = middle;
    }
    return out(angle, far);
}

Place Ground::out(double angle, double metres_from_centre)
{
    return {.east_m = metres_from_centre * std::cos(angle), .north_m = metres_from_centre * std::sin(angle)};
}

Place Ground::inside(double depth_m, Random& chance) const
{
    Place deepest;
    double depth = -distance(deepest);
    for (int tries = 0; tries < 200 && depth < depth_m; ++tries) {
        const Place place = out(chance.between(0, 2 * std::numbers::pi), reach_m_ * std::sqrt(chance.uniform()));
        if (-distance(place) > depth) {
            deepest = place;
            depth = -distance(place);
        }
    }
    return deepest;
}

}  // namespace cordon::sim
