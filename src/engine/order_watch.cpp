// SPDX-License-Identifier: Apache-2.0
#include "order_watch.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cordon::engine {

namespace {

using namespace std::chrono_literals;

/// How late a fix may come and still be decided (§8).
constexpr Millis horizon = 24h * 7;

/// Fixes are forgotten this many at a time: each time all that stay are moved.
constexpr std::size_t forget_at_once = 1024;

}  // namespace

void OrderWatch::take_version(const model::Order& order, UtcTime at)
{
    terms_.take_version(order, at);
    track_.set_devices(terms_.devices().size());
    newest_.resize(terms_.devices().size(), beginning);
    const auto unbound = [this](const Fix& fix) { return !terms_.is_tag(fix.device, fix.at); };
    (void)track_.remove_if(at, unbound, [this](UtcTime t) { return terms_.max_speed_mps(t); });
    changed_ = std::min(at, changed_.value_or(at));
    events_changed_ = true;
    wake_ = at;
}

void OrderWatch::take(const model::Observation& observation, UtcTime log)
{
    const auto device = terms_.number_of(observation.device);
    if (!device) {
        return;
    }
    const UtcTime at = corrected_time(observation);
    const bool suspect = at > observation.received + terms_.future(at);
    // An event is never lost to a bad clock: then its receipt stands for its time.
    if (observation.event && DeviceEventWatch::concerns(*observation.event)) {
        take_event(*observation.event, suspect ? observation.received : at, *device);
    }
    if (observation.valid && observation.position) {
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
    if (beyond || !terms_.is_tag(device, fix.at)) {
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
    const bool stepped_back = changed_ && fold_.step_back(*changed_, track_, terms_, drafts_);
    fold_.run(clock, track_, terms_, drafts_);
    story_.tell(drafts_, stepped_back && changed_late_, names(), telling);
    settle_events(std::max(clock, fold_.reached()), names(), telling);
    changed_.reset();
    changed_late_ = false;
    forget(clock - horizon);
    wake_ = terms_.next_edge(std::max(clock, fold_.edge()));
    if (wake_ == forever && track_.size() > 0) {  // the order may be over: let go of its fixes in time
        wake_ = std::max(clock, fold_.reached() + horizon) + 1ms;
    }
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
    const bool over = track_.size() > 0 && terms_.next_edge(before) == forever && fold_.reached() < before;
    if (over) {
        fold_.keep_checkpoint(drafts_);
    }
    const std::size_t count = fold_.forgettable(before, track_);
    if (count < forget_at_once && !over) {
        return;
    }
    horizon_ = std::max(horizon_, before);
    fold_.forget(count);
    track_.forget(count, before);
    story_.forget(drafts_, fold_.serial_at_first(), fold_.open_at_first());
    terms_.retire(before);
}

void OrderWatch::stand(std::vector<model::Episode>& out) const
{
    story_.stand(drafts_, names(), out);
    event_story_.stand(event_drafts_, names(), out);
}

}  // namespace cordon::engine
