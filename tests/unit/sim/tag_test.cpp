// SPDX-License-Identifier: Apache-2.0
#include "london.hpp"

#include <cordon/sim/population.hpp>
#include <cordon/sim/tag.hpp>
#include <cordon/wire/protocol.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <vector>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

const UtcTime starts = *parse_utc("2026-03-29T10:00:00Z");

TagSettings settings_of(const Scenario& scenario, SimTime until)
{
    return {
        .seed = scenario.seed, .starts = starts, .until = until, .noise = scenario.noise, .faults = scenario.faults};
}

std::vector<Packet> packets_of(const Wearer& wearer, const TagSettings& settings)
{
    Tag tag{wearer, settings, 3};
    std::vector<Packet> packets;
    while (auto packet = tag.next_packet()) {
        packets.push_back(std::move(*packet));
    }
    return packets;
}

std::vector<Reported> records_of(const std::vector<Packet>& packets)
{
    std::vector<Reported> records;
    for (const Packet& packet : packets) {
        records.insert(records.end(), packet.records.begin(), packet.records.end());
    }
    return records;
}

wire::Decoded decoded(const Wearer& wearer, const Packet& packet)
{
    const auto& dialect = wearer.tag.udp ? wire::teltonika::over_udp() : wire::teltonika::over_tcp();
    model::Device device{.id = wearer.imei};
    if (!wearer.tag.events.empty()) {
        device.strap_input = model::StrapInput{.io = 1, .open = 0};
    }
    auto read = dialect.decode(packet.bytes, device, starts + 24h);
    EXPECT_TRUE(read.has_value());
    return read.has_value() ? std::move(read).value() : wire::Decoded{};
}

}  // namespace

TEST(Tag, says_in_its_bytes_what_it_says_in_its_records)
{
    const auto scenario = london();
    for (const Wearer& wearer : make_wearers(scenario, 40, scenario.seed)) {
        for (const Packet& packet : packets_of(wearer, settings_of(scenario, 600s))) {
            const auto read = decoded(wearer, packet);
            ASSERT_EQ(read.observations.size(), packet.records.size()) << wearer.number;
            for (std::size_t i = 0; i < packet.records.size(); ++i) {
                EXPECT_EQ(read.observations[i].fix_time, packet.records[i].fix_time);
                EXPECT_EQ(read.observations[i].valid, packet.records[i].fix);
                EXPECT_EQ(read.observations[i].position, packet.records[i].position);
                EXPECT_EQ(read.observations[i].event, packet.records[i].event);
            }
        }
    }
}

TEST(Tag, sends_the_same_bytes_for_the_same_seed_and_others_for_another)
{
    const auto scenario = london();
    const auto wearers = make_wearers(scenario, 30, scenario.seed);
    auto settings = settings_of(scenario, 1200s);
    const auto one = packets_of(wearers[25], settings);
    const auto same = packets_of(wearers[25], settings);
    settings.seed += 1;
    const auto other = packets_of(wearers[25], settings);

    ASSERT_EQ(one.size(), same.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].bytes, same[i].bytes);
        EXPECT_EQ(one[i].due, same[i].due);
    }
    EXPECT_NE(one.front().bytes, other.front().bytes);
}

TEST(Tag, loses_no_report_to_gaps_and_sends_none_before_its_time)
{
    auto scenario = london();
    scenario.faults.outages_per_hour = 6;
    for (const Wearer& wearer : make_wearers(scenario, 60, scenario.seed)) {
        const auto settings = settings_of(scenario, 3600s);
        const auto packets = packets_of(wearer, settings);
        std::set<UtcTime> times;
        for (const Packet& packet : packets) {
            EXPECT_LE(packet.due, settings.until);
            EXPECT_LE(packet.records.size(), std::size_t{most_records});
            EXPECT_LE(packet.bytes.size(), 1280U);
            for (const Reported& record : packet.records) {
                times.insert(record.fix_time);
                EXPECT_LE(record.fix_time - starts, packet.due);
            }
        }
        const Reports reports{wearer.tag, settings, wearer.number};
        const auto expected = reports.within(0s, settings.until + 1ms);
        // The demonstration's events fall between reports, in two rounds of half an hour.
        EXPECT_EQ(times.size(), expected + wearer.tag.events.size() * 2);
        EXPECT_EQ(times.size(), records_of(packets).size());
    }
}

