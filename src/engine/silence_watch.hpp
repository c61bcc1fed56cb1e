// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "live_episodes.hpp"
#include "span.hpp"

#include <cordon/core/ids.hpp>
#include <cordon/model/order.hpp>

#include <optional>
#include <vector>

namespace cordon::engine {

/// Rules §6 for what does not come, of one order: it was never heard from (`not_monitored`), not for a while
/// (`no_contact`, escalated when it lasts), or only without a fix (`no_fix`). All by the journal's clock, and never
/// decided anew: silence was silence, whatever comes late. A timer fires at its own instant, before the record that
/// moved the clock there: no contact for exactly `no_contact_s` has fired.
///
/// Whoever owns it calls `fire` for each `due` that the clock reached, in order, before the record is looked at. A
/// plain value.
class SilenceWatch {
public:
    struct State {
        bool watching = false;  ///< from `start` on until `until`
        UtcTime start;
        UtcTime until;
        UtcTime terms_from;  ///< since when the terms below hold: by new terms nothing fires before them
        Millis not_monitored{0};
        Millis no_contact{0};
        Millis escalate{0};
        Millis no_fix{0};
        std::optional<UtcTime> last;  ///< the last contact
        UtcTime newest;               ///< the newest valid fix, or the start
        bool quiet = false;           ///< heard from since that fix, without a newer one
        bool escalated = false;
        LiveEpisodes::Number never_heard = 0;
        LiveEpisodes::Number silent = 0;
        LiveEpisodes::Number blind = 0;

        bool operator==(const State&) const = default;
    };

    explicit SilenceWatch(OrderId order) : order_{std::move(order)} {}

    SilenceWatch(OrderId order, State state, LiveEpisodes episodes)
        : order_{std::move(order)}, state_{state}, episodes_{std::move(episodes)}
    {
    }

    /// The first or next version of the order holds from `now`, the journal's time of its record. While the order goes
    /// on, so does what is open; by a version that starts later, or after its end, it is watched anew from then on.
    void take_version(UtcTime starts, UtcTime ends, const model::Thresholds& terms, UtcTime now, Telling& telling);

    /// The journal's time begins here: nothing before it was silence. For orders that were taken before the first
    /// record that has a time (`replay`).
    void watch_from(UtcTime first);

    /// One of the wearer's own tags, bound then, was heard at `log`. `fix`: the corrected time of a valid position that
    /// is neither time-suspect nor beyond the horizon.
    void heard(UtcTime log, const std::optional<UtcTime>& fix, Telling& telling);

    /// The next instant at which something becomes true though nothing comes; `forever` where nothing does.
    [[nodiscard]] UtcTime due() const noexcept;

    /// The instant `due`, as `due()` gave it, has come.
    void fire(UtcTime due, Telling& telling);

    void stand(std::vector<model::Episode>& out) const { episodes_.stand(out); }

    void forget(UtcTime before) { episodes_.forget(before); }

    [[nodiscard]] const State& state() const noexcept { return state_; }

    [[nodiscard]] const LiveEpisodes& episodes() const noexcept { return episodes_; }

    /// Its whole state, for a snapshot (archive.hpp).
    template <class Archive>
    void serialize(Archive& archive)
    {
        archive(order_, state_, episodes_);
    }

private:
    [[nodiscard]] UtcTime not_monitored_due() const noexcept;
    [[nodiscard]] UtcTime no_contact_due() const noexcept;
    [[nodiscard]] UtcTime escalation_due() const noexcept;
    [[nodiscard]] UtcTime no_fix_due() const noexcept;
    [[nodiscard]] UtcTime armed(UtcTime at) const noexcept;

    [[nodiscard]] LiveEpisodes::Number open(model::EpisodeKind kind, model::Severity severity, UtcTime started,
                                            const char* reason, Telling& telling);
    void open_no_fix(Telling& telling);
    void fire_no_contact(UtcTime due, Telling& telling);
    void fire_all(UtcTime until, Telling& telling);
    void end_all(UtcTime at, Telling& telling);

    OrderId order_;
    State state_;
    LiveEpisodes episodes_;
};

}  // namespace cordon::engine
