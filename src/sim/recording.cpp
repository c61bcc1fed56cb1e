// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>
#include <cordon/model/observation_json.hpp>
#include <cordon/sim/recording.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <string_view>
#include <utility>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t travels = 21;  // purpose of a stream of chance: how long a packet is on its way
constexpr double cell_accuracy_m = 800;
constexpr Millis sent_again_after = 30s;

struct Arrival {
    UtcTime at;
    std::size_t number = 0;  // in the order they were sent: a packet's records stay together
    std::string line;
};

model::Observation observation_of(const Wearer& wearer, const Reported& reported, UtcTime received)
{
    model::Observation said{.device = wearer.imei, .fix_time = reported.fix_time, .received = received};
    said.event = reported.event;
    if (reported.fix) {
        said.position = reported.position;
        said.hdop = reported.hdop;
        said.satellites = reported.satellites;
        said.speed_kmh = reported.speed_kmh;
    } else if (reported.cell) {
        said.position = reported.cell;
        said.mechanism = model::Mechanism::lbs;
        said.accuracy_m = cell_accuracy_m;
    } else {
        said.valid = false;
    }
    return said;
}

bool worn_at(const Wearer& wearer, const TagSettings& settings, UtcTime at)
{
    const SimTime time = at - settings.starts;
    return wearer.worn.from <= time && time < wearer.worn.until;
}

/// One tag from beginning to end.
std::vector<UtcTime> play(const Wearer& wearer, const TagSettings& settings, std::vector<Arrival>& arrivals)
{
    std::vector<UtcTime> fixes;
    Random chance{settings.seed, wearer.number, travels};
    Tag tag{wearer, settings, 0};
    while (const auto packet = tag.next_packet()) {
        const UtcTime at = settings.starts + packet->due + Millis{chance.whole(1000, 4000)};
        for (const Reported& reported : packet->records) {
            if (!worn_at(wearer, settings, reported.fix_time)) {
                continue;
            }
            arrivals.push_back(
                {.at = at, .number = arrivals.size(), .line = to_json(observation_of(wearer, reported, at))});
            if (packet->mishap.lose_ack) {
                const UtcTime again = at + sent_again_after;
                arrivals.push_back(
                    {.at = again, .number = arrivals.size(), .line = to_json(observation_of(wearer, reported, again))});
            }
            if (reported.fix) {
                fixes.push_back(reported.fix_time);
            }
        }
    }
    std::ranges::sort(fixes);
    return fixes;
}

std::string_view name_of(Sky sky) noexcept
{
    constexpr std::array<std::string_view, 4> names{"open", "street", "indoors", "underground"};
    return names.at(static_cast<std::size_t>(sky));
}

}  // namespace

Recording record(std::span<const Wearer> wearers, const TagSettings& settings)
{
    ensure(settings.until != SimTime::max(), "a recording has an end");
    Recording recording;
    std::vector<Arrival> arrivals;
    for (const Wearer& wearer : wearers) {
        recording.fixes.push_back(play(wearer, settings, arrivals));
    }
    std::ranges::sort(arrivals, {}, [](const Arrival& arrival) { return std::pair{arrival.at, arrival.number}; });
    recording.lines.reserve(arrivals.size() + 1);
    for (Arrival& arrival : arrivals) {
        recording.lines.push_back(std::move(arrival.line));
    }
    recording.lines.push_back(fmt::format(R"({{"tick":"{}"}})", to_rfc3339(settings.starts + settings.until + 1min)));
    return recording;
}

std::vector<std::string> way_lines(std::span<const Wearer> wearers, const TagSettings& settings)
{
    std::vector<std::string> lines;
    for (const Wearer& wearer : wearers) {
        Person person = person_of(wearer, settings.seed);
        for (SimTime at{0}; at < settings.until;) {
            const Leg leg = person.leg_at(at);
            const auto corner = [&person](Place place) {
                const auto position = person.plane().position_of(place);
                return nlohmann::ordered_json{position.lon(), position.lat()};
            };
            const nlohmann::ordered_json line{
                {"person", wearer.number},
                {"device", wearer.imei.text},
                {"from", to_rfc3339(settings.starts + std::max(leg.from, SimTime{0}))},
                {"until", to_rfc3339(settings.starts + std::min(leg.until, settings.until))},
                {"a", corner(leg.at(at))},
                {"b", corner(leg.at(std::min(leg.until, settings.until)))},
                {"sky", name_of(leg.sky)}};
            lines.push_back(line.dump());
            at = leg.until;
        }
    }
    return lines;
}

}  // namespace cordon::sim
