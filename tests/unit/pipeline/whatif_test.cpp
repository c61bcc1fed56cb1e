// SPDX-License-Identifier: Apache-2.0
#include <cordon/pipeline/whatif.hpp>

#include <fakes/memory_cases.hpp>
#include <gtest/gtest.h>

namespace cordon::pipeline {

namespace {

using namespace std::chrono_literals;
using model::EpisodeKind;

constexpr double inside = 51.5;
constexpr double outside = 51.51;

UtcTime utc(std::string_view text)
{
    return *parse_utc(text);
}

std::string activation(const std::string& from, const std::string& to)
{
    return R"({"device":"tag","kind":"tag","from":")" + from + R"(","to":)" + to + "}";
}

/// An order whose one zone has a radius of 100 m around where `inside` is, or other conditions.
std::vector<model::OrderText> orders(
    const std::string& activations = activation("2026-01-05T10:00:00Z", "null"),
    const std::string& conditions =
        R"({"id":"Z1","type":"exclusion_zone","geometry":{"type":"Point","coordinates":[0,51.5]},"radius_m":100})")
{
    auto document = model::read_order_document(
        R"({"orders":[{"id":"ORD-1","type":"licence","time_zone":"Europe/London","starts":"2026-01-05T10:00:00Z",)"
        R"("ends":null,"wearer":{"id":"W-1"},"activations":[)" +
        activations + R"(],"conditions":[)" + conditions + "]}]}");
    return document.value().orders;
}

class WhatIf : public testing::Test {
protected:
    /// A fix a minute from `at` on, `count` of them.
    void stay(double lat, std::string_view at, int count)
    {
        for (int i = 0; i < count; ++i) {
            const UtcTime when = utc(at) + i * 1min;
            cases.recorded.push_back({.device = {"tag"},
                                      .fix_time = when,
                                      .received = when,
                                      .position = model::Position::from_degrees(lat, 0),
                                      .accuracy_m = 8});
        }
        cases.known_until = cases.recorded.back().received;
    }

    WhatIfAnswer ask(std::string_view from, std::string_view until, std::vector<model::OrderText> proposed = orders())
    {
        return what_if({.orders = std::move(proposed), .from = utc(from), .until = utc(until)}, cases).value();
    }

    fakes::MemoryCases cases;
};

std::chrono::year_month_day date(unsigned month, unsigned day)
{
    return std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day};
}

}  // namespace

TEST_F(WhatIf, a_track_through_a_zone_is_an_episode_on_the_date_of_the_orders_own_clock)
{
    stay(outside, "2026-07-01T23:25:00Z", 5);
    stay(inside, "2026-07-01T23:30:00Z", 5);
    stay(outside, "2026-07-01T23:35:00Z", 5);

    const auto answer = ask("2026-07-01T12:00:00Z", "2026-07-02T12:00:00Z");

    ASSERT_EQ(answer.episodes.size(), 1U);
    EXPECT_EQ(answer.episodes[0].kind, EpisodeKind::exclusion_zone);
    EXPECT_EQ(answer.episodes[0].started, utc("2026-07-01T23:30:00Z"));
    EXPECT_EQ(answer.episodes[0].ended, utc("2026-07-01T23:35:00Z"));
    EXPECT_EQ(answer.kinds.at(EpisodeKind::exclusion_zone), (EpisodeCount{.confirmed = 1}));
    EXPECT_TRUE(answer.days.at(date(7, 1)).empty()) << "a date without an episode stands there too";
    EXPECT_EQ(answer.days.at(date(7, 2)).at(EpisodeKind::exclusion_zone).confirmed, 1U) << "half past midnight";
    EXPECT_EQ(answer.orders[0].observations, 15U);
}

TEST_F(WhatIf, one_that_is_running_at_the_start_is_told_from_where_it_began)
{
    stay(inside, "2026-03-01T11:50:00Z", 20);
    stay(outside, "2026-03-01T12:10:00Z", 2);

    const auto answer = ask("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z");

    ASSERT_EQ(answer.episodes.size(), 1U);
    EXPECT_EQ(answer.episodes[0].started, utc("2026-03-01T11:50:00Z"));
    EXPECT_EQ(answer.orders[0].observations, 12U);
}

TEST_F(WhatIf, one_that_was_over_by_the_start_is_not_told)
{
    stay(inside, "2026-03-01T11:40:00Z", 5);
    stay(outside, "2026-03-01T11:45:00Z", 30);

    EXPECT_TRUE(ask("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z").episodes.empty());
}

TEST_F(WhatIf, an_attendance_that_began_before_the_start_is_decided_by_all_of_its_window)
{
    stay(inside, "2026-03-02T10:00:00Z", 60);
    stay(outside, "2026-03-02T11:00:00Z", 90);
    const auto attendance =
        orders(activation("2026-01-05T10:00:00Z", "null"),
               R"({"id":"A1","type":"attendance","geometry":{"type":"Point","coordinates":[0,51.5]},"radius_m":100,)"
               R"("windows":[{"dates":["2026-03-02"],"start":"10:00","end":"12:00"}],"minutes":30})");

    EXPECT_TRUE(ask("2026-03-02T11:00:00Z", "2026-03-02T12:30:00Z", attendance).episodes.empty());
}

