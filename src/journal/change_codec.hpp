// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/bytes.hpp>
#include <cordon/core/result.hpp>
#include <cordon/model/episode.hpp>

#include <optional>

namespace cordon::journal {

/// Appends the change's bytes to `out` (README.md). Exact, doubles bit for bit.
void encode(const model::EpisodeChange& change, Bytes& out);

/// Reads one change from exactly these bytes; a fault for any others.
[[nodiscard]] Result<model::EpisodeChange> decode_change(ByteView bytes);

/// Only its place in the stream, which stands first; nothing where it is not there.
[[nodiscard]] std::optional<model::StreamId> decode_stream_id(ByteView bytes);

}  // namespace cordon::journal
