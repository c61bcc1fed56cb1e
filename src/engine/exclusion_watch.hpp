// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "confirmation.hpp"
#include "draft.hpp"
#include "sight.hpp"
#include "span.hpp"

#include <cordon/geo/prepared_zone.hpp>
#include <cordon/model/order.hpp>

#include <cstdint>
#include <utility>

namespace cordon::engine {

/// Where the watch over one exclusion zone stands. A value: kept at checkpoints and put back.
struct ExclusionState {
    /// What was worked out for a position: it always comes out the same, so it is nobody's business when it is kept.
    struct Measured {
        model::Position position;
        std::int64_t distance_mm = unknown;

        static constexpr std::int64_t unknown = INT64_MIN;
    };

    Measured now;
    Measured before;
    OpenDraft entry;     ///< an exclusion episode
    OpenDraft approach;  ///< never beside an entry
    bool active = false;
    Confirmation gathered;
};

/// Rules §3 for one exclusion zone: possible, confirmed, ended; approach; crossing.
class ExclusionWatch {
public:
    using State = ExclusionState;

    ExclusionWatch(WatchNumber number, const model::Condition& condition);

    /// A stretch of activity begins (§5).
    void start(ExclusionState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const;

    /// Takes the next counting fix while active. `at` is its time, or the boundary it is taken again at (§5): such a
    /// one opens and never confirms.
    void step(ExclusionState& state, const Fix& fix, UtcTime at, Drafts& drafts) const;

    /// The path from one GNSS fix of a device to its next, after both were stepped. Adds what crossings there are.
    void cross(ExclusionState& state, const Fix& p, const Fix& q, Drafts& drafts) const;

    /// The end of a stretch of activity ends what is open (§5).
    void stop(ExclusionState& state, UtcTime at, Drafts& drafts) const;

    /// Puts the drafts that `then` holds open back to how they were.
    static void restore(const ExclusionState& then, Drafts& drafts);

    /// Outside of it no fix changes anything unless the state is engaged, and no path between fixes crosses the zone.
    [[nodiscard]] geo::Box reach() const noexcept;

    /// Whether it waits for fixes wherever they are.
    [[nodiscard]] static bool engaged(const ExclusionState& state) noexcept { return state.entry || state.approach; }

    /// Nothing becomes true while nothing comes.
    [[nodiscard]] static UtcTime due(const ExclusionState& /*state*/) noexcept { return forever; }

    static void fire(ExclusionState& /*state*/, UtcTime /*due*/, Drafts& /*drafts*/) noexcept {}

    [[nodiscard]] const Spans& active() const noexcept { return active_; }

    void set_active(Spans active) { active_ = std::move(active); }

    [[nodiscard]] Millis crossing_gap() const noexcept { return Millis{thresholds_.crossing_gap_s * 1000LL}; }

private:
    struct Seen;
    [[nodiscard]] bool surely_beyond(const ExclusionState& state, const Fix& fix) const noexcept;
    [[nodiscard]] Seen see(ExclusionState& state, const Fix& fix) const noexcept;
    void open_entry(ExclusionState& state, const Seen& seen, UtcTime at, Drafts& drafts) const;
    void go_on(ExclusionState& state, const Seen& seen, UtcTime at, Drafts& drafts) const;
    void consider(ExclusionState& state, const Seen& seen, Drafts& drafts) const;
    void step_approach(ExclusionState& state, const Seen& seen, UtcTime at, Drafts& drafts) const;
    [[nodiscard]] bool inside_between(UtcTime from, UtcTime until, const Drafts& drafts) const;

    WatchNumber number_;
    model::Thresholds thresholds_;
    std::int64_t margin_mm_;
    std::int64_t buffer_mm_;
    geo::PreparedZone zone_;
    Spans active_;
};

}  // namespace cordon::engine
