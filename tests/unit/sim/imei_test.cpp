// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/imei.hpp>

#include <gtest/gtest.h>

#include <set>

namespace cordon::sim {

TEST(Imei, has_the_check_digit_of_the_published_examples)
{
    EXPECT_EQ(luhn_digit("7992739871"), '3');
    EXPECT_EQ(luhn_digit("49015420323751"), '8');
    EXPECT_EQ(luhn_digit("35630704244101"), '3');
}

TEST(Imei, has_fifteen_digits_and_is_nobody_elses)
{
    std::set<std::string> seen;
    for (std::uint32_t number = 1; number <= 5000; ++number) {
        const auto imei = imei_of(number).text;
        ASSERT_EQ(imei.size(), 15U);
        ASSERT_EQ(imei.back(), luhn_digit(imei.substr(0, 14)));
        ASSERT_TRUE(seen.insert(imei).second);
    }
}

}  // namespace cordon::sim
