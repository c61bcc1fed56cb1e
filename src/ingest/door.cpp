// SPDX-License-Identifier: Apache-2.0
#include "door.hpp"

#include <cordon/core/ensure.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <utility>

namespace cordon::ingest {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

Door::Door(asio::io_context& io, Metrics& metrics) : io_{io}, metrics_{metrics}, room_{io}
{
    room_.expires_at(Clock::time_point::max());
}

asio::awaitable<void> Door::give(model::FrameRecord record, std::function<void()> durable)
{
    const auto given = Clock::now();
    const auto observations = record.observations.size();
    model::Body body{std::move(record)};
    // NOLINTNEXTLINE(bugprone-use-after-move): what `offer` does not take is as it was (port/intake.hpp)
    while (!intake_->offer(std::move(body), last_ticket_ + 1)) {
        co_await room();
    }
    ++last_ticket_;
    pending_.push_back({.ticket = last_ticket_, .given = given, .durable = std::move(durable)});
    metrics_.frames.add();
    metrics_.observations.add(observations);
}

asio::awaitable<void> Door::room()
{
    if (!pending_.empty()) {  // then `collect` is going to be called
        co_await room_.async_wait(asio::as_tuple(asio::use_awaitable));
        co_return;
    }
    asio::steady_timer soon{io_, std::chrono::milliseconds{5}};
    co_await soon.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Door::collect()
{
    std::array<port::Durable, 256> batch;
    for (;;) {
        const std::size_t count = intake_->collect(batch);
        const auto now = Clock::now();
        for (std::size_t i = 0; i < count; ++i) {
            ensure(!pending_.empty() && pending_.front().ticket == batch[i].ticket,
                   "records become durable in the order they were offered");
            const Pending settled = std::move(pending_.front());
            pending_.pop_front();
            const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - settled.given);
            metrics_.to_durable.record(static_cast<std::uint64_t>(took.count()));
            settled.durable();
            room_.cancel_one();
        }
        if (count < batch.size()) {
            return;
        }
    }
}

}  // namespace cordon::ingest
