// SPDX-License-Identifier: Apache-2.0
#include <cordon/model/civil.hpp>
#include <cordon/model/order.hpp>

#include <gtest/gtest.h>

#include <string>

namespace cordon::model {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr year_month_day spring{year{2026} / 3 / 29};   // 01:00 to 02:00 is skipped in London
constexpr year_month_day autumn{year{2026} / 10 / 25};  // 01:00 to 02:00 is read twice

UtcTime utc(const std::string& text)
{
    return parse_utc(text).value();
}

/// What London's clock did in 2026, written down here: nothing is read from this machine.
UtcOffsets london()
{
    return {.stretches = {{.at = utc("2025-10-26T01:00:00Z"), .ahead = hours{0}},
                          {.at = utc("2026-03-29T01:00:00Z"), .ahead = hours{1}},
                          {.at = utc("2026-10-25T01:00:00Z"), .ahead = hours{0}}}};
}

minutes clock(const std::string& text)
{
    return minutes{std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3))};
}

/// Days as "mo-w---": a letter other than "-" is a day of the week from Monday on.
Window weekly(const std::string& days, const std::string& start, const std::string& end)
{
    Window out{.start = clock(start), .end = clock(end)};
    for (std::size_t i = 0; i < out.days.size(); ++i) {
        out.days.at(i) = days.at(i) != '-';
    }
    return out;
}

Window on(std::vector<year_month_day> dates, const std::string& start, const std::string& end)
{
    return {.dates = std::move(dates), .start = clock(start), .end = clock(end)};
}

/// "2026-03-28T22:00:00Z 2026-03-29T05:00:00Z", a line each, of one span of days.
std::string asked(const Schedule& schedule, const std::string& from, const std::string& until,
                  const UtcOffsets& offsets = london())
{
    std::string out;
    for (const Occurrence& one : occurrences(schedule, offsets, utc(from), utc(until))) {
        out += out.empty() ? "" : "\n";
        out += to_rfc3339(one.from) + " " + to_rfc3339(one.until);
    }
    return out;
}

std::string asked_in_2026(const Window& window)
{
    return asked({.windows = {window}}, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
}

TEST(CivilTime, a_window_is_of_the_wall_clock_winter_and_summer)
{
    EXPECT_EQ(asked_in_2026(on({year{2026} / 1 / 5}, "09:00", "17:30")), "2026-01-05T09:00:00Z 2026-01-05T17:30:00Z");
    EXPECT_EQ(asked_in_2026(on({year{2026} / 7 / 6}, "09:00", "17:30")), "2026-07-06T08:00:00Z 2026-07-06T16:30:00Z");
}

TEST(CivilTime, an_end_at_or_before_the_start_is_of_the_next_day)
{
    EXPECT_EQ(asked_in_2026(on({year{2026} / 1 / 5}, "19:00", "07:00")), "2026-01-05T19:00:00Z 2026-01-06T07:00:00Z");
    EXPECT_EQ(asked_in_2026(on({year{2026} / 1 / 5}, "00:00", "00:00")), "2026-01-05T00:00:00Z 2026-01-06T00:00:00Z");
    EXPECT_EQ(asked_in_2026(on({year{2026} / 1 / 5}, "08:00", "08:00")), "2026-01-05T08:00:00Z 2026-01-06T08:00:00Z");
    EXPECT_EQ(asked_in_2026(on({year{2026} / 1 / 5}, "00:00", "00:01")), "2026-01-05T00:00:00Z 2026-01-05T00:01:00Z");
}

TEST(CivilTime, a_start_in_the_spring_gap_is_the_first_instant_after_it)
{
    EXPECT_EQ(asked_in_2026(on({spring}, "01:30", "07:00")), "2026-03-29T01:00:00Z 2026-03-29T06:00:00Z");
    EXPECT_EQ(asked_in_2026(on({spring}, "01:00", "07:00")), "2026-03-29T01:00:00Z 2026-03-29T06:00:00Z");
    EXPECT_EQ(asked_in_2026(on({spring}, "00:59", "07:00")), "2026-03-29T00:59:00Z 2026-03-29T06:00:00Z");
    EXPECT_EQ(asked_in_2026(on({spring}, "02:00", "07:00")), "2026-03-29T01:00:00Z 2026-03-29T06:00:00Z");
}

TEST(CivilTime, an_end_in_the_spring_gap_is_the_first_instant_after_it)
{
    const year_month_day evening{year{2026} / 3 / 28};

    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "01:30")), "2026-03-28T22:00:00Z 2026-03-29T01:00:00Z");
    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "01:00")), "2026-03-28T22:00:00Z 2026-03-29T01:00:00Z");
    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "02:00")), "2026-03-28T22:00:00Z 2026-03-29T01:00:00Z");
    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "02:01")), "2026-03-28T22:00:00Z 2026-03-29T01:01:00Z");
}

