// SPDX-License-Identifier: Apache-2.0
// rules.md §3, exclusion zones: possible, confirmed, ended. Clause by clause.
#include "zone_walk.hpp"

#include <gtest/gtest.h>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;
using model::EpisodeState;
using model::Mechanism;
using model::Severity;

// A school with its fence, a street along it. Cells of ten metres.
const AsciiMap school{R"(
          A---------B
          |         |
    a  b  |  c   d  |   f
          |    e    |
          D---------C
      g
)",
                      10_m};

// A park with a pond in its middle: the pond is a hole.
const AsciiMap park{R"(
          A-----------------B
          |                 |
    a     |  E---------F    |
          |  |         |  c |
          |  |    p    |    |
          |  |         |    |
          |  H---------G    |
          |                 |
          D-----------------C
)",
                    10_m};

TEST(ExclusionWatch, one_stray_fix_inside_is_possible_and_not_confirmed)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("abcba");

    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(wearer.entries()[0].state, EpisodeState::possible);
    EXPECT_EQ(wearer.entries()[0].severity, Severity::notice);
    EXPECT_EQ(wearer.entries()[0].reason, "a fix with its centre inside");
}

TEST(ExclusionWatch, two_inside_fixes_confirm)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("abcd");

    ASSERT_EQ(wearer.confirmed(), 1U);
    EXPECT_EQ(wearer.entries()[0].severity, Severity::critical);
    EXPECT_EQ(wearer.entries()[0].reason, "2 fixes inside within 60 s");
    EXPECT_EQ(clock_of(wearer.entries()[0].started), "10:07:00");
    EXPECT_EQ(wearer.entries()[0].ended, std::nullopt);
}

TEST(ExclusionWatch, two_inside_fixes_exactly_five_minutes_apart_confirm_and_a_second_more_do_not)
{
    ZoneWalk in_time{school, "ABCD"};
    in_time.walk("cd", 5min);
    ZoneWalk too_late{school, "ABCD"};
    too_late.walk("cd", 5min + 1s);

    EXPECT_EQ(in_time.confirmed(), 1U);
    EXPECT_EQ(too_late.entries().size(), 1U);
    EXPECT_EQ(too_late.confirmed(), 0U);
}

TEST(ExclusionWatch, an_outside_fix_between_two_inside_fixes_resets)
{
    // b lies 30 m out: with 5 m it is outside, with 25 m outside too, but not by more than the margin, so it does not
    // end.
    ZoneWalk reset{school, "ABCD"};
    reset.with({.accuracy_m = 5}).walk("c");
    reset.with({.accuracy_m = 25}).walk("b");
    reset.with({.accuracy_m = 5}).walk("c");

    ASSERT_EQ(reset.entries().size(), 1U);
    EXPECT_EQ(reset.confirmed(), 0U);
    reset.walk("d");
    EXPECT_EQ(reset.confirmed(), 1U);
    EXPECT_EQ(reset.entries()[0].reason, "2 fixes inside within 60 s");
}

TEST(ExclusionWatch, an_unsure_fix_between_two_inside_fixes_does_not_reset)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("c").with({.accuracy_m = 35}).walk("b").with({.accuracy_m = 5}).walk("c");

    EXPECT_EQ(wearer.confirmed(), 1U);
}

TEST(ExclusionWatch, unsure_fixes_with_their_centre_in_confirm_after_three_minutes)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.with({.accuracy_m = 60}).walk("ccc");  // two minutes

    EXPECT_EQ(wearer.confirmed(), 0U);
    wearer.walk("c");
    ASSERT_EQ(wearer.confirmed(), 1U);
    EXPECT_EQ(wearer.entries()[0].reason, "centre inside for 180 s over 4 fixes");
}

TEST(ExclusionWatch, dwelling_wants_at_least_three_fixes)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.with({.accuracy_m = 60}).walk("cc", 4min);

    EXPECT_EQ(wearer.confirmed(), 0U);
    wearer.walk("c");
    EXPECT_EQ(wearer.confirmed(), 1U);
}

TEST(ExclusionWatch, dwelling_begins_anew_after_more_than_five_minutes_without_a_fix)
{
    ZoneWalk together{school, "ABCD"};
    together.with({.accuracy_m = 60}).walk("ccc", 5min);
    ZoneWalk apart{school, "ABCD"};
    apart.with({.accuracy_m = 60}).walk("ccccc", 5min + 1s);

    EXPECT_EQ(together.confirmed(), 1U);
    EXPECT_EQ(apart.confirmed(), 0U);
}

TEST(ExclusionWatch, dwelling_begins_anew_after_a_centre_that_is_out)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.with({.accuracy_m = 60}).walk("ccbcc");

    EXPECT_EQ(wearer.confirmed(), 0U);
}

TEST(ExclusionWatch, a_circle_larger_than_the_zone_never_makes_a_fix_inside)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.with({.accuracy_m = 300}).walk("cd");

    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(wearer.confirmed(), 0U);
}

TEST(ExclusionWatch, a_fix_on_the_edge_has_its_centre_in)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.run().take(wearer.fix(school.at('A')));

    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(wearer.entries()[0].evidence.at(0).distance_mm, 0);
}

TEST(ExclusionWatch, a_fix_is_inside_when_its_circle_just_fits)
{
    ZoneWalk probe{school, "ABCD"};
    probe.walk("c");
    const double depth = -static_cast<double>(probe.entries().at(0).evidence.at(0).distance_mm) / 1000.0;
    ZoneWalk fits{school, "ABCD"};
    fits.with({.accuracy_m = depth}).walk("cc");
    ZoneWalk too_large{school, "ABCD"};
    too_large.with({.accuracy_m = depth + 0.001}).walk("cc");

    EXPECT_EQ(fits.confirmed(), 1U);
    EXPECT_EQ(too_large.confirmed(), 0U);
}

