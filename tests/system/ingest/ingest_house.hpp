// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakes/memory_intake.hpp"
#include "fakes/memory_quarantine.hpp"
#include "fakes/memory_registry.hpp"
#include "tag_socket.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/ingest/ingest.hpp>
#include <cordon/wire/teltonika.hpp>

#include <string>
#include <vector>

namespace cordon::test {

inline const std::string ann = "356000000000017";
inline const std::string ben = "356000000000025";
inline const UtcTime receipt = parse_utc("2026-01-10T00:00:00Z").value();

/// `count` records that no other of this tag equals, `from` minutes into a day.
inline std::vector<wire::teltonika::AvlRecord> records(std::size_t count, int from = 0)
{
    std::vector<wire::teltonika::AvlRecord> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(
            {.at = parse_utc("2026-01-05T10:00:00Z").value() + std::chrono::minutes{from + static_cast<int>(i)},
             .position = model::Position::from_degrees(51.5, -0.12).value(),
             .satellites = 8});
    }
    return out;
}

inline Bytes packet(std::size_t count, int from = 0)
{
    return wire::teltonika::packet(wire::teltonika::Codec::codec8, records(count, from));
}

inline Bytes datagram(const std::string& imei, std::uint8_t number, std::size_t count = 1)
{
    return wire::teltonika::datagram(wire::teltonika::Codec::codec8, imei, 0xCAFE, number, records(count));
}

/// Ingest on real sockets of free ports, between two registered tags (ann, ben) and a journal in memory.
class IngestHouse {
public:
    explicit IngestHouse(ingest::Options options = {})
        : ingest_{with_listener(std::move(options)), intake, registry, quarantine, counters, [] { return receipt; }}
    {
        registry.put({.id = {ann}});
        registry.put({.id = {ben}});
        const auto opened = ingest_.open();
        ensure(opened.has_value(), opened ? "" : opened.error().what);
        ingest_.start();
    }

    [[nodiscard]] std::uint16_t tcp_port() const { return ingest_.bound().at(0).port; }

    [[nodiscard]] std::uint16_t udp_port() const { return ingest_.bound().at(1).port; }

    void stop() { ingest_.stop(); }

    [[nodiscard]] std::uint64_t refused(const std::string& reason)
    {
        return counters.counter("frames_refused_total", "reason=\"" + reason + "\"", "").value();
    }

    fakes::MemoryIntake intake;
    fakes::MemoryRegistry registry;
    fakes::MemoryQuarantine quarantine;
    Counters counters;

private:
    static ingest::Options with_listener(ingest::Options options)
    {
        if (options.listeners.empty()) {
            options.listeners.push_back({.tcp_port = 0, .udp_port = 0});
        }
        return options;
    }

    ingest::Ingest ingest_;
};

/// A tag over TCP that knows its manners.
class TcpTag : public TagSocket {
public:
    explicit TcpTag(const IngestHouse& house, const char* from = "127.0.0.1")
        : TagSocket{Kind::tcp, house.tcp_port(), from}
    {
    }

    TcpTag(const IngestHouse& house, const std::string& imei) : TcpTag{house} { EXPECT_EQ(log_in(imei), "01"); }

    [[nodiscard]] std::string log_in(const std::string& imei) const
    {
        send(wire::teltonika::login(imei));
        return read(1);
    }

    /// Sends a packet and reads what the server answers.
    [[nodiscard]] std::string report(std::size_t count, int from = 0) const
    {
        send(packet(count, from));
        return read(4);
    }
};

/// Returns once the thread that serves the house has done all it had to do before: it answers a stranger, for which it
/// needs no journal.
inline void come_round(const IngestHouse& house)
{
    EXPECT_EQ(TcpTag{house}.log_in("356000000000991"), "00");
}

}  // namespace cordon::test
