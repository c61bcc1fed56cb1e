// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/counters.hpp>
#include <cordon/core/result.hpp>
#include <cordon/port/clock.hpp>
#include <cordon/port/device_registry.hpp>
#include <cordon/port/feed.hpp>
#include <cordon/port/intake.hpp>
#include <cordon/port/journal.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace cordon::pipeline {

struct Options {
    std::size_t shards = 1;  ///< threads that run the rules; results are the same for any number
    /// Called once, from any of the pipeline's threads, when the journal or the feed can no longer be written. Nothing
    /// is acknowledged after it; it must end the process, since what the disk holds is then known only at a new start.
    std::function<void(const Fault&)> fatal;
};

/// The path of a record: producers' rings → the journal's thread (durable, in order, one clock) → a ring to each shard
/// → engine → a ring to the recorder → the feed. Every ring is bounded; a full one holds its producer up.
///
/// Threads: one for the journal, one a shard, one for the recorder. `open_intake` and `on_settled` are called before
/// `start`; `find` by any thread.
class Pipeline final : public port::IntakeSource, public port::DeviceRegistry {
public:
    Pipeline(const Options& options, port::Journal& journal, port::Feed& feed, const port::Clock& clock,
             Counters& counters);
    ~Pipeline() override;

    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    [[nodiscard]] port::Intake& open_intake(std::function<void()> wake) override;
    [[nodiscard]] std::shared_ptr<const model::Device> find(const DeviceId& id) const override;

    /// `wake` is called by the recorder's thread each time more of the feed has settled; it must not wait.
    void on_settled(std::function<void()> wake);

    /// Starts the threads and folds what the journal holds; returns when every device and order of it is known and the
    /// journal's thread takes new records. A fault where the journal cannot be read.
    [[nodiscard]] Result<void> start();

    /// Journals all that was offered, lets the shards and the recorder finish it, and ends the threads. Producers must
    /// have stopped offering.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::pipeline
