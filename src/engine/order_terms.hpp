// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "duty.hpp"
#include "fix.hpp"
#include "span.hpp"
#include "watch.hpp"

#include <cordon/geo/zone_index.hpp>
#include <cordon/model/order.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cordon::engine {

/// What an order asks for, version after version: whose fixes count when, what is watched when. What held before a
/// version still holds for the time before it, so that a late fix is judged by the terms of its own time; only
/// permissions reach back (§5). Windows are laid out some days ahead, and again as time goes on.
class OrderTerms {
public:
    /// The first or the next version holds from `at`. Returns the first instant at which anything is other than before.
    UtcTime take_version(const model::Order& order, UtcTime at);

    /// When `reach` has to be called again though nothing comes; `forever` where no window is left to be laid out.
    [[nodiscard]] UtcTime laid_out_until() const;

    /// Makes sure that every window is laid out which time up to `until` has to do with.
    void reach(UtcTime until);

    [[nodiscard]] const std::vector<DeviceId>& devices() const noexcept { return devices_; }

    [[nodiscard]] std::optional<DeviceNumber> number_of(const DeviceId& device) const noexcept;

    /// Whether the device was the wearer's tag then.
    [[nodiscard]] bool is_tag(DeviceNumber device, UtcTime at) const noexcept { return holds(tags_[device], at); }

    /// Whether it was a protected person's then.
    [[nodiscard]] bool is_protected(DeviceNumber device, UtcTime at) const noexcept
    {
        return holds(protected_[device], at);
    }

    /// Whether its fixes counted then: as the wearer's, or as a protected person's.
    [[nodiscard]] bool counts(DeviceNumber device, UtcTime at) const noexcept
    {
        return is_tag(device, at) || is_protected(device, at);
    }

    /// By device: when its order holds it, as tag or as the protected person's.
    [[nodiscard]] const std::vector<Spans>& watched() const noexcept { return watched_; }

    [[nodiscard]] double max_speed_mps(UtcTime at) const noexcept { return terms_at(at).max_speed_mps; }

    [[nodiscard]] Millis future(UtcTime at) const noexcept { return terms_at(at).future; }

    /// How many watches there are or were.
    [[nodiscard]] std::size_t watches() const noexcept { return held_.size(); }

    /// By WatchNumber; null once retired.
    [[nodiscard]] const Watch* watch(std::size_t number) const noexcept { return held_[number].watch.get(); }

    /// Whose fixes a watch is about beside the wearer's.
    [[nodiscard]] std::optional<DeviceNumber> other(std::size_t number) const noexcept
    {
        return held_[number].duty.other;
    }

    /// Those that decide something while nothing comes.
    [[nodiscard]] const std::vector<WatchNumber>& timed() const noexcept { return timed_; }

    /// By WatchNumber.
    [[nodiscard]] const std::vector<ConditionId>& conditions() const noexcept { return conditions_; }

    /// The exclusion zones, and how far each reaches.
    [[nodiscard]] const geo::ZoneIndex& index() const noexcept { return index_; }

    /// The longest time over which a path between two fixes says anything to any zone.
    [[nodiscard]] Millis longest_crossing() const noexcept { return longest_crossing_; }

    /// The first instant after `after` at which something begins or ends; `forever` where nothing does.
    [[nodiscard]] UtcTime next_edge(UtcTime after) const noexcept;

    /// Lets go of watches that ended before `before` and of edges that passed.
    void retire(UtcTime before);

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(terms_, devices_, tags_, protected_, watched_, activity_, permissions_, offsets_, held_, conditions_,
                laid_out_);
        if constexpr (Archive::is_loading::value) {
            prepare();
        }
    }

private:
    struct Terms {
        UtcTime from;
        double max_speed_mps = 0;
        Millis future{0};
    };

    struct Held {
        Duty duty;
        std::string time_zone;  ///< its windows' civil time
        Span life;              ///< which versions ask for it
        std::unique_ptr<Watch> watch;

        /// The watch is made again from its duty.
        template <class Archive>
        void serialize(Archive& archive)
        {
            archive(duty, time_zone, life);
        }
    };

    [[nodiscard]] const Terms& terms_at(UtcTime at) const noexcept;
    DeviceNumber bind(const DeviceId& device);
    void take_bindings(const model::Order& order, UtcTime at);
    UtcTime take_permissions(const model::Order& order, UtcTime at);
    void take_conditions(const model::Order& order, UtcTime at);
    [[nodiscard]] std::optional<std::size_t> find_held(const Duty& duty, const std::string& time_zone) const;
    void prepare();
    void lay_out();
    void lay_out(Held& held);
    void rebuild_index();

    std::vector<Terms> terms_;  ///< by `from`
    std::vector<DeviceId> devices_;
    std::vector<Spans> tags_;       ///< by device
    std::vector<Spans> protected_;  ///< by device
    std::vector<Spans> watched_;    ///< by device
    Spans activity_;                ///< order × the wearer's tags
    std::map<ConditionId, Spans> permissions_;
    model::UtcOffsets offsets_;
    std::vector<Held> held_;  ///< by WatchNumber
    std::vector<ConditionId> conditions_;
    Span laid_out_{beginning, beginning};  ///< the time for which windows are laid out
    std::vector<UtcTime> edges_;
    std::vector<WatchNumber> timed_;
    geo::ZoneIndex index_;
    Millis longest_crossing_{0};
};

}  // namespace cordon::engine
