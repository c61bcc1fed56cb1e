// SPDX-License-Identifier: Apache-2.0
#include "order_watch.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace cordon::engine {

namespace {

using namespace std::chrono_literals;

/// How late a fix may come and still be decided (§8).
constexpr Millis horizon = 24h * 7;

/// Fixes are forgotten this many at a time, or checkpoints: each time all that stay are moved.
constexpr std::size_t forget_fixes = 1024;
constexpr std::size_t forget_checkpoints = 16;

}  // namespace

void OrderWatch::take_version(const model::Order& order, UtcTime at, Telling& telling)
{
    const UtcTime changed = std::max(terms_.take_version(order, at), horizon_);
    track_.set_devices(terms_.devices().size());
    newest_.resize(terms_.devices().size(), beginning);
    const auto unbound = [this](const Fix& fix) { return !terms_.counts(fix.device, fix.at); };
    (void)track_.remove_if(at, unbound, [this](UtcTime t) { return terms_.max_speed_mps(t); });
    changed_ = std::min(changed, changed_.value_or(changed));
    events_changed_ = true;
    silence_.take_version(order.starts, order.ends.value_or(forever), order.thresholds, at, telling);
    wake_ = at;
}

void OrderWatch::take(const model::Observation& observation, UtcTime log, Telling& telling)
{
    const auto device = terms_.number_of(observation.device);
    if (!device) {
        return;
    }
    const UtcTime at = corrected_time(observation);
    const bool suspect = at > observation.received + terms_.future(at);
    const bool fix = observation.valid && observation.position;
    if (terms_.is_tag(*device, log)) {
        const bool news = fix && !suspect && observation.received - at <= horizon;
        silence_.heard(log, news ? std::optional{at} : std::nullopt, telling);
    }
    // An event is never lost to a bad clock: then its receipt stands for its time.
    if (observation.event && DeviceEventWatch::concerns(*observation.event)) {
        take_event(*observation.event, suspect ? observation.received : at, *device);
    }
    if (fix) {
        take_fix(observation, *device, suspect, log);
    }
}

void OrderWatch::take_event(model::DeviceEvent event, UtcTime at, DeviceNumber device)
{
    const bool late = at < newest_[device];
    events_changed_ = events_.insert(device, event, at, late) || events_changed_;
}

void OrderWatch::take_fix(const model::Observation& observation, DeviceNumber device, bool suspect, UtcTime log)
{
    Fix fix = fix_of(observation, device, log);
    fix.late = fix.at < newest_[device];
    if (!suspect) {
        newest_[device] = std::max(newest_[device], fix.at);
    }
    const bool beyond = observation.received - fix.at > horizon || fix.at < horizon_;
    if (beyond || !terms_.counts(device, fix.at)) {
        return;
    }
    const auto changed = track_.insert(fix, suspect, [this](UtcTime t) { return terms_.max_speed_mps(t); });
    if (changed) {
        changed_ = std::min(*changed, changed_.value_or(*changed));
        changed_late_ = changed_late_ || fix.late;
    }
}

void OrderWatch::settle(UtcTime clock, Telling& telling)
{
    terms_.reach(clock);
    for (UtcTime due = silence_.due(); due <= clock; due = silence_.due()) {
        silence_.fire(due, telling);
    }
    const bool stepped_back = changed_ && fold_.step_back(*changed_, track_, terms_, drafts_);
    fold_.run(clock, track_, terms_, drafts_);
    story_.tell(drafts_, stepped_back && changed_late_, names(), telling);
    settle_events(std::max(clock, fold_.reached()), names(), telling);
    changed_.reset();
    changed_late_ = false;
    forget(clock - horizon);
    wake_ = wake_after(clock);
}

UtcTime OrderWatch::wake_after(UtcTime clock) const
{
    const UtcTime next = std::min({fold_.next_alone(clock, terms_), silence_.due(), terms_.laid_out_until()});
    if (next == forever && track_.size() > 0) {  // the order may be over: let go of its fixes in time
        return std::max(clock, fold_.reached() + horizon) + 1ms;
    }
    return next;
}

void OrderWatch::settle_events(UtcTime reach, const Names& names, Telling& telling)
{
    const bool edge_passed = terms_.next_edge(events_reach_) <= reach;
    events_reach_ = std::max(events_reach_, reach);
    if (events_.empty() || (!events_changed_ && !edge_passed)) {
        return;
    }
    events_changed_ = false;
    event_drafts_ = events_.decide(terms_.watched(), events_reach_);
    event_story_.tell(event_drafts_, false, names, telling);
}

void OrderWatch::forget(UtcTime before)
{
    const bool over = track_.size() > 0 && fold_.next_alone(before, terms_) == forever && fold_.reached() < before;
    if (over) {
        fold_.keep_checkpoint(drafts_);
    }
    const std::size_t checkpoints = fold_.forgettable(before, track_);
    if (checkpoints == 0 ||
        (!over && checkpoints < forget_checkpoints && fold_.fixes_before(checkpoints) < forget_fixes)) {
        return;
    }
    horizon_ = std::max(horizon_, before);
    track_.forget(fold_.forget(checkpoints), before);
    story_.forget(drafts_, fold_.serial_at_first(), fold_.reached_at_first());
    terms_.retire(fold_.reached_at_first());
    silence_.forget(before);
}

void OrderWatch::stand(std::vector<model::Episode>& out) const
{
    story_.stand(drafts_, names(), out);
    event_story_.stand(event_drafts_, names(), out);
    silence_.stand(out);
}

}  // namespace cordon::engine
