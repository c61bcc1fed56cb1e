// SPDX-License-Identifier: Apache-2.0
// rules.md §2: which fixes count, with what circle, at what time, in what order.
#include "zone_walk.hpp"

#include <fix.hpp>
#include <gtest/gtest.h>
#include <track.hpp>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;
using model::Mechanism;
using model::Observation;

// A block of flats and a street; x is ten kilometres off by the sound of it.
const AsciiMap block{R"(
          A-------B
          |       |
    w     |  m n  |     e
          |       |
          D-------C
)",
                     50_m};

Observation fix_with(std::optional<double> accuracy_m, std::optional<double> hdop, Mechanism mechanism)
{
    return {.device = {tag},
            .fix_time = ten_o_clock(),
            .received = ten_o_clock(),
            .position = block.at('m'),
            .accuracy_m = accuracy_m,
            .mechanism = mechanism,
            .hdop = hdop};
}

TEST(FixQuality, a_tags_own_accuracy_comes_first_then_its_hdop_then_the_mechanism)
{
    using engine::accuracy_of;

    EXPECT_EQ(accuracy_of(fix_with(8.0, 2.0, Mechanism::gnss)), 8.0);
    EXPECT_EQ(accuracy_of(fix_with(std::nullopt, 2.0, Mechanism::gnss)), 15.0);
    EXPECT_EQ(accuracy_of(fix_with(0.0, 4.0, Mechanism::lbs)), 30.0);  // zero is no accuracy
    EXPECT_EQ(accuracy_of(fix_with(std::nullopt, 0.0, Mechanism::gnss)), 15.0);
    EXPECT_EQ(accuracy_of(fix_with(std::nullopt, std::nullopt, Mechanism::wifi)), 60.0);
    EXPECT_EQ(accuracy_of(fix_with(std::nullopt, std::nullopt, Mechanism::rf)), 50.0);
    EXPECT_EQ(accuracy_of(fix_with(std::nullopt, std::nullopt, Mechanism::lbs)), 800.0);
}

TEST(FixQuality, an_invalid_fix_enters_no_rule)
{
    ZoneWalk wearer{block, "ABCD"};
    auto old = wearer.fix(block.at('m'));
    old.valid = false;
    wearer.run().take(old);

    EXPECT_TRUE(wearer.run().told().empty());
}

TEST(FixQuality, a_fix_up_to_300_s_ahead_of_its_receipt_counts_and_one_beyond_counts_for_nothing)
{
    ZoneWalk ahead{block, "ABCD"};
    auto fix = ahead.fix(block.at('m'));
    fix.received = *fix.fix_time - 300s;
    ahead.run().take(fix);
    ZoneWalk suspect{block, "ABCD"};
    fix.received = *fix.fix_time - 300s - 1ms;
    suspect.run().take(fix);

    EXPECT_EQ(ahead.entries().size(), 1U);
    EXPECT_TRUE(suspect.entries().empty());
}

TEST(FixQuality, of_copies_the_one_received_first_decides_though_it_comes_second)
{
    ZoneWalk wearer{block, "ABCD"};
    auto fix = wearer.fix(block.at('m'));
    wearer.run().take(fix);
    ASSERT_EQ(wearer.entries().size(), 1U);
    auto earlier = fix;
    earlier.received = *fix.fix_time - 301s;
    wearer.run().take(earlier);

    EXPECT_TRUE(wearer.entries().empty());
    wearer.run().take(fix);
    EXPECT_TRUE(wearer.entries().empty());
}

TEST(FixQuality, a_week_counter_that_rolled_over_is_set_right)
{
    auto fix = fix_with(8.0, std::nullopt, Mechanism::gnss);
    const auto weeks = std::chrono::weeks{1024};
    fix.fix_time = ten_o_clock() - weeks;
    EXPECT_EQ(engine::corrected_time(fix), ten_o_clock());
    fix.fix_time = ten_o_clock() - 2 * weeks + 24h * 90;
    EXPECT_EQ(engine::corrected_time(fix), ten_o_clock() + 24h * 90);
    fix.fix_time = ten_o_clock() - weeks - 24h * 90;
    EXPECT_EQ(engine::corrected_time(fix), ten_o_clock() - 24h * 90);
    fix.fix_time = ten_o_clock() - weeks - 24h * 90 - 1ms;
    EXPECT_EQ(engine::corrected_time(fix), fix.fix_time);
    fix.fix_time = ten_o_clock() - 24h * 89;
    EXPECT_EQ(engine::corrected_time(fix), fix.fix_time);
}

TEST(FixQuality, exactly_equal_fixes_count_once)
{
    ZoneWalk wearer{block, "ABCD"};
    const auto fix = wearer.fix(block.at('m'));
    wearer.run().take(fix);
    auto copy = fix;
    copy.received = fix.received + 10min;
    wearer.run().take(copy);

    EXPECT_EQ(wearer.confirmed(), 0U);
    EXPECT_EQ(wearer.entries().at(0).evidence.size(), 1U);
}

TEST(FixQuality, two_fixes_of_one_time_that_differ_both_count)
{
    ZoneWalk wearer{block, "ABCD"};
    wearer.run().take(wearer.fix(block.at('m')));
    auto other = wearer.fix(block.at('m'));
    other.speed_kmh = 1.0;
    wearer.run().take(other);

    EXPECT_EQ(wearer.confirmed(), 1U);
    EXPECT_EQ(wearer.entries().at(0).reason, "2 fixes inside within 0 s");
}

