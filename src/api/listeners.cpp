// SPDX-License-Identifier: Apache-2.0
#include "listeners.hpp"

#include "local_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace cordon::api {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

Result<asio::ip::address> address_of(const std::string& text, std::string_view key)
{
    boost::system::error_code error;
    const auto address = asio::ip::make_address(text, error);
    if (error) {
        return refuse(std::string{key} + " is \"" + text + "\"; it must be an address, like 127.0.0.1");
    }
    return address;
}

std::string cannot_listen(const std::string& where, const boost::system::error_code& error, std::string_view key)
{
    return "cannot listen on " + where + ": " + error.message() + "; set " + std::string{key} + " to a free one";
}

Result<TcpAcceptor> listen_on(asio::io_context& io, const asio::ip::address& address, std::uint16_t port,
                              std::string_view key)
{
    TcpAcceptor acceptor{io};
    const tcp::endpoint endpoint{address, port};
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return refuse(cannot_listen(address.to_string() + ":" + std::to_string(port), error, key));
    }
    return acceptor;
}

/// Whether somebody accepts there.
bool is_alive(asio::io_context& io, const LocalAddress& address)
{
    asio::local::stream_protocol::socket probe{io};
    boost::system::error_code error;
    probe.connect(asio::local::stream_protocol::endpoint{address.path()}, error);
    return !error;
}

}  // namespace

Result<TcpAcceptor> listen_web(asio::io_context& io, const Options& options)
{
    CORDON_TRY(const auto address, address_of(options.address, "api.address"));
    if (!address.is_loopback() && options.tls_certificate.empty()) {
        return refuse("api.address is " + options.address +
                      ", beyond loopback, and there is no TLS; set api.tls_certificate and api.tls_key, or listen on "
                      "127.0.0.1");
    }
    return listen_on(io, address, options.port, "api.port");
}

Result<TcpAcceptor> listen_metrics(asio::io_context& io, const Options& options)
{
    CORDON_TRY(const auto address, address_of(options.metrics_address, "metrics.address"));
    if (!address.is_loopback()) {
        return refuse("metrics.address is " + options.metrics_address + "; metrics are for loopback only");
    }
    return listen_on(io, address, options.metrics_port, "metrics.port");
}

Result<LocalAcceptor> listen_local(asio::io_context& io, const std::filesystem::path& socket)
{
    CORDON_TRY(const auto address, LocalAddress::of(socket));
    if (is_alive(io, address)) {
        return refuse("another daemon listens on " + socket.string() + "; one state folder has one daemon");
    }
    ::unlink(address.path().c_str());
    LocalAcceptor acceptor{io};
    const asio::local::stream_protocol::endpoint endpoint{address.path()};
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        ::fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR);  // what bind makes then has it from the start
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        ::chmod(address.path().c_str(), S_IRUSR | S_IWUSR);
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return refuse("cannot listen on " + socket.string() + ": " + error.message());
    }
    return acceptor;
}

Result<std::unique_ptr<asio::ssl::context>> tls_context(const Options& options)
{
    if (options.tls_certificate.empty() && options.tls_key.empty()) {
        return std::unique_ptr<asio::ssl::context>{};
    }
    if (options.tls_certificate.empty() || options.tls_key.empty()) {
        return refuse("api.tls_certificate and api.tls_key go together; one of them is missing");
    }
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    context->use_certificate_chain_file(options.tls_certificate.string(), error);
    if (error) {
        return refuse("api.tls_certificate " + options.tls_certificate.string() +
                      " cannot be read: " + error.message());
    }
    context->use_private_key_file(options.tls_key.string(), asio::ssl::context::pem, error);
    if (error || SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return refuse("api.tls_key " + options.tls_key.string() + " cannot be read, or is not the certificate's key");
    }
    return context;
}

bool is_local_administrator(asio::local::stream_protocol::socket& socket)
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        return false;
    }
    return peer.uid == ::geteuid() || peer.uid == 0;
}

}  // namespace cordon::api
