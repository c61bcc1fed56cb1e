// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/sim/fleet.hpp>
#include <cordon/sim/random.hpp>
#include <cordon/sim/tag.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace cordon::sim {

namespace asio = boost::asio;

/// What the lines of a fleet share. One thread.
struct Switchboard {
    asio::io_context io{1};
    Pace pace;
    asio::ip::tcp::endpoint tcp;
    asio::ip::udp::endpoint udp;
    Ledger* ledger = nullptr;
    Tally tally;
    bool stopping = false;
    std::optional<Fault> broken;  ///< why the run cannot go on

    void acknowledged(const Tag& tag, const Packet& packet);

    /// Where the tag or socket of that number speaks from. On loopback each has an address of its own, as tags have:
    /// what a server allows one address is then no limit for all of them, nor are the ports of one address.
    [[nodiscard]] asio::ip::address own_address(std::uint32_t number) const;
};

/// Waits that grow while nobody answers, with some chance in them so that a thousand tags do not come back at once.
class BackOff {
public:
    BackOff(Millis shortest, Millis longest, Random chance)
        : shortest_{shortest}, longest_{longest}, next_{shortest}, chance_{chance}
    {
    }

    void reset() noexcept { next_ = shortest_; }

    [[nodiscard]] Millis next() noexcept;

private:
    Millis shortest_;
    Millis longest_;
    Millis next_;
    Random chance_;
};

class UdpPort;

/// One tag and its way to the server.
class Line {
public:
    Line(Switchboard& board, std::uint32_t number, Tag tag, Random chance, UdpPort* port);

    /// Plays the tag to its end.
    asio::awaitable<void> play();

    /// Does not begin another packet.
    void stop();

    /// A datagram's answer came for this line.
    void answered(const wire::teltonika::DatagramAnswer& answer);

    /// How many records were due and are not acknowledged; takes from the tag what it would still have sent.
    [[nodiscard]] std::uint64_t outstanding(bool with_unsent);

private:
    asio::awaitable<bool> wait_for(std::chrono::steady_clock::time_point due);
    asio::awaitable<bool> rest();
    asio::awaitable<bool> deliver_tcp(const Packet& packet);
    asio::awaitable<bool> deliver_udp(const Packet& packet);
    asio::awaitable<bool> connect();
    asio::awaitable<bool> write(ByteView bytes, int pieces);
    asio::awaitable<std::optional<std::uint32_t>> read_number(std::size_t size);
    void guard();
    void hang_up() noexcept;

    Switchboard& board_;
    std::uint32_t number_;
    Tag tag_;
    Random chance_;
    BackOff back_off_;
    asio::steady_timer timer_;
    asio::steady_timer guard_;
    asio::ip::tcp::socket socket_;
    UdpPort* port_;
    std::optional<Packet> in_flight_;
    bool connected_ = false;
    bool ever_connected_ = false;
    bool idle_ = false;
    bool answered_ = false;
    bool deaf_ = false;  // plays that the answer was lost
    bool ended_ = false;
};

/// A UDP socket that up to 256 tags share; the upper byte of a packet id says whose an answer is.
class UdpPort {
public:
    static constexpr std::size_t slots = 256;

    UdpPort(Switchboard& board, std::uint32_t number);

    void add(std::uint8_t slot, Line& line) { lines_[slot] = &line; }

    /// Takes answers for as long as the fleet runs.
    void listen();
    asio::awaitable<void> send(const Packet& packet);

private:
    void take(ByteView answer);

    asio::ip::udp::socket socket_;
    std::array<Line*, slots> lines_{};
    std::array<std::uint8_t, 512> received_{};  // an answer has seven bytes; more is none
};

}  // namespace cordon::sim
