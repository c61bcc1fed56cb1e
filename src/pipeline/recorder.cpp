// SPDX-License-Identifier: Apache-2.0
#include "recorder.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace cordon::pipeline {

namespace {

constexpr Millis look_again{50};

/// Concluded in the shard of its device, whichever shard its order, if it has one, is in.
bool is_of_the_device_alone(const model::Episode& episode)
{
    return episode.kind == model::EpisodeKind::association || episode.kind == model::EpisodeKind::clock_fault;
}

/// Where a change stands in the stream. Changes of one record come from several shards where it moved the clock for
/// all, or where the device's shard is not the order's: then order, condition and episode say which is first. What
/// shares all of these comes from one shard, which numbered it in turn; so the numbers are the same for any number of
/// shards.
using Place = std::tuple<Offset, const std::optional<OrderId>&, const std::optional<ConditionId>&, bool,
                         std::string_view, std::uint32_t>;

Place place(const Concluded& concluded)
{
    const auto& [id, episode] = concluded.change;
    const bool of_device = is_of_the_device_alone(episode);
    const std::string_view name = of_device ? std::string_view{episode.id.text} : std::string_view{};
    return {id.offset, episode.order, episode.condition, of_device, name, id.index};
}

void number_within_records(std::vector<Concluded>& changes)
{
    std::ranges::sort(changes, [](const Concluded& a, const Concluded& b) { return place(a) < place(b); });
    Offset record;
    std::uint32_t next = 0;
    for (Concluded& concluded : changes) {
        next = concluded.change.id.offset == record ? next + 1 : 0;
        record = concluded.change.id.offset;
        concluded.change.id.index = next;
    }
}

}  // namespace

Recorder::Recorder(std::vector<std::unique_ptr<Shard>>& shards, port::Feed& feed, const port::Clock& clock,
                   Counters& counters, std::function<void(const Fault&)> fatal)
    : shards_{shards},
      feed_{feed},
      clock_{clock},
      fatal_{std::move(fatal)},
      receive_to_alert_{counters.latency("receive_to_alert_seconds", "",
                                         "From a frame's receipt to its episode change on the stream")},
      changes_total_{counters.counter("episode_changes_total", "", "Changes of episodes told")},
      settled_gauge_{counters.gauge("feed_settled_offset", "", "Every change of records up to here is on the stream")}
{
}

void Recorder::start(Offset replayed)
{
    replayed_ = replayed;
    pending_.resize(shards_.size());
    thread_ = std::jthread{[this](const std::stop_token& stopping) { run(stopping); }};
}

void Recorder::stop()
{
    if (thread_.joinable()) {
        thread_.request_stop();
        bell_.ring();
        thread_.join();
    }
}

void Recorder::run(const std::stop_token& stopping)
{
    for (;;) {
        const bool last_round = stopping.stop_requested();
        while (collect()) {
            publish();
        }
        if (last_round) {
            return;
        }
        bell_.wait_for(look_again);
    }
}

bool Recorder::collect()
{
    bool some = false;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        ShardTold told;
        while (shards_[i]->take(told)) {
            std::ranges::move(told.changes, std::back_inserter(pending_[i].changes));
            pending_[i].through = told.through;
            some = true;
        }
    }
    return some;
}

std::vector<Concluded> Recorder::take_settled(Offset settled)
{
    std::vector<Concluded> ready;
    for (Pending& pending : pending_) {
        while (!pending.changes.empty() && pending.changes.front().change.id.offset <= settled) {
            ready.push_back(std::move(pending.changes.front()));
            pending.changes.pop_front();
        }
    }
    number_within_records(ready);
    return ready;
}

void Recorder::publish()
{
    const Offset settled = std::ranges::min_element(pending_, {}, &Pending::through)->through;
    if (settled <= settled_) {
        return;
    }
    settled_ = settled;
    const std::vector<Concluded> ready = take_settled(settled);
    std::vector<model::EpisodeChange> changes;
    changes.reserve(ready.size());
    for (const Concluded& concluded : ready) {
        changes.push_back(concluded.change);
    }
    if (const auto published = feed_.publish(changes, settled); !published.has_value()) {
        fatal_(published.error());
        return;
    }
    measure(ready);
    changes_total_.add(changes.size());
    settled_gauge_.set(static_cast<std::int64_t>(settled.value));
    for (const auto& wake : wakes_) {
        wake();
    }
}

void Recorder::measure(const std::vector<Concluded>& published)
{
    const UtcTime now = clock_.now();
    for (const Concluded& concluded : published) {
        if (concluded.change.id.offset > replayed_ && concluded.received && *concluded.received <= now) {
            // Both instants are cut to the millisecond: the figure is the most that it can have been.
            receive_to_alert_.record(static_cast<std::uint64_t>((now - *concluded.received + Millis{1}).count()) *
                                     1000);
        }
    }
}

}  // namespace cordon::pipeline
