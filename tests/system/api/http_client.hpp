// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::api {

/// One answer as it came.
struct Answer {
    unsigned status = 0;
    std::string head;
    std::string body;

    /// The value of a header; empty where there is none.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// A client's end of one TCP connection, byte by byte where a test wants it so.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// False where the server has closed.
    bool send(std::string_view bytes) const;

    /// The next answer by its Content-Length; nothing where the connection ended before it was whole.
    [[nodiscard]] std::optional<Answer> read_answer(bool with_body = true);

    /// Reads until the text has come, and returns everything up to its end; nothing where the connection ended first.
    [[nodiscard]] std::optional<std::string> read_until(std::string_view text);

    /// Whether the server ends the connection within the deadline of a test.
    [[nodiscard]] bool is_ended_by_server();

    /// `GET /path` with a Host and, where given, a bearer token and more headers ("Name: value\r\n"); its answer.
    [[nodiscard]] std::optional<Answer> ask(std::string_view method, std::string_view target,
                                            std::string_view token = {}, std::string_view body = {},
                                            std::string_view headers = {});

private:
    bool read_more();

    int socket_ = -1;
    std::string buffer_;
};

/// A request as text.
[[nodiscard]] std::string request_text(std::string_view method, std::string_view target, std::string_view token = {},
                                       std::string_view body = {}, std::string_view headers = {});

/// One request on a connection of its own.
[[nodiscard]] Answer ask(std::uint16_t port, std::string_view method, std::string_view target,
                         std::string_view token = {}, std::string_view body = {}, std::string_view headers = {});

}  // namespace cordon::api
