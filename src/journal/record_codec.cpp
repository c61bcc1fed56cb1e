// SPDX-License-Identifier: Apache-2.0
#include "packing.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/journal/record_codec.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace cordon::journal {

namespace {

constexpr std::uint8_t version = 1;

// The numbers on disk. They do not follow the order of the variant or move when it grows.
enum class Kind : std::uint8_t { frame = 1, tick = 2, order = 3, device = 4, token = 5, action = 6, start = 7 };

constexpr auto last_protocol = model::Protocol::feeder;
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

constexpr std::size_t least_observation = 3;  // what it has, and its mechanism

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

void pack(Packer& out, const model::Observation& o, const model::FrameRecord& frame)
{
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

void pack(Packer& out, const model::FrameRecord& frame)
{
    ensure(frame.protocol <= last_protocol, "the journal's format knows every protocol");
    out.text(frame.device.text);
    out.enumerator(frame.protocol);
    out.text(frame.peer);
    out.instant(frame.received);
    out.blob(frame.raw);
    out.varint(frame.observations.size());
    for (const model::Observation& observation : frame.observations) {
        ensure(observation.mechanism <= last_mechanism && observation.event.value_or(last_event) <= last_event,
               "the journal's format knows every mechanism and device event");
        pack(out, observation, frame);
    }
}

void pack(Packer& /*out*/, const model::TickRecord& /*tick*/) {}

void pack(Packer& out, const model::OrderRecord& order)
{
    out.text(order.json);
    out.text(order.by.text);
}

void pack(Packer& out, const model::DeviceRecord& device)
{
    out.text(device.json);
    out.text(device.by.text);
}

void pack(Packer& out, const model::TokenRecord& token)
{
    out.text(token.id);
    out.text(token.name);
    out.text(token.role);
    out.text(token.sha256);
    out.fixed(static_cast<std::uint8_t>((token.expires ? 1U : 0U) | (token.revoked ? 2U : 0U)));
    if (token.expires) {
        out.instant(*token.expires);
    }
    out.text(token.by.text);
}

void pack(Packer& out, const model::ActionRecord& action)
{
    out.text(action.incident.text);
    out.text(action.what);
    out.text(action.detail);
    out.text(action.by.text);
}

void pack(Packer& out, const model::StartRecord& start)
{
    out.text(start.version);
}

model::FrameRecord unpack_frame(Unpacker& in)
{
    model::FrameRecord frame;
    frame.device = {in.text()};
    frame.protocol = in.enumerator(last_protocol);
    frame.peer = in.text();
    frame.received = in.instant();
    frame.raw = in.blob();
    const std::size_t count = in.count(least_observation);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        frame.observations.push_back(unpack_observation(in, frame));
    }
    return frame;
}

model::TokenRecord unpack_token(Unpacker& in)
{
    model::TokenRecord token;
    token.id = in.text();
    token.name = in.text();
    token.role = in.text();
    token.sha256 = in.text();
    const auto flags = in.fixed<std::uint8_t>();
    if (flags > 3) {
        in.fail();
    }
    token.expires = (flags & 1U) != 0 ? std::optional{in.instant()} : std::nullopt;
    token.revoked = (flags & 2U) != 0;
    token.by = {in.text()};
    return token;
}

model::ActionRecord unpack_action(Unpacker& in)
{
    model::ActionRecord action;
    action.incident = {in.text()};
    action.what = in.text();
    action.detail = in.text();
    action.by = {in.text()};
    return action;
}

template <class Versioned>
Versioned unpack_versioned(Unpacker& in)
{
    Versioned record;
    record.json = in.text();
    record.by = {in.text()};
    return record;
}

model::Body unpack_body(Unpacker& in, Kind kind)
{
    switch (kind) {
        case Kind::frame:
            return unpack_frame(in);
        case Kind::tick:
            return model::TickRecord{};
        case Kind::order:
            return unpack_versioned<model::OrderRecord>(in);
        case Kind::device:
            return unpack_versioned<model::DeviceRecord>(in);
        case Kind::token:
            return unpack_token(in);
        case Kind::action:
            return unpack_action(in);
        case Kind::start:
            return model::StartRecord{.version = in.text()};
    }
    in.fail();
    return model::TickRecord{};
}

constexpr Kind kind_of(const model::FrameRecord&)
{
    return Kind::frame;
}

constexpr Kind kind_of(const model::TickRecord&)
{
    return Kind::tick;
}

constexpr Kind kind_of(const model::OrderRecord&)
{
    return Kind::order;
}

constexpr Kind kind_of(const model::DeviceRecord&)
{
    return Kind::device;
}

constexpr Kind kind_of(const model::TokenRecord&)
{
    return Kind::token;
}

constexpr Kind kind_of(const model::ActionRecord&)
{
    return Kind::action;
}

constexpr Kind kind_of(const model::StartRecord&)
{
    return Kind::start;
}

}  // namespace

void encode(const model::Record& record, Bytes& out)
{
    Packer packer{out};
    packer.fixed(version);
    std::visit(
        [&](const auto& body) {
            packer.enumerator(kind_of(body));
            packer.instant(record.at);
            pack(packer, body);
        },
        record.body);
}

Result<model::Record> decode(ByteView bytes)
{
    Unpacker in{bytes};
    if (const auto found = in.fixed<std::uint8_t>(); found != version) {
        return refuse("the record has format " + std::to_string(found) + "; this release reads format 1");
    }
    const auto kind = static_cast<Kind>(in.fixed<std::uint8_t>());
    model::Record record;
    record.at = in.instant();
    record.body = unpack_body(in, kind);
    if (!in.whole()) {
        return refuse("the record's bytes do not follow format 1");
    }
    return record;
}

}  // namespace cordon::journal
