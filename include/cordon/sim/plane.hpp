// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/model/position.hpp>

namespace cordon::sim {

/// A place on a person's own plane, metres from its origin.
struct Place {
    double east_m = 0;
    double north_m = 0;

    bool operator==(const Place&) const = default;
};

[[nodiscard]] double distance_m(Place a, Place b) noexcept;

/// The plane that touches the earth at `origin`, degrees scaled by the lengths of a degree there (series of WGS84), so
/// that a straight line on it is straight in longitude and latitude. At 20 km from its origin lengths are off by 0.4 %:
/// enough to move people on; distances that decide anything come from `geo`.
class Plane {
public:
    explicit Plane(model::Position origin) noexcept;

    [[nodiscard]] Place place_of(model::Position position) const noexcept;
    [[nodiscard]] model::Position position_of(Place place) const noexcept;

private:
    model::Position origin_;
    double east_per_e7_;
    double north_per_e7_;
};

}  // namespace cordon::sim
