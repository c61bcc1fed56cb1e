// SPDX-License-Identifier: Apache-2.0
// rules.md §3, the straight path between two fixes.
#include "zone_walk.hpp"

#include <gtest/gtest.h>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;
using model::Mechanism;

// A market hall eighty metres wide and forty deep; w and e are on either side of it. Cells of ten metres.
const AsciiMap hall{R"(
          A-------B      n
          |       |
    w     |   m   |     e
          |       |
          D-------C
                  s
)",
                    10_m};

TEST(Crossing, a_straight_path_through_the_zone_is_a_possible_crossing)
{
    ZoneWalk wearer{hall, "ABCD"};
    wearer.walk("we");

    ASSERT_EQ(wearer.crossings().size(), 1U);
    const auto crossing = wearer.crossings()[0];
    EXPECT_EQ(crossing.state, model::EpisodeState::possible);
    EXPECT_EQ(crossing.severity, model::Severity::serious);
    EXPECT_EQ(crossing.reason, "the straight path between two fixes goes 20 m into the zone");
    EXPECT_EQ(crossing.evidence.size(), 2U);
    EXPECT_TRUE(wearer.entries().empty());
}

TEST(Crossing, is_dated_by_linear_time_where_the_path_enters_and_leaves)
{
    ZoneWalk wearer{hall, "ABCD"};
    wearer.walk("we", 200s);  // 200 m in 200 s: in after 60 m, out after 140

    ASSERT_EQ(wearer.crossings().size(), 1U);
    EXPECT_NEAR(static_cast<double>((wearer.crossings()[0].started - (ten_o_clock() + 5min)).count()), 60'000, 100);
    EXPECT_NEAR(static_cast<double>((*wearer.crossings()[0].ended - (ten_o_clock() + 5min)).count()), 140'000, 100);
}

TEST(Crossing, the_path_must_go_deeper_than_the_larger_circle)
{
    ZoneWalk deeper{hall, "ABCD"};
    deeper.with({.accuracy_m = 19.9}).walk("we");
    ZoneWalk not_deeper{hall, "ABCD"};
    not_deeper.with({.accuracy_m = 5}).walk("w").with({.accuracy_m = 20.1}).walk("e");

    EXPECT_EQ(deeper.crossings().size(), 1U);
    EXPECT_TRUE(not_deeper.crossings().empty());
}

TEST(Crossing, a_path_that_only_cuts_a_corner_is_none)
{
    ZoneWalk wearer{hall, "ABCD"};
    wearer.with({.accuracy_m = 12}).walk("en");

    EXPECT_TRUE(wearer.crossings().empty());
}

TEST(Crossing, exactly_five_minutes_say_something_and_more_is_unknown)
{
    ZoneWalk in_time{hall, "ABCD"};
    in_time.walk("we", 5min);
    ZoneWalk unknown{hall, "ABCD"};
    unknown.walk("we", 5min + 1ms);

    EXPECT_EQ(in_time.crossings().size(), 1U);
    EXPECT_TRUE(unknown.crossings().empty());
}

TEST(Crossing, the_orders_own_gap_holds)
{
    ZoneWalk wearer{hall, "ABCD", R"(,"thresholds":{"crossing_gap_s":600})"};
    wearer.walk("we", 10min);

    EXPECT_EQ(wearer.crossings().size(), 1U);
}

TEST(Crossing, an_infeasible_speed_is_none)
{
    ZoneWalk wearer{hall, "ABCD"};
    wearer.walk("w").with({}).walk("e", 1s);  // 200 m less 10 in a minute, then back at once
    wearer.walk("w", 1s);

    EXPECT_EQ(wearer.crossings().size(), 1U);
}

TEST(Crossing, only_gnss_fixes_make_a_path_and_others_between_do_not_part_it)
{
    ZoneWalk wifi{hall, "ABCD"};
    wifi.with({.accuracy_m = 5, .mechanism = Mechanism::wifi}).walk("we");
    ZoneWalk between{hall, "ABCD"};
    between.walk("w").with({.accuracy_m = 5, .mechanism = Mechanism::wifi}).walk("s").with({}).walk("e");

    EXPECT_TRUE(wifi.crossings().empty());
    EXPECT_EQ(between.crossings().size(), 1U);
}

TEST(Crossing, there_is_none_where_an_entry_is_open_on_the_way)
{
    ZoneWalk wearer{hall, "ABCD"};
    wearer.walk("w").with({.accuracy_m = 20, .mechanism = Mechanism::lbs}).walk("m").with({}).walk("e");

    EXPECT_EQ(wearer.entries().size(), 1U);
    EXPECT_TRUE(wearer.crossings().empty());
}

TEST(Crossing, both_centres_are_out)
{
    ZoneWalk wearer{hall, "ABCD"};
    wearer.walk("wme");

    EXPECT_TRUE(wearer.crossings().empty());
    EXPECT_EQ(wearer.entries().size(), 1U);
}

TEST(Crossing, a_zone_far_smaller_than_the_path_is_seen)
{
    ZoneWalk wearer{hall, "ABCD"};
    const auto west = AsciiMap::place(-1000, -30);
    const auto east = AsciiMap::place(1400, -30);
    wearer.run().take(wearer.fix(west));
    wearer.walk(".").run().take(wearer.fix(east));

    EXPECT_EQ(wearer.crossings().size(), 1U);
}

}  // namespace
}  // namespace cordon::test
