// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"
#include "zone_check.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <numbers>

namespace cordon::model {
namespace {

using nlohmann::json;

const std::string at = "/orders/0/conditions/0/geometry/coordinates";

/// What is said of the zone "Z1 Her street" when it has these rings.
std::string faults_of_rings(const char* rings)
{
    return faults_of(changed(at, json::parse(rings)));
}

std::string faults_of_parts(const char* parts)
{
    json document = changed(at, json::parse(parts));
    document["orders"][0]["conditions"][0]["geometry"]["type"] = "MultiPolygon";
    return faults_of(document);
}

TEST(Zone, an_open_ring_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[1,0],[1,1],[0,1]]]"),
              at + "/0: zone Z1 Her street: the ring is not closed: its last position must equal its first\n");
}

TEST(Zone, a_ring_of_three_positions_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[1,0],[0,0]]]"),
              at + "/0: zone Z1 Her street: a ring needs four positions, the last equal to the first\n");
}

TEST(Zone, a_position_twice_in_a_row_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[1,0],[1.00000001,0],[1,1],[0,0]]]"),
              at + "/0: zone Z1 Her street: position 1 stands twice in a row (to seven decimals)\n");
}

TEST(Zone, a_ring_on_one_line_has_no_area)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[1,1],[2,2],[0,0]]]"), at + "/0: zone Z1 Her street: the ring has no area\n");
}

TEST(Zone, a_ring_that_crosses_itself_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]"),
              at + "/0: zone Z1 Her street: edge 0 crosses or touches edge 2: the ring must be simple\n");
}

TEST(Zone, a_ring_that_touches_itself_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[2,0],[2,2],[1,0],[0,2],[0,0]]]"),
              at + "/0: zone Z1 Her street: edge 0 crosses or touches edge 2: the ring must be simple\n");
}

TEST(Zone, a_ring_that_passes_a_corner_twice_is_refused)
{
    EXPECT_NE(faults_of_rings("[[[0,0],[2,0],[1,1],[2,2],[0,2],[1,1],[0,0]]]"), "");
}

TEST(Zone, a_spike_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[2,0],[2,1],[2,0.5],[1,2],[0,0]]]"),
              at + "/0: zone Z1 Her street: edge 2 runs back over edge 1\n");
}

TEST(Zone, a_spike_at_the_first_position_is_refused)
{
    EXPECT_EQ(faults_of_rings("[[[3,0],[1,0],[1,2],[0,2],[0,0],[3,0]]]"),
              at + "/0: zone Z1 Her street: edge 0 runs back over edge 4\n");
}

TEST(Zone, a_straight_corner_is_no_fault)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[1,0],[2,0],[2,2],[0,0]]]"), "");
}

TEST(Zone, a_height_beside_a_position_is_no_fault)
{
    EXPECT_EQ(faults_of_rings("[[[0,0,5],[2,0,6],[2,2,7],[0,0,5]]]"), "");
}

TEST(Zone, rings_that_cross_are_refused)
{
    EXPECT_EQ(
        faults_of_rings("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[5,1],[5,2],[1,2],[1,1]]]"),
        at + ": zone Z1 Her street: two rings cross: edge 1 of ring 0 of part 0 and edge 0 of ring 1 of part 0\n");
}

TEST(Zone, parts_that_cross_are_refused)
{
    EXPECT_NE(faults_of_parts("[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]"), "");
}

TEST(Zone, parts_that_share_an_edge_are_no_fault)
{
    EXPECT_EQ(faults_of_parts("[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[2,0],[3,0],[3,2],[2,2],[2,0]]]]"), "");
}

TEST(Zone, a_hole_outside_its_ring_is_refused)
{
    EXPECT_EQ(faults_of_parts("[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]]"),
              at + "/0/1: zone Z1 Her street: the hole lies outside its ring\n");
}

TEST(Zone, a_hole_that_touches_its_ring_is_no_fault)
{
    EXPECT_EQ(faults_of_rings("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[2,0],[3,2],[1,2],[2,0]]]"), "");
}

TEST(Zone, a_position_out_of_range_is_refused)
{
    EXPECT_EQ(faults_of(changed(at + "/0/1", json{181, 51})),
              at + "/0/1: zone Z1 Her street: 181, 51 is not a longitude and a latitude in degrees\n");
    EXPECT_EQ(faults_of(changed(at + "/0/1", json{-0.1, -90.0001})),
              at + "/0/1: zone Z1 Her street: -0.1, -90.0001 is not a longitude and a latitude in degrees\n");
}

TEST(Zone, what_is_no_position_is_refused)
{
    EXPECT_EQ(faults_of(changed(at + "/0/1", json{"a", 51})),
              at + "/0/1: zone Z1 Her street: holds \"a\", 51; must be [longitude, latitude]\n");
    EXPECT_EQ(faults_of(changed(at + "/0/1", json{51})),
              at + "/0/1: zone Z1 Her street: is a list; must be [longitude, latitude]\n");
    EXPECT_EQ(faults_of(changed(at, json::array())), at + ": must not be empty\n");
}

