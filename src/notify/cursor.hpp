// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/episode.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace cordon::notify {

/// How far a channel has told: durable before the next message is begun. It also keeps since when the message behind
/// it has failed, so that a restart does not begin its day anew.
struct Progress {
    model::StreamId told;
    std::optional<UtcTime> failing_since;

    bool operator==(const Progress&) const = default;
};

/// One channel's progress in a small file, replaced whole.
class Cursor {
public:
    explicit Cursor(std::filesystem::path file) : file_{std::move(file)} {}

    /// Nothing where the channel was never seen before; a fault where the file is none of ours.
    [[nodiscard]] Result<std::optional<Progress>> read() const;

    /// Durable when it returns.
    [[nodiscard]] Result<void> write(const Progress& progress) const;

private:
    std::filesystem::path file_;
};

/// Adds a line to a file, durable when it returns.
[[nodiscard]] Result<void> append_line(const std::filesystem::path& file, std::string_view line);

}  // namespace cordon::notify
