// SPDX-License-Identifier: Apache-2.0
#include "binding.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace cordon::ingest {

namespace {

using boost::asio::ip::tcp;

/// Half a second of connecting tags at a thousand a second; the kernel cuts it to its own limit.
constexpr int backlog = 1024;

/// Some seconds of datagrams while the journal has no room; the kernel cuts it to its own limit.
constexpr int datagram_buffer = 4 << 20;

std::string name_of(const Listener& listener, wire::Transport transport, std::uint16_t port)
{
    const std::string host =
        listener.address.find(':') == std::string::npos ? listener.address : "[" + listener.address + "]";
    return std::string{model::to_string(listener.protocol)} + (transport == wire::Transport::tcp ? " tcp " : " udp ") +
           host + ":" + std::to_string(port);
}

Fault fault_of(const std::string& name, int number)
{
    switch (number) {
        case EADDRINUSE:
            return {name + " is in use; another program, or another cordon, listens there"};
        case EACCES:
            return {name + " may not be bound; ports below 1024 need CAP_NET_BIND_SERVICE"};
        case EADDRNOTAVAIL:
            return {name + " is no address of this machine"};
        default:
            return {name + " cannot be bound: " + std::system_category().message(number)};
    }
}

void set(int socket, int level, int option, int value) noexcept
{
    ::setsockopt(socket, level, option, &value, sizeof value);
}

enum class Sharing { alone, with_other_threads };

/// One socket, bound and, for TCP, listening; or errno.
Result<Descriptor, int> bind_one(const tcp::endpoint& at, wire::Transport transport, Sharing sharing)
{
    const bool stream = transport == wire::Transport::tcp;
    const int type = (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    Descriptor socket{::socket(at.protocol().family(), type, 0)};
    if (socket.number() < 0) {
        return refuse(errno);
    }
    if (stream) {
        set(socket.number(), SOL_SOCKET, SO_REUSEADDR, 1);  // connections of the run before may still be closing
    } else {
        set(socket.number(), SOL_SOCKET, SO_RCVBUF, datagram_buffer);
    }
    if (sharing == Sharing::with_other_threads) {
        set(socket.number(), SOL_SOCKET, SO_REUSEPORT, 1);
    }
    if (::bind(socket.number(), at.data(), static_cast<socklen_t>(at.size())) != 0) {
        return refuse(errno);
    }
    if (stream && ::listen(socket.number(), backlog) != 0) {
        return refuse(errno);
    }
    return socket;
}

std::uint16_t port_of(const Descriptor& socket)
{
    tcp::endpoint at;
    auto size = static_cast<socklen_t>(at.capacity());
    ::getsockname(socket.number(), at.data(), &size);
    at.resize(size);
    return at.port();
}

}  // namespace

Result<BoundSockets> bind_listener(const Listener& listener, wire::Transport transport, std::uint16_t port,
                                   std::size_t threads)
{
    const std::string name = name_of(listener, transport, port);
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(listener.address, error);
    if (error) {
        return refuse(name + ": \"" + listener.address + "\" is no IP address; 127.0.0.1 would be one");
    }
    BoundSockets out{.where = {.protocol = listener.protocol, .transport = transport, .address = listener.address},
                     .listener = &listener};
    tcp::endpoint at{address, port};
    {
        // Alone first: sockets that share a port would also share it with another cordon, each getting half the tags.
        auto first = bind_one(at, transport, Sharing::alone);
        if (!first) {
            return refuse(fault_of(name, first.error()));
        }
        at.port(port_of(first.value()));
        if (threads == 1) {
            out.each_thread.push_back(std::move(first.value()));
        }
    }
    while (out.each_thread.size() < threads) {
        auto next = bind_one(at, transport, Sharing::with_other_threads);
        if (!next) {
            return refuse(fault_of(name, next.error()));
        }
        out.each_thread.push_back(std::move(next.value()));
    }
    out.where.port = at.port();
    return out;
}

}  // namespace cordon::ingest
