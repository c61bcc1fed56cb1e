// SPDX-License-Identifier: Apache-2.0
#include "silence_watch.hpp"

#include <algorithm>
#include <chrono>

namespace cordon::engine {

using model::EpisodeKind;
using model::Severity;

void SilenceWatch::take_version(UtcTime starts, UtcTime ends, const model::Thresholds& terms, UtcTime now,
                                Telling& telling)
{
    fire_all(now, telling);
    State& s = state_;
    s.terms_from = now;
    s.not_monitored = std::chrono::seconds{terms.not_monitored_s};
    s.no_contact = std::chrono::seconds{terms.no_contact_s};
    s.escalate = std::chrono::seconds{terms.no_contact_escalate_s};
    s.no_fix = std::chrono::seconds{terms.no_fix_s};
    const bool goes_on = s.watching && s.start <= now && starts <= now && now < ends;
    if (!goes_on) {
        end_all(now, telling);
        s.start = std::max(starts, now);
        s.newest = s.start;
        s.last.reset();
        s.quiet = false;
    }
    s.until = ends;
    s.watching = s.start < s.until;
}

void SilenceWatch::watch_from(UtcTime first)
{
    if (state_.watching && !state_.last && state_.start < first) {
        state_.start = first;
        state_.newest = first;
        state_.watching = first < state_.until;
    }
}

void SilenceWatch::heard(UtcTime log, const std::optional<UtcTime>& fix, Telling& telling)
{
    fire_all(log, telling);
    State& s = state_;
    if (!s.watching || log < s.start) {
        return;
    }
    s.last = log;
    episodes_.end(s.never_heard, log, telling);
    episodes_.end(s.silent, log, telling);
    s.quiet = !fix || *fix <= s.newest;
    if (!s.quiet) {
        s.newest = *fix;
    }
    const bool stale = log - s.newest >= s.no_fix;  // also by a fix that is news, but was buffered for long
    if (!stale) {
        episodes_.end(s.blind, log, telling);
    } else if (s.blind == 0) {
        open_no_fix(telling);
    }
}

UtcTime SilenceWatch::due() const noexcept
{
    if (!state_.watching) {
        return forever;
    }
    return std::min({not_monitored_due(), no_contact_due(), escalation_due(), no_fix_due(), state_.until});
}

UtcTime SilenceWatch::armed(UtcTime at) const noexcept
{
    return std::max(at, state_.terms_from);
}

UtcTime SilenceWatch::not_monitored_due() const noexcept
{
    return state_.last || state_.never_heard != 0 ? forever : armed(state_.start + state_.not_monitored);
}

UtcTime SilenceWatch::no_contact_due() const noexcept
{
    const auto last = state_.last;
    return !last || state_.silent != 0 ? forever : armed(*last + state_.no_contact);
}

UtcTime SilenceWatch::escalation_due() const noexcept
{
    const auto last = state_.last;
    return !last || state_.silent == 0 || state_.escalated ? forever : armed(*last + state_.escalate);
}

/// Only by a contact without a fix since the newest one; once it is as old as `no_contact`, that says it all.
UtcTime SilenceWatch::no_fix_due() const noexcept
{
    const auto last = state_.last;
    if (!last || !state_.quiet || state_.blind != 0) {
        return forever;
    }
    const UtcTime at = armed(std::max(*last, state_.newest + state_.no_fix));
    return at - *last < state_.no_contact ? at : forever;
}

void SilenceWatch::fire(UtcTime due, Telling& telling)
{
    State& s = state_;
    if (not_monitored_due() <= due) {
        s.never_heard = open(EpisodeKind::not_monitored, Severity::serious, s.start, "never heard from", telling);
    }
    fire_no_contact(due, telling);
    if (no_fix_due() <= due) {
        open_no_fix(telling);
    }
    if (s.until <= due) {  // last: what becomes true at the order's very end was still true of it
        end_all(s.until, telling);
        s.watching = false;
    }
}

void SilenceWatch::fire_no_contact(UtcTime due, Telling& telling)
{
    State& s = state_;
    if (no_contact_due() <= due) {
        const UtcTime since = s.last.value_or(due);
        s.escalated = due - since >= s.escalate;
        const auto severity = s.escalated ? Severity::serious : Severity::notice;
        s.silent = open(EpisodeKind::no_contact, severity, since, "no contact", telling);
    } else if (escalation_due() <= due) {
        s.escalated = true;
        episodes_.escalate(s.silent, Severity::serious, telling);
    }
}

void SilenceWatch::fire_all(UtcTime until, Telling& telling)
{
    for (UtcTime next = due(); next <= until; next = due()) {
        fire(next, telling);
    }
}

LiveEpisodes::Number SilenceWatch::open(EpisodeKind kind, Severity severity, UtcTime started, const char* reason,
                                        Telling& telling)
{
    return episodes_.open({.order = order_, .kind = kind, .severity = severity, .started = started, .reason = reason},
                          std::nullopt, telling);
}

void SilenceWatch::open_no_fix(Telling& telling)
{
    state_.blind = open(EpisodeKind::no_fix, Severity::notice, state_.newest, "contact without a valid fix", telling);
}

void SilenceWatch::end_all(UtcTime at, Telling& telling)
{
    episodes_.end(state_.never_heard, at, telling);
    episodes_.end(state_.silent, at, telling);
    episodes_.end(state_.blind, at, telling);
}

}  // namespace cordon::engine
