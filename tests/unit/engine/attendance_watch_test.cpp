// SPDX-License-Identifier: Apache-2.0
// rules.md §7, attendance: present for so many minutes of a window, else late, else absent. Clause by clause.
#include "attendance_watch.hpp"

#include "watch_drive.hpp"

#include <gtest/gtest.h>

namespace cordon::test {
namespace {

using engine::Spans;
using model::Mechanism;
using Lines = std::vector<std::string>;

// An office and the street before it. Cells of ten metres: i is 40 m in, e 10 m, o 50 m out.
const AsciiMap office{R"(
    A--------B
    |        |
    |        |
    |        |
    |   i   e|    o
    |        |
    |        |
    |        |
    D--------C
)",
                      10_m};

/// Somebody who is to be in the office for `minutes` of each window.
class Attendee {
public:
    explicit Attendee(double minutes, const std::vector<engine::Span>& windows = {between("10:00", "12:00")})
        : Attendee{minutes, windows, windows}
    {
    }

    Attendee(double minutes, std::vector<engine::Span> windows, const Spans& active)
        : drive{engine::AttendanceWatch{3, condition(minutes)}}
    {
        drive.watch().set_active(engine::united(active));
        drive.watch().set_windows(std::move(windows));
    }

    /// A fix a minute at one place, the last at `until`.
    Attendee& stay(char place, const std::string& from, const std::string& until, double accuracy_m = 5)
    {
        for (UtcTime at = day_time(from); at <= day_time(until); at += std::chrono::minutes{1}) {
            fix(place, day_clock(at), accuracy_m);
        }
        return *this;
    }

    Attendee& fix(char place, const std::string& at, double accuracy_m = 5, Mechanism mechanism = Mechanism::gnss)
    {
        drive.add(fix_at(at, office.at(place), accuracy_m, mechanism));
        return *this;
    }

    Lines at(const std::string& clock) { return drive.run(clock).told(); }

