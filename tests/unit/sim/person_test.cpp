// SPDX-License-Identifier: Apache-2.0
#include "london.hpp"

#include <cordon/sim/person.hpp>
#include <cordon/sim/population.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

Person in_london(std::uint32_t number, std::uint64_t seed)
{
    return person_of(make_wearers(london(), number, seed).back(), seed);
}

}  // namespace

TEST(Person, is_never_faster_than_a_car_in_town)
{
    for (std::uint32_t number = 1; number <= 60; ++number) {
        Person person = in_london(number, 3);
        Place before = person.leg_at(0s).at(0s);
        for (SimTime at = 1s; at < 3h; at += 1s) {
            const Place here = person.leg_at(at).at(at);
            ASSERT_LE(distance_m(before, here), Person::max_speed_mps + 0.01) << number << " at " << at.count();
            before = here;
        }
    }
}

TEST(Person, goes_somewhere_and_comes_home_again)
{
    Person person = in_london(40, 3);
    double farthest = 0;
    int homecomings = 0;
    bool away = false;
    for (SimTime at = 0s; at < 24h; at += 10s) {
        const double from_home = distance_m(Place{}, person.leg_at(at).at(at));
        farthest = std::max(farthest, from_home);
        homecomings += away && from_home == 0 ? 1 : 0;
        away = from_home > 0;
    }

    EXPECT_GT(farthest, 200);
    EXPECT_LT(farthest, 20'000);
    EXPECT_GT(homecomings, 3);
}

TEST(Person, lives_the_same_life_for_the_same_seed_and_another_for_another)
{
    Person one = in_london(50, 3);
    Person same = in_london(50, 3);
    Person other = in_london(50, 4);
    bool differs = false;
    for (SimTime at = 0s; at < 5h; at += 7s) {
        const Place here = one.leg_at(at).at(at);
        ASSERT_EQ(here, same.leg_at(at).at(at));
        differs = differs || here != other.leg_at(at).at(at);
    }

    EXPECT_TRUE(differs);
}

TEST(Person, is_anywhere_in_their_day_when_the_scenario_begins)
{
    int on_the_way = 0;
    for (std::uint32_t number = 9; number < 209; ++number) {
        on_the_way += in_london(number, 5).leg_at(0s).speed_mps() > 0 ? 1 : 0;
    }

    EXPECT_GT(on_the_way, 20);
    EXPECT_LT(on_the_way, 180);
}

TEST(Person, keeps_a_script_to_the_second_and_begins_it_again)
{
    const auto start = *model::Position::from_degrees(51.5, -0.1);
    const Plane plane{start};
    const auto north = plane.position_of({.east_m = 0, .north_m = 100});
    Person person{Script{.start = start,
                         .steps = {{.to = north, .kmh = 3.6}, {.stay = 50s}, {.to = start, .kmh = 7.2}},
                         .every = 300s},
                  Random{1}};

    EXPECT_NEAR(person.leg_at(50s).at(50s).north_m, 50, 0.1);
    EXPECT_NEAR(person.leg_at(120s).at(120s).north_m, 100, 0.1);
    EXPECT_NEAR(person.leg_at(175s).at(175s).north_m, 50, 0.2);
    EXPECT_NEAR(person.leg_at(250s).at(250s).north_m, 0, 0.1);
    EXPECT_NEAR(person.leg_at(350s).at(350s).north_m, 50, 0.1);
}

}  // namespace cordon::sim
