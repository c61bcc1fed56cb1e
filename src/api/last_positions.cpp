// SPDX-License-Identifier: Apache-2.0
#include "last_positions.hpp"

namespace cordon::api {

namespace {

/// The fix time, where the observation is a fix that can be trusted.
std::optional<UtcTime> trusted_fix_time(const model::Observation& observation)
{
    const bool trusted = observation.valid && observation.position && observation.fix_time &&
                         *observation.fix_time <= observation.received + LastPositions::trusted_ahead;
    return trusted ? observation.fix_time : std::nullopt;
}

}  // namespace

void LastPositions::take(const model::Observation& observation)
{
    const auto held = positions_.find(observation.device);
    const auto at = trusted_fix_time(observation);
    const bool moves = at && (held == positions_.end() || held->second.fix_time < *at);
    if (held == positions_.end() && !moves) {
        return;  // nothing to show on a map yet
    }
    LastPosition& last = held == positions_.end() ? positions_[observation.device] : held->second;
    const UtcTime said = observation.fix_time.value_or(observation.received);
    const bool charge = observation.battery_pct && (!last.battery_pct || last.battery_at <= said) &&
                        said <= observation.received + trusted_ahead;
    if (charge) {
        last.battery_pct = observation.battery_pct;
        last.battery_at = said;
    }
    if (moves) {
        last.fix = observation;
        last.position = observation.position.value_or(model::Position{});
        last.fix_time = *at;
    }
    if (moves || charge) {
        by_change_.erase(last.change);
        last.change = ++changes_;
        by_change_.emplace(last.change, &last);
    }
}

const LastPosition* LastPositions::after(std::uint64_t change) const
{
    const auto it = by_change_.upper_bound(change);
    return it == by_change_.end() ? nullptr : it->second;
}

const LastPosition* LastPositions::find(const DeviceId& device) const
{
    const auto it = positions_.find(device);
    return it == positions_.end() ? nullptr : &it->second;
}

}  // namespace cordon::api
