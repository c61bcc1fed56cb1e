// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <variant>

namespace cordon::api {

/// A connection's bytes: plain, TLS, or local. The API's thread alone.
class Socket {
public:
    using Tcp = boost::asio::ip::tcp::socket;
    using Local = boost::asio::local::stream_protocol::socket;

    explicit Socket(Tcp socket) : socket_{std::move(socket)} {}

    explicit Socket(Local socket) : socket_{std::move(socket)} {}

    Socket(Tcp socket, boost::asio::ssl::context& tls)
        : socket_{std::in_place_type<boost::asio::ssl::stream<Tcp>>, std::move(socket), tls}
    {
    }

    /// The TLS handshake, where there is one. False where it fails.
    [[nodiscard]] boost::asio::awaitable<bool> open();

    /// What has come, at least one byte; 0 where the other side has closed or the connection is lost.
    [[nodiscard]] boost::asio::awaitable<std::size_t> read_some(std::span<char> into);

    /// Writes all of it. False where the connection is lost.
    [[nodiscard]] boost::asio::awaitable<bool> write(std::string_view bytes);

    /// Ends every operation under way; may be called twice.
    void close();

private:
    std::variant<Tcp, boost::asio::ssl::stream<Tcp>, Local> socket_;
};

}  // namespace cordon::api
