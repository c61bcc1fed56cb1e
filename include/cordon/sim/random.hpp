// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace cordon::sim {

/// A stream of chance that is the same for the same seed on every machine and every run (splitmix64, Steele, Lea and
/// Flood 2014; the standard library's distributions are not the same from one library to the next). A value: a copy
/// goes on as the original would. One thread each.
class Random {
public:
    explicit Random(std::uint64_t seed) noexcept : state_{seed} {}

    /// A stream of its own for one purpose of one wearer: streams of one seed do not resemble each other.
    Random(std::uint64_t seed, std::uint64_t wearer, std::uint64_t purpose) noexcept
        : state_{mixed(mixed(mixed(seed) ^ wearer) ^ purpose)}
    {
    }

    std::uint64_t next() noexcept
    {
        state_ += 0x9E3779B97F4A7C15U;
        return mixed(state_);
    }

    /// In [0, 1).
    double uniform() noexcept { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    double between(double low, double high) noexcept { return low + (high - low) * uniform(); }

    /// A whole number in [low, high].
    std::int64_t whole(std::int64_t low, std::int64_t high) noexcept
    {
        const auto span = static_cast<double>(high - low + 1);
        return low + static_cast<std::int64_t>(uniform() * span);
    }

    bool chance(double share) noexcept { return uniform() < share; }

    /// Of mean 0 and standard deviation 1 (Box and Muller; the second value is not kept, so that a stream's place
    /// depends on nothing but how often it was asked).
    double normal() noexcept
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

private:
    static std::uint64_t mixed(std::uint64_t z) noexcept
    {
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace cordon::sim
