// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "admission.hpp"
#include "door.hpp"
#include "refusals.hpp"
#include "surroundings.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/model/device.hpp>
#include <cordon/model/record.hpp>
#include <cordon/wire/protocol.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace cordon::ingest {

/// One tag's TCP connection, from its acceptance to its end; lives on its thread. It is one device's from its login
/// on. One frame is on its way at a time: what a tag sends meanwhile waits in the socket.
class Connection {
public:
    using Clock = std::chrono::steady_clock;

    Connection(boost::asio::ip::tcp::socket socket, const Listener& listener, const wire::Dialect& dialect,
               Admission::Place place, const Surroundings& around, Door& door, Refusals& refusals);
    ~Connection();

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    /// Serves the tag until it goes, is turned away, is late or `stop` is called.
    [[nodiscard]] boost::asio::awaitable<void> serve();

    /// Ends a wait that has gone on for too long.
    void end_if_late(Clock::time_point now);

    /// Reads no further; a frame that is on its way is still acknowledged.
    void stop();

private:
    enum class Next { go_on, close };

    [[nodiscard]] ByteView buffered() const noexcept { return ByteView{buffer_}.subspan(begin_, end_ - begin_); }

    void consume(std::size_t size) noexcept;
    void make_room();

    [[nodiscard]] boost::asio::awaitable<Next> read_more();
    [[nodiscard]] boost::asio::awaitable<Next> take(ByteView frame);
    [[nodiscard]] boost::asio::awaitable<Next> keep(model::FrameRecord record, Bytes reply);
    [[nodiscard]] boost::asio::awaitable<Next> answer(Bytes reply);
    [[nodiscard]] boost::asio::awaitable<Next> turn_away(Reason reason, ByteView frame, wire::WireError as);

    [[nodiscard]] Result<std::shared_ptr<const model::Device>, Reason> sender_of(ByteView frame);
    [[nodiscard]] Clock::time_point read_due() const;
    void tell_late();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::address from_;
    std::string peer_;
    model::Protocol protocol_;
    const wire::Dialect& dialect_;
    Admission::Place place_;
    const Surroundings& around_;
    Door& door_;
    Refusals& refusals_;

    std::optional<DeviceId> device_;  ///< whose connection it is, once it has said so
    Bytes buffer_;                    ///< grows to what the frame in it needs, at most `max_frame_bytes`
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Clock::time_point accepted_;
    Clock::time_point frame_began_;  ///< when the first byte now in the buffer came
    Clock::time_point due_;          ///< when the wait that is on has gone on for too long
    boost::asio::steady_timer settled_;
    unsigned damaged_ = 0;  ///< frames in a row that failed their checksum
    bool reading_ = false;
    bool late_ = false;
    bool stopped_ = false;
};

}  // namespace cordon::ingest
