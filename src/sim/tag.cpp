// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/ensure.hpp>
#include <cordon/sim/tag.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace cordon::sim {

namespace {

namespace tk = wire::teltonika;

enum Purpose : std::uint64_t { errs = 11, loses_coverage = 12, fails = 13, says = 14 };

/// IO ids (protocols/spec/teltonika.md §5) and the input the strap's loop is wired to.
constexpr std::uint16_t io_strap = 1;
constexpr std::uint16_t io_gsm = 21;
constexpr std::uint16_t io_gnss_status = 69;
constexpr std::uint16_t io_battery_pct = 113;
constexpr std::uint16_t io_hdop = 182;
constexpr std::uint16_t io_alarm = 236;
constexpr std::uint16_t io_movement = 240;

/// A tag's battery lasts a bit over a day and a half at this rate.
constexpr double battery_pct_per_hour = 2.5;
constexpr double charged_again_below_pct = 2.0;

tk::Codec codec_of(std::uint32_t number) noexcept
{
    switch (number % 10) {
        case 1:
        case 4:
        case 7:
            return tk::Codec::codec8e;
        case 9:
            return tk::Codec::codec16;
        default:
            return tk::Codec::codec8;
    }
}

std::size_t most_records_of(tk::Codec codec) noexcept
{
    return codec == tk::Codec::codec8e ? 20 : most_records;
}

void add_event(tk::AvlRecord& record, Reported& reported, PlannedEvent::Kind kind)
{
    const bool sos = kind == PlannedEvent::Kind::sos;
    const bool strap_whole = kind == PlannedEvent::Kind::strap_closed;
    record.priority = sos ? 2 : 1;
    record.event_io = sos ? io_alarm : io_strap;
    record.io.push_back({.id = record.event_io, .width = 1, .value = sos || strap_whole ? 1U : 0U});
    reported.event = sos           ? model::DeviceEvent::sos
                     : strap_whole ? model::DeviceEvent::strap_closed
                                   : model::DeviceEvent::strap_open;
}

}  // namespace

Tag::Tag(const Wearer& wearer, const TagSettings& settings, std::uint8_t udp_slot)
    : imei_{wearer.imei},
      plan_{wearer.tag},
      settings_{settings},
      reports_{wearer.tag, settings, wearer.number},
      codec_{codec_of(wearer.number)},
      udp_slot_{udp_slot},
      person_{person_of(wearer, settings.seed)},
      noise_{settings.noise, Random{settings.seed, wearer.number, Purpose::errs}},
      outage_chance_{settings.seed, wearer.number, Purpose::loses_coverage},
      fault_chance_{settings.seed, wearer.number, Purpose::fails},
      value_chance_{settings.seed, wearer.number, Purpose::says}
{
    ensure(settings.records_per_packet >= 1 && settings.records_per_packet <= most_records,
           "a packet fits the vendor's size");
    if (plan_.faultless) {
        // The story must happen as it is written.
        settings_.noise.jumps_per_hour = 0;
        settings_.faults = {.lost_ack = 0, .split_write = 0, .ping = 0, .outages_per_hour = 0};
        noise_ = GnssNoise{settings_.noise, Random{settings.seed, wearer.number, Purpose::errs}};
    }
}

std::optional<Packet> Tag::next_packet()
{
    while (ready_.empty() && !finished_) {
        const SimTime report = reports_.at(report_);
        const SimTime event = next_event();
        const SimTime at = std::min(report, event);
        if (at > settings_.until) {
            finished_ = true;
            cut(settings_.until);
            break;
        }
        if (dark_until_ && at >= *dark_until_) {
            const SimTime due = *dark_until_;
            dark_until_.reset();
            cut(due);
        }
        if (event < report) {
            note(at, plan_.events[event_++ % plan_.events.size()].kind);
        } else {
            note(at, std::nullopt);
            ++report_;
        }
        if (const auto until = dark_until(at)) {
            dark_until_ = std::min(*until, settings_.until);
        } else if (noted_.size() >= settings_.records_per_packet || event < report) {
            cut(at);
        }
    }
    if (ready_.empty()) {
        return std::nullopt;
    }
    Packet packet = std::move(ready_.front());
    ready_.pop_front();
    return packet;
}

SimTime Tag::next_event() const noexcept
{
    if (plan_.events.empty()) {
        return SimTime::max();
    }
    const auto round = static_cast<std::int64_t>(event_ / plan_.events.size());
    return plan_.round * round + plan_.events[event_ % plan_.events.size()].at;
}

