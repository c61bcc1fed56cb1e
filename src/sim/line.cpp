// SPDX-License-Identifier: Apache-2.0
#include "line.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <utility>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto to_tuple = asio::as_tuple(asio::use_awaitable);

/// Longer than a database that restarts holds up an answer; shorter than anybody waits for a test.
constexpr auto answer_within = 15s;
constexpr auto shortest_wait = 100ms;
constexpr auto longest_wait = 2000ms;
/// A datagram's answer: sent again after this, then after twice as long, up to the longest.
constexpr auto datagram_wait = 1000ms;
constexpr auto longest_datagram_wait = 8000ms;
constexpr auto between_pieces = 3ms;

constexpr std::array<std::uint8_t, 1> ping{0xFF};

}  // namespace

void Switchboard::acknowledged(const Tag& tag, const Packet& packet)
{
    tally.acknowledged += packet.records.size();
    if (ledger == nullptr) {
        return;
    }
    const auto now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    if (const auto written = ledger->acknowledged(tag.imei(), packet.records, now); !written.has_value() && !broken) {
        broken = written.error();
        io.stop();
    }
}

asio::ip::address Switchboard::own_address(std::uint32_t number) const
{
    if (!tcp.address().is_v4() || !tcp.address().is_loopback()) {
        return tcp.address().is_v4() ? asio::ip::address{asio::ip::address_v4::any()}
                                     : asio::ip::address{asio::ip::address_v6::any()};
    }
    constexpr std::uint32_t first = 0x7F4D0001;  // 127.77.0.1
    return asio::ip::address_v4{first + number % 65'000U};
}

Millis BackOff::next() noexcept
{
    const Millis wait{static_cast<std::int64_t>(static_cast<double>(next_.count()) * chance_.between(0.6, 1.0))};
    next_ = std::min(longest_, next_ * 2);
    return wait;
}

Line::Line(Switchboard& board, std::uint32_t number, Tag tag, Random chance, UdpPort* port)
    : board_{board},
      number_{number},
      tag_{std::move(tag)},
      chance_{chance},
      back_off_{port == nullptr ? shortest_wait : datagram_wait, port == nullptr ? longest_wait : longest_datagram_wait,
                chance},
      timer_{board.io},
      guard_{board.io},
      socket_{board.io},
      port_{port}
{
}

asio::awaitable<void> Line::play()
{
    while (!board_.stopping) {
        auto packet = tag_.next_packet();
        if (!packet || !co_await wait_for(board_.pace.due(packet->due))) {
            break;
        }
        in_flight_ = std::move(packet);
        board_.tally.sent += in_flight_->records.size();
        const bool acknowledged = tag_.udp() ? co_await deliver_udp(*in_flight_) : co_await deliver_tcp(*in_flight_);
        if (!acknowledged) {
            break;
        }
        board_.acknowledged(tag_, *in_flight_);
        in_flight_.reset();
        back_off_.reset();
    }
    hang_up();
    guard_.cancel();
    ended_ = !in_flight_;
}

void Line::stop()
{
    if (idle_) {
        timer_.cancel();
    }
}

void Line::answered(const wire::teltonika::DatagramAnswer& answer)
{
    if (!in_flight_ || answer.packet_id != in_flight_->packet_id || answer.avl_packet_id != in_flight_->avl_packet_id) {
        return;  // the second answer to a packet that was sent twice
    }
    if (answer.records != in_flight_->records.size()) {
        ++board_.tally.refused_packets;
        return;
    }
    if (!deaf_) {
        answered_ = true;
        timer_.cancel();
    }
}

std::uint64_t Line::outstanding(bool with_unsent)
{
    std::uint64_t records = in_flight_ ? in_flight_->records.size() : 0;
    while (with_unsent && !ended_) {
        const auto packet = tag_.next_packet();
        if (!packet) {
            break;
        }
        records += packet->records.size();
    }
    return records;
}

/// Whether to go on.
asio::awaitable<bool> Line::wait_for(Clock::time_point due)
{
    if (due > Clock::now()) {
        idle_ = true;
        timer_.expires_at(due);
        co_await timer_.async_wait(to_tuple);
        idle_ = false;
    }
    co_return !board_.stopping;
}

/// Waits a while before the next attempt; whether there is to be one.
asio::awaitable<bool> Line::rest()
{
    co_return co_await wait_for(Clock::now() + back_off_.next());
}

asio::awaitable<bool> Line::deliver_tcp(const Packet& packet)
{
    for (int attempt = 0;; ++attempt) {
        if (!connected_ && !co_await connect()) {
            if (!co_await rest()) {
                co_return false;
            }
            --attempt;  // nothing of the packet was sent
            continue;
        }
        if (attempt > 0) {
            ++board_.tally.resent;
        } else if (packet.mishap.ping && !co_await write(ping, 1)) {
            hang_up();
            continue;
        }
        if (!co_await write(packet.bytes, attempt == 0 ? packet.mishap.pieces : 1)) {
            hang_up();
            continue;
        }
        if (attempt == 0 && packet.mishap.lose_ack) {
            hang_up();
            continue;
        }
        const auto number = co_await read_number(4);
        if (number == packet.records.size()) {
            co_return true;
        }
        if (number) {
            ++board_.tally.refused_packets;
        } else {
            hang_up();
        }
        if (!co_await rest()) {
            co_return false;
        }
    }
}

asio::awaitable<bool> Line::deliver_udp(const Packet& packet)
{
    for (int attempt = 0;; ++attempt) {
        answered_ = false;
        deaf_ = attempt == 0 && packet.mishap.lose_ack;
        board_.tally.resent += attempt > 0 ? 1 : 0;
        // Set before sending: the answer may come before this goes on.
        timer_.expires_after(back_off_.next());
        co_await port_->send(packet);
        if (!answered_) {
            co_await timer_.async_wait(to_tuple);
        }
        if (answered_) {
            co_return true;
        }
        if (board_.stopping) {
            co_return false;
        }
    }
}

asio::awaitable<bool> Line::connect()
{
    boost::system::error_code unbound;
    socket_.open(board_.tcp.protocol(), unbound);
    if (!unbound) {
        socket_.bind({board_.own_address(number_), 0}, unbound);
    }
    guard();
    const auto [refused] = co_await socket_.async_connect(board_.tcp, to_tuple);
    if (refused || unbound) {
        hang_up();
        co_return false;
    }
    boost::system::error_code ignored;  // it only makes packets a little later
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    ++board_.tally.connections;
    board_.tally.reconnects += std::exchange(ever_connected_, true) ? 1 : 0;
    if (!co_await write(wire::teltonika::login(tag_.imei().text), 1)) {
        hang_up();
        co_return false;
    }
    const auto accepted = co_await read_number(1);
    if (accepted != 1U) {
        board_.tally.refused_logins += accepted ? 1 : 0;
        hang_up();
        co_return false;
    }
    connected_ = true;
    co_return true;
}

asio::awaitable<bool> Line::write(ByteView bytes, int pieces)
{
    const std::size_t piece = (bytes.size() + static_cast<std::size_t>(pieces) - 1) / static_cast<std::size_t>(pieces);
    while (!bytes.empty()) {
        const ByteView now = bytes.first(std::min(piece, bytes.size()));
        guard();
        const auto [failed, size] = co_await asio::async_write(socket_, asio::buffer(now.data(), now.size()), to_tuple);
        if (failed) {
            co_return false;
        }
        bytes = bytes.subspan(size);
        if (!bytes.empty()) {
            timer_.expires_after(between_pieces);
            co_await timer_.async_wait(to_tuple);
        }
    }
    co_return true;
}

/// A big-endian number of that many bytes, at most 4; nothing where the connection ended or kept silent.
asio::awaitable<std::optional<std::uint32_t>> Line::read_number(std::size_t size)
{
    std::array<std::uint8_t, 4> bytes{};
    guard();
    const auto [failed, got] = co_await asio::async_read(socket_, asio::buffer(bytes.data(), size), to_tuple);
    guard_.cancel();
    if (failed) {
        co_return std::nullopt;
    }
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < got; ++i) {
        number = (number << 8U) | bytes[i];
    }
    co_return number;
}

