// SPDX-License-Identifier: Apache-2.0
// rules.md §3, the approach ring.
#include "zone_walk.hpp"

#include <gtest/gtest.h>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;

// Her house, and a road that leads to it. Cells of twenty metres; the ring is of two hundred.
const AsciiMap road{R"(
    A---B
    | i |  n    o    p     q      r
    D---C
)",
                    20_m};
const std::string ring = R"(,"buffer_m":200)";

TEST(Approach, opens_in_the_ring_and_has_no_doubt_in_it)
{
    ZoneWalk wearer{road, "ABCD", ring};
    wearer.walk("qo");

    ASSERT_EQ(wearer.approaches().size(), 1U);
    EXPECT_EQ(wearer.approaches()[0].state, model::EpisodeState::confirmed);
    EXPECT_EQ(wearer.approaches()[0].severity, model::Severity::notice);
    EXPECT_EQ(wearer.approaches()[0].reason, "160 m from the zone");
    EXPECT_EQ(clock_of(wearer.approaches()[0].started), "10:06:00");
    EXPECT_EQ(wearer.approaches()[0].ended, std::nullopt);
}

TEST(Approach, is_ended_ten_metres_beyond_the_ring_and_not_before)
{
    ZoneWalk probe{road, "ABCD", R"(,"buffer_m":1000)"};
    probe.walk("p");
    const double away = static_cast<double>(probe.approaches().at(0).evidence.at(0).distance_mm) / 1000.0;
    ZoneWalk exactly{road, "ABCD", R"(,"buffer_m":)" + std::to_string(away - 10.0)};
    exactly.walk("op");
    ZoneWalk beyond{road, "ABCD", R"(,"buffer_m":)" + std::to_string(away - 10.001)};
    beyond.walk("op");

    EXPECT_EQ(clock_of(exactly.approaches().at(0).ended), "open");
    EXPECT_EQ(clock_of(beyond.approaches().at(0).ended), "10:06:00");
}

TEST(Approach, opens_at_the_rings_very_edge)
{
    ZoneWalk probe{road, "ABCD", R"(,"buffer_m":1000)"};
    probe.walk("p");
    const double away = static_cast<double>(probe.approaches().at(0).evidence.at(0).distance_mm) / 1000.0;
    ZoneWalk at_the_edge{road, "ABCD", R"(,"buffer_m":)" + std::to_string(away)};
    at_the_edge.walk("p");
    ZoneWalk outside{road, "ABCD", R"(,"buffer_m":)" + std::to_string(away - 0.001)};
    outside.walk("p");

    EXPECT_EQ(at_the_edge.approaches().size(), 1U);
    EXPECT_TRUE(outside.approaches().empty());
}

TEST(Approach, is_ended_by_the_possible_that_follows_it)
{
    ZoneWalk wearer{road, "ABCD", ring};
    wearer.walk("qoni");

    ASSERT_EQ(wearer.approaches().size(), 1U);
    EXPECT_EQ(clock_of(wearer.approaches()[0].ended), "10:08:00");
    EXPECT_EQ(clock_of(wearer.entries().at(0).started), "10:08:00");
}

TEST(Approach, a_cell_fix_in_the_zone_ends_it_too)
{
    ZoneWalk wearer{road, "ABCD", ring};
    wearer.walk("o").with({.accuracy_m = 500, .mechanism = model::Mechanism::lbs}).walk("i");

    EXPECT_EQ(clock_of(wearer.approaches().at(0).ended), "10:06:00");
    EXPECT_EQ(wearer.entries().size(), 1U);
}

TEST(Approach, a_cell_fix_neither_opens_nor_ends_it)
{
    ZoneWalk opens{road, "ABCD", ring};
    opens.with({.accuracy_m = 5, .mechanism = model::Mechanism::lbs}).walk("on");
    ZoneWalk ends{road, "ABCD", ring};
    ends.walk("o").with({.accuracy_m = 5, .mechanism = model::Mechanism::lbs}).walk("r");

    EXPECT_TRUE(opens.approaches().empty());
    EXPECT_EQ(clock_of(ends.approaches().at(0).ended), "open");
}

TEST(Approach, follows_an_entry_whose_last_fix_is_in_the_ring)
{
    ZoneWalk wearer{road, "ABCD", ring};
    wearer.walk("iin");

    EXPECT_EQ(clock_of(wearer.entries().at(0).ended), "10:07:00");
    ASSERT_EQ(wearer.approaches().size(), 1U);
    EXPECT_EQ(clock_of(wearer.approaches()[0].started), "10:07:00");
}

TEST(Approach, there_is_none_without_a_buffer)
{
    ZoneWalk wearer{road, "ABCD"};
    wearer.walk("ron");

    EXPECT_TRUE(wearer.approaches().empty());
}

}  // namespace
}  // namespace cordon::test
