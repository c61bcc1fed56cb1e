// SPDX-License-Identifier: Apache-2.0
#include "shard.hpp"

#include <chrono>
#include <utility>

namespace cordon::pipeline {

namespace {

/// How long a thread that found a ring full, or nothing to do, sleeps before it looks again by itself. The bell wakes
/// it sooner; this only bounds what a lost race would cost.
constexpr Millis look_again{50};
constexpr std::chrono::microseconds full_pause{200};

std::optional<UtcTime> received_of(const model::Record& record)
{
    const auto* frame = std::get_if<model::FrameRecord>(&record.body);
    return frame == nullptr ? std::nullopt : std::optional{frame->received};
}

}  // namespace

Shard::Shard(std::size_t number, std::size_t shards, queue::Doorbell& recorder_bell)
    : engine_{engine::Shard{.index = static_cast<std::uint32_t>(number), .count = static_cast<std::uint32_t>(shards)}},
      recorder_bell_{recorder_bell}
{
}

Shard::~Shard()
{
    stop();
}

void Shard::start()
{
    thread_ = std::jthread{[this](const std::stop_token& stopping) { run(stopping); }};
}

void Shard::give(ShardItem item)
{
    while (!given_.push(std::move(item))) {  // NOLINT(bugprone-use-after-move): a full ring leaves it as it was
        bell_.ring();
        std::this_thread::sleep_for(full_pause);
    }
    bell_.ring();
}

void Shard::stop()
{
    if (thread_.joinable()) {
        thread_.request_stop();
        bell_.ring();
        thread_.join();
    }
}

void Shard::run(const std::stop_token& stopping)
{
    ShardItem item;
    for (;;) {
        // Asked before the ring is found empty: what was given before the request is then still worked off.
        const bool last_round = stopping.stop_requested();
        while (given_.pop(item)) {
            handle(item);
        }
        if (last_round) {
            return;
        }
        bell_.wait_for(look_again);
    }
}

void Shard::handle(ShardItem& item)
{
    if (item.record) {
        for (model::EpisodeChange& change : engine_.apply(*item.record)) {
            concluded_.push_back({.change = std::move(change), .received = received_of(item.record->record)});
        }
    }
    if (item.through.value != 0) {
        tell({.changes = std::exchange(concluded_, {}), .through = item.through});
    }
}

void Shard::tell(ShardTold told)
{
    while (!told_.push(std::move(told))) {  // NOLINT(bugprone-use-after-move): as above
        recorder_bell_.ring();
        std::this_thread::sleep_for(full_pause);
    }
    recorder_bell_.ring();
}

}  // namespace cordon::pipeline
