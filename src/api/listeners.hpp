// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/api/server.hpp>
#include <cordon/core/result.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <optional>

namespace cordon::api {

using TcpAcceptor = boost::asio::ip::tcp::acceptor;
using LocalAcceptor = boost::asio::local::stream_protocol::acceptor;

/// Binds the API's listener. Refused beyond loopback without TLS; the fault names the key to change.
[[nodiscard]] Result<TcpAcceptor> listen_web(boost::asio::io_context& io, const Options& options);

/// Binds the metrics listener; loopback only.
[[nodiscard]] Result<TcpAcceptor> listen_metrics(boost::asio::io_context& io, const Options& options);

/// Binds the local administrator's socket, mode 0600. A file left by a daemon that is gone is taken away first.
[[nodiscard]] Result<LocalAcceptor> listen_local(boost::asio::io_context& io, const std::filesystem::path& socket);

/// TLS 1.2 or later with the certificate and key of the options; nothing where there are none.
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> tls_context(const Options& options);

/// Whether the other end of a local socket runs under our own user or is root.
[[nodiscard]] bool is_local_administrator(boost::asio::local::stream_protocol::socket& socket);

}  // namespace cordon::api
