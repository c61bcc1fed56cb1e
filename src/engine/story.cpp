// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include "episode_name.hpp"
#include "span.hpp"

#include <cordon/core/ensure.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace cordon::engine {

namespace {

using model::Change;

ConditionId condition_of(const Draft& draft, const Names& names)
{
    return draft.watch ? names.conditions[*draft.watch] : ConditionId{};
}

/// From what made it, and nothing of other orders: the same journal gives the same ids again, for any number of shards.
EpisodeId id_of(const Draft& draft, const Names& names, const Telling& telling)
{
    return episode_named(fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}.{}", names.order.text,
                                     condition_of(draft, names).text, model::to_string(draft.kind),
                                     draft.device ? names.devices[*draft.device].text : std::string{},
                                     to_millis(draft.started), telling.offset.value, draft.serial));
}

bool any_late(const Draft& draft)
{
    return draft.late ||
           std::any_of(draft.evidence.begin(), draft.evidence.end(), [](const Proof& proof) { return proof.late; });
}

bool same_subject(const Draft& a, const Draft& b)
{
    return a.watch == b.watch && a.kind == b.kind && a.device == b.device;
}

bool overlap(const Draft& a, const Draft& b)
{
    return a.started == b.started || (a.started < b.ended.value_or(forever) && b.started < a.ended.value_or(forever));
}

model::Episode episode_of(const Draft& draft, const Names& names)
{
    model::Episode episode{.order = names.order,
                           .kind = draft.kind,
                           .state = draft.state,
                           .al_code = draft.al_code,
                           .severity = draft.severity,
                           .started = draft.started,
                           .ended = draft.ended,
                           .reason = draft.reason};
    if (draft.watch) {
        episode.condition = condition_of(draft, names);
    }
    if (draft.device) {
        episode.device = names.devices[*draft.device];
    }
    episode.evidence.reserve(draft.evidence.size());
    for (const auto& proof : draft.evidence) {
        episode.evidence.push_back({.device = names.devices[proof.device],
                                    .fix_time = proof.at,
                                    .position = proof.position,
                                    .accuracy_m = proof.accuracy_m,
                                    .distance_mm = proof.distance_mm});
    }
    return episode;
}

/// By condition, then time: the order in which changes of one record are told.
bool told_before(const Draft& a, const Draft& b, const Names& names)
{
    const auto key = [&](const Draft& d) {
        return std::tuple{condition_of(d, names).text, d.started, model::to_string(d.kind), d.device.value_or(0)};
    };
    return key(a) < key(b);
}

}  // namespace

std::optional<Change> what_changed(const Draft& was, const Draft& now)
{
    if (was.state != now.state && now.state == model::EpisodeState::confirmed) {
        return Change::confirmed;
    }
    if (!was.ended && now.ended) {
        return Change::ended;
    }
    if (was.started != now.started || was.ended != now.ended) {
        const Millis length = was.ended.value_or(forever) - was.started;
        return now.ended.value_or(forever) - now.started > length ? Change::extended : Change::shortened;
    }
    if (was.state != now.state || was.severity != now.severity || was.reason != now.reason ||
        was.al_code != now.al_code) {
        return Change::extended;
    }
    if (now.ended && was.evidence != now.evidence) {  // what is over is told whole, or its record would lack a fix
        return now.evidence.size() < was.evidence.size() ? Change::shortened : Change::extended;
    }
    return std::nullopt;
}

Story::Told Story::first_telling(const Draft& draft, bool late, const Names& names, Telling& telling)
{
    Told told{
        .draft = draft, .id = id_of(draft, names, telling), .detected = telling.at, .late = late || any_late(draft)};
    model::Episode episode = episode_of(draft, names);
    episode.id = told.id;
    episode.detected = told.detected;
    episode.late = told.late;
    telling.add(std::move(episode));
    return told;
}

