// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <gtest/gtest.h>

namespace cordon::api {

TEST(RequestTarget, path_and_query_come_apart_and_decoded)
{
    const auto target = parse_target("/v1/orders/A%2FB?limit=5&cursor=a+b%20c&limit=6&flag");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/v1/orders/A%2FB");
    EXPECT_EQ(target->query, (Parameters{{"cursor", "a b c"}, {"flag", ""}, {"limit", "5"}}));
    EXPECT_EQ(path_segments(target->path), (std::vector<std::string>{"v1", "orders", "A/B"}));
}

TEST(RequestTarget, forms_that_could_lead_elsewhere_are_refused)
{
    for (const char* target : {"", "*", "http://localhost/", "v1/orders", "/?a=%0a", "/?a=%4"}) {
        EXPECT_FALSE(parse_target(target)) << target;
    }
    for (const char* path :
         {"", "/a//b", "/a/", "/./a", "/a/..", "/%2e%2e/a", "/%2E/a", "/a%00", "/%", "/%4", "/%g0", "/a%"}) {
        EXPECT_FALSE(path_segments(path)) << path;
    }
    EXPECT_EQ(path_segments("/"), std::vector<std::string>{});
}

TEST(RequestTarget, more_parameters_than_any_route_has_are_refused)
{
    std::string target = "/?";
    for (int i = 0; i < 33; ++i) {
        target += "p" + std::to_string(i) + "=1&";
    }

    EXPECT_FALSE(parse_target(target));
}

TEST(RequestTarget, a_page_size_is_a_whole_number_in_its_bounds)
{
    EXPECT_EQ(whole_number({}, "limit", 100, 1000), 100U);
    EXPECT_EQ(whole_number({{"limit", "1000"}}, "limit", 100, 1000), 1000U);
    for (const char* wrong : {"0", "1001", "-1", "1.5", "", " 1", "1x", "99999999999999999999"}) {
        EXPECT_EQ(whole_number({{"limit", wrong}}, "limit", 100, 1000), std::nullopt) << wrong;
    }
}

TEST(RequestTarget, a_box_has_four_numbers_the_smaller_first)
{
    const auto box = parse_box("-0.5,51.3,0.3,51.7");

    ASSERT_TRUE(box);
    EXPECT_EQ(box->min_lon, -0.5);
    EXPECT_EQ(box->min_lat, 51.3);
    EXPECT_EQ(box->max_lon, 0.3);
    EXPECT_EQ(box->max_lat, 51.7);
    for (const char* wrong :
         {"", "1,2,3", "1,2,3,4,5", "0.3,51.3,-0.5,51.7", "nan,1,2,3", "1,2,inf,3", "a,b,c,d", "1, 2,3,4"}) {
        EXPECT_FALSE(parse_box(wrong)) << wrong;
    }
}

}  // namespace cordon::api
