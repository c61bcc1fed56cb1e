// SPDX-License-Identifier: Apache-2.0
#include <cordon/geo/distance.hpp>

#include <gtest/gtest.h>

namespace cordon::geo {
namespace {

model::Position at(double lat, double lon)
{
    return *model::Position::from_degrees(lat, lon);
}

// Expected values are those of rules_reference.py's `metres`, which settles the formula.
TEST(GroundDistance, agrees_with_the_reference_formula_from_the_equator_to_the_pole)
{
    EXPECT_NEAR(ground_distance(at(51.5, -0.1), at(51.6, -0.2)).value, 13'111.045'892, 1e-5);
    EXPECT_NEAR(ground_distance(at(0, 0), at(0, 1)).value, 111'319.490'793, 1e-5);
    EXPECT_NEAR(ground_distance(at(89, 0), at(90, 0)).value, 111'693.893'572, 1e-5);
    EXPECT_NEAR(ground_distance(at(-33.9, 151.2), at(-33.8, 151.3)).value, 14'445.793'752, 1e-5);
}

TEST(GroundDistance, is_zero_from_a_place_to_itself_and_the_same_both_ways)
{
    const auto a = at(51.5, -0.1);
    const auto b = at(51.512, -0.077);

    EXPECT_EQ(ground_distance(a, a).value, 0.0);
    EXPECT_EQ(ground_distance(a, b).value, ground_distance(b, a).value);
}

TEST(GroundDistance, is_never_more_than_the_quick_bound)
{
    for (int lat = -85; lat <= 85; lat += 17) {
        for (int step = 1; step < 40; step += 3) {
            const auto a = at(lat, 10);
            const auto b = at(lat + 0.01 * step, 10 - 0.02 * step);

            EXPECT_LE(ground_distance(a, b).value, no_farther_than(a, b).value) << lat << ' ' << step;
        }
    }
}

}  // namespace
}  // namespace cordon::geo
