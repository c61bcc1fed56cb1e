// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry.hpp"
#include "ring_intake.hpp"
#include "shard.hpp"

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/port/clock.hpp>
#include <cordon/port/journal.hpp>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace cordon::pipeline {

/// Gives records to the shards that have to see them, in the journal's order. Used by the journal's thread alone.
class Router {
public:
    Router(Registry& registry, std::vector<std::unique_ptr<Shard>>& shards) : registry_{registry}, shards_{shards} {}

    /// One record. Where it moves the journal's clock, every shard is told, so that what a moment passing means is the
    /// same for any number of shards.
    void route(model::StampedRecord record);

    /// All shards have been given everything up to here.
    void mark(Offset through);

private:
    [[nodiscard]] std::vector<std::uint32_t> shards_for(const model::Record& record) const;

    Registry& registry_;
    std::vector<std::unique_ptr<Shard>>& shards_;
    UtcTime clock_;
};

/// The one writer of the journal: gathers what producers offered, makes it durable as one group, and only then
/// acknowledges and passes on.
class JournalThread {
public:
    JournalThread(port::Journal& journal, const port::Clock& clock, Registry& registry, Router& router,
                  Counters& counters, std::function<void(const Fault&)> fatal);

    [[nodiscard]] port::Intake& open_intake(std::function<void()> wake);

    /// Passes on what the journal holds from before; called before `start`, on the caller's thread.
    [[nodiscard]] Result<void> replay();

    void start();

    /// Writes all that was offered and ends the thread.
    void stop();

private:
    /// The group that is written as one: what the producers offered, and who waits for each.
    struct Group {
        std::vector<model::Record> records;
        std::vector<std::pair<RingIntake*, std::uint64_t>> waiting;
    };

    void run(const std::stop_token& stopping);
    [[nodiscard]] bool write_group();
    void gather(Group& group);
    void acknowledge(const Group& group, Offset last);
    void pass_on(Group group, Offset last);
    [[nodiscard]] UtcTime stamp();
    [[nodiscard]] Millis until_tick();

    port::Journal& journal_;
    const port::Clock& clock_;
    Registry& registry_;
    Router& router_;
    std::function<void(const Fault&)> fatal_;
    Counter& clock_held_;
    Gauge& group_size_;
    std::vector<std::unique_ptr<RingIntake>> intakes_;
    UtcTime last_stamp_;
    queue::Doorbell bell_;
    std::jthread thread_;
};

}  // namespace cordon::pipeline
