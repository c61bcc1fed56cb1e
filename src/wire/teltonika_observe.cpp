// SPDX-License-Identifier: Apache-2.0
#include "teltonika_avl.hpp"

#include <chrono>
#include <utility>

namespace cordon::wire::teltonika {

namespace {

using model::DeviceEvent;
using model::Observation;

constexpr std::uint8_t panic_priority = 2;

bool is_on(const std::optional<std::uint64_t>& value) noexcept
{
    return value && *value != 0;
}

bool is_off(const std::optional<std::uint64_t>& value) noexcept
{
    return value && *value == 0;
}

/// A fix counts when the receiver had satellites; with none, the position is the last known one repeated (vendor wiki),
/// and 0,0 is what it repeats after a reboot.
bool has_fix(const RawRecord& record) noexcept
{
    return record.position && *record.position != model::Position{} && record.satellites.value_or(1) > 0 &&
           record.believable && record.time_ms;
}

/// What the record says happened, gravest first. A state that is wrong is told in every record that carries it. That
/// it is right again is told where the record was written because of it, so that a tag that repeats "plugged in" each
/// minute does not report each minute. The strap is told both ways: a strap_closed that is missed would hide the next
/// strap_open; but it takes no place from another event.
std::vector<DeviceEvent> events_of(const RawRecord& record, const model::Device& device)
{
    std::vector<DeviceEvent> events;
    if (record.priority == panic_priority || is_on(record.panic)) {
        events.push_back(DeviceEvent::sos);
    }
    const bool knows_strap = record.strap && device.strap_input;
    const bool strap_is_open = knows_strap && *record.strap == device.strap_input->open;
    if (strap_is_open) {
        events.push_back(DeviceEvent::strap_open);
    }
    if (is_on(record.jamming)) {
        events.push_back(DeviceEvent::jamming);
    }
    if (is_on(record.unplugged)) {
        events.push_back(DeviceEvent::power_disconnected);
    }
    if (is_off(record.jamming) && record.event_io == 249) {
        events.push_back(DeviceEvent::jamming_end);
    }
    if (is_off(record.unplugged) && record.event_io == 252) {
        events.push_back(DeviceEvent::power_connected);
    }
    if (knows_strap && !strap_is_open && (events.empty() || record.event_io == device.strap_input->io)) {
        events.push_back(DeviceEvent::strap_closed);
    }
    return events;
}

std::optional<double> hdop_of(const RawRecord& record) noexcept
{
    // 0 and 0xFFFF mean "not known": a radius of zero would make any fix exact.
    if (!record.hdop_tenths || *record.hdop_tenths == 0 || *record.hdop_tenths >= 0xFFFF) {
        return std::nullopt;
    }
    return static_cast<double>(*record.hdop_tenths) / 10.0;
}

std::optional<UtcTime> fix_time_of(const RawRecord& record, const model::Device& device) noexcept
{
    if (!record.time_ms) {
        return std::nullopt;
    }
    return from_millis(*record.time_ms) - std::chrono::minutes{device.clock_offset_min};
}

}  // namespace

void observe(const RawRecord& record, const model::Device& device, UtcTime received, std::vector<Observation>& out)
{
    const auto events = events_of(record, device);
    const auto fix_time = fix_time_of(record, device);
    Observation fix{.device = device.id,
                    .fix_time = fix_time,
                    .received = received,
                    .valid = has_fix(record),
                    .position = record.position,
                    .speed_kmh = record.speed_kmh,
                    .heading_deg = record.heading_deg,
                    .altitude_m = record.altitude_m,
                    .satellites = record.satellites,
                    .hdop = hdop_of(record)};
    if (record.battery_pct && *record.battery_pct <= 100) {
        fix.battery_pct = static_cast<std::uint8_t>(*record.battery_pct);
    }
    if (!events.empty()) {
        fix.event = events.front();
    }
    out.push_back(std::move(fix));
    for (std::size_t i = 1; i < events.size(); ++i) {
        out.push_back(
            {.device = device.id, .fix_time = fix_time, .received = received, .valid = false, .event = events[i]});
    }
}

}  // namespace cordon::wire::teltonika
