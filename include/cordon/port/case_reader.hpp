// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/ids.hpp>
#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>
#include <cordon/model/observation.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <span>

namespace cordon::port {

/// A device for a time, `[from, until)`. Devices are reused: nobody's track is asked for by the device alone.
struct TrackSpan {
    DeviceId device;
    UtcTime from;
    UtcTime until;

    bool operator==(const TrackSpan&) const = default;
};

/// A clock that is so far behind the receipt was never set, or its week number rolled over (rules.md §2). What it dates
/// is looked for at its receipt. As far back as the store makes days for.
inline constexpr std::chrono::days lost_clock{400};

/// Whether an observation of the span's device belongs to the span: by its fix time; by its receipt where the device
/// gave none or its clock was lost.
[[nodiscard]] inline bool is_within(const TrackSpan& span, const model::Observation& observation) noexcept
{
    const auto within = [&span](UtcTime at) { return at >= span.from && at < span.until; };
    const UtcTime at = observation.fix_time.value_or(observation.received);
    return within(at) || (observation.received - at > lost_clock && within(observation.received));
}

/// What was recorded of people, for those who look back. It writes nothing. One thread.
class CaseReader {
public:
    virtual ~CaseReader() = default;

    /// Hands over every observation of the spans in the order of the journal; a re-sent copy may come again. Spans of
    /// one device do not overlap. Returns the journal's clock up to which all is there; nothing where that is not
    /// known. A fault where the record cannot be read: what was handed over until then is not all.
    [[nodiscard]] virtual Result<std::optional<UtcTime>> read_tracks(
        std::span<const TrackSpan> spans, const std::function<void(model::Observation&&)>& take) = 0;
};

}  // namespace cordon::port
