// SPDX-License-Identifier: Apache-2.0
#include "itinerary.hpp"

#include <chrono>
#include <cmath>

namespace cordon::sim {

Itinerary::Itinerary(const Plane& plane, Place start) : plane_{plane}, here_{start}
{
    script_.start = plane_.position_of(start);
}

Itinerary& Itinerary::stay_until(SimTime until, Sky sky)
{
    return until > now_ ? stay(until - now_, sky) : *this;
}

Itinerary& Itinerary::stay(Millis how_long, Sky sky)
{
    if (how_long > Millis{0}) {
        script_.steps.push_back({.to = std::nullopt, .kmh = 0, .stay = how_long, .sky = sky});
        now_ += how_long;
    }
    return *this;
}

Itinerary& Itinerary::go(Place to, double mps, Sky sky)
{
    script_.steps.push_back({.to = plane_.position_of(to), .kmh = mps * 3.6, .stay = Millis{0}, .sky = sky});
    now_ += Millis{static_cast<std::int64_t>(std::ceil(distance_m(here_, to) / mps * 1000.0))};
    here_ = to;
    return *this;
}

Script Itinerary::until(SimTime end, Sky sky)
{
    stay_until(end, sky);
    script_.every = now_ + std::chrono::days{400};  // no second round
    return std::move(script_);
}

}  // namespace cordon::sim
