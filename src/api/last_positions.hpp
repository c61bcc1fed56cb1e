// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/observation.hpp>
#include <cordon/model/position.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace cordon::api {

/// Where a device was last known to be.
struct LastPosition {
    model::Observation fix;  ///< a valid one; what of it is always there stands below
    model::Position position;
    UtcTime fix_time;
    std::optional<std::uint8_t> battery_pct;  ///< the newest that came with any observation
    UtcTime battery_at;                       ///< fix time of that one, or its receipt
    std::uint64_t change = 0;                 ///< rises by one at each change of any device
};

/// The last position of every device, and the order in which they changed: a reader remembers the last change it has
/// seen and goes on from there.
class LastPositions {
public:
    /// A fix counts when it is valid and its time is at most this far ahead of its receipt (rules.md §2).
    static constexpr Millis trusted_ahead = std::chrono::seconds{300};

    /// Takes one observation. A fix older than the one held changes nothing: a late burst does not move a device back.
    void take(const model::Observation& observation);

    /// The next device that changed after `change`; nothing where there is none.
    [[nodiscard]] const LastPosition* after(std::uint64_t change) const;
    [[nodiscard]] const LastPosition* find(const DeviceId& device) const;

    [[nodiscard]] std::size_t size() const noexcept { return positions_.size(); }

private:
    std::unordered_map<DeviceId, LastPosition> positions_;
    std::map<std::uint64_t, const LastPosition*> by_change_;
    std::uint64_t changes_ = 0;
};

}  // namespace cordon::api
