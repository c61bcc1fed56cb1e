// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/model/order.hpp>
#include <cordon/sim/person.hpp>
#include <cordon/sim/scenario.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cordon::sim {

/// How one tag reports.
struct TagPlan {
    Millis report{5000};
    Millis phase{0};
    bool udp = false;
    bool newest_first = false;
    bool faultless = false;  ///< a written part's: nothing by chance
    double battery_pct = 80;
    Millis round{0};  ///< outages and events come again this often; 0: there are none
    std::vector<Outage> outages;
    std::vector<PlannedEvent> events;
};

/// For how long a device is bound to a person, `[from, until)`.
struct Worn {
    SimTime from{0};
    SimTime until = SimTime::max();

    bool operator==(const Worn&) const = default;
};

/// One invented person: who they are, what they are under, how they live, and what is on their ankle.
struct Wearer {
    std::uint32_t number = 0;  ///< from 1
    std::uint32_t under = 0;   ///< the number of the person whose order it is; 0: their own
    model::Party party = model::Party::tag;
    Worn worn;
    std::string name;
    std::string programme;
    model::OrderType order_type = model::OrderType::licence;
    DeviceId imei;
    std::vector<std::string> zones;  ///< conditions, as JSON of the orders document
    Life life;
    TagPlan tag;

    [[nodiscard]] OrderId order() const;
};

/// The people of a scenario: those with written parts first, then made-up ones up to `count`. The same for the same
/// scenario, count and seed; a larger count adds people and changes nobody.
[[nodiscard]] std::vector<Wearer> make_wearers(const Scenario& scenario, std::uint32_t count, std::uint64_t seed);

/// Where that wearer really goes. Each call gives the same way anew: the tag and the truth walk it each for itself.
[[nodiscard]] Person person_of(const Wearer& wearer, std::uint64_t seed);

}  // namespace cordon::sim