TEST(FixQuality, fixes_of_one_time_go_by_mechanism_then_circle_then_place_then_content)
{
    engine::Fix gnss{.at = ten_o_clock(), .position = block.at('m'), .accuracy_m = 9, .content = 5};
    auto wifi = gnss;
    wifi.mechanism = Mechanism::wifi;
    wifi.accuracy_m = 1;
    auto wider = gnss;
    wider.accuracy_m = 10;
    wider.content = 1;
    auto north = gnss;
    north.position = *model::Position::from_e7(gnss.position.lat_e7() + 1, gnss.position.lon_e7() - 1);
    auto east = gnss;
    east.position = *model::Position::from_e7(gnss.position.lat_e7(), gnss.position.lon_e7() + 1);
    auto content = gnss;
    content.content = 6;
    auto later = gnss;
    later.at += 1ms;

    EXPECT_TRUE(before(gnss, wifi));
    EXPECT_TRUE(before(gnss, wider));
    EXPECT_TRUE(before(wider, wifi));
    EXPECT_TRUE(before(gnss, north));
    EXPECT_TRUE(before(gnss, east));
    EXPECT_TRUE(before(east, north));
    EXPECT_TRUE(before(gnss, content));
    EXPECT_TRUE(before(wifi, later));
    EXPECT_FALSE(before(gnss, gnss));
}

/// Fixes a minute apart along a line, by metres from its start, with circles of 5 m.
class LeapTrack {
public:
    LeapTrack& at(double metres, Millis after = 60s)
    {
        now_ += after;
        (void)track_.insert({.at = now_, .position = AsciiMap::place(metres, 0), .accuracy_m = 5, .content = 1}, false,
                            [](UtcTime) { return 70.0; });
        return *this;
    }

    /// "+" for each that counts, "-" for each that does not.
    [[nodiscard]] std::string verdicts() const
    {
        std::string text;
        for (std::size_t i = 0; i < track_.size(); ++i) {
            text += track_[i].counts() ? '+' : '-';
        }
        return text;
    }

private:
    engine::Track track_{1};
    UtcTime now_ = ten_o_clock();
};

TEST(JumpRule, a_leap_there_and_back_does_not_count)
{
    EXPECT_EQ(LeapTrack{}.at(0).at(20'000).at(50).verdicts(), "+-+");
    EXPECT_EQ(LeapTrack{}.at(0).at(20'000).at(-20'000).at(50).verdicts(), "+--+");
}

TEST(JumpRule, a_leap_that_the_next_fix_bears_out_counts_after_all_and_the_next_with_it)
{
    EXPECT_EQ(LeapTrack{}.at(0).at(20'000).at(20'100).verdicts(), "+++");
    EXPECT_EQ(LeapTrack{}.at(0).at(20'000).at(20'100).at(40'000).verdicts(), "+++-");
}

TEST(JumpRule, a_leap_is_only_borne_out_by_the_very_next_fix)
{
    EXPECT_EQ(LeapTrack{}.at(0).at(20'000).at(0).at(20'000).verdicts(), "+-+-");
    EXPECT_EQ(LeapTrack{}.at(0).at(20'000).at(-20'000).at(20'000).at(20'000).verdicts(), "+--++");
}

TEST(JumpRule, seventy_metres_a_second_beyond_both_circles_are_feasible_and_a_millimetre_more_is_not)
{
    const auto a = engine::Fix{.at = ten_o_clock(), .position = AsciiMap::place(0, 0), .accuracy_m = 5};
    auto b = engine::Fix{.at = ten_o_clock() + 60s, .position = AsciiMap::place(4'210, 0), .accuracy_m = 5};
    const auto apart = static_cast<double>(engine::apart_mm(a, b)) / 1000.0;

    b.accuracy_m = apart - 5.0 - 4'200.0;
    EXPECT_TRUE(feasible(a, b, 70.0));
    b.accuracy_m -= 0.001;
    EXPECT_FALSE(feasible(a, b, 70.0));
}

TEST(JumpRule, two_places_at_one_time_are_feasible_only_where_the_circles_meet)
{
    const auto a = engine::Fix{.at = ten_o_clock(), .position = AsciiMap::place(0, 0), .accuracy_m = 5};
    auto b = engine::Fix{.at = ten_o_clock(), .position = AsciiMap::place(9, 0), .accuracy_m = 5};

    EXPECT_TRUE(feasible(a, b, 70.0));
    b.position = AsciiMap::place(11, 0);
    EXPECT_FALSE(feasible(a, b, 70.0));
}

TEST(JumpRule, a_leap_into_the_zone_is_no_entry_until_it_is_borne_out)
{
    ZoneWalk wearer{block, "ABCD"};
    const auto home = AsciiMap::place(-20'000, 0);
    wearer.run().take(wearer.fix(home));
    wearer.walk(".m");
    EXPECT_TRUE(wearer.entries().empty());
    wearer.walk("n");

    ASSERT_EQ(wearer.confirmed(), 1U);
    EXPECT_EQ(clock_of(wearer.entries()[0].started), "10:06:00");
}

TEST(JumpRule, a_late_fix_can_make_a_leap_of_what_counted)
{
    ZoneWalk wearer{block, "ABCD"};
    wearer.walk("m");  // 10:05, the first: plausible
    wearer.walk(".");
    const auto now = wearer.now();
    for (const auto minutes : {1min, 2min, 3min}) {  // sent late: she was 20 km away before and after
        auto fix = wearer.fix(AsciiMap::place(-20'000 + 10.0 * static_cast<double>(minutes.count()), 0));
        fix.fix_time = ten_o_clock() + minutes;
        fix.received = now;
        wearer.run().take(fix);
    }

    EXPECT_TRUE(wearer.entries().empty());
    EXPECT_EQ(wearer.run().told().back().episode.change, model::Change::withdrawn);
}

}  // namespace
}  // namespace cordon::test
