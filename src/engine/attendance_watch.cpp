// SPDX-License-Identifier: Apache-2.0
#include "attendance_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace cordon::engine {

namespace {

using model::EpisodeKind;
using model::EpisodeState;
using model::Severity;

/// Time is whole milliseconds: what is more than a span is at least this much more.
constexpr Millis instant{1};

std::string late(std::int64_t present, double minutes)
{
    return fmt::format("late: {} of {:g} minutes", present, minutes);
}

std::int64_t whole_minutes(Millis span) noexcept
{
    return std::chrono::floor<std::chrono::minutes>(span).count();
}

}  // namespace

AttendanceWatch::AttendanceWatch(WatchNumber number, const model::Condition& condition)
    : number_{number},
      minutes_{std::get<model::Attendance>(condition.rule).minutes},
      need_{static_cast<std::int64_t>(minutes_ * 60'000.0)},
      gap_{condition.thresholds.gap_s * 1000LL},
      zone_{std::get<model::Attendance>(condition.rule).shape}
{
}

UtcTime AttendanceWatch::Occurrence::after(UtcTime since, Millis span) const noexcept
{
    for (const auto& part : parts) {
        const UtcTime from = std::max(part.from, since);
        if (from >= part.until) {
            continue;
        }
        if (part.until - from >= span) {
            return from + span;
        }
        span -= part.until - from;
    }
    return forever;
}

geo::Box AttendanceWatch::reach() const noexcept
{
    return zone_.box({0});
}

void AttendanceWatch::set_active(Spans active)
{
    active_ = std::move(active);
    prepare();
}

void AttendanceWatch::set_windows(std::vector<Span> windows)
{
    windows_ = std::move(windows);
    prepare();
}

/// What is active of each occurrence; both lists are walked once.
void AttendanceWatch::prepare()
{
    occurrences_.clear();
    auto first = active_.begin();
    for (const auto& window : windows_) {
        first = std::find_if(first, active_.end(), [&](const Span& span) { return span.until > window.from; });
        Occurrence occurrence{.window = window.from, .parts = {}};
        for (auto span = first; span != active_.end() && span->from < window.until; ++span) {
            occurrence.parts.push_back({std::max(span->from, window.from), std::min(span->until, window.until)});
        }
        if (!occurrence.parts.empty()) {
            occurrence.total = length_of(occurrence.parts);
            occurrences_.push_back(std::move(occurrence));
        }
    }
}

const AttendanceWatch::Occurrence* AttendanceWatch::current(const AttendanceState& state) const noexcept
{
    const auto found =
        std::lower_bound(occurrences_.begin(), occurrences_.end(), state.window,
                         [](const Occurrence& occurrence, UtcTime window) { return occurrence.window < window; });
    return found != occurrences_.end() && found->window == state.window ? &*found : nullptr;
}

/// Goes on with the occurrence that `at` lies in, counted from its beginning; with none where there is none.
const AttendanceWatch::Occurrence* AttendanceWatch::begin(AttendanceState& state, UtcTime at) const noexcept
{
    state = {.last = state.last,
             .in_until = state.in_until,
             .minutes = minutes_,
             .active = state.active,
             .heard = state.heard};
    const auto next = std::upper_bound(occurrences_.begin(), occurrences_.end(), at,
                                       [](UtcTime t, const Occurrence& occurrence) { return t < occurrence.until(); });
    if (next == occurrences_.end() || at < next->from()) {
        return nullptr;
    }
    state.window = next->window;
    state.upto = next->from();
    return &*next;
}

void AttendanceWatch::start(AttendanceState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const
{
    state.active = true;
    const Occurrence* occurrence = current(state);
    if (occurrence == nullptr || edge >= occurrence->until()) {
        occurrence = begin(state, edge);
    }
    const bool spoke = sight.tag != nullptr && take(state, *sight.tag);
    if (!spoke && sight.sure != nullptr) {
        take(state, *sight.sure);
    }
    if (occurrence != nullptr) {
        count(state, *occurrence, edge, drafts);
    }
}

void AttendanceWatch::step(AttendanceState& state, const Fix& fix, UtcTime at, Drafts& drafts) const
{
    advance(state, at, drafts);
    if (!take(state, fix)) {
        return;
    }
    if (const Occurrence* occurrence = current(state)) {
        const bool inside = state.last.distance_mm + fix.accuracy_mm() <= 0;
        state.sure = state.sure || (inside && holds(occurrence->parts, at));
        consider(state, *occurrence, drafts);
    }
}

void AttendanceWatch::stop(AttendanceState& state, UtcTime at, Drafts& drafts) const
{
    advance(state, at, drafts);
    state.active = false;
    if (current(state) == nullptr) {
        state = {};
    }
}

void AttendanceWatch::fire(AttendanceState& state, UtcTime due, Drafts& drafts) const
{
    advance(state, due, drafts);
}

/// Any mechanism speaks: there is no possible attendance that a better fix would have to confirm.
/// Returns whether it speaks at all.
bool AttendanceWatch::take(AttendanceState& state, const Fix& fix) const noexcept
{
    const auto d = to_millimetres(zone_.distance(fix.position));
    const auto r = fix.accuracy_mm();
    if (!fix.confirming() && d + r > 0 && d - r <= 0) {
        return false;
    }
    state.last = proof_of(fix, d);
    state.in_until = d <= 0 ? fix.at + gap_ : fix.at;
    state.heard = true;
    return true;
}

/// Time goes by without a fix; occurrences that it passes are finished, one that touches is begun.
void AttendanceWatch::advance(AttendanceState& state, UtcTime to, Drafts& drafts) const
{
    for (const Occurrence* occurrence = current(state); occurrence != nullptr;) {
        const UtcTime end = occurrence->until();
        count(state, *occurrence, std::min(to, end), drafts);
        if (to < end) {
            return;
        }
        finish(state, *occurrence, drafts);
        occurrence = begin(state, end);
    }
}

void AttendanceWatch::count(AttendanceState& state, const Occurrence& occurrence, UtcTime to, Drafts& drafts) const
{
    for (const auto& part : occurrence.parts) {
        const UtcTime from = std::max(part.from, state.upto);
        const UtcTime until = std::min(part.until, to);
        if (from < until) {
            const UtcTime out = std::clamp(state.in_until, from, until);
            state.present += out - from;
            state.lost += until - out;
        }
    }
    state.upto = std::max(state.upto, to);
    consider(state, occurrence, drafts);
}

Draft AttendanceWatch::draft_of(const Occurrence& occurrence) const
{
    return {.watch = number_,
            .kind = EpisodeKind::attendance,
            .state = EpisodeState::confirmed,
            .severity = Severity::notice,
            .started = occurrence.from()};
}

/// Whether too little is left by now. The last fix is the last one at or before the instant since when: none has come
/// after what was counted last.
void AttendanceWatch::consider(AttendanceState& state, const Occurrence& occurrence, Drafts& drafts) const
{
    const Millis may_go = spare(occurrence);
    if (may_go < Millis{0} || !state.heard) {
        return;
    }
    if (!state.early_known && state.present + state.lost > may_go) {
        state.early_known = true;
        state.early = state.last;
    }
    if (!state.open && state.lost <= may_go) {
        return;
    }
    const auto minutes = whole_minutes(state.present);
    if (!state.open) {
        Draft draft = draft_of(occurrence);
        draft.reason = late(minutes, minutes_);
        draft.evidence = {state.last};
        state.shown = state.last;
        state.said = minutes;
        state.open = drafts.open(std::move(draft));
    } else if (minutes != state.said) {
        state.said = minutes;
        drafts.recast(state.open, late(minutes, minutes_), Severity::notice, state.shown);
    }
}

/// The end of the last part. Presence without one sure fix was none, so too little was left from early on.
void AttendanceWatch::finish(AttendanceState& state, const Occurrence& occurrence, Drafts& drafts) const
{
    if (state.early_known && (!state.sure || state.present == Millis{0})) {
        if (!state.open) {
            Draft draft = draft_of(occurrence);
            draft.evidence = {state.early};
            state.open = drafts.open(std::move(draft));
        }
        drafts.recast(state.open, "absent", Severity::serious, state.early);
    }
    if (state.open) {
        drafts.end(state.open, occurrence.until());
    }
}

void AttendanceWatch::restore(const AttendanceState& then, Drafts& drafts)
{
    if (then.open) {
        drafts.restore(then.open, "");
        drafts.recast(then.open, late(then.said, then.minutes), Severity::notice, then.shown);
    }
}

UtcTime AttendanceWatch::due(const AttendanceState& state) const noexcept
{
    const Occurrence* occurrence = state.active ? current(state) : nullptr;
    if (occurrence == nullptr) {
        return forever;
    }
    const Millis may_go = spare(*occurrence);
    if (may_go < Millis{0} || !state.heard) {
        return occurrence->until();
    }
    if (!state.open) {
        const UtcTime alone = std::max(state.upto, state.in_until);
        return std::min(occurrence->until(), occurrence->after(alone, may_go - state.lost + instant));
    }
    const UtcTime minute = occurrence->after(state.upto, std::chrono::minutes{state.said + 1} - state.present);
    return minute <= state.in_until ? std::min(minute, occurrence->until()) : occurrence->until();
}

}  // namespace cordon::engine
