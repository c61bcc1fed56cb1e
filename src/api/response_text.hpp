// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "message.hpp"

#include <cordon/core/time.hpp>

#include <cstdint>
#include <string>

namespace cordon::api {

/// What the connection does after an answer.
enum class After : std::uint8_t { keep, close };

/// How much of an answer is sent.
enum class Sent : std::uint8_t { whole, head_only };

/// An answer as bytes, with the headers that every answer carries: nothing is framed, sniffed, referred or kept.
[[nodiscard]] std::string response_text(const Response& response, UtcTime now, After after, Sent sent, bool tls);

/// The head of an event stream, which ends with its connection.
[[nodiscard]] std::string stream_head(UtcTime now, bool tls);

}  // namespace cordon::api
