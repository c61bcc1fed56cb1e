// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include "source_range.hpp"

#include <cordon/core/ensure.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <utility>

namespace cordon::ingest {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// A usual packet fits; 15,000 connections of it are 15 MB.
constexpr std::size_t usual_buffer = 1024;

/// TCP itself hardly lets a flipped bit through, so a packet that fails thrice is going to fail for ever: the tag is
/// not let to send it in a tight circle. It connects again and is counted again.
constexpr unsigned most_damaged = 3;

constexpr auto completion = asio::as_tuple(asio::use_awaitable);

std::string name_of(const tcp::socket& socket, asio::ip::address& from)
{
    boost::system::error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) {
        return "gone";
    }
    from = unmapped(peer.address());
    const std::string host = from.is_v6() ? "[" + from.to_string() + "]" : from.to_string();
    return host + ":" + std::to_string(peer.port());
}

}  // namespace

Connection::Connection(tcp::socket socket, const Listener& listener, const wire::Dialect& dialect,
                       Admission::Place place, const Surroundings& around, Door& door, Refusals& refusals)
    : socket_{std::move(socket)},
      peer_{name_of(socket_, from_)},
      protocol_{listener.protocol},
      dialect_{dialect},
      place_{std::move(place)},
      around_{around},
      door_{door},
      refusals_{refusals},
      buffer_(usual_buffer),
      accepted_{Clock::now()},
      due_{Clock::time_point::max()},
      settled_{socket_.get_executor()}
{
    boost::system::error_code ignored;  // options are wishes: without them the connection is merely less lively
    socket_.set_option(tcp::no_delay{true}, ignored);
    socket_.set_option(asio::socket_base::keep_alive{true}, ignored);
    settled_.expires_at(Clock::time_point::max());
    around_.metrics.accepted.add();
    around_.metrics.connections.add(1);
}

Connection::~Connection()
{
    around_.metrics.connections.add(-1);
}

asio::awaitable<void> Connection::serve()
{
    while (!stopped_) {
        const wire::Framing found = dialect_.next_frame(buffered());
        Next next = Next::go_on;
        switch (found.kind) {
            case wire::Framing::Kind::need_more:
                next = co_await read_more();
                break;
            case wire::Framing::Kind::skip:
                consume(found.size);
                break;
            case wire::Framing::Kind::broken:
                refusals_.refuse(reason_of(found.error), protocol_, peer_, around_.received_at(), buffered());
                next = Next::close;
                break;
            case wire::Framing::Kind::frame:
                next = co_await take(buffered().first(found.size));
                consume(found.size);
                break;
        }
        if (next == Next::close) {
            break;
        }
    }
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
}

void Connection::consume(std::size_t size) noexcept
{
    begin_ += size;
    frame_began_ = Clock::now();  // what is left, if anything, is the beginning of the next frame
    if (begin_ == end_) {
        begin_ = 0;
        end_ = 0;
    }
}

void Connection::make_room()
{
    if (begin_ > 0) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == buffer_.size()) {
        ensure(end_ < wire::max_frame_bytes, "a frame is never larger than the largest");
        buffer_.resize(std::min(buffer_.size() * 2, wire::max_frame_bytes));
    } else if (end_ == 0 && buffer_.size() > usual_buffer) {
        Bytes(usual_buffer).swap(buffer_);  // a large frame has gone through; the memory goes with it
    }
}

asio::awaitable<Connection::Next> Connection::read_more()
{
    make_room();
    due_ = read_due();
    reading_ = true;
    const auto [error, size] =
        co_await socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_), completion);
    reading_ = false;
    due_ = Clock::time_point::max();
    if (late_) {
        tell_late();
        co_return Next::close;
    }
    if (error) {
        co_return Next::close;
    }
    if (begin_ == end_) {
        frame_began_ = Clock::now();
    }
    end_ += size;
    co_return Next::go_on;
}

Connection::Clock::time_point Connection::read_due() const
{
    if (!device_) {
        return accepted_ + around_.options.login_deadline;
    }
    return begin_ == end_ ? Clock::now() + around_.options.idle : frame_began_ + around_.options.frame_deadline;
}

void Connection::tell_late()
{
    if (device_ && begin_ == end_) {
        around_.metrics.idled.add();
        return;
    }
    const Reason reason = device_ ? Reason::frame_deadline : Reason::login_deadline;
    refusals_.refuse(reason, protocol_, peer_, around_.received_at(), buffered());
}

void Connection::end_if_late(Clock::time_point now)
{
    if (now >= due_) {
        late_ = true;
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
}

void Connection::stop()
{
    stopped_ = true;
    if (reading_) {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
}

Result<std::shared_ptr<const model::Device>, Reason> Connection::sender_of(ByteView frame)
{
    const auto named = dialect_.identify(frame);
    if (!named) {
        return refuse(reason_of(named.error()));
    }
    const std::optional<DeviceId>& said = named.value();
    if (!said && !device_) {
        return refuse(Reason::not_logged_in);
    }
    if (said && device_ && *said != *device_) {
        return refuse(Reason::second_login);
    }
    // Asked again for each frame: a device may have been registered, changed or barred since the last.
    return admitted(around_, said ? *said : *device_, protocol_, from_);
}

asio::awaitable<Connection::Next> Connection::take(ByteView frame)
{
    const auto sender = sender_of(frame);
    if (!sender) {
        co_return co_await turn_away(sender.error(), frame, wire::WireError::identity);
    }
    const model::Device& device = *sender.value();
    const UtcTime received = around_.received_at();
    auto decoded = dialect_.decode(frame, device, received);
    if (!decoded) {
        damaged_ = decoded.error() == wire::WireError::crc ? damaged_ + 1 : most_damaged;
        const Next then = co_await turn_away(reason_of(decoded.error()), frame, decoded.error());
        co_return damaged_ < most_damaged ? then : Next::close;
    }
    damaged_ = 0;
    device_ = device.id;
    model::FrameRecord record{.device = device.id,
                              .protocol = protocol_,
                              .peer = peer_,
                              .received = received,
                              .raw = Bytes{frame.begin(), frame.end()},
                              .observations = std::move(decoded.value().observations)};
    co_return co_await keep(std::move(record), std::move(decoded.value().reply));
}

asio::awaitable<Connection::Next> Connection::keep(model::FrameRecord record, Bytes reply)
{
    bool durable = false;
    std::function<void()> when_durable = [this, &durable] {
        durable = true;
        settled_.cancel();
    };
    co_await door_.give(std::move(record), std::move(when_durable));
    while (!durable) {
        co_await settled_.async_wait(completion);
    }
    co_return co_await answer(std::move(reply));
}

asio::awaitable<Connection::Next> Connection::answer(Bytes reply)
{
    if (reply.empty()) {
        co_return Next::go_on;
    }
    due_ = Clock::now() + around_.options.frame_deadline;
    const auto [error, size] = co_await asio::async_write(socket_, asio::buffer(reply), completion);
    due_ = Clock::time_point::max();
    if (late_) {
        refusals_.refuse(Reason::frame_deadline, protocol_, peer_, around_.received_at(), {});
    }
    co_return error || late_ ? Next::close : Next::go_on;
}

asio::awaitable<Connection::Next> Connection::turn_away(Reason reason, ByteView frame, wire::WireError as)
{
    refusals_.refuse(reason, protocol_, peer_, around_.received_at(), frame);
    const Next answered = co_await answer(dialect_.refusal(frame, as));
    co_return as == wire::WireError::crc ? answered : Next::close;
}

}  // namespace cordon::ingest
