// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <optional>

namespace cordon::test {

/// A tag's end of a real socket, blocking; what does not come within ten seconds has not come.
class TagSocket {
public:
    enum class Kind { tcp, udp };

    TagSocket(Kind kind, std::uint16_t port, const char* from = "127.0.0.1")
        : socket_{::socket(AF_INET, kind == Kind::tcp ? SOCK_STREAM : SOCK_DGRAM, 0)}
    {
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (kind == Kind::tcp) {
            const int on = 1;
            ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        }
        const sockaddr_in here = address(from, 0);
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here), 0);
        const sockaddr_in there = address("127.0.0.1", port);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there), 0);
    }

    ~TagSocket() { ::close(socket_); }

    TagSocket(const TagSocket&) = delete;
    TagSocket& operator=(const TagSocket&) = delete;
    TagSocket(TagSocket&&) = delete;
    TagSocket& operator=(TagSocket&&) = delete;

    void send(ByteView bytes) const
    {
        EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    }

    /// `send` to a server that may already have hung up.
    void try_send(ByteView bytes) const { (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

    /// Exactly so many bytes, in hexadecimal; fewer where the connection ends or nothing comes.
    [[nodiscard]] std::string read(std::size_t size) const
    {
        Bytes out(size);
        std::size_t got = 0;
        while (got < size) {
            const ssize_t n = ::recv(socket_, out.data() + got, size - got, 0);
            if (n <= 0) {
                break;
            }
            got += static_cast<std::size_t>(n);
        }
        out.resize(got);
        return to_hex(out);
    }

    [[nodiscard]] std::string read_datagram() const
    {
        Bytes out(64);
        const ssize_t n = ::recv(socket_, out.data(), out.size(), 0);
        out.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
        return to_hex(out);
    }

    /// All that comes until the server hangs up, in hexadecimal; nothing where it does not.
    [[nodiscard]] std::optional<std::string> read_to_end() const
    {
        Bytes out;
        for (;;) {
            std::uint8_t byte = 0;
            const ssize_t n = ::recv(socket_, &byte, 1, 0);
            if (n == 0 || (n < 0 && errno == ECONNRESET)) {
                return to_hex(out);
            }
            if (n < 0) {
                return std::nullopt;
            }
            out.push_back(byte);
        }
    }

    /// Whether nothing has come so far.
    [[nodiscard]] bool silent() const
    {
        std::uint8_t byte = 0;
        return ::recv(socket_, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN;
    }

private:
    static sockaddr_in address(const char* host, std::uint16_t port)
    {
        sockaddr_in out{};
        out.sin_family = AF_INET;
        out.sin_port = htons(port);
        EXPECT_EQ(::inet_pton(AF_INET, host, &out.sin_addr), 1);
        return out;
    }

    int socket_;
};

}  // namespace cordon::test
