// SPDX-License-Identifier: Apache-2.0
#include "civil_clock.hpp"

#include <algorithm>

namespace cordon::model {

namespace {

constexpr UtcOffsets::From utc{};

/// Civil time and UTC are never further apart, and no clock was ever put back by more (Kwajalein, Alaska, Samoa: a
/// day).
constexpr std::chrono::days widest{2};

CivilTime ahead_of(UtcTime at, std::chrono::seconds ahead) noexcept
{
    return CivilTime{at.time_since_epoch() + ahead};
}

UtcTime behind(CivilTime time, std::chrono::seconds ahead) noexcept
{
    return UtcTime{time.time_since_epoch() - ahead};
}

}  // namespace

WallClock::WallClock(const UtcOffsets& offsets) noexcept : stretches_{offsets.stretches}
{
    if (stretches_.empty()) {
        stretches_ = {&utc, 1};
    }
}

CivilTime WallClock::reading(UtcTime at) const noexcept
{
    return ahead_of(at, stretches_[stretch_at(at)].ahead);
}

std::size_t WallClock::stretch_at(UtcTime at) const noexcept
{
    const auto after = std::ranges::upper_bound(stretches_, at, {}, &UtcOffsets::From::at);
    return static_cast<std::size_t>(std::max(after - stretches_.begin() - 1, std::ptrdiff_t{0}));
}

WallClock::Walk::Walk(const WallClock& clock, CivilTime earliest) noexcept
    : stretches_{clock.stretches_},
      start_at_{clock.stretch_at(behind(earliest - widest, std::chrono::seconds{0}))},
      end_at_{start_at_}
{
}

UtcTime WallClock::Walk::start(CivilTime time) noexcept
{
    // The first stretch that has not ended before the clock reads `time`. After a gap it begins later than that.
    while (start_at_ + 1 < stretches_.size() &&
           ahead_of(stretches_[start_at_ + 1].at, stretches_[start_at_].ahead) <= time) {
        ++start_at_;
    }
    const UtcTime at = behind(time, stretches_[start_at_].ahead);
    return start_at_ == 0 ? at : std::max(at, stretches_[start_at_].at);
}

UtcTime WallClock::Walk::end(CivilTime time) noexcept
{
    // The last stretch that begins with no later reading than `time`. Before a gap it ends earlier than that.
    while (end_at_ + 1 < stretches_.size() &&
           ahead_of(stretches_[end_at_ + 1].at, stretches_[end_at_ + 1].ahead) <= time) {
        ++end_at_;
    }
    const UtcTime at = behind(time, stretches_[end_at_].ahead);
    return end_at_ + 1 == stretches_.size() ? at : std::min(at, stretches_[end_at_ + 1].at);
}

}  // namespace cordon::model
