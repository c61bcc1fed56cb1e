// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "draft.hpp"
#include "sight.hpp"
#include "span.hpp"

#include <cordon/geo/prepared_zone.hpp>
#include <cordon/model/order.hpp>

#include <cstdint>
#include <vector>

namespace cordon::engine {

/// Where the watch over one window of an attendance stands. A value: kept at checkpoints and put back.
struct AttendanceState {
    OpenDraft open;
    Proof last;                    ///< the last counting fix, of any age
    Proof shown;                   ///< what the open episode shows
    Proof early;                   ///< the last fix when too little was left for one who is not there at all
    UtcTime window = forever;      ///< the start of the occurrence that is gone through; forever: none
    UtcTime upto;                  ///< its parts are counted until here
    UtcTime in_until = beginning;  ///< until when the last fix, if none follows, says that the wearer is in
    Millis present{0};
    Millis lost{0};         ///< gone by without the wearer in
    double minutes = 0;     ///< asked for: what an episode said can be put back without its watch
    std::int64_t said = 0;  ///< whole minutes of presence that the open episode speaks of
    bool active = false;
    bool heard = false;        ///< a counting fix is known
    bool sure = false;         ///< one inside fell within the parts
    bool early_known = false;  ///< `early` is set
};

/// Rules §7 for one window definition of an attendance: present for at least so many minutes of each occurrence, else
/// `late` as soon as that can no longer be met, and `absent` at its end where there was no presence. Each counting fix
/// speaks, centre in or out, until the next one or for gap_s; one that cannot confirm only where its whole circle is in
/// or out. The rest of the time is unknown, which is not presence.
/// Presence counts only with an inside fix within the window; until its end, one may still come.
class AttendanceWatch {
public:
    using State = AttendanceState;

    /// The condition's rule is an attendance whose schedule holds exactly one window.
    AttendanceWatch(WatchNumber number, const model::Condition& condition);

    /// An occurrence begins, or goes on after a permission in its midst: the state before is kept for that. The fix
    /// from before speaks until its own time + gap_s.
    void start(AttendanceState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const;

    /// Takes the wearer's next counting fix while active.
    void step(AttendanceState& state, const Fix& fix, UtcTime at, Drafts& drafts) const;

    /// Ends the episode where the occurrence's last part ends; in its midst it stays open.
    void stop(AttendanceState& state, UtcTime at, Drafts& drafts) const;

    static void restore(const AttendanceState& then, Drafts& drafts);

    /// Out is everywhere else.
    [[nodiscard]] static bool engaged(const AttendanceState& state) noexcept { return state.active; }

    [[nodiscard]] geo::Box reach() const noexcept;

    /// When too little of the window is left, when the minutes in an open episode's reason are one more, and when the
    /// window ends.
    [[nodiscard]] UtcTime due(const AttendanceState& state) const noexcept;
    void fire(AttendanceState& state, UtcTime due, Drafts& drafts) const;

    [[nodiscard]] const Spans& active() const noexcept { return active_; }

    void set_active(Spans active);

    /// The window's occurrences, in order of time and apart from one another, but they may touch.
    void set_windows(std::vector<Span> windows);

private:
    /// An occurrence as far as it is active. How much it asks for rests on all of it: where a later part changes, the
    /// rules must be run again from its beginning.
    struct Occurrence {
        UtcTime window;  ///< where the occurrence itself starts: its name in a state
        Spans parts;     ///< never empty
        Millis total{0};

        [[nodiscard]] UtcTime from() const noexcept { return parts.front().from; }

        [[nodiscard]] UtcTime until() const noexcept { return parts.back().until; }

        /// The instant at which so much of its parts has gone by since `since`; forever where they are shorter.
        [[nodiscard]] UtcTime after(UtcTime since, Millis span) const noexcept;
    };

    void prepare();
    [[nodiscard]] const Occurrence* current(const AttendanceState& state) const noexcept;
    [[nodiscard]] const Occurrence* begin(AttendanceState& state, UtcTime at) const noexcept;
    void advance(AttendanceState& state, UtcTime to, Drafts& drafts) const;
    void count(AttendanceState& state, const Occurrence& occurrence, UtcTime to, Drafts& drafts) const;
    bool take(AttendanceState& state, const Fix& fix) const noexcept;
    void consider(AttendanceState& state, const Occurrence& occurrence, Drafts& drafts) const;
    void finish(AttendanceState& state, const Occurrence& occurrence, Drafts& drafts) const;
    [[nodiscard]] Draft draft_of(const Occurrence& occurrence) const;

    /// How much of it may go by without presence; negative where it is too short to ask for anything.
    [[nodiscard]] Millis spare(const Occurrence& occurrence) const noexcept { return occurrence.total - need_; }

    WatchNumber number_;
    double minutes_;
    Millis need_;
    Millis gap_;
    geo::PreparedZone zone_;
    Spans active_;
    std::vector<Span> windows_;
    std::vector<Occurrence> occurrences_;
};

}  // namespace cordon::engine
