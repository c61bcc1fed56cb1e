// SPDX-License-Identifier: Apache-2.0
#include "awkward_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <utility>

namespace cordon::test {

namespace {

using model::Area;
using model::Polygon;
using model::Position;
using model::Ring;

constexpr double metres_a_degree = 111'200.0;

/// A plane of units around a place, turned; a unit is half of the zone's size. Not measured with: any plane would do.
class Ground {
public:
    Ground(double lat, double lon, double unit, double turn)
        : lat_{lat},
          lon_{lon},
          north_{unit / metres_a_degree},
          east_{north_ / std::cos(lat * std::numbers::pi / 180.0)},
          cosine_{std::cos(turn)},
          sine_{std::sin(turn)}
    {
    }

    [[nodiscard]] Position at(double x, double y) const
    {
        return *Position::from_degrees(lat_ + (x * sine_ + y * cosine_) * north_,
                                       lon_ + (x * cosine_ - y * sine_) * east_);
    }

    [[nodiscard]] Ring ring(const std::vector<std::pair<double, double>>& corners) const
    {
        Ring ring;
        for (const auto& [x, y] : corners) {
            ring.push_back(at(x, y));
        }
        ring.push_back(ring.front());
        return ring;
    }

    [[nodiscard]] Ring square(double x, double y, double half) const
    {
        return ring({{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}});
    }

private:
    double lat_;
    double lon_;
    double north_;
    double east_;
    double cosine_;
    double sine_;
};

struct Kind {
    const char* name;
    double least_m;  ///< from this size on its corners stay apart when they are rounded to whole units of a position
    std::function<Area(const Ground&, Chance&)> make;
};

Area star(const Ground& ground, Chance& chance, int corners)
{
    const double least = 1.0 - std::min(0.7, 40.0 / corners);  // edges of no more than PostGIS answers in a second
    std::vector<std::pair<double, double>> ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / corners;
        const double size = chance.between(least, 1.0);
        ring.emplace_back(size * std::cos(angle), size * std::sin(angle));
    }
    return {{{{ground.ring(ring)}}}};
}

/// A back with teeth as thin as the gaps between them.
Area comb(const Ground& ground, Chance& chance)
{
    const int teeth = chance.whole(2, 40);
    std::vector<std::pair<double, double>> ring{{1.0, -1.0}, {1.0, -0.9}};
    for (int i = teeth; i > 0; --i) {
        const double right = -1.0 + 2.0 * i / teeth;
        const double middle = right - 1.0 / teeth;
        const double tip = chance.between(0.0, 1.0);
        ring.insert(ring.end(), {{right - 1e-3, tip}, {middle, tip}, {middle, -0.9}});
        if (i > 1) {
            ring.emplace_back(middle - 1.0 / teeth, -0.9);
        }
    }
    ring.emplace_back(-1.0, -1.0);
    return {{{{ground.ring(ring)}}}};
}

Area sliver(const Ground& ground, Chance& chance)
{
    const double width = chance.between(0.001, 0.01);
    if (chance.whole(0, 1) == 0) {
        return {{{{ground.ring({{-1.0, 0.0}, {1.0, width}, {0.9, 2.0 * width}})}}}};
    }
    return {{{{ground.ring({{-1.0, 0.0}, {1.0, 0.0}, {1.0, width}, {-1.0, width}})}}}};
}

/// All edges along its plane's axes: places beside them share a latitude or a longitude with many corners.
Area stairs(const Ground& ground, Chance& chance)
{
    const int steps = chance.whole(2, 60);
    std::vector<std::pair<double, double>> ring{{-1.0, -1.0}, {1.0, -1.0}};
    for (int i = steps; i > 0; --i) {
        const double edge = -1.0 + 2.0 * i / steps;
        ring.emplace_back(edge, -edge + 2.0 / steps);
        ring.emplace_back(edge - 2.0 / steps, -edge + 2.0 / steps);
    }
    ring.pop_back();
    ring.emplace_back(-1.0, ring.back().second);
    return {{{{ground.ring(ring)}}}};
}

Area spiral(const Ground& ground, Chance& chance)
{
    const int turns = chance.whole(2, 6);
    const int corners = turns * 24;
    std::vector<std::pair<double, double>> ring;
    const auto add = [&](int i, double shift) {
        const double angle = 2.0 * std::numbers::pi * i / 24.0;
        const double size = (i / 24.0 + shift + 0.2) / (turns + 1.0);
        ring.emplace_back(size * std::cos(angle), size * std::sin(angle));
    };
    for (int i = 0; i <= corners; ++i) {
        add(i, 0.0);
    }
    for (int i = corners; i >= 0; --i) {
        add(i, 0.5);
    }
    return {{{{ground.ring(ring)}}}};
}

/// Two holes: one touches a corner of the outside, and both touch one another at a corner.
Area holes_at_corners(const Ground& ground)
{
    return {{{{ground.square(0, 0, 1), ground.ring({{-1.0, -1.0}, {-0.2, -0.5}, {-0.5, -0.2}}),
               ground.ring({{-0.2, -0.5}, {0.5, -0.4}, {0.6, 0.7}})}}}};
}

Area island_in_a_hole(const Ground& ground)
{
    return {{{{ground.square(0, 0, 1), ground.square(0, 0, 0.7)}},
             {{ground.square(0, 0, 0.4), ground.square(0, 0, 0.1)}},
             {{ground.square(3, 0, 0.5)}}}};
}

/// Parts that meet at their corners, with holes of outside between them.
Area chequers(const Ground& ground, Chance& chance)
{
    const int fields = chance.whole(3, 7);
    Area area;
    for (int x = 0; x < fields; ++x) {
        for (int y = x % 2; y < fields; y += 2) {
            const auto at = [&](int i, int j) { return std::pair{-1.0 + 2.0 * i / fields, -1.0 + 2.0 * j / fields}; };
            area.parts.push_back({{ground.ring({at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)})}});
        }
    }
    return area;
}

