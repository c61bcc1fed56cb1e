// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/observation.hpp>
#include <cordon/model/position.hpp>
#include <cordon/sim/gnss_noise.hpp>
#include <cordon/sim/person.hpp>
#include <cordon/sim/population.hpp>
#include <cordon/sim/scenario.hpp>
#include <cordon/wire/teltonika.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace cordon::sim {

/// Most records of any packet: what keeps a packet below the vendor's 1,280 bytes. Codec 8 Extended takes 20.
inline constexpr std::uint16_t most_records = 25;

/// What a record of a packet says, for the ledger and for a file of observations.
struct Reported {
    UtcTime fix_time;
    model::Position position;
    bool fix = true;  ///< false: the position is the last known one repeated
    std::optional<model::DeviceEvent> event;
    double hdop = 0;  ///< in tenths, as the wire has it
    std::uint8_t satellites = 0;
    double speed_kmh = 0;                 ///< whole, as the wire has it
    std::optional<model::Position> cell;  ///< without a fix: where its cell is; this protocol cannot say it
};

/// What goes wrong with one packet, decided with the packet so that the same seed gives the same faults.
struct Mishap {
    bool lose_ack = false;  ///< the tag never sees the first answer
    bool ping = false;      ///< over TCP: a lone FF goes before it
    int pieces = 1;         ///< over TCP: in how many writes it goes
};

/// Bytes to be sent until they are acknowledged, always the same.
struct Packet {
    SimTime due{0};  ///< not before
    Bytes bytes;
    std::vector<Reported> records;
    std::uint16_t packet_id = 0;  ///< of a datagram
    std::uint8_t avl_packet_id = 0;
    Mishap mishap;
};

/// What a run asks of all its tags.
struct TagSettings {
    std::uint64_t seed = 0;
    UtcTime starts;                        ///< what `SimTime` 0 is
    SimTime until = SimTime::max();        ///< the last instant reported; coverage is back then
    std::optional<double> report_ms;       ///< in place of every tag's own interval
    std::uint16_t records_per_packet = 1;  ///< up to `most_records`
    NoiseFigures noise;
    FaultFigures faults;
};

/// When a tag reports, without what it says.
class Reports {
public:
    Reports(const TagPlan& plan, const TagSettings& settings, std::uint32_t number);

    [[nodiscard]] SimTime at(std::uint64_t n) const noexcept;
    /// How many reports lie in `[from, until)`.
    [[nodiscard]] std::uint64_t within(SimTime from, SimTime until) const noexcept;

private:
    [[nodiscard]] std::uint64_t before(SimTime time) const noexcept;

    double interval_ms_;
    double phase_ms_;
};

/// One tag: what its receiver says of its wearer's way, stored while there is no coverage, cut into packets. Pulled
/// from outside: a packet at a time, in the order and with the bytes that the seed alone decides. One thread.
class Tag {
public:
    /// `udp_slot` stands in the packet ids of its datagrams, so that tags may share a socket.
    Tag(const Wearer& wearer, const TagSettings& settings, std::uint8_t udp_slot);

    /// The next packet to send; nothing once the last before the end was given.
    [[nodiscard]] std::optional<Packet> next_packet();

    [[nodiscard]] const DeviceId& imei() const noexcept { return imei_; }

    [[nodiscard]] bool udp() const noexcept { return plan_.udp; }

private:
    struct Noted {
        wire::teltonika::AvlRecord avl;
        Reported reported;
    };

    [[nodiscard]] SimTime next_event() const noexcept;
    void note(SimTime at, std::optional<PlannedEvent::Kind> event);
    [[nodiscard]] std::vector<wire::teltonika::Io> values(const Reading& reading, bool moving);
    [[nodiscard]] std::optional<SimTime> dark_until(SimTime at);
    void cut(SimTime due);
    [[nodiscard]] Packet packet_of(std::vector<Noted> records, SimTime due);
    [[nodiscard]] Mishap mishap();

    DeviceId imei_;
    TagPlan plan_;
    TagSettings settings_;
    Reports reports_;
    wire::teltonika::Codec codec_;
    std::uint8_t udp_slot_;
    Person person_;
    GnssNoise noise_;
    Random outage_chance_;
    Random fault_chance_;
    Random value_chance_;
    std::uint64_t report_ = 0;  // the number of the next
    std::uint64_t event_ = 0;
    std::uint16_t sent_ = 0;  // packets, for their ids
    SimTime last_reading_{0};
    model::Position last_known_;
    Outage outage_;                      // the last or next one by chance
    std::optional<SimTime> dark_until_;  // what is noted waits for this
    std::vector<Noted> noted_;
    std::deque<Packet> ready_;
    bool finished_ = false;
};

}  // namespace cordon::sim
