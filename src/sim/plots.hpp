// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ground.hpp"
#include "itinerary.hpp"

#include <cordon/sim/population.hpp>
#include <cordon/sim/scenario.hpp>

#include <cstdint>
#include <vector>

namespace cordon::sim {

/// The people of a staged scenario, `count` of them: pairs share a device (tag swap) or an order (bus).
[[nodiscard]] std::vector<Wearer> stage(const Scenario& scenario, std::uint32_t count, std::uint64_t seed);

/// Of a scenario that has one.
[[nodiscard]] const Staging& staging_of(const Scenario& scenario);

/// What the plots of one person are written from.
struct Player {
    const Scenario& scenario;
    Random chance{0};
    Ground ground;

    [[nodiscard]] SimTime end() const noexcept { return scenario.length; }
};

// Each writes one person's life around the zone of `player.ground`; bench/README.md tells what is in it and why. The
// skies name the noise; what noise that is stands in the scenario's file.
[[nodiscard]] Script play_entries(Player& player);
[[nodiscard]] Script play_home_beside_zone(Player& player);
[[nodiscard]] Script play_indoor_scatter(Player& player);
[[nodiscard]] Script play_urban_canyon(Player& player);
[[nodiscard]] Script play_tunnel(Player& player, std::vector<Outage>& outages);
[[nodiscard]] Script play_newest_first(Player& player, std::vector<Outage>& outages);
[[nodiscard]] Script play_edge_walk(Player& player);
[[nodiscard]] Script play_drive_through(Player& player);

/// In by the straight way at `mps`, `stay` at a place inside, out by another; begins and ends `outside_m` from the
/// zone.
void visit_zone(Itinerary& day, Player& player, double mps, Millis stay, double outside_m);

/// A curfew at home and a life that keeps it, breaks it, and comes and goes around its edges and the hour of the
/// change.
[[nodiscard]] Wearer play_curfew(const Scenario& scenario, std::uint32_t number, Random chance);

/// Two people, one device: the first has it until noon, the second from noon on. `number` is the first's, odd.
[[nodiscard]] std::vector<Wearer> play_tag_swap(const Scenario& scenario, std::uint32_t number, Random chance);

/// A wearer and a protected person with her own device. `number` is the wearer's, odd.
[[nodiscard]] std::vector<Wearer> play_shared_bus(const Scenario& scenario, std::uint32_t number, Random chance);

}  // namespace cordon::sim
