// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cursor.hpp"
#include "delivery.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/core/counters.hpp>
#include <cordon/notify/notifier.hpp>
#include <cordon/port/feed.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <stop_token>

namespace cordon::notify {

/// One webhook with its cursor, on a thread of its own.
class Channel {
public:
    Channel(const Options& options, const Webhook& webhook, Bytes secret, Progress progress, const port::Feed& feed,
            Counters& counters);
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// Tells change after change until `stop`. The channel's thread.
    void run(const std::stop_token& stop);

    /// There is more to tell. Any thread.
    void wake() noexcept;

private:
    enum class Told : std::uint8_t { yes, not_yet };

    void follow(const std::stop_token& stop);
    void pass_over(model::StreamId id);
    Told tell(const model::EpisodeChange& change, const std::stop_token& stop);
    Told keep(const model::EpisodeChange& change, const Attempt& last);
    void advance(model::StreamId told);
    [[nodiscard]] std::chrono::milliseconds pause_after(unsigned failures);
    bool wait(std::chrono::milliseconds most, const std::stop_token& stop, bool for_news);

    const Options& options_;
    const Webhook& webhook_;
    const port::Feed& feed_;
    Bytes secret_;
    Cursor cursor_;
    Progress progress_;
    model::StreamId kept_;  ///< what the cursor's file says
    Delivery delivery_;
    std::minstd_rand jitter_{std::random_device{}()};

    Counter& delivered_;
    Counter& failed_;
    Counter& dead_;
    Gauge& failing_;

    // A mutex: the pipeline's thread says that there is news while this one is about to wait, and one flag is all that
    // passes between them.
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool news_ = false;
};

}  // namespace cordon::notify
