// SPDX-License-Identifier: Apache-2.0
// rules.md §7, proximity: the distance between a wearer and a protected person. Clause by clause.
#include "proximity_watch.hpp"

#include "watch_drive.hpp"

#include <gtest/gtest.h>

#include <random>

namespace cordon::test {
namespace {

using model::Mechanism;
using Lines = std::vector<std::string>;

// A street; cells of ten metres. The protected person lives at h. R is 100 m, circles are 5 m each: with circles taken
// off, b is 60 m from h and c 90 m, d a little over 100 m, e 140 m, f a little over 200 m, g 280 m.
const AsciiMap street{R"(
    h      b  cd   e     f       g
)",
                      10_m};

/// A wearer who is to keep 100 m from one protected device, always or from ten to twelve.
class Apart {
public:
    explicit Apart(engine::Spans active = {{day_time("00:00"), engine::forever}}, model::Thresholds thresholds = {})
        : drive{engine::ProximityWatch{2, condition(thresholds), protected_device}}
    {
        drive.watch().set_active(std::move(active));
    }

    Apart& wearer(char place, const std::string& at, Mechanism mechanism = Mechanism::gnss, double accuracy_m = 5)
    {
        drive.add(fix_at(at, street.at(place), accuracy_m, mechanism));
        return *this;
    }

    Apart& home(char place, const std::string& at, Mechanism mechanism = Mechanism::gnss, double accuracy_m = 5)
    {
        drive.add(fix_at(at, street.at(place), accuracy_m, mechanism, protected_device));
        return *this;
    }

    /// The protected person at h and the wearer at each letter, both at once, a minute between.
    Apart& walk(const std::string& places, const std::string& from)
    {
        UtcTime at = day_time(from);
        for (const char place : places) {
            wearer(place, day_clock(at)).home('h', day_clock(at));
            at += std::chrono::minutes{1};
        }
        return *this;
    }

    Lines at(const std::string& clock) { return drive.run(clock).told(); }

