// SPDX-License-Identifier: Apache-2.0
#include "civil.hpp"
#include "plots.hpp"

#include <cordon/sim/imei.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>
#include <utility>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

constexpr double full_turn = 2 * std::numbers::pi;
constexpr double curfew_radius_m = 60;

struct CurfewTimes {
    std::string_view start;
    std::string_view end;
    std::chrono::minutes from;
    std::chrono::minutes to;
};

/// The whole night, and two with an edge in the hour that is missing in spring and doubled in autumn.
constexpr std::array curfews{CurfewTimes{"19:00", "07:00", 19h, 7h}, CurfewTimes{"21:00", "01:30", 21h, 90min},
                             CurfewTimes{"01:30", "07:00", 90min, 7h}};

Millis minutes(double number)
{
    return Millis{std::llround(number * 60'000.0)};
}

Place moved(Place from, double angle, double metres)
{
    const Place step = Ground::out(angle, metres);
    return {.east_m = from.east_m + step.east_m, .north_m = from.north_m + step.north_m};
}

/// Out of the house from `leaves` until about `returns`.
void go_out(Itinerary& day, SimTime leaves, SimTime returns, Random& chance)
{
    const Place home = day.here();
    day.stay_until(leaves, Sky::indoors);
    const double mps = chance.between(1.1, 1.7);
    const double half = static_cast<double>((returns - day.now()).count()) / 2000.0;
    const double metres = std::min(chance.between(250, 1500), half * mps);
    if (metres < curfew_radius_m) {
        return;
    }
    const Place there = moved(home, chance.between(0, full_turn), metres);
    day.go(there, mps, Sky::street);
    day.stay_until(returns - Millis{std::llround(metres / mps * 1000.0)},
                   chance.chance(0.5) ? Sky::indoors : Sky::open);
    day.go(home, mps, Sky::street);
}

Wearer person(const Scenario& scenario, std::uint32_t number, Script life)
{
    Wearer wearer{.number = number, .programme = "evaluation"};
    wearer.life = std::move(life);
    wearer.tag.round = scenario.length;
    return wearer;
}

model::Schedule every_night(const CurfewTimes& times)
{
    model::Window window{.start = times.from, .end = times.to};
    window.days.fill(true);
    return {.windows = {window}, .except_dates = {}};
}

/// When the clocks change within the scenario.
std::optional<SimTime> hour_of_change(UtcTime starts, SimTime length)
{
    const UtcTime first = std::chrono::ceil<std::chrono::hours>(starts);
    for (UtcTime at = first; at < starts + length; at += 1h) {
        if (london_summer(at) != london_summer(at - 1h)) {
            return at - starts;
        }
    }
    return std::nullopt;
}

Player with_circle(const Scenario& scenario, const Random& chance, model::Position centre)
{
    return {.scenario = scenario, .chance = chance, .ground = Ground::with_circle(centre, 300)};
}

}  // namespace

Wearer play_curfew(const Scenario& scenario, std::uint32_t number, Random chance)
{
    const Plane plane{Plane{staging_of(scenario).centre}.position_of(
        {.east_m = chance.between(-5000, 5000), .north_m = chance.between(-5000, 5000)})};
    const CurfewTimes& times = curfews.at(number % curfews.size());
    const UtcTime starts = staging_of(scenario).starts;
    const auto turn = hour_of_change(starts, scenario.length);
    Itinerary day{plane, Place{}};
    for (const auto& [first, last] : london_windows(every_night(times), starts, starts + scenario.length)) {
        const SimTime from = first - starts;
        const SimTime to = last - starts;
        go_out(day, from - minutes(chance.between(60, 200)), from + minutes(chance.between(-40, 60)), chance);
        // Half of those whose curfew holds at that hour are out in it.
        const bool at_the_turn = chance.chance(0.5) && turn && from < *turn && *turn < to;
        const SimTime middle = at_the_turn ? *turn : from + minutes(chance.between(60, 150));
        if (chance.chance(0.6)) {
            go_out(day, middle - minutes(chance.between(2, 40)), middle + minutes(chance.between(2, 40)), chance);
        }
        go_out(day, to + minutes(chance.between(-50, 50)), to + minutes(chance.between(60, 240)), chance);
    }
    Wearer wearer = person(scenario, number, day.until(scenario.length, Sky::indoors));
    wearer.zones.push_back(fmt::format(
        R"({{"id":"C1","type":"curfew","places":{{"home":{{"geometry":{{"type":"Point","coordinates":[{:.7f},{:.7f}]}},)"
        R"("radius_m":{}}}}},"windows":[{{"days":["mon","tue","wed","thu","fri","sat","sun"],"start":"{}","end":"{}",)"
        R"("place":"home"}}]}})",
        plane.position_of({}).lon(), plane.position_of({}).lat(), curfew_radius_m, times.start, times.end));
    return wearer;
}

std::vector<Wearer> play_tag_swap(const Scenario& scenario, std::uint32_t number, Random chance)
{
    const SimTime noon = scenario.length / 2;
    const auto place = [&] {
        return Plane{staging_of(scenario).centre}.position_of(
            {.east_m = chance.between(-5000, 5000), .north_m = chance.between(-5000, 5000)});
    };
    Player first = with_circle(scenario, chance, place());
    Player second = with_circle(scenario, Random{chance.next()}, place());
    // Each lives where the other must not be: under the wrong order every fix is an entry.
    const auto live = [&](Player& who, const Player& other, SimTime visits, std::vector<Outage>& outages) {
        const Place home = who.ground.plane().place_of(other.ground.plane().position_of(
            Ground::out(who.chance.between(0, full_turn), who.chance.between(0, 150))));
        Itinerary day{who.ground.plane(), home};
        day.stay_until(visits, Sky::indoors);
        day.go(who.ground.beside(who.chance.between(0, full_turn), 300), 10, Sky::open);
        visit_zone(day, who, 1.4, minutes(who.chance.between(5, 20)), 300);
        outages.push_back({.from = visits - 10min, .until = noon + minutes(who.chance.between(5, 60))});
        day.go(home, 10, Sky::open);
        return day.until(scenario.length, Sky::indoors);
    };
    std::vector<Outage> before;
    std::vector<Outage> after;
    std::vector<Wearer> both{
        person(scenario, number, live(first, second, noon - minutes(chance.between(60, 200)), before)),
        person(scenario, number + 1, live(second, first, noon + minutes(chance.between(90, 300)), after))};
    both[0].zones.push_back(first.ground.condition());
    both[1].zones.push_back(second.ground.condition());
    both[0].imei = both[1].imei = imei_of(number);
    both[0].worn = {.from = SimTime{0}, .until = noon};
    both[1].worn = {.from = noon, .until = SimTime::max()};
    both[0].tag.outages = before;  // what the first did in the morning arrives when the second wears it
    return both;
}

std::vector<Wearer> play_shared_bus(const Scenario& scenario, std::uint32_t number, Random chance)
{
    constexpr double alert_m = 1000;
    constexpr double bus_mps = 6;
    const Plane plane{staging_of(scenario).centre};
    const double angle = chance.between(0, full_turn);
    const Place hers{};
    const Place his = moved(hers, angle, alert_m * chance.between(1.3, 3));
    const Place stop = moved(hers, angle, 300);
    Itinerary wearer{plane, his};
    Itinerary protected_person{plane, hers};
    for (const double hour : {7.0, 13.0, 18.0}) {
        const SimTime bus = minutes(60 * hour + chance.between(0, 60));
        const Place town = moved(stop, angle + chance.between(1, 5), chance.between(3500, 6000));
        const bool same_bus = chance.chance(0.7);
        protected_person.stay_until(bus - 10min, Sky::indoors).go(stop, 1.4, Sky::street).stay_until(bus, Sky::open);
        protected_person.go(town, bus_mps, Sky::street).stay(minutes(chance.between(30, 60)), Sky::indoors);
        // Else he takes another road at the same time, to the other side of the town.
        const Place other = moved(his, angle + chance.between(-0.5, 0.5), chance.between(2000, 4000));
        wearer.stay_until(bus - 50min, Sky::indoors);
        if (same_bus) {
            wearer.go(stop, 1.4, Sky::street).stay_until(bus, Sky::open).go(town, bus_mps, Sky::street);
            wearer.stay(minutes(chance.between(1, 15)), Sky::open);
        } else {
            wearer.go(other, bus_mps, Sky::street).stay(minutes(chance.between(20, 90)), Sky::indoors);
        }
        wearer.go(his, bus_mps, Sky::street);
        protected_person.go(hers, bus_mps, Sky::street);
    }
    std::vector<Wearer> both{person(scenario, number, wearer.until(scenario.length, Sky::indoors)),
                             person(scenario, number + 1, protected_person.until(scenario.length, Sky::indoors))};
    both[0].zones.push_back(fmt::format(R"({{"id":"P1","type":"proximity","distance_m":{}}})", alert_m));
    both[1].under = number;
    both[1].party = model::Party::protected_person;
    return both;
}

}  // namespace cordon::sim
