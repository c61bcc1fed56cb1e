// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/units.hpp>
#include <cordon/geo/distance.hpp>
#include <cordon/model/position.hpp>
#include <cordon/model/shape.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace cordon::geo {

/// A box in whole units of 1e-7 degree, its edges included.
struct Box {
    std::int32_t south = 0;
    std::int32_t west = 0;
    std::int32_t north = 0;
    std::int32_t east = 0;

    bool operator==(const Box&) const = default;

    [[nodiscard]] constexpr bool meets(const Box& other) const noexcept
    {
        return south <= other.north && other.south <= north && west <= other.east && other.west <= east;
    }
};

/// The smallest box that holds both.
[[nodiscard]] Box box_of(model::Position a, model::Position b) noexcept;

/// A zone made ready for many fixes: its vertices in runs with a box each, and the ellipsoid's scale around it as a
/// polynomial of latitude, so that nothing trigonometric is left for the fix. Made once, then read by any thread.
/// About 20 bytes a vertex; an edge of kilometres that is neither along a parallel nor a meridian counts as several,
/// because it is not straight on the ground.
class PreparedZone {
public:
    /// `shape` is valid (model/zone_check refused what is not).
    explicit PreparedZone(const model::Shape& shape);

    /// Signed distance to the boundary, negative inside, 0 on it: the boundary belongs to the zone. On WGS84, by the
    /// radii of curvature at the latitude half-way between the place and each vertex; edges are straight in longitude
    /// and latitude, holes and parts as RFC 7946 has them (even-odd within a part).
    [[nodiscard]] Metres distance(Place place) const noexcept;

    [[nodiscard]] Metres distance(model::Position position) const noexcept { return distance(place_of(position)); }

    /// The box of all places whose signed distance is at most `reach`; somewhat larger, never smaller.
    [[nodiscard]] Box box(Metres reach) const noexcept;

private:
    /// A place in degrees east and north of the zone's own reference: small numbers keep their digits.
    struct Local {
        double east = 0;
        double north = 0;
    };

    /// Some consecutive edges of one ring and their box: vertices first to last, both included.
    struct Run {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        std::uint32_t part = 0;
        double west = 0;
        double east = 0;
        double south = 0;
        double north = 0;
    };

    using Polynomial = std::array<double, 4>;
    struct NearScale;
    struct FarScale;
    template <class Scales>
    struct Search;

    void add_ring(const std::vector<model::Position>& ring, std::uint32_t part, std::size_t most);
    void add_cuts(Local from, Local to, std::size_t most);
    void add_runs(std::uint32_t first, std::uint32_t last, std::uint32_t part);
    void prepare_scale();
    template <class Scales>
    [[nodiscard]] double signed_distance(Local at, const Scales& scales) const noexcept;

    double lat0_ = 0;
    double lon0_ = 0;
    double half_height_ = 0;  ///< degrees from the reference to the farthest vertex, north or south
    double radius_ = 0;       ///< of a circle or a corridor
    bool area_ = false;
    Polynomial east_{};  ///< metres a degree by degrees of latitude from the reference
    Polynomial north_{};
    std::vector<Local> vertices_;
    std::vector<Run> runs_;
};

}  // namespace cordon::geo
