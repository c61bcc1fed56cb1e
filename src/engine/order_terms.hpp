// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exclusion_watch.hpp"
#include "fix.hpp"
#include "span.hpp"

#include <cordon/geo/zone_index.hpp>
#include <cordon/model/order.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace cordon::engine {

/// What an order asks for, version after version: whose fixes count when, what is watched when. What held before a
/// version still holds for the time before it, so that a late fix is judged by the terms of its own time.
class OrderTerms {
public:
    /// The first or the next version holds from `at`.
    void take_version(const model::Order& order, UtcTime at);

    [[nodiscard]] const std::vector<DeviceId>& devices() const noexcept { return devices_; }

    [[nodiscard]] std::optional<DeviceNumber> number_of(const DeviceId& device) const noexcept;

    /// Whether the device was the wearer's tag then: only such fixes count.
    [[nodiscard]] bool is_tag(DeviceNumber device, UtcTime at) const noexcept { return holds(tags_[device], at); }

    /// By device: when its order holds it, as tag or as the protected person's.
    [[nodiscard]] const std::vector<Spans>& watched() const noexcept { return watched_; }

    [[nodiscard]] double max_speed_mps(UtcTime at) const noexcept { return terms_at(at).max_speed_mps; }

    [[nodiscard]] Millis future(UtcTime at) const noexcept { return terms_at(at).future; }

    /// By WatchNumber; null once retired.
    [[nodiscard]] const std::vector<std::unique_ptr<ExclusionWatch>>& zones() const noexcept { return zones_; }

    [[nodiscard]] const std::vector<ConditionId>& conditions() const noexcept { return conditions_; }

    [[nodiscard]] const geo::ZoneIndex& index() const noexcept { return index_; }

    /// The longest time over which a path between two fixes says anything to any zone.
    [[nodiscard]] Millis longest_crossing() const noexcept { return longest_crossing_; }

    /// The first instant after `after` at which something begins or ends; `forever` where nothing does.
    [[nodiscard]] UtcTime next_edge(UtcTime after) const noexcept;

    /// Lets go of watches that ended before `before` and of edges that passed.
    void retire(UtcTime before);

private:
    struct Terms {
        UtcTime from;
        double max_speed_mps = 0;
        Millis future{0};
    };

    [[nodiscard]] const Terms& terms_at(UtcTime at) const noexcept;
    DeviceNumber bind(const DeviceId& device);
    void take_bindings(const model::Order& order, UtcTime at);
    void take_conditions(const model::Order& order, UtcTime at);
    void rebuild();

    std::vector<Terms> terms_;  ///< by `from`
    std::vector<DeviceId> devices_;
    std::vector<Spans> tags_;     ///< by device
    std::vector<Spans> watched_;  ///< by device
    Spans activity_;              ///< order × the wearer's tags
    std::vector<std::unique_ptr<ExclusionWatch>> zones_;
    std::vector<Span> lives_;  ///< by watch: which versions ask for it
    std::vector<ConditionId> conditions_;
    std::vector<UtcTime> edges_;
    geo::ZoneIndex index_;
    Millis longest_crossing_{0};
};

}  // namespace cordon::engine
