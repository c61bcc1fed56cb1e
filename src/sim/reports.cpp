// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/tag.hpp>

#include <algorithm>
#include <cmath>

namespace cordon::sim {

Reports::Reports(const TagPlan& plan, const TagSettings& settings, std::uint32_t number)
    : interval_ms_{settings.report_ms.value_or(static_cast<double>(plan.report.count()))},
      phase_ms_{static_cast<double>(plan.phase.count())}
{
    if (settings.report_ms) {
        // Spread over the interval, so that the rate is even from the first second on.
        phase_ms_ = std::floor(Random{settings.seed, number, 0x7068}.uniform() * interval_ms_);
    }
}

SimTime Reports::at(std::uint64_t n) const noexcept
{
    return SimTime{std::llround(phase_ms_ + static_cast<double>(n) * interval_ms_)};
}

std::uint64_t Reports::within(SimTime from, SimTime until) const noexcept
{
    return before(until) - before(from);
}

std::uint64_t Reports::before(SimTime time) const noexcept
{
    const double guess = (static_cast<double>(time.count()) - phase_ms_) / interval_ms_;
    auto n = static_cast<std::uint64_t>(std::max(0.0, std::floor(guess) - 1.0));
    while (at(n) < time) {
        ++n;
    }
    return n;
}

}  // namespace cordon::sim