TEST(Tag, uploads_what_it_stored_newest_first_where_it_is_one_of_those)
{
    const auto scenario = london();
    const auto wearers = make_wearers(scenario, 8, scenario.seed);
    const auto packets = packets_of(wearers[4], settings_of(scenario, 880s));
    std::vector<Reported> backlog;
    for (const Packet& packet : packets) {
        if (packet.due == 210s && packet.records.front().fix_time - starts < 210s) {
            backlog.insert(backlog.end(), packet.records.begin(), packet.records.end());
        } else {
            EXPECT_EQ(packet.records.size(), 1U);
        }
    }

    EXPECT_EQ(backlog.size(), 38U);  // every 5 s from 20 s to 205 s
    EXPECT_TRUE(std::ranges::is_sorted(backlog, std::ranges::greater{}, &Reported::fix_time));
}

TEST(Tag, gathers_as_many_records_as_it_is_told_to)
{
    const auto scenario = london();
    auto settings = settings_of(scenario, 3600s);
    settings.records_per_packet = 10;
    settings.faults.outages_per_hour = 0;
    const auto wearers = make_wearers(scenario, 9, scenario.seed);
    const auto packets = packets_of(wearers[8], settings);

    for (std::size_t i = 0; i + 1 < packets.size(); ++i) {
        EXPECT_EQ(packets[i].records.size(), 10U);
    }
}

TEST(Tag, reports_as_often_as_a_rate_asks_for)
{
    const auto scenario = london();
    auto settings = settings_of(scenario, 60s);
    settings.report_ms = 40.0 / 3.0;
    const auto wearers = make_wearers(scenario, 9, scenario.seed);
    auto records = records_of(packets_of(wearers[8], settings));

    EXPECT_NEAR(static_cast<double>(records.size()), 4500.0, 2.0);
    std::ranges::sort(records, {}, &Reported::fix_time);
    EXPECT_EQ(std::ranges::adjacent_find(records, {}, &Reported::fix_time), records.end());
}

TEST(Tag, presses_the_alarm_button_and_opens_the_strap_where_that_is_written)
{
    const auto scenario = london();
    const auto wearers = make_wearers(scenario, 8, scenario.seed);
    std::vector<std::pair<SimTime, model::DeviceEvent>> events;
    for (const Packet& packet : packets_of(wearers[6], settings_of(scenario, 300s))) {
        for (const auto& observation : decoded(wearers[6], packet).observations) {
            if (observation.event) {
                events.emplace_back(*observation.fix_time - starts, *observation.event);
            }
        }
    }

    const std::vector<std::pair<SimTime, model::DeviceEvent>> written{{75s, model::DeviceEvent::sos},
                                                                      {152s, model::DeviceEvent::strap_open},
                                                                      {213s, model::DeviceEvent::strap_closed}};
    EXPECT_EQ(events, written);
}

TEST(Tag, of_the_one_at_home_never_puts_them_in_the_zone_for_three_minutes)
{
    // What would confirm an entry (rules.md §3), on the first hour of the demonstration's own seed: two readings whose
    // circle lies in the zone, or three minutes of readings in it one after the other.
    const auto scenario = london();
    const auto wearers = make_wearers(scenario, 4, scenario.seed);
    const auto origin = origin_of(wearers[3].life);
    const Plane plane{origin};
    std::optional<UtcTime> in_since;
    int drifted_in = 0;
    for (const Reported& record : records_of(packets_of(wearers[3], settings_of(scenario, 3600s)))) {
        const double east = plane.place_of(record.position).east_m;  // the zone begins 42 m east
        if (!record.fix) {
            continue;
        }
        EXPECT_LT(east, 42 + 49);
        if (east >= 42) {
            ++drifted_in;
            in_since = in_since.value_or(record.fix_time);
            EXPECT_LT(record.fix_time - *in_since, 3min);
        } else {
            in_since.reset();
        }
    }

    EXPECT_GT(drifted_in, 0);  // else the part shows nothing
}

}  // namespace cordon::sim
