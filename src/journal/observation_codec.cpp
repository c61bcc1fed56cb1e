// SPDX-License-Identifier: Apache-2.0
#include "observation_codec.hpp"

#include <cordon/core/ensure.hpp>

#include <cstdint>
#include <optional>

namespace cordon::journal {

namespace {

constexpr auto last_mechanism = model::Mechanism::lbs;
constexpr auto last_event = model::DeviceEvent::fall;

// What an observation has, a bit each.
enum Has : std::uint16_t {
    has_other_device = 1U << 0U,    // not the frame's
    has_other_received = 1U << 1U,  // not the frame's
    has_fix_time = 1U << 2U,
    has_valid = 1U << 3U,
    has_position = 1U << 4U,
    has_accuracy = 1U << 5U,
    has_speed = 1U << 6U,
    has_heading = 1U << 7U,
    has_altitude = 1U << 8U,
    has_satellites = 1U << 9U,
    has_hdop = 1U << 10U,
    has_battery = 1U << 11U,
    has_event = 1U << 12U,
    has_all = (1U << 13U) - 1U,
};

std::uint16_t what_it_has(const model::Observation& o, const model::FrameRecord& frame)
{
    unsigned has = 0;
    const auto mark = [&has](bool there, Has bit) { has |= there ? static_cast<unsigned>(bit) : 0U; };
    mark(o.device != frame.device, has_other_device);
    mark(o.received != frame.received, has_other_received);
    mark(o.fix_time.has_value(), has_fix_time);
    mark(o.valid, has_valid);
    mark(o.position.has_value(), has_position);
    mark(o.accuracy_m.has_value(), has_accuracy);
    mark(o.speed_kmh.has_value(), has_speed);
    mark(o.heading_deg.has_value(), has_heading);
    mark(o.altitude_m.has_value(), has_altitude);
    mark(o.satellites.has_value(), has_satellites);
    mark(o.hdop.has_value(), has_hdop);
    mark(o.battery_pct.has_value(), has_battery);
    mark(o.event.has_value(), has_event);
    return static_cast<std::uint16_t>(has);
}

void pack(Packer& out, const std::optional<double>& value)
{
    if (value) {
        out.number(*value);
    }
}

std::optional<model::Position> unpack_position(Unpacker& in)
{
    const auto lat = static_cast<std::int32_t>(in.fixed<std::uint32_t>());
    const auto lon = static_cast<std::int32_t>(in.fixed<std::uint32_t>());
    const auto position = model::Position::from_e7(lat, lon);
    if (!position) {
        in.fail();
    }
    return position;
}

}  // namespace

void pack_observation(Packer& out, const model::Observation& o, const model::FrameRecord& frame)
{
    ensure(o.mechanism <= last_mechanism && o.event.value_or(last_event) <= last_event,
           "the journal's format knows every mechanism and device event");
    const std::uint16_t has = what_it_has(o, frame);
    out.fixed(has);
    out.enumerator(o.mechanism);
    if ((has & has_other_device) != 0) {
        out.text(o.device.text);
    }
    if ((has & has_other_received) != 0) {
        out.instant(o.received, frame.received);
    }
    if (o.fix_time) {
        out.instant(*o.fix_time, frame.received);
    }
    if (o.position) {
        out.fixed(static_cast<std::uint32_t>(o.position->lat_e7()));
        out.fixed(static_cast<std::uint32_t>(o.position->lon_e7()));
    }
    pack(out, o.accuracy_m);
    pack(out, o.speed_kmh);
    pack(out, o.heading_deg);
    pack(out, o.altitude_m);
    if (o.satellites) {
        out.varint(*o.satellites);
    }
    pack(out, o.hdop);
    if (o.battery_pct) {
        out.fixed(*o.battery_pct);
    }
    if (o.event) {
        out.enumerator(*o.event);
    }
}

model::Observation unpack_observation(Unpacker& in, const model::FrameRecord& frame)
{
    const auto bits = in.fixed<std::uint16_t>();
    const auto has = [bits](Has bit) { return (bits & bit) != 0; };
    const auto number = [&](Has bit) { return has(bit) ? std::optional{in.number()} : std::nullopt; };
    if ((bits & ~static_cast<unsigned>(has_all)) != 0) {
        in.fail();
    }
    model::Observation o;
    o.mechanism = in.enumerator(last_mechanism);
    o.device = has(has_other_device) ? DeviceId{in.text()} : frame.device;
    o.received = has(has_other_received) ? in.instant(frame.received) : frame.received;
    o.fix_time = has(has_fix_time) ? std::optional{in.instant(frame.received)} : std::nullopt;
    o.valid = has(has_valid);
    o.position = has(has_position) ? unpack_position(in) : std::nullopt;
    o.accuracy_m = number(has_accuracy);
    o.speed_kmh = number(has_speed);
    o.heading_deg = number(has_heading);
    o.altitude_m = number(has_altitude);
    o.satellites = has(has_satellites) ? std::optional{in.narrow<std::uint16_t>()} : std::nullopt;
    o.hdop = number(has_hdop);
    o.battery_pct = has(has_battery) ? std::optional{in.fixed<std::uint8_t>()} : std::nullopt;
    o.event = has(has_event) ? std::optional{in.enumerator(last_event)} : std::nullopt;
    return o;
}

}  // namespace cordon::journal
