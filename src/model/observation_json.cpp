// SPDX-License-Identifier: Apache-2.0
#include "json_line.hpp"

#include <cordon/model/observation_json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace cordon::model {

namespace {

/// An observation has about 300 bytes; a line this long is not one.
constexpr std::size_t longest_line = 64U << 10U;

constexpr std::array<std::string_view, 15> keys{"device",     "fix_time",   "received",  "valid",       "lat",
                                                "lon",        "accuracy_m", "mechanism", "speed_kmh",   "heading_deg",
                                                "altitude_m", "satellites", "hdop",      "battery_pct", "event"};

/// The member; null where it is absent or null: both mean unknown.
const JsonValue* given(const JsonValue& object, std::string_view key)
{
    const JsonValue* value = object.find(key);
    return value == nullptr || value->is_null() ? nullptr : value;
}

Result<std::optional<UtcTime>> read_time(const JsonValue& object, std::string_view key)
{
    const JsonValue* value = given(object, key);
    if (value == nullptr) {
        return std::optional<UtcTime>{};
    }
    const auto at = value->as_text() == nullptr ? std::nullopt : parse_utc(*value->as_text());
    if (!at) {
        return refuse(fmt::format("/{}: is {}; must be a time such as 2026-03-29T00:59:30Z", key, said_of(*value)));
    }
    return at;
}

Result<std::optional<double>> read_number(const JsonValue& object, std::string_view key, double low, double high)
{
    const JsonValue* value = given(object, key);
    if (value == nullptr) {
        return std::optional<double>{};
    }
    const auto number = value->as_number();
    if (!number || *number < low || *number > high) {
        return refuse(fmt::format("/{}: is {}; must be a number from {} to {}", key, said_of(*value), low, high));
    }
    return number;
}

template <class Whole>
Result<std::optional<Whole>> read_whole(const JsonValue& object, std::string_view key, std::int64_t high)
{
    const JsonValue* value = given(object, key);
    if (value == nullptr) {
        return std::optional<Whole>{};
    }
    const auto number = value->as_whole();
    if (!number || *number < 0 || *number > high) {
        return refuse(fmt::format("/{}: is {}; must be a whole number from 0 to {}", key, said_of(*value), high));
    }
    return std::optional{static_cast<Whole>(*number)};
}

Result<std::optional<std::string_view>> read_text(const JsonValue& object, std::string_view key)
{
    const JsonValue* value = given(object, key);
    if (value == nullptr) {
        return std::optional<std::string_view>{};
    }
    if (value->as_text() == nullptr || value->as_text()->empty()) {
        return refuse(fmt::format("/{}: is {}; must be a text", key, said_of(*value)));
    }
    return std::optional{std::string_view{*value->as_text()}};
}

Result<void> check_keys(const JsonValue::Members& members)
{
    for (const auto& [key, value] : members) {
        if (std::ranges::find(keys, key) == keys.end()) {
            return refuse(
                fmt::format("{}: unknown key; known here: {}, or tick", pointer_step(key), fmt::join(keys, ", ")));
        }
    }
    return done();
}

Result<void> read_who_and_when(const JsonValue& object, Observation& out)
{
    CORDON_TRY(const auto device, read_text(object, "device"));
    if (!device) {
        return refuse("/device: is missing; must be the device's id");
    }
    out.device.text = *device;
    CORDON_TRY(const auto fix_time, read_time(object, "fix_time"));
    CORDON_TRY(const auto received, read_time(object, "received"));
    if (!fix_time && !received) {
        return refuse("/fix_time: is missing, and so is /received; one of them must be there");
    }
    out.fix_time = fix_time;
    out.received = received ? *received : *fix_time;
    return done();
}

/// A device without a fix may say anything of its place; a device with one may not.
Result<void> read_position(const JsonValue& object, Observation& out)
{
    const JsonValue* valid = given(object, "valid");
    if (valid != nullptr && valid->as_bool() == nullptr) {
        return refuse(fmt::format("/valid: is {}; must be true or false", said_of(*valid)));
    }
    const bool stated_invalid = valid != nullptr && !*valid->as_bool();
    const double most = stated_invalid ? std::numeric_limits<double>::max() : 0;
    CORDON_TRY(const auto lat, read_number(object, "lat", -std::max(90.0, most), std::max(90.0, most)));
    CORDON_TRY(const auto lon, read_number(object, "lon", -std::max(180.0, most), std::max(180.0, most)));
    if (lat.has_value() != lon.has_value()) {
        return refuse(fmt::format("/{}: is missing; a position has both lat and lon", lat ? "lon" : "lat"));
    }
    if (lat) {
        out.position = Position::from_degrees(*lat, *lon);
    }
    out.valid = valid != nullptr ? *valid->as_bool() : out.position.has_value();
    return done();
}

/// The limits keep out what no device means: they are far beyond any tag, aircraft and orbit of interest.
Result<void> read_details(const JsonValue& object, Observation& out)
{
    CORDON_TRY(out.accuracy_m, read_number(object, "accuracy_m", 0, 1e7));
    CORDON_TRY(out.speed_kmh, read_number(object, "speed_kmh", 0, 1e5));
    CORDON_TRY(out.heading_deg, read_number(object, "heading_deg", 0, 360));
    CORDON_TRY(out.altitude_m, read_number(object, "altitude_m", -1e6, 1e6));
    CORDON_TRY(out.satellites, read_whole<std::uint16_t>(object, "satellites", 65535));
    CORDON_TRY(out.hdop, read_number(object, "hdop", 0, 1e5));
    CORDON_TRY(out.battery_pct, read_whole<std::uint8_t>(object, "battery_pct", 100));
    return done();
}

Result<void> read_words(const JsonValue& object, Observation& out)
{
    CORDON_TRY(const auto mechanism, read_text(object, "mechanism"));
    if (mechanism) {
        const auto known = mechanism_named(*mechanism);
        if (!known) {
            return refuse("/mechanism: is unknown; must be one of gnss, wifi, rf, lbs");
        }
        out.mechanism = *known;
    }
    CORDON_TRY(const auto event, read_text(object, "event"));
    if (event) {
        out.event = device_event_named(*event);
        if (!out.event) {
            return refuse(fmt::format("/event: is {}; must be a device event such as strap_open",
                                      said_of(*object.find("event"))));
        }
    }
    return done();
}

Result<Tick> read_tick(const JsonValue& object)
{
    if (object.as_members()->size() != 1) {
        return refuse("/tick: stands beside other keys; a tick stands alone");
    }
    CORDON_TRY(const auto at, read_time(object, "tick"));
    if (!at) {
        return refuse("/tick: is null; must be a time such as 2026-03-29T00:59:30Z");
    }
    return Tick{.at = *at};
}

}  // namespace

