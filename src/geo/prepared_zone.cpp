// SPDX-License-Identifier: Apache-2.0
#include "ellipsoid.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/geo/prepared_zone.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

namespace cordon::geo {

namespace {

/// Edges a run holds: a box test costs about as much as two edges, so short runs waste boxes and long ones edges.
constexpr std::uint32_t edges_per_run = 12;

/// Degrees of latitude from the reference for which the polynomials are right to 1e-9 of a distance.
constexpr double polynomial_reach = 1.0;

/// A path straight in longitude and latitude bends on the ground: half-way it is up to so many metres off the line
/// between its ends for each degree it goes east and degree it goes north. (An eighth of how much a degree of longitude
/// changes in a degree of latitude, at the pole, where that is most, and 3 % more for the degree of latitude.)
constexpr double bend_m = 250.0;

/// Edges are cut into pieces that bend less than this, a half of a position's unit: from about 500 m on.
constexpr double most_bend_m = 0.005;

/// Pieces that edges may become. Four edges of 50 km become 500; nobody draws a zone of so many long edges that they
/// would be too many.
constexpr std::size_t most_pieces = 65'536;

/// The scale between two latitudes is not below that at one of them, but for the equator, and for rounding: this is.
constexpr double box_caution = 0.999;

const std::vector<model::Position>& first_ring(const model::Shape& shape, std::vector<model::Position>& scratch)
{
    if (const auto* circle = std::get_if<model::Circle>(&shape)) {
        scratch = {circle->centre, circle->centre};
        return scratch;
    }
    if (const auto* corridor = std::get_if<model::Corridor>(&shape)) {
        return corridor->line;
    }
    return std::get<model::Area>(shape).parts.front().rings.front();
}

/// Into how many pieces at most an edge of the shape may be cut.
std::size_t pieces_an_edge(const model::Shape& shape)
{
    std::size_t edges = 1;
    if (const auto* corridor = std::get_if<model::Corridor>(&shape)) {
        edges = corridor->line.size();
    } else if (const auto* area = std::get_if<model::Area>(&shape)) {
        for (const auto& part : area->parts) {
            for (const auto& ring : part.rings) {
                edges += ring.size();
            }
        }
    }
    return std::max(most_pieces / edges, std::size_t{1});
}

double value_at(const std::array<double, 4>& p, double x) noexcept
{
    return ((p[3] * x + p[2]) * x + p[1]) * x + p[0];
}

/// The cubic through four values at −1, −1/3, 1/3 and 1.
std::array<double, 4> cubic_through(const std::array<double, 4>& y) noexcept
{
    return {(-y[0] + 9.0 * y[1] + 9.0 * y[2] - y[3]) / 16.0, (y[0] - 27.0 * y[1] + 27.0 * y[2] - y[3]) / 16.0,
            (9.0 * y[0] - 9.0 * y[1] - 9.0 * y[2] + 9.0 * y[3]) / 16.0,
            (-9.0 * y[0] + 27.0 * y[1] - 27.0 * y[2] + 9.0 * y[3]) / 16.0};
}

}  // namespace

Box box_of(model::Position a, model::Position b) noexcept
{
    return {.south = std::min(a.lat_e7(), b.lat_e7()),
            .west = std::min(a.lon_e7(), b.lon_e7()),
            .north = std::max(a.lat_e7(), b.lat_e7()),
            .east = std::max(a.lon_e7(), b.lon_e7())};
}

/// The scale at a latitude given in degrees from the reference, near the zone.
struct PreparedZone::NearScale {
    const PreparedZone& zone;

    [[nodiscard]] Scale at(double mid) const noexcept
    {
        return {value_at(zone.east_, mid), value_at(zone.north_, mid)};
    }
};

/// The same anywhere on earth, slowly.
struct PreparedZone::FarScale {
    const PreparedZone& zone;

