// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/gnss_noise.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <vector>

namespace cordon::sim {

namespace {

using namespace std::chrono_literals;

NoiseFigures figures(double sigma_m, double correlation_s, double no_fix_share = 0, double jumps_per_hour = 0)
{
    const SkyFigures sky{.sigma_m = sigma_m, .correlation_s = correlation_s, .no_fix_share = no_fix_share};
    return {.sky = {sky, sky, sky}, .jumps_per_hour = jumps_per_hour};
}

std::vector<double> errors_east(const NoiseFigures& of, Millis step, int readings, std::uint64_t seed)
{
    GnssNoise noise{of, Random{seed}};
    std::vector<double> errors;
    for (int i = 0; i < readings; ++i) {
        errors.push_back(noise.read(step, Sky::open).error.east_m);
    }
    return errors;
}

double correlation(const std::vector<double>& series, std::size_t lag)
{
    double product = 0;
    double square = 0;
    for (std::size_t i = 0; i + lag < series.size(); ++i) {
        product += series[i] * series[i + lag];
        square += series[i] * series[i];
    }
    return product / square;
}

double deviation(const std::vector<double>& series)
{
    double square = 0;
    for (const double value : series) {
        square += value * value;
    }
    return std::sqrt(square / static_cast<double>(series.size()));
}

}  // namespace

TEST(GnssNoise, has_the_deviation_that_was_asked_for)
{
    EXPECT_NEAR(deviation(errors_east(figures(12, 40), 10s, 200'000, 7)), 12.0, 0.3);
    EXPECT_NEAR(deviation(errors_east(figures(3, 60), 1s, 400'000, 8)), 3.0, 0.15);
}

TEST(GnssNoise, has_the_deviation_from_the_first_reading_on)
{
    std::vector<double> firsts;
    for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
        firsts.push_back(errors_east(figures(20, 120), 5s, 1, seed).front());
    }

    EXPECT_NEAR(deviation(firsts), 20.0, 0.5);
}

TEST(GnssNoise, forgets_an_error_as_slowly_as_was_asked_for)
{
    const auto drift = errors_east(figures(12, 40), 5s, 200'000, 9);

    EXPECT_NEAR(correlation(drift, 1), std::exp(-5.0 / 40), 0.02);
    EXPECT_NEAR(correlation(drift, 8), std::exp(-1.0), 0.03);
    EXPECT_NEAR(correlation(drift, 80), 0.0, 0.05);
}

TEST(GnssNoise, states_a_hdop_whose_radius_holds_nineteen_errors_in_twenty)
{
    GnssNoise noise{figures(12, 40), Random{10}};
    int held = 0;
    constexpr int readings = 100'000;
    for (int i = 0; i < readings; ++i) {
        const auto reading = noise.read(40s, Sky::street);
        held += std::hypot(reading.error.east_m, reading.error.north_m) <= reading.hdop * 7.5 ? 1 : 0;
    }

    EXPECT_NEAR(static_cast<double>(held) / readings, 0.95, 0.01);
}

TEST(GnssNoise, is_without_a_fix_for_the_share_that_was_asked_for)
{
    GnssNoise noise{figures(20, 120, 0.25), Random{11}};
    int lost = 0;
    constexpr int readings = 200'000;
    for (int i = 0; i < readings; ++i) {
        const auto reading = noise.read(10s, Sky::indoors);
        lost += reading.fix ? 0 : 1;
        ASSERT_EQ(reading.fix, reading.satellites > 0);
    }

    EXPECT_NEAR(static_cast<double>(lost) / readings, 0.25, 0.02);
}

TEST(GnssNoise, leaps_now_and_then_for_one_to_three_readings)
{
    GnssNoise noise{figures(0, 60, 0, 30), Random{12}};
    int leaps = 0;
    int length = 0;
    for (int i = 0; i < 36'000; ++i) {
        const auto reading = noise.read(1s, Sky::open);
        const double away = std::hypot(reading.error.east_m, reading.error.north_m);
        if (away > 0) {
            EXPECT_GE(away, 50.0);
            EXPECT_LE(away, 200.0);
            leaps += length == 0 ? 1 : 0;
            ++length;
            EXPECT_LE(length, 6);  // two leaps may follow one another
        } else {
            length = 0;
        }
    }

    EXPECT_NEAR(leaps, 300, 60);
}

TEST(GnssNoise, leaps_for_seconds_where_leaps_have_a_length_in_time)
{
    NoiseFigures leaping = figures(0, 60, 0, 30);
    leaping.jump_from_s = 20;
    leaping.jump_to_s = 60;
    GnssNoise noise{leaping, Random{13}};
    int away = 0;
    constexpr int seconds = 360'000;
    for (int i = 0; i < seconds; ++i) {
        const auto reading = noise.read(1s, Sky::open);
        away += std::hypot(reading.error.east_m, reading.error.north_m) > 0 ? 1 : 0;
    }

    // 30 an hour of 40 s on average, each followed by 120 s without on average.
    EXPECT_NEAR(static_cast<double>(away) / seconds, 40.0 / 160.0, 0.02);
}

TEST(GnssNoise, states_too_small_a_radius_for_the_share_that_was_asked_for)
{
    NoiseFigures flattering = figures(25, 90);
    flattering.sky[1].too_good_share = 0.3;
    flattering.sky[1].too_good_by = 3;
    GnssNoise noise{flattering, Random{14}};
    const double honest = 2.4477 * 25 / 7.5;
    int flattered = 0;
    constexpr int readings = 200'000;
    for (int i = 0; i < readings; ++i) {
        flattered += noise.read(60s, Sky::street).hdop < honest / 2 ? 1 : 0;
    }

    EXPECT_NEAR(static_cast<double>(flattered) / readings, 0.3, 0.02);
}

TEST(GnssNoise, says_the_place_of_its_cell_now_and_then_while_it_has_no_fix_and_only_then)
{
    NoiseFigures asking = figures(35, 180, 0.4);
    asking.cell_every_s = 180;
    GnssNoise noise{asking, Random{15}};
    int cells = 0;
    int held = 0;
    int lost = 0;
    for (int i = 0; i < 200'000; ++i) {
        const auto reading = noise.read(60s, Sky::indoors);
        lost += reading.fix ? 0 : 1;
        ASSERT_FALSE(reading.fix && reading.cell_error);
        if (reading.cell_error) {
            ++cells;
            held += std::hypot(reading.cell_error->east_m, reading.cell_error->north_m) <= 800 ? 1 : 0;
        }
    }

    EXPECT_GT(cells, lost / 4);
    EXPECT_LT(cells, lost);
    EXPECT_NEAR(static_cast<double>(held) / cells, 0.95, 0.01);
}

TEST(GnssNoise, has_no_fix_and_no_cell_underground)
{
    NoiseFigures asking = figures(3, 60);
    asking.cell_every_s = 60;
    GnssNoise noise{asking, Random{16}};
    for (int i = 0; i < 100; ++i) {
        const auto reading = noise.read(60s, Sky::underground);
        ASSERT_FALSE(reading.fix);
        ASSERT_FALSE(reading.cell_error);
    }
}

}  // namespace cordon::sim