    Drive<engine::AttendanceWatch> drive;

private:
    static model::Condition condition(double minutes)
    {
        const model::Ring ring{office.at('A'), office.at('B'), office.at('C'), office.at('D'), office.at('A')};
        return {.id = {"ATT"},
                .rule = model::Attendance{.shape = model::Area{{{{ring}}}}, .schedule = {}, .minutes = minutes}};
    }
};

TEST(AttendanceWatch, one_who_is_present_for_long_enough_is_not_told_of)
{
    Attendee wearer{60};
    wearer.stay('o', "09:50", "10:30").stay('i', "10:31", "11:40").stay('o', "11:41", "12:10");

    EXPECT_EQ(wearer.at("13:00"), Lines{});
}

TEST(AttendanceWatch, exactly_enough_minutes_are_enough_and_a_second_less_is_not)
{
    Attendee enough{60};
    enough.stay('o', "10:00", "10:59").stay('i', "11:00", "12:00");
    Attendee late{60};
    late.stay('o', "10:00", "11:00").fix('i', "11:00:01").stay('i', "11:01", "12:00");

    EXPECT_EQ(enough.at("12:00"), Lines{});
    EXPECT_EQ(late.at("12:00"), Lines{"attendance confirmed notice 10:00-12:00 late: 59 of 60 minutes"});
}

TEST(AttendanceWatch, is_late_as_soon_as_too_little_of_the_window_is_left)
{
    Attendee wearer{60};
    wearer.stay('o', "09:50", "12:00");

    EXPECT_EQ(wearer.at("11:00"), Lines{});
    EXPECT_EQ(wearer.at("11:00:00.001"), Lines{"attendance confirmed notice 10:00- late: 0 of 60 minutes"});
    EXPECT_EQ(day_clock(wearer.drive.drafts()[0].evidence.at(0).at), "11:00");
}

TEST(AttendanceWatch, the_reason_counts_on_while_it_is_open_and_rests_on_the_same_fix)
{
    Attendee wearer{60};
    wearer.stay('o', "10:00", "11:10").stay('i', "11:11", "12:00");
    wearer.at("11:13:59");

    EXPECT_EQ(wearer.drive.told(), Lines{"attendance confirmed notice 10:00- late: 2 of 60 minutes"});
    EXPECT_EQ(wearer.at("11:14"), Lines{"attendance confirmed notice 10:00- late: 3 of 60 minutes"});
    wearer.at("12:30");
    EXPECT_EQ(wearer.drive.whole(),
              Lines{"attendance confirmed notice 10:00-12:00 late: 49 of 60 minutes | 0@11:00 50.1"});
}

TEST(AttendanceWatch, is_absent_at_the_end_where_there_was_no_presence)
{
    Attendee wearer{60};
    wearer.stay('o', "10:00", "12:00");

    EXPECT_EQ(wearer.at("11:59:59.999"), Lines{"attendance confirmed notice 10:00- late: 0 of 60 minutes"});
    wearer.at("12:00");
    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed serious 10:00-12:00 absent | 0@11:00 50.1"});
}

TEST(AttendanceWatch, a_fix_speaks_for_five_minutes_and_what_is_unknown_is_not_presence)
{
    Attendee silent{10};
    silent.fix('i', "10:00").fix('i', "10:20");
    Attendee heard{10};
    heard.fix('i', "10:00").fix('i', "10:05").fix('o', "10:10");

    EXPECT_EQ(silent.at("12:00"), Lines{});  // five minutes, and five again
    EXPECT_EQ(heard.at("12:00"), Lines{});
    Attendee once{10};
    once.fix('i', "10:00");
    EXPECT_EQ(once.at("11:55:00.001"), Lines{"attendance confirmed notice 10:00- late: 5 of 10 minutes"});
}

TEST(AttendanceWatch, the_next_fix_ends_what_one_before_it_said)
{
    Attendee wearer{60};
    wearer.stay('i', "10:00", "10:20").fix('o', "10:20:30").fix('i', "10:30");

    EXPECT_EQ(wearer.at("13:00"), Lines{"attendance confirmed notice 10:00-12:00 late: 25 of 60 minutes"});
}

TEST(AttendanceWatch, one_who_was_unsure_all_the_time_is_absent_at_the_end_and_not_before)
{
    Attendee wearer{60};
    wearer.stay('e', "10:00", "12:00", 30);

    EXPECT_EQ(wearer.at("11:59:59.999"), Lines{});
    wearer.at("12:00");
    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed serious 10:00-12:00 absent | 0@11:00 -10.0"});
}

TEST(AttendanceWatch, one_sure_fix_within_the_window_makes_all_presence_count)
{
    Attendee wearer{60};
    wearer.stay('e', "10:00", "11:30", 30).fix('i', "11:31").fix('o', "11:32");

    EXPECT_EQ(wearer.at("13:00"), Lines{});
}

TEST(AttendanceWatch, a_sure_fix_before_the_window_or_at_its_end_makes_none_count)
{
    Attendee wearer{60};
    wearer.stay('i', "09:30", "09:59").stay('e', "10:00", "11:59", 30).stay('i', "12:00", "12:30");

    EXPECT_EQ(wearer.at("13:00"), Lines{"attendance confirmed serious 10:00-12:00 absent"});
}

TEST(AttendanceWatch, late_after_unsure_presence_that_never_became_sure_rests_on_the_earlier_fix_at_the_end)
{
    Attendee wearer{60};
    wearer.stay('e', "10:00", "10:30", 30).stay('o', "10:31", "12:00");
    wearer.at("11:31:00.001");

    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed notice 10:00- late: 31 of 60 minutes | 0@11:31 50.1"});
    wearer.at("12:00");
    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed serious 10:00-12:00 absent | 0@11:00 50.1"});
}

TEST(AttendanceWatch, a_fix_from_before_the_window_speaks_for_five_minutes_of_its_own)
{
    Attendee wearer{118};
    wearer.fix('i', "09:57").fix('i', "10:03").stay('i', "10:04", "12:00");
    Attendee older{118};
    older.fix('i', "09:55").fix('i', "10:03").stay('i', "10:04", "12:00");

    EXPECT_EQ(wearer.at("12:00"), Lines{});
    EXPECT_EQ(older.at("12:00"), Lines{"attendance confirmed notice 10:00-12:00 late: 117 of 118 minutes"});
    EXPECT_EQ(day_clock(older.drive.drafts()[0].evidence.at(0).at), "09:55");
}

TEST(AttendanceWatch, nothing_is_concluded_before_the_first_fix_of_all)
{
    Attendee wearer{60};
    wearer.fix('o', "11:30");

    EXPECT_EQ(wearer.at("11:29"), Lines{});
    wearer.at("11:30");
    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed notice 10:00- late: 0 of 60 minutes | 0@11:30 50.1"});
    Attendee never{60};
    EXPECT_EQ(never.at("13:00"), Lines{});
}

TEST(AttendanceWatch, one_last_heard_of_days_ago_is_absent)
{
    Attendee wearer{60};
    wearer.fix('i', "00:10");

    wearer.at("13:00");
    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed serious 10:00-12:00 absent | 0@00:10 -40.0"});
}

TEST(AttendanceWatch, a_window_that_is_left_too_short_asks_for_nothing)
{
    Attendee wearer{60, {between("10:00", "12:00")}, {between("10:00", "10:20"), between("11:20:01", "12:00")}};
    wearer.stay('o', "09:50", "12:00");
    Attendee just{60, {between("10:00", "12:00")}, {between("10:00", "10:20"), between("11:20", "12:00")}};
    just.stay('o', "09:50", "12:00");

    EXPECT_EQ(wearer.at("13:00"), Lines{});
    EXPECT_EQ(just.at("10:00:00.001"), Lines{"attendance confirmed notice 10:00- late: 0 of 60 minutes"});
}

TEST(AttendanceWatch, a_permission_in_the_midst_is_neither_presence_nor_loss_and_does_not_end_it)
{
    Attendee wearer{60, {between("10:00", "12:00")}, {between("10:00", "10:30"), between("11:00", "12:00")}};
    wearer.stay('o', "10:00", "10:50").stay('i', "10:51", "11:10").stay('o', "11:11", "12:00");

    EXPECT_EQ(wearer.at("10:30"), Lines{});
    EXPECT_EQ(wearer.at("11:11"), Lines{});  // thirty minutes may go by, and thirty have
    EXPECT_EQ(wearer.at("11:11:00.001"), Lines{"attendance confirmed notice 10:00- late: 11 of 60 minutes"});
    wearer.at("12:00");
    EXPECT_EQ(wearer.drive.whole(),
              Lines{"attendance confirmed notice 10:00-12:00 late: 11 of 60 minutes | 0@11:11 50.1"});
}

TEST(AttendanceWatch, an_episode_stays_open_over_a_permission)
{
    Attendee wearer{60, {between("10:00", "12:00")}, {between("10:00", "10:40"), between("11:20", "11:50")}};
    wearer.stay('o', "10:00", "10:30").stay('i', "10:31", "11:50");

    EXPECT_EQ(wearer.at("10:45"), Lines{"attendance confirmed notice 10:00- late: 9 of 60 minutes"});
    EXPECT_EQ(wearer.at("11:30"), Lines{"attendance confirmed notice 10:00- late: 19 of 60 minutes"});
    EXPECT_EQ(wearer.at("11:50"), Lines{"attendance confirmed notice 10:00-11:50 late: 39 of 60 minutes"});
}

TEST(AttendanceWatch, a_fix_during_a_permission_is_not_sure_presence_but_speaks_afterwards)
{
    Attendee wearer{55, {between("10:00", "12:00")}, {between("10:00", "10:30"), between("11:00", "12:00")}};
    wearer.fix('o', "10:00").fix('i', "10:58").stay('e', "11:03", "12:00", 30);

    wearer.at("12:00");
    EXPECT_EQ(wearer.drive.whole(), Lines{"attendance confirmed serious 10:00-12:00 absent | 0@11:05 -10.0"});
}

TEST(AttendanceWatch, windows_that_touch_are_decided_one_by_one)
{
    Attendee wearer{30, {between("10:00", "11:00"), between("11:00", "12:00"), between("12:00", "13:00")}};
    wearer.stay('i', "10:00", "11:00").stay('o', "11:03", "12:40").stay('i', "12:41", "13:30");

    const Lines told{"attendance confirmed notice 11:00-12:00 late: 3 of 30 minutes",
                     "attendance confirmed notice 12:00-13:00 late: 19 of 30 minutes"};
    EXPECT_EQ(wearer.at("13:00"), told);
}

TEST(AttendanceWatch, each_day_begins_anew)
{
    Attendee wearer{60, {between("10:00", "12:00"), between("14:00", "16:00")}};
    wearer.stay('o', "10:00", "12:00").stay('i', "14:30", "16:00");

    EXPECT_EQ(wearer.at("16:00"), Lines{"attendance confirmed serious 10:00-12:00 absent"});
}

TEST(AttendanceWatch, a_cell_fix_speaks_only_by_its_whole_circle)
{
    Attendee wearer{118};
    wearer.stay('i', "10:00", "10:30").fix('o', "10:30:30", 800, Mechanism::lbs).fix('i', "10:33");
    wearer.stay('i', "10:34", "12:00");

    EXPECT_EQ(wearer.at("12:00"), Lines{});
}

TEST(AttendanceWatch, of_fixes_of_one_instant_the_last_speaks)
{
    Attendee wearer{60};
    wearer.stay('i', "10:00", "10:20").fix('o', "10:20").fix('o', "11:00", 5).fix('i', "11:00", 30, Mechanism::wifi);

    EXPECT_EQ(wearer.at("12:00"), Lines{"attendance confirmed notice 10:00-12:00 late: 25 of 60 minutes"});
}

TEST(AttendanceWatch, minutes_may_be_broken)
{
    Attendee wearer{22.5};
    wearer.fix('o', "10:00");

    EXPECT_EQ(wearer.at("11:37:30"), Lines{});
    EXPECT_EQ(wearer.at("11:37:30.001"), Lines{"attendance confirmed notice 10:00- late: 0 of 22.5 minutes"});
}

TEST(AttendanceWatch, asks_for_every_fix_while_a_window_runs_and_for_nothing_else)
{
    Attendee wearer{60};
    wearer.fix('o', "09:00").at("09:59:59");
    EXPECT_FALSE(engine::AttendanceWatch::engaged(wearer.drive.state()));
    EXPECT_EQ(wearer.drive.watch().due(wearer.drive.state()), engine::forever);

    wearer.at("10:00");
    EXPECT_TRUE(engine::AttendanceWatch::engaged(wearer.drive.state()));
    EXPECT_EQ(day_clock(wearer.drive.watch().due(wearer.drive.state())), "11:00:00.001");
    wearer.at("12:00");
    EXPECT_FALSE(engine::AttendanceWatch::engaged(wearer.drive.state()));
}

TEST(AttendanceWatch, concludes_the_same_after_stepping_back_to_any_fix)
{
    const auto day = [] {
        Attendee wearer{40,
                        {between("10:00", "12:00"), between("12:00", "13:00"), between("14:00", "15:00")},
                        {between("10:00", "10:40"), between("11:10", "13:00"), between("14:00", "15:00")}};
        wearer.stay('e', "09:50", "10:25", 30).stay('o', "10:26", "11:50").stay('i', "11:51", "12:30");
        wearer.stay('o', "12:31", "13:40").stay('e', "14:01", "14:20", 30);
        return wearer;
    };
    Attendee straight = day();
    straight.at("16:00");
    const Lines whole = straight.drive.whole();
    ASSERT_EQ(whole.size(), 3U);

    for (std::size_t places = 0; places <= straight.drive.fixes(); ++places) {
        Attendee wearer = day();
        wearer.drive.run("00:00");
        for (std::size_t i = 0; i < places; ++i) {
            wearer.drive.run_one();
        }
        const auto then = wearer.drive.standing();
        const Lines said = wearer.drive.whole();
        wearer.at("16:00");
        EXPECT_EQ(wearer.drive.whole(), whole);
        wearer.drive.step_back(then);
        EXPECT_EQ(wearer.drive.whole(), said) << "after " << places << " fixes";
        wearer.at("16:00");
        EXPECT_EQ(wearer.drive.whole(), whole) << "after " << places << " fixes";
    }
}

TEST(Span, without_takes_out_what_lies_in_others)
{
    const Spans day{between("08:00", "12:00"), between("13:00", "17:00")};

    EXPECT_EQ(engine::without(day, {}), day);
    EXPECT_EQ(engine::without(day, {between("07:00", "08:30"), between("11:00", "15:00")}),
              (Spans{between("08:30", "11:00"), between("15:00", "17:00")}));
    EXPECT_EQ(engine::without(day, {between("08:00", "17:00")}), Spans{});
    EXPECT_EQ(engine::length_of(day), std::chrono::hours{8});
}

}  // namespace
}  // namespace cordon::test
