// SPDX-License-Identifier: Apache-2.0
#include "http_client.hpp"

#include <cordon/core/ensure.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace cordon::api {

namespace {

/// Long beside every deadline a test gives its server.
constexpr timeval patience{.tv_sec = 20, .tv_usec = 0};

}  // namespace

std::string Answer::header(std::string_view name) const
{
    const std::string key = "\r\n" + std::string{name} + ": ";
    const std::size_t at = head.find(key);
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t from = at + key.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

HttpClient::HttpClient(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    ensure(::connect(socket_, generic, sizeof(address)) == 0, "the server under test listens");
}

HttpClient::~HttpClient()
{
    ::close(socket_);
}

bool HttpClient::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::read_more()
{
    std::array<char, 65536> chunk{};
    const ssize_t size = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (size <= 0) {
        return false;
    }
    buffer_.append(chunk.data(), static_cast<std::size_t>(size));
    return true;
}

std::optional<std::string> HttpClient::read_until(std::string_view text)
{
    std::size_t at = buffer_.find(text);
    while (at == std::string::npos) {
        if (!read_more()) {
            return std::nullopt;
        }
        at = buffer_.find(text);
    }
    const std::string read = buffer_.substr(0, at + text.size());
    buffer_.erase(0, at + text.size());
    return read;
}

std::optional<Answer> HttpClient::read_answer(bool with_body)
{
    auto head = read_until("\r\n\r\n");
    if (!head || head->size() < 12) {
        return std::nullopt;
    }
    Answer answer{.head = std::move(*head)};
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    std::size_t length = 0;
    const std::string said = answer.header("Content-Length");
    std::from_chars(said.data(), said.data() + said.size(), length);
    while (with_body && buffer_.size() < length) {
        if (!read_more()) {
            return std::nullopt;
        }
    }
    answer.body = buffer_.substr(0, with_body ? length : 0);
    buffer_.erase(0, answer.body.size());
    return answer;
}

bool HttpClient::is_ended_by_server()
{
    while (true) {
        std::array<char, 4096> chunk{};
        const ssize_t size = ::recv(socket_, chunk.data(), chunk.size(), 0);
        if (size == 0 || (size < 0 && errno == ECONNRESET)) {
            return true;
        }
        if (size < 0) {
            return false;
        }
    }
}

std::optional<Answer> HttpClient::ask(std::string_view method, std::string_view target, std::string_view token,
                                      std::string_view body, std::string_view headers)
{
    send(request_text(method, target, token, body, headers));
    return read_answer(method != "HEAD");
}

std::string request_text(std::string_view method, std::string_view target, std::string_view token,
                         std::string_view body, std::string_view headers)
{
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    if (!token.empty()) {
        text.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    text.append(headers);
    if (!body.empty()) {
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    }
    return text.append("\r\n").append(body);
}

Answer ask(std::uint16_t port, std::string_view method, std::string_view target, std::string_view token,
           std::string_view body, std::string_view headers)
{
    HttpClient client{port};
    return client.ask(method, target, token, body, headers).value_or(Answer{});
}

}  // namespace cordon::api