    Drive<engine::ProximityWatch> drive;

private:
    static model::Condition condition(const model::Thresholds& thresholds)
    {
        return {.id = {"PROX"}, .thresholds = thresholds, .rule = model::Proximity{.distance = 100_m, .schedule = {}}};
    }
};

TEST(ProximityWatch, nearer_than_r_is_a_possible_alert_of_that_device)
{
    Apart two;
    two.walk("gb", "10:00");

    two.at("10:02");
    EXPECT_EQ(two.drive.whole(), Lines{"proximity possible notice 10:01- 60 m apart, circles taken off"
                                       " | 0@10:01 60.1 | 7@10:01 60.1"});
    EXPECT_EQ(two.drive.drafts()[0].device, protected_device);
    EXPECT_EQ(two.drive.drafts()[0].watch, 2U);
}

TEST(ProximityWatch, exactly_r_is_not_nearer)
{
    Apart exactly;
    const double apart_m =
        static_cast<double>(engine::apart_mm(fix_at("10:00", street.at('h')), fix_at("10:00", street.at('d')))) /
        1000.0;
    exactly.home('h', "10:00").wearer('d', "10:00", Mechanism::gnss, apart_m - 105.0);
    Apart nearer;
    nearer.home('h', "10:00").wearer('d', "10:00", Mechanism::gnss, apart_m - 104.999);

    EXPECT_EQ(exactly.at("10:01"), Lines{"proximity_prealert confirmed serious 10:00- 100 m apart, circles taken off"});
    EXPECT_EQ(nearer.at("10:01"), Lines{"proximity possible notice 10:00- 100 m apart, circles taken off"});
}

TEST(ProximityWatch, two_consecutive_pairs_confirm)
{
    Apart two;
    two.walk("gbc", "10:00");

    two.at("10:02");
    EXPECT_EQ(two.drive.whole(), Lines{"proximity confirmed critical 10:01- 2 pairs nearer than 100 m"
                                       " | 0@10:01 60.1 | 7@10:01 60.1 | 0@10:02 90.1"});
}

TEST(ProximityWatch, a_pair_counts_only_when_both_sides_are_newer)
{
    Apart two;
    two.home('h', "10:00").wearer('b', "10:00:10").wearer('b', "10:01").wearer('c', "10:02");

    EXPECT_EQ(two.at("10:02"), Lines{"proximity possible notice 10:00:10- 60 m apart, circles taken off"});
    two.home('h', "10:02:30");
    EXPECT_EQ(two.at("10:02:30"), Lines{"proximity confirmed critical 10:00:10- 2 pairs nearer than 100 m"});
}

TEST(ProximityWatch, a_pair_farther_than_r_resets_and_one_beyond_the_margin_ends)
{
    Apart reset;
    reset.walk("bdb", "10:00");

    EXPECT_EQ(reset.at("10:02"), Lines{"proximity possible notice 10:00- 60 m apart, circles taken off"});
    Apart ended;
    ended.walk("bbeg", "10:00");
    const Lines told{"proximity confirmed critical 10:00-10:02 2 pairs nearer than 100 m",
                     "proximity_prealert confirmed serious 10:02-10:03 140 m apart, circles taken off"};
    EXPECT_EQ(ended.at("10:03"), told);
}

TEST(ProximityWatch, nearer_than_twice_r_is_a_pre_alert_that_ends_beyond_its_margin_or_at_an_alert)
{
    Apart away;
    away.walk("gefg", "10:00");
    Apart nearer;
    nearer.walk("geb", "10:00");

    EXPECT_EQ(away.at("10:02"), Lines{"proximity_prealert confirmed serious 10:01- 140 m apart, circles taken off"});
    EXPECT_EQ(away.at("10:03"),
              Lines{"proximity_prealert confirmed serious 10:01-10:03 140 m apart, circles taken off"});
    const Lines told{"proximity_prealert confirmed serious 10:01-10:02 140 m apart, circles taken off",
                     "proximity possible notice 10:02- 60 m apart, circles taken off"};
    EXPECT_EQ(nearer.at("10:02"), told);
}

TEST(ProximityWatch, a_fix_makes_a_pair_with_the_other_sides_last_one_for_three_minutes)
{
    Apart fresh;
    fresh.home('h', "10:00").wearer('b', "10:03");
    Apart stale;
    stale.home('h', "10:00").wearer('b', "10:03:00.001");

    EXPECT_EQ(fresh.at("10:03").size(), 1U);
    EXPECT_EQ(fresh.drive.told(), Lines{"proximity possible notice 10:03- 60 m apart, circles taken off"});
    EXPECT_EQ(stale.at("10:03:00.001"), Lines{"proximity_blind confirmed serious 10:03- no fresh fix on one side"});
}

TEST(ProximityWatch, of_one_instant_the_pair_is_both_sides_new_fixes)
{
    // Both moved on: they were never at b and c at once with the other's old place.
    Apart two;
    two.home('g', "10:00").wearer('h', "10:00").wearer('g', "10:01").home('h', "10:01");
    Apart other_order;
    other_order.home('g', "10:00").wearer('h', "10:00").home('h', "10:01").wearer('g', "10:01");

    EXPECT_EQ(two.at("10:02"), Lines{});
    EXPECT_EQ(other_order.at("10:02"), Lines{});
}

TEST(ProximityWatch, without_settling_the_pair_is_looked_at_when_time_goes_on)
{
    Apart two;
    const engine::ProximityWatch& watch = two.drive.watch();
    engine::ProximityState state;
    engine::Drafts drafts;
    watch.start(state, day_time("09:00"), {}, drafts);
    watch.step(state, fix_at("10:00", street.at('b')), day_time("10:00"), drafts);
    watch.step(state, fix_at("10:00", street.at('h'), 5, Mechanism::gnss, protected_device), day_time("10:00"), drafts);

    EXPECT_TRUE(drafts.all().empty());
    EXPECT_EQ(watch.due(state), day_time("10:00:00.001"));
    watch.fire(state, watch.due(state), drafts);
    ASSERT_EQ(drafts.all().size(), 1U);
    EXPECT_EQ(day_clock(drafts.all()[0].started), "10:00");
}

TEST(ProximityWatch, a_cell_fix_on_either_side_opens_an_alert_and_never_confirms_it)
{
    Apart wearers;
    Apart homes;
    for (const auto* at : {"10:00", "10:01", "10:02", "10:03"}) {
        wearers.home('h', at).wearer('b', at, Mechanism::lbs);
        homes.home('h', at, Mechanism::rf).wearer('b', at);
    }

    EXPECT_EQ(wearers.at("10:04"), Lines{"proximity possible notice 10:00- 60 m apart, circles taken off"});
    EXPECT_EQ(homes.at("10:04"), Lines{"proximity possible notice 10:00- 60 m apart, circles taken off"});
    EXPECT_EQ(wearers.drive.drafts()[0].evidence.size(), 5U);
}

TEST(ProximityWatch, a_cell_fix_neither_ends_nor_resets_an_alert)
{
    Apart two;
    two.walk("b", "10:00").home('h', "10:01").wearer('g', "10:01", Mechanism::lbs).walk("b", "10:02");

    EXPECT_EQ(two.at("10:02"), Lines{"proximity confirmed critical 10:00- 2 pairs nearer than 100 m"});
    EXPECT_EQ(two.drive.drafts()[0].evidence.size(), 4U);
}

TEST(ProximityWatch, a_cell_fix_neither_opens_nor_ends_a_pre_alert_but_its_alert_does)
{
    Apart opens;
    opens.home('h', "10:00").wearer('e', "10:00", Mechanism::lbs);
    Apart ends;
    ends.walk("e", "10:00").home('h', "10:01").wearer('g', "10:01", Mechanism::lbs);

    EXPECT_EQ(opens.at("10:01"), Lines{});
    EXPECT_EQ(ends.at("10:01"), Lines{"proximity_prealert confirmed serious 10:00- 140 m apart, circles taken off"});
    ends.home('h', "10:02").wearer('b', "10:02", Mechanism::lbs);
    const Lines told{"proximity_prealert confirmed serious 10:00-10:02 140 m apart, circles taken off",
                     "proximity possible notice 10:02- 60 m apart, circles taken off"};
    EXPECT_EQ(ends.at("10:02"), told);
}

TEST(ProximityWatch, stale_on_one_side_is_blind_until_both_are_fresh)
{
    Apart two;
    two.walk("g", "10:00").wearer('g', "10:02").wearer('g', "10:04").home('h', "10:06");

    EXPECT_EQ(two.at("10:03"), Lines{});
    EXPECT_EQ(two.at("10:03:00.001"), Lines{"proximity_blind confirmed serious 10:03- no fresh fix on one side"});
    EXPECT_EQ(two.at("10:06"), Lines{"proximity_blind confirmed serious 10:03-10:06 no fresh fix on one side"});
    EXPECT_TRUE(two.drive.drafts()[0].evidence.empty());
    EXPECT_EQ(two.drive.drafts()[0].device, protected_device);
    const Lines told{"proximity_blind confirmed serious 10:03-10:06 no fresh fix on one side",
                     "proximity_blind confirmed serious 10:07- no fresh fix on one side"};
    EXPECT_EQ(two.at("11:00"), told);
}

TEST(ProximityWatch, a_fresh_fix_of_the_very_instant_keeps_it_from_being_blind)
{
    Apart two;
    two.walk("g", "10:00").walk("g", "10:03").walk("g", "10:06");

    EXPECT_EQ(two.at("10:09"), Lines{});
    EXPECT_EQ(two.at("10:10"), Lines{"proximity_blind confirmed serious 10:09- no fresh fix on one side"});
}

TEST(ProximityWatch, one_side_alone_does_not_end_it)
{
    Apart two;
    two.walk("g", "10:00").wearer('g', "10:10").home('h', "10:13").wearer('g', "10:14");

    EXPECT_EQ(two.at("10:13"), Lines{"proximity_blind confirmed serious 10:03- no fresh fix on one side"});
    EXPECT_EQ(two.at("10:14"), Lines{"proximity_blind confirmed serious 10:03-10:14 no fresh fix on one side"});
}

TEST(ProximityWatch, before_the_first_fix_of_either_side_nothing_is_blind)
{
    Apart two;
    two.wearer('g', "10:00");

    EXPECT_EQ(two.at("10:03"), Lines{});
    EXPECT_EQ(two.at("10:03:00.001"), Lines{"proximity_blind confirmed serious 10:03- no fresh fix on one side"});
    Apart never;
    EXPECT_EQ(never.at("23:00"), Lines{});
}

TEST(ProximityWatch, each_stretch_begins_with_three_minutes_of_grace)
{
    Apart two{{between("10:00", "12:00")}};
    two.walk("g", "08:00").walk("g", "10:02:59");
    Apart late{{between("10:00", "12:00")}};
    late.walk("g", "08:00").walk("g", "10:04");

    EXPECT_EQ(two.at("10:05"), Lines{});
    EXPECT_EQ(late.at("10:05"), Lines{"proximity_blind confirmed serious 10:03-10:04 no fresh fix on one side"});
}

TEST(ProximityWatch, the_end_of_a_stretch_ends_what_is_open)
{
    Apart near{{between("10:00", "12:00")}};
    near.walk("bb", "11:58");
    Apart around{{between("10:00", "12:00")}};
    around.walk("e", "11:58");
    Apart blind{{between("10:00", "12:00")}};
    blind.walk("g", "10:00");

    EXPECT_EQ(near.at("13:00").back(), "proximity confirmed critical 11:58-12:00 2 pairs nearer than 100 m");
    EXPECT_EQ(around.at("13:00").back(),
              "proximity_prealert confirmed serious 11:58-12:00 140 m apart, circles taken off");
    EXPECT_EQ(blind.at("13:00"), Lines{"proximity_blind confirmed serious 10:03-12:00 no fresh fix on one side"});
}

TEST(ProximityWatch, the_pair_from_before_a_stretch_opens_and_does_not_count_to_confirm)
{
    Apart two{{between("10:00", "12:00")}};
    two.walk("b", "09:58").walk("b", "10:01");

    EXPECT_EQ(two.at("10:00"), Lines{"proximity possible notice 10:00- 60 m apart, circles taken off"});
    EXPECT_EQ(two.at("10:01"), Lines{"proximity possible notice 10:00- 60 m apart, circles taken off"});
    two.walk("b", "10:02");
    EXPECT_EQ(two.at("10:02"), Lines{"proximity confirmed critical 10:00- 2 pairs nearer than 100 m"});
}

TEST(ProximityWatch, the_pair_from_before_a_stretch_is_fresh_for_three_minutes)
{
    Apart fresh{{between("10:00", "12:00")}};
    fresh.walk("b", "09:57");
    Apart stale{{between("10:00", "12:00")}};
    stale.walk("b", "09:56:59");

    EXPECT_EQ(fresh.at("10:00").size(), 1U);
    EXPECT_EQ(stale.at("10:00"), Lines{});
}

TEST(ProximityWatch, a_fix_at_the_boundary_pairs_with_the_other_sides_from_before)
{
    Apart two{{between("10:00", "12:00")}};
    two.home('h', "09:59").wearer('b', "09:58").wearer('g', "10:00");
    Apart near{{between("10:00", "12:00")}};
    near.home('h', "09:59").wearer('g', "09:58").wearer('b', "10:00");

    EXPECT_EQ(two.at("10:00"), Lines{});
    EXPECT_EQ(near.at("10:00"), Lines{"proximity possible notice 10:00- 60 m apart, circles taken off"});
}

TEST(ProximityWatch, the_numbers_are_the_conditions_own)
{
    Apart one{{{day_time("00:00"), engine::forever}}, {.proximity_fresh_s = 60, .proximity_confirm_pairs = 1}};
    one.walk("b", "10:00");

    const Lines told{"proximity confirmed critical 10:00- 1 pairs nearer than 100 m",
                     "proximity_blind confirmed serious 10:01- no fresh fix on one side"};
    EXPECT_EQ(one.at("10:02"), told);
}

TEST(ProximityWatch, sees_every_fix_while_active_and_asks_for_nothing_else)
{
    Apart two{{between("10:00", "12:00")}};
    two.walk("g", "09:00").at("09:30");
    EXPECT_FALSE(engine::ProximityWatch::engaged(two.drive.state()));
    EXPECT_EQ(two.drive.watch().due(two.drive.state()), engine::forever);

    two.at("10:00");
    EXPECT_TRUE(engine::ProximityWatch::engaged(two.drive.state()));
    EXPECT_EQ(day_clock(two.drive.watch().due(two.drive.state())), "10:03:00.001");
}

TEST(ProximityWatch, concludes_the_same_after_stepping_back_to_any_fix)
{
    const auto day = [] {
        Apart two{{between("10:00", "10:30"), between("10:40", "11:30")}};
        std::mt19937 chance{7};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same day each time
        const std::string places = "hbcdefg";
        for (UtcTime at = day_time("09:50"); at < day_time("11:40"); at += std::chrono::seconds{20}) {
            const auto draw = chance() % 64;
            const char place = places[draw % places.size()];
            const auto how = draw % 5 == 0 ? Mechanism::lbs : Mechanism::gnss;
            if (draw < 16) {
                two.wearer(place, day_clock(at), how);
            } else if (draw < 28) {
                two.home('h', day_clock(at), how);
            } else if (draw < 36) {
                two.wearer(place, day_clock(at), how).home('h', day_clock(at));
            }
        }
        return two;
    };
    Apart straight = day();
    straight.at("12:00");
    const Lines whole = straight.drive.whole();
    ASSERT_GT(whole.size(), 10U);

    for (std::size_t places = 0; places <= straight.drive.fixes(); ++places) {
        Apart two = day();
        two.drive.run("00:00");
        for (std::size_t i = 0; i < places; ++i) {
            two.drive.run_one();
        }
        const auto then = two.drive.standing();
        const Lines said = two.drive.whole();
        two.at("12:00");
        EXPECT_EQ(two.drive.whole(), whole);
        two.drive.step_back(then);
        EXPECT_EQ(two.drive.whole(), said) << "after " << places << " fixes";
        two.at("12:00");
        EXPECT_EQ(two.drive.whole(), whole) << "after " << places << " fixes";
    }
}

}  // namespace
}  // namespace cordon::test
