// SPDX-License-Identifier: Apache-2.0
#include "london.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cordon::sim {

namespace {

std::string with(const std::string& found, const std::string& put)
{
    auto text = london_text();
    const auto at = text.find(found);
    EXPECT_NE(at, std::string::npos) << found;
    return text.replace(at, found.size(), put);
}

/// The pointers of what is wrong.
std::vector<std::string> wrong(const std::string& text)
{
    const auto read = read_scenario(text);
    std::vector<std::string> pointers;
    if (!read.has_value()) {
        for (const auto& fault : read.error()) {
            pointers.push_back(fault.pointer);
            EXPECT_FALSE(fault.what.empty());
        }
    }
    return pointers;
}

using Pointers = std::vector<std::string>;

}  // namespace

TEST(ScenarioFile, of_the_demonstration_is_read)
{
    const auto scenario = london();

    EXPECT_EQ(scenario.wearers, 300U);
    EXPECT_EQ(scenario.boroughs.size(), 33U);
    EXPECT_EQ(scenario.parts.size(), 8U);
    EXPECT_EQ(scenario.noise.sky[2].no_fix_share, 0.25);
}

TEST(ScenarioFile, names_the_place_of_each_fault)
{
    EXPECT_EQ(wrong(with("\"wearers\": 300", "\"wearers\": 0")), Pointers{"/wearers"});
    EXPECT_EQ(wrong(with("\"wearers\": 300", "\"waerers\": 300")), (Pointers{"/wearers", "/waerers"}));
    EXPECT_EQ(wrong(with("\"kmh\": 5.6", "\"kmh\": 500")), Pointers{"/parts/0/itinerary/0/kmh"});
    EXPECT_EQ(wrong(with("\"programme\": \"stalking\"", "\"programme\": \"bowling\"")), Pointers{"/parts/0/programme"});
    EXPECT_EQ(wrong(with("\"sigma_m\": 3", "\"sigma_m\": \"3\"")), Pointers{"/noise/open/sigma_m"});
    EXPECT_EQ(wrong(with("[0.1335, 51.5453]", "[51.5453, 151.0]")), Pointers{"/boroughs/0/centre"});
    EXPECT_EQ(wrong(with("\"jump_m\": [50, 200]", "\"jump_m\": [200, 50]")), Pointers{"/noise/jump_m"});
}

TEST(ScenarioFile, refuses_an_itinerary_that_does_not_come_back)
{
    const auto text = london_text();
    const auto start = text.find("\"start\": [");
    const auto end = text.find(']', start);
    auto moved = text;
    moved.replace(start, end - start, "\"start\": [-0.2, 51.4");

    EXPECT_EQ(wrong(moved), Pointers{"/parts/0/itinerary"});
}

TEST(ScenarioFile, refuses_what_is_no_plain_json)
{
    EXPECT_EQ(wrong("// a comment\n" + london_text()), Pointers{""});
    EXPECT_EQ(wrong(with("\"wearers\": 300", "\"wearers\": 300, \"wearers\": 5")), Pointers{""});
    EXPECT_EQ(wrong(std::string(100, '[') + std::string(100, ']')), Pointers{""});
    EXPECT_EQ(wrong(""), Pointers{""});
}

TEST(ScenarioFile, says_all_faults_at_once)
{
    EXPECT_GT(wrong("{}").size(), 8U);
}

}  // namespace cordon::sim
