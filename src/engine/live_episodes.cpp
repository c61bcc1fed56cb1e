// SPDX-License-Identifier: Apache-2.0
#include "live_episodes.hpp"

#include "episode_name.hpp"

#include <cordon/core/ensure.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cordon::engine {

namespace {

bool same_subject(const LiveEpisodes::Live& a, const LiveEpisodes::Live& b)
{
    return a.episode.kind == b.episode.kind && a.episode.started == b.episode.started &&
           a.episode.order == b.episode.order && a.device == b.device;
}

/// Of the episodes with one subject and start that one record opens and ends in turn, the how many-th this is. What is
/// of one record stands last.
std::size_t how_many_such(const std::vector<LiveEpisodes::Live>& episodes, const LiveEpisodes::Live& live)
{
    std::size_t count = 0;
    for (auto each = episodes.rbegin(); each != episodes.rend() && each->episode.detected == live.episode.detected;
         ++each) {
        count += same_subject(*each, live) ? 1U : 0U;
    }
    return count;
}

/// The device is part of it: two devices may do the same at the same instant, and with no order between them.
EpisodeId id_of(const LiveEpisodes::Live& live, std::size_t nth, Offset offset)
{
    const model::Episode& episode = live.episode;
    return episode_named(fmt::format("{}\x1f\x1f{}\x1f{}\x1f{}\x1f{}.{}",
                                     episode.order ? episode.order->text : std::string{},
                                     model::to_string(episode.kind), live.device ? live.device->text : std::string{},
                                     to_millis(episode.started), offset.value, nth));
}

}  // namespace

LiveEpisodes::LiveEpisodes(State state) : state_{std::move(state)}
{
    find_first_end();
}

LiveEpisodes::Number LiveEpisodes::open(model::Episode episode, const std::optional<DeviceId>& device, Telling& telling)
{
    Live live{.number = ++state_.last, .device = device, .episode = std::move(episode)};
    live.episode.device = device;
    live.episode.state = model::EpisodeState::confirmed;
    live.episode.detected = telling.at;
    live.episode.id = id_of(live, how_many_such(state_.episodes, live), telling.offset);
    telling.add(live.episode);
    state_.episodes.push_back(std::move(live));
    return state_.last;
}

void LiveEpisodes::escalate(Number number, model::Severity severity, Telling& telling)
{
    if (number == 0) {
        return;
    }
    model::Episode& episode = at(number);
    episode.severity = severity;
    tell(episode, model::Change::escalated, telling);
}

void LiveEpisodes::end(Number& number, UtcTime at_instant, Telling& telling)
{
    if (number == 0) {
        return;
    }
    model::Episode& episode = at(std::exchange(number, 0));
    episode.ended = at_instant;
    first_end_ = std::min(first_end_, at_instant);
    tell(episode, model::Change::ended, telling);
}

void LiveEpisodes::tell(model::Episode& episode, model::Change change, Telling& telling)
{
    ++episode.revision;
    episode.change = change;
    telling.add(episode);
}

void LiveEpisodes::forget(UtcTime before)
{
    if (first_end_ >= before) {
        return;
    }
    std::erase_if(state_.episodes,
                  [before](const Live& live) { return live.episode.ended && *live.episode.ended < before; });
    find_first_end();
}

void LiveEpisodes::find_first_end()
{
    first_end_ = forever;
    for (const Live& live : state_.episodes) {
        first_end_ = std::min(first_end_, live.episode.ended.value_or(forever));
    }
}

void LiveEpisodes::stand(std::vector<model::Episode>& out) const
{
    for (const Live& live : state_.episodes) {
        out.push_back(live.episode);
    }
}

model::Episode& LiveEpisodes::at(Number number)
{
    const auto place = std::ranges::lower_bound(state_.episodes, number, {}, &Live::number);
    ensure(place != state_.episodes.end() && place->number == number, "an episode that is open is kept");
    return place->episode;
}

}  // namespace cordon::engine