    [[nodiscard]] Scale at(double mid) const noexcept { return scale_at(zone.lat0_ + mid); }
};

PreparedZone::PreparedZone(const model::Shape& shape)
{
    std::vector<model::Position> scratch;
    const auto& ring = first_ring(shape, scratch);
    ensure(!ring.empty(), "a zone has a vertex");
    const auto [low, high] = std::minmax_element(
        ring.begin(), ring.end(), [](model::Position a, model::Position b) { return a.lat_e7() < b.lat_e7(); });
    lat0_ = (low->lat() + high->lat()) / 2.0;
    lon0_ = ring.front().lon();
    const std::size_t most = pieces_an_edge(shape);
    if (const auto* area = std::get_if<model::Area>(&shape)) {
        area_ = true;
        for (std::uint32_t part = 0; part < area->parts.size(); ++part) {
            for (const auto& each : area->parts[part].rings) {
                add_ring(each, part, most);
            }
        }
    } else {
        radius_ = std::holds_alternative<model::Circle>(shape) ? std::get<model::Circle>(shape).radius.value
                                                               : std::get<model::Corridor>(shape).radius.value;
        add_ring(ring, 0, most);
    }
    prepare_scale();
}

void PreparedZone::add_ring(const std::vector<model::Position>& ring, std::uint32_t part, std::size_t most)
{
    const auto first = static_cast<std::uint32_t>(vertices_.size());
    for (const auto& position : ring) {
        const Local at{.east = position.lon() - lon0_, .north = position.lat() - lat0_};
        half_height_ = std::max(half_height_, std::abs(at.north));
        if (vertices_.size() > first) {
            add_cuts(vertices_.back(), at, most);
        }
        vertices_.push_back(at);
    }
    if (ring.size() == 1) {
        vertices_.push_back(vertices_.back());
    }
    add_runs(first, static_cast<std::uint32_t>(vertices_.size() - 1), part);
}

void PreparedZone::add_cuts(Local from, Local to, std::size_t most)
{
    const double east = to.east - from.east;
    const double north = to.north - from.north;
    const double bend = std::abs(east * north) * bend_m;
    if (bend <= most_bend_m) {
        return;  // nearly always
    }
    const auto pieces = std::min(static_cast<std::size_t>(std::ceil(std::sqrt(bend / most_bend_m))), most);
    for (std::size_t i = 1; i < pieces; ++i) {
        const double k = static_cast<double>(i) / static_cast<double>(pieces);
        vertices_.push_back({.east = from.east + east * k, .north = from.north + north * k});
    }
}

void PreparedZone::add_runs(std::uint32_t first, std::uint32_t last, std::uint32_t part)
{
    for (std::uint32_t from = first; from < last; from += edges_per_run) {
        Run run{.first = from, .last = std::min(last, from + edges_per_run), .part = part};
        run.west = run.east = vertices_[from].east;
        run.south = run.north = vertices_[from].north;
        for (std::uint32_t i = from + 1; i <= run.last; ++i) {
            run.west = std::min(run.west, vertices_[i].east);
            run.east = std::max(run.east, vertices_[i].east);
            run.south = std::min(run.south, vertices_[i].north);
            run.north = std::max(run.north, vertices_[i].north);
        }
        runs_.push_back(run);
    }
}

void PreparedZone::prepare_scale()
{
    std::array<double, 4> east{};
    std::array<double, 4> north{};
    for (std::size_t i = 0; i < 4; ++i) {
        const double step = (static_cast<double>(i) * 2.0 - 3.0) / 3.0 * polynomial_reach;
        const Scale scale = scale_at(lat0_ + step);
        east.at(i) = scale.east;
        north.at(i) = scale.north;
    }
    east_ = cubic_through(east);
    north_ = cubic_through(north);
}

/// Looks for the nearest edge and, in an area, counts the edges to the east of the place, part by part.
template <class Scales>
struct PreparedZone::Search {
    const PreparedZone& zone;
    const Scales& scales;
    Local at;
    Scale smallest = smallest_scale();                         ///< that any vertex of the zone is measured with
    double nearest = std::numeric_limits<double>::infinity();  ///< squared

    [[nodiscard]] Scale smallest_scale() const noexcept
    {
        const Scale low = scales.at((at.north - zone.half_height_) / 2.0);
        const Scale high = scales.at((at.north + zone.half_height_) / 2.0);
        return {.east = std::min(low.east, high.east) * box_caution,
                .north = std::min(low.north, high.north) * box_caution};
    }

    /// No edge of the run is nearer than the root of this.
    [[nodiscard]] double least(const Run& run) const noexcept
    {
        const double e = std::max(std::max(run.west - at.east, at.east - run.east), 0.0) * smallest.east;
        const double n = std::max(std::max(run.south - at.north, at.north - run.north), 0.0) * smallest.north;
        return e * e + n * n;
    }

