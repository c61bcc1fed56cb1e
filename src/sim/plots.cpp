// SPDX-License-Identifier: Apache-2.0
#include "plots.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/sim/imei.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <source_location>

namespace cordon::sim {

namespace {

enum Purpose : std::uint64_t { lives = 2, forbidden = 3, wears = 4 };

/// From one person's ground to the next. Zones may overlap: each of these people is under their own alone.
constexpr double apart_m = 400;

model::Position centre_of(const Scenario& scenario, std::uint32_t number)
{
    const double along = apart_m * (number % 50);
    const double across = apart_m * (number / 50 % 50);
    return Plane{staging_of(scenario).centre}.position_of({.east_m = along, .north_m = across});
}

TagPlan tag_of(const Scenario& scenario, std::uint32_t number, std::uint64_t seed)
{
    Random chance{seed, number, Purpose::wears};
    const auto report =
        Millis{1000 * chance.whole(scenario.report_from.count() / 1000, scenario.report_to.count() / 1000)};
    return {.report = report,
            .phase = Millis{1000 * chance.whole(0, std::max<std::int64_t>(0, report.count() / 1000 - 1))},
            .udp = chance.chance(scenario.faults.udp_share),
            .newest_first = chance.chance(scenario.faults.newest_first_share),
            .battery_pct = chance.between(30, 100)};
}

Wearer alone(const Scenario& scenario, std::uint32_t number, std::uint64_t seed)
{
    Random zones{seed, number, Purpose::forbidden};
    Player player{.scenario = scenario,
                  .chance = Random{seed, number, Purpose::lives},
                  .ground = Ground::with_zone(centre_of(scenario, number), zones)};
    Wearer wearer{.number = number, .programme = "evaluation", .zones = {player.ground.condition()}};
    std::vector<Outage> outages;
    switch (staging_of(scenario).plot) {
        case Plot::entries:
            wearer.life = play_entries(player);
            break;
        case Plot::home_beside_zone:
            wearer.life = play_home_beside_zone(player);
            break;
        case Plot::indoor_scatter:
            wearer.life = play_indoor_scatter(player);
            break;
        case Plot::urban_canyon:
            wearer.life = play_urban_canyon(player);
            break;
        case Plot::tunnel:
            wearer.life = play_tunnel(player, outages);
            break;
        case Plot::newest_first:
            wearer.life = play_newest_first(player, outages);
            break;
        case Plot::edge_walk:
            wearer.life = play_edge_walk(player);
            break;
        case Plot::drive_through:
        case Plot::curfew:
        case Plot::tag_swap:
        case Plot::shared_bus:
            wearer.life = play_drive_through(player);
            break;
    }
    wearer.tag.outages = std::move(outages);
    return wearer;
}

/// The people of one plot who belong together, the first of them `number`.
std::vector<Wearer> players_of(const Scenario& scenario, std::uint32_t number, std::uint64_t seed)
{
    const Random chance{seed, number, Purpose::lives};
    switch (staging_of(scenario).plot) {
        case Plot::curfew:
            return {play_curfew(scenario, number, chance)};
        case Plot::tag_swap:
            return play_tag_swap(scenario, number, chance);
        case Plot::shared_bus:
            return play_shared_bus(scenario, number, chance);
        default:
            return {alone(scenario, number, seed)};
    }
}

}  // namespace

const Staging& staging_of(const Scenario& scenario)
{
    if (!scenario.staging) {
        ensure_failed("only a scenario with a plot is staged", std::source_location::current());
    }
    return *scenario.staging;
}

std::vector<Wearer> stage(const Scenario& scenario, std::uint32_t count, std::uint64_t seed)
{
    std::vector<Wearer> wearers;
    while (wearers.size() < count) {
        for (Wearer& wearer : players_of(scenario, static_cast<std::uint32_t>(wearers.size()) + 1, seed)) {
            std::vector<Outage> outages = std::move(wearer.tag.outages);
            if (wearer.imei.text.empty()) {
                wearer.imei = imei_of(wearer.number);
            }
            wearer.name = fmt::format("Player {}", wearer.number);
            wearer.tag = tag_of(scenario, wearer.number, seed);
            wearer.tag.outages = std::move(outages);
            wearer.tag.round = scenario.length;
            wearers.push_back(std::move(wearer));
        }
    }
    return wearers;
}

void visit_zone(Itinerary& day, Player& player, double mps, Millis stay, double outside_m)
{
    Random& chance = player.chance;
    const Ground& ground = player.ground;
    const double angle = chance.between(0, 2 * std::numbers::pi);
    day.go(ground.beside(angle, outside_m), mps, Sky::street);
    day.go(ground.inside(chance.between(10, 100), chance), mps, Sky::street).stay(stay, Sky::open);
    day.go(ground.beside(angle + chance.between(-0.8, 0.8), outside_m), mps, Sky::street);
}

}  // namespace cordon::sim
