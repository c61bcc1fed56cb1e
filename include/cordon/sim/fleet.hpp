// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/sim/ledger.hpp>
#include <cordon/sim/population.hpp>
#include <cordon/sim/tag.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace cordon::sim {

/// How scenario time lies on the wall clock. With a speed above 1 the scenario began so long ago that it ends now: its
/// time is never ahead of the clock.
struct Pace {
    UtcTime starts;                               ///< what `SimTime` 0 is, a whole second
    std::chrono::steady_clock::time_point began;  ///< when `SimTime` 0 is played
    double speed = 1;

    [[nodiscard]] std::chrono::steady_clock::time_point due(SimTime time) const noexcept;
    [[nodiscard]] SimTime at(std::chrono::steady_clock::time_point now) const noexcept;
};

/// The pace of a run that begins `now` and takes `duration` (none: without end, and then speed is 1).
[[nodiscard]] Pace pace_of(UtcTime now, std::chrono::steady_clock::time_point began, double speed,
                           std::optional<Millis> duration) noexcept;

struct FleetSettings {
    std::string host = "127.0.0.1";
    std::uint16_t tcp_port = 5027;
    std::uint16_t udp_port = 5027;
    Pace pace;
    /// How long to wait for answers after the end of a run that has one.
    Millis drain{30'000};
};

/// What a run came to. Counted in records except where it says so.
struct Tally {
    std::uint64_t sent = 0;  ///< sent at least once
    std::uint64_t acknowledged = 0;
    std::uint64_t resent = 0;       ///< packets, each time they were sent again
    std::uint64_t connections = 0;  ///< made, over TCP
    std::uint64_t reconnects = 0;   ///< of them, those of a tag that had one before
    std::uint64_t refused_logins = 0;
    std::uint64_t refused_packets = 0;  ///< answered with another number of records than they had
    std::uint64_t tags_without_answer = 0;
    std::uint64_t unacknowledged = 0;  ///< at the end: due, and never answered for
    bool stopped = false;              ///< by a signal, before its end

    bool operator==(const Tally&) const = default;
};

/// All tags of a run over real sockets: a TCP connection for each of those that use TCP, datagrams of the others over
/// sockets that up to 256 share. A packet is sent, again if need be and always the same, until it is acknowledged; then
/// the tag's next. One thread, the one that calls `run`.
class Fleet {
public:
    /// `ledger` may be null; else it outlives this.
    Fleet(std::span<const Wearer> wearers, const TagSettings& tags, const FleetSettings& settings, Ledger* ledger);
    ~Fleet();
    Fleet(const Fleet&) = delete;
    Fleet& operator=(const Fleet&) = delete;

    /// Called about once a second with how it stands and the scenario's time.
    std::function<void(const Tally&, SimTime)> on_progress;

    /// Plays until `TagSettings::until` and all is acknowledged, until the drain time is over, or until SIGINT or
    /// SIGTERM. Refused where the host is none, sockets cannot be had, or the ledger cannot be written.
    [[nodiscard]] Result<Tally> run();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::sim
