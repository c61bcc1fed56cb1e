// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/order.hpp>
#include <cordon/model/position.hpp>
#include <cordon/sim/gnss_noise.hpp>
#include <cordon/sim/person.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::sim {

/// Part of a city where people of a scenario live and work.
struct Borough {
    std::string name;
    model::Position centre;
    double radius_m = 0;
};

/// What a share of the people is under.
struct Programme {
    std::string name;
    model::OrderType order_type = model::OrderType::licence;
    double weight = 1;
};

/// What goes wrong between tags and server, as shares of packets and of hours.
struct FaultFigures {
    double udp_share = 0.3;           ///< of the tags
    double newest_first_share = 0.2;  ///< of the tags: they upload a backlog backwards
    double lost_ack = 0.02;           ///< of packets: the tag never sees the answer and sends the same bytes again
    double split_write = 0.05;        ///< of packets over TCP: written in pieces
    double ping = 0.02;               ///< of packets over TCP: a lone FF before them
    double outages_per_hour = 0.3;    ///< without coverage: fixes are stored and forwarded
    double outage_from_s = 60;
    double outage_to_s = 600;
};

/// A device event of a written part.
struct PlannedEvent {
    SimTime at{0};
    enum class Kind : std::uint8_t { sos, strap_open, strap_closed } kind = Kind::sos;
};

/// A stretch without coverage, `[from, until)`.
struct Outage {
    SimTime from{0};
    SimTime until{0};

    bool operator==(const Outage&) const = default;
};

/// How the tag of a written part behaves. Times are those of its script: they come again with each round.
struct TagScript {
    Millis report{5000};
    Millis phase{0};  ///< of the first report
    bool udp = false;
    bool newest_first = false;
    double battery_pct = 80;
    std::vector<Outage> outages;
    std::vector<PlannedEvent> events;
};

/// Somebody whose day is written down. They meet no chance fault and no multipath: the story must happen.
struct WrittenPart {
    std::string story;
    std::string name;
    std::size_t programme = 0;       ///< index into `Scenario::programmes`
    std::vector<std::string> zones;  ///< conditions of type exclusion_zone, as JSON of the orders document
    TagScript tag;
    Script script;
};

/// What the field suffers from, each staged with its truth (bench/README.md says what happens in each, and why).
enum class Plot : std::uint8_t {
    entries,
    home_beside_zone,
    indoor_scatter,
    urban_canyon,
    tunnel,
    newest_first,
    edge_walk,
    drive_through,
    curfew,
    tag_swap,
    shared_bus,
};

/// A scenario for the evaluation: everybody in it lives through the same plot, each in their own way.
struct Staging {
    Plot plot = Plot::entries;
    UtcTime starts;          ///< what `SimTime` 0 is when it is written to a file
    model::Position centre;  ///< of the city
};

/// What `cordon simulate` plays (config/README.md has the file).
struct Scenario {
    std::string name;
    std::uint64_t seed = 0;
    std::string time_zone;
    std::uint32_t wearers = 0;
    Millis report_from{5000};
    Millis report_to{10000};
    Millis length{0};         ///< how much of it `--speed` plays where no `--duration` is given
    double strays_share = 0;  ///< of the people without a written part: an errand leads through their own zone
    std::vector<Borough> boroughs;
    std::vector<Programme> programmes;
    std::vector<std::string> first_names;
    std::vector<std::string> last_names;
    NoiseFigures noise;
    FaultFigures faults;
    std::vector<WrittenPart> parts;
    std::optional<Staging> staging;  ///< then boroughs, programmes, names and parts are empty
};

/// Something wrong in a scenario, and where: `/parts/2/itinerary/0/kmh: is 500; must be …`.
struct ScenarioFault {
    std::string pointer;
    std::string what;

    bool operator==(const ScenarioFault&) const = default;
};

/// Reads a scenario file (JSON, at most 4 MiB). It is taken whole or not at all: every fault is listed. Refused are
/// unknown keys, comments, duplicate keys and nesting deeper than 32 too. Zones are read when the orders document is
/// made.
[[nodiscard]] Result<Scenario, std::vector<ScenarioFault>> read_scenario(std::string_view json);

}  // namespace cordon::sim
