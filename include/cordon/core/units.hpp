// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace cordon {
inline namespace core {

/// A length or a signed distance in metres.
struct Metres {
    double value = 0;

    auto operator<=>(const Metres&) const = default;

    constexpr Metres operator-() const noexcept { return {-value}; }

    constexpr Metres operator+(Metres other) const noexcept { return {value + other.value}; }

    constexpr Metres operator-(Metres other) const noexcept { return {value - other.value}; }

    constexpr Metres operator*(double factor) const noexcept { return {value * factor}; }
};

constexpr Metres operator""_m(long double metres)
{
    return {static_cast<double>(metres)};
}

constexpr Metres operator""_m(unsigned long long metres)
{
    return {static_cast<double>(metres)};
}

/// Whole millimetres: what a decision compares, so that it is the same bit for bit wherever it is taken.
[[nodiscard]] inline std::int64_t to_millimetres(Metres length) noexcept
{
    return std::llround(length.value * 1000.0);
}

[[nodiscard]] constexpr Metres from_millimetres(std::int64_t millimetres) noexcept
{
    return {static_cast<double>(millimetres) / 1000.0};
}

}  // namespace core
}  // namespace cordon
