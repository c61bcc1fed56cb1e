// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/sim/person.hpp>
#include <cordon/sim/plane.hpp>

namespace cordon::sim {

/// Writes a day down, step by step, and knows what time it is in it.
class Itinerary {
public:
    Itinerary(const Plane& plane, Place start);

    /// Nothing where that is over already.
    Itinerary& stay_until(SimTime until, Sky sky);
    Itinerary& stay(Millis how_long, Sky sky);
    Itinerary& go(Place to, double mps, Sky sky);

    [[nodiscard]] SimTime now() const noexcept { return now_; }

    [[nodiscard]] Place here() const noexcept { return here_; }

    /// The whole; who is through with it stays until `end` and beyond.
    [[nodiscard]] Script until(SimTime end, Sky sky);

private:
    Plane plane_;
    Place here_;
    SimTime now_{0};
    Script script_;
};

}  // namespace cordon::sim
