// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/model/record.hpp>
#include <cordon/port/intake.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace cordon::api {

/// Takes people's changes to the journal, one request at a time: each decides on what the one before it has made, and
/// the records of one document stand together. The API's thread alone.
class JournalWriter {
public:
    JournalWriter(boost::asio::io_context& io, port::Intake& intake) : io_{io}, intake_{intake} {}

    /// Requests that wait for their turn; a write takes about a millisecond, so this is a quarter of a second.
    static constexpr std::size_t max_waiting = 256;

    /// The right to decide and write; given back when it goes away.
    class Turn {
    public:
        explicit Turn(JournalWriter* writer) noexcept : writer_{writer} {}

        Turn(Turn&& other) noexcept : writer_{std::exchange(other.writer_, nullptr)} {}

        Turn& operator=(Turn&&) = delete;
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn();

    private:
        JournalWriter* writer_;
    };

    /// Waits for the turn. Nothing where too many wait, where records of an earlier request that went over its
    /// deadline are still on their way, or at the end.
    [[nodiscard]] boost::asio::awaitable<std::optional<Turn>> turn();

    /// Offers the records back to back and waits until all are durable and the read model has taken them. The offset of
    /// the last, or nothing where that is not known by the deadline (they may yet become durable) or at the end.
    [[nodiscard]] boost::asio::awaitable<std::optional<Offset>> write(std::vector<model::Body> records,
                                                                      std::chrono::milliseconds deadline);

    /// The intake has something to collect, or room.
    void on_durable();
    /// The read model has taken every record up to here.
    void on_read(Offset position);
    /// Nobody waits any longer.
    void stop();

private:
    void offer_waiting();
    void retry_later();
    void release();
    void ring();

    boost::asio::io_context& io_;
    port::Intake& intake_;
    std::deque<model::Body> unsent_;
    std::deque<boost::asio::steady_timer*> waiting_;
    boost::asio::steady_timer* writing_ = nullptr;
    std::optional<boost::asio::steady_timer> retry_;
    bool taken_ = false;
    bool stopped_ = false;
    std::uint64_t offered_ = 0;  ///< tickets count from 1
    std::uint64_t durable_ = 0;
    Offset durable_at_;
    Offset read_;
};

}  // namespace cordon::api
