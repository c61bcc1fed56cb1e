// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shard.hpp"

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/port/clock.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/queue/doorbell.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace cordon::pipeline {

/// Brings what the shards concluded back into the journal's order and publishes it: the feed settles up to the offset
/// that every shard has passed. Owns the one thread that writes the feed.
class Recorder {
public:
    Recorder(std::vector<std::unique_ptr<Shard>>& shards, port::Feed& feed, const port::Clock& clock,
             Counters& counters, std::function<void(const Fault&)> fatal);

    [[nodiscard]] queue::Doorbell& bell() { return bell_; }

    /// Before `start`.
    void on_settled(std::function<void()> wake) { wakes_.push_back(std::move(wake)); }

    /// Records up to `replayed` were received before this start: they say nothing of how fast alerts are.
    void start(Offset replayed);

    /// Publishes what the shards, already stopped, have told and ends the thread.
    void stop();

private:
    /// What one shard has told and could not be published yet, because another shard is behind it.
    struct Pending {
        std::deque<Concluded> changes;
        Offset through;
    };

    void run(const std::stop_token& stopping);
    [[nodiscard]] bool collect();
    void publish();
    void measure(const std::vector<Concluded>& published);
    [[nodiscard]] std::vector<Concluded> take_settled(Offset settled);

    std::vector<std::unique_ptr<Shard>>& shards_;
    port::Feed& feed_;
    const port::Clock& clock_;
    std::function<void(const Fault&)> fatal_;
    Latency& receive_to_alert_;
    Counter& changes_total_;
    Gauge& settled_gauge_;
    std::vector<std::function<void()>> wakes_;
    std::vector<Pending> pending_;
    Offset settled_;
    Offset replayed_;
    queue::Doorbell bell_;
    std::jthread thread_;
};

}  // namespace cordon::pipeline
