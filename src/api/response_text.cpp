// SPDX-License-Identifier: Apache-2.0
#include "response_text.hpp"

#include "problem.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string_view>

namespace cordon::api {

namespace {

constexpr std::string_view for_every_answer =
    "Content-Security-Policy: default-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

void append_common(std::string& text, UtcTime now, bool tls)
{
    const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(now);
    const std::time_t at = std::chrono::system_clock::to_time_t(seconds);
    fmt::format_to(std::back_inserter(text), "Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(at));
    text += for_every_answer;
    text += tls ? "Strict-Transport-Security: max-age=31536000\r\n" : "";
}

bool has_header(const Response& response, std::string_view name)
{
    return std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
}

bool may_have_body(unsigned status)
{
    return status != 204 && status != 304;
}

}  // namespace

std::string response_text(const Response& response, UtcTime now, After after, Sent sent, bool tls)
{
    std::string text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    append_common(text, now, tls);
    for (const auto& [name, value] : response.headers) {
        fmt::format_to(std::back_inserter(text), "{}: {}\r\n", name, value);
    }
    if (!has_header(response, "Cache-Control")) {
        text += "Cache-Control: no-store\r\n";
    }
    if (may_have_body(response.status)) {
        fmt::format_to(std::back_inserter(text), "Content-Type: {}\r\nContent-Length: {}\r\n", response.content_type,
                       response.body.size());
    }
    text += after == After::close ? "Connection: close\r\n\r\n" : "\r\n";
    if (sent == Sent::whole && may_have_body(response.status)) {
        text += response.body;
    }
    return text;
}

std::string stream_head(UtcTime now, bool tls)
{
    std::string text = "HTTP/1.1 200 OK\r\n";
    append_common(text, now, tls);
    text +=
        "Content-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
        "Connection: close\r\n\r\n";
    return text;
}

}  // namespace cordon::api