/// Takes a reading and writes the record of it.
void Tag::note(SimTime at, std::optional<PlannedEvent::Kind> event)
{
    const Leg leg = person_.leg_at(at);
    const Reading reading = noise_.read(at - std::exchange(last_reading_, at), leg.sky);
    const Place truth = leg.at(at);
    tk::AvlRecord record{.at = settings_.starts + at, .altitude_m = 20, .satellites = reading.satellites};
    if (reading.fix) {
        last_known_ = person_.plane().position_of(
            {.east_m = truth.east_m + reading.error.east_m, .north_m = truth.north_m + reading.error.north_m});
        record.heading_deg = static_cast<std::uint16_t>(std::lround(leg.heading_deg()) % 360);
        record.speed_kmh = static_cast<std::uint16_t>(std::lround(leg.speed_mps() * 3.6));
    }
    record.position = last_known_;
    const auto speed_kmh = static_cast<double>(record.speed_kmh);
    record.io = values(reading, leg.speed_mps() > 0);
    Reported reported{.fix_time = record.at,
                      .position = last_known_,
                      .fix = reading.fix,
                      .event = std::nullopt,
                      .hdop = std::round(reading.hdop * 10.0) / 10.0,
                      .satellites = reading.satellites,
                      .speed_kmh = speed_kmh,
                      .cell = std::nullopt};
    if (reading.cell_error) {
        reported.cell = person_.plane().position_of({.east_m = truth.east_m + reading.cell_error->east_m,
                                                     .north_m = truth.north_m + reading.cell_error->north_m});
    }
    if (event) {
        add_event(record, reported, *event);
    }
    noted_.push_back({.avl = std::move(record), .reported = reported});
}

std::vector<tk::Io> Tag::values(const Reading& reading, bool moving)
{
    const double hours = static_cast<double>(last_reading_.count()) / 3'600'000.0;
    double battery = plan_.battery_pct - battery_pct_per_hour * hours;
    while (battery < charged_again_below_pct) {
        battery += 100.0 - charged_again_below_pct;
    }
    std::vector<tk::Io> io{{.id = io_gsm, .width = 1, .value = static_cast<std::uint64_t>(value_chance_.whole(2, 5))},
                           {.id = io_gnss_status, .width = 1, .value = reading.fix ? 1U : 2U},
                           {.id = io_battery_pct, .width = 1, .value = static_cast<std::uint64_t>(battery)},
                           {.id = io_movement, .width = 1, .value = moving ? 1U : 0U}};
    if (reading.fix) {
        io.push_back(
            {.id = io_hdop, .width = 2, .value = static_cast<std::uint64_t>(std::lround(reading.hdop * 10.0))});
    }
    return io;
}

/// Until when there is no coverage at `at`; nothing where there is.
std::optional<SimTime> Tag::dark_until(SimTime at)
{
    if (!plan_.outages.empty()) {
        const SimTime into = at % plan_.round;
        for (const Outage& outage : plan_.outages) {
            if (outage.from <= into && into < outage.until) {
                return at - into + outage.until;
            }
        }
        return std::nullopt;
    }
    if (settings_.faults.outages_per_hour <= 0) {
        return std::nullopt;
    }
    while (outage_.until <= at) {
        const double wait_s = -std::log(1.0 - outage_chance_.uniform()) * 3600.0 / settings_.faults.outages_per_hour;
        const double length_s = outage_chance_.between(settings_.faults.outage_from_s, settings_.faults.outage_to_s);
        outage_.from = outage_.until + Millis{std::llround(wait_s * 1000.0)};
        outage_.until = outage_.from + Millis{std::llround(length_s * 1000.0)};
    }
    return outage_.from <= at ? std::optional{outage_.until} : std::nullopt;
}

/// Makes packets of all that was noted: what was stored without coverage goes newest first from tags that do so.
void Tag::cut(SimTime due)
{
    if (noted_.size() > settings_.records_per_packet && plan_.newest_first) {
        std::ranges::reverse(noted_);
    }
    const std::size_t most = most_records_of(codec_);
    for (std::size_t from = 0; from < noted_.size(); from += most) {
        const std::size_t until = std::min(noted_.size(), from + most);
        const auto first = noted_.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = noted_.begin() + static_cast<std::ptrdiff_t>(until);
        ready_.push_back(packet_of({std::make_move_iterator(first), std::make_move_iterator(last)}, due));
    }
    noted_.clear();
}

Packet Tag::packet_of(std::vector<Noted> records, SimTime due)
{
    Packet packet{.due = due, .mishap = mishap()};
    std::vector<tk::AvlRecord> avl;
    avl.reserve(records.size());
    packet.records.reserve(records.size());
    for (Noted& record : records) {
        avl.push_back(std::move(record.avl));
        packet.records.push_back(record.reported);
    }
    ++sent_;
    packet.packet_id = static_cast<std::uint16_t>(udp_slot_ * 256U + (sent_ & 0xFFU));
    packet.avl_packet_id = static_cast<std::uint8_t>(sent_ >> 8U);
    packet.bytes = plan_.udp ? tk::datagram(codec_, imei_.text, packet.packet_id, packet.avl_packet_id, avl)
                             : tk::packet(codec_, avl);
    return packet;
}

Mishap Tag::mishap()
{
    // Each is drawn each time, so that one figure changed leaves the other faults where they were.
    const bool lose_ack = fault_chance_.chance(settings_.faults.lost_ack);
    const bool ping = fault_chance_.chance(settings_.faults.ping);
    const bool split = fault_chance_.chance(settings_.faults.split_write);
    const auto pieces = static_cast<int>(fault_chance_.whole(2, 5));
    return {.lose_ack = lose_ack, .ping = ping, .pieces = split ? pieces : 1};
}

}  // namespace cordon::sim