void Story::tell_change(Told& told, const Draft& draft, bool late, const Names& names, Telling& telling)
{
    const auto change = what_changed(told.draft, draft);
    if (!change) {
        told.draft.serial = draft.serial;
        return;
    }
    told.draft = draft;
    told.change = *change;
    told.late = told.late || late || any_late(draft);
    ++told.revision;
    model::Episode episode = episode_of(draft, names);
    episode.id = told.id;
    episode.detected = told.detected;
    episode.late = told.late;
    episode.revision = told.revision;
    episode.change = told.change;
    telling.add(std::move(episode));
}

void Story::tell_withdrawn(const Told& gone, const Names& names, Telling& telling)
{
    model::Episode episode = episode_of(gone.draft, names);
    episode.id = gone.id;
    episode.detected = gone.detected;
    episode.late = true;
    episode.revision = gone.revision + 1;
    episode.change = Change::withdrawn;
    telling.add(std::move(episode));
}

/// The episode that a draft continues is the earliest told that it overlaps; one without an id where there is none.
Story::Told Story::take_same(std::vector<Told>& old, const Draft& draft)
{
    auto same = old.end();
    for (auto each = old.begin(); each != old.end(); ++each) {
        if (same_subject(each->draft, draft) && overlap(each->draft, draft) &&
            (same == old.end() || each->draft.started < same->draft.started)) {
            same = each;
        }
    }
    if (same == old.end()) {
        return {};
    }
    Told told = std::move(*same);
    old.erase(same);
    return told;
}

void Story::tell(Drafts& drafts, bool late, const Names& names, Telling& telling)
{
    const auto& all = drafts.all();
    const std::size_t standing = drafts.standing();
    if (standing == all.size() && standing == told_.size() && drafts.touched().empty()) {
        return;
    }
    std::vector<std::size_t> places;
    for (const std::uint64_t serial : drafts.touched()) {
        if (const std::size_t place = drafts.index_of(serial); place < standing) {
            places.push_back(place);
        }
    }
    for (std::size_t place = standing; place < all.size(); ++place) {
        places.push_back(place);
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::sort(places.begin(), places.end(),
              [&](std::size_t a, std::size_t b) { return told_before(all[a], all[b], names); });

    const auto tail = told_.begin() + static_cast<std::ptrdiff_t>(standing);
    std::vector<Told> old{std::make_move_iterator(tail), std::make_move_iterator(told_.end())};
    told_.resize(standing);
    told_.resize(all.size());
    for (const std::size_t place : places) {
        Told& told = told_[place];
        if (place >= standing) {
            told = take_same(old, all[place]);
        }
        if (told.id.text.empty()) {
            told = first_telling(all[place], late, names, telling);
        } else {
            tell_change(told, all[place], late, names, telling);
        }
    }
    for (const auto& gone : old) {
        tell_withdrawn(gone, names, telling);
    }
    drafts.all_told();
}

void Story::forget(Drafts& drafts, std::uint64_t serial, UtcTime before)
{
    const auto& all = drafts.all();
    ensure(told_.size() == all.size(), "each draft was told before any is forgotten");
    std::vector<bool> gone(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        gone[i] = all[i].serial < serial && all[i].ended.value_or(forever) < before;
    }
    std::size_t place = 0;
    std::erase_if(told_, [&](const Told&) { return gone[place++]; });
    drafts.forget([&](std::size_t i) { return gone[i]; });
}

void Story::stand(const Drafts& drafts, const Names& names, std::vector<model::Episode>& out) const
{
    for (std::size_t i = 0; i < drafts.all().size(); ++i) {
        const Told& told = told_[i];
        model::Episode episode = episode_of(drafts.all()[i], names);
        episode.id = told.id;
        episode.detected = told.detected;
        episode.late = told.late || any_late(drafts.all()[i]);
        episode.revision = told.revision;
        episode.change = told.change;
        out.push_back(std::move(episode));
    }
}

}  // namespace cordon::engine
