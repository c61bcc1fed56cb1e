// SPDX-License-Identifier: Apache-2.0
#include "socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace cordon::api {

namespace asio = boost::asio;

asio::awaitable<bool> Socket::open()
{
    auto* const tls = std::get_if<asio::ssl::stream<Tcp>>(&socket_);
    if (tls == nullptr) {
        co_return true;
    }
    boost::system::error_code error;
    co_await tls->async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

asio::awaitable<std::size_t> Socket::read_some(std::span<char> into)
{
    boost::system::error_code error;
    const std::size_t size = co_await std::visit(
        [&](auto& socket) {
            return socket.async_read_some(asio::buffer(into.data(), into.size()),
                                          asio::redirect_error(asio::use_awaitable, error));
        },
        socket_);
    co_return error ? 0 : size;
}

asio::awaitable<bool> Socket::write(std::string_view bytes)
{
    boost::system::error_code error;
    co_await std::visit(
        [&](auto& socket) {
            return asio::async_write(socket, asio::buffer(bytes.data(), bytes.size()),
                                     asio::redirect_error(asio::use_awaitable, error));
        },
        socket_);
    co_return !error;
}

void Socket::close()
{
    boost::system::error_code ignored;  // closing what is closed is no news
    std::visit([&](auto& socket) { socket.lowest_layer().close(ignored); }, socket_);
}

}  // namespace cordon::api
