// SPDX-License-Identifier: Apache-2.0
#include "proximity_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>

namespace cordon::engine {

namespace {

using model::EpisodeKind;
using model::EpisodeState;
using model::Severity;

/// Time is whole milliseconds: a side that is fresh until an instant is stale when that instant is over.
constexpr Millis one_instant{1};

std::string apart(std::int64_t distance_mm)
{
    return fmt::format("{:.0f} m apart, circles taken off", from_millimetres(distance_mm).value);
}

}  // namespace

/// Both sides' last fixes and their distance less both circles, in whole millimetres.
struct ProximityWatch::Pair {
    const Fix& mine;
    const Fix& theirs;
    std::int64_t d = 0;

    [[nodiscard]] bool confirming() const noexcept { return mine.confirming() && theirs.confirming(); }

    [[nodiscard]] UtcTime older() const noexcept { return std::min(mine.at, theirs.at); }
};

ProximityWatch::ProximityWatch(WatchNumber number, const model::Condition& condition, DeviceNumber protected_device)
    : number_{number},
      protected_device_{protected_device},
      distance_m_{std::get<model::Proximity>(condition.rule).distance.value},
      distance_mm_{to_millimetres({distance_m_})},
      margin_mm_{to_millimetres({condition.thresholds.end_margin_m})},
      confirm_pairs_{condition.thresholds.proximity_confirm_pairs},
      fresh_{condition.thresholds.proximity_fresh_s * 1000LL}
{
}

geo::Box ProximityWatch::reach() noexcept
{
    return {.south = -900'000'000, .west = -1'800'000'000, .north = 900'000'000, .east = 1'800'000'000};
}

Draft ProximityWatch::draft_of(EpisodeKind kind, UtcTime started) const
{
    return {.watch = number_, .device = protected_device_, .kind = kind, .started = started};
}

/// Until when both sides are fresh if nothing comes; forever while neither was ever heard of.
UtcTime ProximityWatch::fresh_until(const ProximityState& state) const noexcept
{
    if (!state.mine && !state.theirs) {
        return forever;
    }
    const bool both = state.mine && state.theirs;
    return both ? std::max(state.grace_until, std::min(state.mine->at, state.theirs->at) + fresh_) : state.grace_until;
}

void ProximityWatch::start(ProximityState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const
{
    state = {.since = edge, .grace_until = edge + fresh_, .active = true};
    if (sight.tag != nullptr) {
        state.mine = *sight.tag;
    }
    if (sight.other != nullptr) {
        state.theirs = *sight.other;
    }
    look(state, edge, drafts);
}

void ProximityWatch::step(ProximityState& state, const Fix& fix, UtcTime at, Drafts& drafts) const
{
    advance(state, at, drafts);
    if (!state.mine && !state.theirs) {
        state.grace_until = at + fresh_;
    }
    (fix.device == protected_device_ ? state.theirs : state.mine) = fix;
    state.instant = at;
    state.unpaired = true;
    if (state.blind && fresh_until(state) > at) {
        drafts.end(state.blind, at);
    }
}

void ProximityWatch::settle(ProximityState& state, Drafts& drafts) const
{
    if (state.unpaired) {
        state.unpaired = false;
        look(state, state.instant, drafts);
    }
}

/// Time goes by without a fix.
void ProximityWatch::advance(ProximityState& state, UtcTime to, Drafts& drafts) const
{
    if (state.instant < to) {
        settle(state, drafts);
    }
    const UtcTime stale = fresh_until(state);
    if (!state.blind && stale < to) {
        Draft draft = draft_of(EpisodeKind::proximity_blind, stale);
        draft.state = EpisodeState::confirmed;
        draft.severity = Severity::serious;
        draft.reason = "no fresh fix on one side";
        state.blind = drafts.open(std::move(draft));
    }
}

void ProximityWatch::look(ProximityState& state, UtcTime at, Drafts& drafts) const
{
    if (!state.mine || !state.theirs || std::min(state.mine->at, state.theirs->at) + fresh_ < at) {
        return;
    }
    const Fix& mine = *state.mine;
    const Fix& theirs = *state.theirs;
    const Pair pair{
        .mine = mine, .theirs = theirs, .d = apart_mm(mine, theirs) - mine.accuracy_mm() - theirs.accuracy_mm()};
    if (state.alert) {
        drafts.add_evidence(state.alert, mine, pair.d);
    } else if (pair.d < distance_mm_) {
        open_alert(state, pair, at, drafts);
    }
    // A cell fix on either side opens or holds a possible; nothing else is decided by it.
    if (!pair.confirming()) {
        return;
    }
    if (state.alert) {
        go_on(state, pair, at, drafts);
    }
    if (!state.alert) {
        look_around(state, pair, at, drafts);
    }
}

void ProximityWatch::open_alert(ProximityState& state, const Pair& pair, UtcTime at, Drafts& drafts) const
{
    if (state.prealert) {
        drafts.end(state.prealert, at);
    }
    Draft draft = draft_of(EpisodeKind::proximity, at);
    draft.reason = apart(pair.d);
    draft.evidence = {proof_of(pair.mine, pair.d), proof_of(pair.theirs, pair.d)};
    state.alert = drafts.open(std::move(draft));
    state.counted = 0;
}

/// A confirming pair while an alert is open: it ends it, resets what was counted to confirm it, or adds to that.
void ProximityWatch::go_on(ProximityState& state, const Pair& pair, UtcTime at, Drafts& drafts) const
{
    if (pair.d < distance_mm_) {
        consider(state, pair, drafts);
        return;
    }
    state.counted = 0;
    if (pair.d > distance_mm_ + margin_mm_) {
        drafts.end(state.alert, at);
    }
}

void ProximityWatch::consider(ProximityState& state, const Pair& pair, Drafts& drafts) const
{
    const bool newer =
        state.counted == 0 || (pair.mine.at > state.counted_mine && pair.theirs.at > state.counted_theirs);
    if (state.alert.confirmed || pair.older() < state.since || !newer) {
        return;
    }
    ++state.counted;
    state.counted_mine = pair.mine.at;
    state.counted_theirs = pair.theirs.at;
    if (state.counted >= confirm_pairs_) {
        drafts.confirm(state.alert, fmt::format("{} pairs nearer than {:g} m", state.counted, distance_m_),
                       Severity::critical);
    }
}

void ProximityWatch::look_around(ProximityState& state, const Pair& pair, UtcTime at, Drafts& drafts) const
{
    if (state.prealert) {
        if (pair.d > 2 * distance_mm_ + margin_mm_) {
            drafts.end(state.prealert, at);
        }
        return;
    }
    if (pair.d < 2 * distance_mm_) {
        Draft draft = draft_of(EpisodeKind::proximity_prealert, at);
        draft.state = EpisodeState::confirmed;
        draft.severity = Severity::serious;
        draft.reason = apart(pair.d);
        draft.evidence = {proof_of(pair.mine, pair.d), proof_of(pair.theirs, pair.d)};
        state.prealert = drafts.open(std::move(draft));
    }
}

void ProximityWatch::stop(ProximityState& state, UtcTime at, Drafts& drafts) const
{
    advance(state, at, drafts);
    for (OpenDraft* open : {&state.alert, &state.prealert, &state.blind}) {
        if (*open) {
            drafts.end(*open, at);
        }
    }
    state = {};
}

void ProximityWatch::restore(const ProximityState& then, Drafts& drafts)
{
    if (then.alert) {
        const Draft& draft = drafts.all()[drafts.index_of(then.alert.serial)];
        drafts.restore(then.alert, apart(draft.evidence.front().distance_mm).c_str());
    }
    for (const OpenDraft* open : {&then.prealert, &then.blind}) {
        if (*open) {
            drafts.restore(*open, "");
        }
    }
}

UtcTime ProximityWatch::due(const ProximityState& state) const noexcept
{
    if (!state.active) {
        return forever;
    }
    const UtcTime settled = state.unpaired ? state.instant + one_instant : forever;
    const UtcTime stale = state.blind ? forever : fresh_until(state);
    return std::min(settled, stale == forever ? forever : stale + one_instant);
}

void ProximityWatch::fire(ProximityState& state, UtcTime due, Drafts& drafts) const
{
    advance(state, due, drafts);
}

}  // namespace cordon::engine
