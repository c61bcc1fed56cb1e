// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/engine/shard.hpp>
#include <cordon/model/episode.hpp>
#include <cordon/model/record.hpp>

#include <memory>
#include <string>
#include <vector>

namespace cordon::engine {

/// The rules (rules.md) as a fold over the journal: records in, changes of episodes out. No clock, no file, no
/// database: the same records in the same order give the same changes, bit for bit.
///
/// - A frame's observations are put in their places by fix time, and what they change is decided again: for any order
/// of
///   arrival and any duplication within 7 days the episodes are the same in the end (§8).
/// - An order's record is its first or next version. It holds from the record's time, never before: fixes from before
/// it
///   are judged by what held then. A condition that stands unchanged in the next version keeps its open episode; one
///   that is gone or changed ends it there, and its successor is evaluated at that instant like any other boundary
///   (§5).
/// - Every record moves the clock to its `at`; what ends or begins with an order or activation does so at its own
///   instant, in the order of (instant, order), before the record itself is looked at.
///
/// One owner, one thread.
class Engine {
public:
    /// Keeps the orders of one shard and passes over all others.
    explicit Engine(Shard mine = {});
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Takes the next record; offsets and times never go back. Changes are numbered within the record from 0.
    [[nodiscard]] std::vector<model::EpisodeChange> apply(const model::StampedRecord& record);

    /// The whole state as bytes, after the last record that was applied: what `restored` makes of them goes on bit for
    /// bit as this engine would. For the same release, or one that keeps the format.
    [[nodiscard]] std::string snapshot() const;

    /// The engine of a snapshot of the same shard. Refused, with the reason: bytes of another format, shard or release,
    /// or cut off. Whoever keeps snapshots knows by a checksum that they are as they were written.
    [[nodiscard]] static Result<Engine> restored(const std::string& snapshot, Shard mine = {});

    /// Episodes as they stand now: every one that is open, with the evidence that came since it was last told, and
    /// those that ended within the last 7 days. Sorted by order, condition, started, kind.
    [[nodiscard]] std::vector<model::Episode> standing() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace cordon::engine
