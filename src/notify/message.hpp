// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace cordon::notify {

/// What a receiver drops a copy by: episode and revision, the same at every attempt and after every restart.
[[nodiscard]] std::string message_id(const model::Episode& episode);

/// The body: {"specversion","type":"cordon.incident.<change>","source","id","time","data":{"stream_id","episode"}}.
[[nodiscard]] std::string message_body(const model::EpisodeChange& change);

/// Standard Webhooks: "v1," and the base64 of HMAC-SHA256 over "<id>.<timestamp>.<body>".
[[nodiscard]] std::string signature(ByteView secret, std::string_view id, std::int64_t timestamp_s,
                                    std::string_view body);

/// The key in "whsec_<base64>"; a fault says what would be right and repeats nothing of it.
[[nodiscard]] Result<Bytes> read_secret(std::string_view text);

/// The key in a file of mode 0600; white space at its end is not of it.
[[nodiscard]] Result<Bytes> read_secret_file(const std::filesystem::path& file);

}  // namespace cordon::notify
