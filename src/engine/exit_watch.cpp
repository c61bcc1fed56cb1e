// SPDX-License-Identifier: Apache-2.0
#include "exit_watch.hpp"

#include <cordon/core/ensure.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <variant>

namespace cordon::engine {

namespace {

using model::AlCode;
using model::EpisodeKind;
using model::Severity;

constexpr const char* centre_outside = "a fix with its centre outside";

EpisodeKind kind_of(const model::Rule& rule)
{
    return std::holds_alternative<model::Curfew>(rule)            ? EpisodeKind::curfew
           : std::holds_alternative<model::RestrictionZone>(rule) ? EpisodeKind::restriction_zone
                                                                  : EpisodeKind::inclusion_zone;
}

const model::Shape& shape_of(const model::Rule& rule)
{
    if (const auto* curfew = std::get_if<model::Curfew>(&rule)) {
        ensure(curfew->places.size() == 1, "a watch is about one address");
        return curfew->places.begin()->second;
    }
    if (const auto* restriction = std::get_if<model::RestrictionZone>(&rule)) {
        return restriction->shape;
    }
    return std::get<model::InclusionZone>(rule).shape;
}

}  // namespace

ExitWatch::ExitWatch(WatchNumber number, const model::Condition& condition)
    : number_{number},
      kind_{kind_of(condition.rule)},
      thresholds_{condition.thresholds},
      zone_{shape_of(condition.rule)}
{
}

void ExitWatch::start(ExitState& state, UtcTime edge, const Sight& sight, Drafts& drafts) const
{
    state = {.active = true, .fresh = true};
    if (sight.tag != nullptr && edge - sight.tag->at <= Millis{thresholds_.gap_s * 1000LL}) {
        step(state, *sight.tag, edge, drafts);
    }
}

void ExitWatch::step(ExitState& state, const Fix& fix, UtcTime at, Drafts& drafts) const
{
    const bool first = state.fresh;
    state.fresh = first && !fix.confirming();  // a cell fix does not say that the wearer was at home
    if (!state.exit && zone_.surely_holds(fix.position)) {
        return;  // nearly always
    }
    const auto d = to_millimetres(zone_.distance(fix.position));
    if (state.exit) {
        drafts.add_evidence(state.exit, fix, d);
    } else if (d > 0) {
        state.gathered = {};
        state.exit_started = at;
        state.out_since_first = first;
        Draft draft{.watch = number_, .kind = kind_, .started = at, .reason = centre_outside};
        if (coded()) {
            draft.al_code = first ? AlCode::al08 : AlCode::al10;
        }
        state.exit = drafts.open(std::move(draft), fix, d);
    }
    // A cell fix opens or holds a possible; nothing else is decided by it.
    if (!state.exit || !fix.confirming()) {
        return;
    }
    if (d <= 0) {
        come_in(state, at, drafts);
    } else if (d - fix.accuracy_mm() > 0 && fix.at == at && !state.exit.confirmed) {
        consider(state, at, drafts);
    }
}

void ExitWatch::come_in(ExitState& state, UtcTime at, Drafts& drafts) const
{
    if (coded() && state.out_since_first) {
        drafts.set_code(state.exit, AlCode::al09);
    }
    drafts.end(state.exit, at);
}

/// A fix wholly outside.
void ExitWatch::consider(ExitState& state, UtcTime at, Drafts& drafts) const
{
    state.gathered.vote(at, thresholds_);
    state.gathered.stay(at, thresholds_);
    if (const auto shown = state.gathered.shown(thresholds_)) {
        const auto took = std::chrono::floor<std::chrono::seconds>(shown->span).count();
        drafts.confirm(state.exit, fmt::format("{} fixes outside within {} s", shown->fixes, took),
                       kind_ == EpisodeKind::restriction_zone ? Severity::critical : Severity::serious);
    }
}

void ExitWatch::stop(ExitState& state, UtcTime at, Drafts& drafts) const
{
    if (state.exit) {
        const auto window =
            std::find_if(windows_.begin(), windows_.end(), [at](const Span& w) { return w.until == at; });
        if (coded() && window != windows_.end()) {
            drafts.set_code(state.exit, window->from == state.exit_started ? AlCode::al12 : AlCode::al11);
        }
        drafts.end(state.exit, at);
    }
    state = {};
}

void ExitWatch::restore(const ExitState& then, Drafts& drafts)
{
    if (then.exit) {
        drafts.restore(then.exit, centre_outside);
    }
}

}  // namespace cordon::engine
