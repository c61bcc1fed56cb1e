// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/bytes.hpp>

#include <gtest/gtest.h>

namespace cordon {
namespace {

TEST(Hex, writes_two_lower_case_digits_a_byte)
{
    EXPECT_EQ(to_hex(Bytes{0x00, 0x0f, 0xa5, 0xff}), "000fa5ff");
    EXPECT_EQ(to_hex(Bytes{}), "");
}

TEST(Hex, reads_both_cases_back)
{
    EXPECT_EQ(from_hex("000FA5ff"), (Bytes{0x00, 0x0f, 0xa5, 0xff}));
    EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, refuses_half_a_byte_and_other_characters)
{
    EXPECT_EQ(from_hex("0"), std::nullopt);
    EXPECT_EQ(from_hex("0g"), std::nullopt);
    EXPECT_EQ(from_hex("0x"), std::nullopt);
    EXPECT_EQ(from_hex(" 0"), std::nullopt);
}

}  // namespace
}  // namespace cordon
