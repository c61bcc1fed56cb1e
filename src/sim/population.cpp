// SPDX-License-Identifier: Apache-2.0
#include "plots.hpp"
#include "zone_text.hpp"

#include <cordon/sim/imei.hpp>
#include <cordon/sim/population.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cordon::sim {

namespace {

enum Purpose : std::uint64_t { who = 1, lives = 2, forbidden = 3, wears = 4, moves = 5 };

constexpr double farthest_work_m = 12000;
constexpr double clear_of_the_way_m = 700;

Place anywhere_within(double radius_m, Random& chance)
{
    const double angle = chance.between(0, 2.0 * std::numbers::pi);
    const double out = radius_m * std::sqrt(chance.uniform());
    return {.east_m = out * std::cos(angle), .north_m = out * std::sin(angle)};
}

Place ring_place(double from_m, double to_m, Random& chance)
{
    const double angle = chance.between(0, 2.0 * std::numbers::pi);
    const double out = chance.between(from_m, to_m);
    return {.east_m = out * std::cos(angle), .north_m = out * std::sin(angle)};
}

model::Position place_in(const Borough& borough, Random& chance)
{
    return Plane{borough.centre}.position_of(anywhere_within(borough.radius_m, chance));
}

/// How far `place` is from the straight way between `a` and `b`.
double off_the_way_m(Place place, Place a, Place b)
{
    const double length = distance_m(a, b);
    if (length == 0) {
        return distance_m(place, a);
    }
    const double along =
        ((place.east_m - a.east_m) * (b.east_m - a.east_m) + (place.north_m - a.north_m) * (b.north_m - a.north_m)) /
        (length * length);
    const double part = std::clamp(along, 0.0, 1.0);
    return distance_m(place, {.east_m = a.east_m + part * (b.east_m - a.east_m),
                              .north_m = a.north_m + part * (b.north_m - a.north_m)});
}

Routine make_routine(const Scenario& scenario, Random& chance)
{
    const auto borough = [&]() -> const Borough& {
        return scenario.boroughs[static_cast<std::size_t>(
            chance.whole(0, static_cast<std::int64_t>(scenario.boroughs.size()) - 1))];
    };
    Routine routine{.home = place_in(borough(), chance)};
    const Plane plane{routine.home};
    for (int tries = 0; tries < 8 && !routine.work; ++tries) {
        const auto work = place_in(borough(), chance);
        if (distance_m(Place{}, plane.place_of(work)) < farthest_work_m) {
            routine.work = work;
        }
    }
    const auto errands = chance.whole(2, 4);
    for (std::int64_t i = 0; i < errands; ++i) {
        routine.errands.push_back(plane.position_of(ring_place(250, 1400, chance)));
    }
    return routine;
}

/// Somewhere a few kilometres from home that the ways to work do not lead past: an order that forbade the way to work
/// would not have been made.
Place protected_address(const Plane& plane, const Routine& routine, double reach_m, Random& chance)
{
    const Place work = routine.work ? plane.place_of(*routine.work) : Place{};
    Place place = ring_place(2500, 5000, chance);
    for (int tries = 0; tries < 20 && off_the_way_m(place, Place{}, work) < reach_m + clear_of_the_way_m; ++tries) {
        place = ring_place(2500, 5000, chance);
    }
    return place;
}

void forbid(const Scenario& scenario, Wearer& wearer, Routine& routine, Random& chance)
{
    const Plane plane{routine.home};
    const bool strays = chance.chance(scenario.strays_share);
    const int zones = chance.chance(0.35) ? 2 : 1;
    for (int i = 0; i < zones; ++i) {
        const double reach = std::round(chance.between(200, 450));
        const Place centre = protected_address(plane, routine, reach, chance);
        wearer.zones.push_back(zone_text(plane, centre, reach, i + 1, chance));
        if (strays && i == 0) {
            const double beyond = 1.0 + 1.5 * reach / distance_m(Place{}, centre);
            routine.errands.assign(
                1, plane.position_of({.east_m = centre.east_m * beyond, .north_m = centre.north_m * beyond}));
        }
    }
}

const Programme& choose(const std::vector<Programme>& programmes, Random& chance)
{
    double whole = 0;
    for (const Programme& one : programmes) {
        whole += one.weight;
    }
    double left = chance.between(0, whole);
    for (const Programme& one : programmes) {
        left -= one.weight;
        if (left < 0) {
            return one;
        }
    }
    return programmes.back();
}

std::string invented_name(const Scenario& scenario, std::uint32_t number)
{
    const std::size_t first = scenario.first_names.size();
    const std::size_t last = scenario.last_names.size();
    const std::size_t pair = number % (first * last);
    // Firsts go round in step, lasts move on once more with each round: all pairs come before one comes again.
    return fmt::format("{} {}", scenario.first_names[pair % first], scenario.last_names[(pair + pair / first) % last]);
}

TagPlan make_tag(const Scenario& scenario, Random& chance)
{
    const auto report =
        Millis{1000 * chance.whole(scenario.report_from.count() / 1000, scenario.report_to.count() / 1000)};
    return {.report = report,
            .phase = Millis{1000 * chance.whole(0, std::max<std::int64_t>(0, report.count() / 1000 - 1))},
            .udp = chance.chance(scenario.faults.udp_share),
            .newest_first = chance.chance(scenario.faults.newest_first_share),
            .battery_pct = chance.between(30, 100)};
}

Wearer made_up(const Scenario& scenario, std::uint32_t number, std::uint64_t seed)
{
    Random name{seed, number, Purpose::who};
    Random life{seed, number, Purpose::lives};
    Random zones{seed, number, Purpose::forbidden};
    Random tag{seed, number, Purpose::wears};
    const Programme& programme = choose(scenario.programmes, name);
    Wearer wearer{.number = number,
                  .name = invented_name(scenario, number),
                  .programme = programme.name,
                  .order_type = programme.order_type,
                  .imei = imei_of(number)};
    Routine routine = make_routine(scenario, life);
    forbid(scenario, wearer, routine, zones);
    wearer.life = std::move(routine);
    wearer.tag = make_tag(scenario, tag);
    return wearer;
}

Wearer written(const Scenario& scenario, const WrittenPart& part, std::uint32_t number)
{
    const Programme& programme = scenario.programmes[part.programme];
    return {.number = number,
            .name = part.name,
            .programme = programme.name,
            .order_type = programme.order_type,
            .imei = imei_of(number),
            .zones = part.zones,
            .life = part.script,
            .tag = {.report = part.tag.report,
                    .phase = part.tag.phase,
                    .udp = part.tag.udp,
                    .newest_first = part.tag.newest_first,
                    .faultless = true,
                    .battery_pct = part.tag.battery_pct,
                    .round = part.script.every,
                    .outages = part.tag.outages,
                    .events = part.tag.events}};
}

}  // namespace

OrderId Wearer::order() const
{
    return OrderId{fmt::format("SIM-{:06}", under == 0 ? number : under)};
}

std::vector<Wearer> make_wearers(const Scenario& scenario, std::uint32_t count, std::uint64_t seed)
{
    if (scenario.staging) {
        return stage(scenario, count, seed);
    }
    std::vector<Wearer> wearers;
    wearers.reserve(count);
    for (std::uint32_t number = 1; number <= count; ++number) {
        wearers.push_back(number <= scenario.parts.size() ? written(scenario, scenario.parts[number - 1], number)
                                                          : made_up(scenario, number, seed));
    }
    return wearers;
}

Person person_of(const Wearer& wearer, std::uint64_t seed)
{
    return Person{wearer.life, Random{seed, wearer.number, Purpose::moves}};
}

}  // namespace cordon::sim