TEST(CivilTime, a_window_wholly_in_the_gap_never_was)
{
    EXPECT_EQ(asked_in_2026(on({spring}, "01:10", "01:50")), "");
    EXPECT_EQ(asked_in_2026(on({spring}, "01:00", "02:00")), "");
}

TEST(CivilTime, an_ambiguous_start_in_autumn_is_its_first_occurrence)
{
    EXPECT_EQ(asked_in_2026(on({autumn}, "01:30", "07:00")), "2026-10-25T00:30:00Z 2026-10-25T07:00:00Z");
    EXPECT_EQ(asked_in_2026(on({autumn}, "01:00", "07:00")), "2026-10-25T00:00:00Z 2026-10-25T07:00:00Z");
    EXPECT_EQ(asked_in_2026(on({autumn}, "02:00", "07:00")), "2026-10-25T02:00:00Z 2026-10-25T07:00:00Z");
}

TEST(CivilTime, an_ambiguous_end_in_autumn_is_its_second_occurrence)
{
    const year_month_day evening{year{2026} / 10 / 24};

    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "01:30")), "2026-10-24T21:00:00Z 2026-10-25T01:30:00Z");
    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "01:00")), "2026-10-24T21:00:00Z 2026-10-25T01:00:00Z");
    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "00:59")), "2026-10-24T21:00:00Z 2026-10-24T23:59:00Z");
    EXPECT_EQ(asked_in_2026(on({evening}, "22:00", "02:00")), "2026-10-24T21:00:00Z 2026-10-25T02:00:00Z");
    EXPECT_EQ(asked_in_2026(on({autumn}, "01:10", "01:20")), "2026-10-25T00:10:00Z 2026-10-25T01:20:00Z");
}