const std::vector<Kind>& kinds()
{
    static const std::vector<Kind> all{
        {"triangle", 1, [](const Ground& g, Chance& c) { return star(g, c, 3); }},
        {"star", 1, [](const Ground& g, Chance& c) { return star(g, c, c.whole(4, 12)); }},
        {"star of 100", 20, [](const Ground& g, Chance& c) { return star(g, c, 100); }},
        {"star of thousands", 900, [](const Ground& g, Chance& c) { return star(g, c, c.whole(1'000, 5'000)); }},
        {"comb", 200, comb},
        {"sliver", 300, sliver},
        {"stairs", 20, stairs},
        {"spiral", 20, spiral},
        {"square", 1, [](const Ground& g, Chance&) { return Area{{{{g.square(0, 0, 1)}}}}; }},
        {"holes at corners", 1, [](const Ground& g, Chance&) { return holes_at_corners(g); }},
        {"island in a hole", 1, [](const Ground& g, Chance&) { return island_in_a_hole(g); }},
        {"chequers", 1, chequers},
    };
    return all;
}

/// Half of a zone's size.
constexpr std::array sizes_m{1.0, 15.0, 200.0, 1'000.0, 5'000.0, 25'000.0};

struct Spot {
    double lat;
    double lon;
};

Spot spot(int which, double size_m, Chance& chance)
{
    const double fit = 4.0 * size_m / metres_a_degree / 0.34;  // room to the date line, up to 70°
    switch (which % 8) {
        case 0:
            return {chance.between(-0.01, 0.01), chance.between(-0.01, 0.01)};
        case 1:
            return {chance.between(50.0, 58.0), chance.between(-0.005, 0.005)};
        case 2:
            return {chance.between(60.0, 70.0), chance.between(-20.0, 30.0)};
        case 3:
            return {chance.between(-70.0, -35.0), chance.between(100.0, 170.0)};
        case 4:
            return {chance.between(-45.0, 65.0), 180.0 - fit - 1e-5};
        case 5:
            return {chance.between(-45.0, 65.0), -180.0 + fit + 1e-5};
        default:
            return {chance.between(50.0, 59.0), chance.between(-6.0, 1.7)};
    }
}

std::vector<Ring> lines_of(const model::Shape& shape)
{
    if (const auto* circle = std::get_if<model::Circle>(&shape)) {
        return {{circle->centre, circle->centre}};
    }
    if (const auto* corridor = std::get_if<model::Corridor>(&shape)) {
        return {corridor->line};
    }
    std::vector<Ring> lines;
    for (const auto& part : std::get<Area>(shape).parts) {
        lines.insert(lines.end(), part.rings.begin(), part.rings.end());
    }
    return lines;
}

/// Gathers the places to ask about; what would lie beyond the date line is left out.
class Asker {
public:
    Asker(Trial& trial, Chance& chance) : trial_{trial}, chance_{chance}, lines_{lines_of(trial.shape)} {}

    void ask(double size_m)
    {
        const auto [low_lat, high_lat] = std::ranges::minmax(lines_.front(), {}, &Position::lat_e7);
        const auto [low_lon, high_lon] = std::ranges::minmax(lines_.front(), {}, &Position::lon_e7);
        const double margin = size_m / metres_a_degree * 5e6;
        const auto any_lon = [&, west = low_lon.lon_e7() - margin, east = high_lon.lon_e7() + margin] {
            return chance_.between(west, east);
        };
        for (int i = 0; i < 6; ++i) {
            const auto [a, b] = edge();
            const double k = chance_.between(0.0, 1.0);
            const double lat = a.lat_e7() + k * (double(b.lat_e7()) - a.lat_e7());
            const double lon = a.lon_e7() + k * (double(b.lon_e7()) - a.lon_e7());
            add(a.lat_e7(), a.lon_e7());  // a corner
            add(lat, lon);                // on an edge, to a unit
            const double near = std::array{3.0, 100.0, 10'000.0}.at(static_cast<std::size_t>(i) % 3);
            add(lat + chance_.between(-near, near), lon + chance_.between(-near, near));
            add(a.lat_e7(), any_lon());  // a corner straight to the east or west
            add(chance_.between(low_lat.lat_e7() - margin, high_lat.lat_e7() + margin), any_lon());
        }
        for (int i = 0; i < 4; ++i) {
            const auto [a, unused] = edge();
            const double far = std::pow(10.0, chance_.between(1.0, std::log10(45'000.0))) / metres_a_degree * 1e7;
            const double angle = chance_.between(0.0, 2.0 * std::numbers::pi);
            add(a.lat_e7() + far * std::sin(angle),
                a.lon_e7() + far * std::cos(angle) / std::cos(a.lat() * std::numbers::pi / 180.0));
        }
    }

private:
    std::pair<Position, Position> edge()
    {
        const auto& line = lines_[static_cast<std::size_t>(chance_.whole(0, static_cast<int>(lines_.size()) - 1))];
        const auto i = static_cast<std::size_t>(chance_.whole(0, static_cast<int>(line.size()) - 2));
        return {line[i], line[i + 1]};
    }

    void add(double lat_e7, double lon_e7)
    {
        if (const auto place = Position::from_e7(std::llround(lat_e7), std::llround(lon_e7))) {
            trial_.places.push_back(*place);
        }
    }

    Trial& trial_;
    Chance& chance_;
    std::vector<Ring> lines_;
};

Trial trial(std::string name, model::Shape shape, double size_m, Chance& chance)
{
    Trial made{.name = std::move(name), .shape = std::move(shape), .places = {}};
    Asker{made, chance}.ask(size_m);
    return made;
}

Ground ground_for(int i, double size_m, Chance& chance)
{
    const Spot where = spot(i, size_m, chance);
    const double turn = chance.whole(0, 3) == 0 ? 0.0 : chance.between(0.0, 2.0 * std::numbers::pi);
    return {where.lat, where.lon, size_m, turn};
}

}  // namespace

std::vector<Trial> awkward_areas(int count, std::uint32_t seed)
{
    Chance chance{seed};
    std::vector<Trial> trials;
    for (int i = 0; i < count; ++i) {
        const auto turn = static_cast<std::size_t>(i);
        const Kind& kind = kinds()[turn % kinds().size()];
        const double size_m = std::max(kind.least_m, sizes_m.at(turn / kinds().size() % sizes_m.size()));
        const Ground ground = ground_for(chance.whole(0, 7), size_m, chance);
        trials.push_back(
            trial(fmt::format("area {}, {} of {} m", i, kind.name, size_m), kind.make(ground, chance), size_m, chance));
    }
    return trials;
}

std::vector<Trial> circles(int count, std::uint32_t seed)
{
    Chance chance{seed};
    std::vector<Trial> trials;
    for (int i = 0; i < count; ++i) {
        const double radius = std::pow(10.0, chance.between(0.0, std::log10(30'000.0)));
        const Ground ground = ground_for(i, radius, chance);
        trials.push_back(trial(fmt::format("circle {} of {} m", i, radius), model::Circle{ground.at(0, 0), {radius}},
                               2.0 * radius, chance));
    }
    return trials;
}

std::vector<Trial> corridors(int count, std::uint32_t seed)
{
    Chance chance{seed};
    std::vector<Trial> trials;
    for (int i = 0; i < count; ++i) {
        const double size_m = sizes_m.at(static_cast<std::size_t>(chance.whole(1, 5)));
        const Ground ground = ground_for(i, size_m, chance);
        Ring line;
        for (int corner = chance.whole(2, 60); corner > 0; --corner) {  // to and fro: most bends are sharp
            line.push_back(ground.at(corner % 2 == 0 ? chance.between(-1.0, -0.2) : chance.between(0.2, 1.0),
                                     chance.between(-1.0, 1.0)));
        }
        const double radius = std::array{5.0, 60.0, 1'000.0}.at(static_cast<std::size_t>(i) % 3);
        trials.push_back(trial(fmt::format("corridor {} of {} m, {} m wide", i, size_m, radius),
                               model::Corridor{line, {radius}}, size_m, chance));
    }
    return trials;
}

}  // namespace cordon::test