Result<std::variant<Observation, Tick>> read_observation_line(std::string_view json)
{
    if (json.size() > longest_line) {
        return refuse(fmt::format("has {} bytes; a line has at most {}", json.size(), longest_line));
    }
    const auto parsed = parse_json(json);
    if (!parsed.has_value()) {
        const JsonFault& fault = parsed.error();
        return refuse(fault.pointer.empty() ? fault.what : fault.pointer + ": " + fault.what);
    }
    const JsonValue& object = parsed.value();
    if (object.as_members() == nullptr) {
        return refuse("is " + said_of(object) + "; must be an object: an observation or a tick");
    }
    if (object.find("tick") != nullptr) {
        CORDON_TRY(const auto tick, read_tick(object));
        return std::variant<Observation, Tick>{tick};
    }
    Observation observation;
    CORDON_CHECK(check_keys(*object.as_members()));
    CORDON_CHECK(read_who_and_when(object, observation));
    CORDON_CHECK(read_position(object, observation));
    CORDON_CHECK(read_details(object, observation));
    CORDON_CHECK(read_words(object, observation));
    return std::variant<Observation, Tick>{std::move(observation)};
}

std::string to_json(const Observation& observation)
{
    JsonLine line;
    const auto put = [&line](std::string_view key, const auto& number) {
        if (number) {
            line.number(key, static_cast<double>(*number));
        }
    };
    line.text("device", observation.device.text);
    if (observation.fix_time) {
        line.time("fix_time", *observation.fix_time);
    }
    line.time("received", observation.received);
    if (observation.position || observation.valid) {
        line.yes_or_no("valid", observation.valid);
    }
    if (observation.position) {
        line.position(*observation.position);
    }
    put("accuracy_m", observation.accuracy_m);
    if (observation.position || observation.mechanism != Mechanism::gnss) {
        line.text("mechanism", to_string(observation.mechanism));
    }
    put("speed_kmh", observation.speed_kmh);
    put("heading_deg", observation.heading_deg);
    put("altitude_m", observation.altitude_m);
    put("satellites", observation.satellites);
    put("hdop", observation.hdop);
    put("battery_pct", observation.battery_pct);
    if (observation.event) {
        line.text("event", to_string(*observation.event));
    }
    return line.end();
}

}  // namespace cordon::model
