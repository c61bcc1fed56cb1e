// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/gnss_noise.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cordon::sim {

namespace {

/// The radius that holds 95 % of a two-dimensional normal error is this many of its standard deviations (√(−2 ln
/// 0.05)).
constexpr double sigmas_of_95 = 2.4477;
/// What the rules multiply a HDOP by (rules.md §2).
constexpr double metres_per_hdop = 7.5;

constexpr double spell_without_fix_s = 90;

struct InView {
    std::int64_t fewest;
    std::int64_t most;
};

InView in_view(Sky sky) noexcept
{
    switch (sky) {
        case Sky::open:
            return {9, 13};
        case Sky::street:
            return {6, 9};
        case Sky::indoors:
            return {4, 6};
    }
    return {4, 6};
}

}  // namespace

GnssNoise::GnssNoise(const NoiseFigures& figures, Random chance) : figures_{figures}, chance_{chance} {}

Reading GnssNoise::read(Millis elapsed, Sky sky)
{
    const SkyFigures& figures = figures_.sky[static_cast<std::size_t>(sky)];
    const double seconds = static_cast<double>(elapsed.count()) / 1000.0;
    drift(seconds, figures);
    lose_or_find(seconds, figures);
    leap(seconds);
    first_ = false;
    const InView view = in_view(sky);
    const double hdop = std::max(0.6, sigmas_of_95 * figures.sigma_m / metres_per_hdop * chance_.between(0.92, 1.12));
    const auto satellites = static_cast<std::uint8_t>(chance_.whole(view.fewest, view.most));
    if (lost_) {
        return {.fix = false, .error = {}, .hdop = 0, .satellites = 0};
    }
    if (jump_readings_ > 0) {
        --jump_readings_;
        return {.fix = true,
                .error = {.east_m = error_.east_m + jump_.east_m, .north_m = error_.north_m + jump_.north_m},
                .hdop = std::max(hdop, 2.0) * chance_.between(1.2, 3.0),
                .satellites = std::min<std::uint8_t>(satellites, 5)};
    }
    return {.fix = true, .error = error_, .hdop = hdop, .satellites = satellites};
}

void GnssNoise::drift(double seconds, const SkyFigures& figures)
{
    // x' = a x + σ √(1 − a²) n with a = exp(−Δt/τ): exact for any step, and of deviation σ from the first reading on.
    const double kept = first_ ? 0.0 : std::exp(-seconds / figures.correlation_s);
    const double fresh = figures.sigma_m * std::sqrt(1.0 - kept * kept);
    error_.east_m = kept * error_.east_m + fresh * chance_.normal();
    error_.north_m = kept * error_.north_m + fresh * chance_.normal();
}

void GnssNoise::lose_or_find(double seconds, const SkyFigures& figures)
{
    const double share = figures.no_fix_share;
    const double draw = chance_.uniform();
    if (first_) {
        lost_ = draw < share;
    } else if (lost_) {
        lost_ = share > 0 && draw < std::exp(-seconds / spell_without_fix_s);
    } else {
        const double per_second = share / (1.0 - share) / spell_without_fix_s;
        lost_ = draw >= std::exp(-seconds * per_second);
    }
}

void GnssNoise::leap(double seconds)
{
    const double bearing = 2.0 * std::numbers::pi * chance_.uniform();
    const double length = chance_.between(figures_.jump_from_m, figures_.jump_to_m);
    const auto readings = static_cast<int>(chance_.whole(1, 3));
    if (jump_readings_ > 0 || !chance_.chance(std::min(0.5, figures_.jumps_per_hour * seconds / 3600.0))) {
        return;
    }
    jump_ = {.east_m = length * std::sin(bearing), .north_m = length * std::cos(bearing)};
    jump_readings_ = readings;
}

}  // namespace cordon::sim
