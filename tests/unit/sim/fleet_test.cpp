// SPDX-License-Identifier: Apache-2.0
#include "fake_server.hpp"
#include "london.hpp"

#include <cordon/sim/fleet.hpp>
#include <cordon/sim/ledger.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

/// What makes an observation the same: who, when, where.
using Key = std::tuple<std::string, UtcTime, std::int32_t, std::int32_t>;

class FleetOnSockets : public testing::Test {
protected:
    FleetOnSockets()
    {
        scenario_.faults = {.udp_share = 0.4, .lost_ack = 0, .split_write = 0, .ping = 0, .outages_per_hour = 0};
    }

    ~FleetOnSockets() override { std::filesystem::remove(path_); }

    /// Twenty seconds of a scenario in one of the clock's, from `wearers` people with a report a second each.
    Tally play(std::uint32_t wearers, SimTime until = 20s, double speed = 20, Millis drain = 20s)
    {
        const auto people = make_wearers(scenario_, wearers, scenario_.seed);
        const auto now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
        const std::optional<Millis> duration =
            until == SimTime::max()
                ? std::nullopt
                : std::optional{Millis{static_cast<std::int64_t>(static_cast<double>(until.count()) / speed)}};
        const auto pace = pace_of(now, std::chrono::steady_clock::now(), speed, duration);
        const TagSettings tags{.seed = scenario_.seed,
                               .starts = pace.starts,
                               .until = until,
                               .report_ms = 1000,
                               .noise = scenario_.noise,
                               .faults = scenario_.faults};
        auto ledger = Ledger::open(path_);
        EXPECT_TRUE(ledger.has_value());
        Fleet fleet{people,
                    tags,
                    {.tcp_port = server_.tcp_port, .udp_port = server_.udp_port, .pace = pace, .drain = drain},
                    &ledger.value()};
        auto tally = fleet.run();
        EXPECT_TRUE(tally.has_value());
        server_.stop();
        return tally.has_value() ? tally.value() : Tally{};
    }

    /// What the server acknowledged, each with how often.
    [[nodiscard]] std::map<Key, int> taken() const
    {
        std::map<Key, int> seen;
        for (const std::size_t n : server_.taken) {
            const auto& kept = server_.kept[n];
            const bool tcp = kept.frame[0] == 0 && kept.frame[1] == 0;
            const auto& dialect = tcp ? wire::teltonika::over_tcp() : wire::teltonika::over_udp();
            const auto read = dialect.decode(kept.frame, {.id = DeviceId{kept.imei}}, kept.received);
            EXPECT_TRUE(read.has_value());
            for (const auto& one : read.value().observations) {
                ++seen[{one.device.text, *one.fix_time, one.position->lat_e7(), one.position->lon_e7()}];
            }
        }
        return seen;
    }

    [[nodiscard]] std::map<Key, int> ledger() const
    {
        std::map<Key, int> lines;
        std::ifstream in{path_};
        for (std::string line; std::getline(in, line);) {
            const auto json = nlohmann::json::parse(line);
            const auto position = *model::Position::from_degrees(json.at("lat"), json.at("lon"));
            EXPECT_TRUE(parse_utc(json.at("acked").get<std::string>()));
            ++lines[{json.at("device"), *parse_utc(json.at("fix_time").get<std::string>()), position.lat_e7(),
                     position.lon_e7()}];
        }
        return lines;
    }

    Scenario scenario_ = london();
    FakeServer server_;
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("cordon-ledger-" + std::to_string(getpid()) + ".jsonl");
};

}  // namespace

TEST_F(FleetOnSockets, has_every_observation_taken_once_and_in_the_ledger_once)
{
    server_.start();
    const Tally tally = play(30);

    EXPECT_EQ(tally.unacknowledged, 0U);
    EXPECT_EQ(tally.sent, tally.acknowledged);
    EXPECT_GE(tally.acknowledged, 590U);
    EXPECT_EQ(tally.resent, 0U);
    EXPECT_FALSE(server_.broken);
    const auto seen = taken();
    EXPECT_EQ(seen.size(), tally.acknowledged);
    EXPECT_EQ(seen, ledger());
}

TEST_F(FleetOnSockets, survives_pieces_and_pings_without_a_broken_frame)
{
    scenario_.faults.split_write = 1;
    scenario_.faults.ping = 0.5;
    scenario_.faults.udp_share = 0;
    server_.start();
    const Tally tally = play(20);

    EXPECT_EQ(tally.unacknowledged, 0U);
    EXPECT_FALSE(server_.broken);
    EXPECT_EQ(taken(), ledger());
}

