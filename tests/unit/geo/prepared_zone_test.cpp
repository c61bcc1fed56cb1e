// SPDX-License-Identifier: Apache-2.0
#include <cordon/geo/prepared_zone.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace cordon::geo {
namespace {

model::Position at(double lat, double lon)
{
    return *model::Position::from_degrees(lat, lon);
}

model::Ring square(double south, double west, double side)
{
    return {at(south, west), at(south, west + side), at(south + side, west + side), at(south + side, west),
            at(south, west)};
}

// A square of a hundredth of a degree, one with a hole in its middle, and two of them a gap apart.
const model::Shape plain = model::Area{{{{square(51.50, -0.10, 0.01)}}}};
const model::Shape holed = model::Area{{{{square(51.50, -0.10, 0.01), square(51.503, -0.097, 0.004)}}}};
const model::Shape two = model::Area{{{{square(51.50, -0.10, 0.01)}}, {{square(51.50, -0.08, 0.01)}}}};
const model::Shape circle = model::Circle{at(51.5, -0.1), {500}};
const model::Shape corridor = model::Corridor{{at(51.5, -0.1), at(51.503, -0.095), at(51.5, -0.09)}, {50}};

struct Sample {
    double lat, lon;
    std::array<double, 5> metres;  ///< plain, holed, two, circle, corridor: from rules_reference.py
};

constexpr std::array samples{
    Sample{51.505, -0.11, {694.3292, 694.3292, 694.3292, 389.7211, 839.7211}},
    Sample{51.505, -0.095, {-347.1646, 138.8658, -347.1646, 155.7395, 172.5158}},
    Sample{51.5031, -0.095, {-344.8994, 11.1258, -344.8994, -10.6157, -38.8742}},
    Sample{51.502, -0.0985, {-104.1562, -104.1562, -104.1562, -254.3127, 38.2241}},
    Sample{51.51, -0.095, {0.0, 0.0, 0.0, 665.4853, 728.8057}},
    Sample{51.52, -0.085, {1165.4645, 1165.4645, 1165.4645, 1956.7888, 1964.7705}},
    Sample{51.505, -0.085, {347.1646, 347.1646, 347.1646, 680.7988, 591.6348}},
    Sample{51.9, -0.6, {55475.7702, 55475.7702, 55475.7702, 55852.6093, 56252.3707}},
    Sample{51.5045, -0.1, {0.0, 0.0, 0.0, 0.6604, 310.9174}},
    Sample{51.507, -0.097, {-208.2896, 0.0, -208.2896, 306.1817, 416.1941}},
};

TEST(PreparedZone, measures_each_kind_of_shape_as_the_reference_does)
{
    const std::array zones{PreparedZone{plain}, PreparedZone{holed}, PreparedZone{two}, PreparedZone{circle},
                           PreparedZone{corridor}};

    for (const auto& sample : samples) {
        for (std::size_t i = 0; i < zones.size(); ++i) {
            const double far = std::abs(sample.metres.at(i));
            EXPECT_NEAR(zones.at(i).distance(at(sample.lat, sample.lon)).value, sample.metres.at(i),
                        std::max(0.0005, far * 1e-6))
                << sample.lat << ' ' << sample.lon << " zone " << i;
        }
    }
}

TEST(PreparedZone, has_its_boundary_for_a_part)
{
    const PreparedZone zone{plain};

    EXPECT_EQ(to_millimetres(zone.distance(at(51.505, -0.10))), 0);  // on the west edge
    EXPECT_EQ(to_millimetres(zone.distance(at(51.50, -0.095))), 0);  // on the south edge
    EXPECT_EQ(to_millimetres(zone.distance(at(51.51, -0.09))), 0);   // a corner
    EXPECT_GT(to_millimetres(zone.distance(at(51.505, -0.1000001))), 0);
    EXPECT_LT(to_millimetres(zone.distance(at(51.505, -0.0999999))), 0);
}

TEST(PreparedZone, has_its_hole_for_an_outside_and_the_holes_edge_for_a_part)
{
    const PreparedZone zone{holed};

    EXPECT_GT(zone.distance(at(51.505, -0.095)).value, 0.0);
    EXPECT_EQ(to_millimetres(zone.distance(at(51.505, -0.097))), 0);
    EXPECT_LT(zone.distance(at(51.505, -0.098)).value, 0.0);
}

TEST(PreparedZone, a_circle_reaches_exactly_its_radius)
{
    const auto centre = at(51.5, -0.1);
    const auto edge = at(51.5, -0.09);
    const Metres radius = ground_distance(centre, edge);

    EXPECT_EQ(to_millimetres(PreparedZone{model::Circle{centre, radius}}.distance(edge)), 0);
}

// What is straight in longitude and latitude bends on the ground: half-way of these edges by 74 m.
TEST(PreparedZone, has_its_boundary_where_it_is_drawn_however_long_an_edge_is)
{
    const auto south_west = at(55.0, -3.0);
    const auto north_east = at(55.4, -2.2);
    const PreparedZone zone{model::Area{{{{{south_west, north_east, at(55.4, -3.0), south_west}}}}}};
    const PreparedZone path{model::Corridor{{south_west, north_east}, {20}}};

    for (const double k : {0.01, 0.25, 0.4321, 0.5, 0.9}) {
        const auto on_it = at(55.0 + 0.4 * k, -3.0 + 0.8 * k);
        const auto beside_it = at(55.0 + 0.4 * k + 0.0001, -3.0 + 0.8 * k);

        EXPECT_NEAR(zone.distance(on_it).value, 0.0, 0.005) << k;
        EXPECT_NEAR(path.distance(on_it).value, -20.0, 0.005) << k;
        EXPECT_NEAR(zone.distance(beside_it).value, -8.3, 0.1) << k;
        EXPECT_NEAR(path.distance(beside_it).value, 8.3 - 20.0, 0.1) << k;
    }
}

// A position exactly on an edge which is short enough to be taken for straight on the ground: that is 4 mm off it here.
TEST(PreparedZone, has_the_whole_of_an_edge_for_its_boundary_to_the_millimetre)
{
    const auto south_west = at(55.0, -3.0);
    const auto north_east = at(55.004, -2.996);
    const PreparedZone west{model::Area{{{{{south_west, north_east, at(55.004, -3.0), south_west}}}}}};
    const PreparedZone east{model::Area{{{{{south_west, north_east, at(55.0, -2.996), south_west}}}}}};

    for (const double k : {0.0001, 0.25, 0.5, 0.9999}) {
        const auto on_it = at(55.0 + 0.004 * k, -3.0 + 0.004 * k);

        EXPECT_EQ(to_millimetres(west.distance(on_it)), 0) << k;
        EXPECT_EQ(to_millimetres(east.distance(on_it)), 0) << k;
    }
}

TEST(PreparedZone, holds_a_zone_of_more_long_edges_than_anyone_draws)
{
    model::Ring ring;
    for (int i = 0; i < 2'000; ++i) {
        ring.push_back(at(i % 2 == 0 ? -50.0 : 80.0, -170.0 + 0.17 * i));
    }
    ring.push_back(at(-80.0, 0.0));
    ring.push_back(ring.front());

    const PreparedZone zone{model::Area{{{{ring}}}}};

    EXPECT_LT(zone.distance(at(-60.0, 0.0)).value, 0.0);
    EXPECT_GT(zone.distance(at(85.0, 0.0)).value, 0.0);
}

TEST(PreparedZone, stays_right_where_the_zone_or_the_way_to_it_is_very_long)
{
    // Values of rules_reference.py for a zone two degrees high, and for a place ten degrees away from one of a
    // hundredth.
    const PreparedZone tall{model::Area{{{{square(50.0, -2.0, 2.0)}}}}};
    const PreparedZone small{plain};

    EXPECT_NEAR(tall.distance(at(51.0, -1.9)).value, -7'019.5028, 0.001);
    EXPECT_NEAR(small.distance(at(41.5, -0.095)).value, 1'111'610.8375, 0.001);
}

/// The reference's way, edge by edge with the C library's cosine.
double plain_distance(const std::vector<model::Ring>& rings, double lat, double lon)
{
    const auto offset = [&](model::Position p) {
        const double m = (lat + p.lat()) / 2.0 * std::numbers::pi / 180.0;
        const double w = 1.0 - 6.69437999014e-3 * std::sin(m) * std::sin(m);
        const double k = std::numbers::pi / 180.0 * 6'378'137.0;
        return std::array{(p.lon() - lon) * k / std::sqrt(w) * std::cos(m),
                          (p.lat() - lat) * k * (1.0 - 6.69437999014e-3) / std::pow(w, 1.5)};
    };
    double nearest = std::numeric_limits<double>::infinity();
    bool inside = false;
    for (const auto& ring : rings) {
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const auto p = offset(ring[i]);
            const auto q = offset(ring[i + 1]);
            const double dx = q[0] - p[0];
            const double dy = q[1] - p[1];
            const double n = dx * dx + dy * dy;
            const double k = n == 0.0 ? 0.0 : std::clamp(-(p[0] * dx + p[1] * dy) / n, 0.0, 1.0);
            nearest = std::min(nearest, std::hypot(p[0] + k * dx, p[1] + k * dy));
            if ((ring[i].lat() > lat) != (ring[i + 1].lat() > lat) &&
                lon < ring[i].lon() + (lat - ring[i].lat()) / (ring[i + 1].lat() - ring[i].lat()) *
                                          (ring[i + 1].lon() - ring[i].lon())) {
                inside = !inside;
            }
        }
    }
    return inside ? -nearest : nearest;
}

/// A star-shaped ring of many corners around a place, none farther north or south of it than `reach` degrees.
model::Ring star(double lat, double lon, int corners, std::uint32_t seed, double reach)
{
    model::Ring ring;
    for (int i = 0; i < corners; ++i) {
        seed = seed * 1'664'525U + 1'013'904'223U;
        const double size = reach * (0.5 + 0.5 * (seed >> 8U) / 16'777'216.0);
        const double angle = 2.0 * std::numbers::pi * i / corners;
        ring.push_back(at(lat + size * std::sin(angle), lon + 1.5 * size * std::cos(angle)));
    }
    ring.push_back(ring.front());
    return ring;
}

TEST(PreparedZone, skips_no_edge_that_matters_whatever_the_polygon)
{
    for (const int corners : {3, 11, 12, 13, 100, 500}) {
        for (const double lat : {-51.5, 0.0, 51.5, 70.0}) {
            const auto ring = star(lat, 10.0, corners, static_cast<std::uint32_t>(corners), 0.002);
            const PreparedZone zone{model::Area{{{{ring}}}}};
            for (int i = 0; i < 400; ++i) {
                const auto place = at(lat - 0.005 + 0.00052 * (i % 20), 10.0 - 0.0075 + 0.00072 * (i / 20));
                EXPECT_NEAR(zone.distance(place).value, plain_distance({ring}, place.lat(), place.lon()), 0.0005)
                    << corners << " corners at " << lat << ", place " << i;
            }
        }
    }
}

TEST(PreparedZone, holds_surely_only_what_is_inside_by_whole_millimetres)
{
    int sure = 0;
    for (const int corners : {3, 12, 100}) {
        for (const double lat : {-70.0, 0.0, 51.5}) {
            const auto ring = star(lat, 10.0, corners, static_cast<std::uint32_t>(corners), 0.002);
            const PreparedZone zone{model::Area{{{{ring}}}}};
            for (int i = 0; i < 10'000; ++i) {
                const auto place = at(lat - 0.002 + 0.00004 * (i % 100), 10.0 - 0.003 + 0.00006 * (i / 100));
                if (zone.surely_holds(place)) {
                    ++sure;
                    EXPECT_LT(to_millimetres(zone.distance(place)), 0) << corners << ' ' << lat << ' ' << i;
                }
            }
        }
    }
    EXPECT_GT(sure, 5'000);
}

TEST(PreparedZone, holds_surely_what_is_around_the_middle_of_a_home)
{
    const PreparedZone home{plain};
    const PreparedZone round{circle};
    const PreparedZone no_middle{holed};

    EXPECT_TRUE(home.surely_holds(at(51.505, -0.095)));
    EXPECT_TRUE(home.surely_holds(at(51.506, -0.094)));
    EXPECT_FALSE(home.surely_holds(at(51.509, -0.094)));
    EXPECT_TRUE(round.surely_holds(at(51.502, -0.104)));
    EXPECT_FALSE(round.surely_holds(at(51.51, -0.1)));
    EXPECT_FALSE(no_middle.surely_holds(at(51.505, -0.095)));
    EXPECT_FALSE(no_middle.surely_holds(at(0.0, 0.0)));
}

TEST(PreparedZone, its_box_holds_all_that_is_within_reach)
{
    const auto ring = star(51.5, 10.0, 100, 7, 0.008);
    const PreparedZone zone{model::Area{{{{ring}}}}};
    const Box box = zone.box({200});

    for (int i = 0; i < 3600; ++i) {
        const auto place = at(51.5 - 0.03 + 0.001 * (i % 60), 10.0 - 0.03 + 0.001 * (i / 60));
        if (zone.distance(place).value <= 200.0) {
            EXPECT_TRUE(box.meets(box_of(place, place))) << i;
        }
    }
    EXPECT_FALSE(box.meets(box_of(at(51.52, 10.0), at(51.53, 10.0))));
}

}  // namespace
}  // namespace cordon::geo
