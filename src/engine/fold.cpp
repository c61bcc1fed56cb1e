// SPDX-License-Identifier: Apache-2.0
#include "fold.hpp"

#include <algorithm>
#include <utility>

namespace cordon::engine {

namespace {

/// Fixes between two checkpoints. A late fix walks half of these and all that came after it; a checkpoint of ten zones
/// takes about 1.5 KB, so this is 24 bytes a fix.
constexpr std::size_t checkpoint_every = 64;

}  // namespace

/// Whether nothing at or after `at` has been looked at.
bool Fold::stands_before(const State& state, UtcTime at, const Track& track) noexcept
{
    return state.edge < at && (state.next == 0 || (state.next <= track.size() && track[state.next - 1].fix.at < at));
}

bool Fold::step_back(UtcTime at, const Track& track, const OrderTerms& terms, Drafts& drafts)
{
    if (stands_before(state_, at, track)) {
        return false;
    }
    while (checkpoints_.size() > 1 &&
           (checkpoints_.back().edge >= at || checkpoints_.back().next > track.place_of(at))) {
        checkpoints_.pop_back();
    }
    state_ = checkpoints_.back();
    drafts.drop_from(state_.next_serial);
    engaged_.clear();
    for (std::size_t i = 0; i < state_.zones.size(); ++i) {
        ExclusionWatch::restore(state_.zones[i], drafts);
        if (state_.zones[i].engaged()) {
            engaged_.push_back(static_cast<std::uint32_t>(i));
        }
    }
    make_room(terms);
    return true;
}

void Fold::make_room(const OrderTerms& terms)
{
    state_.zones.resize(terms.zones().size());
    state_.last_gnss.resize(terms.devices().size());
}

void Fold::keep_checkpoint(const Drafts& drafts)
{
    state_.next_serial = drafts.next_serial();
    checkpoints_.push_back(state_);
}

void Fold::run(UtcTime clock, const Track& track, const OrderTerms& terms, Drafts& drafts)
{
    make_room(terms);
    for (; state_.next < track.size(); ++state_.next) {
        const Kept& kept = track[state_.next];
        if (!kept.counts()) {
            continue;
        }
        for (UtcTime edge = terms.next_edge(state_.edge); edge <= kept.fix.at; edge = terms.next_edge(edge)) {
            fire(edge, edge == kept.fix.at, terms, drafts);
        }
        if (state_.next >= checkpoints_.back().next + checkpoint_every) {
            keep_checkpoint(drafts);
        }
        step(kept.fix, terms, drafts);
    }
    for (UtcTime edge = terms.next_edge(state_.edge); edge <= clock; edge = terms.next_edge(edge)) {
        fire(edge, false, terms, drafts);
    }
}

void Fold::step(const Fix& fix, const OrderTerms& terms, Drafts& drafts)
{
    const bool gnss = fix.mechanism == model::Mechanism::gnss;
    auto& last_gnss = state_.last_gnss[fix.device];
    const bool path = gnss && last_gnss && fix.at - last_gnss->at <= terms.longest_crossing();
    near_.clear();
    terms.index().find(geo::box_of(path ? last_gnss->position : fix.position, fix.position), near_);
    if (!near_.empty() || !engaged_.empty()) {
        step_zones(fix, path ? last_gnss : std::nullopt, terms, drafts);
    }
    state_.last = fix;
    if (gnss) {
        last_gnss = fix;
    }
}

/// Takes the fix to each zone it can have to do with; `from` is where a path leads to it from.
void Fold::step_zones(const Fix& fix, const std::optional<Fix>& from, const OrderTerms& terms, Drafts& drafts)
{
    near_.insert(near_.end(), engaged_.begin(), engaged_.end());
    std::sort(near_.begin(), near_.end());
    near_.erase(std::unique(near_.begin(), near_.end()), near_.end());
    engaged_.clear();
    for (const std::uint32_t i : near_) {
        const auto& zone = terms.zones()[i];
        ExclusionState& state = state_.zones[i];
        if (state.active) {
            zone->step(state, fix, fix.at, drafts);
        }
        if (from) {
            zone->cross(state, *from, fix, drafts);
        }
        if (state.engaged()) {
            engaged_.push_back(i);
        }
    }
}

/// Something begins or ends (§5). `fix_at_edge`: a counting fix has this very time, so none before it is taken again.
void Fold::fire(UtcTime edge, bool fix_at_edge, const OrderTerms& terms, Drafts& drafts)
{
    state_.edge = edge;
    engaged_.clear();
    for (std::size_t i = 0; i < terms.zones().size(); ++i) {
        ExclusionState& state = state_.zones[i];
        const auto& zone = terms.zones()[i];
        if (!zone) {
            continue;
        }
        const bool active = holds(zone->active(), edge);
        if (state.active && !active) {
            zone->stop(state, edge, drafts);
        } else if (!state.active && active) {
            start_zone(i, edge, fix_at_edge, terms, drafts);
        }
        if (state.engaged()) {
            engaged_.push_back(static_cast<std::uint32_t>(i));
        }
    }
}

/// State is evaluated at the boundary from the last counting fix, where that is not too old; else from the next one.
void Fold::start_zone(std::size_t i, UtcTime edge, bool fix_at_edge, const OrderTerms& terms, Drafts& drafts)
{
    const auto& zone = terms.zones()[i];
    ExclusionState& state = state_.zones[i];
    state = {.active = true};
    if (!fix_at_edge && state_.last && edge - state_.last->at <= zone->gap()) {
        zone->step(state, *state_.last, edge, drafts);
    }
}

std::size_t Fold::forgettable(UtcTime before, const Track& track) const noexcept
{
    std::size_t count = 0;
    for (std::size_t i = 1; i < checkpoints_.size() && stands_before(checkpoints_[i], before, track); ++i) {
        count = checkpoints_[i].next;
    }
    return count;
}

void Fold::forget(std::size_t count)
{
    const auto first = std::find_if(checkpoints_.begin(), checkpoints_.end(),
                                    [count](const State& state) { return state.next == count; });
    checkpoints_.erase(checkpoints_.begin(), first);
    for (auto& state : checkpoints_) {
        state.next -= count;
    }
    state_.next -= count;
}

std::vector<std::uint64_t> Fold::open_at_first() const
{
    std::vector<std::uint64_t> open;
    for (const auto& zone : checkpoints_.front().zones) {
        for (const OpenDraft& draft : {zone.entry, zone.approach}) {
            if (draft) {
                open.push_back(draft.serial);
            }
        }
    }
    return open;
}

}  // namespace cordon::engine