TEST_F(WhatIf, what_came_after_the_end_concludes_nothing)
{
    stay(inside, "2026-03-01T12:00:00Z", 10);
    stay(outside, "2026-03-01T12:10:00Z", 10);

    const auto answer = ask("2026-03-01T12:00:00Z", "2026-03-01T12:05:00Z");

    ASSERT_EQ(answer.episodes.size(), 1U);
    EXPECT_FALSE(answer.episodes[0].ended) << "at the end it was open";
    EXPECT_EQ(answer.until, utc("2026-03-01T12:05:00Z"));
}

TEST_F(WhatIf, where_the_record_ends_nobody_is_absent)
{
    stay(outside, "2026-03-02T09:00:00Z", 30);
    const auto attendance =
        orders(activation("2026-01-05T10:00:00Z", "null"),
               R"({"id":"A1","type":"attendance","geometry":{"type":"Point","coordinates":[0,51.5]},"radius_m":100,)"
               R"("windows":[{"dates":["2026-03-02"],"start":"10:00","end":"12:00"}],"minutes":30})");

    const auto behind = ask("2026-03-02T09:00:00Z", "2026-03-02T13:00:00Z", attendance);
    EXPECT_TRUE(behind.episodes.empty());
    EXPECT_EQ(behind.until, utc("2026-03-02T09:29:00Z"));
    cases.known_until = utc("2026-03-03T00:00:00Z");
    const auto whole = ask("2026-03-02T09:00:00Z", "2026-03-02T13:00:00Z", attendance);
    ASSERT_EQ(whole.episodes.size(), 1U);
    EXPECT_EQ(whole.episodes[0].kind, EpisodeKind::attendance);
}

TEST_F(WhatIf, what_was_received_after_the_end_does_not_move_the_clock_beyond_it)
{
    stay(outside, "2026-03-02T10:00:00Z", 30);
    for (auto& observation : cases.recorded) {
        observation.received = utc("2026-03-02T20:00:00Z");
    }
    cases.known_until = utc("2026-03-02T20:00:00Z");
    const auto attendance =
        orders(activation("2026-01-05T10:00:00Z", "null"),
               R"({"id":"A1","type":"attendance","geometry":{"type":"Point","coordinates":[0,51.5]},"radius_m":100,)"
               R"("windows":[{"dates":["2026-03-02"],"start":"10:00","end":"12:00"}],"minutes":30})");

    EXPECT_TRUE(ask("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", attendance).episodes.empty());
}

TEST_F(WhatIf, fixes_that_came_late_and_newest_first_give_the_same)
{
    stay(outside, "2026-03-01T12:00:00Z", 5);
    stay(inside, "2026-03-01T12:05:00Z", 5);
    stay(outside, "2026-03-01T12:10:00Z", 5);
    const auto in_order = ask("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z");
    std::ranges::reverse(cases.recorded);
    for (auto& observation : cases.recorded) {
        observation.received = utc("2026-03-03T00:00:00Z");
    }

    const auto late = ask("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z");

    ASSERT_EQ(late.episodes.size(), 1U);
    EXPECT_EQ(late.episodes[0].started, in_order.episodes.at(0).started);
    EXPECT_EQ(late.episodes[0].ended, in_order.episodes.at(0).ended);
    EXPECT_EQ(late.episodes[0].state, model::EpisodeState::confirmed);
}

TEST_F(WhatIf, a_reused_tag_is_read_only_for_as_long_as_the_order_binds_it)
{
    stay(inside, "2026-03-01T10:00:00Z", 180);

    const auto answer = ask("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z",
                            orders(activation("2026-03-01T12:00:00Z", R"("2026-03-01T12:30:00Z")") + "," +
                                   activation("2026-03-01T12:30:00Z", R"("2026-03-01T12:40:00Z")")));

    ASSERT_EQ(cases.asked.size(), 1U);
    EXPECT_EQ(cases.asked[0],
              (port::TrackSpan{
                  .device = {"tag"}, .from = utc("2026-03-01T12:00:00Z"), .until = utc("2026-03-01T12:40:00Z")}));
    ASSERT_EQ(answer.episodes.size(), 1U);
    EXPECT_EQ(answer.episodes[0].started, utc("2026-03-01T12:00:00Z"));
}

TEST_F(WhatIf, an_order_that_was_not_in_force_says_so)
{
    stay(inside, "2026-03-01T10:00:00Z", 10);

    const auto answer =
        ask("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", orders(activation("2026-04-01T00:00:00Z", "null")));

    EXPECT_TRUE(answer.episodes.empty());
    EXPECT_FALSE(answer.orders.at(0).in_force);
    EXPECT_TRUE(cases.asked.empty());
}

TEST_F(WhatIf, silence_is_about_arrival_and_is_not_told)
{
    stay(outside, "2026-03-01T10:00:00Z", 2);
    stay(outside, "2026-03-01T18:00:00Z", 2);

    EXPECT_TRUE(ask("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z").episodes.empty());
}

}  // namespace cordon::pipeline
