// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cordon {
inline namespace core {

using Millis = std::chrono::milliseconds;

/// An instant, UTC, to the millisecond. Spans of time are `[from, until)`. Civil time is `model/schedule`'s alone.
using UtcTime = std::chrono::sys_time<Millis>;

/// Reads RFC 3339 with any offset ("2026-03-29T00:59:30Z", "…30.250+01:00"), years 1970 to 9999; more digits than three
/// of a second are cut off. Nothing for any other text, a 30 February or a 60th second included.
[[nodiscard]] std::optional<UtcTime> parse_utc(std::string_view text) noexcept;

/// RFC 3339 in UTC with `Z`; milliseconds only where there are some.
[[nodiscard]] std::string to_rfc3339(UtcTime at);

/// Milliseconds since 1970-01-01T00:00:00Z, the form of instants on disk and in keys.
[[nodiscard]] constexpr std::int64_t to_millis(UtcTime at) noexcept
{
    return at.time_since_epoch().count();
}

[[nodiscard]] constexpr UtcTime from_millis(std::int64_t millis) noexcept
{
    return UtcTime{Millis{millis}};
}

}  // namespace core
}  // namespace cordon
