// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/geo/prepared_zone.hpp>
#include <cordon/sim/plane.hpp>
#include <cordon/sim/random.hpp>

#include <string>

namespace cordon::sim {

/// A made-up zone and the land around it, measured from the protected address.
class Ground {
public:
    /// A zone of any shape, 200 to 450 m out, as the made-up people of the demonstration have them.
    static Ground with_zone(model::Position centre, Random& chance);
    /// A circle.
    static Ground with_circle(model::Position centre, double radius_m);

    [[nodiscard]] const Plane& plane() const noexcept { return plane_; }

    /// The zone as a condition of an orders document.
    [[nodiscard]] const std::string& condition() const noexcept { return condition_; }

    /// How far the zone reaches from the centre at most.
    [[nodiscard]] double reach_m() const noexcept { return reach_m_; }

    /// Metres to the boundary, negative inside.
    [[nodiscard]] double distance(Place place) const;

    /// On the ray from the centre, its angle in radians from east: the farthest place that is `metres` from the zone.
    [[nodiscard]] Place beside(double angle, double metres) const;

    /// On that ray, so far from the centre.
    [[nodiscard]] static Place out(double angle, double metres_from_centre);

    /// Somewhere inside the zone, at least `depth_m` deep where it has such a place, else the deepest of many tried.
    [[nodiscard]] Place inside(double depth_m, Random& chance) const;

private:
    Ground(const Plane& plane, double reach_m, std::string condition);

    Plane plane_;
    double reach_m_;
    std::string condition_;
    geo::PreparedZone zone_;
};

}  // namespace cordon::sim
