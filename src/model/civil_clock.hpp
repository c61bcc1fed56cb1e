// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/civil.hpp>
#include <cordon/model/order.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace cordon::model {

/// What a wall clock reads: civil date and time, of no zone.
using CivilTime = std::chrono::local_time<Millis>;
using CivilDay = std::chrono::local_days;

/// A wall clock that is set by `offsets`, which must outlive it.
class WallClock {
public:
    explicit WallClock(const UtcOffsets& offsets) noexcept;

    [[nodiscard]] CivilTime reading(UtcTime at) const noexcept;

    /// Finds the instants of civil times that are asked for in ascending order, walking along with them: no search an
    /// edge. Nothing is asked for that is before `earliest`.
    class Walk {
    public:
        Walk(const WallClock& clock, CivilTime earliest) noexcept;

        /// The first instant at which the clock reads `time`, or else the first after the gap that skipped it.
        [[nodiscard]] UtcTime start(CivilTime time) noexcept;
        /// The last instant at which the clock reads `time`, or else the first after the gap that skipped it.
        [[nodiscard]] UtcTime end(CivilTime time) noexcept;

    private:
        std::span<const UtcOffsets::From> stretches_;
        std::size_t start_at_;
        std::size_t end_at_;
    };

private:
    [[nodiscard]] std::size_t stretch_at(UtcTime at) const noexcept;

    std::span<const UtcOffsets::From> stretches_;  // never empty
};

/// Adds what the windows ask for that start on the days from `first` to `last`, both included, sorted by `from` and
/// then by window. A date that stands twice in a window is one occurrence.
void add_starting_on(const Schedule& schedule, const WallClock& clock, CivilDay first, CivilDay last,
                     std::vector<Occurrence>& out);

}  // namespace cordon::model
