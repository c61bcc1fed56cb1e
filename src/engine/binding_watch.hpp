// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "live_episodes.hpp"
#include "span.hpp"

#include <cordon/core/ids.hpp>
#include <cordon/model/order.hpp>

#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cordon::engine {

/// Rules §6 for whose a device is and what its clock says: one that reports without an order, one that is bound to two
/// orders (`association`), a fix from the future (`clock_fault`). About devices, not orders: it lives in the shard that
/// owns the device. By the journal's clock, and never decided anew. A plain value.
class BindingWatch {
public:
    /// What one order says of one device.
    struct Binding {
        OrderId order;
        Spans held;        ///< bound by it, until the order's end: its receipts have an order
        Spans watched;     ///< bound by it within the order's life: two such at once are one too many
        Millis future{0};  ///< by its version now: how far a fix time may lie ahead of its receipt

        bool operator==(const Binding&) const = default;
    };

    struct Device {
        std::vector<Binding> bindings;  ///< in the order in which they were first taken
        LiveEpisodes::Number stray = 0;
        LiveEpisodes::Number doubled = 0;
        LiveEpisodes::Number fault = 0;
        UtcTime due = forever;  ///< when it is bound to two orders, or no longer, by time alone

        bool operator==(const Device&) const = default;
    };

    using Devices = std::unordered_map<DeviceId, Device>;

    BindingWatch() = default;
    BindingWatch(Devices devices, LiveEpisodes episodes);

    /// A version of an order holds from `at`: `bound` is when it binds each device, as a tag or a protected person's,
    /// `life` the order's own stretch. What it said before holds for the time before; what it no longer names is free.
    /// `future` is its threshold for the devices it holds.
    void take_order(const OrderId& order, const std::map<DeviceId, Spans>& bound, const Span& life, Millis future,
                    UtcTime at, Telling& telling);

    /// How far a fix time of the device may lie ahead of its receipt then (§2), by the order that held it.
    [[nodiscard]] Millis future(const DeviceId& device, UtcTime received) const noexcept;

    /// The device was heard at `log` with an observation of the corrected time `at`, or of its receipt where it has no
    /// time or one more than `future` after its receipt: `suspect`.
    void heard(const DeviceId& device, UtcTime log, UtcTime at, bool suspect, Telling& telling);

    /// The next instant at which something becomes true though nothing comes; `forever` where nothing does.
    [[nodiscard]] UtcTime due() const noexcept { return dues_.empty() ? forever : dues_.begin()->first; }

    /// The instant `due`, as `due()` gave it, has come: for all its devices, in their order.
    void fire(UtcTime due, Telling& telling);

    void stand(std::vector<model::Episode>& out) const { episodes_.stand(out); }

    void forget(UtcTime before) { episodes_.forget(before); }

    [[nodiscard]] const Devices& devices() const noexcept { return devices_; }

    [[nodiscard]] const LiveEpisodes& episodes() const noexcept { return episodes_; }

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(devices_, episodes_);
        if constexpr (Archive::is_loading::value) {
            *this = BindingWatch{std::move(devices_), std::move(episodes_)};
        }
    }

private:
    Binding& bind(const DeviceId& id, const OrderId& order, const Spans& bound, const Span& life, UtcTime at);
    void count_orders(const DeviceId& id, UtcTime at, Telling& telling);
    void set_due(const DeviceId& id, Device& device, UtcTime due);
    [[nodiscard]] LiveEpisodes::Number open_association(const DeviceId& id, UtcTime started, const char* reason,
                                                        Telling& telling);

    Devices devices_;                                           ///< never walked to tell: its order is nobody's
    std::unordered_map<OrderId, std::vector<DeviceId>> named_;  ///< by an order, in any of its versions
    std::set<std::pair<UtcTime, DeviceId>> dues_;
    LiveEpisodes episodes_;
};

}  // namespace cordon::engine
