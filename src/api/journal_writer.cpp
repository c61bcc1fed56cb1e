// SPDX-License-Identifier: Apache-2.0
#include "journal_writer.hpp"

#include <cordon/core/log.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>
#include <utility>

namespace cordon::api {

namespace asio = boost::asio;

namespace {

/// The ring is full of a whole document's records only; its thread empties it in milliseconds.
constexpr std::chrono::milliseconds full_ring_pause{2};

}  // namespace

JournalWriter::Turn::~Turn()
{
    if (writer_ == nullptr) {
        return;
    }
    try {
        writer_->release();
    } catch (const std::exception& error) {
        log::error("api_turn_not_passed_on", {{"why", error.what()}});
    }
}

asio::awaitable<std::optional<JournalWriter::Turn>> JournalWriter::turn()
{
    if (taken_) {
        if (waiting_.size() >= max_waiting) {
            co_return std::nullopt;
        }
        asio::steady_timer timer{io_, asio::steady_timer::time_point::max()};
        waiting_.push_back(&timer);
        boost::system::error_code cancelled;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        // `release` took it out of the queue and left the turn taken, for us.
        if (stopped_) {
            co_return std::nullopt;
        }
    }
    taken_ = true;
    Turn turn{this};
    if (stopped_ || !unsent_.empty()) {
        co_return std::nullopt;
    }
    co_return std::optional<Turn>{std::move(turn)};
}

asio::awaitable<std::optional<Offset>> JournalWriter::write(std::vector<model::Body> records,
                                                            std::chrono::milliseconds deadline)
{
    const std::uint64_t last = offered_ + records.size();
    std::ranges::move(records, std::back_inserter(unsent_));
    offer_waiting();
    asio::steady_timer timer{io_};
    timer.expires_after(deadline);
    writing_ = &timer;
    bool late = false;
    while (!stopped_ && !late && (durable_ < last || read_ < durable_at_)) {
        boost::system::error_code cancelled;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        late = std::chrono::steady_clock::now() >= timer.expiry();
    }
    writing_ = nullptr;
    co_return durable_ >= last ? std::optional{durable_at_} : std::nullopt;
}

void JournalWriter::on_durable()
{
    std::array<port::Durable, 256> batch{};
    for (std::size_t count = intake_.collect(batch); count > 0; count = intake_.collect(batch)) {
        durable_ = batch.at(count - 1).ticket;
        durable_at_ = batch.at(count - 1).offset;
    }
    offer_waiting();
    ring();
}

void JournalWriter::on_read(Offset position)
{
    read_ = position;
    ring();
}

void JournalWriter::stop()
{
    stopped_ = true;
    ring();
    for (asio::steady_timer* const timer : waiting_) {
        timer->cancel();
    }
    waiting_.clear();
    retry_.reset();
}

void JournalWriter::offer_waiting()
{
    while (!unsent_.empty()) {
        if (!intake_.offer(std::move(unsent_.front()), offered_ + 1)) {  // not taken: it is as it was
            retry_later();
            return;
        }
        unsent_.pop_front();
        ++offered_;
    }
}

void JournalWriter::retry_later()
{
    if (stopped_) {
        return;
    }
    if (!retry_) {
        retry_.emplace(io_);
    }
    retry_->expires_after(full_ring_pause);
    retry_->async_wait([this](const boost::system::error_code& error) {
        if (!error) {
            on_durable();
        }
    });
}

void JournalWriter::release()
{
    if (waiting_.empty()) {
        taken_ = false;
        return;
    }
    waiting_.front()->cancel();
    waiting_.pop_front();
}

void JournalWriter::ring()
{
    if (writing_ != nullptr) {
        writing_->cancel();
    }
}

}  // namespace cordon::api
