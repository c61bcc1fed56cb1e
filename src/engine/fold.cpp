// SPDX-License-Identifier: Apache-2.0
#include "fold.hpp"

#include <algorithm>
#include <utility>

namespace cordon::engine {

namespace {

/// Fixes, or instants at which something happened by itself, between two checkpoints. A late fix walks half of these
/// and all that came after it; a checkpoint of ten zones takes about 1.5 KB, so this is 24 bytes a fix.
constexpr std::size_t checkpoint_every = 64;

}  // namespace

/// Whether nothing at or after `at` has been looked at.
bool Fold::stands_before(const State& state, UtcTime at, const Track& track) noexcept
{
    return state.alone < at && (state.next == 0 || (state.next <= track.size() && track[state.next - 1].fix.at < at));
}

bool Fold::step_back(UtcTime at, const Track& track, const OrderTerms& terms, Drafts& drafts)
{
    if (stands_before(state_, at, track)) {
        return false;
    }
    while (checkpoints_.size() > 1 &&
           (checkpoints_.back().alone >= at || checkpoints_.back().next > track.place_of(at))) {
        checkpoints_.pop_back();
    }
    state_ = checkpoints_.back();
    alone_since_checkpoint_ = 0;
    drafts.drop_from(state_.next_serial);
    for (std::size_t i = 0; i < state_.watches.size(); ++i) {
        if (const Watch* watch = terms.watch(i)) {
            with(*watch, state_.watches[i], [&](const auto& each, const auto& then) { each.restore(then, drafts); });
        }
    }
    make_room(terms);
    engage_all(terms);
    return true;
}

void Fold::make_room(const OrderTerms& terms)
{
    for (std::size_t i = state_.watches.size(); i < terms.watches(); ++i) {
        const Watch* watch = terms.watch(i);
        state_.watches.push_back(watch == nullptr ? WatchState{} : new_state(*watch));
    }
    state_.last_of.resize(terms.devices().size());
}

void Fold::engage_all(const OrderTerms& terms)
{
    engaged_.clear();
    for (std::size_t i = 0; i < state_.watches.size(); ++i) {
        const Watch* watch = terms.watch(i);
        if (watch != nullptr && is_engaged(*watch, state_.watches[i])) {
            engaged_.push_back(static_cast<std::uint32_t>(i));
        }
    }
}

void Fold::keep_checkpoint(const Drafts& drafts)
{
    state_.next_serial = drafts.next_serial();
    checkpoints_.push_back(state_);
    alone_since_checkpoint_ = 0;
}

void Fold::keep_in_time(const Drafts& drafts)
{
    if (state_.next >= checkpoints_.back().next + checkpoint_every || alone_since_checkpoint_ >= checkpoint_every) {
        keep_checkpoint(drafts);
    }
}

void Fold::run(UtcTime clock, const Track& track, const OrderTerms& terms, Drafts& drafts)
{
    make_room(terms);
    for (; state_.next < track.size(); ++state_.next) {
        const Kept& kept = track[state_.next];
        if (!kept.counts()) {
            continue;
        }
        pass_time(kept.fix.at, track, terms, drafts);
        keep_in_time(drafts);
        step(kept.fix, terms, drafts);
    }
    for (const WatchNumber i : terms.timed()) {
        if (auto* pair = std::get_if<ProximityState>(&state_.watches[i])) {
            std::get<ProximityWatch>(*terms.watch(i)).settle(*pair, drafts);
        }
    }
    pass_time(clock, track, terms, drafts);
}

/// What begins, ends or becomes true by itself up to `until`, at its own instant; an edge before what is due then.
void Fold::pass_time(UtcTime until, const Track& track, const OrderTerms& terms, Drafts& drafts)
{
    for (;;) {
        const UtcTime edge = terms.next_edge(state_.edge);
        const UtcTime due = next_due(terms);
        if (std::min(edge, due) > until) {
            return;
        }
        keep_in_time(drafts);
        if (due < edge) {
            fire_due(due, terms, drafts);
        } else {
            fire_edge(edge, spoken_at(edge, track, terms), terms, drafts);
        }
        state_.alone = std::max(state_.alone, std::min(edge, due));
        ++alone_since_checkpoint_;
    }
}

UtcTime Fold::next_due(const OrderTerms& terms) const
{
    UtcTime next = forever;
    for (const WatchNumber i : terms.timed()) {
        if (is_active(state_.watches[i])) {
            next = std::min(next, due_of(*terms.watch(i), state_.watches[i]));
        }
    }
    return next;
}

UtcTime Fold::next_alone(UtcTime after, const OrderTerms& terms) const
{
    return std::min(terms.next_edge(std::max(after, state_.edge)), next_due(terms));
}

void Fold::step(const Fix& fix, const OrderTerms& terms, Drafts& drafts)
{
    if (terms.is_tag(fix.device, fix.at)) {
        step_tag(fix, terms, drafts);
    }
    if (terms.is_protected(fix.device, fix.at)) {
        step_other(fix, terms, drafts);
    }
}

void Fold::step_tag(const Fix& fix, const OrderTerms& terms, Drafts& drafts)
{
    const bool gnss = fix.mechanism == model::Mechanism::gnss;
    auto& last_gnss = state_.last_of[fix.device];
    const bool path = gnss && last_gnss && fix.at - last_gnss->at <= terms.longest_crossing();
    near_.clear();
    terms.index().find(geo::box_of(path ? last_gnss->position : fix.position, fix.position), near_);
    near_.insert(near_.end(), engaged_.begin(), engaged_.end());
    if (!near_.empty()) {
        step_watches(fix, path ? last_gnss : std::nullopt, terms, drafts);
    }
    if (fix.confirming()) {
        state_.last_sure.reset();
    } else if (state_.last && state_.last->confirming()) {
        state_.last_sure = state_.last;
    }
    state_.last = fix;
    if (gnss) {
        last_gnss = fix;
    }
}

/// Takes the fix to each watch it can have to do with; `from` is where a path leads to it from.
void Fold::step_watches(const Fix& fix, const std::optional<Fix>& from, const OrderTerms& terms, Drafts& drafts)
{
    std::sort(near_.begin(), near_.end());
    near_.erase(std::unique(near_.begin(), near_.end()), near_.end());
    engaged_.clear();
    for (const std::uint32_t i : near_) {
        const Watch& watch = *terms.watch(i);
        WatchState& state = state_.watches[i];
        if (is_active(state)) {
            with(watch, state, [&](const auto& each, auto& its) { each.step(its, fix, fix.at, drafts); });
        }
        if (const auto* zone = std::get_if<ExclusionWatch>(&watch); zone != nullptr && from) {
            zone->cross(std::get<ExclusionState>(state), *from, fix, drafts);
        }
        if (is_engaged(watch, state)) {
            engaged_.push_back(i);
        }
    }
}

/// A protected person's fix speaks to the watches about that device alone.
void Fold::step_other(const Fix& fix, const OrderTerms& terms, Drafts& drafts)
{
    for (const WatchNumber i : terms.timed()) {
        if (terms.other(i) == fix.device && is_active(state_.watches[i])) {
            with(*terms.watch(i), state_.watches[i],
                 [&](const auto& each, auto& its) { each.step(its, fix, fix.at, drafts); });
        }
    }
    state_.last_of[fix.device] = fix;
}

/// Who has a counting fix at the instant of an edge: none before it is taken again there.
Fold::Spoken Fold::spoken_at(UtcTime at, const Track& track, const OrderTerms& terms) const
{
    Spoken spoken;
    for (std::size_t i = state_.next; i < track.size() && track[i].fix.at <= at; ++i) {
        if (!track[i].counts() || track[i].fix.at != at) {
            continue;
        }
        const DeviceNumber device = track[i].fix.device;
        spoken.tag = spoken.tag || terms.is_tag(device, at);
        if (terms.is_protected(device, at)) {
            spoken.others.push_back(device);
        }
    }
    return spoken;
}

Sight Fold::sight_of(std::size_t watch, const Spoken& spoken, const OrderTerms& terms) const
{
    Sight sight;
    if (!spoken.tag && state_.last) {
        sight.tag = &*state_.last;
        sight.sure = state_.last_sure ? &*state_.last_sure : nullptr;
    }
    if (const auto other = terms.other(watch)) {
        const bool speaks = std::find(spoken.others.begin(), spoken.others.end(), *other) != spoken.others.end();
        const auto& last = state_.last_of[*other];
        sight.other = speaks || !last ? nullptr : &*last;
    }
    return sight;
}

/// Something begins or ends (§5).
void Fold::fire_edge(UtcTime edge, const Spoken& spoken, const OrderTerms& terms, Drafts& drafts)
{
    state_.edge = edge;
    for (std::size_t i = 0; i < terms.watches(); ++i) {
        const Watch* watch = terms.watch(i);
        if (watch == nullptr) {
            continue;
        }
        with(*watch, state_.watches[i], [&](const auto& each, auto& its) {
            const bool active = holds(each.active(), edge);
            if (its.active && !active) {
                each.stop(its, edge, drafts);
            } else if (!its.active && active) {
                each.start(its, edge, sight_of(i, spoken, terms), drafts);
            }
        });
    }
    engage_all(terms);
}

void Fold::fire_due(UtcTime due, const OrderTerms& terms, Drafts& drafts)
{
    for (const WatchNumber i : terms.timed()) {
        WatchState& state = state_.watches[i];
        if (is_active(state) && due_of(*terms.watch(i), state) == due) {
            with(*terms.watch(i), state, [&](const auto& each, auto& its) { each.fire(its, due, drafts); });
        }
    }
}

std::size_t Fold::forgettable(UtcTime before, const Track& track) const noexcept
{
    std::size_t last = 0;
    for (std::size_t i = 1; i < checkpoints_.size() && stands_before(checkpoints_[i], before, track); ++i) {
        last = i;
    }
    return last;
}

std::size_t Fold::forget(std::size_t count)
{
    checkpoints_.erase(checkpoints_.begin(), checkpoints_.begin() + static_cast<std::ptrdiff_t>(count));
    const std::size_t fixes = checkpoints_.front().next;
    for (auto& state : checkpoints_) {
        state.next -= fixes;
    }
    state_.next -= fixes;
    return fixes;
}

}  // namespace cordon::engine
