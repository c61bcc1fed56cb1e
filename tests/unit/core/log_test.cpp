// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/log.hpp>

#include <gtest/gtest.h>

namespace cordon::log {
namespace {

TEST(LogLine, plain_values_stand_as_they_are)
{
    EXPECT_EQ(line("frame_refused", {{"reason", "crc"}, {"peer", "127.0.0.1:5027"}, {"bytes", 12}}),
              "frame_refused reason=crc peer=127.0.0.1:5027 bytes=12");
}

TEST(LogLine, other_values_are_quoted)
{
    EXPECT_EQ(line("x", {{"a", "two words"}, {"b", ""}, {"c", "k=v"}}), R"(x a="two words" b="" c="k=v")");
}

TEST(LogLine, a_tag_cannot_write_a_line_of_its_own)
{
    EXPECT_EQ(line("x", {{"device", "1\n2026-01-01T00:00:00Z info all_well"}}),
              R"(x device="1\x0a2026-01-01T00:00:00Z info all_well")");
    EXPECT_EQ(line("x", {{"device", "\" y=\"1\\\x1b[2J\x7f"}}), R"(x device="\" y=\"1\\\x1b[2J\x7f")");
}

}  // namespace
}  // namespace cordon::log