    /// Offset in metres of a vertex from the place.
    [[nodiscard]] Local offset(Local vertex) const noexcept
    {
        const Scale scale = scales.at((at.north + vertex.north) / 2.0);
        return {.east = (vertex.east - at.east) * scale.east, .north = (vertex.north - at.north) * scale.north};
    }

    void measure(const Run& run) noexcept
    {
        Local p = offset(zone.vertices_[run.first]);
        for (std::uint32_t i = run.first + 1; i <= run.last; ++i) {
            const Local q = offset(zone.vertices_[i]);
            const double dx = q.east - p.east;
            const double dy = q.north - p.north;
            const double length = dx * dx + dy * dy;
            const double along = -(p.east * dx + p.north * dy);
            const double k = length > 0.0 ? std::clamp(along / length, 0.0, 1.0) : 0.0;
            const double x = p.east + k * dx;
            const double y = p.north + k * dy;
            nearest = std::min(nearest, x * x + y * y);
            p = q;
        }
    }

    /// Whether an odd number of the run's edges lies straight east of the place.
    [[nodiscard]] bool odd(const Run& run) const noexcept
    {
        if (at.north < run.south || at.north >= run.north || at.east >= run.east) {
            return false;
        }
        bool odd = false;
        for (std::uint32_t i = run.first; i < run.last; ++i) {
            const Local a = zone.vertices_[i];
            const Local b = zone.vertices_[i + 1];
            if ((a.north > at.north) != (b.north > at.north) &&
                at.east < a.east + (at.north - a.north) / (b.north - a.north) * (b.east - a.east)) {
                odd = !odd;
            }
        }
        return odd;
    }
};

template <class Scales>
double PreparedZone::signed_distance(Local at, const Scales& scales) const noexcept
{
    Search<Scales> search{.zone = *this, .scales = scales, .at = at};
    const Run* start = &runs_.front();
    double least = std::numeric_limits<double>::infinity();
    for (const auto& run : runs_) {
        if (const double bound = search.least(run); bound < least) {
            least = bound;
            start = &run;
        }
    }
    search.measure(*start);
    bool inside = false;
    bool odd = false;
    std::uint32_t part = 0;
    for (const auto& run : runs_) {
        if (&run != start && search.least(run) < search.nearest) {
            search.measure(run);
        }
        if (run.part != part) {
            inside = inside || odd;
            odd = false;
            part = run.part;
        }
        odd = odd != (area_ && search.odd(run));
    }
    const double distance = std::sqrt(search.nearest);
    return inside || odd ? -distance : distance - radius_;
}

Metres PreparedZone::distance(Place place) const noexcept
{
    const Local at{.east = place.lon - lon0_, .north = place.lat - lat0_};
    if ((std::abs(at.north) + half_height_) / 2.0 <= polynomial_reach && half_height_ <= polynomial_reach) {
        return {signed_distance(at, NearScale{*this})};
    }
    return {signed_distance(at, FarScale{*this})};
}

Box PreparedZone::box(Metres reach) const noexcept
{
    double west = runs_.front().west;
    double east = runs_.front().east;
    double south = runs_.front().south;
    double north = runs_.front().north;
    for (const auto& run : runs_) {
        west = std::min(west, run.west);
        east = std::max(east, run.east);
        south = std::min(south, run.south);
        north = std::max(north, run.north);
    }
    // A centimetre and a thousandth more than asked, so that what is rounded stays within; the scale is smallest at the
    // latitude nearest to the pole (east) and at the equator (north).
    const double metres = (reach.value + radius_) * 1.001 + 0.01;
    const double up = metres / 110'574.0;
    const double poleward = std::min(89.9, std::max(std::abs(lat0_ + south - up), std::abs(lat0_ + north + up)));
    const double across = metres / scale_at(poleward).east;
    const auto e7 = [](double degrees, double limit) {
        return static_cast<std::int32_t>(std::llround(std::clamp(degrees, -limit, limit) * 1e7));
    };
    return {.south = e7(lat0_ + south - up, 90.0),
            .west = e7(lon0_ + west - across, 180.0),
            .north = e7(lat0_ + north + up, 90.0),
            .east = e7(lon0_ + east + across, 180.0)};
}

}  // namespace cordon::geo