TEST(CivilTime, a_night_is_an_hour_shorter_in_spring_and_an_hour_longer_in_autumn)
{
    const Schedule curfew{.windows = {weekly("mtwtfss", "19:00", "07:00")}};

    EXPECT_EQ(asked(curfew, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"),
              "2026-03-28T19:00:00Z 2026-03-29T06:00:00Z");
    EXPECT_EQ(asked(curfew, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"),
              "2026-10-24T18:00:00Z 2026-10-25T07:00:00Z");
}

TEST(CivilTime, a_whole_day_has_23_or_25_hours_then)
{
    EXPECT_EQ(asked_in_2026(on({spring, autumn}, "00:00", "00:00")),
              "2026-03-29T00:00:00Z 2026-03-29T23:00:00Z\n2026-10-24T23:00:00Z 2026-10-26T00:00:00Z");
}

TEST(CivilTime, days_of_the_week_are_those_of_the_local_day_a_window_starts_on)
{
    const Schedule schedule{.windows = {weekly("m-----s", "00:30", "00:45")}};

    EXPECT_EQ(asked(schedule, "2026-06-01T12:00:00Z", "2026-06-09T12:00:00Z"),  // a Monday noon on
              "2026-06-06T23:30:00Z 2026-06-06T23:45:00Z\n2026-06-07T23:30:00Z 2026-06-07T23:45:00Z");
}

TEST(CivilTime, every_other_week_counts_weeks_from_monday_from_the_one_of_its_date)
{
    Window window = weekly("m-----s", "12:00", "13:00");
    window.every_weeks = 2;
    window.from = year{2026} / 1 / 7;  // a Wednesday: its Monday is before it, its Sunday is in

    EXPECT_EQ(asked({.windows = {window}}, "2026-01-01T00:00:00Z", "2026-02-09T00:00:00Z"),
              "2026-01-11T12:00:00Z 2026-01-11T13:00:00Z\n"
              "2026-01-19T12:00:00Z 2026-01-19T13:00:00Z\n"
              "2026-01-25T12:00:00Z 2026-01-25T13:00:00Z\n"
              "2026-02-02T12:00:00Z 2026-02-02T13:00:00Z\n"
              "2026-02-08T12:00:00Z 2026-02-08T13:00:00Z");
}

TEST(CivilTime, every_other_week_goes_on_over_a_year_with_53_weeks)
{
    Window window = weekly("m------", "12:00", "13:00");
    window.every_weeks = 2;
    window.from = year{2026} / 12 / 14;

    EXPECT_EQ(asked({.windows = {window}}, "2026-12-20T00:00:00Z", "2027-01-20T00:00:00Z"),
              "2026-12-28T12:00:00Z 2026-12-28T13:00:00Z\n2027-01-11T12:00:00Z 2027-01-11T13:00:00Z");
}

TEST(CivilTime, a_weekly_window_with_a_date_begins_on_it)
{
    Window window = weekly("mtwtfss", "12:00", "13:00");
    window.from = year{2026} / 1 / 7;

    EXPECT_EQ(asked({.windows = {window}}, "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z"),
              "2026-01-07T12:00:00Z 2026-01-07T13:00:00Z");
}

TEST(CivilTime, single_dates_are_asked_once_each_in_any_order_and_however_often_they_stand)
{
    const Window window = on({year{2026} / 4 / 2, year{2026} / 2 / 3, year{2026} / 4 / 2}, "10:00", "12:00");

    EXPECT_EQ(asked_in_2026(window),
              "2026-02-03T10:00:00Z 2026-02-03T12:00:00Z\n2026-04-02T09:00:00Z 2026-04-02T11:00:00Z");
}

TEST(CivilTime, an_exception_takes_the_window_that_starts_that_day_with_its_next_morning)
{
    const Schedule schedule{.windows = {weekly("mtwtfss", "19:00", "07:00")}, .except_dates = {year{2026} / 2 / 1}};

    EXPECT_EQ(asked(schedule, "2026-01-31T12:00:00Z", "2026-02-03T00:00:00Z"),
              "2026-01-31T19:00:00Z 2026-02-01T07:00:00Z\n2026-02-02T19:00:00Z 2026-02-03T07:00:00Z");
}

TEST(CivilTime, a_single_date_stands_in_for_what_an_exception_takes)
{
    const Schedule schedule{
        .windows = {weekly("mtwtfss", "19:00", "07:00"), on({year{2026} / 2 / 1}, "21:00", "06:00")},
        .except_dates = {year{2026} / 2 / 1}};

    EXPECT_EQ(asked(schedule, "2026-02-01T12:00:00Z", "2026-02-02T12:00:00Z"),
              "2026-02-01T21:00:00Z 2026-02-02T06:00:00Z");
}

TEST(CivilTime, what_overlaps_the_time_asked_for_comes_whole_and_nothing_else)
{
    const Schedule schedule{.windows = {weekly("mtwtfss", "19:00", "07:00")}};

    EXPECT_EQ(asked(schedule, "2026-01-06T06:59:59.999Z", "2026-01-06T19:00:00Z"),
              "2026-01-05T19:00:00Z 2026-01-06T07:00:00Z");
    EXPECT_EQ(asked(schedule, "2026-01-06T07:00:00Z", "2026-01-06T19:00:00.001Z"),
              "2026-01-06T19:00:00Z 2026-01-07T07:00:00Z");
    EXPECT_EQ(asked(schedule, "2026-01-06T07:00:00Z", "2026-01-06T19:00:00Z"), "");
    EXPECT_EQ(asked(schedule, "2026-01-06T07:00:00Z", "2026-01-06T07:00:00Z"), "");
}

TEST(CivilTime, windows_may_overlap_and_come_by_start_and_then_by_their_place_in_the_list)
{
    const Schedule schedule{.windows = {weekly("m------", "10:00", "12:00"), weekly("m------", "09:00", "11:00"),
                                        weekly("m------", "10:00", "11:00")}};

    const auto all = occurrences(schedule, london(), utc("2026-01-05T00:00:00Z"), utc("2026-01-06T00:00:00Z"));

    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].window, 1U);
    EXPECT_EQ(all[1].window, 0U);
    EXPECT_EQ(all[2].window, 2U);
}

