// SPDX-License-Identifier: Apache-2.0
#include "ellipsoid.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/geo/prepared_zone.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <variant>

namespace cordon::geo {

namespace {

/// Edges a run holds: a box test costs about as much as two edges, so short runs waste boxes and long ones edges.
constexpr std::size_t edges_per_run = 12;

/// Degrees of latitude from the reference for which the polynomials are right to 1e-9 of a distance.
constexpr double polynomial_reach = 1.0;

/// A path straight in longitude and latitude bends on the ground: half-way it is up to so many metres off the line
/// between its ends for each degree it goes east and degree it goes north. (An eighth of how much a degree of longitude
/// changes in a degree of latitude, at the pole, where that is most, and 3 % more for the degree of latitude.)
constexpr double bend_m = 250.0;

/// Edges are cut into pieces that bend by no more than half of a position's unit: from about 500 m on.
constexpr double most_bend_m = 0.005;

/// Pieces that edges may become. Four of 50 km become 500; nobody draws a zone of so many long edges that they would be
/// too many.
constexpr std::size_t most_pieces = 65'536;

/// A place so many units off an edge is on it: that is what the rounding of a cut may shift an edge by.
constexpr double on_edge_units = 0.75;

/// The scale between two latitudes is not below that at one of them, but for the equator, and for rounding: this is.
constexpr double box_caution = 0.999;

/// Offsets within two degrees of the reference are kept in 1e-9 degree, where a cut is where it belongs to 0.1 mm; of a
/// larger zone in the units of positions.
constexpr std::int64_t fine_extent_e7 = 40'000'000;
constexpr double fine_units = 100.0;

/// How much of what it lies deep in a zone a box around a place may use up: distances are right to 0.1 %.
constexpr double depth_caution = 0.998;
constexpr double least_depth_m = 0.05;

/// Its rings or its line; a circle's centre twice.
std::vector<std::span<const model::Position>> lines_of(const model::Shape& shape)
{
    if (const auto* circle = std::get_if<model::Circle>(&shape)) {
        return {{&circle->centre, 1}};
    }
    if (const auto* corridor = std::get_if<model::Corridor>(&shape)) {
        return {corridor->line};
    }
    std::vector<std::span<const model::Position>> lines;
    for (const auto& part : std::get<model::Area>(shape).parts) {
        lines.insert(lines.end(), part.rings.begin(), part.rings.end());
    }
    return lines;
}

double radius_of(const model::Shape& shape) noexcept
{
    if (const auto* circle = std::get_if<model::Circle>(&shape)) {
        return circle->radius.value;
    }
    const auto* corridor = std::get_if<model::Corridor>(&shape);
    return corridor == nullptr ? 0.0 : corridor->radius.value;
}

float below(double value) noexcept
{
    return std::nextafter(static_cast<float>(value), -std::numeric_limits<float>::infinity());
}

float above(double value) noexcept
{
    return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity());
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

/// Metres a degree by degrees, made metres a unit by units.
std::array<double, 4> by_units(std::array<double, 4> p, double degree) noexcept
{
    double factor = degree;
    for (double& coefficient : p) {
        coefficient *= factor;
        factor *= degree;
    }
    return p;
}

}  // namespace

Box box_of(model::Position a, model::Position b) noexcept
{
    return {.south = std::min(a.lat_e7(), b.lat_e7()),
            .west = std::min(a.lon_e7(), b.lon_e7()),
            .north = std::max(a.lat_e7(), b.lat_e7()),
            .east = std::max(a.lon_e7(), b.lon_e7())};
}

/// Metres a unit measures at a latitude given in units from the reference, near the zone.
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

    [[nodiscard]] Scale at(double mid) const noexcept
    {
        const Scale degree = scale_at(zone.lat0_e7_ / 1e7 + mid * zone.degree_);
        return {.east = degree.east * zone.degree_, .north = degree.north * zone.degree_};
    }
};

PreparedZone::PreparedZone(const model::Shape& shape)
    : radius_{radius_of(shape)}, area_{std::holds_alternative<model::Area>(shape)}
{
    const auto lines = lines_of(shape);
    std::size_t count = 0;
    for (const auto& line : lines) {
        ensure(!line.empty(), "a line of a zone has a vertex");
        count += line.size();
    }
    choose_reference(lines);
    vertices_.reserve(count + 1);
    const std::size_t most = std::max(most_pieces / count, std::size_t{1});
    std::size_t line = 0;
    if (const auto* area = std::get_if<model::Area>(&shape)) {
        ensure(area->parts.size() <= std::numeric_limits<std::uint16_t>::max(), "20,000 vertices are fewer parts");
        for (std::size_t part = 0; part < area->parts.size(); ++part) {
            for (std::size_t ring = area->parts[part].rings.size(); ring > 0; --ring) {
                add_line(lines[line++], part, most);
            }
        }
    } else {
        add_line(lines.front(), 0, most);
    }
    vertices_.shrink_to_fit();
    runs_.shrink_to_fit();
    prepare_scale();
    look_for_depth();
}

