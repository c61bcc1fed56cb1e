// SPDX-License-Identifier: Apache-2.0
#include "crc16_arc.hpp"

#include <gtest/gtest.h>

namespace cordon::wire {
namespace {

TEST(Crc16Arc, has_the_published_check_value)
{
    EXPECT_EQ(crc16_arc(as_bytes("123456789")), 0xBB3D);
}

TEST(Crc16Arc, of_nothing_is_zero)
{
    EXPECT_EQ(crc16_arc({}), 0);
}

}  // namespace
}  // namespace cordon::wire
