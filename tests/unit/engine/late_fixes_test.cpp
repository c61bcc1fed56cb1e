// SPDX-License-Identifier: Apache-2.0
// rules.md §8: order of arrival does not matter, and how what changed is told.
#include "zone_walk.hpp"

#include <gtest/gtest.h>

#include <set>

namespace cordon::test {
namespace {

using namespace std::chrono_literals;
using model::Change;

const AsciiMap yard{R"(
          A-------B
          |       |
    w     |  m n  |     e
          |       |
          D-------C
)",
                    20_m};

UtcTime at(const char* clock)
{
    return *parse_utc("2026-01-05T" + std::string{clock} + "Z");
}

/// A yard nobody may enter, and fixes that say when they were made and when they came.
class Yard {
public:
    Yard()
    {
        run_.order(OrderJson{
            .conditions = {polygon_condition("Z1", {{yard.at('A'), yard.at('B'), yard.at('C'), yard.at('D')}})}}
                       .text());
    }

    Yard& fix(char place, const char* made, const char* came)
    {
        run_.take(
            {.device = {tag}, .fix_time = at(made), .received = at(came), .position = yard.at(place), .accuracy_m = 5});
        return *this;
    }

    Yard& fix(char place, const char* made) { return fix(place, made, made); }

    [[nodiscard]] EngineRun& run() { return run_; }

