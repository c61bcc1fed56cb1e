// SPDX-License-Identifier: Apache-2.0
#include "story.hpp"

#include "span.hpp"

#include <cordon/core/ensure.hpp>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace cordon::engine {

namespace {

using model::Change;

/// The names of episodes: chosen once, by chance, and never to be changed.
constexpr boost::uuids::uuid episode_names{0x5b, 0x0c, 0x1d, 0x3e, 0x86, 0x4a, 0x4f, 0x52,
                                           0x9a, 0x37, 0xe1, 0x60, 0x2c, 0x9d, 0x74, 0xb8};

ConditionId condition_of(const Draft& draft, const Names& names)
{
    return draft.watch ? names.conditions[*draft.watch] : ConditionId{};
}

/// From what made it: the same journal gives the same ids again.
EpisodeId id_of(const Draft& draft, const Names& names, const Telling& telling)
{
    const std::string text =
        fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}.{}", names.order.text, condition_of(draft, names).text,
                    model::to_string(draft.kind), draft.device ? names.devices[*draft.device].text : std::string{},
                    to_millis(draft.started), telling.offset.value, telling.out.size());
    return {boost::uuids::to_string(boost::uuids::name_generator_sha1{episode_names}(text))};
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
                           .severity = draft.severity,
                           .started = draft.started,
                           .ended = draft.ended,
                           .reason = draft.reason};
    if (draft.watch) {
        episode.condition = condition_of(draft, names);
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
    if (was.state != now.state || was.severity != now.severity || was.reason != now.reason) {
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

void Story::tell(Drafts& drafts, bool stepped_back, bool late, const Names& names, Telling& telling)
{
    if (stepped_back) {
        tell_again(drafts, late, names, telling);
    } else if (drafts.touched()) {
        tell_touched(drafts, late, names, telling);
    }
    drafts.all_told();
}

/// Nothing was taken back: the drafts that were told stand where they stood, and new ones follow them.
void Story::tell_touched(Drafts& drafts, bool late, const Names& names, Telling& telling)
{
    auto& all = drafts.all();
    std::vector<std::size_t> touched;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::exchange(all[i].touched, false)) {
            touched.push_back(i);
        }
    }
    const std::size_t known = told_.size();
    told_.resize(all.size());
    std::sort(touched.begin(), touched.end(),
              [&](std::size_t a, std::size_t b) { return told_before(all[a], all[b], names); });
    for (const std::size_t i : touched) {
        if (i < known) {
            tell_change(told_[i], all[i], late, names, telling);
        } else {
            told_[i] = first_telling(all[i], late, names, telling);
        }
    }
}

/// Each draft looks for the episode it continues: the earliest told that it overlaps. What nothing continues is
/// withdrawn.
void Story::tell_again(Drafts& drafts, bool late, const Names& names, Telling& telling)
{
    auto& all = drafts.all();
    std::vector<std::size_t> order(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        order[i] = i;
    }
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return told_before(all[a], all[b], names); });
    std::sort(told_.begin(), told_.end(),
              [&](const Told& a, const Told& b) { return told_before(a.draft, b.draft, names); });
    std::vector<bool> taken(told_.size(), false);
    std::vector<Told> known(all.size());
    for (const std::size_t i : order) {
        Draft& draft = all[i];
        draft.touched = false;
        std::size_t same = 0;
        while (same < told_.size() &&
               (taken[same] || !same_subject(told_[same].draft, draft) || !overlap(told_[same].draft, draft))) {
            ++same;
        }
        if (same == told_.size()) {
            known[i] = first_telling(draft, late, names, telling);
            continue;
        }
        taken[same] = true;
        known[i] = std::move(told_[same]);
        tell_change(known[i], draft, late, names, telling);
    }
    for (std::size_t i = 0; i < told_.size(); ++i) {
        if (!taken[i]) {
            Told& gone = told_[i];
            model::Episode episode = episode_of(gone.draft, names);
            episode.id = gone.id;
            episode.detected = gone.detected;
            episode.late = true;
            episode.revision = gone.revision + 1;
            episode.change = Change::withdrawn;
            telling.add(std::move(episode));
        }
    }
    told_ = std::move(known);
}

void Story::forget(Drafts& drafts, std::uint64_t serial, const std::vector<std::uint64_t>& keep)
{
    auto& all = drafts.all();
    ensure(told_.size() == all.size(), "each draft was told before any is forgotten");
    std::size_t left = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool open = !all[i].ended || std::find(keep.begin(), keep.end(), all[i].serial) != keep.end();
        if (all[i].serial >= serial || open) {
            if (left != i) {
                all[left] = std::move(all[i]);
                told_[left] = std::move(told_[i]);
            }
            ++left;
        }
    }
    all.resize(left);
    told_.resize(left);
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
