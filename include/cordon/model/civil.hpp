// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/core/result.hpp>
#include <cordon/core/time.hpp>

#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

/// Civil time: what an order says in hours of a wall clock, as instants (rules.md §5). Safe from any thread.
namespace cordon::model {

struct Schedule;

/// How far a place's wall clock was and will be ahead of UTC. It goes with an order, into the journal too, so that a
/// replay years later reads no time zone data but what was known when the order was taken.
struct UtcOffsets {
    /// From this instant until the next stretch's the wall clock reads `ahead` more than UTC (less where negative).
    struct From {
        UtcTime at;
        std::chrono::seconds ahead{0};

        bool operator==(const From&) const = default;
    };

    /// By ascending `at`, neighbours differ. The first holds before its own instant too; none at all is UTC.
    std::vector<From> stretches;

    bool operator==(const UtcOffsets&) const = default;
};

/// Whether this machine's time zone data knows the name ("Europe/London").
[[nodiscard]] bool is_time_zone(std::string_view name);

/// The stretches of a zone that are needed between the two instants, from this machine's time zone data. What the data
/// do not list year by year (after 2037) follows their yearly rule on. Refused: a zone that is not known.
[[nodiscard]] Result<UtcOffsets> utc_offsets(std::string_view zone, UtcTime from, UtcTime until);

/// The date that the wall clock shows at an instant.
[[nodiscard]] std::chrono::year_month_day civil_date(const UtcOffsets& offsets, UtcTime at) noexcept;

/// One time that a window of a schedule asks for, `[from, until)`, and which window it is.
struct Occurrence {
    UtcTime from;
    UtcTime until;
    std::size_t window = 0;

    bool operator==(const Occurrence&) const = default;
};

/// Every occurrence that overlaps `[from, until)`, whole, by `from` and then by window; windows may overlap each other.
/// An edge that the clock skips in spring is the first instant after the gap; of an edge that it reads twice in autumn
/// a start takes the first, an end the second. What is left without length by that is no occurrence.
///
/// An exception takes the windows of `days` that start on its date. Single `dates` stand against it: so one day's
/// window is replaced by another.
///
/// Reads nothing but its arguments. The cost is that of the days asked for, each window: ask for what is needed.
[[nodiscard]] std::vector<Occurrence> occurrences(const Schedule& schedule, const UtcOffsets& offsets, UtcTime from,
                                                  UtcTime until);

}  // namespace cordon::model
