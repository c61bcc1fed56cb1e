// SPDX-License-Identifier: Apache-2.0
#include "plots.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

constexpr double full_turn = 2 * std::numbers::pi;

Millis minutes(double number)
{
    return Millis{std::llround(number * 60'000.0)};
}

double walking_pace(Random& chance)
{
    return chance.between(1.1, 1.7);
}

/// A way out of the house and back that leads away from the zone.
void walk_away(Itinerary& day, double angle, Random& chance)
{
    const Place home = day.here();
    const double heading = angle + chance.between(-0.7, 0.7);
    const Place step = Ground::out(heading, chance.between(300, 900));
    const double pace = walking_pace(chance);
    day.go({.east_m = home.east_m + step.east_m, .north_m = home.north_m + step.north_m}, pace, Sky::street);
    day.stay(minutes(chance.between(5, 40)), chance.chance(0.5) ? Sky::indoors : Sky::open);
    day.go(home, pace, Sky::street);
}

/// Straight through the zone and out on the other side, `offset_m` off its centre, from `far_m` before it to as far
/// behind it.
void pass(Itinerary& day, double heading, double offset_m, double far_m, double mps, Sky sky)
{
    const auto on_the_way = [&](double along) {
        return Place{.east_m = along * std::cos(heading) - offset_m * std::sin(heading),
                     .north_m = along * std::sin(heading) + offset_m * std::cos(heading)};
    };
    day.go(on_the_way(-far_m), mps, sky);
    day.go(on_the_way(far_m), mps, sky);
}

}  // namespace

/// Every length of entry: stays of 2 to 20 minutes, walks straight through, and cuts through at a cyclist's speed that
/// take less than a minute.
Script play_entries(Player& player)
{
    Random& chance = player.chance;
    const double reach = player.ground.reach_m();
    Itinerary day{player.ground.plane(), player.ground.beside(chance.between(0, full_turn), 400)};
    for (int hour = 1; hour < 23; ++hour) {
        day.stay_until(minutes(60.0 * hour + chance.between(0, 20)), Sky::open);
        const double kind = chance.uniform();
        if (kind < 0.4) {
            visit_zone(day, player, walking_pace(chance), minutes(chance.between(2, 20)), 400);
        } else {
            const double mps = kind < 0.6 ? walking_pace(chance) : chance.between(4, 8);
            // A kilometre round the zone to where the way through begins is walked outside of it.
            const double heading = std::atan2(-day.here().north_m, -day.here().east_m);
            pass(day, heading, chance.between(-reach, reach), reach + 400, mps, Sky::open);
        }
    }
    return day.until(player.end(), Sky::open);
}

/// Lives 10 to 60 m from the zone and never goes in.
Script play_home_beside_zone(Player& player)
{
    Random& chance = player.chance;
    const double angle = chance.between(0, full_turn);
    Itinerary day{player.ground.plane(), player.ground.beside(angle, chance.between(10, 60))};
    for (const double hour : {8.0, 12.0, 17.0}) {
        day.stay_until(minutes(60.0 * (hour + chance.between(0, 2))), Sky::indoors);
        walk_away(day, angle, chance);
    }
    return day.until(player.end(), Sky::indoors);
}

/// Moves about deep in a large building that begins 40 to 150 m from the zone.
Script play_indoor_scatter(Player& player)
{
    Random& chance = player.chance;
    const double angle = chance.between(0, full_turn);
    const Place middle = player.ground.beside(angle, chance.between(60, 170));
    Itinerary day{player.ground.plane(), middle};
    while (day.now() < player.end()) {
        day.stay(minutes(chance.between(10, 40)), Sky::indoors);
        const Place step = Ground::out(chance.between(0, full_turn), chance.between(0, 20));
        day.go({.east_m = middle.east_m + step.east_m, .north_m = middle.north_m + step.north_m}, 1.0, Sky::indoors);
    }
    return day.until(player.end(), Sky::indoors);
}

/// Ten hours a day in streets between high buildings 30 to 90 m from the zone; once a day inside for 5 to 15 minutes.
Script play_urban_canyon(Player& player)
{
    Random& chance = player.chance;
    const double distance = chance.between(30, 90);
    double angle = chance.between(0, full_turn);
    Itinerary day{player.ground.plane(), player.ground.beside(angle, distance)};
    day.stay_until(minutes(60 * 9), Sky::indoors);
    bool went_in = false;
    while (day.now() < minutes(60 * 19)) {
        const double turn = chance.chance(0.5) ? 0.1 : -0.1;
        const double pace = walking_pace(chance);
        for (int i = static_cast<int>(chance.whole(3, 15)); i > 0; --i) {
            angle += turn;
            day.go(player.ground.beside(angle, distance), pace, Sky::street);
        }
        day.stay(minutes(chance.between(1, 25)), Sky::street);
        if (!went_in && day.now() > minutes(60 * 13)) {
            visit_zone(day, player, pace, minutes(chance.between(5, 15)), distance);
            day.go(player.ground.beside(angle, distance), pace, Sky::street);
            went_in = true;
        }
    }
    return day.until(player.end(), Sky::indoors);
}

/// Six rides a day on a line whose tunnel leads under the zone (every second person's) or past it.
Script play_tunnel(Player& player, std::vector<Outage>& outages)
{
    Random& chance = player.chance;
    const double reach = player.ground.reach_m();
    const bool under = chance.chance(0.5);
    const double offset = under ? chance.between(-0.6, 0.6) * reach : reach + chance.between(40, 120);
    const double tunnel = chance.between(1200, 6000);
    const double heading = chance.between(0, full_turn);
    const auto on_the_line = [&](double along) {
        return Place{.east_m = along * std::cos(heading) - offset * std::sin(heading),
                     .north_m = along * std::sin(heading) + offset * std::cos(heading)};
    };
    // The zone lies anywhere under the middle half of the tunnel.
    const double portal = -chance.between(0.25, 0.75) * tunnel;
    double side = -1;
    Itinerary day{player.ground.plane(), on_the_line(portal - 1500)};
    for (int ride = 0; ride < 6; ++ride) {
        day.stay_until(minutes(60.0 * (6 + 2 * ride) + chance.between(0, 40)), Sky::indoors);
        day.go(on_the_line(side < 0 ? portal : portal + tunnel), 10, Sky::open);
        const SimTime down = day.now();
        day.go(on_the_line(side < 0 ? portal + tunnel : portal), chance.between(9, 13), Sky::underground);
        outages.push_back({.from = down, .until = day.now()});
        day.go(on_the_line(side < 0 ? portal + tunnel + 1500 : portal - 1500), 10, Sky::open);
        side = -side;
    }
    return day.until(player.end(), Sky::indoors);
}

/// Three stays of 3 to 25 minutes in the zone, each while the tag is out of coverage for 20 to 90 minutes; then all of
/// it comes at once, newest first. As many outages with nothing in them.
Script play_newest_first(Player& player, std::vector<Outage>& outages)
{
    Random& chance = player.chance;
    Itinerary day{player.ground.plane(), player.ground.beside(chance.between(0, full_turn), 300)};
    for (int i = 0; i < 6; ++i) {
        day.stay_until(minutes(60.0 * (4 + 3 * i) + chance.between(0, 40)), Sky::indoors);
        const Outage outage{.from = day.now() - minutes(chance.between(0, 15)),
                            .until = day.now() + minutes(chance.between(20, 75))};
        outages.push_back(outage);
        if (i % 2 == 0) {
            visit_zone(day, player, walking_pace(chance), minutes(chance.between(3, 25)), 300);
        }
    }
    return day.until(player.end(), Sky::indoors);
}

/// Three times two hours of laps 5 to 25 m outside of the boundary: half of the people in the open, half in streets.
Script play_edge_walk(Player& player)
{
    Random& chance = player.chance;
    const Sky sky = chance.chance(0.5) ? Sky::open : Sky::street;
    double angle = chance.between(0, full_turn);
    Itinerary day{player.ground.plane(), player.ground.beside(angle, 400)};
    for (const double hour : {8.0, 12.0, 16.0}) {
        day.stay_until(minutes(60.0 * hour + chance.between(0, 60)), Sky::indoors);
        const SimTime end = day.now() + 2h;
        const double distance = chance.between(5, 25);
        const double pace = walking_pace(chance);
        while (day.now() < end) {
            angle += 0.05;
            day.go(player.ground.beside(angle, distance), pace, sky);
        }
        day.go(player.ground.beside(angle, 400), pace, Sky::open);
    }
    return day.until(player.end(), Sky::indoors);
}

/// Eight times a day along a straight road through the zone at 50 miles an hour, the road anywhere across its width.
Script play_drive_through(Player& player)
{
    constexpr double fifty_mph = 50 * 1609.344 / 3600;
    Random& chance = player.chance;
    const double reach = player.ground.reach_m();
    double heading = chance.between(0, full_turn);
    double offset = chance.between(-reach, reach);
    Itinerary day{player.ground.plane(),
                  {.east_m = -3000 * std::cos(heading) - offset * std::sin(heading),
                   .north_m = -3000 * std::sin(heading) + offset * std::cos(heading)}};
    for (int i = 0; i < 8; ++i) {
        day.stay_until(minutes(60.0 * (5 + 2 * i) + chance.between(0, 60)), Sky::open);
        pass(day, heading, offset, 3000, fifty_mph, Sky::open);
        // The next road begins where this one ended.
        const Place here = day.here();
        const double far = std::hypot(here.east_m, here.north_m);
        offset = chance.between(-reach, reach);
        heading = std::atan2(-here.north_m, -here.east_m) + std::asin(offset / far);
    }
    return day.until(player.end(), Sky::open);
}

}  // namespace cordon::sim
