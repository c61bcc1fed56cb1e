// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "draft.hpp"
#include "fix.hpp"
#include "sight.hpp"
#include "span.hpp"

#include <cordon/geo/prepared_zone.hpp>
#include <cordon/model/order.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace cordon::engine {

/// Where the watch over the distance to one protected device stands. A value: kept at checkpoints and put back.
struct ProximityState {
    OpenDraft alert;
    OpenDraft prealert;  ///< never beside an alert
    OpenDraft blind;
    std::optional<Fix> mine;    ///< the wearer's last counting fix
    std::optional<Fix> theirs;  ///< the protected device's
    UtcTime since;              ///< the start of the stretch
    UtcTime grace_until;        ///< nobody is stale before, once a fix of either side is known
    UtcTime instant;            ///< of the fixes that were taken last
    UtcTime counted_mine;       ///< the times of the pair that was counted last
    UtcTime counted_theirs;
    std::int32_t counted = 0;  ///< pairs nearer than R that show an alert
    bool active = false;
    bool unpaired = false;  ///< the fixes of `instant` were not looked at as a pair yet
};

/// Rules §7 for one condition and one protected device: alert, pre-alert, blind. The pair is each side's last counting
/// fix, of any mechanism, each fresh. It is looked at once for each instant at which a fix of either side stands, when
/// all of that instant are in: a pair of one side's new fix and the other's old one, where that other side has a new
/// one of the same instant, was never what the two last fixes were.
class ProximityWatch {
public:
    using State = ProximityState;

    /// The condition's rule is a proximity; drafts are about `protected_device`.
    ProximityWatch(WatchNumber number, const model::Condition& condition, DeviceNumber protected_device);

    /// A stretch of activity begins; what is known from before makes its first pair, which counts for no confirmation.
    void start(ProximityState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const;

    /// Takes the next counting fix of either side while active. The pair is looked at by `settle`, or when time goes
    /// on.
    void step(ProximityState& state, const Fix& fix, UtcTime at, Drafts& drafts) const;

    /// All fixes of the instant of the last step were stepped: what they conclude is concluded. Calling it after each
    /// step looks at a pair for each of them.
    void settle(ProximityState& state, Drafts& drafts) const;

    void stop(ProximityState& state, UtcTime at, Drafts& drafts) const;

    static void restore(const ProximityState& then, Drafts& drafts);

    /// The other side may be anywhere.
    [[nodiscard]] static bool engaged(const ProximityState& state) noexcept { return state.active; }

    [[nodiscard]] static geo::Box reach() noexcept;

    /// When one side has become stale; and, for one that was not settled, the instant after it.
    [[nodiscard]] UtcTime due(const ProximityState& state) const noexcept;
    void fire(ProximityState& state, UtcTime due, Drafts& drafts) const;

    [[nodiscard]] const Spans& active() const noexcept { return active_; }

    void set_active(Spans active) { active_ = std::move(active); }

private:
    struct Pair;
    [[nodiscard]] UtcTime fresh_until(const ProximityState& state) const noexcept;
    void advance(ProximityState& state, UtcTime to, Drafts& drafts) const;
    void look(ProximityState& state, UtcTime at, Drafts& drafts) const;
    void open_alert(ProximityState& state, const Pair& pair, UtcTime at, Drafts& drafts) const;
    void go_on(ProximityState& state, const Pair& pair, UtcTime at, Drafts& drafts) const;
    void consider(ProximityState& state, const Pair& pair, Drafts& drafts) const;
    void look_around(ProximityState& state, const Pair& pair, UtcTime at, Drafts& drafts) const;
    [[nodiscard]] Draft draft_of(model::EpisodeKind kind, UtcTime started) const;

    WatchNumber number_;
    DeviceNumber protected_device_;
    double distance_m_;
    std::int64_t distance_mm_;
    std::int64_t margin_mm_;
    std::int32_t confirm_pairs_;
    Millis fresh_;
    Spans active_;
};

}  // namespace cordon::engine