/// The middle of the zone, from which every vertex is near enough for whole units.
void PreparedZone::choose_reference(const std::vector<std::span<const model::Position>>& lines)
{
    Box all = box_of(lines.front().front(), lines.front().front());
    for (const auto& line : lines) {
        for (const auto& position : line) {
            all.south = std::min(all.south, position.lat_e7());
            all.north = std::max(all.north, position.lat_e7());
            all.west = std::min(all.west, position.lon_e7());
            all.east = std::max(all.east, position.lon_e7());
        }
    }
    const std::int64_t height = std::int64_t{all.north} - all.south;
    const std::int64_t width = std::int64_t{all.east} - all.west;
    const auto half_height = static_cast<std::int32_t>((height + 1) / 2);
    lat0_e7_ = all.north - half_height;
    lon0_e7_ = all.west + static_cast<std::int32_t>(width / 2);
    units_ = std::max(height, width) <= fine_extent_e7 ? fine_units : 1.0;
    degree_ = 1e-7 / units_;
    half_height_ = static_cast<double>(half_height) * units_;
}

PreparedZone::Local PreparedZone::local(Place place) const noexcept
{
    return {.east = (place.lon * 1e7 - lon0_e7_) * units_, .north = (place.lat * 1e7 - lat0_e7_) * units_};
}

/// Exactly, as vertices are: a position that is on a corner is no unit off.
PreparedZone::Local PreparedZone::local(model::Position position) const noexcept
{
    return {.east = static_cast<double>(std::int64_t{position.lon_e7()} - lon0_e7_) * units_,
            .north = static_cast<double>(std::int64_t{position.lat_e7()} - lat0_e7_) * units_};
}

void PreparedZone::add_line(std::span<const model::Position> line, std::size_t part, std::size_t most)
{
    const std::size_t first = vertices_.size();
    for (const auto& position : line) {
        const Local at = local(position);
        const Vertex vertex{.east = static_cast<std::int32_t>(at.east), .north = static_cast<std::int32_t>(at.north)};
        if (vertices_.size() > first) {
            add_cuts(vertices_.back(), vertex, most);
        }
        vertices_.push_back(vertex);
    }
    if (line.size() == 1) {
        vertices_.push_back(vertices_.back());
    }
    add_runs(first, vertices_.size() - 1, part);
}

void PreparedZone::add_cuts(Vertex from, Vertex to, std::size_t most)
{
    const double east = static_cast<double>(to.east) - from.east;
    const double north = static_cast<double>(to.north) - from.north;
    const double bend = std::abs(east * degree_ * north * degree_) * bend_m;
    if (bend <= most_bend_m) {
        return;  // nearly always
    }
    const auto pieces = std::min(static_cast<std::size_t>(std::ceil(std::sqrt(bend / most_bend_m))), most);
    for (std::size_t i = 1; i < pieces; ++i) {
        const double k = static_cast<double>(i) / static_cast<double>(pieces);
        vertices_.push_back({.east = static_cast<std::int32_t>(std::llround(from.east + east * k)),
                             .north = static_cast<std::int32_t>(std::llround(from.north + north * k))});
    }
}

void PreparedZone::add_runs(std::size_t first, std::size_t last, std::size_t part)
{
    for (std::size_t from = first; from < last; from += edges_per_run) {
        const std::size_t edges = std::min(last - from, edges_per_run);
        Vertex low = vertices_[from];
        Vertex high = low;
        for (std::size_t i = from + 1; i <= from + edges; ++i) {
            low = {.east = std::min(low.east, vertices_[i].east), .north = std::min(low.north, vertices_[i].north)};
            high = {.east = std::max(high.east, vertices_[i].east), .north = std::max(high.north, vertices_[i].north)};
        }
        runs_.push_back({.first = static_cast<std::uint32_t>(from),
                         .edges = static_cast<std::uint16_t>(edges),
                         .part = static_cast<std::uint16_t>(part),
                         .west = below(low.east),
                         .east = above(high.east),
                         .south = below(low.north),
                         .north = above(high.north)});
    }
}

void PreparedZone::prepare_scale()
{
    std::array<double, 4> east{};
    std::array<double, 4> north{};
    for (std::size_t i = 0; i < 4; ++i) {
        const double step = (static_cast<double>(i) * 2.0 - 3.0) / 3.0 * polynomial_reach;
        const Scale scale = scale_at(lat0_e7_ / 1e7 + step);
        east.at(i) = scale.east;
        north.at(i) = scale.north;
    }
    east_ = by_units(cubic_through(east), degree_);
    north_ = by_units(cubic_through(north), degree_);
}

