// SPDX-License-Identifier: Apache-2.0
#include "receiver.hpp"

#include <cordon/core/ensure.hpp>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace cordon::notify {

namespace {

std::optional<Received> read_message(int connection)
{
    Received message;
    std::string bytes;
    std::array<char, 4096> chunk{};
    while (true) {
        const std::size_t end = bytes.find("\r\n\r\n");
        if (end != std::string::npos) {
            message.head = bytes.substr(0, end + 4);
            std::size_t length = 0;
            const std::string said = message.header("Content-Length");
            std::from_chars(said.data(), said.data() + said.size(), length);
            if (bytes.size() >= end + 4 + length) {
                message.body = bytes.substr(end + 4, length);
                return message;
            }
        }
        const ssize_t size = ::recv(connection, chunk.data(), chunk.size(), 0);
        if (size <= 0) {
            return std::nullopt;
        }
        bytes.append(chunk.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace

std::string Received::header(std::string_view name) const
{
    const std::string key = "\r\n" + std::string{name} + ": ";
    const std::size_t at = head.find(key);
    return at == std::string::npos ? std::string{}
                                   : head.substr(at + key.size(), head.find("\r\n", at + key.size()) - at - key.size());
}

Receiver::Receiver(std::function<int(std::size_t)> answer)
    : answer_{std::move(answer)}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    ensure(::bind(listener_, generic, size) == 0 && ::listen(listener_, 16) == 0, "the test's receiver listens");
    ensure(::getsockname(listener_, generic, &size) == 0, "the test's receiver knows its port");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { serve(); }};
}

Receiver::~Receiver()
{
    {
        const std::scoped_lock lock{mutex_};
        ending_ = true;
    }
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

std::vector<Received> Receiver::wait_for(std::size_t attempts)
{
    std::unique_lock lock{mutex_};
    arrived_.wait_for(lock, std::chrono::seconds{20}, [&] { return received_.size() >= attempts; });
    return received_;
}

void Receiver::serve()
{
    while (true) {
        const int connection = ::accept(listener_, nullptr, nullptr);
        if (connection < 0) {
            return;
        }
        serve_one(connection);
        ::close(connection);
    }
}

void Receiver::serve_one(int connection)
{
    auto message = read_message(connection);
    if (!message) {
        return;
    }
    std::size_t attempt = 0;
    {
        const std::scoped_lock lock{mutex_};
        attempt = received_.size();
        received_.push_back(std::move(*message));
        arrived_.notify_all();
    }
    const int status = answer_(attempt);
    if (status == hang) {
        std::array<char, 1> ignored{};
        while (::recv(connection, ignored.data(), ignored.size(), 0) > 0) {
        }
        return;
    }
    if (status == break_off) {
        return;
    }
    std::string text = "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: 0\r\nConnection: close\r\n";
    text += status == redirect ? "Location: " + url() + "\r\n\r\n" : "\r\n";
    (void)::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
}

}  // namespace cordon::notify
