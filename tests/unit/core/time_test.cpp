// SPDX-License-Identifier: Apache-2.0
#include <cordon/core/time.hpp>

#include <gtest/gtest.h>

namespace cordon {
namespace {

TEST(UtcTimeText, reads_utc_and_any_offset_as_the_same_instant)
{
    EXPECT_EQ(parse_utc("1970-01-01T00:00:00Z"), from_millis(0));
    EXPECT_EQ(parse_utc("2026-03-29T01:59:30+01:00"), parse_utc("2026-03-29T00:59:30Z"));
    EXPECT_EQ(parse_utc("2026-03-28T19:29:30-05:30"), parse_utc("2026-03-29T00:59:30Z"));
    EXPECT_EQ(parse_utc("2026-01-01T00:00:00-00:00"), parse_utc("2026-01-01T00:00:00Z"));
}

TEST(UtcTimeText, knows_which_years_have_a_29_february)
{
    EXPECT_TRUE(parse_utc("2024-02-29T00:00:00Z").has_value());
    EXPECT_TRUE(parse_utc("2000-02-29T00:00:00Z").has_value());
    EXPECT_FALSE(parse_utc("2026-02-29T00:00:00Z").has_value());
    EXPECT_FALSE(parse_utc("2100-02-29T00:00:00Z").has_value());
    EXPECT_FALSE(parse_utc("2024-02-30T00:00:00Z").has_value());
}

TEST(UtcTimeText, cuts_a_second_after_three_digits)
{
    EXPECT_EQ(parse_utc("1970-01-01T00:00:00.25Z"), from_millis(250));
    EXPECT_EQ(parse_utc("1970-01-01T00:00:00.2509999Z"), from_millis(250));
    EXPECT_EQ(parse_utc("1970-01-01T00:00:00.0009Z"), from_millis(0));
}

TEST(UtcTimeText, refuses_every_other_text)
{
    for (const char* text :
         {"", "2026-03-29", "2026-03-29T00:59:30", "2026-03-29 00:59:30Z", "2026-03-29t00:59:30z",
          "2026-3-29T00:59:30Z", "2026-03-29T24:00:00Z", "2026-03-29T00:60:00Z", "2026-03-29T00:00:60Z",
          "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-03-29T00:59:30.Z", "2026-03-29T00:59:30+1:00",
          "2026-03-29T00:59:30+24:00", "2026-03-29T00:59:30Zx", "1969-12-31T23:59:59Z", "-026-03-29T00:59:30Z",
          "2026-03-29T+1:59:30Z"}) {
        EXPECT_EQ(parse_utc(text), std::nullopt) << text;
    }
}

TEST(UtcTimeText, writes_milliseconds_only_where_there_are_some)
{
    EXPECT_EQ(to_rfc3339(from_millis(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(to_rfc3339(from_millis(1)), "1970-01-01T00:00:00.001Z");
    EXPECT_EQ(to_rfc3339(*parse_utc("2024-02-29T23:59:59.120Z")), "2024-02-29T23:59:59.120Z");
    EXPECT_EQ(to_rfc3339(*parse_utc("9999-12-31T23:59:59Z")), "9999-12-31T23:59:59Z");
}

}  // namespace
}  // namespace cordon