/// Around the deeper of two places, the middle of its box and the mean of its vertices: a home lies around one of them.
void PreparedZone::look_for_depth()
{
    Local mean;
    for (const auto& vertex : vertices_) {
        mean.east += vertex.east / static_cast<double>(vertices_.size());
        mean.north += vertex.north / static_cast<double>(vertices_.size());
    }
    const Local middle{};
    const double deep_mean = -distance(mean).value;
    const double deep_middle = -distance(middle).value;
    const Local at = deep_mean > deep_middle ? mean : middle;
    const double depth = std::max(deep_mean, deep_middle) * depth_caution - least_depth_m;
    if (depth <= 0.0) {
        return;
    }
    // A square in the circle. A degree east is longest at the end nearer to the equator, a degree north farther off.
    const double half = depth / std::numbers::sqrt2;
    const double lat = lat0_e7_ / 1e7 + at.north * degree_;
    const double up = half / longest_scale.north;
    const double across = half / scale_at(std::max(std::abs(lat) - up, 0.0)).east;
    const auto e7 = [](double degrees, double limit) {
        return static_cast<std::int32_t>(std::clamp(degrees, -limit, limit) * 1e7);
    };
    const double lon = lon0_e7_ / 1e7 + at.east * degree_;
    deep_ = {.south = e7(lat - up, 90.0) + 1,
             .west = e7(lon - across, 180.0) + 1,
             .north = e7(lat + up, 90.0) - 1,
             .east = e7(lon + across, 180.0) - 1};
}

/// Looks for the nearest edge and, in an area, counts the edges to the east of the place, part by part.
template <class Scales>
struct PreparedZone::Search {
    const PreparedZone& zone;
    const Scales& scales;
    Local at;
    Scale smallest = smallest_scale();                         ///< that any vertex of the zone is measured with
    double nearest = std::numeric_limits<double>::infinity();  ///< squared
    bool odd = false;                                          ///< of one part: the edges east of the place
    bool on_edge = false;

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
    [[nodiscard]] Local offset(Vertex vertex) const noexcept
    {
        const Scale scale = scales.at((at.north + vertex.north) / 2.0);
        return {.east = (vertex.east - at.east) * scale.east, .north = (vertex.north - at.north) * scale.north};
    }

    void measure(const Run& run) noexcept
    {
        Local p = offset(zone.vertices_[run.first]);
        for (std::uint32_t i = run.first + 1; i <= run.first + run.edges; ++i) {
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

    /// Counts the run's edges straight east of the place, and sees whether it is on one.
    void count(const Run& run) noexcept
    {
        if (at.north < run.south || at.north >= run.north || at.east >= run.east) {
            return;
        }
        for (std::uint32_t i = run.first; i < run.first + run.edges; ++i) {
            const Vertex a = zone.vertices_[i];
            const Vertex b = zone.vertices_[i + 1];
            if ((a.north > at.north) == (b.north > at.north)) {
                continue;
            }
            const double east = static_cast<double>(b.east) - a.east;
            const double north = static_cast<double>(b.north) - a.north;
            const double beside = a.east + (at.north - a.north) / north * east - at.east;
            odd = odd != (beside > 0.0);
            const double slope = std::max(std::abs(east / north), 1.0);
            on_edge = on_edge || std::abs(beside) <= on_edge_units * slope;
        }
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
    std::uint16_t part = 0;
    for (const auto& run : runs_) {
        if (&run != start && search.least(run) < search.nearest) {
            search.measure(run);
        }
        if (run.part != part) {
            inside = inside || search.odd;
            search.odd = false;
            part = run.part;
        }
        if (area_) {
            search.count(run);
        }
    }
    const double distance = std::sqrt(search.nearest);
    if (!area_) {
        return distance - radius_;
    }
    if (search.on_edge) {
        return 0.0;
    }
    return inside || search.odd ? -distance : distance;
}

Metres PreparedZone::distance(Local at) const noexcept
{
    const double reach = polynomial_reach / degree_;
    if ((std::abs(at.north) + half_height_) / 2.0 <= reach && half_height_ <= reach) {
        return {signed_distance(at, NearScale{*this})};
    }
    return {signed_distance(at, FarScale{*this})};
}

Metres PreparedZone::distance(Place place) const noexcept
{
    return distance(local(place));
}

Metres PreparedZone::distance(model::Position position) const noexcept
{
    return distance(local(position));
}

Box PreparedZone::box(Metres reach) const noexcept
{
    Run all = runs_.front();
    for (const auto& run : runs_) {
        all.west = std::min(all.west, run.west);
        all.east = std::max(all.east, run.east);
        all.south = std::min(all.south, run.south);
        all.north = std::max(all.north, run.north);
    }
    const double lat0 = lat0_e7_ / 1e7;
    const double lon0 = lon0_e7_ / 1e7;
    const double south = lat0 + all.south * degree_;
    const double north = lat0 + all.north * degree_;
    // A centimetre and a thousandth more than asked, so that what is rounded stays within; the scale is smallest at the
    // latitude nearest to the pole (east) and at the equator (north).
    const double metres = (reach.value + radius_) * 1.001 + 0.01;
    const double up = metres / 110'574.0;
    const double poleward = std::min(89.9, std::max(std::abs(south - up), std::abs(north + up)));
    const double across = metres / scale_at(poleward).east;
    const auto e7 = [](double degrees, double limit) {
        return static_cast<std::int32_t>(std::llround(std::clamp(degrees, -limit, limit) * 1e7));
    };
    return {.south = e7(south - up, 90.0),
            .west = e7(lon0 + all.west * degree_ - across, 180.0),
            .north = e7(north + up, 90.0),
            .east = e7(lon0 + all.east * degree_ + across, 180.0)};
}

}  // namespace cordon::geo