TEST_F(FleetOnSockets, sends_the_same_bytes_again_when_an_answer_was_lost)
{
    scenario_.faults.lost_ack = 0.2;
    server_.start();
    const Tally tally = play(30, 10s, 20);

    EXPECT_EQ(tally.unacknowledged, 0U);
    EXPECT_GT(tally.resent, 20U);
    std::map<Bytes, int> frames;
    for (const auto& kept : server_.kept) {
        ++frames[kept.frame];
    }
    EXPECT_LT(frames.size(), server_.kept.size());
    const auto lines = ledger();
    for (const auto& [key, times] : lines) {
        EXPECT_EQ(times, 1);
    }
    const auto seen = taken();
    EXPECT_EQ(seen.size(), lines.size());
    EXPECT_GT(server_.taken.size(), seen.size());
}

TEST_F(FleetOnSockets, keeps_what_was_not_stored_and_sends_it_until_it_is)
{
    server_.answer = [](std::size_t n) {
        return n % 7 == 0    ? FakeServer::Answer::refuse
               : n % 11 == 0 ? FakeServer::Answer::hang_up
                             : FakeServer::Answer::acknowledge;
    };
    server_.start();
    const Tally tally = play(12, 10s, 20);

    EXPECT_EQ(tally.unacknowledged, 0U);
    EXPECT_GT(tally.refused_packets, 0U);
    EXPECT_GT(tally.reconnects, 0U);
    EXPECT_EQ(taken(), ledger());
}

TEST_F(FleetOnSockets, waits_for_a_daemon_that_went_away_and_comes_back)
{
    scenario_.faults.udp_share = 0;
    bool away = false;
    server_.answer = [this, &away](std::size_t n) {
        if (n == 50 && !std::exchange(away, true)) {
            server_.go_away();
            server_.come_back();
            return FakeServer::Answer::hang_up;
        }
        return FakeServer::Answer::acknowledge;
    };
    server_.start();
    const Tally tally = play(20, 10s, 10);

    EXPECT_EQ(tally.unacknowledged, 0U);
    EXPECT_GE(tally.reconnects, 10U);
    EXPECT_EQ(taken().size(), ledger().size());
    for (const auto& [key, times] : ledger()) {
        EXPECT_EQ(times, 1);
    }
}

TEST_F(FleetOnSockets, tries_again_after_a_refused_login)
{
    scenario_.faults.udp_share = 0;
    server_.refused_logins = 9;
    server_.start();
    const Tally tally = play(8, 2s, 4);

    EXPECT_EQ(tally.refused_logins, 9U);
    EXPECT_EQ(tally.unacknowledged, 0U);
}

TEST_F(FleetOnSockets, says_how_many_were_never_acknowledged)
{
    server_.answer = [](std::size_t /*n*/) { return FakeServer::Answer::silence; };
    server_.start();
    const Tally tally = play(10, 4s, 20, 300ms);

    EXPECT_EQ(tally.acknowledged, 0U);
    EXPECT_EQ(tally.tags_without_answer, 10U);
    EXPECT_GE(tally.unacknowledged, 40U);  // every report that was due, the unsent ones too
    EXPECT_LE(tally.unacknowledged, 50U);
    EXPECT_TRUE(ledger().empty());
}

TEST_F(FleetOnSockets, is_never_ahead_of_the_clock)
{
    server_.start();
    play(20, 40s, 40);

    EXPECT_GE(server_.taken.size(), 700U);
    for (const std::size_t n : server_.taken) {
        const auto& kept = server_.kept[n];
        const bool tcp = kept.frame[0] == 0 && kept.frame[1] == 0;
        const auto& dialect = tcp ? wire::teltonika::over_tcp() : wire::teltonika::over_udp();
        const auto read = dialect.decode(kept.frame, {.id = DeviceId{kept.imei}}, kept.received);
        for (const auto& one : read.value().observations) {
            EXPECT_LE(*one.fix_time, kept.received);
        }
    }
}

TEST_F(FleetOnSockets, stops_at_a_signal_and_says_so)
{
    server_.on_frame = [](std::size_t n) {
        if (n == 40) {
            std::raise(SIGTERM);
        }
    };
    server_.start();
    const Tally tally = play(20, SimTime::max(), 1);

    EXPECT_TRUE(tally.stopped);
    EXPECT_GE(tally.acknowledged, 30U);
    EXPECT_EQ(taken(), ledger());
}

TEST(Ledger, that_cannot_be_written_is_refused)
{
    const auto ledger = Ledger::open("/nowhere/at/all.jsonl");

    ASSERT_FALSE(ledger.has_value());
    EXPECT_NE(ledger.error().what.find("/nowhere/at/all.jsonl"), std::string::npos);
}

TEST(Ledger, on_a_full_disk_is_refused)
{
    auto ledger = Ledger::open("/dev/full");
    ASSERT_TRUE(ledger.has_value());
    const std::vector<Reported> one{{.fix_time = from_millis(0), .position = {}}};

    EXPECT_FALSE(ledger.value().acknowledged(DeviceId{"1"}, one, from_millis(0)).has_value());
}

}  // namespace cordon::sim