TEST(CivilTime, without_offsets_the_clock_is_utc)
{
    EXPECT_EQ(asked({.windows = {on({spring}, "01:30", "02:30")}}, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", {}),
              "2026-03-29T01:30:00Z 2026-03-29T02:30:00Z");
}

TEST(CivilTime, an_endless_question_about_single_dates_has_an_answer)
{
    const Schedule schedule{.windows = {on({year{9999} / 12 / 31}, "10:00", "12:00")}};

    EXPECT_EQ(occurrences(schedule, london(), UtcTime::min(), UtcTime::max()).size(), 1U);
}

TEST(CivilTime, lord_howe_puts_its_clock_by_half_an_hour)
{
    const auto offsets = utc_offsets("Australia/Lord_Howe", utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z"));
    ASSERT_TRUE(offsets.has_value());
    const Schedule april{
        .windows = {on({year{2026} / 4 / 5}, "01:45", "01:45"), on({year{2026} / 4 / 4}, "12:00", "01:45")}};
    const Schedule october{
        .windows = {on({year{2026} / 10 / 4}, "02:15", "04:00"), on({year{2026} / 10 / 3}, "12:00", "02:15")}};

    EXPECT_EQ(asked(april, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", offsets.value()),
              "2026-04-04T01:00:00Z 2026-04-04T15:15:00Z\n2026-04-04T14:45:00Z 2026-04-05T15:15:00Z");
    EXPECT_EQ(asked(october, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", offsets.value()),
              "2026-10-03T01:30:00Z 2026-10-03T15:30:00Z\n2026-10-03T15:30:00Z 2026-10-03T17:00:00Z");
}

TEST(CivilTime, apia_never_had_the_last_friday_of_2011)
{
    const auto offsets = utc_offsets("Pacific/Apia", utc("2011-12-01T00:00:00Z"), utc("2012-01-10T00:00:00Z"));
    ASSERT_TRUE(offsets.has_value());
    const Schedule schedule{.windows = {weekly("---f---", "10:00", "12:00"), weekly("----f--", "10:00", "12:00"),
                                        weekly("----f--", "22:00", "06:00"), weekly("---t---", "22:00", "06:00")}};

    EXPECT_EQ(asked(schedule, "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z", offsets.value()),
              "2011-12-29T20:00:00Z 2011-12-29T22:00:00Z\n"  // Thursday by day
              "2011-12-30T08:00:00Z 2011-12-30T10:00:00Z\n"  // its night ends at midnight: Saturday begins
              "2011-12-30T10:00:00Z 2011-12-30T16:00:00Z");  // what Friday's night has of Saturday
}

TEST(UtcOffsets, are_those_of_the_zone_between_the_two_instants)
{
    const auto year_2026 = utc_offsets("Europe/London", utc("2025-11-01T00:00:00Z"), utc("2027-01-01T00:00:00Z"));

    UtcOffsets expected = london();
    expected.stretches.front().at = utc("2025-11-01T00:00:00Z");
    EXPECT_EQ(year_2026.value(), expected);
    EXPECT_EQ(utc_offsets("UTC", utc("2026-01-01T00:00:00Z"), utc("2056-01-01T00:00:00Z")).value().stretches.size(),
              1U);
}

TEST(UtcOffsets, go_on_by_the_yearly_rule_where_the_data_list_no_more_changes)
{
    const auto found = utc_offsets("Europe/London", utc("2026-01-01T00:00:00Z"), utc("2056-01-01T00:00:00Z")).value();

    ASSERT_EQ(found.stretches.size(), 61U);
    EXPECT_EQ(found.stretches[59], (UtcOffsets::From{.at = utc("2055-03-28T01:00:00Z"), .ahead = hours{1}}));
    EXPECT_EQ(found.stretches[60], (UtcOffsets::From{.at = utc("2055-10-31T01:00:00Z"), .ahead = hours{0}}));
    EXPECT_EQ(utc_offsets("Europe/London", utc("2040-07-01T00:00:00Z"), utc("2040-08-01T00:00:00Z")).value(),
              (UtcOffsets{.stretches = {{.at = utc("2040-07-01T00:00:00Z"), .ahead = hours{1}}}}));
}

TEST(UtcOffsets, of_a_change_of_name_alone_are_no_stretch_of_their_own)
{
    // From 1968 to 1971 London kept summer time, and called it British Standard Time.
    const auto found = utc_offsets("Europe/London", utc("1970-01-01T00:00:00Z"), utc("1972-01-01T00:00:00Z")).value();

    ASSERT_EQ(found.stretches.size(), 2U);
    EXPECT_EQ(found.stretches[1].at, utc("1971-10-31T02:00:00Z"));
}

TEST(UtcOffsets, of_a_zone_nobody_knows_are_refused)
{
    EXPECT_FALSE(utc_offsets("Europe/Camelot", {}, {}).has_value());
    EXPECT_FALSE(is_time_zone("Europe/Camelot"));
    EXPECT_FALSE(is_time_zone(""));
    EXPECT_TRUE(is_time_zone("Europe/Dublin"));
}

}  // namespace
}  // namespace cordon::model
