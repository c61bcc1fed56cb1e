// SPDX-License-Identifier: Apache-2.0
#include "admission.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

namespace cordon::ingest {
namespace {

const auto here = boost::asio::ip::make_address("127.0.0.1");
const auto there = boost::asio::ip::make_address("127.0.0.2");

TEST(Admission, a_place_is_free_again_when_its_connection_ends)
{
    Admission admission{10, 1};
    auto first = admission.enter(here);

    EXPECT_TRUE(first.first);
    EXPECT_EQ(admission.enter(here).second, Admission::Full::from_address);
    EXPECT_TRUE(admission.enter(there).first);
    first.first.reset();
    EXPECT_TRUE(admission.enter(here).first);
}

TEST(Admission, a_moved_place_is_given_back_once)
{
    Admission admission{1, 0};
    {
        auto entered = admission.enter(here);
        const Admission::Place kept{std::move(*entered.first)};
        entered.first.reset();
        EXPECT_EQ(admission.enter(there).second, Admission::Full::in_all);
    }
    EXPECT_TRUE(admission.enter(there).first);
}

TEST(Admission, no_cap_for_an_address_means_all_there_are)
{
    Admission admission{100, 0};
    std::vector<std::optional<Admission::Place>> places;
    for (int i = 0; i < 100; ++i) {
        places.push_back(admission.enter(here).first);
        EXPECT_TRUE(places.back());
    }
    EXPECT_EQ(admission.enter(here).second, Admission::Full::in_all);
}

}  // namespace
}  // namespace cordon::ingest
