// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/position.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace cordon::model {

/// How a fix was made. Their order is the order of fixes with one fix time (rules.md §2).
enum class Mechanism : std::uint8_t { gnss, wifi, rf, lbs };

/// What a device says of itself (interface.md, Observation).
enum class DeviceEvent : std::uint8_t {
    strap_open,
    strap_closed,
    case_open,
    sos,
    battery_low,
    battery_dead,
    power_connected,
    power_disconnected,
    jamming,
    jamming_end,
    power_on,
    power_off,
    motion,
    fall,
};

/// One observation: a fix, a device event, both, or neither (contact without a fix). What is absent is unknown, never
/// zero. A record of a tag that reports two events at once gives two observations, the second without a position.
struct Observation {
    DeviceId device;
    std::optional<UtcTime> fix_time;  ///< as the device says it; none where its clock said something impossible
    UtcTime received;                 ///< when its bytes were read here
    bool valid = true;                ///< false: the device had no fix; a position beside it is an old one
    std::optional<Position> position;
    std::optional<double> accuracy_m;  ///< radius the true position lies in 95 times in 100, where the device gives one
    Mechanism mechanism = Mechanism::gnss;
    std::optional<double> speed_kmh;
    std::optional<double> heading_deg;
    std::optional<double> altitude_m;
    std::optional<std::uint16_t> satellites;
    std::optional<double> hdop;
    std::optional<std::uint8_t> battery_pct;
    std::optional<DeviceEvent> event;

    bool operator==(const Observation&) const = default;
};

/// Whether two are the same but for the instant they were received: a re-sent copy (rules.md §2).
[[nodiscard]] bool same_content(const Observation& a, const Observation& b) noexcept;

/// "gnss", "wifi", "rf", "lbs".
[[nodiscard]] std::string_view to_string(Mechanism mechanism) noexcept;
[[nodiscard]] std::optional<Mechanism> mechanism_named(std::string_view name) noexcept;

/// "strap_open", … as interface.md has them.
[[nodiscard]] std::string_view to_string(DeviceEvent event) noexcept;
[[nodiscard]] std::optional<DeviceEvent> device_event_named(std::string_view name) noexcept;

}  // namespace cordon::model
