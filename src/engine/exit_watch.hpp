// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "confirmation.hpp"
#include "draft.hpp"
#include "sight.hpp"
#include "span.hpp"

#include <cordon/geo/prepared_zone.hpp>
#include <cordon/model/order.hpp>

#include <utility>

namespace cordon::engine {

/// Where the watch over one place that must not be left stands. A value: kept at checkpoints and put back.
struct ExitState {
    OpenDraft exit;
    Confirmation gathered;
    UtcTime exit_started;
    bool active = false;
    bool fresh = false;            ///< no confirming fix of this stretch yet
    bool out_since_first = false;  ///< the open exit began with the first fix known of the stretch
};

/// Rules §4 for one inclusion zone, restriction zone, or curfew address: the mirror image of an exclusion zone. A
/// curfew's episodes carry their AL code.
class ExitWatch {
public:
    using State = ExitState;

    /// The condition's rule is an inclusion zone, a restriction zone, or a curfew of exactly one place.
    ExitWatch(WatchNumber number, const model::Condition& condition);

    void start(ExitState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const;

    /// Takes the next counting fix while active. `at` is its time, or the boundary it is taken again at (§5): such a
    /// one opens and never confirms.
    void step(ExitState& state, const Fix& fix, UtcTime at, Drafts& drafts) const;

    /// The end of a stretch of activity ends what is open; for a curfew, the end of its window says AL11 or AL12.
    void stop(ExitState& state, UtcTime at, Drafts& drafts) const;

    static void restore(const ExitState& then, Drafts& drafts);

    /// Out is everywhere else.
    [[nodiscard]] static bool engaged(const ExitState& state) noexcept { return state.active; }

    [[nodiscard]] static UtcTime due(const ExitState& /*state*/) noexcept { return forever; }

    static void fire(ExitState& /*state*/, UtcTime /*due*/, Drafts& /*drafts*/) noexcept {}

    [[nodiscard]] const Spans& active() const noexcept { return active_; }

    void set_active(Spans active) { active_ = std::move(active); }

    /// A curfew's windows within the order's life, as they are before permissions cut them.
    void set_windows(Spans windows) { windows_ = std::move(windows); }

private:
    [[nodiscard]] bool coded() const noexcept { return kind_ == model::EpisodeKind::curfew; }

    void come_in(ExitState& state, UtcTime at, Drafts& drafts) const;
    void consider(ExitState& state, UtcTime at, Drafts& drafts) const;

    WatchNumber number_;
    model::EpisodeKind kind_;
    model::Thresholds thresholds_;
    geo::PreparedZone zone_;
    Spans active_;
    Spans windows_;
};

}  // namespace cordon::engine
