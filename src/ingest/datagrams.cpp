// SPDX-License-Identifier: Apache-2.0
#include "datagrams.hpp"

#include "source_range.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace cordon::ingest {

namespace asio = boost::asio;
using asio::ip::udp;

namespace {

constexpr std::size_t batch_size = 64;

/// Two and a half times what crosses a network unfragmented; Teltonika sends 1280 bytes at most. What is longer is
/// refused as oversize.
constexpr std::size_t max_datagram_bytes = 4096;

std::string name_of(const udp::endpoint& peer)
{
    const auto address = unmapped(peer.address());
    const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return "udp " + host + ":" + std::to_string(peer.port());
}

}  // namespace

struct Datagrams::Batch {
    std::array<std::array<std::uint8_t, max_datagram_bytes>, batch_size> bytes{};
    std::array<udp::endpoint, batch_size> from{};
    std::array<iovec, batch_size> pieces{};
    std::array<mmsghdr, batch_size> messages{};

    /// Reads what is there, without waiting; how many came.
    std::size_t receive(int socket)
    {
        for (std::size_t i = 0; i < batch_size; ++i) {
            pieces[i] = {.iov_base = bytes[i].data(), .iov_len = bytes[i].size()};
            messages[i] = {};
            messages[i].msg_hdr = {.msg_name = from[i].data(),
                                   .msg_namelen = static_cast<socklen_t>(from[i].capacity()),
                                   .msg_iov = &pieces[i],
                                   .msg_iovlen = 1};
        }
        const int count = ::recvmmsg(socket, messages.data(), batch_size, MSG_DONTWAIT, nullptr);
        for (int i = 0; i < count; ++i) {
            const auto n = static_cast<std::size_t>(i);
            from[n].resize(messages[n].msg_hdr.msg_namelen);
        }
        return static_cast<std::size_t>(std::max(count, 0));
    }

    [[nodiscard]] ByteView datagram(std::size_t i) const { return ByteView{bytes[i]}.first(messages[i].msg_len); }

    [[nodiscard]] bool cut_short(std::size_t i) const { return (messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0; }
};

Datagrams::Datagrams(udp::socket socket, const Listener& listener, const wire::Dialect& dialect,
                     const Surroundings& around, Door& door, Refusals& refusals)
    : socket_{std::move(socket)},
      listener_{listener},
      dialect_{dialect},
      around_{around},
      door_{door},
      refusals_{refusals},
      batch_{std::make_unique<Batch>()}
{
}

Datagrams::~Datagrams() = default;

asio::awaitable<void> Datagrams::receive()
{
    while (!stopped_) {
        const auto [error] = co_await socket_.async_wait(udp::socket::wait_read, asio::as_tuple(asio::use_awaitable));
        if (stopped_ || error == asio::error::bad_descriptor) {
            co_return;
        }
        const std::size_t count = batch_->receive(socket_.native_handle());
        for (std::size_t i = 0; i < count; ++i) {
            co_await take(batch_->datagram(i), batch_->from[i], batch_->cut_short(i));
        }
    }
}

Result<wire::Decoded, Reason> Datagrams::read(ByteView datagram, const asio::ip::address& from,
                                              model::FrameRecord& record) const
{
    if (!within(listener_.source_ranges, from)) {
        return refuse(Reason::source_range);
    }
    const auto named = dialect_.identify(datagram);
    if (!named) {
        return refuse(reason_of(named.error()));
    }
    const std::optional<DeviceId>& said = named.value();
    if (!said) {
        return refuse(Reason::identity);
    }
    CORDON_TRY(const auto device, admitted(around_, *said, listener_.protocol, from));
    auto decoded = dialect_.decode(datagram, *device, record.received);
    if (!decoded) {
        return refuse(reason_of(decoded.error()));
    }
    record.device = device->id;
    return std::move(decoded.value());
}

asio::awaitable<void> Datagrams::take(ByteView datagram, udp::endpoint from, bool cut_short)
{
    model::FrameRecord record{.protocol = listener_.protocol, .peer = name_of(from), .received = around_.received_at()};
    if (cut_short) {
        refusals_.refuse(Reason::oversize, listener_.protocol, record.peer, record.received, datagram);
        co_return;
    }
    auto decoded = read(datagram, unmapped(from.address()), record);
    if (!decoded) {
        refusals_.refuse(decoded.error(), listener_.protocol, record.peer, record.received, datagram);
        co_return;
    }
    record.raw.assign(datagram.begin(), datagram.end());
    record.observations = std::move(decoded.value().observations);
    std::function<void()> when_durable = [this, from, reply = std::move(decoded.value().reply)]() mutable {
        if (!reply.empty()) {
            answers_.push_back({.to = from, .bytes = std::move(reply)});
        }
    };
    co_await door_.give(std::move(record), std::move(when_durable));
}

void Datagrams::flush()
{
    std::array<iovec, batch_size> pieces{};
    std::array<mmsghdr, batch_size> messages{};
    for (std::size_t done = 0; done < answers_.size();) {
        const std::size_t count = std::min(batch_size, answers_.size() - done);
        for (std::size_t i = 0; i < count; ++i) {
            Answer& answer = answers_[done + i];
            pieces[i] = {.iov_base = answer.bytes.data(), .iov_len = answer.bytes.size()};
            messages[i] = {};
            messages[i].msg_hdr = {.msg_name = answer.to.data(),
                                   .msg_namelen = static_cast<socklen_t>(answer.to.size()),
                                   .msg_iov = &pieces[i],
                                   .msg_iovlen = 1};
        }
        const int sent =
            ::sendmmsg(socket_.native_handle(), messages.data(), static_cast<unsigned>(count), MSG_DONTWAIT);
        if (sent <= 0) {  // the first of them cannot be sent: its tag will ask again
            around_.metrics.unanswered.add();
        }
        done += static_cast<std::size_t>(std::max(sent, 1));
    }
    answers_.clear();
}

void Datagrams::stop()
{
    stopped_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

}  // namespace cordon::ingest