    /// What was told by the last records, each "change state started-ended".
    [[nodiscard]] std::vector<std::string> told()
    {
        std::vector<std::string> lines;
        for (; told_ < run_.told().size(); ++told_) {
            const auto& e = run_.told()[told_].episode;
            lines.push_back(std::string{to_string(e.change)} + " " + std::string{to_string(e.state)} + " " +
                            clock_of(e.started) + "-" + clock_of(e.ended));
        }
        return lines;
    }

private:
    EngineRun run_;
    std::size_t told_ = 0;
};

using Lines = std::vector<std::string>;

TEST(LateFix, an_entry_that_comes_late_is_told_and_marked_late)
{
    Yard yard_;
    yard_.fix('w', "10:00:00").fix('w', "10:10:00");
    EXPECT_EQ(yard_.told(), Lines{});
    yard_.fix('n', "10:04:00", "10:11:00").fix('m', "10:03:00", "10:11:00");

    EXPECT_EQ(yard_.told(), (Lines{"new possible 10:04:00-10:10:00", "confirmed confirmed 10:03:00-10:10:00"}));
    EXPECT_TRUE(yard_.run().episodes()[0].late);
    EXPECT_EQ(yard_.run().episodes()[0].detected, at("10:11:00"));
    EXPECT_EQ(yard_.run().episodes()[0].revision, 2U);
}

TEST(LateFix, in_order_nothing_is_late)
{
    Yard yard_;
    yard_.fix('m', "10:00:00").fix('n', "10:01:00").fix('e', "10:02:00");

    EXPECT_EQ(yard_.told(), (Lines{"new possible 10:00:00-open", "confirmed confirmed 10:00:00-open",
                                   "ended confirmed 10:00:00-10:02:00"}));
    EXPECT_FALSE(yard_.run().episodes()[0].late);
}

TEST(LateFix, an_earlier_fix_inside_extends_and_a_fix_outside_shortens)
{
    Yard yard_;
    yard_.fix('m', "10:03:00").fix('n', "10:04:00").fix('e', "10:10:00");
    (void)yard_.told();
    yard_.fix('m', "10:02:00", "10:11:00");
    EXPECT_EQ(yard_.told(), Lines{"extended confirmed 10:02:00-10:10:00"});
    yard_.fix('e', "10:06:00", "10:11:00");
    EXPECT_EQ(yard_.told(), Lines{"shortened confirmed 10:02:00-10:06:00"});

    EXPECT_TRUE(yard_.run().episodes()[0].late);
    EXPECT_EQ(yard_.run().told().front().episode.id, yard_.run().told().back().episode.id);
}

TEST(LateFix, an_entry_that_rested_on_a_leap_is_withdrawn)
{
    Yard yard_;
    const auto away = [&](const char* made, const char* came) {
        yard_.run().take({.device = {tag},
                          .fix_time = at(made),
                          .received = at(came),
                          .position = AsciiMap::place(-30'000, 0),
                          .accuracy_m = 5});
    };
    yard_.fix('m', "10:05:00");
    (void)yard_.told();
    away("10:03:00", "10:06:00");
    away("10:04:00", "10:06:30");

    EXPECT_EQ(yard_.told(), Lines{"withdrawn possible 10:05:00-open"});
    EXPECT_EQ(yard_.run().told().back().episode.revision, 2U);
    EXPECT_TRUE(yard_.run().episodes().empty());
}

TEST(LateFix, of_a_split_the_earlier_part_keeps_the_id)
{
    Yard yard_;
    yard_.fix('m', "10:00:00").fix('n', "10:01:00").fix('m', "10:05:00").fix('n', "10:06:00").fix('e', "10:08:00");
    const auto id = yard_.run().episodes().at(0).id;
    (void)yard_.told();
    yard_.fix('e', "10:03:00", "10:09:00");

    EXPECT_EQ(yard_.told(), (Lines{"shortened confirmed 10:00:00-10:03:00", "new confirmed 10:05:00-10:08:00"}));
    ASSERT_EQ(yard_.run().episodes().size(), 2U);
    EXPECT_EQ(yard_.run().episodes()[0].id, id);
    EXPECT_NE(yard_.run().episodes()[1].id, id);
}

TEST(LateFix, of_a_merge_the_earlier_id_stays_and_the_later_is_withdrawn)
{
    // A fix at 10:03 that was a plausible exit becomes a leap when the fixes around it come.
    Yard yard_;
    const auto exit = [&](const char* made, const char* came) {
        yard_.run().take({.device = {tag},
                          .fix_time = at(made),
                          .received = at(came),
                          .position = AsciiMap::place(5'000, 0),
                          .accuracy_m = 5});
    };
    yard_.fix('m', "10:00:00");
    exit("10:03:00", "10:03:00");  // 28 m/s
    yard_.fix('n', "10:06:00");
    const auto ids = std::pair{yard_.run().episodes().at(0).id, yard_.run().episodes().at(1).id};
    (void)yard_.told();
    yard_.fix('m', "10:02:59", "10:07:00");
    EXPECT_EQ(yard_.told(), (Lines{"confirmed confirmed 10:00:00-open", "withdrawn possible 10:06:00-open"}));

    ASSERT_EQ(yard_.run().episodes().size(), 1U);
    EXPECT_EQ(yard_.run().episodes()[0].id, ids.first);
    EXPECT_EQ(yard_.run().told().back().episode.id, ids.second);
}

TEST(LateFix, evidence_that_comes_late_into_an_ended_episode_is_told)
{
    Yard yard_;
    yard_.fix('m', "10:00:00").fix('n', "10:01:00").fix('m', "10:03:00").fix('e', "10:04:00");
    (void)yard_.told();
    yard_.fix('n', "10:02:00", "10:05:00");

    EXPECT_EQ(yard_.told(), Lines{"extended confirmed 10:00:00-10:04:00"});
    EXPECT_EQ(yard_.run().told().back().episode.evidence.size(), 5U);
}

TEST(LateFix, copies_of_what_is_known_tell_nothing)
{
    Yard yard_;
    yard_.fix('m', "10:00:00").fix('n', "10:01:00").fix('e', "10:02:00");
    (void)yard_.told();
    yard_.fix('n', "10:01:00", "10:30:00").fix('m', "10:00:00", "10:30:00").fix('e', "10:02:00", "11:00:00");

    EXPECT_EQ(yard_.told(), Lines{});
}

TEST(LateFix, exactly_seven_days_late_is_decided_and_later_is_not)
{
    Yard in_time;
    in_time.fix('m', "10:00:01", "10:00:01");
    in_time.run().tick(at("10:00:01") + 24h * 7);
    const auto take = [](Yard& where, UtcTime made, UtcTime came) {
        where.run().take(
            {.device = {tag}, .fix_time = made, .received = came, .position = yard.at('n'), .accuracy_m = 5});
    };
    take(in_time, at("10:01:00"), at("10:01:00") + 24h * 7);
    Yard too_late;
    too_late.fix('m', "10:00:01", "10:00:01");
    take(too_late, at("10:01:00"), at("10:01:00") + 24h * 7 + 1ms);

    EXPECT_EQ(in_time.run().episodes().at(0).state, model::EpisodeState::confirmed);
    EXPECT_EQ(too_late.run().episodes().at(0).state, model::EpisodeState::possible);
}

TEST(LateFix, a_burst_newest_first_and_twice_concludes_what_came_in_order)
{
    const std::string path = "wwmnnewwmmnew";
    const auto fixes = [&] {
        std::vector<model::Observation> all;
        for (std::size_t i = 0; i < path.size(); ++i) {
            const auto made = at("10:00:00") + std::chrono::minutes{i};
            all.push_back(
                {.device = {tag}, .fix_time = made, .received = made, .position = yard.at(path[i]), .accuracy_m = 5});
        }
        return all;
    }();
    Yard in_order;
    for (const auto& fix : fixes) {
        in_order.run().take(fix);
    }
    Yard burst;
    for (int twice = 0; twice < 2; ++twice) {
        std::vector<model::Observation> frame{fixes.rbegin(), fixes.rend()};
        for (auto& fix : frame) {
            fix.received = at("11:00:00");
        }
        burst.run().take_frame(frame, at("11:00:00"));
    }

    EXPECT_EQ(in_order.run().conclusions(), burst.run().conclusions());
    EXPECT_EQ(burst.run().conclusions().size(), 4U);  // two entries, and twice straight back from e to w
    EXPECT_EQ(burst.run().told().size(), 4U);         // one record: each episode is told once, as it is
}

TEST(StreamIds, number_the_changes_of_a_record_and_rise)
{
    Yard yard_;
    yard_.fix('m', "10:00:00").fix('e', "10:02:00").fix('n', "10:04:00").fix('e', "10:06:00");
    yard_.run().take_frame({{.device = {tag},
                             .fix_time = at("10:03:00"),
                             .received = at("10:07:00"),
                             .position = yard.at('m'),
                             .accuracy_m = 5},
                            {.device = {tag},
                             .fix_time = at("10:01:00"),
                             .received = at("10:07:00"),
                             .position = yard.at('m'),
                             .accuracy_m = 5}},
                           at("10:07:00"));

    std::set<model::StreamId> seen;
    for (const auto& change : yard_.run().told()) {
        EXPECT_TRUE(seen.empty() || *seen.rbegin() < change.id);
        seen.insert(change.id);
    }
    EXPECT_EQ(seen.size(), yard_.run().told().size());
    EXPECT_EQ(seen.rbegin()->index, 1U);
}

}  // namespace
}  // namespace cordon::test
