// SPDX-License-Identifier: Apache-2.0
#include "exclusion_watch.hpp"

#include "crossing.hpp"

#include <cordon/geo/distance.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

namespace cordon::engine {

namespace {

using model::EpisodeKind;
using model::EpisodeState;
using model::Severity;

constexpr const char* centre_inside = "a fix with its centre inside";

long long whole_seconds(Millis span) noexcept
{
    return std::chrono::floor<std::chrono::seconds>(span).count();
}

}  // namespace

/// A fix as this zone sees it: signed distance and circle, in whole millimetres.
struct ExclusionWatch::Seen {
    const Fix& fix;
    std::int64_t d = 0;
    std::int64_t r = 0;

    [[nodiscard]] bool inside() const noexcept { return d + r <= 0; }

    [[nodiscard]] bool outside() const noexcept { return d - r > 0; }

    [[nodiscard]] bool centre_in() const noexcept { return d <= 0; }
};

ExclusionWatch::ExclusionWatch(WatchNumber number, const model::Condition& condition)
    : number_{number},
      thresholds_{condition.thresholds},
      margin_mm_{to_millimetres({thresholds_.end_margin_m})},
      buffer_mm_{to_millimetres(std::get<model::ExclusionZone>(condition.rule).buffer)},
      zone_{std::get<model::ExclusionZone>(condition.rule).shape}
{
}

geo::Box ExclusionWatch::reach() const noexcept
{
    return zone_.box(from_millimetres(buffer_mm_));
}

void ExclusionWatch::start(ExclusionState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const
{
    state = {.active = true};
    if (sight.tag != nullptr && edge - sight.tag->at <= Millis{thresholds_.gap_s * 1000LL}) {
        step(state, *sight.tag, edge, drafts);
    }
}

ExclusionWatch::Seen ExclusionWatch::see(ExclusionState& state, const Fix& fix) const noexcept
{
    const auto known = [&](const ExclusionState::Measured& measured) {
        return measured.position == fix.position && measured.distance_mm != ExclusionState::Measured::unknown;
    };
    if (known(state.before)) {
        return {.fix = fix, .d = state.before.distance_mm, .r = fix.accuracy_mm()};
    }
    if (!known(state.now)) {
        state.before = state.now;
        state.now = {.position = fix.position, .distance_mm = to_millimetres(zone_.distance(fix.position))};
    }
    return {.fix = fix, .d = state.now.distance_mm, .r = fix.accuracy_mm()};
}

/// Whether the way from where the distance was last measured is too short to lead to the ring. Distances are right to
/// 0.1 % and rounded: twice that and five centimetres are left over.
bool ExclusionWatch::surely_beyond(const ExclusionState& state, const Fix& fix) const noexcept
{
    if (state.now.distance_mm == ExclusionState::Measured::unknown) {
        return false;
    }
    const double way_mm = geo::no_farther_than(state.now.position, fix.position).value * 1000.0;
    return static_cast<double>(state.now.distance_mm) * 0.998 - way_mm - 50.0 > static_cast<double>(buffer_mm_);
}

void ExclusionWatch::step(ExclusionState& state, const Fix& fix, UtcTime at, Drafts& drafts) const
{
    if (!state.entry && !state.approach && surely_beyond(state, fix)) {
        return;
    }
    const Seen seen = see(state, fix);
    if (!state.entry && seen.centre_in()) {
        open_entry(state, seen, at, drafts);
    } else if (state.entry) {
        drafts.add_evidence(state.entry, fix, seen.d);
    }
    // A cell fix opens or holds a possible; nothing else is decided by it.
    if (!fix.confirming()) {
        return;
    }
    if (state.entry) {
        go_on(state, seen, at, drafts);
    }
    if (!state.entry) {
        step_approach(state, seen, at, drafts);
    }
}

void ExclusionWatch::open_entry(ExclusionState& state, const Seen& seen, UtcTime at, Drafts& drafts) const
{
    if (state.approach) {
        drafts.end(state.approach, at);
    }
    state.entry =
        drafts.open({.watch = number_, .kind = EpisodeKind::exclusion_zone, .started = at, .reason = centre_inside},
                    seen.fix, seen.d);
    state.gathered = {};
}

/// A confirming fix while an episode is open: it ends it, resets what was gathered to confirm it, or adds to that.
void ExclusionWatch::go_on(ExclusionState& state, const Seen& seen, UtcTime at, Drafts& drafts) const
{
    if (seen.d - seen.r > margin_mm_) {
        drafts.end(state.entry, at);
        return;
    }
    if (seen.outside()) {
        state.gathered = {};
        return;
    }
    if (seen.fix.at == at && !state.entry.confirmed) {
        consider(state, seen, drafts);
    }
}

void ExclusionWatch::consider(ExclusionState& state, const Seen& seen, Drafts& drafts) const
{
    if (seen.inside()) {
        state.gathered.vote(seen.fix.at, thresholds_);
    }
    if (seen.centre_in()) {
        state.gathered.stay(seen.fix.at, thresholds_);
    } else {
        state.gathered.leave();
    }
    const auto shown = state.gathered.shown(thresholds_);
    if (!shown) {
        return;
    }
    const auto took = whole_seconds(shown->span);
    drafts.confirm(state.entry,
                   shown->dwelt ? fmt::format("centre inside for {} s over {} fixes", took, shown->fixes)
                                : fmt::format("{} fixes inside within {} s", shown->fixes, took),
                   Severity::critical);
}

void ExclusionWatch::step_approach(ExclusionState& state, const Seen& seen, UtcTime at, Drafts& drafts) const
{
    if (state.approach) {
        if (seen.d > buffer_mm_ + margin_mm_) {
            drafts.end(state.approach, at);
        }
        return;
    }
    if (seen.d > 0 && seen.d <= buffer_mm_) {
        state.approach = drafts.open({.watch = number_,
                                      .kind = EpisodeKind::approach,
                                      .state = EpisodeState::confirmed,
                                      .started = at,
                                      .reason = fmt::format("{:.0f} m from the zone", from_millimetres(seen.d).value)},
                                     seen.fix, seen.d);
    }
}

void ExclusionWatch::stop(ExclusionState& state, UtcTime at, Drafts& drafts) const
{
    for (OpenDraft* open : {&state.entry, &state.approach}) {
        if (*open) {
            drafts.end(*open, at);
        }
    }
    state = {};
}

void ExclusionWatch::restore(const ExclusionState& then, Drafts& drafts)
{
    for (const OpenDraft* open : {&then.entry, &then.approach}) {
        if (*open) {
            drafts.restore(*open, centre_inside);
        }
    }
}

/// Whether an exclusion episode of this zone lies, in part, between two instants.
bool ExclusionWatch::inside_between(UtcTime from, UtcTime until, const Drafts& drafts) const
{
    return std::any_of(drafts.all().rbegin(), drafts.all().rend(), [&](const Draft& draft) {
        return draft.watch == number_ && draft.kind == EpisodeKind::exclusion_zone && draft.started < until &&
               draft.ended.value_or(forever) > from;
    });
}

void ExclusionWatch::cross(ExclusionState& state, const Fix& p, const Fix& q, Drafts& drafts) const
{
    if (q.at <= p.at || q.at - p.at > crossing_gap()) {
        return;  // unknown: nothing is inferred
    }
    // No point of a path is deeper than half of its length, less what both ends are away: most paths end here.
    const auto circle_mm = std::max(p.accuracy_mm(), q.accuracy_mm());
    if (geo::no_farther_than(p.position, q.position).value * 500.0 < static_cast<double>(circle_mm)) {
        return;
    }
    const Seen first = see(state, p);
    const Seen last = see(state, q);
    const auto way = apart_mm(p, q);
    if ((way - first.d - last.d) / 2 < circle_mm || first.centre_in() || last.centre_in()) {
        return;
    }
    if (!feasible(p, q, thresholds_.max_speed_mps) || inside_between(p.at, q.at, drafts)) {
        return;
    }
    for (const auto& part : common(active_, {{p.at, q.at}})) {
        const auto found = find_crossing(zone_, p, q, part);
        if (!found) {
            continue;
        }
        drafts.add_whole({.watch = number_,
                          .kind = EpisodeKind::crossing,
                          .severity = Severity::serious,
                          .started = found->entered,
                          .ended = found->left,
                          .reason = fmt::format("the straight path between two fixes goes {:.0f} m into the zone",
                                                from_millimetres(found->depth_mm).value),
                          .evidence = {proof_of(p, first.d), proof_of(q, last.d)}});
    }
}

}  // namespace cordon::engine