TEST(Zone, an_unknown_geometry_is_refused)
{
    EXPECT_EQ(faults_of(changed("/orders/0/conditions/0/geometry/type", "Circle")),
              "/orders/0/conditions/0/geometry/type: zone Z1 Her street: is \"Circle\"; must be one of Point, "
              "LineString, Polygon, MultiPolygon\n");
}

TEST(Zone, a_circle_and_a_corridor_need_a_radius_and_a_polygon_takes_none)
{
    EXPECT_EQ(
        faults_of(without("/orders/0/conditions/1/radius_m")),
        "/orders/0/conditions/1/radius_m: zone Z2: is missing; must be a radius in metres, more than 0 to 100000\n");
    EXPECT_EQ(faults_of(changed("/orders/0/conditions/2/radius_m", 0)),
              "/orders/0/conditions/2/radius_m: zone Z3: is 0; must be a radius in metres, more than 0 to 100000\n");
    EXPECT_EQ(faults_of(changed("/orders/0/conditions/0/radius_m", 5)),
              "/orders/0/conditions/0/radius_m: zone Z1 Her street: a Polygon takes no radius\n");
}

TEST(Zone, a_corridor_needs_two_positions)
{
    EXPECT_EQ(faults_of(changed("/orders/0/conditions/2/geometry/coordinates", json{{0, 0}})),
              "/orders/0/conditions/2/geometry/coordinates: zone Z3: a corridor needs two positions\n");
}

TEST(Zone, a_fault_in_a_place_of_a_curfew_names_the_place)
{
    EXPECT_EQ(faults_of(changed("/orders/0/conditions/4/places/home/radius_m", -1)),
              "/orders/0/conditions/4/places/home/radius_m: zone C1 home: is -1; must be a radius in metres, more than "
              "0 to 100000\n");
}

/// A ring of `n` edges like a star's, which a coastline is as jagged as.
json star(std::size_t n)
{
    json ring = json::array();
    for (std::size_t i = 0; i < n; ++i) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n);
        const double radius = i % 2 == 0 ? 1.0 : 0.99;
        ring.push_back({std::cos(angle) * radius, 51 + std::sin(angle) * radius});
    }
    ring.push_back(ring.front());
    return json::array({ring});
}

TEST(Zone, twenty_thousand_vertices_are_taken_and_one_more_is_not)
{
    const auto before = std::chrono::steady_clock::now();

    EXPECT_EQ(faults_of(changed(at, star(19'998))), "");
    EXPECT_EQ(faults_of(changed(at, star(20'000))), at + ": zone Z1 Her street: has more than 20000 vertices\n");
    // Each edge against each would be 200 million tests, tens of seconds in a debug build.
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{5});
}

/// Edges that all run the whole way from one corner to the other: every box overlaps every other.
json diagonals(int n)
{
    json ring = json::array();
    for (int i = 0; i < n; ++i) {
        const double shift = i * 1e-4;
        ring.push_back(i % 2 == 0 ? json{shift, 0} : json{10 + shift, 10});
    }
    ring.push_back({20, 0});
    ring.push_back({20, -1});
    ring.push_back({0, -1});
    ring.push_back(ring.front());
    return json::array({ring});
}

TEST(Zone, one_drawn_to_be_slow_is_refused_in_time)
{
    EXPECT_EQ(faults_of(changed(at, diagonals(2'000))), "");
    EXPECT_EQ(faults_of(changed(at, diagonals(19'000))),
              at + ": zone Z1 Her street: its edges lie so that checking them would take too long: simplify it\n");
}

TEST(Zone, extreme_positions_do_not_overflow)
{
    EXPECT_EQ(faults_of_rings("[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]"), "");
    EXPECT_NE(faults_of_rings("[[[-180,-90],[180,90],[180,-90],[-180,90],[-180,-90]]]"), "");
}

TEST(Zone, a_ring_covers_its_edge_and_its_inside)
{
    const auto place = [](double lon, double lat) { return *Position::from_degrees(lat, lon); };
    const Ring ring{place(0, 0), place(4, 0), place(4, 4), place(2, 2), place(0, 4), place(0, 0)};

    EXPECT_TRUE(ring_covers(ring, place(1, 1)));
    EXPECT_TRUE(ring_covers(ring, place(0, 4)));
    EXPECT_TRUE(ring_covers(ring, place(3, 3)));
    EXPECT_FALSE(ring_covers(ring, place(2, 2.0000001)));
    EXPECT_FALSE(ring_covers(ring, place(-0.0000001, 1)));
    EXPECT_FALSE(ring_covers(ring, place(-1, 4)));
}

}  // namespace
}  // namespace cordon::model
