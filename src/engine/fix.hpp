// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/time.hpp>
#include <cordon/core/units.hpp>
#include <cordon/model/observation.hpp>
#include <cordon/model/order.hpp>
#include <cordon/model/position.hpp>

#include <cstdint>

namespace cordon::engine {

/// Which of its order's devices: the number it was first bound under.
using DeviceNumber = std::uint16_t;

/// A fix as the rules see it, and what is needed to know a copy of it.
struct Fix {
    UtcTime at;        ///< fix time, corrected where the device's week counter rolled over
    UtcTime received;  ///< by the copy received first
    UtcTime log;       ///< the journal's time of that copy
    model::Position position;
    double accuracy_m = 0;      ///< by §2: the tag's own, else by HDOP, else by mechanism
    std::uint64_t content = 0;  ///< a hash of all that the observation said but device and receipt
    DeviceNumber device = 0;
    model::Mechanism mechanism = model::Mechanism::gnss;
    bool late = false;       ///< older than what the device had sent before
    bool unclocked = false;  ///< without a fix time: its receipt stands in

    [[nodiscard]] std::int64_t accuracy_mm() const noexcept { return to_millimetres({accuracy_m}); }

    /// Whether it can confirm, reset or end (§2): all others only open or hold a possible.
    [[nodiscard]] bool confirming() const noexcept
    {
        return mechanism == model::Mechanism::gnss || (mechanism == model::Mechanism::wifi && accuracy_m <= 60.0);
    }
};

/// The order of §2: fix time, then mechanism, r, latitude, longitude, then content (the device first).
[[nodiscard]] bool before(const Fix& a, const Fix& b) noexcept;

/// Whether two are copies of one fix: same device, fix time and content.
[[nodiscard]] bool copies(const Fix& a, const Fix& b) noexcept;

/// Fix time by §2: within ±90 days of a multiple of 1024 weeks before receipt it is moved by that multiple; without one
/// it is the receipt.
[[nodiscard]] UtcTime corrected_time(const model::Observation& observation) noexcept;

/// r by §2.
[[nodiscard]] double accuracy_of(const model::Observation& observation) noexcept;

/// The fix of an observation that has a valid position.
[[nodiscard]] Fix fix_of(const model::Observation& observation, DeviceNumber device, UtcTime log) noexcept;

/// Distance between two fixes, in whole millimetres.
[[nodiscard]] std::int64_t apart_mm(const Fix& a, const Fix& b) noexcept;

/// Whether one can travel from a to b, which is not before it, at no more than `max_speed_mps` beyond both circles.
[[nodiscard]] bool feasible(const Fix& a, const Fix& b, double max_speed_mps) noexcept;

}  // namespace cordon::engine