TEST(ExclusionWatch, a_fix_ends_it_when_its_circle_is_more_than_ten_metres_out)
{
    ZoneWalk probe{school, "ABCD"};
    probe.walk("cb");
    const double away = static_cast<double>(probe.entries().at(0).evidence.at(1).distance_mm) / 1000.0;
    ZoneWalk exactly{school, "ABCD"};
    exactly.walk("c").with({.accuracy_m = away - 10.0}).walk("b");
    ZoneWalk more{school, "ABCD"};
    more.walk("c").with({.accuracy_m = away - 10.001}).walk("b");

    EXPECT_EQ(clock_of(exactly.entries().at(0).ended), "open");
    EXPECT_EQ(clock_of(more.entries().at(0).ended), "10:06:00");
}

TEST(ExclusionWatch, runs_from_its_first_fix_with_the_centre_in_to_the_fix_that_ended_it)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("abcdf");

    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(clock_of(wearer.entries()[0].started), "10:07:00");
    EXPECT_EQ(clock_of(wearer.entries()[0].ended), "10:09:00");
    EXPECT_EQ(wearer.entries()[0].evidence.size(), 3U);
}

TEST(ExclusionWatch, going_back_in_is_another_episode)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("acdfdca");

    ASSERT_EQ(wearer.entries().size(), 2U);
    EXPECT_EQ(wearer.confirmed(), 2U);
    EXPECT_EQ(clock_of(wearer.entries()[0].ended), "10:08:00");
    EXPECT_EQ(clock_of(wearer.entries()[1].started), "10:09:00");
}

TEST(ExclusionWatch, a_hole_is_outside)
{
    ZoneWalk wearer{park, "ABCD EFGH"};
    wearer.walk("appp");

    EXPECT_TRUE(wearer.entries().empty());
    wearer.walk("ccp");
    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(wearer.confirmed(), 1U);
    EXPECT_EQ(clock_of(wearer.entries()[0].ended), "10:11:00");
}

TEST(ExclusionWatch, a_cell_fix_opens_a_possible_and_never_confirms_it)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.with({.accuracy_m = 20, .mechanism = Mechanism::lbs}).walk("cdcdcd");

    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(wearer.confirmed(), 0U);
}

TEST(ExclusionWatch, a_cell_fix_with_a_circle_larger_than_the_zone_opens_a_possible)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("a").with({.accuracy_m = 800, .mechanism = Mechanism::lbs}).walk("c");

    EXPECT_EQ(wearer.entries().size(), 1U);
}

TEST(ExclusionWatch, a_cell_fix_outside_neither_resets_nor_ends)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.walk("c").with({.accuracy_m = 5, .mechanism = Mechanism::lbs}).walk("a").with({}).walk("d");

    ASSERT_EQ(wearer.entries().size(), 1U);
    EXPECT_EQ(wearer.confirmed(), 1U);
    EXPECT_EQ(wearer.entries()[0].ended, std::nullopt);
    EXPECT_EQ(wearer.entries()[0].evidence.size(), 3U);
}

TEST(ExclusionWatch, a_radio_fix_never_confirms)
{
    ZoneWalk wearer{school, "ABCD"};
    wearer.with({.accuracy_m = 5, .mechanism = Mechanism::rf}).walk("cdcdcd");

    EXPECT_EQ(wearer.confirmed(), 0U);
}

TEST(ExclusionWatch, a_wifi_fix_confirms_up_to_sixty_metres)
{
    // Four minutes with the centre in, unsure all the time.
    ZoneWalk good{school, "ABCD"};
    good.with({.accuracy_m = 60, .mechanism = Mechanism::wifi}).walk("ccccc");
    ZoneWalk bad{school, "ABCD"};
    bad.with({.accuracy_m = 60.001, .mechanism = Mechanism::wifi}).walk("ccccc");

    EXPECT_EQ(good.confirmed(), 1U);
    EXPECT_EQ(bad.entries().size(), 1U);
    EXPECT_EQ(bad.confirmed(), 0U);
}

TEST(ExclusionWatch, a_court_may_want_one_fix_to_be_enough_or_three)
{
    ZoneWalk one{school, "ABCD", R"(,"thresholds":{"confirm_fixes":1})"};
    one.walk("ac");
    ZoneWalk three{school, "ABCD", R"(,"thresholds":{"confirm_fixes":3})"};
    three.walk("acd");

    EXPECT_EQ(one.confirmed(), 1U);
    EXPECT_EQ(one.entries()[0].reason, "1 fixes inside within 0 s");
    EXPECT_EQ(three.confirmed(), 0U);
    three.walk("c");
    EXPECT_EQ(three.confirmed(), 1U);
}

TEST(ExclusionWatch, of_three_that_must_come_together_the_last_three_are_looked_at)
{
    ZoneWalk wearer{school, "ABCD", R"(,"thresholds":{"confirm_fixes":3,"dwell_fixes":20})"};
    wearer.walk("c...").walk("cd");

    EXPECT_EQ(wearer.confirmed(), 1U);  // 10:05, 10:09, 10:10: five minutes
    ZoneWalk later{school, "ABCD", R"(,"thresholds":{"confirm_fixes":3,"dwell_fixes":20})"};
    later.walk("c....").walk("cd");
    EXPECT_EQ(later.confirmed(), 0U);  // 10:05, 10:10, 10:11
    later.walk("c");
    EXPECT_EQ(later.confirmed(), 1U);  // 10:10, 10:11, 10:12
}

}  // namespace
}  // namespace cordon::test
