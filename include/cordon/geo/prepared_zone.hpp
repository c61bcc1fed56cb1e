// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/units.hpp>
#include <cordon/geo/distance.hpp>
#include <cordon/model/position.hpp>
#include <cordon/model/shape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
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
/// About 10 bytes a vertex; an edge of kilometres that is neither along a parallel nor a meridian counts as several,
/// because it is not straight on the ground.
class PreparedZone {
public:
    /// `shape` is valid (model/zone_check refused what is not).
    explicit PreparedZone(const model::Shape& shape);

    /// Signed distance to the boundary, negative inside, 0 on it: the boundary belongs to the zone. On WGS84, by the
    /// radii of curvature at the latitude half-way between the place and each vertex; edges are straight in longitude
    /// and latitude, holes and parts as RFC 7946 has them (even-odd within a part).
    [[nodiscard]] Metres distance(Place place) const noexcept;
    [[nodiscard]] Metres distance(model::Position position) const noexcept;

    /// Whether the position is so deep in the zone that nobody need ask how deep: where it says so the distance is
    /// below zero by whole millimetres, where it does not it may still be. Some positions around one that is far in,
    /// for a hundredth of the price of a distance.
    [[nodiscard]] bool surely_holds(model::Position position) const noexcept
    {
        return deep_.meets({position.lat_e7(), position.lon_e7(), position.lat_e7(), position.lon_e7()});
    }

    /// The box of all places whose signed distance is at most `reach`; somewhat larger, never smaller.
    [[nodiscard]] Box box(Metres reach) const noexcept;

private:
    /// Units east and north of the zone's own reference.
    struct Vertex {
        std::int32_t east = 0;
        std::int32_t north = 0;
    };

    /// A place in the same units, and between them.
    struct Local {
        double east = 0;
        double north = 0;
    };

    /// Some consecutive edges of one ring and a box around them, which may be larger than theirs.
    struct Run {
        std::uint32_t first = 0;  ///< vertex
        std::uint16_t edges = 0;
        std::uint16_t part = 0;
        float west = 0;
        float east = 0;
        float south = 0;
        float north = 0;
    };

    using Polynomial = std::array<double, 4>;
    struct NearScale;
    struct FarScale;
    template <class Scales>
    struct Search;

    void choose_reference(const std::vector<std::span<const model::Position>>& lines);
    void add_line(std::span<const model::Position> line, std::size_t part, std::size_t most);
    void add_cuts(Vertex from, Vertex to, std::size_t most);
    void add_runs(std::size_t first, std::size_t last, std::size_t part);
    void prepare_scale();
    void look_for_depth();
    [[nodiscard]] Local local(Place place) const noexcept;
    [[nodiscard]] Local local(model::Position position) const noexcept;
    [[nodiscard]] Metres distance(Local at) const noexcept;
    template <class Scales>
    [[nodiscard]] double signed_distance(Local at, const Scales& scales) const noexcept;

    std::int32_t lat0_e7_ = 0;
    std::int32_t lon0_e7_ = 0;
    double units_ = 0;        ///< that 1e-7 degree has
    double degree_ = 0;       ///< of one unit
    double half_height_ = 0;  ///< units from the reference to the farthest vertex, north or south
    double radius_ = 0;       ///< of a circle or a corridor
    bool area_ = false;
    Polynomial east_{};  ///< metres a unit by units of latitude from the reference
    Polynomial north_{};
    Box deep_{.south = 1, .west = 1, .north = -1, .east = -1};  ///< all of it is in; nothing is in this one
    std::vector<Vertex> vertices_;
    std::vector<Run> runs_;
};

}  // namespace cordon::geo
