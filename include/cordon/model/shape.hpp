// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/units.hpp>
#include <cordon/model/position.hpp>

#include <variant>
#include <vector>

namespace cordon::model {

/// All places within `radius` of the centre, by geodesic distance.
struct Circle {
    Position centre;
    Metres radius;

    bool operator==(const Circle&) const = default;
};

/// All places within `radius` of a line whose edges are straight in longitude and latitude.
struct Corridor {
    std::vector<Position> line;
    Metres radius;

    bool operator==(const Corridor&) const = default;
};

/// A closed ring: the last position equals the first. Edges are straight in longitude and latitude (RFC 7946).
using Ring = std::vector<Position>;

/// The first ring is the outside, the others are holes. The boundary belongs to it.
struct Polygon {
    std::vector<Ring> rings;

    bool operator==(const Polygon&) const = default;
};

/// A polygon, or several that do not cross one another.
struct Area {
    std::vector<Polygon> parts;

    bool operator==(const Area&) const = default;
};

/// Where a zone is (rules.md §1). Whatever reads one from outside has refused what is invalid (`model/zone_check`).
using Shape = std::variant<Circle, Corridor, Area>;

}  // namespace cordon::model
