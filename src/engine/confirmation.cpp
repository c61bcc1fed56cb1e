// SPDX-License-Identifier: Apache-2.0
#include "confirmation.hpp"

#include <algorithm>
#include <chrono>

namespace cordon::engine {

namespace {

std::uint8_t needed(const model::Thresholds& thresholds)
{
    return static_cast<std::uint8_t>(std::clamp<std::int32_t>(thresholds.confirm_fixes, 1, 5));
}

Millis seconds(std::int32_t s) noexcept
{
    return std::chrono::seconds{s};
}

}  // namespace

void Confirmation::vote(UtcTime at, const model::Thresholds& thresholds)
{
    const std::uint8_t need = needed(thresholds);
    if (votes == need) {
        std::shift_left(votes_at.begin(), votes_at.begin() + need, 1);
        --votes;
    }
    votes_at.at(votes++) = at;
}

void Confirmation::stay(UtcTime at, const model::Thresholds& thresholds)
{
    const bool next = dwell > 0 && at - dwell_last <= seconds(thresholds.gap_s);
    dwell = next ? dwell + 1 : 1;
    dwell_first = next ? dwell_first : at;
    dwell_last = at;
}

std::optional<Confirmation::Shown> Confirmation::shown(const model::Thresholds& thresholds) const
{
    const std::uint8_t need = needed(thresholds);
    if (votes == need) {
        const Millis span = votes_at.at(need - 1U) - votes_at[0];
        if (span <= seconds(thresholds.confirm_within_s)) {
            return Shown{.fixes = need, .span = span};
        }
    }
    const Millis stayed = dwell_last - dwell_first;
    if (dwell >= std::max<std::int32_t>(thresholds.dwell_fixes, need) && stayed >= seconds(thresholds.dwell_s)) {
        return Shown{.fixes = dwell, .span = stayed, .dwelt = true};
    }
    return std::nullopt;
}

}  // namespace cordon::engine
