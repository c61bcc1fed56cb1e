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
constexpr double too_good_spell_s = 300;

/// The error of a cell's place, each axis: 95 % within the 800 m that the rules take it for (rules.md §2).
constexpr double cell_sigma_m = 800 / sigmas_of_95;

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
        case Sky::underground:
            return {4, 6};
    }
    return {4, 6};
}

}  // namespace

GnssNoise::GnssNoise(const NoiseFigures& figures, Random chance) : figures_{figures}, chance_{chance} {}

Reading GnssNoise::read(Millis elapsed, Sky sky)
{
    // Underground there is no fix to be wrong; what drifts on is what the street will show again.
    const bool underground = sky == Sky::underground;
    const SkyFigures& figures = figures_.sky[static_cast<std::size_t>(underground ? Sky::street : sky)];
    const double seconds = static_cast<double>(elapsed.count()) / 1000.0;
    drift(seconds, figures);
    lose_or_find(seconds, figures);
    figures_.jump_to_s > 0 ? leap_for_a_time(seconds) : leap(seconds);
    flatter(seconds, figures);
    first_ = false;
    const InView view = in_view(sky);
    const double hdop = std::max(0.6, sigmas_of_95 * figures.sigma_m / metres_per_hdop * chance_.between(0.92, 1.12)) /
                        (flatters_ ? figures.too_good_by : 1.0);
    const auto satellites = static_cast<std::uint8_t>(chance_.whole(view.fewest, view.most));
    if (lost_ || underground) {
        return {.fix = false,
                .error = {},
                .cell_error = underground ? std::nullopt : ask_cell(seconds),
                .hdop = 0,
                .satellites = 0};
    }
    since_cell_s_ += seconds;
    if (jump_readings_ > 0) {
        --jump_readings_;
        return {.fix = true,
                .error = {.east_m = error_.east_m + jump_.east_m, .north_m = error_.north_m + jump_.north_m},
                .cell_error = std::nullopt,
                .hdop = std::max(hdop, 2.0) * chance_.between(1.2, 3.0),
                .satellites = std::min<std::uint8_t>(satellites, 5)};
    }
    return {.fix = true, .error = error_, .cell_error = std::nullopt, .hdop = hdop, .satellites = satellites};
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

/// A reflection lasts seconds, not readings: a tag that looks once a minute meets a short one once or not at all.
void GnssNoise::leap_for_a_time(double seconds)
{
    jump_left_s_ -= seconds;
    if (jump_left_s_ <= 0 && chance_.chance(std::min(0.5, figures_.jumps_per_hour * seconds / 3600.0))) {
        const double bearing = 2.0 * std::numbers::pi * chance_.uniform();
        const double length = chance_.between(figures_.jump_from_m, figures_.jump_to_m);
        jump_ = {.east_m = length * std::sin(bearing), .north_m = length * std::cos(bearing)};
        // It began at some moment since the last reading.
        jump_left_s_ = chance_.between(figures_.jump_from_s, figures_.jump_to_s) - seconds * chance_.uniform();
    }
    jump_readings_ = jump_left_s_ > 0 ? 1 : 0;
}

/// Spells in which the receiver believes its reflections.
void GnssNoise::flatter(double seconds, const SkyFigures& figures)
{
    const double share = figures.too_good_share;
    if (share <= 0) {
        flatters_ = false;
        return;
    }
    const double draw = chance_.uniform();
    if (first_) {
        flatters_ = draw < share;
    } else if (flatters_) {
        flatters_ = draw < std::exp(-seconds / too_good_spell_s);
    } else {
        flatters_ = draw >= std::exp(-seconds * share / (1.0 - share) / too_good_spell_s);
    }
}

std::optional<Place> GnssNoise::ask_cell(double seconds)
{
    since_cell_s_ += seconds;
    if (figures_.cell_every_s <= 0 || since_cell_s_ < figures_.cell_every_s) {
        return std::nullopt;
    }
    since_cell_s_ = 0;
    const double east = cell_sigma_m * chance_.normal();
    const double north = cell_sigma_m * chance_.normal();
    return Place{.east_m = east, .north_m = north};
}

}  // namespace cordon::sim
