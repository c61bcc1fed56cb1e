// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>

namespace cordon::model {

/// A place on earth, WGS84, in whole units of 1e-7 degree (1.1 cm of latitude): equal from the wire to the export.
/// Always in range: there is no way to make one that is not.
class Position {
public:
    constexpr Position() = default;  ///< 0, 0

    /// Nothing where |latitude| > 90 or |longitude| > 180.
    [[nodiscard]] static constexpr std::optional<Position> from_e7(std::int64_t lat_e7, std::int64_t lon_e7) noexcept
    {
        if (lat_e7 < -max_lat_e7 || lat_e7 > max_lat_e7 || lon_e7 < -max_lon_e7 || lon_e7 > max_lon_e7) {
            return std::nullopt;
        }
        return Position{static_cast<std::int32_t>(lat_e7), static_cast<std::int32_t>(lon_e7)};
    }

    /// The nearest position to what is given in degrees; nothing where it is out of range or not a number.
    [[nodiscard]] static std::optional<Position> from_degrees(double lat, double lon) noexcept
    {
        if (!(std::abs(lat) <= 90.0) || !(std::abs(lon) <= 180.0)) {
            return std::nullopt;
        }
        return from_e7(std::llround(lat * 1e7), std::llround(lon * 1e7));
    }

    [[nodiscard]] constexpr std::int32_t lat_e7() const noexcept { return lat_e7_; }

    [[nodiscard]] constexpr std::int32_t lon_e7() const noexcept { return lon_e7_; }

    [[nodiscard]] constexpr double lat() const noexcept { return lat_e7_ / 1e7; }

    [[nodiscard]] constexpr double lon() const noexcept { return lon_e7_ / 1e7; }

    auto operator<=>(const Position&) const = default;

private:
    static constexpr std::int64_t max_lat_e7 = 900'000'000;
    static constexpr std::int64_t max_lon_e7 = 1'800'000'000;

    constexpr Position(std::int32_t lat_e7, std::int32_t lon_e7) noexcept : lat_e7_{lat_e7}, lon_e7_{lon_e7} {}

    std::int32_t lat_e7_ = 0;
    std::int32_t lon_e7_ = 0;
};

}  // namespace cordon::model
