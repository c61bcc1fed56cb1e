// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/engine/engine.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/record.hpp>
#include <cordon/queue/doorbell.hpp>
#include <cordon/queue/ring.hpp>

#include <cstddef>
#include <optional>
#include <thread>
#include <vector>

namespace cordon::pipeline {

/// What a shard is given: a record, or that it has been given all records up to `through`.
struct ShardItem {
    std::optional<model::StampedRecord> record;
    Offset through;
};

/// One change, and when the frame that caused it was received (none where a tick or an order caused it).
struct Concluded {
    model::EpisodeChange change;
    std::optional<UtcTime> received;
};

/// What a shard concluded from all records up to `through`, since it last said.
struct ShardTold {
    std::vector<Concluded> changes;
    Offset through;
};

/// A part of the orders and the thread that runs their rules. The journal's thread gives, the recorder takes.
class Shard {
public:
    /// About four minutes of the first load on one shard, and less than a second of a replay: a replaying journal waits
    /// here for the rules, and a burst of 10 times the load for ten minutes does not, since the rules are faster.
    static constexpr std::size_t ring_capacity = 1U << 16U;

    Shard(std::size_t number, std::size_t shards, queue::Doorbell& recorder_bell);
    ~Shard();

    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

    void start();

    /// The journal's thread. Waits while the ring is full.
    void give(ShardItem item);

    /// The recorder's thread.
    [[nodiscard]] bool take(ShardTold& out) { return told_.pop(out); }

    /// Works off what was given and ends the thread.
    void stop();

private:
    void run(const std::stop_token& stopping);
    void handle(ShardItem& item);
    void tell(ShardTold told);

    engine::Engine engine_;
    queue::Ring<ShardItem> given_{ring_capacity};
    queue::Ring<ShardTold> told_{ring_capacity};
    queue::Doorbell bell_;
    queue::Doorbell& recorder_bell_;
    std::vector<Concluded> concluded_;
    std::jthread thread_;
};

}  // namespace cordon::pipeline
