// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "refusals.hpp"

#include <cordon/model/record.hpp>
#include <cordon/port/intake.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>

namespace cordon::ingest {

/// One thread's way into the journal and back: gives a record, remembers who waits for it, tells them when it is
/// durable. Everything here runs on that thread.
class Door {
public:
    Door(boost::asio::io_context& io, Metrics& metrics);

    /// Before anything else; `intake` is this thread's own.
    void open(port::Intake& intake) { intake_ = &intake; }

    /// Completes once the journal's ring has taken the record; until then the caller reads nothing more. `durable` is
    /// called by `collect` later, in the order the records were given.
    [[nodiscard]] boost::asio::awaitable<void> give(model::FrameRecord record, std::function<void()> durable);

    /// Tells everyone whose record has become durable, and lets as many in who wait for room.
    void collect();

    /// Whether nothing given is still on its way.
    [[nodiscard]] bool settled() const noexcept { return pending_.empty(); }

private:
    struct Pending {
        std::uint64_t ticket = 0;
        std::chrono::steady_clock::time_point given;
        std::function<void()> durable;
    };

    [[nodiscard]] boost::asio::awaitable<void> room();

    boost::asio::io_context& io_;
    Metrics& metrics_;
    port::Intake* intake_ = nullptr;
    std::uint64_t last_ticket_ = 0;
    std::deque<Pending> pending_;  // bounded by the intake's ring: what it does not take does not come here
    boost::asio::steady_timer room_;
};

}  // namespace cordon::ingest
