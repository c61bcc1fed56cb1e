// SPDX-License-Identifier: Apache-2.0
#include "source_range.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::ingest {
namespace {

boost::asio::ip::address at(const char* text)
{
    return boost::asio::ip::make_address(text);
}

bool holds(const char* range, const char* address)
{
    const auto parsed = SourceRange::parse(range);
    EXPECT_TRUE(parsed) << range;
    return parsed && parsed.value().contains(at(address));
}

TEST(SourceRange, holds_what_shares_its_first_bits)
{
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(holds("192.168.16.0/20", "192.168.31.255"));
    EXPECT_FALSE(holds("192.168.16.0/20", "192.168.32.0"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
}

TEST(SourceRange, an_address_alone_is_a_range_of_one)
{
    EXPECT_TRUE(holds("127.0.0.1", "127.0.0.1"));
    EXPECT_FALSE(holds("127.0.0.1", "127.0.0.2"));
}

TEST(SourceRange, zero_bits_hold_everybody_of_that_version)
{
    EXPECT_TRUE(holds("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(holds("::/0", "2001:db8::1"));
}

TEST(SourceRange, an_ipv4_address_behind_a_dual_stack_socket_is_the_same_address)
{
    EXPECT_TRUE(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
    EXPECT_EQ(unmapped(at("::ffff:10.1.2.3")), at("10.1.2.3"));
}

TEST(SourceRange, what_is_no_range_is_refused_with_an_example)
{
    for (const char* text : {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "ten", "2001:db8::/129"}) {
        const auto parsed = SourceRange::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().what.find("10.0.0.0/8"), std::string::npos);
    }
}

TEST(SourceRange, a_device_without_ranges_may_be_anywhere_and_one_with_broken_ranges_nowhere)
{
    EXPECT_TRUE(within({}, at("203.0.113.9")));
    EXPECT_FALSE(within(std::vector<std::string>{"broken"}, at("203.0.113.9")));
    EXPECT_TRUE(within(std::vector<std::string>{"broken", "203.0.113.0/24"}, at("203.0.113.9")));
}

}  // namespace
}  // namespace cordon::ingest
