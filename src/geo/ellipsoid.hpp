// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cordon::geo {

/// Metres a degree of longitude and of latitude measures at some latitude.
struct Scale {
    double east = 0;
    double north = 0;
};

/// On the WGS84 ellipsoid, by its radii of curvature (prime vertical and meridian). Only + − × ÷ √, which IEEE 754
/// rounds alike everywhere; glibc's sine does not have the same bits on every machine.
[[nodiscard]] Scale scale_at(double lat_deg) noexcept;

/// The longest a degree of longitude and of latitude can be, anywhere.
inline constexpr Scale longest_scale{111'319.491, 111'693.980};

}  // namespace cordon::geo
