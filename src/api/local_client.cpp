// SPDX-License-Identifier: Apache-2.0
#include "local_address.hpp"

#include <cordon/api/local_client.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <cerrno>
#include <optional>
#include <utility>

namespace cordon::api {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Local = asio::local::stream_protocol;
using Stream = boost::beast::basic_stream<Local>;

/// A list of orders of a whole installation.
constexpr std::uint64_t max_reply = 256U << 20U;

LocalError failed(const std::filesystem::path& socket, const boost::system::error_code& error)
{
    const bool absent = error == asio::error::connection_refused || error.value() == ENOENT;
    return {.kind = absent ? LocalError::Kind::absent : LocalError::Kind::failed,
            .what = absent ? "no daemon listens on " + socket.string()
                           : "the daemon on " + socket.string() + " did not answer: " + error.message()};
}

http::request<http::string_body> message_of(const LocalRequest& request)
{
    http::request<http::string_body> message{http::string_to_verb(request.method), request.target, 11};
    message.set(http::field::host, "localhost");
    message.set(http::field::connection, "close");
    if (!request.body.empty()) {
        message.set(http::field::content_type, "application/json");
    }
    message.body() = request.body;
    message.prepare_payload();
    return message;
}

/// One asynchronous step at a time, so that each has the deadline.
template <class Start>
boost::system::error_code step(asio::io_context& io, Start start)
{
    boost::system::error_code result;
    start([&](const boost::system::error_code& error, auto&&...) { result = error; });
    io.restart();
    io.run();
    return result;
}

}  // namespace

Result<LocalReply, LocalError> local_request(const std::filesystem::path& socket, const LocalRequest& request)
{
    const auto address = LocalAddress::of(socket);
    if (!address.has_value()) {
        return refuse(LocalError{.kind = LocalError::Kind::absent, .what = address.error().what});
    }
    asio::io_context io{1};
    Stream stream{io};
    stream.expires_after(request.deadline);
    const Local::endpoint endpoint{address.value().path()};
    auto error = step(io, [&](auto handler) { stream.async_connect(endpoint, handler); });
    if (error) {
        return refuse(failed(socket, error));
    }
    const auto message = message_of(request);
    const auto unsent = step(io, [&](auto handler) { http::async_write(stream, message, handler); });
    // A refusal may come before the whole body has gone, and the rest of it then has nowhere to go: what was answered
    // still counts.
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_reply);
    error = step(io, [&](auto handler) { http::async_read(stream, buffer, parser, handler); });
    if (error) {
        return refuse(failed(socket, unsent ? unsent : error));
    }
    return LocalReply{.status = parser.get().result_int(), .body = std::move(parser.get().body())};
}

}  // namespace cordon::api
