// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include <cordon/model/observation.hpp>

namespace cordon::model {

namespace {

constexpr Names<Mechanism, 4> mechanisms{{
    {Mechanism::gnss, "gnss"},
    {Mechanism::wifi, "wifi"},
    {Mechanism::rf, "rf"},
    {Mechanism::lbs, "lbs"},
}};

constexpr Names<DeviceEvent, 14> device_events{{
    {DeviceEvent::strap_open, "strap_open"},
    {DeviceEvent::strap_closed, "strap_closed"},
    {DeviceEvent::case_open, "case_open"},
    {DeviceEvent::sos, "sos"},
    {DeviceEvent::battery_low, "battery_low"},
    {DeviceEvent::battery_dead, "battery_dead"},
    {DeviceEvent::power_connected, "power_connected"},
    {DeviceEvent::power_disconnected, "power_disconnected"},
    {DeviceEvent::jamming, "jamming"},
    {DeviceEvent::jamming_end, "jamming_end"},
    {DeviceEvent::power_on, "power_on"},
    {DeviceEvent::power_off, "power_off"},
    {DeviceEvent::motion, "motion"},
    {DeviceEvent::fall, "fall"},
}};

}  // namespace

bool same_content(const Observation& a, const Observation& b) noexcept
{
    return a.device == b.device && a.fix_time == b.fix_time && a.valid == b.valid && a.position == b.position &&
           a.accuracy_m == b.accuracy_m && a.mechanism == b.mechanism && a.speed_kmh == b.speed_kmh &&
           a.heading_deg == b.heading_deg && a.altitude_m == b.altitude_m && a.satellites == b.satellites &&
           a.hdop == b.hdop && a.battery_pct == b.battery_pct && a.event == b.event;
}

std::string_view to_string(Mechanism mechanism) noexcept
{
    return name_of(mechanisms, mechanism);
}

std::optional<Mechanism> mechanism_named(std::string_view name) noexcept
{
    return value_named(mechanisms, name);
}

std::string_view to_string(DeviceEvent event) noexcept
{
    return name_of(device_events, event);
}

std::optional<DeviceEvent> device_event_named(std::string_view name) noexcept
{
    return value_named(device_events, name);
}

}  // namespace cordon::model
