// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cordon/sim/person.hpp>
#include <cordon/sim/plane.hpp>
#include <cordon/sim/random.hpp>

#include <array>
#include <cstdint>
#include <optional>

namespace cordon::sim {

/// How wrong a receiver is under one sky: a first-order Gauss–Markov process in east and in north each.
struct SkyFigures {
    double sigma_m = 3;         ///< standard deviation of each axis
    double correlation_s = 60;  ///< after this long an error is down to 1/e of itself
    double no_fix_share = 0;    ///< of the time, in spells of a minute and a half on average
    double too_good_share = 0;  ///< of the time, in spells of five minutes, in which the stated radius is too small
    double too_good_by = 1;     ///< so many times too small

    bool operator==(const SkyFigures&) const = default;
};

struct NoiseFigures {
    std::array<SkyFigures, 3> sky;  ///< by `Sky`
    double jumps_per_hour = 1;      ///< multipath: the position leaps and comes back
    double jump_from_m = 50;
    double jump_to_m = 200;
    double jump_from_s = 0;   ///< how long it stays away
    double jump_to_s = 0;     ///< 0: for one to three readings, whatever lies between them
    double cell_every_s = 0;  ///< without a fix the tag says where its cell is so often; 0: it does not

    bool operator==(const NoiseFigures&) const = default;
};

/// What a receiver makes of the truth at one instant.
struct Reading {
    bool fix = true;  ///< false: no position could be had
    Place error;
    std::optional<Place> cell_error;  ///< without a fix: how wrong the place of the cell is
    double hdop = 1;                  ///< as the receiver states it; the radius of 95 % is 7.5 m times it (rules.md §2)
    std::uint8_t satellites = 9;
};

/// The errors of one receiver, one reading after the other: they drift as real ones do, so that a wrong position stays
/// wrong for a while. One thread.
class GnssNoise {
public:
    GnssNoise(const NoiseFigures& figures, Random chance);

    /// The reading `elapsed` after the one before.
    [[nodiscard]] Reading read(Millis elapsed, Sky sky);

private:
    void drift(double seconds, const SkyFigures& figures);
    void lose_or_find(double seconds, const SkyFigures& figures);
    void leap(double seconds);
    void leap_for_a_time(double seconds);
    void flatter(double seconds, const SkyFigures& figures);
    [[nodiscard]] std::optional<Place> ask_cell(double seconds);

    NoiseFigures figures_;
    Random chance_;
    Place error_;
    Place jump_;
    int jump_readings_ = 0;   // how many more of them leap
    double jump_left_s_ = 0;  // where leaps have a length in time
    double since_cell_s_ = 0;
    bool flatters_ = false;
    bool lost_ = false;
    bool first_ = true;
};

}  // namespace cordon::sim