/// Hangs up when what is begun now is not done in time.
void Line::guard()
{
    guard_.expires_after(answer_within);
    guard_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) {
            hang_up();
        }
    });
}

void Line::hang_up() noexcept
{
    connected_ = false;
    boost::system::error_code ignored;  // it is over either way
    socket_.close(ignored);
}

UdpPort::UdpPort(Switchboard& board, std::uint32_t number) : socket_{board.io, {board.own_address(number), 0}}
{
    socket_.connect(board.udp);
}

void UdpPort::listen()
{
    socket_.async_receive(asio::buffer(received_), [this](boost::system::error_code failed, std::size_t size) {
        if (failed == asio::error::operation_aborted) {
            return;
        }
        if (!failed) {  // else nobody was there when something came: the daemon is away, and the line sends again
            take(ByteView{received_}.first(size));
        }
        listen();
    });
}

void UdpPort::take(ByteView answer)
{
    const auto read = wire::teltonika::read_datagram_answer(answer);
    if (!read.has_value()) {
        return;
    }
    if (Line* line = lines_[read.value().packet_id >> 8U]; line != nullptr) {
        line->answered(read.value());
    }
}

asio::awaitable<void> UdpPort::send(const Packet& packet)
{
    // What could not be sent is like what was lost: no answer comes, and it is sent again.
    co_await socket_.async_send(asio::buffer(packet.bytes.data(), packet.bytes.size()), to_tuple);
}

}  // namespace cordon::sim
